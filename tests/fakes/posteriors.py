"""What an acoustic model might say of speech, made from the phonemes that were meant."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.stt.decoding.lexicon import SYMBOLS, encode


def posteriors(
    meant: str, errors: float = 0.0, seed: int = 0, gap: int = 2, pause: int = 4, dropped: float = 0.0
) -> NDArray[np.float32]:
    """Log-posteriors of a sequence of phonemes, float32 [frames, SYMBOLS].

    Args:
        meant: the phonemes; a space is a pause.
        errors: the share of phonemes that are heard as another one, with the right one second.
        seed: of the chance.
        gap: at most so many blank frames between phonemes.
        pause: blank frames at the beginning, at the end and for a space.
        dropped: the share of phonemes that are not heard, and of places where one too many is.
    """
    chance = np.random.default_rng(seed)
    frames: list[NDArray[np.float64]] = []

    def hear(symbol: int, share: float, second: int = 0) -> None:
        rest = chance.dirichlet(np.full(SYMBOLS, 0.2)) * (1 - share)
        rest[symbol] += share
        if second:
            left = chance.uniform(0.03, 0.4)
            rest *= 1 - left
            rest[second] += left
        frames.append(rest)

    def blanks(count: int) -> None:
        for _ in range(count):
            hear(0, 0.98)

    blanks(pause)
    for phoneme in meant:
        if phoneme == " ":
            blanks(pause)
            continue
        (symbol,) = encode(phoneme)
        missed = dropped and chance.random() < dropped
        if missed:
            hear(0, 0.7, symbol)
            continue
        wrong = chance.random() < errors
        heard = int(chance.integers(1, SYMBOLS)) if wrong else symbol
        for _ in range(int(chance.integers(1, 3))):
            hear(heard, 0.8 if not wrong else 0.9, symbol if wrong else 0)
        if dropped and chance.random() < dropped:
            hear(int(chance.integers(1, SYMBOLS)), 0.6)
        blanks(int(chance.integers(0, gap + 1)))
    blanks(pause)
    return np.log(np.maximum(np.array(frames), 1e-8)).astype(np.float32)
