"""How fast products are found in large stores, and how fast chromadb and FAISS find the same vectors.

The stores are made up of the demo store's words. A time is the processor's, of all threads, for one query; that of our
own whole search has the query's embedding in it. chromadb and FAISS (a flat index) get the vectors that ours compares
and the same filters, and only look for the ten nearest; so does "ours, by meaning". What is not installed
(`pip install .[bench]`) is left out.
"""

from __future__ import annotations

import importlib.util
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.importer import import_store
from catalog.search.embedding import DIMENSIONS, E5, Vectors
from catalog.search.fulltext import Filters
from catalog.search.meanings import centred
from catalog.store import Catalog
from catalog.store_files import read_store
from engine.settings import home
from models.store import PackStore
from resources import ROOT
from tests.benchmarks.large_store import NearEmbedder, write_store

_SIZES = (10_000, 100_000)
_QUERIES, _PEER_QUERIES = 120, 60
_MOST = 20_000.0  # rupees
_NEAREST = 10
_CHROMA_BATCH = 5_000

Search = Callable[["_Query"], list[str]]


@dataclass(frozen=True)
class _Query:
    text: str
    category: str
    vector: Vectors


@dataclass(frozen=True)
class _Shelf:
    """What all compare: the vectors as they are compared, and what is filtered by."""

    ids: list[str]
    vectors: Vectors
    categories: NDArray[Any]
    prices: NDArray[np.float64]


def measure() -> dict[str, Any]:
    """Times by size, of ours and of others."""
    e5 = E5(PackStore(home() / "models").path("e5-small"), threads=1)
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in _SIZES:
            write_store(Path(folder) / str(size), size)
            with Catalog(Path(folder) / f"{size}.db", embedder=NearEmbedder(e5)) as catalog:
                import_store(catalog, read_store(Path(folder) / str(size)))
                assert catalog.vectors is not None
                catalog.vectors.embed()
                results |= {f"{size} products: {what}": row for what, row in _measured(catalog, e5, size)}
    return results


def _measured(catalog: Catalog, e5: E5, size: int) -> Iterator[tuple[str, str]]:
    assert catalog.vectors is not None
    near = catalog.vectors.products
    mean = near.meanings.mean()
    assert mean is not None
    products = {
        product["id"]: product for product in json.loads((ROOT / "demo" / "products.json").read_text(encoding="utf-8"))
    }
    lines = (Path(__file__).parent / "data" / "search_queries.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [query for query in map(json.loads, lines) if query["relevant"]]
    chosen = random.Random(size).sample(asked, min(_QUERIES, len(asked)))
    categories = [products[query["relevant"][0]]["category"] for query in chosen]
    catalog.products.search("a first one, which loads the dictionaries")
    texts = [query["query"] for query in chosen]
    yield "the embedding of a question alone", _times(e5.query, [f"{text}." for text in texts])
    yield "ours, a whole search", _times(catalog.products.search, texts)
    # Another text, so that neither the answer nor the vector is remembered.
    bounds = [{"category": category, "price_max": _MOST} for category in categories]
    whole = [(f"{text} ", bound) for text, bound in zip(texts, bounds, strict=True)]
    yield "ours, a whole search, filtered", _times(lambda asked: catalog.products.search(asked[0], **asked[1]), whole)
    queries = [
        _Query(text, category, centred(e5.query(text), mean))
        for text, category in zip(texts[:_PEER_QUERIES], categories, strict=False)
    ]
    shelf = _shelf(catalog, mean)
    exact = [_exactly(shelf, query) for query in queries]

    def ours(query: _Query) -> list[str]:
        return [*near.nearest(query.text, Filters(query.category, None, _MOST), _NEAREST)]

    yield "ours, by meaning, filtered", _compared(ours, queries, exact)
    for name, make in (("FAISS flat", _faiss), ("chromadb", _chroma)):
        search = make(shelf)
        yield f"{name}, filtered", _compared(search, queries, exact) if search else "not installed"


def _shelf(catalog: Catalog, mean: Vectors) -> _Shelf:
    assert catalog.vectors is not None
    products = {product.id: product for product in catalog.products.all()}
    found = list(catalog.vectors.products.meanings.vectors())
    matrix = np.frombuffer(b"".join(vector for _, vector in found), np.float32).reshape(-1, DIMENSIONS)
    shown = [products[one] for one, _ in found]
    return _Shelf(
        [product.id for product in shown],
        centred(matrix, mean),
        np.array([product.category for product in shown]),
        np.array([product.price for product in shown]),
    )


def _admitted(shelf: _Shelf, query: _Query) -> NDArray[np.int64]:
    return np.flatnonzero((shelf.categories == query.category) & (shelf.prices <= _MOST))


def _exactly(shelf: _Shelf, query: _Query) -> set[str]:
    places = _admitted(shelf, query)
    best = places[np.argsort(-(shelf.vectors[places] @ query.vector))[:_NEAREST]]
    return {shelf.ids[place] for place in best}


def _faiss(shelf: _Shelf) -> Search | None:
    if importlib.util.find_spec("faiss") is None:
        return None
    import faiss

    faiss.omp_set_num_threads(1)
    index = faiss.IndexFlatIP(DIMENSIONS)
    index.add(shelf.vectors)

    def search(query: _Query) -> list[str]:
        chosen = faiss.SearchParameters(sel=faiss.IDSelectorBatch(_admitted(shelf, query)))
        _, places = index.search(query.vector[None], _NEAREST, params=chosen)
        return [shelf.ids[place] for place in places[0]]

    return search


def _chroma(shelf: _Shelf) -> Search | None:
    if importlib.util.find_spec("chromadb") is None:
        return None
    import chromadb
    from chromadb.config import Settings

    client = chromadb.EphemeralClient(Settings(anonymized_telemetry=False, allow_reset=True))
    client.reset()
    collection = client.create_collection("products", metadata={"hnsw:space": "ip"}, embedding_function=None)
    facts = [
        {"category": str(category), "price": float(price)}
        for category, price in zip(shelf.categories, shelf.prices, strict=True)
    ]
    for start in range(0, len(shelf.ids), _CHROMA_BATCH):
        part = slice(start, start + _CHROMA_BATCH)
        collection.add(ids=shelf.ids[part], embeddings=shelf.vectors[part], metadatas=facts[part])

    def search(query: _Query) -> list[str]:
        where = {"$and": [{"category": query.category}, {"price": {"$lte": _MOST}}]}
        return list(collection.query(query_embeddings=query.vector[None], n_results=_NEAREST, where=where)["ids"][0])

    return search


def _compared(search: Search, queries: list[_Query], exact: list[set[str]]) -> str:
    search(queries[0])  # which loads what has to be loaded
    found: list[list[str]] = []
    times = _times(lambda query: found.append(search(query)), queries)
    hits = sum(len(right & set(one)) for right, one in zip(exact, found, strict=True))
    return f"{times}, recall {hits / max(1, sum(map(len, exact))):.3f}"


def _times(work: Callable[[Any], object], values: list[Any]) -> str:
    cpu, wall = [], []
    for value in values:
        began, began_cpu = time.perf_counter(), time.process_time()
        work(value)
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - began_cpu) * 1000)
    p50, p95 = np.percentile(cpu, [50, 95])
    return f"CPU ms p50 {p50:.1f}, p95 {p95:.1f}; wall ms p50 {np.median(wall):.1f}"
