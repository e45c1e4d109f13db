from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from catalog.demo import ensure_demo_store
from catalog.importer import import_store
from catalog.store import Catalog
from catalog.store_files import read_store
from catalog.times import INDIA

Write = Callable[..., Path]


@pytest.fixture
def demo(write_store: Write) -> Path:
    folder = write_store("demo")
    (folder / "store.json").write_text(json.dumps({"name": "Apna Bazaar", "reference_date": "2026-01-15"}))
    return folder


def delivered_days_ago(catalog: Catalog, order_id: str) -> int:
    order = catalog.orders.get(order_id)
    assert order is not None
    return (catalog.clock().astimezone(INDIA).date() - order.updated_at.astimezone(INDIA).date()).days


def test_an_empty_store_gets_the_demo_with_fresh_dates(empty_catalog: Catalog, clock: Any, demo: Path) -> None:
    clock.now += timedelta(days=400)
    ensure_demo_store(empty_catalog, demo)
    assert delivered_days_ago(empty_catalog, "1004") == 3
    order = empty_catalog.orders.get("1001")
    assert order is not None
    assert order.estimated_delivery is not None
    assert (order.estimated_delivery - clock.now.date()).days == 3


def test_the_demo_stays_fresh_day_after_day(empty_catalog: Catalog, clock: Any, demo: Path) -> None:
    for _ in range(5):
        ensure_demo_store(empty_catalog, demo)
        ensure_demo_store(empty_catalog, demo)
        assert delivered_days_ago(empty_catalog, "1004") == 3
        clock.now += timedelta(days=11)


def test_what_a_customer_had_done_stays_done(empty_catalog: Catalog, clock: Any, demo: Path) -> None:
    ensure_demo_store(empty_catalog, demo)
    cancelled = empty_catalog.orders.cancel("1001", actor="s1")
    empty_catalog.orders.request_return("1004", "defective", "refund", actor="s1")
    clock.now += timedelta(days=30)
    ensure_demo_store(empty_catalog, demo)
    assert empty_catalog.orders.get("1001") == cancelled
    assert empty_catalog.orders.return_of("1004") is not None
    assert delivered_days_ago(empty_catalog, "1004") == 33


def test_a_clock_that_goes_back_moves_nothing(empty_catalog: Catalog, clock: Any, demo: Path) -> None:
    ensure_demo_store(empty_catalog, demo)
    before = empty_catalog.orders.get("1004")
    clock.now -= timedelta(days=2)
    ensure_demo_store(empty_catalog, demo)
    assert empty_catalog.orders.get("1004") == before


def test_a_real_store_stays_untouched(
    catalog: Catalog, clock: Any, demo: Path, dump: Callable[[Catalog], dict[str, list[Any]]]
) -> None:
    before = dump(catalog)
    clock.now += timedelta(days=30)
    ensure_demo_store(catalog, demo)
    assert dump(catalog) == before


def test_a_real_store_in_place_of_the_demo_stays_untouched(
    empty_catalog: Catalog, clock: Any, demo: Path, write_store: Write
) -> None:
    ensure_demo_store(empty_catalog, demo)
    import_store(empty_catalog, read_store(write_store("real")))
    clock.now += timedelta(days=30)
    ensure_demo_store(empty_catalog, demo)
    assert delivered_days_ago(empty_catalog, "1004") == 33
