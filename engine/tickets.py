"""Who waits for the staff: told to the screen, and closed by the operator."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from catalog.errors import CatalogError
from engine.events import Event, TicketsWaiting, WaitingTicket
from engine.visits import AskStore

_log = structlog.get_logger(__name__)


class Tickets:
    """The tickets of the store.

    Args:
        ask: the store.
        emit: told who waits.
    """

    def __init__(self, ask: AskStore, emit: Callable[[Event], None]) -> None:
        self._ask = ask
        self._emit = emit

    async def tell(self) -> None:
        """Tell who waits for the staff."""
        try:
            waiting = await self._ask(lambda store: store.tickets.waiting())
        except CatalogError as failed:
            _log.warning("tickets cannot be read", error=failed.message)
            return
        self._emit(TicketsWaiting(tuple(WaitingTicket(one.id, one.summary, one.created_at) for one in waiting)))

    async def close(self, ticket_id: str) -> None:
        """The operator says that somebody was helped; who else waits is told."""
        try:
            await self._ask(lambda store: store.tickets.close(ticket_id, actor="operator"))
        except CatalogError as failed:
            _log.warning("ticket not closed", ticket=ticket_id, error=failed.message)
        await self.tell()
