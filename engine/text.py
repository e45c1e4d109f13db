"""Text as the engine works with it: normalised, and cut into words that keep their vowel signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import zip_longest
from typing import TypeVar

Item = TypeVar("Item")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
# Python's \w counts Indic vowel signs as no letters, and would cut words at them.
_WORD = re.compile(
    r"(?:[^\W_]|[\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc\u09be-\u09cd\u09d7\u09e2\u09e3])+"
)


def clean(text: str) -> str:
    """NFC, without control and invisible characters, with single spaces.

    Zero-width joiners go as well: search and recognition treat the forms with and without them alike.
    """
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") else c for c in text)
    return " ".join(text.split())


def words(text: str) -> list[str]:
    """The lower-case words of a text, in NFC and without invisible characters: a joiner in a word does not cut it."""
    return _WORD.findall(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).lower())


def interleaved(lists: Iterable[Sequence[Item]], key: Callable[[Item], Hashable]) -> list[Item]:
    """The first of each list, then the second of each, and so on; of those with the same key only the first."""
    found: dict[Hashable, Item] = {}
    for together in zip_longest(*lists):
        for one in together:
            if one is not None:
                found.setdefault(key(one), one)
    return list(found.values())
