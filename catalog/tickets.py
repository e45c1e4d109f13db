"""Calls for a member of the staff."""

from __future__ import annotations

from catalog.database import Database
from catalog.records import Ticket
from catalog.schema import TicketRow
from catalog.times import Clock, to_text


class Tickets:
    """The repository of tickets; their ids (T1, T2, …) are short, since they are read out."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def open(self, summary: str, session_id: str) -> Ticket:
        """Call for the staff.

        Args:
            summary: what the customer needs.
            session_id: the conversation in which they asked.
        """
        now = self._clock()
        with self._database.writing():
            (count,) = self._database.rows("SELECT count(*) FROM tickets")[0]
            ticket = Ticket(f"T{count + 1}", session_id, summary, "open", now, now)
            TicketRow.insert(
                id=ticket.id,
                session_id=session_id,
                summary=summary,
                status=ticket.status,
                created_at=to_text(now),
                updated_at=to_text(now),
            ).execute(self._database)
        return ticket
