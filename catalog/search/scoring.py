"""How probably a candidate answers a question: evidence in named columns, weighed by a logistic regression.

The weights were fitted on the tuned queries, and on what customers of other stores look for first, by `python -m
tests.benchmarks.fit_search`. They stay while the thesaurus grows, as long as new ones answer no better on the stores
that are held out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.search.fulltext import Document, quantity_kind, quantity_term
from catalog.search.matching import WELL, Match, Sense
from catalog.search.quantities import Quantity
from catalog.search.question import Word

Evidence = NDArray[np.floating[Any]]
Columns = dict[str, NDArray[Any]]

_NEIGHBOURS = 40  # the nearest by meaning, of which the mean is taken
_WHOLE = 0.9  # a title's word that is this like is the word
_RESEMBLING = 0.6  # what is no better only looks like it, or is a mention
_MANY = 4  # telling words, from which on a question describes rather than names

EVIDENCE = (
    "constant",
    # The words that name things: how well the document matches the best of them, all, the thing itself, the worst.
    "best",
    "mean",
    "thing",
    "worst",
    "title",  # how surely its names have them, on average
    "whole title",  # its names have all of them
    # What the document is to the thing itself.
    "last in title",
    "head",
    "group",
    "beside",
    "department",
    "category",
    "something else",  # it is known what is asked for, and known what this is, and it is not that
    "something else in few",  # and the question does nothing but name it
    # The words that describe it.
    "attributes",
    "without attributes",
    "contradicted",
    "quantities",
    "other quantities",
    # All words.
    "share",  # how well it has them, on average
    "details",
    "described",
    "resembling",  # the best match is only a word that looks like it
    # Beside the other candidates.
    "best of all",
    "behind the best",
    "unanswered",  # what share of the things no candidate has
    "unanswered thing",  # the thing itself is not among them
    "known but not here",  # it is known what is asked for, and no candidate is that
    "known but not here in few",
    # By meaning.
    "cosine",
    "cosine behind the best",
    "cosine above the mean",
    "nearest",
    "best cosine",
    "cosine of no word",  # nothing but meaning speaks for it
    "cosine of no word in few",  # and the question is but a name or two
    "no word",
    # By what it is needed for.
    "needed",  # how like the nearest need for what it is the question is
    "needed behind the best",
    "needed of no word",
    "nearest need",
)


def evidence(
    words: Sequence[Word],
    quantities: Sequence[Quantity],
    documents: Sequence[Document],
    matches: Sequence[Sequence[Match]],
    cosines: Mapping[str, float],
    needed: Mapping[str, float],
) -> Evidence:
    """What speaks for and against each candidate: float64 [documents, columns of EVIDENCE].

    Args:
        words: of the question, at least one.
        quantities: of the question.
        documents: the candidates.
        matches: for each word, how each of the documents matches it.
        cosines: of the candidates that have a vector, by id.
        needed: how like a need for a thing the question is, by the thing's term; empty without vectors.
    """
    if not documents:
        return np.zeros((0, len(EVIDENCE)))
    quality = np.array([[match.quality for match in row] for row in matches])
    columns = {"constant": np.ones(len(documents))}
    columns |= _of_things(words, documents, matches, quality)
    columns |= _of_looks(words, matches, quality)
    columns |= _of_quantities(quantities, documents)
    columns |= _of_all_words(matches, quality)
    columns |= _of_meaning(words, documents, cosines, wordless=columns["share"] == 0)
    columns |= _of_needs(documents, needed, wordless=columns["share"] == 0)
    return np.column_stack([np.broadcast_to(columns[name], len(documents)) for name in EVIDENCE])


def probabilities(found: Evidence, *, with_meaning: bool) -> Evidence:
    """How probably each candidate answers the question: float64 [documents].

    Args:
        found: the evidence.
        with_meaning: the candidates have cosines.
    """
    weights = _WEIGHTS if with_meaning else _WEIGHTS_OF_WORDS
    scores: Evidence = found @ np.array([weights[name] for name in EVIDENCE])
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))))


def _things(words: Sequence[Word]) -> list[int]:
    """The places of the words that name things; of all words if none does."""
    return [place for place, word in enumerate(words) if not word.attribute] or [*range(len(words))]


def _of_things(
    words: Sequence[Word], documents: Sequence[Document], matches: Sequence[Sequence[Match]], quality: Evidence
) -> Columns:
    things = _things(words)
    # A word that nothing in the store has cannot tell its documents apart.
    told = [place for place in things if quality[place].any()]
    asked = next((place for place in things if words[place].head), things[-1])
    thing = asked if asked in told or not told else told[-1]
    mean: Evidence = quality[told or things].mean(axis=0)
    title = np.array([[match.title for match in matches[place]] for place in things])
    senses = np.array([match.sense for match in matches[thing]])
    last = np.array([match.last and match.title >= WELL for match in matches[thing]])
    # A word inside a name says what the thing is for: a mobile cover is no mobile.
    is_it = ((title[things.index(thing)] >= _WHOLE) & last) | ((senses != Sense.NONE) & (senses != Sense.BESIDE))
    named = bool(words[thing].concepts)
    known = np.array([bool(document.heads) for document in documents])
    best = quality[things].max(axis=0)
    something_else = named & known & ~is_it
    not_here = np.array(named and not is_it.any())
    return {
        "best": best,
        "mean": mean,
        "thing": quality[thing],
        "worst": quality[things].min(axis=0),
        "title": title.mean(axis=0),
        "whole title": (title >= _WHOLE).all(axis=0),
        "last in title": last,
        "head": senses == Sense.HEAD,
        "group": senses == Sense.GROUP,
        "beside": senses == Sense.BESIDE,
        "department": senses == Sense.DEPARTMENT,
        "category": senses == Sense.CATEGORY,
        "something else": something_else,
        "something else in few": something_else * _fewness(words),
        "resembling": (best > 0) & (best <= _RESEMBLING),
        "best of all": (mean > 0) & (mean >= mean.max() - 1e-9),
        "behind the best": mean.max() - mean,
        "unanswered": np.array(1 - len(told) / len(things)),
        "unanswered thing": np.array(asked not in told),
        "known but not here": not_here,
        "known but not here in few": not_here * _fewness(words),
    }


def _fewness(words: Sequence[Word]) -> float:
    """Near 1 for a question that only names a thing, 0 for one that describes it in many words."""
    return 1 - min(_MANY, sum(word.telling for word in words)) / _MANY


def _of_looks(words: Sequence[Word], matches: Sequence[Sequence[Match]], quality: Evidence) -> Columns:
    places = [place for place in range(len(words)) if place not in _things(words)]
    if not places:
        return dict.fromkeys(("attributes", "without attributes", "contradicted"), np.zeros(quality.shape[1]))
    has: Evidence = quality[places].mean(axis=0)
    against = np.array([[match.contradicted for match in matches[place]] for place in places])
    return {"attributes": has, "without attributes": 1 - has, "contradicted": against.mean(axis=0)}


def _of_quantities(quantities: Sequence[Quantity], documents: Sequence[Document]) -> Columns:
    """What share of the asked quantities each document has, and what share of them it has another of."""
    same, other = np.zeros(len(documents)), np.zeros(len(documents))
    for one in quantities:
        asked, kind = quantity_term(one.kind, one.value), quantity_kind(one.kind)
        for place, document in enumerate(documents):
            if asked in document.quantities:
                same[place] += 1 / len(quantities)
            elif any(term.startswith(kind) for term in document.quantities):
                other[place] += 1 / len(quantities)
    return {"quantities": same, "other quantities": other}


def _of_all_words(matches: Sequence[Sequence[Match]], quality: Evidence) -> Columns:
    def share(is_so: Callable[[Match], bool]) -> Evidence:
        return np.asarray(np.array([[is_so(match) for match in row] for row in matches]).mean(axis=0))

    return {
        "share": quality.mean(axis=0),
        "details": share(lambda match: match.detail and match.title < WELL),
        "described": share(lambda match: match.described and match.title < WELL),
    }


def _of_meaning(
    words: Sequence[Word], documents: Sequence[Document], cosines: Mapping[str, float], wordless: NDArray[np.bool_]
) -> Columns:
    known = np.sort([cosines[document.id] for document in documents if document.id in cosines])[::-1]
    most, middle = (known[0], known[:_NEIGHBOURS].mean()) if len(known) else (0.0, 0.0)
    # What has no vector yet is as far as a stranger.
    cosine = np.array([cosines.get(document.id, min(0.0, middle)) for document in documents])
    return {
        "cosine": cosine,
        "cosine behind the best": most - cosine,
        "cosine above the mean": cosine - middle,
        "nearest": (cosine >= most) & (len(known) > 0),
        "best cosine": np.array(most),
        "cosine of no word": cosine * wordless,
        "cosine of no word in few": cosine * wordless * _fewness(words),
        "no word": wordless,
    }


def _of_needs(documents: Sequence[Document], needed: Mapping[str, float], wordless: NDArray[np.bool_]) -> Columns:
    like = np.array([max((0.0, *(needed.get(term, 0.0) for term in one.heads))) for one in documents])
    most = like.max()
    return {
        "needed": like,
        "needed behind the best": most - like,
        "needed of no word": like * wordless,
        "nearest need": (like >= most) & (most > 0),
    }


_WEIGHTS: dict[str, float] = {
    "constant": -2.41,
    "best": -0.01,
    "mean": 0.64,
    "thing": -0.13,
    "worst": 0.30,
    "title": 0.56,
    "whole title": 0.16,
    "last in title": -0.40,
    "head": 0.38,
    "group": -0.59,
    "beside": 0.70,
    "department": -0.34,
    "category": -0.95,
    "something else": -0.50,
    "something else in few": -2.02,
    "attributes": 0.69,
    "without attributes": -0.08,
    "contradicted": -1.10,
    "quantities": 1.42,
    "other quantities": -3.12,
    "share": 2.01,
    "details": -0.28,
    "described": 0.89,
    "resembling": -0.02,
    "best of all": 1.38,
    "behind the best": -0.81,
    "unanswered": 0.53,
    "unanswered thing": -0.97,
    "known but not here": -0.26,
    "known but not here in few": -1.64,
    "cosine": 0.48,
    "cosine behind the best": -0.24,
    "cosine above the mean": 1.83,
    "nearest": 1.35,
    "best cosine": 0.24,
    "cosine of no word": -2.08,
    "cosine of no word in few": 2.03,
    "no word": 0.91,
    "needed": 1.27,
    "needed behind the best": -0.12,
    "needed of no word": -0.64,
    "nearest need": 0.35,
}
_WEIGHTS_OF_WORDS: dict[str, float] = {
    "constant": -1.52,
    "best": -0.41,
    "mean": 0.54,
    "thing": 0.00,
    "worst": -0.69,
    "title": 1.06,
    "whole title": 0.60,
    "last in title": 0.02,
    "head": 0.77,
    "group": -0.47,
    "beside": 0.71,
    "department": -0.63,
    "category": -0.04,
    "something else": -0.29,
    "something else in few": -2.13,
    "attributes": 1.34,
    "without attributes": 0.13,
    "contradicted": -2.69,
    "quantities": 2.24,
    "other quantities": -3.65,
    "share": 3.25,
    "details": -0.72,
    "described": 1.19,
    "resembling": -0.25,
    "best of all": 0.64,
    "behind the best": -6.11,
    "unanswered": 0.27,
    "unanswered thing": -0.76,
    "known but not here": 0.05,
    "known but not here in few": -2.08,
    "cosine": 0.00,
    "cosine behind the best": 0.00,
    "cosine above the mean": 0.00,
    "nearest": 0.00,
    "best cosine": 0.00,
    "cosine of no word": 0.00,
    "cosine of no word in few": 0.00,
    "no word": 1.69,
    "needed": 0.00,
    "needed behind the best": 0.00,
    "needed of no word": 0.00,
    "nearest need": 0.00,
}
