"""Grapheme to phoneme: how a text of one of the shop's Indian languages sounds.

Digits and Latin words are none of its business: numbers are spelt out before (`engine.tts.readout`,
`engine.stt.grammar`), Latin words are read by `phonetics.english`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from phonetics.bengali import bengali
from phonetics.english import english
from phonetics.hindi import hindi
from phonetics.letters import devanagari
from phonetics.marathi import marathi
from phonetics.phonemes import classes

_WORD = re.compile(r"[\u0900-\u0963\u0970-\u097f]+|[\u0980-\u09e3\u09f0\u09f1]+|[A-Za-z]+(?:'[a-z]+)?")
_JOINERS = re.compile("[\u200c\u200d]")


def words(text: str) -> list[str]:
    """The words of a text that have a sound here: runs of Devanagari, Bengali or Latin letters."""
    return [word for word in _WORD.findall(_JOINERS.sub("", unicodedata.normalize("NFC", text))) if word]


@lru_cache(maxsize=65536)
def narrow(word: str, language: str) -> tuple[str, ...]:
    """The narrow phonemes of one word.

    Args:
        word: in Devanagari, Bengali or Latin letters, as `words` gives it.
        language: hi, mr or bn; a word in another script than the language's is read by that script's rules.
    """
    if word[0].isascii():
        sounds = english(word)
    elif "\u0980" <= word[0] <= "\u09ff":
        sounds = bengali(unicodedata.normalize("NFC", word))
    else:
        sounds = (marathi if language == "mr" else hindi)(devanagari(word))
    return tuple(unicodedata.normalize("NFD", sound) for sound in sounds)


def phonemes(text: str, language: str) -> str:
    """The classes (`phonetics.phonemes.PHONEMES`) of a whole text, one character each, without word boundaries."""
    return "".join(classes(narrow(word, language)) for word in words(text))
