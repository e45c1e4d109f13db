"""The record of conversations, and of the customers who said who they are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from catalog.customers import remember
from catalog.database import Database
from catalog.records import Conversation
from catalog.schema import ConversationRow
from catalog.times import Clock, from_text, to_text


class Conversations:
    """The repository of conversations."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def save(
        self,
        session_id: str,
        turns: Sequence[Any],
        context: Mapping[str, Any],
        language: str | None = None,
        user_phone: str | None = None,
    ) -> None:
        """Write a conversation as it stands now over what was saved of it before.

        Args:
            session_id: whose.
            turns: what was said, as JSON values.
            context: what the conversation is about, as JSON values.
            language: the language that it is held in.
            user_phone: the customer's number, once they gave it.
        """
        now = to_text(self._clock())
        values = {
            ConversationRow.turns: json.dumps(list(turns)),
            ConversationRow.context: json.dumps(dict(context)),
            ConversationRow.language: language,
            ConversationRow.user_phone: user_phone,
            ConversationRow.updated_at: now,
        }
        fresh = {
            ConversationRow.id: uuid4().hex,
            ConversationRow.session_id: session_id,
            ConversationRow.created_at: now,
        }
        with self._database.writing():
            ConversationRow.insert(fresh | values).on_conflict(
                conflict_target=[ConversationRow.session_id], update=values
            ).execute(self._database)
            if user_phone:
                remember(self._database, user_phone, language, now)

    def latest(self, prefix: str) -> Conversation | None:
        """The conversation that was saved last, of those whose session's id begins so; None if there is none."""
        query = ConversationRow.select().where(ConversationRow.session_id.startswith(prefix))
        newest = query.order_by(ConversationRow.updated_at.desc()).limit(1)
        return next(map(_conversation, newest.execute(self._database)), None)

    def load(self, session_id: str) -> Conversation | None:
        """The conversation as it was last saved, None if it never was."""
        query = ConversationRow.select().where(ConversationRow.session_id == session_id)
        return next(map(_conversation, query.execute(self._database)), None)


def _conversation(row: ConversationRow) -> Conversation:
    return Conversation(
        id=row.id,
        session_id=row.session_id,
        user_phone=row.user_phone,
        turns=tuple(json.loads(row.turns)),
        context=json.loads(row.context),
        language=row.language,
        created_at=from_text(row.created_at),
        updated_at=from_text(row.updated_at),
    )
