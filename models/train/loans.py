"""English words in other languages: written in Devanagari as they sound, which is the label of their letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from phonetics.english import english

_LATIN = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_VOWELS = {
    "ə": "अ", "aː": "आा", "a": "आा", "i": "इि", "iː": "ईी", "u": "उु", "uː": "ऊू", "e": "एे", "eː": "एे", "o": "ओो",
    "oː": "ओो", "æ": "ऐै", "ɛ": "ऐै", "ɔ": "ऑॉ", "ɔː": "ऑॉ",
}  # fmt: skip
_CONSONANTS = {
    "k": "क", "kʰ": "ख", "ɡ": "ग", "ŋ": "न", "tʃ": "च", "dʒ": "ज", "z": "ज़", "ʈ": "ट", "ɖ": "ड", "ɽ": "ड़", "t": "त",
    "tʰ": "थ", "d": "द", "n": "न", "p": "प", "f": "फ", "b": "ब", "m": "म", "j": "य", "r": "र", "l": "ल", "v": "व",
    "ʃ": "श", "s": "स", "h": "ह",
}  # fmt: skip
_VIRAMA = "्"


def spelt(text: str) -> str:
    """A text whose Latin words are written in Devanagari."""
    return _LATIN.sub(lambda match: transliterate(match[0]), text)


@lru_cache(maxsize=16384)
def transliterate(word: str) -> str:
    """An English word in Devanagari: `charger` is चारजर, sound by sound."""
    spelled, after = "", ""
    for sound in (unicodedata.normalize("NFC", each) for each in english(word)):
        if sound in _CONSONANTS:
            joined = after in _CONSONANTS and not (after == "r" and len(spelled) > 1)
            spelled += (_VIRAMA if joined else "") + _CONSONANTS[sound]
        else:
            signs = _VOWELS[sound]
            spelled += (
                signs[-1] if after in _CONSONANTS and len(signs) > 1 else "" if after in _CONSONANTS else signs[0]
            )
        after = sound
    return spelled
