"""The customers whom the store knows by their phone number."""

from __future__ import annotations

from uuid import uuid4

from catalog.database import Database


def remember(database: Database, phone: str, language: str | None, now: str) -> None:
    """Keep a customer's number, and the language they speak if it is known; within the caller's transaction."""
    database.execute_sql(
        "INSERT INTO customers (id, phone, language, created_at, updated_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (phone) DO UPDATE SET language = excluded.language, updated_at = excluded.updated_at"
        " WHERE excluded.language IS NOT NULL AND excluded.language IS NOT language",
        (uuid4().hex, phone, language, now, now),
    )
