"""How well products are found.

The sets are those of `query_sets`: tuned on, or held out. recall@5 is the share of the right products among the first
five (of five at most); MRR is the mean of 1 / rank of the first right product; "nothing" is how often a question that
nothing fits gets no result.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from catalog.search.embedding import E5
from catalog.store import Catalog
from engine.settings import home
from models.store import PackStore
from tests.benchmarks.query_sets import Query, opened, query_sets


@dataclass
class _Tally:
    """Sums over queries of one language."""

    asked: int = 0
    recall: float = 0.0
    reciprocal: float = 0.0
    nothing_asked: int = 0
    nothing_found: int = 0

    def add(self, relevant: tuple[str, ...], found: list[str]) -> None:
        if not relevant:
            self.nothing_asked += 1
            self.nothing_found += not found
            return
        self.asked += 1
        self.recall += len(set(relevant) & set(found[:5])) / min(5, len(relevant))
        self.reciprocal += next((1 / rank for rank, one in enumerate(found, 1) if one in relevant), 0.0)

    def row(self) -> str:
        nothing = f", nothing {self.nothing_found}/{self.nothing_asked}" if self.nothing_asked else ""
        return (
            f"recall@5 {self.recall / self.asked:.3f}, MRR {self.reciprocal / self.asked:.3f} of {self.asked}{nothing}"
        )


def measure() -> dict[str, Any]:
    """Quality by set and language."""
    e5 = E5(PackStore(home() / "models").path("e5-small"), threads=2)
    results: dict[str, Any] = {}
    for one in query_sets():
        with opened(one.store, e5) as catalog:
            results |= {f"{one.name}, {key}": row for key, row in _quality(catalog, one.queries).items()}
    return results


def _quality(catalog: Catalog, queries: Iterable[Query]) -> dict[str, str]:
    tallies: dict[str, _Tally] = {}
    for query in queries:
        found = [hit.product.id for hit in catalog.products.search(query.text, limit=10).results]
        for key in (query.language, "all"):
            tallies.setdefault(key, _Tally()).add(query.relevant, found)
    return {key: tallies[key].row() for key in sorted(tallies, key=lambda key: (key == "all", key))}
