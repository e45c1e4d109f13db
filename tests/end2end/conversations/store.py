"""The store that conversations happen in: imported once, copied for each, and compared at the end."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from catalog.importer import import_store
from catalog.schema import OrderRow, ReturnRow, TicketRow
from catalog.search.embedding import Embedder, Vectors
from catalog.store import Catalog
from catalog.store_files import read_store
from catalog.times import INDIA


class Remembering:
    """An embedder that keeps the vectors of what customers ask: the same words come in many conversations."""

    def __init__(self, inner: Embedder) -> None:
        self.name = inner.name
        self.readings = lru_cache(maxsize=50_000)(inner.readings)
        self.passages = inner.passages

    def query(self, text: str) -> Vectors:
        """See `Embedder.query`."""
        vector: Vectors = self.readings(text)[0]
        return vector


@dataclass(frozen=True)
class PreparedStore:
    """A database with a store's data in it, on the day that the data was written for.

    Attributes:
        file: the database.
        opened_at: noon of that day; the conversations begin then.
        embedder: with which it is searched by meaning.
    """

    file: Path
    opened_at: datetime
    embedder: Embedder | None

    def copy(self, target: Path) -> Path:
        """A database of its own for one conversation."""
        shutil.copy(self.file, target)
        return target


def prepare(data: Path, target: Path, embedder: Embedder | None) -> PreparedStore:
    """Import a store's data.

    Args:
        data: the folder with products.json and the others; its store.json names the day.
        target: the database to make; one that is there already is used as it is.
        embedder: makes the vectors, each once; None leaves the search to words.
    """
    day = datetime.fromisoformat(json.loads((data / "store.json").read_text(encoding="utf-8"))["reference_date"])
    opened_at = datetime.combine(day, time(12), INDIA)
    if not target.exists():
        with Catalog(target, clock=lambda: opened_at, embedder=embedder) as catalog:
            import_store(catalog, read_store(data))
            if catalog.vectors:
                catalog.vectors.catch_up()
            catalog.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    return PreparedStore(target, opened_at, Remembering(embedder) if embedder else None)


@dataclass(frozen=True)
class State:
    """What conversations may change in a store."""

    orders: dict[str, str]
    returns: dict[str, dict[str, Any]]
    tickets: int


def state(file: Path) -> State:
    """The state of a store now."""
    with Catalog(file, create=False) as catalog:
        orders = OrderRow.select(OrderRow.id, OrderRow.status).tuples().execute(catalog.database)
        returns = {
            row.id: {
                "order_id": row.order_id,
                "reason": row.reason,
                "action_requested": row.action_requested,
                "refund_amount": row.refund_amount,
            }
            for row in ReturnRow.select().execute(catalog.database)
        }
        return State(dict(orders), returns, TicketRow.select().count(catalog.database))
