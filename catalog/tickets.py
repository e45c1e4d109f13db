"""Calls for a member of the staff: opened for a customer, closed by whoever has helped."""

from __future__ import annotations

from typing import Any

from peewee import fn

from catalog.customers import remember
from catalog.database import Database
from catalog.errors import TicketNotFound
from catalog.phones import significant_digits
from catalog.records import Ticket
from catalog.repositories import AuditRepository
from catalog.schema import CustomerRow, TicketRow
from catalog.times import Clock, from_text, to_text

CLOSE = "ticket.close"  # in the audit trail


class Tickets:
    """The repository of tickets; their ids (T1, T2, …) are short, since they are read out."""

    def __init__(self, database: Database, audit: AuditRepository, clock: Clock) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock

    def open(self, summary: str, session_id: str, user_phone: str | None = None) -> Ticket:
        """Call for the staff.

        Args:
            summary: what the customer needs.
            session_id: the conversation in which they asked.
            user_phone: the customer's number, once they gave it.
        """
        now = to_text(self._clock())
        with self._database.writing():
            customer = remember(self._database, user_phone, None, now) if user_phone else None
            ticket_id = f"T{TicketRow.select(fn.COUNT(TicketRow.id)).scalar(self._database) + 1}"
            TicketRow.insert(
                id=ticket_id,
                session_id=session_id,
                customer=customer,
                summary=summary,
                status="open",
                created_at=now,
                updated_at=now,
            ).execute(self._database)
            return self._existing(ticket_id)

    def get(self, ticket_id: str) -> Ticket | None:
        """The ticket with this id, None if there is none."""
        return next(iter(self._some(TicketRow.id == ticket_id)), None)

    def waiting(self, user_phone: str | None = None) -> tuple[Ticket, ...]:
        """The open tickets, the oldest first: of everybody, or of the customer with a number in any notation."""
        condition = TicketRow.status == "open"
        if user_phone is not None:
            condition &= CustomerRow.digits == significant_digits(user_phone)
        return self._some(condition)

    def close(self, ticket_id: str, *, actor: str) -> Ticket:
        """Note that a customer was helped; to close a closed ticket changes nothing.

        Args:
            ticket_id: which.
            actor: who says so, for example "operator".

        Raises:
            TicketNotFound: there is no such ticket.
        """
        with self._database.writing():
            ticket = self._existing(ticket_id)
            if ticket.status == "closed":
                return ticket
            TicketRow.update(status="closed", updated_at=to_text(self._clock())).where(
                TicketRow.id == ticket_id
            ).execute(self._database)
            self._audit.record(actor, CLOSE, "ticket", ticket_id, {})
            return self._existing(ticket_id)

    def _existing(self, ticket_id: str) -> Ticket:
        ticket = self.get(ticket_id)
        if ticket is None:
            raise TicketNotFound(ticket_id)
        return ticket

    def _some(self, condition: Any) -> tuple[Ticket, ...]:
        query = TicketRow.select(TicketRow, CustomerRow.phone).left_outer_join(CustomerRow).where(condition)
        # T10 comes after T9.
        ordered = query.order_by(TicketRow.created_at, fn.LENGTH(TicketRow.id), TicketRow.id)
        return tuple(map(_ticket, ordered.objects().execute(self._database)))


def _ticket(row: Any) -> Ticket:
    return Ticket(
        id=row.id,
        session_id=row.session_id,
        summary=row.summary,
        status=row.status,
        created_at=from_text(row.created_at),
        updated_at=from_text(row.updated_at),
        user_phone=row.phone,
    )
