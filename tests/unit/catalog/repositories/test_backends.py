"""Which databases the tests of this folder run on."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from tests.fakes import postgres


def test_postgresql_is_one_of_them(request: pytest.FixtureRequest) -> None:
    if reason := postgres.missing():
        pytest.skip(f"{reason}: the repositories are tested on SQLite only")
    database = request.getfixturevalue("postgres_database")
    ((version,),) = database.execute_sql("SELECT version()").fetchall()
    assert version.startswith("PostgreSQL")


def test_each_test_has_a_database_of_its_own(database: Any, fill: Any) -> None:
    fill()
    assert database.execute_sql("SELECT count(*) FROM imports").fetchone() == (1,)


def test_sql_of_sqlite_stays_where_it_belongs() -> None:
    catalog = Path(__file__).parents[4] / "catalog"
    own = {"rows", "stream", "pragma", "execute_sql"}  # of `Database`, for SQLite's own SQL
    asked = {
        (path.name, node.func.attr)
        for path in catalog.glob("*.py")
        if path.name != "database.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in own
    }
    assert asked == set()
