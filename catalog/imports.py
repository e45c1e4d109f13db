"""The record of imports: the last one tells whether the store is a demo store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from catalog.database import Database
from catalog.schema import ImportRow, next_sequence


def last_import(database: Database) -> ImportRow | None:
    """The last import, None if there was none; a demo store's has a reference date."""
    query = ImportRow.select().where(ImportRow.finished_at.is_null(False))
    return next(iter(query.order_by(ImportRow.sequence.desc()).limit(1).execute(database)), None)


@contextmanager
def importing(database: Database, folder: str, reference_date: str | None, now: str) -> Iterator[None]:
    """Note an import, within the transaction that makes it; meanwhile the database lets orders become what it says."""
    import_id = uuid4().hex
    ImportRow.insert(
        id=import_id,
        sequence=next_sequence(ImportRow),
        folder=folder,
        reference_date=reference_date,
        created_at=now,
    ).execute(database)
    yield
    ImportRow.update(finished_at=now).where(ImportRow.id == import_id).execute(database)
