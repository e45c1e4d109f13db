"""Which records an import brings, so that the others can be removed: kept by the database, however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from peewee import CompositeKey, Model, SchemaManager, TextField

from catalog.bulk import put_missing
from catalog.database import Database


class _IncomingRow(Model):
    kind = TextField()
    id = TextField()

    class Meta:
        table_name = "incoming"
        primary_key = CompositeKey("kind", "id")


class Incoming:
    """The ids of the records that an import brings, by kind."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, kind: str, ids: Iterable[str]) -> None:
        """Note that an import brings these records."""
        put_missing(self._database, _IncomingRow, [{"kind": kind, "id": one} for one in ids], "kind, id")

    def ids(self, kind: str) -> Any:
        """The ids of a kind, to be asked for within another query."""
        return _IncomingRow.select(_IncomingRow.id).where(_IncomingRow.kind == kind)

    def among(self, kind: str, ids: Iterable[str]) -> frozenset[str]:
        """Which of some records the import brings."""
        query = self.ids(kind).where(_IncomingRow.id.in_(list(ids)))
        return frozenset(one for (one,) in query.tuples().execute(self._database))


@contextmanager
def incoming(database: Database) -> Iterator[Incoming]:
    """A list of ids for one import, in a table that is this connection's own; within the import's transaction."""
    table = SchemaManager(_IncomingRow, database)
    table.create_table(temporary=True)
    yield Incoming(database)
    table.drop_table()
