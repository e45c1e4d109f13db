from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from peewee import IntegrityError

from catalog.errors import OrderNotFound, RuleViolation
from catalog.importer import import_store
from catalog.store import Catalog
from catalog.store_files import read_store

Write = Callable[..., Path]
Dump = Callable[[Catalog], dict[str, list[Any]]]


def stock(catalog: Catalog, product_id: str) -> int:
    product = catalog.products.get(product_id)
    assert product is not None
    return product.stock_quantity


def test_cancelling_changes_the_order_and_the_stock(catalog: Catalog, clock: Any) -> None:
    order = catalog.orders.cancel("1001", "found it cheaper", actor="s1")
    assert order.status == "cancelled"
    assert order.updated_at == clock.now
    assert order == catalog.orders.get("1001")
    assert (stock(catalog, "P01"), stock(catalog, "P09")) == (20, 61)
    (entry,) = catalog.audit.entries("order", "1001")
    assert (entry.actor, entry.action, entry.created_at) == ("s1", "order.cancel", clock.now)
    assert entry.details["reason"] == "found it cheaper"


def test_a_confirmed_order_can_be_cancelled_without_a_reason(catalog: Catalog) -> None:
    assert catalog.orders.cancel("1002", actor="s1").status == "cancelled"


@pytest.mark.parametrize(
    ("order_id", "kind"), [("1003", "already_shipped"), ("1004", "already_delivered"), ("1006", "already_cancelled")]
)
def test_other_orders_cannot_be_cancelled(catalog: Catalog, dump: Dump, order_id: str, kind: str) -> None:
    before = dump(catalog)
    with pytest.raises(RuleViolation) as caught:
        catalog.orders.cancel(order_id, actor="s1")
    assert caught.value.kind == kind
    assert order_id in caught.value.message
    assert dump(catalog) == before


def test_cancelling_again_is_refused_and_gives_no_stock_twice(catalog: Catalog) -> None:
    catalog.orders.cancel("1001", actor="s1")
    with pytest.raises(RuleViolation) as caught:
        catalog.orders.cancel("1001", actor="s1")
    assert caught.value.kind == "already_cancelled"
    assert stock(catalog, "P01") == 20
    assert len(catalog.audit.entries("order", "1001")) == 1


def test_an_unknown_order_is_named(catalog: Catalog) -> None:
    assert catalog.orders.get("9999") is None
    for ask in (
        lambda: catalog.orders.cancel("9999", actor="s1"),
        lambda: catalog.orders.request_return("9999", "defective", "refund", actor="s1"),
    ):
        with pytest.raises(OrderNotFound) as caught:
            ask()
        assert caught.value.order_id == "9999"


def test_a_cancellation_that_cannot_be_noted_is_not_made(
    catalog: Catalog, dump: Dump, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(catalog)

    def fail(*_: object) -> None:
        raise OSError("no audit today")

    monkeypatch.setattr(catalog.audit, "record", fail)
    with pytest.raises(OSError, match="no audit"):
        catalog.orders.cancel("1001", actor="s1")
    assert dump(catalog) == before


def test_a_delivered_order_can_be_returned(catalog: Catalog, clock: Any) -> None:
    made = catalog.orders.request_return("1004", "defective", "refund", actor="s1")
    assert made == catalog.orders.return_of("1004")
    assert (made.status, made.refund_amount, made.created_at) == ("requested", 1679.0, clock.now)
    (entry,) = catalog.audit.entries("order", "1004")
    assert (entry.actor, entry.action) == ("s1", "order.return")


@pytest.mark.parametrize(
    ("order_id", "kind"),
    [
        ("1001", "not_delivered"),
        ("1002", "not_delivered"),
        ("1003", "not_delivered"),
        ("1005", "window_closed"),
        ("1006", "already_cancelled"),
    ],
)
def test_other_orders_cannot_be_returned(catalog: Catalog, dump: Dump, order_id: str, kind: str) -> None:
    before = dump(catalog)
    with pytest.raises(RuleViolation) as caught:
        catalog.orders.request_return(order_id, "defective", "refund", actor="s1")
    assert caught.value.kind == kind
    assert dump(catalog) == before


def test_an_order_is_returned_once(catalog: Catalog) -> None:
    first = catalog.orders.request_return("1004", "defective", "refund", actor="s1")
    with pytest.raises(RuleViolation) as caught:
        catalog.orders.request_return("1004", "changed_mind", "exchange", actor="s2")
    assert caught.value.kind == "already_returned"
    assert catalog.orders.return_of("1004") == first


def test_the_window_ends_with_its_last_indian_day(catalog: Catalog, clock: Any) -> None:
    delivered = catalog.orders.get("1004")
    assert delivered is not None
    midnight = datetime.fromisoformat("2026-01-19T18:30:00+00:00")  # in India the 20th; it was delivered on the 12th
    clock.now = midnight
    with pytest.raises(RuleViolation, match="8 days ago; returns are open for 7 days") as caught:
        catalog.orders.request_return("1004", "defective", "refund", actor="s1")
    assert caught.value.kind == "window_closed"
    clock.now = midnight - timedelta(seconds=1)
    assert catalog.orders.request_return("1004", "defective", "refund", actor="s1").status == "requested"


def test_the_window_is_the_stores_own(catalog: Catalog, write_store: Write) -> None:
    policy = {"id": "R", "type": "returns", "title": "R", "content": "A 30-day return.", "effective_date": "2026-01-01"}
    import_store(catalog, read_store(write_store(policies=[policy])))
    assert catalog.orders.request_return("1005", "size_issue", "refund", actor="s1").refund_amount == 599.0


def test_a_refund_never_exceeds_the_orders_total(catalog: Catalog) -> None:
    catalog.database.execute_sql("UPDATE orders SET total_amount = 1500 WHERE id = '1004'")
    assert catalog.orders.request_return("1004", "defective", "refund", actor="s1").refund_amount == 1500.0


def test_shipping_is_not_refunded(catalog: Catalog) -> None:
    catalog.database.execute_sql("UPDATE orders SET total_amount = 1719 WHERE id = '1004'")
    assert catalog.orders.request_return("1004", "defective", "store_credit", actor="s1").refund_amount == 1679.0


def test_an_exchange_refunds_nothing(catalog: Catalog) -> None:
    assert catalog.orders.request_return("1004", "size_issue", "exchange", actor="s1").refund_amount == 0.0


@pytest.mark.parametrize(
    ("reason", "action", "kind"), [("bored", "refund", "unknown_reason"), ("defective", "cash", "unknown_action")]
)
def test_unknown_reasons_and_actions_are_refused(catalog: Catalog, reason: str, action: str, kind: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        catalog.orders.request_return("1004", reason, action, actor="s1")
    assert caught.value.kind == kind


def _cancel(path: Path, clock: Any) -> str:
    with Catalog(path, clock=clock) as catalog:
        try:
            return catalog.orders.cancel("1001", actor="racer").status
        except RuleViolation as refused:
            return refused.kind


def _return(path: Path, clock: Any) -> str:
    with Catalog(path, clock=clock) as catalog:
        try:
            return catalog.orders.request_return("1004", "defective", "refund", actor="racer").status
        except RuleViolation as refused:
            return refused.kind


@pytest.mark.parametrize(
    ("ask", "done", "refused", "order_id"),
    [(_cancel, "cancelled", "already_cancelled", "1001"), (_return, "requested", "already_returned", "1004")],
)
def test_threads_that_race_do_it_once(
    catalog: Catalog, clock: Any, ask: Callable[[Path, Any], str], done: str, refused: str, order_id: str
) -> None:
    start = threading.Barrier(6)
    outcomes: list[str] = []

    def race() -> None:
        start.wait(timeout=10)
        outcomes.append(ask(catalog.database.path, clock))

    threads = [threading.Thread(target=race) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == sorted([done] + [refused] * 5)
    assert len(catalog.audit.entries("order", order_id)) == 1
    assert stock(catalog, "P01") == (20 if order_id == "1001" else 18)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
def test_processes_that_race_cancel_once(catalog: Catalog, clock: Any) -> None:
    catalog.close()  # a connection must not be carried into a fork; the next use opens a new one
    with multiprocessing.get_context("fork").Pool(3) as pool:
        outcomes = pool.starmap(_cancel, [(catalog.database.path, clock)] * 6)
    assert sorted(outcomes) == ["already_cancelled"] * 5 + ["cancelled"]
    assert stock(catalog, "P01") == 20


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO returns VALUES ('X', '1003', 'defective', 'refund', 'requested', 1, 't', NULL)",
        "INSERT INTO returns VALUES ('X', '1004', 'defective', 'refund', 'requested', 99999, 't', NULL)",
        "INSERT INTO returns VALUES ('X', '1004', 'bored', 'refund', 'requested', 1, 't', NULL)",
        "INSERT INTO returns VALUES ('X', 'none', 'defective', 'refund', 'requested', 1, 't', NULL)",
        "UPDATE orders SET status = 'lost' WHERE id = '1001'",
        "UPDATE products SET price = -1 WHERE id = 'P01'",
        "UPDATE products SET stock_quantity = -1 WHERE id = 'P01'",
        "UPDATE products SET price = 'cheap' WHERE id = 'P01'",
        "UPDATE products SET specifications = '[]' WHERE id = 'P01'",
        "UPDATE order_items SET quantity = 0",
        "UPDATE order_items SET product_id = 'none'",
        "UPDATE faqs SET topic = 'gossip'",
        "DELETE FROM products WHERE id = 'P01'",
    ],
)
def test_the_database_itself_refuses(catalog: Catalog, statement: str) -> None:
    with pytest.raises(IntegrityError):
        catalog.database.execute_sql(statement)


def test_the_database_keeps_a_returned_order(catalog: Catalog) -> None:
    catalog.orders.request_return("1004", "defective", "refund", actor="s1")
    with pytest.raises(IntegrityError):
        catalog.database.execute_sql("DELETE FROM orders WHERE id = '1004'")
    with pytest.raises(IntegrityError, match="UNIQUE"):
        catalog.database.execute_sql(
            "INSERT INTO returns VALUES ('X', '1004', 'defective', 'refund', 'requested', 1, 't', NULL)"
        )


@pytest.mark.parametrize("spoken", ["ORD-01003", "ord-01003", "ORD 01003", "ord01003", "01003", "1003"])
def test_an_order_is_found_however_its_number_is_said(catalog: Catalog, spoken: str) -> None:
    rename(catalog, "1003", "ORD-01003")
    found = catalog.orders.find(spoken)
    assert found is not None
    assert found.id == "ORD-01003"


@pytest.mark.parametrize("spoken", ["", "-", "003", "RD-01003", "%", "_", "1003'; DROP TABLE orders; --"])
def test_a_piece_of_an_order_number_finds_nothing(catalog: Catalog, spoken: str) -> None:
    rename(catalog, "1003", "ORD-01003")
    assert catalog.orders.find(spoken) is None


def test_a_number_that_several_orders_end_with_finds_none(catalog: Catalog) -> None:
    rename(catalog, "1003", "A-77")
    rename(catalog, "1004", "B-77")
    assert catalog.orders.find("77") is None
    assert catalog.orders.find("B77") is not None


def rename(catalog: Catalog, order_id: str, new_id: str) -> None:
    catalog.database.execute_sql("PRAGMA foreign_keys = 0")
    catalog.database.execute_sql("UPDATE order_items SET order_id = ? WHERE order_id = ?", (new_id, order_id))
    catalog.database.execute_sql("UPDATE orders SET id = ? WHERE id = ?", (new_id, order_id))
