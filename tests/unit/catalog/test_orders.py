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
from catalog.store import Catalog

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


def rename(catalog: Catalog, order_id: str, new_id: str) -> None:
    catalog.database.execute_sql("PRAGMA foreign_keys = 0")
    catalog.database.execute_sql("UPDATE order_items SET order_id = ? WHERE order_id = ?", (new_id, order_id))
    catalog.database.execute_sql("UPDATE orders SET id = ? WHERE id = ?", (new_id, order_id))
