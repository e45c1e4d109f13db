"""Which database a command works on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalog.errors import CatalogError
from catalog.store import Catalog
from desktop.store import DATABASE, DEMO_STORE, database
from engine.settings import home
from tests.fakes.fake_store import make_store


def products(path: Path) -> set[str]:
    with Catalog(path, create=False) as catalog:
        return {product.id for product in catalog.products.all()}


def test_the_kiosks_own_begins_as_the_demo_store() -> None:
    path = database(None)
    assert path == home() / DATABASE
    shipped = json.loads((DEMO_STORE / "products.json").read_text("utf-8"))
    assert products(path) == {product["id"] for product in shipped}


def test_what_happened_in_the_demo_store_is_kept() -> None:
    with Catalog(database(None), create=False) as catalog:
        ticket = catalog.tickets.open("s1", "a customer waits")
    with Catalog(database(None), create=False) as catalog:
        assert [found for (found,) in catalog.database.rows("SELECT id FROM tickets")] == [ticket.id]


def test_a_real_store_in_its_place_is_not_touched(tmp_path: Path) -> None:
    home().mkdir(parents=True)
    make_store(tmp_path).rename(home() / DATABASE)
    before = products(home() / DATABASE)
    assert products(database(None)) == before == {f"P{number:02d}" for number in range(1, 8)}


def test_a_named_database_is_taken_as_it_is(tmp_path: Path) -> None:
    path = make_store(tmp_path)
    assert database(path) == path
    assert len(products(path)) == 7
    assert not home().exists()


def test_a_named_database_has_to_exist(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"none\.db") as caught:
        database(tmp_path / "none.db")
    assert "sahayak catalog import" in caught.value.hint
    assert not (tmp_path / "none.db").exists()


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("SAHAYAK_HOME", str(tmp_path / "file"))
    with pytest.raises(CatalogError, match="file"):
        database(None)
