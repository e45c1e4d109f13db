"""Which intent, or reason, a sentence is worded like, and means: a linear classifier on words, letters and e5's vector.

A ridge regression (Hastie, Tibshirani and Friedman 2009, The Elements of Statistical Learning, 3.4.1) from a sentence's
wording (catalog/search/wording.py) beside its readings (catalog/search/embedding.py) and what was wanted just before,
to the intents, is fitted by `python -m tests.benchmarks.fit_intents`, which also measures it on stores that no sentence
is about. Without these, where the search's language model is not installed, a second one tells by the wording alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from catalog.search.embedding import Embedder, Vectors
from catalog.search.text import plain
from catalog.search.transliterate import in_own_script
from catalog.search.wording import Vector, features
from resources import ROOT

WEIGHTS = ROOT / "intents"
REASONS = ROOT / "reasons"  # why a thing goes back; "none" if a clause does not say
# What may have been wanted just before a sentence, and how often that is so of what customers say.
BEFORE = {"nothing": 0.6, "goods": 0.2, "question": 0.06, "policy": 0.04, "order": 0.09, "staff": 0.01}
_OF_BEFORE = 0.5  # how much that counts beside the wording and each reading, which count 1
_SHARPNESS = 12.0  # of the softmax: the likeliest where the scripted conversations are concerned


@dataclass(frozen=True, slots=True, eq=False)
class IntentModel:
    """The classifier.

    Attributes:
        names: of the intents, in the order of the columns.
        mean: of the sentences' features, float32 [features].
        weights: float32 [features, intents].
        bias: each intent's share of the sentences, float32 [intents].
        centre: the mean of the sentences' readings, which is taken from each, float32 [READINGS, 384]; none without.
        embedder: makes the readings.
    """

    names: tuple[str, ...]
    mean: Vector
    weights: Vector
    bias: Vector
    centre: Vector
    embedder: Embedder | None = None

    def scores(self, text: str, before: str | None = None) -> dict[str, float]:
        """How likely each intent is; together 1.

        Args:
            text: what is said.
            before: what was wanted before it, one of BEFORE; None if that is not known.
        """
        inputs = inputs_of(text, before, self.embedder, self.centre)
        found = np.exp(_SHARPNESS * ((inputs - self.mean) @ self.weights + self.bias))
        return {name: float(score) for name, score in zip(self.names, found / found.sum(), strict=True)}

    def save(self, file: Path) -> None:
        """Keep it, in half precision."""
        half = {name: getattr(self, name).astype(np.float16) for name in ("mean", "weights", "bias", "centre")}
        np.savez_compressed(file, names=np.array(self.names), **half)


def inputs_of(text: str, before: str | None, embedder: Embedder | None, centre: Vector) -> Vector:
    """A sentence as the classifier takes it: float32 [8192], with an embedder [8192 + BEFORE + READINGS · 384].

    The wording and each reading have length 1.
    """
    if embedder is None:
        return features(text)
    wanted = [share if before is None else float(one == before) for one, share in BEFORE.items()]
    inputs = np.concatenate([features(text), _OF_BEFORE * np.array(wanted, np.float32)])
    readings = readings_of(text, embedder) - centre
    lengths = np.maximum(np.linalg.norm(readings, axis=1, keepdims=True), 1e-9)
    return np.concatenate([inputs, (readings / lengths).ravel()])


def readings_of(text: str, embedder: Embedder) -> Vectors:
    """A sentence's readings, float32 [READINGS, 384]: of Hindi in Latin letters also as it would be in its own."""
    readings = embedder.readings(text)
    if (own := in_own_script(latin := plain(text))) == latin:
        return readings
    return np.asarray((readings + embedder.readings(own)) / 2, np.float32)


def read(file: Path, embedder: Embedder | None = None) -> IntentModel:
    """A classifier that was kept."""
    with np.load(file) as kept:
        mean, weights, bias, centre = (kept[name].astype(np.float32) for name in ("mean", "weights", "bias", "centre"))
        return IntentModel(tuple(map(str, kept["names"])), mean, weights, bias, centre, embedder)


_loaded: dict[tuple[Embedder | None, Path], IntentModel] = {}


def load(embedder: Embedder | None = None, folder: Path = WEIGHTS) -> IntentModel:
    """A classifier that comes with the program: with an embedder the one that knows meanings too."""
    if any(known is not embedder for known, _ in _loaded):
        _loaded.clear()  # a kiosk has one embedder
    if (embedder, folder) not in _loaded:
        _loaded[embedder, folder] = read(folder / ("meaning.npz" if embedder else "wording.npz"), embedder)
    return _loaded[embedder, folder]


class Understanding:
    """The classifiers that this process understands sentences with: they are compared in many places of a turn."""

    embedder: Embedder | None = None

    @classmethod
    def use(cls, embedder: Embedder | None) -> None:
        """Understand with meanings from now on, or with wordings alone."""
        cls.embedder = embedder

    @classmethod
    def current(cls) -> IntentModel:
        """The classifier of intents in use; the one for wordings alone before `use`."""
        return load(cls.embedder)

    @classmethod
    def reasons(cls) -> IntentModel:
        """The classifier of reasons in use."""
        return load(cls.embedder, REASONS)
