"""What customers need who name no thing: "something to keep tea hot till evening" asks for a thermos.

A question is compared with some thousand needs whose things are known (resources/search/needs.toml); what those nearest
to it ask for is probably what it asks for (Cover and Hart 1967, Nearest Neighbor Pattern Classification). The needs'
vectors come with the program: `python -m tests.benchmarks.fit_needs` makes them with the search's language model.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from catalog.search.embedding import Embedder, Vectors
from catalog.search.fulltext import concept_term
from catalog.search.meanings import centred
from catalog.search.text import plain
from catalog.search.transliterate import in_own_script
from resources import ROOT

FILE = ROOT / "search" / "needs.toml"
VECTORS = FILE.with_suffix(".npz")
_WHOLE = 127  # what 1 is in a number that is kept in a byte


@dataclass(frozen=True, slots=True, eq=False)
class Needs:
    """The needs of many customers as vectors.

    Attributes:
        embedder: the name of the language model that made them.
        mean: of all, float32 [384].
        vectors: without the mean and of length 1, float32 [needs, 384]; those that ask for the same stand together.
        begins: where those for each of `things` begin, int64 [things].
        things: what they ask for, as the index of words has it.
    """

    embedder: str
    mean: Vectors
    vectors: Vectors
    begins: NDArray[np.int64]
    things: tuple[frozenset[str], ...]

    def likeness(self, question: Vectors) -> dict[str, float]:
        """The cosine of a question and the need for each thing that is nearest to it, by the thing's term.

        Args:
            question: float32 [384], as the language model gives it.
        """
        cosines = self.vectors @ centred(question, self.mean)
        found: dict[str, float] = {}
        for things, cosine in zip(self.things, np.maximum.reduceat(cosines, self.begins).tolist(), strict=True):
            for thing in things:
                found[thing] = max(cosine, found.get(thing, -1.0))
        return found


def read(file: Path = FILE) -> dict[str, Mapping[str, str]]:
    """What stands in the file: for the things that are asked for, joined by bars, a need in each language."""
    with file.open("rb") as opened:
        return tomllib.load(opened)


def make(told: Mapping[str, Mapping[str, str]], embedder: Embedder, file: Path = VECTORS) -> None:
    """Embed needs and keep their vectors; that takes some ten milliseconds each."""
    texts = [in_own_script(plain(need)) for needs in told.values() for need in needs.values()]
    vectors = np.stack([embedder.query(text) for text in texts])
    mean = vectors.mean(axis=0)
    np.savez_compressed(
        file,
        embedder=embedder.name,
        mean=mean,
        vectors=np.round(centred(vectors, mean) * _WHOLE).astype(np.int8),
        counts=np.array([len(needs) for needs in told.values()]),
        things=np.array([*told]),
    )


def load(embedder: Embedder, file: Path = VECTORS) -> Needs | None:
    """The needs that come with the program; None if another language model made them."""
    needs = _loaded(file)
    return needs if needs.embedder == embedder.name else None


@cache
def _loaded(file: Path) -> Needs:
    with np.load(file) as kept:
        vectors = kept["vectors"].astype(np.float32) / _WHOLE
        things = tuple(frozenset(map(concept_term, names.split(" | "))) for names in kept["things"].tolist())
        return Needs(str(kept["embedder"]), kept["mean"], vectors, np.cumsum([0, *kept["counts"][:-1]]), things)
