"""Customers over their visits: their conversations in the store's database, and what it knows of who comes back.

What cannot be written or read costs the record and not the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

import structlog

from catalog.errors import CatalogError
from catalog.records import Conversation as Saved
from catalog.store import Catalog
from engine.dialogue.context import ReturningCustomer
from engine.dialogue.conversation import Conversation
from engine.dialogue.saved import saved_context, saved_turns
from engine.languages import Language

_MOST_RECALLED = 5  # orders and tickets of a customer who is back
_Result = TypeVar("_Result")
_log = structlog.get_logger(__name__)


class AskStore(Protocol):
    """Does some work with the store, on its thread."""

    async def __call__(self, work: Callable[[Catalog], _Result]) -> _Result:
        """Do it, and give what came of it."""
        ...


class Visits:
    """Keeps and recalls.

    Args:
        ask: the store.
    """

    def __init__(self, ask: AskStore) -> None:
        self._ask = ask

    async def save(self, conversation: Conversation, ended: bool) -> None:
        """Write a conversation down; one that has ended is not taken up again."""
        turns, phone = saved_turns(conversation.memory), conversation.guard.verified_phone
        context = {**conversation.snapshot(), "resume": None if ended else saved_context(conversation.context)}
        session_id, language = conversation.session_id, str(conversation.language)
        try:
            await self._ask(lambda store: store.conversations.save(session_id, turns, context, language, phone))
        except CatalogError as failed:
            _log.warning("conversation not saved", error=failed.message)

    async def interrupted(self, prefix: str, seconds: float) -> Saved | None:
        """The last conversation of the sessions whose ids begin so, if it went on until just now.

        Args:
            prefix: of the sessions of one kiosk.
            seconds: for how long a customer is taken to be still there.
        """
        try:
            saved, now = await self._ask(lambda store: (store.conversations.latest(prefix), store.clock()))
        except CatalogError as failed:
            _log.warning("no conversation taken up", error=failed.message)
            return None
        if saved is None or not saved.context.get("resume") or (now - saved.updated_at).total_seconds() > seconds:
            return None
        return saved

    async def recall(self, phone: str) -> ReturningCustomer:
        """What the store knows of a customer who is verified."""

        def look(store: Catalog) -> ReturningCustomer:
            customers = store.customers
            language = customers.preferences(phone).language
            return ReturningCustomer(
                Language(language) if language in list(Language) else None,
                tuple((order.id, order.status) for order in customers.orders_of(phone)[:_MOST_RECALLED]),
                tuple((ticket.id, ticket.summary) for ticket in customers.open_tickets_of(phone)[:_MOST_RECALLED]),
            )

        try:
            return await self._ask(look)
        except CatalogError as failed:
            _log.warning("customer not recalled", error=failed.message)
            return ReturningCustomer()
