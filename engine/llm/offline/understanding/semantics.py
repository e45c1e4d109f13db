"""Which intent a sentence is worded like: a linear classifier on words and letters, learnt from thousands of sentences.

A sentence is the set of its words, their neighbours and their pieces of three and four letters, as they are spelt and
as they sound (so that "kitna" and "कितना" are one), hashed into a vector (Weinberger et al. 2009, Feature Hashing for
Large Scale Multitask Learning). A ridge regression from these to the intents (Hastie, Tibshirani and Friedman 2009, The
Elements of Statistical Learning, 3.4.1) is fitted by `python -m tests.benchmarks.fit_intents` on the sentences of
`tests/benchmarks/data/intents`. In stores that no sentence is about, it is right on more of what customers say than
the same regression on e5's vectors (.88 and .86 for .77 and .76), in a hundredth of the time.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from catalog.search.romanise import sounds
from catalog.search.text import tokens
from resources import ROOT

WEIGHTS = ROOT / "intents.npz"
DIMENSIONS = 8192
_PIECES = (3, 4)  # letters, the spaces around the word among them
_PIECE_WEIGHT = 0.5  # beside a word and a pair of words
_SHARPNESS = 10.0  # of the softmax: the likeliest where the scripted conversations are concerned
_DIGITS = re.compile(r"\d+")

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class IntentModel:
    """The classifier.

    Attributes:
        names: of the intents, in the order of the columns.
        mean: of the sentences' features, float32 [DIMENSIONS].
        weights: float32 [DIMENSIONS, intents].
        bias: each intent's share of the sentences, float32 [intents].
    """

    names: tuple[str, ...]
    mean: Vector
    weights: Vector
    bias: Vector

    def scores(self, text: str) -> dict[str, float]:
        """How likely each intent is; together 1."""
        found = np.exp(_SHARPNESS * ((features(text) - self.mean) @ self.weights + self.bias))
        return {name: float(score) for name, score in zip(self.names, found / found.sum(), strict=True)}

    def save(self, file: Path) -> None:
        """Keep it, in half precision."""
        half = {name: getattr(self, name).astype(np.float16) for name in ("mean", "weights", "bias")}
        np.savez_compressed(file, names=np.array(self.names), **half)


@cache
def load() -> IntentModel:
    """The classifier that comes with the program."""
    with np.load(WEIGHTS) as kept:
        arrays = (kept[name].astype(np.float32) for name in ("mean", "weights", "bias"))
        return IntentModel(tuple(map(str, kept["names"])), *arrays)


def features(text: str) -> Vector:
    """A text as float32 [DIMENSIONS] of length 1; zeros where there is no word. Digits count as one sign."""
    spelt = tokens(_DIGITS.sub("0", text))
    counts: Counter[str] = Counter()
    _count(spelt, "spelt", counts)
    _count([min(sounds(word), default=word) for word in spelt], "sounds", counts)
    vector = np.zeros(DIMENSIONS, np.float32)
    for feature, count in counts.items():
        place = zlib.crc32(feature.encode())
        vector[place % DIMENSIONS] += count if place >> 31 else -count
    length = np.linalg.norm(vector)
    return vector / length if length else vector


def _count(words: list[str], kind: str, counts: Counter[str]) -> None:
    for word in words:
        whole = f" {word} "
        counts[kind + whole] += 1
        for size in _PIECES:
            for start in range(len(whole) - size + 1):
                counts[kind + whole[start : start + size]] += _PIECE_WEIGHT  # type: ignore[assignment]
    for first, second in zip(["^", *words], [*words, "$"], strict=True) if words else ():
        counts[f"{kind}{first} {second}"] += 1
