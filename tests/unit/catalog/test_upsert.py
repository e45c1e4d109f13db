"""Data that is added to a store instead of replacing it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from catalog.demo import ensure_demo_store
from catalog.errors import ImportProblems
from catalog.importer import ImportReport, existing, import_store
from catalog.store import Catalog
from catalog.store_files import Existing, read_store

Write = Callable[..., Path]
Dump = Callable[[Catalog], dict[str, list[Any]]]
NOTHING = {"products": None, "faqs": None, "orders": None, "policies": None}
LAMP = {"id": "L", "name": "Lamp", "description": "", "category": "Home", "price": 5, "stock_quantity": 1}


@pytest.fixture
def records(write_store: Write) -> dict[str, dict[str, dict[str, Any]]]:
    """The fixture store's records by kind and id."""
    folder = write_store("all")
    return {
        name: {record["id"]: record for record in json.loads((folder / f"{name}.json").read_text())} for name in NOTHING
    }


@pytest.fixture
def add(catalog: Catalog, write_store: Write) -> Callable[..., ImportReport]:
    def added(**changed: Any) -> ImportReport:
        data = read_store(write_store("added", **(NOTHING | changed)), existing(catalog.database))
        return import_store(catalog, data, upsert=True)

    return added


def test_records_are_changed_and_added_and_none_removed(
    catalog: Catalog, add: Callable[..., ImportReport], records: Any, dump: Dump
) -> None:
    before = dump(catalog)
    report = add(products=[records["products"]["P01"] | {"price": 1}, LAMP])
    assert (report.products, report.faqs, report.orders, report.policies, report.notes) == (2, 0, 0, 0, ())
    after = dump(catalog)
    assert len(after["products"]) == 13
    assert {table: after[table] for table in after if table != "products"} == {
        table: before[table] for table in before if table != "products"
    }
    changed = catalog.products.get("P01")
    assert changed is not None
    assert changed.price == 1
    assert [hit.product.id for hit in catalog.products.search("lamp").results] == ["L"]


def test_adding_again_changes_nothing(
    catalog: Catalog, add: Callable[..., ImportReport], records: Any, dump: Dump, clock: Any
) -> None:
    before = dump(catalog)
    clock.now += timedelta(hours=1)
    add(**{name: list(kind.values()) for name, kind in records.items()})
    assert dump(catalog) == before


def test_what_is_added_may_refer_to_what_the_store_has(
    catalog: Catalog, add: Callable[..., ImportReport], records: Any
) -> None:
    faq = {"id": "F9", "product_id": "P02", "question": "Silk?", "answer": "Yes.", "topic": "usage"}
    add(faqs=[faq], orders=[records["orders"]["1001"] | {"id": "2001"}])
    assert [found.id for found in catalog.faqs.for_product("P02")] == ["F9"]
    assert catalog.orders.get("2001") is not None
    assert catalog.orders.get("1001") is not None


def test_what_refers_to_nothing_is_refused(catalog: Catalog, add: Callable[..., ImportReport], dump: Dump) -> None:
    before = dump(catalog)
    faq = {"id": "F9", "product_id": "P99", "question": "?", "answer": "!", "topic": "usage"}
    with pytest.raises(ImportProblems, match=r"faqs\.json\[0\]\.product_id: there is no product P99"):
        add(faqs=[faq])
    assert dump(catalog) == before


def test_a_folder_with_nothing_to_add_is_refused(add: Callable[..., ImportReport]) -> None:
    with pytest.raises(ImportProblems, match="holds no record that could be added"):
        add(products=[])


def test_a_policy_of_a_taken_type_is_refused(add: Callable[..., ImportReport], records: Any) -> None:
    with pytest.raises(ImportProblems) as caught:
        add(policies=[records["policies"]["POL-1"] | {"id": "POL-9"}])
    assert caught.value.problems == (
        "policies.json[0].type: returns is already the type of POL-1, which the store has",
    )


def test_policies_can_swap_their_types(catalog: Catalog, add: Callable[..., ImportReport], records: Any) -> None:
    first, second = records["policies"].values()
    add(policies=[first | {"type": second["type"]}, second | {"type": first["type"]}])
    swapped = catalog.policies.get("returns")
    assert swapped is not None
    assert swapped.id == "POL-2"


@pytest.mark.parametrize("times", [1, 3])
def test_stock_of_a_cancelled_order_comes_back_once(
    catalog: Catalog, add: Callable[..., ImportReport], records: Any, times: int
) -> None:
    catalog.orders.cancel("1001", actor="s1")
    for _ in range(times):
        report = add(orders=[records["orders"]["1001"]], products=[records["products"]["P01"]])
        assert report.notes == ("orders that were cancelled at the kiosk stay cancelled: 1001",)
    stock = {product.id: product.stock_quantity for product in catalog.products.all()}
    assert (stock["P01"], stock["P09"]) == (20, 61)  # the file knows the old stock of the first only
    order = catalog.orders.get("1001")
    assert order is not None
    assert order.status == "cancelled"


@pytest.mark.parametrize("reference_date", [None, "2026-01-10"])
def test_a_demo_store_stays_one_and_a_real_one_becomes_none(
    tmp_path: Path, write_store: Write, records: Any, clock: Any, reference_date: str | None
) -> None:
    demo, added = write_store("demo"), write_store("more", **(NOTHING | {"orders": [records["orders"]["1004"]]}))
    if reference_date:
        (demo / "store.json").write_text(json.dumps({"reference_date": reference_date}))
    with Catalog(tmp_path / "kiosk.db", clock=clock) as kiosk:
        import_store(kiosk, read_store(demo))
        import_store(kiosk, read_store(added, existing(kiosk.database)), upsert=True)
        before = kiosk.orders.get("1005")
        clock.now += timedelta(days=10)
        ensure_demo_store(kiosk, demo)
        after = kiosk.orders.get("1005")
        assert before is not None
        assert after is not None
        assert (after.updated_at - before.updated_at).days == (10 if reference_date else 0)


def test_adding_to_an_empty_store_is_importing(
    tmp_path: Path, write_store: Write, catalog: Catalog, clock: Any, dump: Dump
) -> None:
    with Catalog(tmp_path / "new.db", clock=clock) as new:
        import_store(new, read_store(write_store(), Existing()), upsert=True)
        assert dump(new)["products"] == dump(catalog)["products"]
        assert dump(new)["orders"] == dump(catalog)["orders"]
