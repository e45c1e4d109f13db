"""Phone numbers and keys are taken out of everything that is written to a log, spoken ones too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engine.dialogue.numbers import numbers, split

_LEAST_DIGITS = 7  # order numbers are shorter, phone numbers are not
_KEY = re.compile(r"\b(?:gsk|sk|hf)_[A-Za-z0-9]{8,}|\b(?:Bearer|token)\s+\S{12,}", re.IGNORECASE)
_FIGURES = re.compile(rf"\+?\d(?:[\s().-]?\d){{{_LEAST_DIGITS - 1},}}")
_SECRET_NAMES = re.compile(r"phone|key|secret|password|authorization|address", re.IGNORECASE)


def redact(text: str) -> str:
    """A text without phone numbers and keys: "nine eight seven …" counts as one, as do figures."""
    cleaned = _FIGURES.sub("[number]", _KEY.sub("[key]", text))
    sentence = split(cleaned)
    spoken = [number for number in numbers(sentence) if len(number.digits) >= _LEAST_DIGITS]
    for number in reversed(spoken):
        sentence[number.start : number.end] = ["[number]"]
    return " ".join(sentence) if spoken else cleaned


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
    return value
