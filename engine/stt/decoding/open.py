"""Free dictation: beam search over CTC prefixes with a character language model (Hannun et al. 2014)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from models.indic_mini.model import Array
from models.indic_mini.ngrams import NGrams
from models.indic_mini.symbols import BLANK

_LIKELY, _LEAST = 8, -6.0  # symbols looked at in a frame, and how unlikely they may be
_CERTAIN = -0.004  # a blank as sure as that ends nothing and begins nothing
_SPACE = 1


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the language model, and for each symbol (against its preference for short texts)."""

    language_model: float = 0.4
    symbol: float = 0.6
    width: int = 12


@dataclass(slots=True)
class _Prefix:
    """Log-probabilities of ending in a blank and in the last symbol, and the language model's part."""

    blank: float
    symbol: float
    model: float

    def total(self) -> float:
        return _add(self.blank, self.symbol)


def decode(letters: Array, model: NGrams, weights: Weights | None = None) -> list[int]:
    """The symbols of the best text.

    Args:
        letters: log-probabilities [frames, symbols].
        model: of the language.
        weights: see `Weights`.
    """
    weights = weights or Weights()
    beam: dict[tuple[int, ...], _Prefix] = {(): _Prefix(0.0, -math.inf, 0.0)}
    for frame in letters:
        if frame[BLANK] > _CERTAIN:
            for prefix in beam.values():
                prefix.blank, prefix.symbol = prefix.total() + float(frame[BLANK]), -math.inf
            continue
        beam = _step(beam, frame, model, weights)
    best, _ = max(beam.items(), key=lambda item: item[1].total() + item[1].model)
    return list(best)


def _step(
    beam: dict[tuple[int, ...], _Prefix], frame: Array, model: NGrams, weights: Weights
) -> dict[tuple[int, ...], _Prefix]:
    likely = [int(i) for i in np.argpartition(-frame, _LIKELY)[:_LIKELY] if i != BLANK and frame[i] > _LEAST]
    grown: dict[tuple[int, ...], _Prefix] = {}

    def add(text: tuple[int, ...], blank: float, symbol: float, model_part: float) -> None:
        known = grown.get(text)
        if known is None:
            grown[text] = _Prefix(blank, symbol, model_part)
        else:
            known.blank, known.symbol = _add(known.blank, blank), _add(known.symbol, symbol)

    for text, prefix in beam.items():
        total = prefix.total()
        add(text, total + float(frame[BLANK]), -math.inf, prefix.model)
        after = model.after((_SPACE, *text)[-5:])
        for symbol in likely:
            value = float(frame[symbol])
            longer = prefix.model + weights.language_model * float(after[symbol]) + weights.symbol
            if text and text[-1] == symbol:
                add(text, -math.inf, prefix.symbol + value, prefix.model)
                add((*text, symbol), -math.inf, prefix.blank + value, longer)
            else:
                add((*text, symbol), -math.inf, total + value, longer)
    ranked = sorted(grown.items(), key=lambda item: item[1].total() + item[1].model, reverse=True)
    return dict(ranked[: weights.width])


def _add(one: float, other: float) -> float:
    """log(e^one + e^other)."""
    if one == -math.inf:
        return other
    if other == -math.inf:
        return one
    high = max(one, other)
    return high + math.log1p(math.exp(min(one, other) - high))
