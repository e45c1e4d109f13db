"""The record of imports: the last one tells whether the store is a demo store."""

from __future__ import annotations

from uuid import uuid4

from peewee import SQL

from catalog.database import Database
from catalog.schema import ImportRow


def last_import(database: Database) -> ImportRow | None:
    """The last import, None if there was none; a demo store's has a reference date."""
    query = ImportRow.select().order_by(SQL("rowid").desc()).limit(1)
    return next(iter(query.execute(database)), None)


def record_import(database: Database, folder: str, reference_date: str | None, now: str) -> None:
    """Note an import, within the transaction that makes it."""
    ImportRow.insert(id=uuid4().hex, folder=folder, reference_date=reference_date, created_at=now).execute(database)
