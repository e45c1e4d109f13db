"""A decoder for tests of the phrase search: what it finds likely is a table, and tokens are letters or words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from engine.stt.priors import Pair, Tokens


class LetterTokens:
    """Gives out token ids: a word is its letters, or one token where `whole`."""

    def __init__(self, whole: bool = False) -> None:
        self._whole = whole
        self._ids: dict[str, int] = {}

    def __call__(self, word: str) -> Tokens:
        pieces = [word] if self._whole else list(word)
        return tuple(self._ids.setdefault(piece, len(self._ids) + 1) for piece in pieces)

    def sentence(self, text: str) -> Tokens:
        return tuple(token for word in text.split() for token in self(word))


class FakePriors:
    """A prior book that counts what it is asked; every token has the same prior unless told otherwise."""

    def __init__(self, prior: float = 0.0, special: dict[Pair, list[float]] | None = None) -> None:
        self._prior = prior
        self._special = special or {}
        self.asked: set[Pair] = set()
        self.calls = 0

    def scores(self, pairs: Iterable[Pair]) -> dict[Pair, list[float]]:
        pairs = set(pairs)
        self.calls += 1
        self.asked |= pairs
        return {pair: self._special.get(pair, [self._prior] * len(pair[1])) for pair in pairs}


class FakeCache:
    """Remembers each hypothesis' tokens, where the real one keeps keys and values."""

    def __init__(self, size: int, length: int) -> None:
        self.tokens = np.full((size, length), -1)

    def select(self, parents: NDArray[np.intp]) -> FakeCache:
        chosen = FakeCache(0, 0)
        chosen.tokens = self.tokens[parents].copy()
        return chosen

    def keep(self, parents: NDArray[np.intp], position: int) -> None:
        self.tokens[: len(parents), :position] = self.tokens[parents, :position]


class FakeDecoder:
    """A table instead of a network.

    Args:
        prompt: what every hypothesis must begin with.
        likely: from what was said after the prompt, the log-probabilities of next tokens.
        size: of the vocabulary.
        surprise: the log-probability of tokens that `likely` does not name.
    """

    def __init__(
        self,
        prompt: Tokens,
        likely: Callable[[Tokens], Mapping[int, float]],
        size: int = 100,
        surprise: float = -5.0,
    ) -> None:
        self._prompt = prompt
        self._likely = likely
        self._surprise = surprise
        self.column = np.arange(size)
        self.said: list[Tokens] = []

    def cache(self, size: int, length: int) -> FakeCache:
        return FakeCache(size, length)

    def step(self, tokens: NDArray[np.intp], position: int, cache: FakeCache, cross: object) -> NDArray[np.float32]:
        cache.tokens[: len(tokens), position] = tokens
        rows = np.full((len(tokens), len(self.column)), self._surprise, np.float32)
        for row in range(len(tokens)):
            history = tuple(cache.tokens[row, : position + 1].tolist())
            begin = len(self._prompt)
            assert history[:begin] == self._prompt[: len(history)], "every hypothesis begins with the prompt"
            self.said.append(history[begin:])
            if len(history) >= begin:
                for token, value in self._likely(history[begin:]).items():
                    rows[row, token] = value
        return rows


def hears(*sentences: Tokens) -> Callable[[Tokens], dict[int, float]]:
    """For `FakeDecoder`: nothing is as likely as to go on with one of these sentences."""

    def likely(said: Tokens) -> dict[int, float]:
        return {s[len(said)]: 0.0 for s in sentences if s[: len(said)] == said and len(s) > len(said)}

    return likely
