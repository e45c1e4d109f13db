"""Phone numbers in what a customer says: figures in any script, or digits spoken in any of the languages."""

from __future__ import annotations

import re

from catalog.phones import significant_digits
from catalog.search.numbers import PHONE_DIGITS, numbers, split

_CLAUSE = re.compile(r"[,;।?!]+")


def phone_numbers(text: str) -> list[str]:
    """The Indian mobile numbers in a text, as ten digits; +91, 91 or 0 before them is left out."""
    apart = [found for clause in _CLAUSE.split(text) for found in _in_words(clause)]
    return apart or _in_words(text)  # "order 6226, 98450 72216"; but "nine eight, four five, ..." is one number


def _in_words(text: str) -> list[str]:
    found = []
    for number in numbers(split(re.sub(r"(?<=\d)\.(?=\d)", " ", text))):
        digits = number.digits
        if len(digits) in (PHONE_DIGITS + 1, PHONE_DIGITS + 2) and digits.startswith(("0", "91")):
            digits = digits[-PHONE_DIGITS:]
        if len(digits) == PHONE_DIGITS:
            found.append(digits)
    return found


def normalise_phone(phone: str) -> str:
    """The last ten digits of a phone number in any notation."""
    return significant_digits(phone)
