from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from catalog.importer import import_store
from catalog.store import Catalog
from catalog.store_files import read_store
from tests.fakes.store_records import NOW, STORE

Write = Callable[..., Path]


@pytest.fixture
def write_store(tmp_path: Path) -> Write:
    """Write a folder of store data: the fixture store with some files or none of their records changed."""

    def write(folder: str = "store", **changed: Any) -> Path:
        path = tmp_path / folder
        path.mkdir(exist_ok=True)
        for name, records in (STORE | changed).items():
            file = path / f"{name}.json"
            if records is None:
                file.unlink(missing_ok=True)
            else:
                file.write_text(json.dumps(records), encoding="utf-8")
        return path

    return write


class SettableClock:
    """A clock that stands still until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(NOW)


@pytest.fixture
def empty_catalog(tmp_path: Path, clock: SettableClock) -> Iterator[Catalog]:
    with Catalog(tmp_path / "store.db", clock=clock) as catalog:
        yield catalog


@pytest.fixture
def catalog(empty_catalog: Catalog, write_store: Write) -> Catalog:
    import_store(empty_catalog, read_store(write_store()))
    return empty_catalog


@pytest.fixture
def dump() -> Callable[[Catalog], dict[str, list[Any]]]:
    """All rows of the store's data, to compare two states."""

    def rows(catalog: Catalog) -> dict[str, list[Any]]:
        tables = ("products", "faqs", "orders", "order_items", "policies", "returns", "customers", "audit")
        return {table: catalog.database.rows(f"SELECT * FROM {table} ORDER BY id") for table in tables}

    return rows
