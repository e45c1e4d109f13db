"""How well and how fast products are found.

Quality: queries in four languages and in Latin letters with the products that answer them, written before any tuning.
Half of them (by a hash of their text) were tuned on, the other half was not; the unseen store was never tuned on.
recall@5 is the share of the right products among the first five (of five at most); MRR is the mean of 1 / rank of the
first right product; "nothing" is how often a question that nothing fits gets no result.

Speed: the processor's time of a query, embedding included, on made-up stores of the demo store's words.
"""

from __future__ import annotations

import hashlib
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from catalog.importer import import_store
from catalog.search.embedding import DIMENSIONS, E5, Embedder, Vectors
from catalog.store import Catalog
from catalog.store_files import read_store
from engine.settings import home
from models.store import PackStore
from resources import ROOT

_DATA = Path(__file__).parent / "data"
_SIZES = (10_000, 100_000)
_SPEED_QUERIES = 120
Search = Callable[[str], list[str]]


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
    """Quality by language on both stores, then the time of a query in large stores."""
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
        for size in _SIZES:
            results |= _speed(Path(folder) / f"{size}.db", size, e5)
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


@dataclass
class _MadeUp:
    """An embedder whose passages are near those of the demo store's products, so that large stores are soon made."""

    e5: E5
    name: str = "made-up"
    seen: dict[str, Vectors] = field(default_factory=dict)
    random: np.random.Generator = field(default_factory=lambda: np.random.default_rng(1))

    def query(self, text: str) -> Vectors:
        return self.e5.query(text)

    def passages(self, texts: Any) -> Vectors:
        made = np.empty((len(texts), DIMENSIONS), np.float32)
        for row, text in enumerate(texts):
            kind = text.partition(" # ")[2]
            if kind not in self.seen:
                self.seen[kind] = self.e5.passages([kind])[0]
            made[row] = self.seen[kind] + self.random.standard_normal(DIMENSIONS).astype(np.float32) * 0.01
        return made / np.linalg.norm(made, axis=1, keepdims=True)


def _speed(path: Path, size: int, e5: E5) -> dict[str, Any]:
    chance = random.Random(size)
    products = json.loads((ROOT / "demo" / "products.json").read_text(encoding="utf-8"))
    brands = [
        f"{a}{b}" for a in ("Aa", "Ni", "Va", "Ka", "Me", "Ro", "Su", "Ta") for b in ("rav", "la", "yu", "ra", "ru")
    ]
    store = []
    for number in range(size):
        product = dict(chance.choice(products))
        brand, model = chance.choice(brands), chance.randrange(100, 10_000)
        for name in ("name", "name_hi", "name_bn", "name_mr"):
            product[name] = f"{brand} {product[name]} {model}"
        product["description"] += f" # {product['name'].removeprefix(brand).rstrip('0123456789')}"
        product |= {"id": f"X{number:06}", "price": chance.randrange(20, 40_000), "image_url": None}
        store.append(product)
    folder = path.with_suffix("")
    folder.mkdir()
    (folder / "products.json").write_text(json.dumps(store), encoding="utf-8")
    for other in ("faqs", "orders", "policies"):
        (folder / f"{other}.json").write_text("[]", encoding="utf-8")
    began = time.monotonic()
    categories = {product["id"]: product["category"] for product in products}
    queries = [query for query in _queries(_DATA / "search_queries.jsonl") if query["relevant"]]
    with _store(path, folder, _MadeUp(e5)) as catalog:
        seconds = time.monotonic() - began
        plain, filtered = [], []
        for query in chance.sample(queries, _SPEED_QUERIES):
            bounds = {"category": categories[query["relevant"][0]], "price_max": 20_000.0}
            plain.append(_cpu_ms(lambda text=query["query"]: catalog.products.search(text)))
            filtered.append(
                _cpu_ms(lambda text=query["query"], bounds=bounds: catalog.products.search(f"{text} ", **bounds))
            )
    p50, p95 = np.percentile(plain, [50, 95])
    return {
        f"{size} products: made and indexed without embedding, products/s": round(size / seconds),
        f"{size} products: query CPU ms, median": round(p50, 1),
        f"{size} products: query CPU ms, p95": round(p95, 1),
        f"{size} products: filtered query CPU ms, p95": round(float(np.percentile(filtered, 95)), 1),
    }


def _cpu_ms(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000
