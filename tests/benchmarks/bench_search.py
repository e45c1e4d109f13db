"""How well products are found.

Queries in four languages and in Latin letters with the products that answer them, written before any tuning.
Half of them (by a hash of their text) were tuned on, the other half was not; the unseen store was never tuned on.
recall@5 is the share of the right products among the first five (of five at most); MRR is the mean of 1 / rank of the
first right product; "nothing" is how often a question that nothing fits gets no result.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.importer import import_store
from catalog.search.embedding import E5, Embedder
from catalog.store import Catalog
from catalog.store_files import read_store
from engine.settings import home
from models.store import PackStore
from resources import ROOT

_DATA = Path(__file__).parent / "data"


@dataclass
class _Tally:
    """Sums over queries of one language."""

    asked: int = 0
    recall: float = 0.0
    reciprocal: float = 0.0
    nothing_asked: int = 0
    nothing_found: int = 0

    def add(self, relevant: list[str], found: list[str]) -> None:
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
    """Quality by language on both stores."""
    e5 = E5(PackStore(home() / "models").path("e5-small"), threads=2)
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        with _store(Path(folder) / "demo.db", ROOT / "demo", e5) as catalog:
            queries = _queries(_DATA / "search_queries.jsonl")
            for half, name in ((0, "tuned on"), (1, "held out")):
                chosen = [query for query in queries if _half(query["query"]) == half]
                results |= {f"demo store, {name}, {key}": row for key, row in _quality(catalog, chosen).items()}
        with _store(Path(folder) / "unseen.db", _DATA / "unseen", e5) as catalog:
            queries = _queries(_DATA / "unseen" / "search_queries.jsonl")
            results |= {f"unseen store, {key}": row for key, row in _quality(catalog, queries).items()}
    return results


@contextmanager
def _store(path: Path, folder: Path, embedder: Embedder) -> Iterator[Catalog]:
    with Catalog(path, embedder=embedder) as catalog:
        import_store(catalog, read_store(folder))
        assert catalog.vectors is not None
        catalog.vectors.embed()
        yield catalog


def _queries(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _half(query: str) -> int:
    return hashlib.sha256(query.encode()).digest()[0] % 2


def _quality(catalog: Catalog, queries: list[dict[str, Any]]) -> dict[str, str]:
    tallies: dict[str, _Tally] = {}
    for query in queries:
        found = [hit.product.id for hit in catalog.products.search(query["query"], limit=10).results]
        for key in (query["language"], "all"):
            tallies.setdefault(key, _Tally()).add(query["relevant"], found)
    return {key: tallies[key].row() for key in sorted(tallies, key=lambda key: (key == "all", key))}
