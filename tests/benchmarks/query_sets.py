"""The queries that the search is measured with, and which of them it may be tuned on.

A set is a store and queries in four languages and in Latin letters with the products that answer them, written before
any tuning. The first ones of the demo store and the department store's are tuned on; the thesaurus was widened with
more of the demo store's in view, which came later. The rest is held out: only its totals are looked at.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from catalog.importer import import_store
from catalog.search.embedding import Embedder
from catalog.search.fulltext import Filters
from catalog.store import Catalog
from catalog.store_files import read_store
from resources import ROOT

_DATA = Path(__file__).parent / "data"
_QUERIES = "search_queries.jsonl"
_MORE = "search_queries_more.jsonl"
_ANY = Filters()


@dataclass(frozen=True)
class Query:
    """What a customer asks, and the ids of the products that answer it: none if nothing in the store fits."""

    text: str
    language: str
    relevant: tuple[str, ...]
    filters: Filters = _ANY


@dataclass(frozen=True)
class QuerySet:
    """Queries to one store."""

    name: str
    store: Path
    queries: tuple[Query, ...]
    tuned: bool


def query_sets() -> list[QuerySet]:
    """All of them."""
    return [
        QuerySet("demo store, tuned on", ROOT / "demo", _queries(_DATA / _QUERIES), True),
        QuerySet("demo store, more", ROOT / "demo", _queries(_DATA / _MORE), False),
        QuerySet("demo store, held out", ROOT / "demo", _queries(_DATA / "held_out_queries.jsonl"), False),
        *(
            QuerySet(name, _DATA / folder, _queries(_DATA / folder / _QUERIES), tuned)
            for name, folder, tuned in (
                ("department store, tuned on", "department_store", True),
                ("unseen store", "unseen", False),
                ("bazaar, held out", "bazaar", False),
            )
            if (_DATA / folder).exists()
        ),
    ]


@contextmanager
def opened(store: Path, embedder: Embedder | None) -> Iterator[Catalog]:
    """A store's catalogue in a temporary database, with all vectors made."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Catalog(Path(folder) / "store.db", embedder=embedder) as catalog,
    ):
        import_store(catalog, read_store(store))
        if catalog.vectors is not None:
            catalog.vectors.embed()
        yield catalog


def _queries(path: Path) -> tuple[Query, ...]:
    read = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return tuple(Query(one["query"], one["language"], tuple(one["relevant"])) for one in read)
