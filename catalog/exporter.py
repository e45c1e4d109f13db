"""Exporting the store's data to a folder, from which importing gives the same data back.

The folder is written under another name beside its place and renamed when it is whole. All tables are read in one
transaction, row by row, so that a large store takes no more memory than a small one.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import uuid4

from catalog.csv_files import ITEM_COLUMNS, writing_table
from catalog.database import Database
from catalog.errors import CatalogError
from catalog.imports import last_import
from catalog.pictures import CopiedPictures, missing_note
from catalog.raw_records import ITEMS_TABLE
from catalog.schema import FaqRow, OrderItemRow, OrderRow, PolicyRow, ProductRow
from catalog.store import Catalog
from catalog.store_data import FaqRecord, ItemRecord, OrderRecord, PolicyRecord, ProductRecord
from catalog.times import INDIA, from_text

_PRODUCT = tuple(ProductRecord.model_fields)
_FAQ = tuple(FaqRecord.model_fields)
_POLICY = tuple(PolicyRecord.model_fields)
_ORDER = tuple(name for name in OrderRecord.model_fields if name != "items")
_ITEM = tuple(ItemRecord.model_fields)


@dataclass(frozen=True, slots=True)
class ExportReport:
    """How many records were written, and what is worth knowing about it."""

    products: int
    faqs: int
    orders: int
    policies: int
    notes: tuple[str, ...]


def export_store(catalog: Catalog, folder: Path, *, as_csv: bool = False) -> ExportReport:
    """Write the store's data to a folder: all of it, or nothing.

    A product that has left the store but that an order still names is written with `withdrawn`; a demo store's
    `store.json` holds the day that its dates are for. Returns, conversations and the audit trail are no store data.

    Args:
        catalog: the open store.
        folder: must be empty, or not exist.
        as_csv: tables for a spreadsheet instead of JSON.

    Raises:
        CatalogError: the folder is not empty (exit code 2), or it cannot be written.
    """
    folder = folder.resolve()
    _check_free(folder)
    growing = folder.with_name(f".{folder.name}.{uuid4().hex[:8]}")
    try:
        growing.mkdir(parents=True)
        with catalog.database.atomic():
            report = _write(catalog.database, growing, _write_csv if as_csv else _write_json)
        if folder.is_dir():
            folder.rmdir()  # Windows renames onto nothing
        growing.rename(folder)
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        raise CatalogError(
            f"The export to {folder} failed: {error.strerror}{place}.", "Check the disk and the rights of the folder."
        ) from error
    finally:
        shutil.rmtree(growing, ignore_errors=True)
    return report


def _check_free(folder: Path) -> None:
    try:
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            return
    except OSError as error:
        raise CatalogError(
            f"{folder} cannot be read: {error.strerror}.", "Name another folder.", exit_code=2
        ) from error
    wrong = "is not empty" if folder.is_dir() else "is a file"
    raise CatalogError(f"{folder} {wrong}.", "Name a new or an empty folder; this one was not touched.", exit_code=2)


_Write = Callable[[Path, str, Iterable[Mapping[str, Any]], tuple[str, ...]], int]


def _write(database: Database, folder: Path, write: _Write) -> ExportReport:
    pictures = CopiedPictures(folder)
    report = ExportReport(
        products=write(folder, "products", _products(database, pictures), _PRODUCT),
        faqs=write(folder, "faqs", _table(database, FaqRow, _FAQ), _FAQ),
        orders=write(folder, "orders", _orders(database), _ORDER),
        policies=write(folder, "policies", _table(database, PolicyRow, _POLICY), _POLICY),
        notes=(missing_note(pictures.missing),) if pictures.missing else (),
    )
    last = last_import(database)
    if last is not None and last.reference_date is not None:
        store = json.dumps({"reference_date": last.reference_date}, indent=2)
        (folder / "store.json").write_text(store + "\n", encoding="utf-8")
    return report


def _rows(database: Database, query: Any, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """What a query finds by these names, one row at a time, however many there are."""
    for row in query.tuples().iterator(database):
        yield dict(zip(names, row, strict=True))


def _table(database: Database, table: Any, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    return _rows(database, table.select(*(getattr(table, name) for name in names)).order_by(table.id), names)


def _products(database: Database, pictures: CopiedPictures) -> Iterator[dict[str, Any]]:
    for row in _table(database, ProductRow, _PRODUCT):
        yield row | {
            "price": _plain(row["price"]),
            "image_url": pictures.copied(row["id"], row["image_url"]),
            "specifications": json.loads(row["specifications"]),
            "withdrawn": True if row["withdrawn"] else None,
        }


def _orders(database: Database) -> Iterator[dict[str, Any]]:
    columns = [getattr(OrderRow, name) for name in _ORDER] + [getattr(OrderItemRow, name) for name in _ITEM]
    joined = OrderItemRow.select(*columns).join(OrderRow).order_by(OrderRow.id, OrderItemRow.id)
    rows = _rows(database, joined, (*_ORDER, *_ITEM))
    for _, group in groupby(rows, key=lambda row: row["id"]):
        items = list(group)
        order = {name: items[0][name] for name in _ORDER}
        times = {name: from_text(order[name]).astimezone(INDIA).isoformat() for name in ("created_at", "updated_at")}
        yield (
            order
            | times
            | {
                "total_amount": _plain(order["total_amount"]),
                "items": [
                    {name: item[name] for name in _ITEM} | {"unit_price": _plain(item["unit_price"])} for item in items
                ],
            }
        )


def _plain(amount: float) -> float | int:
    """899 instead of 899.0."""
    return int(amount) if amount.is_integer() else amount


def _write_json(folder: Path, name: str, records: Iterable[Mapping[str, Any]], _: tuple[str, ...]) -> int:
    count = 0
    with (folder / f"{name}.json").open("w", encoding="utf-8", newline="\n") as file:
        for count, record in enumerate(records, 1):
            given = {field: value for field, value in record.items() if value is not None}
            file.write(("[\n" if count == 1 else ",\n") + json.dumps(given, ensure_ascii=False, indent=2))
        file.write("\n]\n" if count else "[]\n")
    return count


def _write_csv(folder: Path, name: str, records: Iterable[Mapping[str, Any]], fields: tuple[str, ...]) -> int:
    """One table; the items of orders are a second one."""
    count = 0
    with ExitStack() as files:
        put = files.enter_context(writing_table(folder / f"{name}.csv", fields))
        if name == "orders":
            put_item = files.enter_context(writing_table(folder / ITEMS_TABLE, ITEM_COLUMNS))
        for record in records:
            count += 1
            put(record)
            for item in record.get("items", ()):
                put_item(item | {"order_id": record["id"]})
    return count
