"""The repositories on each database that there is: what is tested here holds for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from catalog.database import open_database
from catalog.importer import StoreWriter
from catalog.store import Repositories
from catalog.store_files import read_store
from tests.fakes import postgres

BACKENDS = ["sqlite", *(["postgresql"] if postgres.missing() is None else [])]


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[postgres.PostgresDatabase]:
    with postgres.server() as database:
        yield database


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """An empty database."""
    if request.param == "postgresql":
        found = request.getfixturevalue("postgres_database")
        found.empty()
        yield found
    else:
        with closing(open_database(tmp_path / "repositories.db")) as opened:
            yield opened


@pytest.fixture
def empty_store(database: Any, clock: Any) -> Repositories:
    return Repositories(database, clock)


@pytest.fixture
def fill(database: Any, empty_store: Repositories, write_store: Callable[..., Path], clock: Any) -> Callable[..., None]:
    """Write the fixture store's records, some files changed, as an import does."""

    def filled(**changed: Any) -> None:
        writer = StoreWriter(database, empty_store.audit, clock(), None, replace=True)
        with database.writing():
            writer.write(read_store(write_store(**changed)))

    return filled


@pytest.fixture
def store(empty_store: Repositories, fill: Callable[..., None]) -> Repositories:
    fill()
    return empty_store
