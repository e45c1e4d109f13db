"""Phone numbers and keys are taken out of everything that is written to a log, spoken ones too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from catalog.search.numbers import numbers, split

_LEAST_DIGITS = 7  # order numbers are shorter, phone numbers are not
_LEAST_NUMBER = 10**9  # ten digits
_KEY = re.compile(r"\b(?:gsk|sk|hf)_[A-Za-z0-9]{8,}|\b(?:Bearer|token)\s+\S{12,}", re.IGNORECASE)
_FIGURES = re.compile(rf"\+?\(?\d(?:[\s().-]{{0,3}}\d){{{_LEAST_DIGITS - 1},}}")
_PRICE = re.compile(r"(₹\s?(?:\d{1,2}(?:,\d{2})?,\d{3}|\d{1,6})(?:\.\d\d?)?(?![\d.,\s]*\d))")
_SECRET_NAMES = re.compile(r"phone|key|secret|password|authorization|address", re.IGNORECASE)


def redact(text: str) -> str:
    """A text without phone numbers and keys: "nine eight seven …" counts as one, as do figures. Prices in ₹ stay."""
    parts = _PRICE.split(_KEY.sub("[key]", text))
    return "".join(part if index % 2 else _without_numbers(part) for index, part in enumerate(parts))


def redact_data(value: Any) -> Any:
    """The same for JSON values; what stands under a name such as "phone_number" goes whole."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {
            name: "[redacted]" if part and _SECRET_NAMES.search(str(name)) else redact_data(part)
            for name, part in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [redact_data(part) for part in value]
    if isinstance(value, (int, float)) and abs(value) >= _LEAST_NUMBER:
        return "[number]"
    return value


def _without_numbers(text: str) -> str:
    cleaned = _FIGURES.sub("[number]", text)
    sentence = split(cleaned)
    spoken = [number for number in numbers(sentence) if len(number.digits) >= _LEAST_DIGITS]
    for number in reversed(spoken):
        sentence[number.start : number.end] = ["[number]"]
    if not spoken:
        return cleaned
    before, after = cleaned[: -len(cleaned.lstrip())], cleaned[len(cleaned.rstrip()) :]
    return before + " ".join(sentence) + after
