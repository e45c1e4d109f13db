"""Beam search for the phrase that fits the customer's speech, over the graph of likely phrases.

A hypothesis is scored by  A - 0.8 N + 0.2 n:  its log-probability on the speech, less most of its log-probability on
noise, plus a little for each token (weights measured on human clips with lists of near variants).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from engine.languages import Language
from engine.stt.decoder import CrossAttention, Decoder
from engine.stt.phrase_graph import Arc, Graph
from engine.stt.priors import Tokens

NOISE_WEIGHT, TOKEN_BONUS = 0.8, 0.2
_BREAK_OFF_PRIOR = -6.0  # about how unlikely an end is on noise, where the grammar has none
_LONGEST = 80  # tokens
_MARGIN, _NARROWING = 6.0, 6


@dataclass(frozen=True, slots=True)
class Match:
    """A whole phrase: its tokens, the language of its grammar, and its score; above 0 it beats noise."""

    tokens: Tokens
    language: Language
    score: float


@dataclass(frozen=True, slots=True)
class _Hypothesis:
    node: int
    language: Language
    score: float
    tokens: Tokens


@dataclass(frozen=True, slots=True)
class _Candidate:
    score: float
    language: Language
    parent: int
    arc: Arc


def _share(widest: int) -> int:
    return max(2, widest // 12)


def survivors(candidates: list[_Candidate], step: int, widest: int) -> list[_Candidate]:
    """The candidates to go on with, from a list sorted by score: those that are not far behind the best.

    The beam is wide for six tokens, while the beginnings are told apart, then narrows to a third. At first each
    language keeps some of its own, however far behind: how its phrases begin may sound more like another's.
    """
    width = max(widest // 3, widest - _NARROWING * max(0, step - 5))
    least = candidates[0].score - _MARGIN
    share = _share(widest) if step < 8 else 0
    kept: Counter[Language] = Counter()
    chosen = []
    for rank, candidate in enumerate(candidates):
        if (rank < width and candidate.score > least) or kept[candidate.language] < share:
            kept[candidate.language] += 1
            chosen.append(candidate)
    return chosen


def search(
    decoder: Decoder,
    cross: CrossAttention,
    graph: Graph,
    prompt: Tokens,
    end_token: int,
    weights: dict[Language, float],
    widest: int = 96,
    unfinished: bool = False,
) -> list[Match]:
    """Find the best phrases, best first.

    Args:
        decoder: Whisper's decoder.
        cross: its attention to the utterance.
        graph: the phrases.
        prompt: the tokens that begin every phrase.
        end_token: Whisper's end-of-text.
        weights: added to the score of each language's phrases; a language that is not named is not searched.
        widest: hypotheses kept at the first steps.
        unfinished: whether a phrase may break off anywhere, because the customer still speaks.
    """
    column = decoder.column
    roots = {language: root for language, root in graph.roots.items() if language in weights}
    cache = decoder.cache(widest + _share(widest) * len(roots), len(prompt) + _LONGEST)
    for position, token in enumerate(prompt):
        first = decoder.step(np.array([token]), position, cache, cross)
    alive = [_Hypothesis(root, language, weights[language], ()) for language, root in roots.items()]
    likely = np.repeat(first, len(alive), axis=0)
    cache.keep(np.zeros(len(alive), np.intp), len(prompt))
    finished: list[Match] = []
    for step in range(_LONGEST):
        candidates = []
        for row, hypothesis in enumerate(alive):
            end_prior = graph.ends.get(hypothesis.node, _BREAK_OFF_PRIOR if unfinished and step else None)
            if end_prior is not None:
                end = float(likely[row, column[end_token]]) - NOISE_WEIGHT * end_prior
                finished.append(Match(hypothesis.tokens, hypothesis.language, hypothesis.score + end))
            for arc in graph.arcs[hypothesis.node]:
                gain = float(likely[row, column[arc.token]]) - NOISE_WEIGHT * arc.prior + TOKEN_BONUS
                candidates.append(_Candidate(hypothesis.score + gain, hypothesis.language, row, arc))
        if not candidates:
            break
        candidates.sort(key=lambda candidate: -candidate.score)
        chosen = survivors(candidates, step, widest)
        alive = [_Hypothesis(c.arc.target, c.language, c.score, (*alive[c.parent].tokens, c.arc.token)) for c in chosen]
        position = len(prompt) + step
        cache.keep(np.array([candidate.parent for candidate in chosen]), position)
        likely = decoder.step(np.array([c.arc.token for c in chosen]), position, cache, cross)
    return sorted(finished, key=lambda match: -match.score)
