"""A character n-gram language model, small and exact: counts of contexts, interpolated (Witten and Bell 1991).

A text is a sequence of letter symbols (`symbols.LETTERS`, spaces between words). An n-gram is one integer, its symbols
being the digits; for each length the n-grams are sorted, so that a context's continuations stand together.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.indic_mini.symbols import LETTERS, letter_ids

ORDER = 6
_SIZE = len(LETTERS) + 1  # symbol 0, the blank, never occurs and marks the beginning
_SPACE = 1

Array = NDArray[np.float32]


class NGrams:
    """The model.

    Args:
        keys: by length − 1, sorted int64.
        counts: beside them.
    """

    def __init__(self, keys: list[NDArray[np.int64]], counts: list[NDArray[np.int64]]) -> None:
        self._keys = keys
        self._counts = counts
        self.after = lru_cache(maxsize=20_000)(self._after)

    @classmethod
    def count(cls, texts: Iterable[str], least: int = 1, order: int = ORDER) -> NGrams:
        """Learn from texts; n-grams of four and more symbols that occur less than `least` times are forgotten."""
        streams = [np.array([_SPACE, *letter_ids(text), _SPACE], np.int64) for text in texts]
        symbols = np.concatenate([np.zeros(0, np.int64), *streams])
        owner = np.repeat(np.arange(len(streams)), [len(stream) for stream in streams])
        keys, counts = [], []
        for length in range(1, order + 1):
            grams = np.zeros(max(0, len(symbols) - length + 1), np.int64)
            for place in range(length):
                grams = grams * _SIZE + symbols[place : place + len(grams)]
            # within one text; a text's first space is no more than a context
            whole = owner[length - 1 :] == owner[: len(grams)]
            if length == 1:
                whole[1:] &= owner[1:] == owner[:-1]
                whole[:1] = False
            found, times = np.unique(grams[whole], return_counts=True)
            often = times >= (least if length > 3 else 1)
            keys.append(found[often])
            counts.append(times[often])
        return cls(keys, counts)

    @classmethod
    def load(cls, path: Path) -> NGrams:
        """Read what `save` has written.

        Raises:
            OSError, ValueError, KeyError: it is not such a file.
        """
        with np.load(path) as archive:
            orders = sum(name.startswith("gaps") for name in archive)
            keys = [np.cumsum(archive[f"gaps{i}"].astype(np.int64)) for i in range(orders)]
            counts = [archive[f"counts{i}"].astype(np.int64) for i in range(orders)]
        return cls(keys, counts)

    def save(self, path: Path) -> None:
        """Write to a compressed file; the keys as differences, which are small."""
        arrays: dict[str, NDArray[np.integer]] = {}
        for place, (keys, counts) in enumerate(zip(self._keys, self._counts, strict=True)):
            arrays[f"gaps{place}"] = np.diff(keys, prepend=0)
            arrays[f"counts{place}"] = np.minimum(counts, 65535).astype(np.uint16)
        with path.open("wb") as file:
            np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # numpy's stub confuses it with a flag

    def _after(self, context: tuple[int, ...]) -> Array:
        """Natural log-probabilities of the symbol after a context, float32 [101]; the blank's means nothing."""
        return np.asarray(np.log(self._share(context[-(len(self._keys) - 1) :])), np.float32)

    def _share(self, context: tuple[int, ...]) -> NDArray[np.float64]:
        lower = self._share(context[1:]) if context else np.full(_SIZE, 1 / _SIZE)
        keys, counts = self._keys[len(context)], self._counts[len(context)]
        base = 0
        for symbol in context:
            base = (base + symbol) * _SIZE
        start, stop = np.searchsorted(keys, (base, base + _SIZE))
        if start == stop:
            return lower
        found = counts[start:stop]
        total, kinds = found.sum(), stop - start
        share = np.asarray(lower * (kinds / (total + kinds)), np.float64)
        share[keys[start:stop] - base] += found / (total + kinds)
        return share
