"""How probably a candidate answers a question: evidence in named columns, weighed by a logistic regression.

The weights are fitted on the tuned queries by `python -m tests.benchmarks.fit_search`, which prints what stands below.
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

_NEIGHBOURS = 40  # the nearest by meaning, of which the mean is taken
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
    # The words that describe it.
    "attributes",
    "without attributes",
    "contradicted",
    "quantities",
    "other quantities",
    # All words.
    "share",
    "details",
    "described",
    "resembling",  # the best match is only a word that looks like it
    # Beside the other candidates.
    "best of all",
    "behind the best",
    "unanswered",  # what share of the things no candidate has
    "unanswered thing",  # the thing itself is not among them
    "known but not here",  # it is known what is asked for, and no candidate is that
    # By meaning.
    "cosine",
    "cosine behind the best",
    "cosine above the mean",
    "nearest",
    "best cosine",
    "cosine of no word",  # nothing but meaning speaks for it
    "cosine of no word in few",  # and the question is but a name or two
    "no word",
)


def evidence(
    words: Sequence[Word],
    quantities: Sequence[Quantity],
    documents: Sequence[Document],
    matches: Sequence[Sequence[Match]],
    cosines: Mapping[str, float],
) -> Evidence:
    """What speaks for and against each candidate: float64 [documents, columns of EVIDENCE].

    Args:
        words: of the question.
        quantities: of the question.
        documents: the candidates.
        matches: for each word, how each of the documents matches it.
        cosines: of the candidates that have a vector, by id.
    """
    if not documents:
        return np.zeros((0, len(EVIDENCE)))
    things = [place for place, word in enumerate(words) if not word.attribute] or [*range(len(words))]
    attributes = [place for place, word in enumerate(words) if word.attribute and place not in things]
    quality = np.array([[match.quality for match in row] for row in matches]).reshape(len(words), len(documents))
    # A word that nothing in the store has cannot tell its documents apart.
    told = [place for place in things if quality[place].max() > 0]
    mean: Evidence = quality[told].mean(axis=0) if told else np.zeros(len(documents))
    asked = next((place for place in things if words[place].head), things[-1]) if things else None
    thing = asked if asked in told or not told else told[-1]
    near = np.array([cosines.get(document.id, np.nan) for document in documents])
    known = near[~np.isnan(near)]
    nearest = np.sort(known)[::-1][:_NEIGHBOURS]
    most, middle = (nearest[0], nearest.mean()) if len(nearest) else (0.0, 0.0)
    cosine = np.where(np.isnan(near), min(0.0, middle), near)
    columns: dict[str, Evidence] = {"constant": np.ones(len(documents))}
    columns["best"] = quality[told].max(axis=0) if told else np.zeros(len(documents))
    columns["mean"] = mean
    columns["thing"] = quality[thing] if thing is not None else np.zeros(len(documents))
    columns["worst"] = quality[things].min(axis=0) if things else np.zeros(len(documents))
    title = np.array([[match.title for match in matches[place]] for place in things]).reshape(-1, len(documents))
    columns["title"] = title.mean(axis=0) if things else np.zeros(len(documents))
    columns["whole title"] = (title >= 0.9).all(axis=0) * 1.0 if things else np.zeros(len(documents))
    senses = [match.sense for match in matches[thing]] if thing is not None else [Sense.NONE] * len(documents)
    last = [float(match.last and match.title >= WELL) for match in matches[thing]] if thing is not None else []
    columns["last in title"] = np.array(last or [0.0] * len(documents), np.float64)
    for name, sense in (
        ("head", Sense.HEAD),
        ("group", Sense.GROUP),
        ("beside", Sense.BESIDE),
        ("department", Sense.DEPARTMENT),
        ("category", Sense.CATEGORY),
    ):
        columns[name] = np.array([one is sense for one in senses], np.float64)
    named = thing is not None and bool(words[thing].concepts)
    is_thing = (columns["thing"] >= WELL) | np.array([one is not Sense.NONE for one in senses])
    columns["something else"] = np.array(
        [named and bool(document.heads) and not is_thing[place] for place, document in enumerate(documents)], float
    )
    has = quality[attributes] if attributes else np.zeros((1, len(documents)))
    columns["attributes"] = has.mean(axis=0)
    columns["without attributes"] = (1 - has.mean(axis=0)) * bool(attributes)
    against = [[match.contradicted for match in matches[place]] for place in attributes] or [[False] * len(documents)]
    columns["contradicted"] = np.array(against, float).mean(axis=0)
    columns["quantities"], columns["other quantities"] = _measured(quantities, documents)
    columns["share"] = (quality > 0).mean(axis=0) if len(words) else np.zeros(len(documents))
    columns["details"] = _share(matches, lambda match: match.detail and match.title < WELL, len(documents))
    columns["described"] = _share(matches, lambda match: match.described and match.title < WELL, len(documents))
    columns["resembling"] = ((columns["best"] > 0) & (columns["best"] <= 0.6)) * 1.0
    columns["best of all"] = ((mean > 0) & (mean >= mean.max() - 1e-9)) * 1.0
    columns["behind the best"] = mean.max() - mean
    columns["unanswered"] = np.full(len(documents), 1 - len(told) / max(1, len(things)))
    columns["unanswered thing"] = np.full(len(documents), float(asked is not None and asked not in told))
    columns["known but not here"] = np.full(len(documents), float(named and not is_thing.any()))
    columns["cosine"] = cosine
    columns["cosine behind the best"] = most - cosine
    columns["cosine above the mean"] = cosine - middle
    columns["nearest"] = (cosine >= most) * float(len(known) > 0)
    columns["best cosine"] = np.full(len(documents), most)
    wordless = columns["share"] == 0
    few = 1 - min(_MANY, sum(word.telling for word in words)) / _MANY
    columns["cosine of no word"] = cosine * wordless
    columns["cosine of no word in few"] = cosine * wordless * few
    columns["no word"] = wordless * 1.0
    return np.column_stack([columns[name] for name in EVIDENCE])


def probabilities(found: Evidence, *, with_meaning: bool) -> Evidence:
    """How probably each candidate answers the question: float64 [documents].

    Args:
        found: the evidence.
        with_meaning: the candidates have cosines.
    """
    weights = _WEIGHTS if with_meaning else _WEIGHTS_OF_WORDS
    scores: Evidence = found @ np.array([weights[name] for name in EVIDENCE])
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))))


def _measured(quantities: Sequence[Quantity], documents: Sequence[Document]) -> tuple[Evidence, Evidence]:
    """What share of the asked quantities each document has, and what share of them it has another of."""
    same, other = np.zeros(len(documents)), np.zeros(len(documents))
    for one in quantities:
        asked, kind = quantity_term(one.kind, one.value), quantity_kind(one.kind)
        for place, document in enumerate(documents):
            if asked in document.quantities:
                same[place] += 1 / len(quantities)
            elif any(term.startswith(kind) for term in document.quantities):
                other[place] += 1 / len(quantities)
    return same, other


def _share(matches: Sequence[Sequence[Match]], is_so: Callable[[Match], bool], documents: int) -> Evidence:
    if not matches:
        return np.zeros(documents)
    return np.array([[is_so(match) for match in row] for row in matches], np.float64).mean(axis=0)


_WEIGHTS: dict[str, float] = {
    "constant": -0.85,
    "best": 0.73,
    "mean": -0.11,
    "thing": -1.08,
    "worst": -0.52,
    "title": -0.17,
    "whole title": 0.62,
    "last in title": 0.15,
    "head": 1.12,
    "group": 0.35,
    "beside": 0.20,
    "department": 0.00,
    "category": -0.32,
    "something else": -1.47,
    "attributes": 0.35,
    "without attributes": -0.36,
    "contradicted": -3.49,
    "quantities": 1.55,
    "other quantities": -4.56,
    "share": 2.30,
    "details": -0.44,
    "described": 0.36,
    "resembling": 0.25,
    "best of all": 0.77,
    "behind the best": -1.86,
    "unanswered": 0.07,
    "unanswered thing": -0.22,
    "known but not here": -1.00,
    "cosine": 1.88,
    "cosine behind the best": -3.45,
    "cosine above the mean": 2.93,
    "nearest": 0.49,
    "best cosine": -1.58,
    "cosine of no word": 3.28,
    "cosine of no word in few": 2.11,
    "no word": -0.34,
}
_WEIGHTS_OF_WORDS: dict[str, float] = {
    "constant": -2.35,
    "best": 1.37,
    "mean": -1.23,
    "thing": -1.58,
    "worst": -0.30,
    "title": 1.12,
    "whole title": 0.62,
    "last in title": 0.21,
    "head": 1.87,
    "group": 0.90,
    "beside": 0.69,
    "department": 0.00,
    "category": 0.37,
    "something else": -1.24,
    "attributes": 0.77,
    "without attributes": -0.33,
    "contradicted": -4.11,
    "quantities": 2.96,
    "other quantities": -5.76,
    "share": 3.29,
    "details": 0.57,
    "described": 0.63,
    "resembling": 0.41,
    "best of all": 0.44,
    "behind the best": -5.12,
    "unanswered": 1.37,
    "unanswered thing": -0.40,
    "known but not here": -1.47,
    "cosine": 0.00,
    "cosine behind the best": 0.00,
    "cosine above the mean": 0.00,
    "nearest": 0.00,
    "best cosine": 0.00,
    "cosine of no word": 0.00,
    "cosine of no word in few": 0.00,
    "no word": -0.43,
}
