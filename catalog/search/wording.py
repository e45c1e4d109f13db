"""How a text is worded: its words, their neighbours and their letters as a vector, and how alike two wordings are.

A text is the set of its words, their neighbours and their pieces of three and four letters, as they are spelt and as
they sound (so that "kitna" and "कितना" are one), hashed into a vector (Weinberger et al. 2009, Feature Hashing for
Large Scale Multitask Learning).
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from catalog.search.romanise import sounds
from catalog.search.text import tokens

DIMENSIONS = 8192
_PIECES = (3, 4)  # letters, the spaces around the word among them
_PIECE_WEIGHT = 0.5  # beside a word and a pair of words
_DIGITS = re.compile(r"\d+")
_REMEMBERED = 4096  # texts, some 2 KB each
_ASKED = 32  # questions, 32 KB each: what is asked is compared with many

Vector = NDArray[np.float32]


def likeness(text: str, others: Iterable[str]) -> float:
    """The cosine between a text's wording and that of the most alike of some others, 0 without any."""
    asked = features(text)
    return max((float(asked[places] @ weights) for places, weights in map(_sparse, others)), default=0.0)


@lru_cache(maxsize=_ASKED)
def features(text: str) -> Vector:
    """A text as float32 [DIMENSIONS] of length 1; zeros where there is no word. Digits count as one sign.

    It is the same array each time, and not to be changed.
    """
    spelt = tokens(_DIGITS.sub("0", text))
    counts: Counter[str] = Counter()
    _count(spelt, "spelt", counts)
    _count([min(sounds(word), default=word) for word in spelt], "sounds", counts)
    vector = np.zeros(DIMENSIONS, np.float32)
    for feature, count in counts.items():
        place = zlib.crc32(feature.encode())
        vector[place % DIMENSIONS] += count if place >> 31 else -count
    length = np.linalg.norm(vector)
    vector /= length or 1
    vector.flags.writeable = False
    return vector


@lru_cache(maxsize=_REMEMBERED)
def _sparse(text: str) -> tuple[NDArray[np.intp], Vector]:
    """The places of a text's features that are not 0, and these."""
    vector = features(text)
    places = np.flatnonzero(vector)
    return places, vector[places]


def _count(words: list[str], kind: str, counts: Counter[str]) -> None:
    for word in words:
        whole = f" {word} "
        counts[kind + whole] += 1
        for size in _PIECES:
            for start in range(len(whole) - size + 1):
                counts[kind + whole[start : start + size]] += _PIECE_WEIGHT  # type: ignore[assignment]
    for first, second in zip(["^", *words], [*words, "$"], strict=True) if words else ():
        counts[f"{kind}{first} {second}"] += 1
