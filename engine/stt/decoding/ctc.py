"""How likely texts are under a CTC model: the sum over all their alignments (Graves et al. 2006), many at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_NEVER = np.float32(-1e9)


def likelihoods(frames: NDArray[np.floating], texts: Sequence[Sequence[int]]) -> NDArray[np.float32]:
    """The log-probability of each text.

    Args:
        frames: log-probabilities of symbols, [frames, symbols], CTC's blank first.
        texts: symbols without blanks.

    Returns:
        float32 [texts]; about -1e9 where a text has more symbols than there are frames.
    """
    if not texts or not len(frames):
        return np.full(len(texts), _NEVER, np.float32)
    lengths = np.array([2 * len(text) + 1 for text in texts])
    states = np.zeros((len(texts), int(lengths.max())), np.intp)  # blank, symbol, blank, symbol, …
    for place, text in enumerate(texts):
        states[place, 1 : lengths[place] : 2] = list(text)
    skips = np.zeros(states.shape, bool)  # a blank between two symbols may be left out, unless they are the same
    skips[:, 2:] = (states[:, 2:] != 0) & (states[:, 2:] != states[:, :-2])
    emissions = np.asarray(frames, np.float32)[:, states]
    score = np.full(states.shape, _NEVER, np.float32)
    score[:, :2] = emissions[0, :, :2]
    for emission in emissions[1:]:
        total = score.copy()
        np.logaddexp(total[:, 1:], score[:, :-1], out=total[:, 1:])
        leap = np.where(skips[:, 2:], score[:, :-2], _NEVER)
        np.logaddexp(total[:, 2:], leap, out=total[:, 2:])
        score = total + emission
    rows = np.arange(len(texts))
    last = score[rows, lengths - 1]
    return np.asarray(
        np.where(lengths > 1, np.logaddexp(last, score[rows, np.maximum(lengths - 2, 0)]), last), np.float32
    )
