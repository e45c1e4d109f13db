"""How likely Whisper's decoder finds a phrase without hearing it.

A frequent phrase scores well on any sound, so a phrase's score on the customer's speech means little without its score
on noise. Computing that for every phrase would take minutes; a segment's score depends mostly on what stands just
before it, so it is computed once for each (context, segment) with a representative context, and kept in a file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import numpy as np

from engine.stt.decoder import Array, Cache, CrossAttention, Decoder

_BATCH = 64

Tokens = tuple[int, ...]
Pair = tuple[Tokens, Tokens]


class _Tree:
    """Token sequences with their common beginnings shared; each node keeps the log-probability of its token."""

    def __init__(self) -> None:
        self.children: dict[int, _Tree] = {}
        self.score = 0.0
        self.depth = 0

    def add(self, tokens: Tokens) -> None:
        self.depth = max(self.depth, len(tokens))
        node = self
        for token in tokens:
            node = node.children.setdefault(token, _Tree())

    def scores(self, tokens: Tokens) -> list[float]:
        node, scores = self, []
        for token in tokens:
            node = node.children[token]
            scores.append(node.score)
        return scores


class PriorBook:
    """Log-probabilities of segments' tokens on noise, given the tokens before; kept between starts.

    Args:
        path: the file that keeps them; one that cannot be read is begun anew.
        decoder: whose probabilities they are.
        noise: the decoder's cross-attention to noise.
        prompt: the tokens that begin every phrase.
        shipped: a file of the same form that is only read: those of the demo store, so that its first start is quick.
    """

    def __init__(
        self, path: Path, decoder: Decoder, noise: CrossAttention, prompt: Tokens, shipped: Path | None = None
    ) -> None:
        self._path = path
        self._decoder = decoder
        self._noise = noise
        self._prompt = prompt
        self._known = (_load(shipped) if shipped else {}) | _load(path)

    def scores(self, pairs: Iterable[Pair]) -> dict[Pair, list[float]]:
        """The log-probability of each token of each segment after its context; what is not known is computed."""
        wanted = set(pairs)
        missing = [pair for pair in wanted if _key(*pair) not in self._known]
        if missing:
            self._compute(missing)
            self._save()
        return {pair: self._known[_key(*pair)] for pair in wanted}

    def _compute(self, pairs: list[Pair]) -> None:
        tree = _Tree()
        for context, segment in pairs:
            tree.add(context + segment)
        length = len(self._prompt) + tree.depth
        cache = self._decoder.cache(1, length)
        for position, token in enumerate(self._prompt):
            first = self._decoder.step(np.array([token]), position, cache, self._noise)
        self._walk([tree], first, cache, len(self._prompt))
        for context, segment in pairs:
            path = tree.scores(context + segment)
            self._known[_key(context, segment)] = path[len(context) :]

    def _walk(self, trees: list[_Tree], likely: Array, parents: Cache, position: int) -> None:
        """Score the children of some nodes of equal depth, then theirs; at most a batch of them at a time."""
        children = [(row, token, child) for row, tree in enumerate(trees) for token, child in tree.children.items()]
        for row, token, child in children:
            child.score = round(float(likely[row, self._decoder.column[token]]), 3)
        # A leaf needs no step of its own: nothing is asked after it.
        inner = [child for child in children if child[2].children]
        for start in range(0, len(inner), _BATCH):
            batch = inner[start : start + _BATCH]
            cache = parents.select(np.array([row for row, _, _ in batch]))
            tokens = np.array([token for _, token, _ in batch])
            following = self._decoder.step(tokens, position, cache, self._noise)
            self._walk([child for _, _, child in batch], following, cache, position + 1)

    def _save(self) -> None:
        partial = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            partial.write_text(json.dumps(self._known, separators=(",", ":")))
            partial.replace(self._path)
        except OSError:  # a full or read-only disk costs the next start some seconds, no more
            with suppress(OSError):
                partial.unlink()


def _key(context: Tokens, segment: Tokens) -> str:
    return f"{' '.join(map(str, context))}|{' '.join(map(str, segment))}"


def _load(path: Path) -> dict[str, list[float]]:
    try:
        entries = json.loads(path.read_text()).items()
        loaded = {key: [float(score) for score in scores] for key, scores in entries}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    whole = all(len(scores) == len(key.partition("|")[2].split()) for key, scores in loaded.items())
    return loaded if whole else {}
