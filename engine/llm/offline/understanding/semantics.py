"""Which intent a sentence is worded like: a linear classifier on words and letters, learnt from thousands of sentences.

A ridge regression (Hastie, Tibshirani and Friedman 2009, The Elements of Statistical Learning, 3.4.1) from a sentence's
wording (catalog/search/wording.py) to the intents is fitted by `python -m tests.benchmarks.fit_intents` on the
sentences of `tests/benchmarks/data/intents`. In stores that no sentence is about, it is right on more of what customers
say than the same regression on e5's vectors (.88 and .86 for .77 and .76), in a hundredth of the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from catalog.search.wording import Vector, features
from resources import ROOT

WEIGHTS = ROOT / "intents.npz"
_SHARPNESS = 10.0  # of the softmax: the likeliest where the scripted conversations are concerned


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
