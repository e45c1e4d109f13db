"""Fit the weights of `catalog.search.scoring` on the tuned queries and first wishes, and print what to paste there.

`python -m tests.benchmarks.fit_search`. A logistic regression with an L2 penalty, by Newton's method, on two kinds of
rows: candidates (do they answer?), in which each query weighs the same however many candidates it has; and differences
between an answer and a candidate that is none (which comes first?). Each query is also asked without its answers, as if
the store had none, so that the fit learns what it looks like when nothing fits.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalog.search import hybrid
from catalog.search.embedding import E5, Embedder
from catalog.search.hybrid import SURE, Candidates
from catalog.search.question import understand
from catalog.search.scoring import EVIDENCE, Evidence
from catalog.store import Catalog
from engine.settings import home
from models.store import PackStore
from tests.benchmarks.first_wishes import first_wishes
from tests.benchmarks.query_sets import Query, QuerySet, opened, query_sets

_PENALTY = 0.2
_PAIRS = 1.0  # what the order weighs beside whether anything fits
_WITHOUT = 0.4  # what a query without its answers weighs
_IT = 0.9  # how well the things that are asked for match what is it
_STEPS, _ROUNDS = 30, 4
_FOLDS = 5  # of the stores, of which each is left out once

Weights = NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """A query's candidates with what speaks for them.

    Attributes:
        query: what was asked.
        ids: the candidates.
        evidence: float64 [candidates, columns of EVIDENCE].
        right: bool [candidates], which of them answer.
        without: the evidence of the others, had the store no answer.
    """

    query: Query
    ids: list[str]
    evidence: Evidence
    right: NDArray[np.bool_]
    without: Evidence


def main() -> None:
    """Fit both modes and print their weights, and how well they do on stores that they were not fitted on."""
    e5 = E5(PackStore(home() / "models").path("e5-small"))
    for name, embedder in (("_WEIGHTS", e5), ("_WEIGHTS_OF_WORDS", None)):
        asked = {one.name: gathered(one, embedder) for one in (*query_sets(), *first_wishes()) if one.tuned}
        for held in ([*asked][first::_FOLDS] for first in range(_FOLDS)):
            others = fitted([query for one, some in asked.items() if one not in held for query in some])
            for one in held:
                say(f"# fitted on others: {one}: {told(asked[one], others)}")
        weights = fitted([query for queries in asked.values() for query in queries])
        for one, queries in asked.items():
            say(f"# {one}: {told(queries, weights)}")
        columns = "".join(f'    "{column}": {weight:.2f},\n' for column, weight in zip(EVIDENCE, weights, strict=True))
        say(f"{name} = {{\n{columns}}}")


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


def gathered(queries: QuerySet, embedder: Embedder | None) -> list[Asked]:
    """What a store's candidates are for each query."""
    with opened(queries.store, embedder) as catalog:
        return [_asked(catalog, query) for query in queries.queries]


def fitted(asked: Sequence[Asked]) -> Weights:
    """The weights of EVIDENCE that tell answers from other candidates best."""
    weights = np.zeros(len(EVIDENCE))
    for _ in range(_ROUNDS):
        parts = [part for one in asked for part in _rows(one, weights)]
        rows, labels, weighed = (np.concatenate(column) for column in zip(*parts, strict=True))
        weights = _logistic(rows, labels, weighed)
    return weights


def _rows(asked: Asked, weights: Weights) -> Iterator[tuple[Evidence, NDArray[np.float64], NDArray[np.float64]]]:
    """Rows, their labels and what they weigh: of wrong candidates, those weigh most that look right so far."""
    right, wrong = asked.evidence[asked.right], asked.evidence[~asked.right]
    hard = _hardness(wrong, weights)
    if len(right):
        yield right, np.ones(len(right)), np.full(len(right), 1 / len(right))
    if len(wrong):
        yield wrong, np.zeros(len(wrong)), hard * ~_another_size(wrong)
    if len(right) and len(wrong):
        differences = (right[:, None] - wrong[None]).reshape(-1, len(EVIDENCE))
        yield differences, np.ones(len(differences)), _PAIRS * np.tile(hard, len(right)) / len(right)
    if len(right) and len(asked.without):
        without = _hardness(asked.without, weights)
        yield asked.without, np.zeros(len(without)), _WITHOUT * without * ~_another_size(asked.without)


def _another_size(wrong: Evidence) -> NDArray[np.bool_]:
    """Which candidates are what is asked for, in another size, colour or kind: worse answers, but answers."""
    column = {name: wrong[:, place] for place, name in enumerate(EVIDENCE)}
    differs = column["other quantities"] + column["contradicted"] + column["without attributes"] > 0
    return np.asarray(differs & (column["mean"] >= _IT), bool)


def _hardness(wrong: Evidence, weights: Weights) -> NDArray[np.float64]:
    likely = _probability(wrong @ weights) + 0.02
    return np.asarray(likely / likely.sum(), np.float64)


def _logistic(rows: Evidence, labels: NDArray[np.float64], weighed: NDArray[np.float64]) -> Weights:
    """Newton's method (iteratively reweighted least squares), with a penalty on all weights but the constant."""
    penalty = np.full(rows.shape[1], _PENALTY)
    penalty[EVIDENCE.index("constant")] = 1e-6
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        likely = _probability(rows @ weights)
        slope = rows.T @ (weighed * (labels - likely)) - penalty * weights
        curvature = (rows * (weighed * likely * (1 - likely))[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(curvature, slope)
        weights += step
        if np.abs(step).max() < 1e-4:
            break
    return weights


def _probability(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))), np.float64)


def told(asked: Sequence[Asked], weights: Weights) -> str:
    """How well weights do."""
    recall, reciprocal, lost, nothing, nothing_without = [], [], [], [], []
    for one in asked:
        scores = _probability(one.evidence @ weights)
        order = np.argsort(-scores, kind="stable")
        best = scores.max(initial=0.0)
        if not one.query.relevant:
            nothing.append(best < SURE)
            continue
        found = [one.ids[place] for place in order]
        relevant = set(one.query.relevant)
        recall.append(len(relevant & set(found[:5])) / min(5, len(relevant)))
        reciprocal.append(next((1 / rank for rank, each in enumerate(found, 1) if each in relevant), 0.0))
        lost.append(best < SURE)
        nothing_without.append(_probability(one.without @ weights).max(initial=0.0) < SURE)
    return (
        f"recall@5 {np.mean(recall):.3f}, MRR {np.mean(reciprocal):.3f}, answers lost {np.sum(lost)}/{len(lost)},"
        f" nothing {np.sum(nothing)}/{len(nothing)}, without its answers {np.mean(nothing_without):.2f}"
    )


def _asked(catalog: Catalog, query: Query) -> Asked:
    vectors = catalog.vectors.products if catalog.vectors else None
    found = hybrid.candidates(catalog.database, vectors, understand(query.text, query.filters))
    right = np.array([document.id in query.relevant for document in found.documents], bool)
    ids = [document.id for document in found.documents]
    return Asked(query, ids, found.evidence(), right, _without(found, right).evidence())


def _without(found: Candidates, right: NDArray[np.bool_]) -> Candidates:
    kept = np.flatnonzero(~right)
    return Candidates(
        found.words,
        found.quantities,
        tuple(found.documents[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in found.matches),
        {found.documents[place].id: found.cosines[found.documents[place].id] for place in kept if found.cosines},
        found.needed,
    )


if __name__ == "__main__":
    main()
