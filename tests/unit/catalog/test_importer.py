from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2 as sqlite3  # a second SQLite in one process would break the first one's locks

from catalog.errors import ImportProblems
from catalog.importer import import_store
from catalog.store import Catalog
from catalog.store_files import read_store

Write = Callable[..., Path]
Dump = Callable[[Catalog], dict[str, list[Any]]]


def without(records: list[dict[str, Any]], *ids: str) -> list[dict[str, Any]]:
    return [record for record in deepcopy(records) if record["id"] not in ids]


def read_json(folder: Path, name: str) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return records


def test_what_was_imported_comes_out(catalog: Catalog) -> None:
    product = catalog.products.get("P06")
    assert product is not None
    assert (product.name_in("hi"), product.name_in("en"), product.price) == ("छत का पंखा", "Ceiling Fan", 1899.0)
    assert product.specifications == {"power": "75 W", "sweep_mm": 1200}
    assert product.description_in("bn") == "Moves a lot of air."  # no translation: English
    order = catalog.orders.get("1001")
    assert order is not None
    assert [(item.product_id, item.quantity) for item in order.items] == [("P01", 2), ("P09", 1)]
    assert order.updated_at.utcoffset() == timedelta(0)
    assert catalog.products.categories() == ("Clothing", "Electronics", "Grocery", "Kitchen", "Toys")


def test_importing_again_changes_nothing(catalog: Catalog, write_store: Write, clock: Any, dump: Dump) -> None:
    before = dump(catalog)
    clock.now += timedelta(hours=1)
    report = import_store(catalog, read_store(write_store()))
    assert dump(catalog) == before
    assert (report.products, report.faqs, report.orders, report.policies) == (12, 4, 6, 2)


def test_a_changed_record_is_updated_and_keeps_when_it_came(catalog: Catalog, write_store: Write, clock: Any) -> None:
    products = deepcopy(read_json(write_store(), "products"))
    products[0]["price"] = 799
    clock.now += timedelta(hours=1)
    import_store(catalog, read_store(write_store(products=products)))
    rows = catalog.database.rows(
        "SELECT price, created_at < updated_at FROM products WHERE id IN ('P01', 'P02') ORDER BY id"
    )
    assert rows == [(799.0, 1), (2499.0, 0)]


def test_what_the_new_data_lacks_is_gone(catalog: Catalog, write_store: Write) -> None:
    products = without(read_json(write_store(), "products"), "P02", "P11")
    import_store(catalog, read_store(write_store(products=products, faqs=None, orders=None, policies=None)))
    assert catalog.products.get("P02") is None
    assert len(catalog.products.all()) == 10
    assert catalog.faqs.general() == ()
    assert catalog.orders.get("1001") is None
    assert catalog.policies.get("returns") is None
    assert [hit.product.id for hit in catalog.products.search("saree").results] == ["P01"]


def test_bad_data_changes_nothing(catalog: Catalog, write_store: Write, dump: Dump) -> None:
    before = dump(catalog)
    products = read_json(write_store(), "products")
    products[-1]["price"] = -1
    with pytest.raises(ImportProblems):
        import_store(catalog, read_store(write_store(products=products)))
    assert dump(catalog) == before


def test_an_interrupted_import_changes_nothing(catalog: Catalog, write_store: Write, dump: Dump) -> None:
    before = dump(catalog)

    def interrupt(step: str, done: int, of: int) -> None:
        if step == "search index":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_store(catalog, read_store(write_store(orders=None)), interrupt)
    assert dump(catalog) == before
    assert catalog.products.search("saree").results


def test_progress_is_told_in_order(catalog: Catalog, write_store: Write) -> None:
    steps: dict[str, list[tuple[int, int]]] = {}
    folder = write_store(products=[{**product, "price": 1} for product in read_json(write_store(), "products")])

    def told(step: str, done: int, of: int) -> None:
        steps.setdefault(step, []).append((done, of))

    import_store(catalog, read_store(folder, progress=told), told)
    counts = {"products": 12, "orders": 6, "faqs": 4, "policies": 2, "search index": 12}
    assert [*steps] == [*_READ, *counts]
    for step, of in counts.items():
        assert steps[step][0] == (0, of)
        assert steps[step][-1] == (of, of)


def test_returns_tickets_and_conversations_survive(catalog: Catalog, write_store: Write) -> None:
    catalog.orders.request_return("1004", "defective", "refund", actor="s1")
    catalog.tickets.open("needs help", "s1")
    catalog.conversations.save("s1", [{"text": "hello"}], {})
    import_store(catalog, read_store(write_store()))
    assert catalog.orders.return_of("1004") is not None
    assert catalog.conversations.load("s1") is not None
    assert catalog.database.rows("SELECT count(*) FROM tickets") == [(1,)]
    assert len(catalog.audit.entries("order", "1004")) == 1


def test_a_returned_order_and_its_products_are_kept(catalog: Catalog, write_store: Write) -> None:
    catalog.orders.request_return("1004", "defective", "refund", actor="s1")
    products = without(read_json(write_store(), "products"), "P12")
    report = import_store(catalog, read_store(write_store(products=products, orders=None)))
    order = catalog.orders.get("1004")
    assert order is not None
    assert [item.product_id for item in order.items] == ["P12", "P10"]
    assert any("have a return were kept: 1" in note for note in report.notes)
    withdrawn = catalog.products.get("P12")
    assert withdrawn is not None
    assert withdrawn.stock_quantity == 0
    assert "P12" not in [product.id for product in catalog.products.all()]
    assert catalog.products.search("pressure cooker").results == ()
    assert catalog.products.search("", category="Kitchen").results == ()
    assert "Kitchen" not in catalog.products.categories()


def test_a_withdrawn_product_can_come_back(catalog: Catalog, write_store: Write) -> None:
    catalog.orders.request_return("1004", "defective", "refund", actor="s1")
    products = without(read_json(write_store(), "products"), "P12")
    import_store(catalog, read_store(write_store(products=products, orders=None)))
    import_store(catalog, read_store(write_store()))
    assert [hit.product.id for hit in catalog.products.search("pressure cooker").results] == ["P12"]


def test_a_cancellation_at_the_kiosk_survives_older_data(catalog: Catalog, write_store: Write, dump: Dump) -> None:
    catalog.orders.cancel("1001", actor="s1")
    after = dump(catalog)
    report = import_store(catalog, read_store(write_store()))
    assert dump(catalog) == after  # the order's status and time, and the stock with what came back
    assert "orders that were cancelled at the kiosk stay cancelled: 1001" in report.notes


def test_newer_data_wins_over_a_cancellation_at_the_kiosk(catalog: Catalog, write_store: Write, clock: Any) -> None:
    catalog.orders.cancel("1001", actor="s1")
    orders = read_json(write_store(), "orders")
    orders[0] |= {"status": "confirmed", "updated_at": (clock.now + timedelta(hours=1)).isoformat()}
    import_store(catalog, read_store(write_store(orders=orders)))
    order = catalog.orders.get("1001")
    assert order is not None
    assert order.status == "confirmed"


def test_policies_can_swap_their_types(catalog: Catalog, write_store: Write) -> None:
    policies = read_json(write_store(), "policies")
    policies[0]["type"], policies[1]["type"] = policies[1]["type"], policies[0]["type"]
    import_store(catalog, read_store(write_store(policies=policies)))
    swapped = catalog.policies.get("returns")
    assert swapped is not None
    assert swapped.id == "POL-2"


def test_customers_are_known_by_their_orders(catalog: Catalog) -> None:
    assert catalog.database.rows("SELECT phone, language FROM customers") == [("+919876543210", None)]


_READ = ["reading products.json", "reading faqs.json", "reading orders.json", "reading policies.json"]

KILLED = """
import os, signal, sys
from pathlib import Path
from catalog.importer import import_store
from catalog.store import Catalog
from catalog.store_files import read_store

def kill(step, done, of):
    if step == "search index":
        os.kill(os.getpid(), signal.SIGKILL)

import_store(Catalog(Path(sys.argv[1])), read_store(Path(sys.argv[2])), kill)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
def test_a_killed_import_leaves_the_database_whole(catalog: Catalog, write_store: Write, dump: Dump) -> None:
    before = dump(catalog)
    path = catalog.database.path
    catalog.close()
    other = write_store("other", products=read_json(write_store(), "products")[:3], faqs=None, orders=None)
    root = Path(__file__).parents[3]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), str(other)], env=os.environ | {"PYTHONPATH": str(root)}, timeout=60
    )
    assert killed.returncode == -signal.SIGKILL
    with Catalog(path) as reopened:
        assert reopened.database.rows("PRAGMA integrity_check") == [("ok",)]
        assert dump(reopened) == before
        assert reopened.products.search("phone").results


def test_another_connection_reads_while_one_imports(catalog: Catalog, write_store: Write) -> None:
    seen: list[int] = []

    def look(step: str, done: int, of: int) -> None:
        reader = sqlite3.connect(catalog.database.path, timeout=0)
        seen.append(reader.execute("SELECT count(*) FROM orders").fetchone()[0])
        reader.close()

    import_store(catalog, read_store(write_store(orders=None)), look)
    assert set(seen) == {6}
    assert catalog.orders.get("1001") is None
