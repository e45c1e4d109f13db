"""The audit trail: who changed what, and when."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from catalog.database import Database
from catalog.records import AuditEntry
from catalog.schema import AuditRow, next_sequence
from catalog.times import Clock, from_text, to_text


class Audit:
    """The repository of audit entries; they are added and read, never changed."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def record(self, actor: str, action: str, entity: str, entity_id: str, details: Mapping[str, Any]) -> None:
        """Add an entry; called within the transaction that makes the change, so that neither is kept without the other.

        Args:
            actor: the conversation or session that asked for it.
            action: what was done, for example "order.cancel".
            entity: what kind of thing was changed, for example "order".
            entity_id: which one.
            details: what else is worth knowing, as JSON.
        """
        AuditRow.insert(
            id=uuid4().hex,
            sequence=next_sequence(AuditRow),
            actor=actor,
            action=action,
            entity=entity,
            entity_id=entity_id,
            details=json.dumps(details),
            created_at=to_text(self._clock()),
        ).execute(self._database)

    def entries(self, entity: str, entity_id: str) -> tuple[AuditEntry, ...]:
        """What was done to one thing, in order."""
        query = (
            AuditRow.select()
            .where((AuditRow.entity == entity) & (AuditRow.entity_id == entity_id))
            .order_by(AuditRow.sequence)
        )
        return tuple(map(_entry, query.execute(self._database)))

    def with_action(self, action: str) -> tuple[AuditEntry, ...]:
        """Every time that something was done, in order."""
        query = AuditRow.select().where(AuditRow.action == action).order_by(AuditRow.sequence)
        return tuple(map(_entry, query.execute(self._database)))


def _entry(row: AuditRow) -> AuditEntry:
    return AuditEntry(
        id=row.id,
        actor=row.actor,
        action=row.action,
        entity=row.entity,
        entity_id=row.entity_id,
        details=json.loads(row.details),
        created_at=from_text(row.created_at),
    )
