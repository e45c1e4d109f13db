"""`sahayak catalog`, without the error handling of `sahayak` itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from catalog.errors import CatalogError, ImportProblems
from catalog.store import Catalog
from desktop.commands.catalog import app

Write = Callable[..., Path]


def run(*arguments: object) -> Any:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def imported(tmp_path: Path, write_store: Write) -> Path:
    db = tmp_path / "store.db"
    result = run("import", write_store(), "--db", db)
    assert result.exit_code == 0
    assert result.stdout == "Imported 12 products, 4 FAQs, 6 orders and 2 policies.\n"
    return db


def test_search_answers_in_json(imported: Path) -> None:
    answer = json.loads(run("search", "लाल साड़ी", "--json", "--db", imported).stdout)
    assert answer.keys() == {"query", "results", "near_misses"}
    assert answer["query"] == "लाल साड़ी"
    first = answer["results"][0]
    assert first == {"id": "P01", "name": "Red Cotton Saree", "price": 899.0, "score": first["score"]}
    assert 1 >= first["score"] > 0.5
    assert answer["near_misses"] == []


def test_search_filters(imported: Path) -> None:
    arguments = ("search", "saree", "--category", "Clothing", "--min", 1000, "--max", 2000, "--limit", 1, "--json")
    answer = json.loads(run(*arguments, "--db", imported).stdout)
    assert answer["results"] == []
    assert [hit["id"] for hit in answer["near_misses"]] == ["P01"]


def test_search_for_a_person(imported: Path) -> None:
    first, second = run("search", "printed kurta", "--db", imported).stdout.splitlines()
    assert re.fullmatch(r"P05  Printed Kurta  ₹749  sold out  score (0\.\d\d|1\.00)", first)
    assert re.fullmatch(r"P04  White Kurta  ₹699  6 in stock  score 0\.\d\d", second)
    assert "Nothing matches “helicopter”." in run("search", "helicopter", "--db", imported).stdout


def test_stats_count(imported: Path) -> None:
    lines = run("stats", "--db", imported).stdout.splitlines()
    assert "  products            12" in lines
    assert "  Clothing           5" in lines
    assert any(line.startswith("  faqs.question_hi") and line.endswith(" 2") for line in lines)


def test_stats_tell_what_is_missing(imported: Path) -> None:
    lines = [line.split() for line in run("stats", "--db", imported).stdout.splitlines()]
    assert ["without", "a", "picture", "12"] in lines
    assert ["sold", "out", "1"] in lines
    assert ["products", "without", "a", "vector", "12"] in lines
    assert ["index", "of", "words", "sound"] in lines
    assert ["faqs", "without", "a", "vector", "4"] in lines
    assert ["delivered", "2"] in lines


def test_stats_tell_that_the_index_is_old(imported: Path) -> None:
    with Catalog(imported) as catalog:
        catalog.database.execute_sql(
            "INSERT INTO meanings VALUES ('products', 'P01', x'00'), ('products', 'gone', x'00')"
        )
        catalog.database.execute_sql("PRAGMA user_version = 1")
    lines = [line.split() for line in run("stats", "--db", imported).stdout.splitlines()]
    assert ["index", "of", "words", "outdated"] in lines
    assert ["products", "without", "a", "vector", "11"] in lines


@pytest.mark.parametrize("options", [(), ("--csv",)])
def test_an_export_can_be_imported(imported: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    result = run("export", tmp_path / "export", *options, "--db", imported)
    assert result.stdout == f"Exported 12 products, 4 FAQs, 6 orders and 2 policies to {tmp_path / 'export'}.\n"
    assert run("import", tmp_path / "export", "--db", tmp_path / "other.db").exit_code == 0
    with pytest.raises(CatalogError, match="is not empty") as caught:
        run("export", tmp_path / "export", *options, "--db", imported)
    assert caught.value.exit_code == 2


def test_an_upsert_removes_nothing(imported: Path, tmp_path: Path, write_store: Write) -> None:
    lamp = {"id": "L", "name": "Lamp", "description": "", "category": "Home", "price": 5, "stock_quantity": 1}
    faq = {"id": "F9", "product_id": "P01", "question": "Why?", "answer": "So.", "topic": "usage"}
    folder = write_store("more", products=[lamp], faqs=[faq], orders=None, policies=None)
    result = run("import", folder, "--mode", "upsert", "--db", imported)
    assert result.stdout == "Imported 1 products, 1 FAQs, 0 orders and 0 policies.\n"
    assert "  products            13" in run("stats", "--db", imported).stdout.splitlines()
    with pytest.raises(ImportProblems):
        run("import", folder, "--mode", "upsert", "--db", tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()
    assert run("import", folder, "--mode", "merge", "--db", imported).exit_code == 2


def test_notes_go_to_standard_error(tmp_path: Path, write_store: Write) -> None:
    result = run("import", write_store(orders=None), "--db", tmp_path / "store.db")
    assert "note: orders.json is missing" in result.stderr
    assert "note" not in result.stdout


def test_bad_data_is_refused_before_a_database_is_made(tmp_path: Path, write_store: Write) -> None:
    with pytest.raises(ImportProblems) as caught:
        run("import", write_store(products=[{}]), "--db", tmp_path / "store.db")
    assert caught.value.exit_code == 2
    assert not (tmp_path / "store.db").exists()


@pytest.mark.parametrize("command", [("search", "saree"), ("stats",), ("export", "new")])
def test_a_missing_database_is_an_error(tmp_path: Path, command: tuple[str, ...]) -> None:
    with pytest.raises(CatalogError) as caught:
        run(*command, "--db", tmp_path / "none.db")
    assert caught.value.exit_code == 1
    assert not (tmp_path / "none.db").exists()


def test_the_database_is_in_sahayaks_own_folder(
    tmp_path: Path, write_store: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAHAYAK_HOME", str(tmp_path / "home"))
    run("import", write_store())
    assert (tmp_path / "home" / "sahayak.db").exists()


def test_a_limit_is_positive(imported: Path) -> None:
    assert run("search", "saree", "--limit", 0, "--db", imported).exit_code == 2
