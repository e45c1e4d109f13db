"""Writing many records into a table: each is inserted, or changes the one with its id, or finds it as it is.

`ON CONFLICT … DO UPDATE … WHERE … IS DISTINCT FROM …` is the same in SQLite (3.39) and PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from peewee import Model

from catalog.database import Database

_T = TypeVar("_T")
_AT_ONCE = 200


def batches(values: Iterable[_T]) -> Iterator[list[_T]]:
    """The values, some hundred at a time."""
    iterator = iter(values)
    while batch := list(islice(iterator, _AT_ONCE)):
        yield batch


def put(
    database: Database, table: type[Model], records: Sequence[Mapping[str, Any]], times: Sequence[str] = ()
) -> None:
    """Insert records or change those with their ids; of `times`, a change sets the last and a standstill none."""
    if not records:
        return
    columns = [*records[0]]
    content = [column for column in columns if column != "id" and column not in times]
    changes = ", ".join(f"{column} = excluded.{column}" for column in [*content, *times[1:]])
    old = ", ".join(f"{_name(table)}.{column}" for column in content)
    new = ", ".join(f"excluded.{column}" for column in content)
    _insert(database, table, records, f"(id) DO UPDATE SET {changes} WHERE ({old}) IS DISTINCT FROM ({new})")


def put_missing(database: Database, table: type[Model], records: Sequence[Mapping[str, Any]], key: str) -> None:
    """Insert the records whose key is not there yet."""
    if records:
        _insert(database, table, records, f"({key}) DO NOTHING")


def _insert(database: Database, table: type[Model], records: Sequence[Mapping[str, Any]], conflict: str) -> None:
    columns = [*records[0]]
    marks = ", ".join([database.param] * len(columns))
    database.execute_many(
        f"INSERT INTO {_name(table)} ({', '.join(columns)}) VALUES ({marks}) ON CONFLICT {conflict}",  # noqa: S608  # ours
        [tuple(record.values()) for record in records],
    )


def _name(table: type[Model]) -> str:
    return str(table._meta.table_name)  # noqa: SLF001  # peewee's way to tell it
