"""How sure a found sentence is: a logistic regression on what the search knows of it.

The weights were fitted (bench_store_recognition) on sentences of the demo store and on sentences outside its grammar,
both synthesized, with shop noise at 5 to 20 dB; the model card of `indic-mini` has the reliability curve.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.stt.decoding.nbest import Sentence

_MOST_MARGIN = 6.0  # what is farther apart is no surer
_LONG = 25  # phonemes


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the features that `features` lists, in its order, after the constant."""

    constant: float
    likeness: float
    margin: float
    filler: float
    length: float


SENTENCE = Weights(2.2, 3.0, 0.35, 5.0, 1.0)
NUMBER = Weights(-1.6, 3.0, 0.9, 5.0, 0.5)


def features(sentence: Sentence, margin: float) -> tuple[float, float, float, float]:
    """What confidence depends on.

    Args:
        sentence: the best one.
        margin: by how much it is likelier than the best one that means something else, in log-probability.

    Returns:
        Its likeness; the margin, up to a limit; the share of filler, negative; and its length, as a share of a long
        sentence's, less one.
    """
    return (
        sentence.likeness,
        min(margin, _MOST_MARGIN),
        sentence.covered - 1.0,
        min(1.0, sentence.onsets * sentence.covered / _LONG) - 1.0,
    )


def confidence(sentence: Sentence, margin: float, weights: Weights = SENTENCE) -> float:
    """The probability that the sentence is what was said, 0 to 1."""
    likeness, apart, filler, length = features(sentence, margin)
    score = (
        weights.constant
        + weights.likeness * likeness
        + weights.margin * apart
        + weights.filler * filler
        + weights.length * length
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
