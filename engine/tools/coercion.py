"""Arguments as models write them: what is meant without doubt is taken, everything else is refused with a reason."""

from __future__ import annotations

import re
from typing import Any

_NOTHING = ("", "null", "none", "undefined", "any")
_LONGEST_TEXT = 300


def text(value: Any) -> str:
    """Words: a number is taken as its figures, nothing as ""; longer than 300 characters is cut."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError("give it as text")
    return str(value)[:_LONGEST_TEXT]


def order_number(value: Any) -> str:
    """1003, 1003.0, "#1003" and " 1003 " are "1003"."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return text(value).strip().lstrip("#").strip()


def choice(value: Any) -> Any:
    """Make a name of it: "Store credit" and "store-credit" are "store_credit"; "null" is nothing."""
    if not isinstance(value, str):
        return value
    name = re.sub(r"[\s-]+", "_", value.strip().lower())
    return None if name in _NOTHING else name


def nothing(value: Any) -> Any:
    """Take "null" and "" as nothing; the rest is as it is."""
    return None if isinstance(value, str) and value.strip().lower() in _NOTHING else value


def policy(value: Any) -> Any:
    """Take "Return policy" and "return" as "returns"."""
    name = choice(value)
    if isinstance(name, str):
        name = name.removesuffix("_policy")
        return name + "s" if name in ("return", "refund") else name
    return name


def amount(value: Any) -> Any:
    """Take "₹2,000" and "Rs. 2000" as 2000."""
    if not isinstance(value, str):
        return value
    figures = re.sub(r"(?:₹|rs\.?|inr|rupees?|,|\s|/-)", "", value, flags=re.IGNORECASE)
    return None if figures.lower() in _NOTHING else figures


def bounded(low: int, high: int, usual: int) -> Any:
    """A count within bounds: one beyond them is the nearest bound, nothing is the usual one."""

    def within(value: Any) -> Any:
        if value is None or (isinstance(value, str) and value.strip().lower() in _NOTHING):
            return usual
        try:
            return min(max(int(float(value)), low), high)
        except (TypeError, ValueError, OverflowError):
            return value  # its type says what is wrong

    return within
