"""The model's two alphabets: phonemes, and letters with Bengali written in Devanagari (code point − 0x80).

Symbol 0 of both is CTC's blank; symbol i is character i − 1 of the alphabet.
"""

from __future__ import annotations

import unicodedata

from phonetics.letters import devanagari
from phonetics.phonemes import PHONEMES

BLANK = 0
LANGUAGES = ("hi", "mr", "bn")
LETTERS = (" ", *(chr(code) for code in range(0x901, 0x964)))
_PHONEME_IDS = {character: place + 1 for place, character in enumerate(PHONEMES)}
_LETTER_IDS = {character: place + 1 for place, character in enumerate(LETTERS)}


def phoneme_ids(classes: str) -> list[int]:
    """The symbols of a sequence of phoneme classes."""
    return [_PHONEME_IDS[c] for c in classes]


def phonemes(ids: list[int]) -> str:
    """The phoneme classes of symbols; blanks are left out."""
    return "".join(PHONEMES[i - 1] for i in ids if i)


def spelling(text: str) -> str:
    """A text as the model spells it: letters of `LETTERS`, single spaces, dots below as signs of their own."""
    kept = (c if c in _LETTER_IDS else " " for c in devanagari(text))
    return " ".join("".join(kept).split())


def letter_ids(text: str) -> list[int]:
    """The symbols of a text."""
    return [_LETTER_IDS[c] for c in spelling(text)]


def written(spelled: str, language: str) -> str:
    """A spelling in the language's own script, NFC."""
    if language == "bn":
        spelled = "".join(chr(ord(c) + 0x80) if "\u0900" <= c <= "\u0963" else c for c in spelled)
    return unicodedata.normalize("NFC", spelled)


def letters(ids: list[int]) -> str:
    """The spelling of symbols; blanks are left out, spaces are single."""
    return " ".join("".join(LETTERS[i - 1] for i in ids if i).split())


def collapse(path: list[int]) -> list[int]:
    """The symbols of a CTC path: repeats are one, blanks none."""
    return [symbol for place, symbol in enumerate(path) if symbol and (not place or path[place - 1] != symbol)]
