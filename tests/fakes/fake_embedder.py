"""An embedder without a language model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from catalog.search.embedding import DIMENSIONS, READINGS, Vectors

KINDS = ("saree", "kurta", "fan", "tea", "phone", "cooker", "bicycle", "shirt", "warranty", "deliver", "clean")


class FakeEmbedder:
    """Texts that name the same kind of thing point the same way, with a little of their own."""

    name = "fake"

    def __init__(self) -> None:
        self.made: list[str] = []

    def query(self, text: str) -> Vectors:
        return self._vector(text)

    def readings(self, text: str) -> Vectors:
        return np.repeat(self._vector(text)[None], READINGS, axis=0)

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.made += texts
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Vectors:
        vector = 0.2 * self._random(text)
        for kind in KINDS:
            if kind in text.casefold():
                vector += self._random(kind)
        return (vector / np.linalg.norm(vector)).astype(np.float32)

    def _random(self, text: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(text.encode(errors="replace")).digest()[:4], "big")
        return np.random.default_rng(seed).standard_normal(DIMENSIONS).astype(np.float32)
