"""How sure a found sentence is: a logistic function of what the search knows of it.

The weights are in resources/recognition/confidence.toml, fitted by tests/benchmarks/fit_recognition.py on voices of the
training, in noise; `sahayak bench store_recognition` prints with voices held out how reliable the confidence is.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from functools import cache

import numpy as np

from engine.stt.decoding.meaning import is_figure
from engine.stt.decoding.nbest import Sentence
from resources import ROOT

FEATURES = ("likeness", "apart", "filler", "length", "clarity")
_FARTHEST = 12.0  # what is farther apart is no surer
_LONG = 25  # phonemes
_CLEAR = -1.0  # log-probability a phoneme: clearer are 98 % of sentences at 10 dB


def features(rivals: Sequence[Sentence], scores: Sequence[float]) -> tuple[float, ...]:
    """What confidence depends on, in the order of `FEATURES`.

    Args:
        rivals: sentences that mean different things, the best first.
        scores: theirs.

    Returns:
        The best one's likeness (see `Sentence`); the log-odds of it against all others together, up to a
        limit; the share of filler, negative; its length, as a share of a long sentence's, less one; and how much less
        clear the phonemes are than in speech with some noise: 0 if they are not, negative for music and other sounds.
    """
    best = rivals[0]
    others = np.logaddexp.reduce(scores[1:]) if len(scores) > 1 else -math.inf
    return (
        best.likeness,
        min(_FARTHEST, float(scores[0] - others)),
        best.covered - 1.0,
        min(1.0, best.onsets * best.covered / _LONG) - 1.0,
        min(0.0, best.clarity - _CLEAR),
    )


def is_number(sentence: Sentence) -> bool:
    """Whether a number was dictated in it."""
    return any(map(is_figure, sentence.said))


def confidence(rivals: Sequence[Sentence], scores: Sequence[float]) -> float:
    """The probability that the first of some sentences is what was said, 0 to 1; see `features`."""
    known = features(rivals, scores)
    weights = _weights("number" if is_number(rivals[0]) else "sentence")
    score = weights["constant"] + sum(weights[name] * value for name, value in zip(FEATURES, known, strict=True))
    apart = known[FEATURES.index("apart")]  # what is as likely as the others together is right half the time at most
    return _logistic(min(score, apart))


def _logistic(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def _weights(kind: str) -> dict[str, float]:
    table = tomllib.loads((ROOT / "recognition" / "confidence.toml").read_text(encoding="utf-8"))
    return {name: float(value) for name, value in table[kind].items()}
