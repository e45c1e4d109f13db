"""How sure a found sentence is: a logistic function of what the search knows of it.

`sahayak bench store_recognition` prints how reliable it is, and the weights that would fit best. Those of numbers are
stricter than the fit: a wrong phone number costs the customer one of few tries.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.stt.decoding.nbest import Sentence

_MOST_MARGIN = 6.0  # what is farther apart is no surer
_LONG = 25  # phonemes
_CLEAR = -1.0  # log-probability a phoneme: clearer are 98 % of sentences at 10 dB


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the features that `features` lists, in its order, after the constant."""

    constant: float
    likeness: float
    margin: float
    filler: float
    length: float
    clarity: float


SENTENCE = Weights(2.2, 3.0, 0.35, 5.0, 1.0, 6.0)
NUMBER = Weights(-1.0, 2.3, 0.5, 3.0, 0.0, 6.0)


def features(sentence: Sentence, margin: float) -> tuple[float, ...]:
    """What confidence depends on.

    Args:
        sentence: the best one.
        margin: by how much it is likelier than the best one that means something else, in log-probability.

    Returns:
        Its likeness; the margin, up to a limit; the share of filler, negative; its length, as a share of a long
        sentence's, less one; and how much less clear the phonemes are than in speech with some noise: 0 if they are
        not, negative for music and other sounds.
    """
    return (
        sentence.likeness,
        min(margin, _MOST_MARGIN),
        sentence.covered - 1.0,
        min(1.0, sentence.onsets * sentence.covered / _LONG) - 1.0,
        min(0.0, sentence.clarity - _CLEAR),
    )


def confidence(sentence: Sentence, margin: float, weights: Weights = SENTENCE) -> float:
    """The probability that the sentence is what was said, 0 to 1."""
    likeness, apart, filler, length, clarity = features(sentence, margin)
    score = (
        weights.constant
        + weights.likeness * likeness
        + weights.margin * apart
        + weights.filler * filler
        + weights.length * length
        + weights.clarity * clarity
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
