"""Which intent a sentence is nearest to in meaning: a linear classifier on e5's vectors of curated examples.

The examples (resources/intents) are embedded once; the classifier that comes of them with the shop's e5 lies beside
them, and is made anew by `ship` when they change. A ridge regression from the centred vectors to
the intents (Hastie, Tibshirani and Friedman 2009, The Elements of Statistical Learning, 3.4.1) weighs which directions
tell intents apart; it also knows what other words than those of the examples mean.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import structlog
from numpy.typing import NDArray

from catalog.search.embedding import DIMENSIONS, Embedder, Vectors
from catalog.search.transliterate import in_own_script
from engine.lexicon import CODES
from resources import ROOT

SHIPPED = ROOT / "intents" / "classifier.npz"
_RIDGE = 0.3  # chosen by cross-validation
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class IntentModel:
    """The classifier.

    Attributes:
        names: of the intents, in the order of the columns.
        mean: of the examples' vectors, float32 [384].
        weights: float32 [384, intents].
        bias: each intent's share of the examples, float32 [intents].
    """

    names: tuple[str, ...]
    mean: Vectors
    weights: Vectors
    bias: Vectors

    def scores(self, embedder: Embedder, text: str) -> dict[str, float]:
        """How near a text is to each intent, about 0 to 1; Latin letters may spell Hindi."""
        spellings = dict.fromkeys((text, in_own_script(text)))
        vectors = _unit(np.stack([embedder.query(spelling) for spelling in spellings]) - self.mean)
        found = (vectors @ self.weights + self.bias).mean(axis=0)
        return {name: float(score) for name, score in zip(self.names, found, strict=True)}


def learn(embedder: Embedder, folder: Path | None) -> IntentModel:
    """Make the classifier.

    Args:
        embedder: makes the vectors.
        folder: where the examples' vectors are kept; None keeps them nowhere.
    """
    if shipped := _shipped(embedder.name):
        return shipped
    return fitted(embedder, folder)


def fitted(embedder: Embedder, folder: Path | None) -> IntentModel:
    """Make the classifier from the examples; see `learn`."""
    labels, texts = zip(*((name, text) for name, found in examples().items() for text in found), strict=True)
    vectors = _vectors(embedder, texts, folder)
    names = tuple(dict.fromkeys(labels))
    targets = np.eye(len(names), dtype=np.float32)[[names.index(label) for label in labels]]
    mean, bias = vectors.mean(axis=0), targets.mean(axis=0)
    centred = _unit(vectors - mean)
    gram = centred.T @ centred + _RIDGE * np.eye(DIMENSIONS, dtype=np.float32)
    weights = np.linalg.solve(gram, centred.T @ (targets - bias))
    return IntentModel(names, mean, weights.astype(np.float32), bias)


def digest(embedder_name: str) -> str:
    """Tells whether a classifier was made of these examples, with this language model."""
    lines = (f"{name}\t{text}" for name, found in examples().items() for text in found)
    return hashlib.sha256("\n".join((embedder_name, *lines)).encode()).hexdigest()


def ship(embedder: Embedder) -> None:
    """Make the classifier that comes with the program, so that a kiosk need not embed all examples at its start."""
    model = fitted(embedder, None)
    np.savez(
        SHIPPED,
        digest=digest(embedder.name),
        names=model.names,
        mean=model.mean,
        weights=model.weights,
        bias=model.bias,
    )


def _shipped(embedder_name: str) -> IntentModel | None:
    if not SHIPPED.exists():
        return None
    with np.load(SHIPPED) as kept:
        if str(kept["digest"]) != digest(embedder_name):
            return None
        return IntentModel(tuple(map(str, kept["names"])), kept["mean"], kept["weights"], kept["bias"])


@cache
def examples() -> Mapping[str, tuple[str, ...]]:
    """What customers say, by what they want, in all languages."""
    found: dict[str, list[str]] = {}
    for code in CODES:
        with (ROOT / "intents" / f"{code}.toml").open("rb") as file:
            for name, texts in tomllib.load(file).items():
                found.setdefault(name, []).extend(texts)
    return {name: tuple(texts) for name, texts in found.items()}


def _vectors(embedder: Embedder, texts: tuple[str, ...], folder: Path | None) -> Vectors:
    digest = hashlib.sha256("\n".join((embedder.name, *texts)).encode()).hexdigest()[:16]
    file = folder / f"intents-{digest}.npy" if folder else None
    if file and file.exists():
        try:
            kept: Vectors = np.load(file)
            if kept.shape == (len(texts), DIMENSIONS):
                return kept
        except (OSError, ValueError) as broken:
            _log.warning("the kept vectors of the intents cannot be read", file=str(file), reason=str(broken))
    made = np.stack([embedder.query(text) for text in texts])
    if file:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            partial = file.with_suffix(".part.npy")
            np.save(partial, made)
            partial.replace(file)
        except OSError as refused:
            _log.warning("the vectors of the intents cannot be kept", reason=str(refused))
    return made


def _unit(vectors: NDArray[np.float32]) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit
