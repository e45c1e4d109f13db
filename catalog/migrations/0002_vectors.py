"""What the products' vectors are made of: the remembered vectors of texts, and the state of the search's indices."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog.database import Database

SCHEMA = (
    "CREATE TABLE embeddings (digest BLOB NOT NULL PRIMARY KEY, vector BLOB NOT NULL) STRICT",
    "CREATE TABLE product_meanings (product_id TEXT NOT NULL PRIMARY KEY, vector BLOB NOT NULL) STRICT",
    "CREATE TABLE search_state (name TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT",
)


def up(migrator: object, db: Database) -> None:
    for statement in SCHEMA:
        db.execute_sql(statement)
