"""An import's memory does not grow with what it brings."""

from __future__ import annotations

import csv
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalog.importer import import_store
from catalog.store import Catalog
from catalog.store_files import read_store

_PRODUCTS, _LONG = 1_200, 16_000  # 19 MB of descriptions in all
_COLUMNS = ["id", "name", "description", "category", "price", "stock_quantity"]


def products() -> list[list[Any]]:
    return [[f"N{number:05}", f"Lamp {number}", "x" * _LONG, "Home", number, 1] for number in range(_PRODUCTS)]


def write_json(folder: Path) -> None:
    with (folder / "products.json").open("w") as file:
        for number, row in enumerate(products()):
            file.write(("," if number else "[") + json.dumps(dict(zip(_COLUMNS, row, strict=True))))
        file.write("]")


def write_csv(folder: Path) -> None:
    with (folder / "products.csv").open("w", newline="") as file:
        csv.writer(file).writerows([_COLUMNS, *products()])


@pytest.mark.parametrize("write", [write_json, write_csv], ids=["json", "csv"])
def test_an_import_takes_little_memory(tmp_path: Path, write: Callable[[Path], None]) -> None:
    folder = tmp_path / "large"
    folder.mkdir()
    write(folder)
    with Catalog(tmp_path / "large.db") as catalog:
        catalog.products.search("a first one, which loads the dictionaries")
        tracemalloc.start()
        try:
            import_store(catalog, read_store(folder))
            peak = tracemalloc.get_traced_memory()[1]
            assert peak < 12_000_000
        finally:
            tracemalloc.stop()
        assert catalog.database.rows("SELECT count(*), sum(length(description)) FROM products") == [
            (_PRODUCTS, _PRODUCTS * _LONG)
        ]
        assert catalog.products.search("lamp 77").results
