from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from catalog.demo import ensure_demo_store
from catalog.errors import CatalogError
from catalog.exporter import export_store
from catalog.importer import import_store
from catalog.store import Catalog
from catalog.store_files import read_store

Write = Callable[..., Path]
Dump = Callable[[Catalog], dict[str, list[Any]]]
DATA = ("products", "faqs", "orders", "order_items", "policies")


@contextmanager
def other_store(tmp_path: Path, folder: Path, clock: Any) -> Iterator[Catalog]:
    with Catalog(tmp_path / "other.db", clock=clock) as other:
        import_store(other, read_store(folder))
        yield other


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def pictured(write_store: Write, *pictures: str) -> Path:
    """A store of lamps with pictures, each with other content."""
    product = {"description": "", "category": "Home", "price": 1, "stock_quantity": 1}
    products = [
        product | {"id": f"L{number}", "name": f"Lamp {number}", "image_url": picture}
        for number, picture in enumerate(pictures, 1)
    ]
    folder = write_store("pictured", products=products, faqs=None, orders=None, policies=None)
    for picture in set(pictures):
        (folder / picture).parent.mkdir(parents=True, exist_ok=True)
        (folder / picture).write_text(f"<svg>{picture}</svg>")
    return folder


@pytest.mark.parametrize("as_csv", [False, True])
def test_what_was_exported_can_be_imported(
    catalog: Catalog, tmp_path: Path, clock: Any, dump: Dump, as_csv: bool
) -> None:
    report = export_store(catalog, tmp_path / "new" / "export", as_csv=as_csv)
    assert (report.products, report.faqs, report.orders, report.policies, report.notes) == (12, 4, 6, 2, ())
    with other_store(tmp_path, tmp_path / "new" / "export", clock) as other:
        assert [dump(other)[table] for table in DATA] == [dump(catalog)[table] for table in DATA]


def test_importing_an_export_again_changes_nothing(catalog: Catalog, tmp_path: Path, clock: Any, dump: Dump) -> None:
    catalog.orders.cancel("1001", actor="s1")
    catalog.orders.request_return("1004", "defective", "refund", actor="s1")
    export_store(catalog, tmp_path / "export")
    before = dump(catalog)
    clock.now += timedelta(hours=1)
    import_store(catalog, read_store(tmp_path / "export"))
    assert dump(catalog) == before


def test_a_withdrawn_product_is_exported_with_the_order_that_names_it(
    catalog: Catalog, write_store: Write, tmp_path: Path, clock: Any, dump: Dump
) -> None:
    catalog.orders.request_return("1004", "defective", "refund", actor="s1")
    products = [product for product in read_json(write_store() / "products.json") if product["id"] != "P12"]
    import_store(catalog, read_store(write_store(products=products, orders=None)))
    export_store(catalog, tmp_path / "export")
    written = {product["id"]: product for product in read_json(tmp_path / "export" / "products.json")}
    assert written["P12"]["withdrawn"] is True
    assert "withdrawn" not in written["P01"]
    with other_store(tmp_path, tmp_path / "export", clock) as other:
        assert [dump(other)[table] for table in DATA] == [dump(catalog)[table] for table in DATA]
        assert other.products.search("pressure cooker").results == ()


def test_a_demo_store_stays_a_demo_store(
    empty_catalog: Catalog, write_store: Write, tmp_path: Path, clock: Any, dump: Dump
) -> None:
    folder = write_store("demo")
    (folder / "store.json").write_text(json.dumps({"name": "Apna Bazaar", "reference_date": "2026-01-10"}))
    ensure_demo_store(empty_catalog, folder)
    export_store(empty_catalog, tmp_path / "export")
    clock.now += timedelta(days=3)
    ensure_demo_store(empty_catalog, folder)
    with other_store(tmp_path, tmp_path / "export", clock) as other:
        assert dump(other)["orders"] == dump(empty_catalog)["orders"]
        clock.now += timedelta(days=3)
        ensure_demo_store(other, folder)
        ensure_demo_store(empty_catalog, folder)
        assert dump(other)["orders"] == dump(empty_catalog)["orders"]


def test_a_real_store_has_no_reference_date(catalog: Catalog, tmp_path: Path) -> None:
    export_store(catalog, tmp_path / "export")
    assert sorted(path.name for path in (tmp_path / "export").iterdir()) == [
        "faqs.json",
        "orders.json",
        "policies.json",
        "products.json",
    ]


def test_pictures_are_copied_each_once(empty_catalog: Catalog, write_store: Write, tmp_path: Path) -> None:
    folder = pictured(write_store, "a/lamp.svg", "b/Lamp.svg", "a/lamp.svg", "c/लैंप 1.svg")
    import_store(empty_catalog, read_store(folder))
    export_store(empty_catalog, tmp_path / "export")
    written = [product["image_url"] for product in read_json(tmp_path / "export" / "products.json")]
    assert written == ["pictures/lamp.svg", "pictures/Lamp-2.svg", "pictures/lamp.svg", "pictures/लैंप_1.svg"]
    contents = [(tmp_path / "export" / picture).read_text() for picture in written]
    assert contents == [f"<svg>{name}</svg>" for name in ("a/lamp.svg", "b/Lamp.svg", "a/lamp.svg", "c/लैंप 1.svg")]
    assert all(product.image_url for product in read_store(tmp_path / "export").products)


def test_a_picture_that_is_gone_is_a_note(empty_catalog: Catalog, write_store: Write, tmp_path: Path) -> None:
    folder = pictured(write_store, "lamp.svg")
    import_store(empty_catalog, read_store(folder))
    (folder / "lamp.svg").unlink()
    report = export_store(empty_catalog, tmp_path / "export")
    assert report.notes == ("products without their picture, since the file is missing: L1",)
    assert "image_url" not in read_json(tmp_path / "export" / "products.json")[0]


def test_a_web_address_stays(catalog: Catalog, tmp_path: Path) -> None:
    catalog.database.execute_sql("UPDATE products SET image_url = 'https://shop.example/a.png' WHERE id = 'P01'")
    export_store(catalog, tmp_path / "export")
    assert read_json(tmp_path / "export" / "products.json")[0]["image_url"] == "https://shop.example/a.png"


def test_a_folder_that_is_not_empty_is_refused(catalog: Catalog, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(CatalogError, match="is not empty") as caught:
        export_store(catalog, folder)
    assert caught.value.exit_code == 2
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]
    with pytest.raises(CatalogError, match=r"notes\.txt is a file") as caught:
        export_store(catalog, folder / "notes.txt")
    assert caught.value.exit_code == 2


def test_an_empty_folder_is_filled(catalog: Catalog, tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    export_store(catalog, tmp_path / "export")
    assert (tmp_path / "export" / "products.json").is_file()


def test_an_export_that_fails_leaves_nothing(catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sorted(tmp_path.iterdir())

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("catalog.exporter._orders", fail)
    with pytest.raises(CatalogError, match="No space left on device") as caught:
        export_store(catalog, tmp_path / "export")
    assert caught.value.exit_code == 1
    assert sorted(tmp_path.iterdir()) == before


def test_a_folder_that_cannot_be_made_is_said(catalog: Catalog, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CatalogError):
        export_store(catalog, tmp_path / "file" / "export")


def test_tables_begin_with_a_byte_order_mark_for_spreadsheets(catalog: Catalog, tmp_path: Path) -> None:
    export_store(catalog, tmp_path / "export", as_csv=True)
    assert (tmp_path / "export" / "products.csv").read_bytes().startswith(b"\xef\xbb\xbfid,name,name_hi,")
    with (tmp_path / "export" / "order_items.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[:3] == [
            ["order_id", "product_id", "quantity", "unit_price"],
            ["1001", "P01", "2", "899"],
            ["1001", "P09", "1", "420"],
        ]
