"""How the words of a grammar sound: pronunciations in the acoustic model's phonemes, with the ways people vary them.

Two things vary. A sound may be left out – the nasality of a vowel, the breath of an aspirate –, which is a second
pronunciation. A sound may be another's neighbour – Bengali's o for ɔ, a dental for a retroflex –, which costs the
search a little wherever it happens (`neighbours`) instead of doubling the graph.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import numpy as np
from indic_numtowords import num2words
from numpy.typing import NDArray

from engine.languages import Language
from phonetics.g2p import phonemes
from phonetics.phonemes import PHONEMES

SYMBOLS = len(PHONEMES) + 1  # 0 is CTC's blank; symbol i is PHONEMES[i - 1]
_IDS = {phoneme: place + 1 for place, phoneme in enumerate(PHONEMES)}
_PIECE = re.compile(r"\d+|[^\W\d_]+(?:[\u0900-\u0903\u093a-\u094f\u0980-\u0983\u09bc-\u09cd\u09d7]|[^\W\d_]|')*")
_LONGEST_NUMBER = 9  # digits that are said as one number
_SUFFIXES = {"র": "ɾ"}  # written apart, as after a product's name: শাড়ি র দাম
_BREATH = re.compile("(?<=[kɡCJtdʈɖɽpb])h")
# Pairs that speakers or the acoustic model mix up, and how likely it is to hear one for the other.
_OFTEN, _SOMETIMES = 0.2, 0.06
_MIXED = {
    _OFTEN: ("ɔo", "sʃ", "eɛ", "əa", "tʈ", "dɖ", "ɽɾ", "ɽɖ", "nŋ", "bv"),
    _SOMETIMES: ("əo", "əɔ", "əe", "ij", "ei", "ou", "kɡ", "pb", "CJ", "Cʃ", "Js", "mn", "pf", "ln", "uv", "aɔ"),
}
_MIXED_IN = {Language.BENGALI: ("ɔo", "sʃ", "əɔ", "əo", "ɛa", "JC"), Language.HINDI: (), Language.MARATHI: ("əa",)}


def pronunciations(text: str, language: Language) -> tuple[bytes, ...]:
    """How a text is said, the usual way first, one byte a symbol; none if nothing in it has a sound.

    Args:
        text: in the language's script, in Latin letters, or in both; figures are read as numbers, in the language and
            in English ("iPhone 15" is "… पंद्रह" and "… fifteen").
        language: Hindi, Marathi or Bengali.
    """
    spoken = [_word(word, language) for word in text.split()]
    usual = b"".join([ways[0] for ways in spoken])
    if all(len(ways) == 1 for ways in spoken):
        return (usual,) if usual else ()
    others = (b"".join([ways[way % len(ways)] for ways in spoken]) for way in range(1, 4))
    return tuple(dict.fromkeys((usual, *others)))


def encode(reading: str) -> bytes:
    """Phonemes as symbols, one byte each."""
    return bytes(_IDS[phoneme] for phoneme in reading)


@cache
def neighbours(language: Language) -> NDArray[np.float32]:
    """How likely each phoneme is heard where another is meant.

    Returns:
        float32 [SYMBOLS, SYMBOLS]: row heard, column meant; 1 on the diagonal, so that a sound that is heard as meant
        costs nothing.
    """
    matrix = np.eye(SYMBOLS, dtype=np.float32)
    pairs = [(pair, share) for share, listed in _MIXED.items() for pair in listed]
    pairs += [(pair, 2 * _OFTEN) for pair in _MIXED_IN[language]]
    for pair, share in pairs:
        one, other = (_IDS[phoneme] for phoneme in pair)
        matrix[one, other] = matrix[other, one] = share
    return matrix


@lru_cache(maxsize=65536)
def _word(word: str, language: Language) -> tuple[bytes, ...]:
    """The ways of saying a word: with numbers in the language, in English, and both without what may be left out.

    One, if these are the same.
    """
    pieces = _PIECE.findall(word)
    full = [
        "".join(_number(p, language, numbers) if p.isdecimal() else _sounds(p, language) for p in pieces)
        for numbers in (language, Language.ENGLISH)
    ]
    slack = [_BREATH.sub("", reading.replace("~", "")) for reading in full]
    ways = tuple(map(encode, full + slack))
    return ways if len(set(ways)) > 1 else ways[:1]


def _sounds(letters: str, language: Language) -> str:
    return _SUFFIXES.get(letters) or phonemes(letters, language)


def _number(figures: str, language: Language, numbers: Language) -> str:
    whole = len(figures) <= _LONGEST_NUMBER and not (figures.startswith("0") and len(figures) > 1)
    said = [int(figures)] if whole else [int(figure) for figure in figures]
    return "".join(phonemes(num2words(number, lang=str(numbers)), language) for number in said)
