from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from peewee import IntegrityError

from catalog.errors import RuleViolation
from catalog.importer import import_store
from catalog.store import Catalog
from catalog.store_files import read_store
from tests.fakes.store_records import ORDERS

Write = Callable[..., Path]
Dump = Callable[[Catalog], dict[str, list[Any]]]


def stock(catalog: Catalog, product_id: str) -> int:
    product = catalog.products.get(product_id)
    assert product is not None
    return product.stock_quantity


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
        "UPDATE orders SET status = 'pending' WHERE id = '1006'",  # which is cancelled
        "UPDATE orders SET status = 'cancelled' WHERE id = '1003'",  # which is shipped
        "UPDATE orders SET status = 'cancelled' WHERE id = '1004'",  # which is delivered
        "INSERT INTO returns VALUES ('X', '1004', 'defective', 'exchange', 'requested', 1, 't', NULL)",
        "UPDATE audit SET actor = 'nobody'",
        "DELETE FROM audit",
    ],
)
def test_the_database_itself_refuses(catalog: Catalog, statement: str) -> None:
    catalog.orders.cancel("1002", actor="s1")  # so that there is an audit trail
    with pytest.raises(IntegrityError):
        catalog.database.execute_sql(statement)


def test_the_database_refunds_no_more_than_the_items_cost(catalog: Catalog) -> None:
    catalog.database.execute_sql("UPDATE orders SET total_amount = 5000 WHERE id = '1004'")
    insert = "INSERT INTO returns VALUES ('X', '1004', 'defective', 'refund', 'requested', ?, 't', NULL)"
    with pytest.raises(IntegrityError, match="what the items cost"):
        catalog.database.execute_sql(insert, (1679.02,))
    catalog.database.execute_sql(insert, (1679,))


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE returns SET refund_amount = 1700", "what the order cost"),
        ("UPDATE returns SET order_id = '1005'", "stays as it was"),
        ("UPDATE returns SET action_requested = 'exchange'", "stays as it was"),
        ("DELETE FROM returns", "never deleted"),
        ("UPDATE orders SET total_amount = 1 WHERE id = '1004'", "what the order cost"),
    ],
)
def test_the_database_keeps_a_return_as_it_was_asked_for(catalog: Catalog, statement: str, reason: str) -> None:
    catalog.orders.request_return("1004", "defective", "refund", actor="s1")
    with pytest.raises(IntegrityError, match=reason):
        catalog.database.execute_sql(statement)
    catalog.database.execute_sql("UPDATE returns SET status = 'completed', refund_amount = 1500, processed_at = 't'")


def test_a_returned_order_that_an_import_opens_again_cannot_be_cancelled(catalog: Catalog, write_store: Write) -> None:
    catalog.orders.request_return("1004", "defective", "refund", actor="s1")
    orders = [order | {"status": "pending"} if order["id"] == "1004" else order for order in ORDERS]
    import_store(catalog, read_store(write_store(orders=orders)))
    with pytest.raises(RuleViolation) as caught:
        catalog.orders.cancel("1004", actor="s1")
    assert caught.value.kind == "already_returned"
    with pytest.raises(IntegrityError, match="cannot be cancelled"):
        catalog.database.execute_sql("UPDATE orders SET status = 'cancelled' WHERE id = '1004'")


def test_the_database_keeps_a_returned_order(catalog: Catalog) -> None:
    catalog.orders.request_return("1004", "defective", "refund", actor="s1")
    with pytest.raises(IntegrityError):
        catalog.database.execute_sql("DELETE FROM orders WHERE id = '1004'")
    with pytest.raises(IntegrityError, match="UNIQUE"):
        catalog.database.execute_sql(
            "INSERT INTO returns VALUES ('X', '1004', 'defective', 'refund', 'requested', 1, 't', NULL)"
        )


def rename(catalog: Catalog, order_id: str, new_id: str) -> None:
    catalog.database.execute_sql("PRAGMA foreign_keys = 0")
    catalog.database.execute_sql("UPDATE order_items SET order_id = ? WHERE order_id = ?", (new_id, order_id))
    catalog.database.execute_sql("UPDATE orders SET id = ? WHERE id = ?", (new_id, order_id))
