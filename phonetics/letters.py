"""A word's letters as syllables-to-be: what Devanagari and Bengali have in common.

Both scripts write a consonant with an inherent vowel that another vowel sign replaces and a virama takes away, so a
word is a sequence of consonants and vowels in which some vowels are inherent. Bengali's letters lie 0x80 above
Devanagari's; they are brought to Devanagari here, and each language reads them in its own way.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

INHERENT = "अ*"
_VIRAMA, _NUKTA = "्", "़"
_SIGNS = dict(zip("ािीुूृेैोौॉॅॆॊॄ", "आइईउऊऋएऐओऔऑऍएओऋ", strict=True))
_INDEPENDENT = frozenset("अआइईउऊऋएऐओऔऑऍऎऒॲ")
_MARKS = {"ं": "anusvara", "ँ": "chandrabindu", "ः": "visarga"}
_DECOMPOSED = {"ऱ": "र", "ऩ": "न", "ऴ": "ळ", "ॲ": "ऍ", "ऎ": "ए", "ऒ": "ओ"}


@dataclass(slots=True)
class Letter:
    """One consonant or vowel of a word.

    Attributes:
        text: the letter in Devanagari, with a nukta if it has one; `INHERENT` for a vowel that is not written.
        vowel: whether it is a vowel.
        marks: of a vowel: anusvara, chandrabindu, visarga.
        joined: whether a consonant is written as one with the one before (a conjunct), not merely spoken after it.
    """

    text: str
    vowel: bool
    marks: frozenset[str] = frozenset()
    joined: bool = False


def devanagari(text: str) -> str:
    """The text with Bengali letters replaced by their Devanagari counterparts, decomposed (NFD)."""
    decomposed = unicodedata.normalize("NFD", text).replace("ৰ", "র").replace("ৱ", "ও").replace("ৎ", "ত্")
    decomposed = decomposed.replace("\u09c7\u09be", "\u09cb").replace("\u09c7\u09d7", "\u09cc")
    shifted = [chr(ord(c) - 0x80) if "\u0980" <= c <= "\u09ff" else c for c in decomposed]
    return "".join(_DECOMPOSED.get(c, c) for c in shifted if c not in "\u200c\u200d")


def letters(word: str) -> list[Letter]:
    """The consonants and vowels of a word in Devanagari (`devanagari`); other characters are left out."""
    found: list[Letter] = []
    joined = False
    for c in word:
        last = found[-1] if found else None
        if c in _SIGNS:
            if last and last.text == INHERENT:
                found[-1] = Letter(_SIGNS[c], vowel=True)
            else:  # a sign on a vowel, as Bengali's অ্যা and careless typing have it
                found.append(Letter(_SIGNS[c], vowel=True))
        elif c == _VIRAMA:
            if last and last.text == INHERENT:
                found.pop()
                joined = True
        elif c == _NUKTA:
            if len(found) > 1 and last and last.text == INHERENT:
                found[-2].text += _NUKTA
        elif c in _MARKS:
            if last and last.vowel:
                last.marks |= {_MARKS[c]}
        elif c in _INDEPENDENT:
            found.append(Letter(c, vowel=True))
        elif "क" <= c <= "ह":
            found += [Letter(c, vowel=False, joined=joined), Letter(INHERENT, vowel=True)]
            joined = False
    return found
