"""Spellings of one script that mean the same word: फ्रिज and फ्रीज, बॅग and बैग, रंग and रङ्ग, জিনিস and জিনিষ.

Nuktas and moons are left out as often as they are written, i and u are long or short as the writer hears them, and a
nasal before a consonant is a letter or a dot. `spelling` brings all of that to one form, which is for comparison only.
"""

from __future__ import annotations

import re
from functools import lru_cache

from catalog.search.text import Script, script

_Rules = tuple[tuple[re.Pattern[str], str], ...]

_DEVANAGARI = str.maketrans(
    {
        **dict(zip("ीूईऊषणॅँऱऴ", "िुइउशनैंरळ", strict=True)),
        "\u093c": None,  # nukta
        "\u0903": None,  # visarga
    }
)
_DEVANAGARI_RULES: _Rules = (
    (re.compile("[ङञणनम]\u094d(?=[क-म])"), "ं"),
    (re.compile("व्ह"), "व"),
    (re.compile("(?<=.)य(?=[िे])"), ""),  # रुपये, रुपए; नयी, नई
    (re.compile("(?<=.)इ"), "ि"),
    (re.compile("(?<=.)ए"), "े"),
)
_BENGALI = str.maketrans(
    {
        **dict(zip("ীূঈঊণষসযৎ", "িুইউনশশজত", strict=True)),
        "\u0981": None,  # the moon
        "ঙ": "ং",
    }
)
_BENGALI_RULES: _Rules = (
    (re.compile("ং\u09cd(?=গ)"), "ং"),
    (re.compile("[এঅ]\u09cdজা"), "এ"),
    (re.compile("([ক-হ])\u09cd\\1"), r"\1"),
)


@lru_cache(maxsize=65536)
def spelling(word: str) -> str:
    """What all usual spellings of an Indic word of `text.tokens` have in common; another word stays as it is."""
    if script(word) is Script.DEVANAGARI:
        folded, rules = word.translate(_DEVANAGARI), _DEVANAGARI_RULES
    elif script(word) is Script.BENGALI:
        folded, rules = word.translate(_BENGALI), _BENGALI_RULES
    else:
        return word
    for pattern, instead in rules:
        folded = pattern.sub(instead, folded)
    return folded
