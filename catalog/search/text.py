"""Words: how a text is cut up before it is indexed or looked for, the same way on both sides."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_POSSESSIVE = re.compile(r"['’]s\b")

# One script a word: digits part from letters ("5kg" is 5 kg) and Devanagari from Latin. Vowel signs and the virama
# belong to their word; the danda and the rupee signs of both blocks do not.
_DEVANAGARI = r"\u0900-\u0963\u0970-\u097f"
_BENGALI = r"\u0980-\u09e3\u09f0\u09f1\u09fc\u09fe"
_WORD = re.compile(rf"[0-9]+|[{_DEVANAGARI}]+|[{_BENGALI}]+|(?:(?![{_DEVANAGARI}{_BENGALI}])[^\W\d_])+")


class _AsciiDigits(dict[int, "int | str"]):
    """What `str.translate` makes of each character: a decimal digit of any script is the ASCII one."""

    def __missing__(self, code: int) -> int | str:
        character = chr(code)
        self[code] = str(unicodedata.digit(character)) if unicodedata.category(character) == "Nd" else code
        return self[code]


_ASCII_DIGITS = _AsciiDigits()


def tokens(text: str) -> list[str]:
    """The words of a text in NFC, lower case and ASCII digits, without zero-width (non-)joiners.

    NFC also settles the two ways to encode ड़, য় and the like. No text makes it fail.
    """
    if text.isascii():
        text = text.lower()
    else:
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).lower().translate(_ASCII_DIGITS)
    return _WORD.findall(_POSSESSIVE.sub("", text))


def plain(text: str) -> str:
    """A text in its words alone, without stops and capitals."""
    return " ".join(tokens(text))


class Script(Enum):
    """What a word is written in."""

    DEVANAGARI = auto()
    BENGALI = auto()
    OTHER = auto()


def script(word: str) -> Script:
    """The script of a word of `tokens`, which has but one."""
    first = word[:1]
    if "\u0900" <= first <= "\u097f":
        return Script.DEVANAGARI
    return Script.BENGALI if "\u0980" <= first <= "\u09ff" else Script.OTHER


def is_indic(word: str) -> bool:
    """Whether a word of `tokens` is written in Devanagari or Bengali."""
    return "\u0900" <= word[:1] <= "\u09ff"


def is_sign(character: str) -> bool:
    """Whether a character hangs on the letter before it: a vowel sign, virama, nukta or nasal."""
    return unicodedata.category(character) in ("Mn", "Mc")
