"""Which databases the tests of this folder run on."""

from __future__ import annotations

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
