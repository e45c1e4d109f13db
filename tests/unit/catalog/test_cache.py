"""What is remembered, for how long, and what makes it forgotten."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from catalog import products as products_module
from catalog.cache import Cache
from catalog.importer import import_store
from catalog.search import hybrid
from catalog.store import Catalog
from catalog.store_files import read_store
from tests.fakes.fake_embedder import FakeEmbedder

Write = Callable[..., Path]
MINUTES = 60.0


class SettableTimer:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def timer() -> SettableTimer:
    return SettableTimer()


def test_a_value_is_made_once_while_it_is_true(timer: SettableTimer) -> None:
    cache: Cache[int] = Cache(2, 10.0, timer)
    made = iter(range(100))
    assert cache.get("a", 1, lambda: next(made)) == cache.get("a", 1, lambda: next(made)) == 0
    assert cache.get("a", 2, lambda: next(made)) == 1  # another revision
    timer.now += 9.9
    assert cache.get("a", 2, lambda: next(made)) == 1
    timer.now += 0.1
    assert cache.get("a", 2, lambda: next(made)) == 2  # too old


def test_nothing_is_kept_of_what_may_be_undone(timer: SettableTimer) -> None:
    cache: Cache[int] = Cache(2, 10.0, timer)
    assert cache.get("a", 1, lambda: 1) == 1
    assert cache.get("a", None, lambda: 2) == 2
    assert cache.get("a", 1, lambda: 3) == 1


def test_what_was_not_asked_for_the_longest_goes(timer: SettableTimer) -> None:
    cache: Cache[str] = Cache(2, 10.0, timer)
    for key in ("a", "b", "a", "c"):
        cache.get(key, 1, lambda: "first")
    assert len(cache) == 2
    assert [cache.get(key, 1, lambda: "again") for key in ("a", "c", "b")] == ["first", "first", "again"]


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The searches that were really made."""
    made: list[str] = []
    real = hybrid.search

    def noted(database: Any, vectors: Any, question: Any) -> Any:
        made.append(question.text)
        return real(database, vectors, question)

    monkeypatch.setattr(products_module.hybrid, "search", noted)
    return made


@pytest.fixture
def store(tmp_path: Path, write_store: Write, clock: Any, timer: SettableTimer) -> Iterator[Catalog]:
    with Catalog(tmp_path / "cached.db", clock=clock, timer=timer) as catalog:
        import_store(catalog, read_store(write_store()))
        yield catalog


def test_the_same_search_is_made_once_in_five_minutes(
    store: Catalog, searches: list[str], timer: SettableTimer
) -> None:
    first = store.products.search("saree", price_max=1000)
    timer.now += 4.9 * MINUTES
    assert store.products.search("saree", price_max=1000) == first
    assert len(searches) == 1
    store.products.search("saree", price_max=1000, limit=4)
    store.products.search("saree", category="Clothing", price_max=1000)
    assert len(searches) == 3
    timer.now += 0.2 * MINUTES
    store.products.search("saree", price_max=1000)
    assert len(searches) == 4


def test_a_change_of_stock_is_seen_at_once(store: Catalog) -> None:
    def stock() -> list[int]:
        return [hit.product.stock_quantity for hit in store.products.search("red cotton saree", limit=1).results]

    assert stock() == [18]
    store.orders.cancel("1001", actor="s1")
    assert stock() == [20]
    store.database.execute_sql("UPDATE products SET stock_quantity = 7 WHERE id = 'P01'")
    assert stock() == [7]


def test_what_has_nothing_to_do_with_it_leaves_it(store: Catalog, searches: list[str]) -> None:
    store.products.search("saree")
    store.conversations.save("s1", [], {}, "hi", "9876543210")
    store.tickets.open("help", "s1")
    store.orders.request_return("1004", "defective", "refund", actor="s1")
    store.products.search("saree")
    assert len(searches) == 1


IMPORT = """
import sys
from pathlib import Path
from catalog.importer import import_store
from catalog.store import Catalog
from catalog.store_files import read_store

with Catalog(Path(sys.argv[1])) as catalog:
    import_store(catalog, read_store(Path(sys.argv[2])))
"""


def test_an_import_by_another_process_is_seen_at_once(store: Catalog, write_store: Write) -> None:
    window = {"id": "R", "type": "returns", "title": "R", "effective_date": "2026-01-01"}
    assert store.products.search("saree").results[0].product.price == 899
    assert store.faqs.search("exchange")[0].answer == "Yes."
    assert store.policies.return_window_days() == 7
    data = read_store(write_store())
    folder = write_store(
        products=[product.model_dump() | {"price": 5} for product in data.products],
        faqs=[faq.model_dump() | {"answer": "No."} for faq in data.faqs],
        policies=[window | {"content": "Within 9 days."}],
    )
    root = Path(__file__).parents[3]
    environment = os.environ | {"PYTHONPATH": str(root)}
    arguments = [sys.executable, "-c", IMPORT, str(store.database.path), str(folder)]
    subprocess.run(arguments, check=True, env=environment, timeout=60)
    assert store.products.search("saree").results[0].product.price == 5
    assert store.faqs.search("exchange")[0].answer == "No."
    assert store.policies.return_window_days() == 9


def test_what_is_found_during_an_import_that_fails_is_not_remembered(store: Catalog, write_store: Write) -> None:
    data = read_store(write_store())
    cheap = write_store(products=[product.model_dump() | {"price": 5} for product in data.products])
    dear = write_store("dear", products=[product.model_dump() | {"price": 9} for product in data.products])

    def look_and_fail(step: str, done: int, of: int) -> None:
        if step == "search index":
            assert store.products.search("saree").results[0].product.price == 5
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_store(store, read_store(cheap), look_and_fail)
    assert store.products.search("saree").results[0].product.price == 899
    import_store(store, read_store(dear))
    assert store.products.search("saree").results[0].product.price == 9


def test_vectors_that_are_made_later_are_used_at_once(tmp_path: Path, write_store: Write) -> None:
    with Catalog(tmp_path / "vectors.db", embedder=FakeEmbedder()) as catalog:
        import_store(catalog, read_store(write_store()))
        assert catalog.products.search("xx fanxx yy").results == ()
        assert catalog.vectors is not None
        catalog.vectors.embed()
        assert catalog.products.search("xx fanxx yy").results


def test_policies_are_remembered_for_an_hour(
    store: Catalog, timer: SettableTimer, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    real = store.policies._get  # type: ignore[attr-defined]
    monkeypatch.setattr(store.policies, "_get", lambda kind: (read.append(kind), real(kind))[1])
    for minutes in (0, 59, 2):
        timer.now += minutes * MINUTES
        assert store.policies.get("returns") is not None
        assert store.policies.get("warranty") is None
    assert read == ["returns", "warranty"] * 2
