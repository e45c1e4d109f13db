from __future__ import annotations

import os
import shutil
import stat
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playhouse.schema_diff import diff_models
from pysqlite3 import dbapi2 as sqlite3  # a second SQLite in one process would not see the first one's locks

from catalog.errors import CatalogError
from catalog.schema import TABLES
from catalog.search import indexing
from catalog.store import Catalog


def refused(path: Path, **options: Any) -> CatalogError:
    with pytest.raises(CatalogError) as caught:
        Catalog(path, timeout=0.05, **options)
    error = caught.value
    assert error.exit_code == 1
    assert str(path) in error.message
    assert error.hint
    return error


def test_a_new_database_is_made_with_its_folders(tmp_path: Path) -> None:
    with Catalog(tmp_path / "a" / "b" / "store.db") as catalog:
        assert catalog.products.all() == ()
        assert catalog.products.search("saree").results == ()
        pragmas = {name: catalog.database.pragma(name) for name in ("journal_mode", "foreign_keys", "synchronous")}
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1}


def test_the_migrations_make_the_tables_that_the_models_describe(empty_catalog: Catalog) -> None:
    with empty_catalog.database.bind_ctx(TABLES):
        diff = diff_models(empty_catalog.database, TABLES)
    assert diff.create_tables == diff.drop_columns == diff.add_columns == []
    for model in TABLES:
        table = model._meta.table_name
        columns = {row[1] for row in empty_catalog.database.rows(f"PRAGMA table_info({table})")}
        assert columns == set(model._meta.columns), table


def test_the_contract_s_columns_are_there(empty_catalog: Catalog) -> None:
    def columns(table: str) -> list[str]:
        return [row[1] for row in empty_catalog.database.rows(f"PRAGMA table_info({table})")]

    assert columns("order_items") == ["id", "order_id", "product_id", "quantity", "unit_price"]
    assert columns("returns") == [
        *("id", "order_id", "reason", "action_requested", "status", "refund_amount", "created_at", "processed_at")
    ]
    assert columns("conversations") == [
        *("id", "session_id", "user_phone", "turns", "context", "language", "created_at", "updated_at")
    ]


def test_opening_again_keeps_everything(catalog: Catalog) -> None:
    with Catalog(catalog.database.path) as again:
        assert again.products.all() == catalog.products.all()


def test_a_missing_database_is_not_made_unasked(tmp_path: Path) -> None:
    error = refused(tmp_path / "none.db", create=False)
    assert "sahayak catalog import" in error.hint
    assert not (tmp_path / "none.db").exists()


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert "is a folder" in refused(tmp_path).message


def test_a_file_in_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CatalogError, match="cannot be made") as caught:
        Catalog(tmp_path / "file" / "deep" / "store.db")
    assert str(tmp_path / "file" / "deep") in caught.value.message


def test_another_file_is_no_database_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear shop, " * 1000)
    assert "is not a database" in refused(path).message
    assert path.read_text() == "Dear shop, " * 1000


def test_another_programs_database_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE products (id)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    assert "another program" in refused(path).message
    assert path.read_bytes() == before


def test_a_damaged_database_is_named(catalog: Catalog) -> None:
    path = catalog.database.path
    catalog.close()
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * (path.stat().st_size - 200))
    assert "damaged" in refused(path).message


def test_damage_that_is_met_later_is_named(catalog: Catalog) -> None:
    page_size = catalog.database.pragma("page_size")
    (root,) = catalog.database.rows("SELECT rootpage FROM sqlite_master WHERE name = 'faqs'")[0]
    catalog.database.pragma("wal_checkpoint(truncate)")
    path = catalog.database.path
    catalog.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * page_size)
        file.write(b"\xff" * page_size)
    with Catalog(path) as damaged, pytest.raises(CatalogError, match="damaged") as caught:
        damaged.faqs.general()
    assert caught.value.exit_code == 1


def test_a_locked_database_is_named(catalog: Catalog) -> None:
    path = catalog.database.path
    catalog.close()
    other = sqlite3.connect(path)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    try:
        assert "locked by another program" in refused(path).message
    finally:
        other.close()
    with Catalog(path) as free:
        assert free.products.all()


def test_a_write_that_meets_a_lock_is_told_and_changes_nothing(catalog: Catalog) -> None:
    other = sqlite3.connect(catalog.database.path)
    other.execute("BEGIN IMMEDIATE")
    with Catalog(catalog.database.path, timeout=0.05) as waiting:
        with pytest.raises(CatalogError, match="locked"):
            waiting.orders.cancel("1001", actor="s1")
        other.close()
        assert waiting.orders.cancel("1001", actor="s1").status == "cancelled"


@pytest.fixture
def foreign_folder(catalog: Catalog) -> Iterator[Path]:
    """A folder with a store that is open to all, seen by a user without special rights."""
    catalog.close()
    folder = Path(tempfile.mkdtemp())  # pytest's own folders are closed to other users
    folder.chmod(0o777)
    shutil.copy(catalog.database.path, folder / "store.db")
    (folder / "store.db").chmod(0o666)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    try:
        if root:
            os.seteuid(65534)
        yield folder
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o777)
        shutil.rmtree(folder)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_read_only_file_is_named(foreign_folder: Path) -> None:
    path = foreign_folder / "store.db"
    with Catalog(path) as catalog:
        assert catalog.products.all()
    mode = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH
    if os.geteuid() == 65534:
        os.seteuid(0)
        path.chmod(mode)
        os.seteuid(65534)
    else:
        path.chmod(mode)
    assert "cannot be written to" in refused(path).message


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_read_only_folder_is_named(foreign_folder: Path) -> None:
    if os.geteuid() == 65534:
        os.seteuid(0)
        foreign_folder.chmod(0o555)
        os.seteuid(65534)
    else:
        foreign_folder.chmod(0o555)
    assert "cannot be written to" in refused(foreign_folder / "store.db").message
    assert "cannot be" in refused(foreign_folder / "new.db").message


def test_a_newer_schema_is_refused(catalog: Catalog) -> None:
    catalog.database.execute_sql(
        "INSERT INTO schema_migration (name, applied) VALUES ('0099_future', '2030-01-01 00:00:00')"
    )
    catalog.close()
    error = refused(catalog.database.path)
    assert "newer Sahayak (it has 0099_future)" in error.message


def test_indices_of_other_rules_are_rebuilt(catalog: Catalog) -> None:
    catalog.database.execute_sql("DELETE FROM product_words")
    catalog.database.pragma("user_version", indexing.index_version() ^ 1)
    catalog.close()
    with Catalog(catalog.database.path) as again:
        assert again.products.search("saree").results
        assert not indexing.outdated(again.database)


def test_programs_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    start = threading.Barrier(4)
    failures: list[BaseException] = []

    def open_it() -> None:
        start.wait(timeout=10)
        try:
            with Catalog(path) as catalog:
                catalog.tickets.open("help", "s")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert failures == []
    with Catalog(path) as catalog:
        assert catalog.database.rows("SELECT id FROM tickets ORDER BY id") == [("T1",), ("T2",), ("T3",), ("T4",)]
        assert catalog.database.rows("SELECT count(*), count(DISTINCT name) FROM schema_migration") == [(3, 3)]


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scripts = tmp_path / "migrations"
    shutil.copytree(Path(indexing.__file__).parents[1] / "migrations", scripts)
    (scripts / "0004_bad.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('DROP TABLE audit')\n    raise RuntimeError('no')\n"
    )
    with Catalog(tmp_path / "store.db") as catalog:
        catalog.tickets.open("help", "s")
    monkeypatch.setattr("catalog.database._MIGRATIONS", scripts)
    with pytest.raises(RuntimeError):
        Catalog(tmp_path / "store.db")
    monkeypatch.undo()
    with Catalog(tmp_path / "store.db") as catalog:
        assert catalog.audit.with_action("x") == ()
        assert catalog.database.pragma("foreign_keys") == 1
