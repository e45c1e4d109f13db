"""The customers whom the store knows by their phone number, and how each likes to be spoken to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from peewee import fn

from catalog.database import Database
from catalog.errors import CatalogError
from catalog.phones import significant_digits
from catalog.records import Customer, Order, Preferences, Ticket
from catalog.repositories import OrderRepository, TicketRepository
from catalog.schema import CustomerRow
from catalog.times import Clock, from_text, to_text

_RANGE = (0.5, 2.0)  # of speech_rate and loudness


class Customers:
    """The repository of customers.

    Args:
        database: where they are.
        orders: tells a customer's earlier orders.
        tickets: tells what a customer still waits for.
        clock: tells the time.
    """

    def __init__(self, database: Database, orders: OrderRepository, tickets: TicketRepository, clock: Clock) -> None:
        self._database = database
        self._orders = orders
        self._tickets = tickets
        self._clock = clock

    def get(self, phone: str) -> Customer | None:
        """The customer with this number in any notation, None if nobody is known by it."""
        query = CustomerRow.select().where(CustomerRow.digits == significant_digits(phone))
        return next(map(_customer, query.execute(self._database)), None)

    def remember(self, phone: str, language: str | None = None) -> Customer:
        """Know a customer from now on, and the language that they speak.

        Args:
            phone: in any notation.
            language: its code; None leaves what is known.

        Raises:
            CatalogError: the number has no figures.
        """
        with self._database.writing():
            remember(self._database, phone, language, to_text(self._clock()))
            return self._known(phone)

    def preferences(self, phone: str) -> Preferences:
        """How a customer likes to be spoken to; of somebody who is not known, nothing is known."""
        customer = self.get(phone)
        return Preferences() if customer is None else customer.preferences

    def prefer(self, phone: str, **wishes: Any) -> Preferences:
        """Keep how a customer likes to be spoken to.

        Args:
            phone: in any notation; who was not known is from now on.
            wishes: fields of `Preferences`; what is not named stays as it was, None forgets it.

        Returns:
            All of the customer's preferences as they are now.

        Raises:
            CatalogError: there is no such preference, it is out of range, or the number has no figures.
        """
        _check(wishes)
        now = to_text(self._clock())
        with self._database.writing():
            remember(self._database, phone, None, now)
            before = self._known(phone).preferences
            wished = replace(before, **wishes)
            if wished != before:
                CustomerRow.update(
                    language=wished.language,
                    speech_rate=wished.speech_rate,
                    loudness=wished.loudness,
                    concise=None if wished.concise is None else int(wished.concise),
                    updated_at=now,
                ).where(CustomerRow.digits == significant_digits(phone)).execute(self._database)
        return wished

    def orders_of(self, phone: str) -> tuple[Order, ...]:
        """The customer's orders, the newest first."""
        return self._orders.of_phone(phone)

    def open_tickets_of(self, phone: str) -> tuple[Ticket, ...]:
        """What the customer still waits for, the oldest first."""
        return self._tickets.waiting(phone)

    def _known(self, phone: str) -> Customer:
        customer = self.get(phone)
        if customer is None:
            raise CatalogError("A customer cannot be kept without a phone number.", "Ask for the number.", exit_code=2)
        return customer


def remember(database: Database, phone: str, language: str | None, now: str) -> str | None:
    """Keep a customer's number, and the language they speak if it is known; within the caller's transaction.

    Returns:
        The customer's id; None if the number has no figures, by which nobody can be known.
    """
    digits = significant_digits(phone)
    if not digits:
        return None
    newer = {CustomerRow.language: language, CustomerRow.updated_at: now} if language else {}
    fresh = {CustomerRow.id: uuid4().hex, CustomerRow.phone: phone, CustomerRow.digits: digits}
    times = {CustomerRow.created_at: now, CustomerRow.updated_at: now}
    insert = CustomerRow.insert(fresh | times | {CustomerRow.language: language})
    if newer:
        changed = fn.COALESCE(CustomerRow.language, "") != language
        insert = insert.on_conflict(conflict_target=[CustomerRow.digits], update=newer, where=changed)
    else:
        insert = insert.on_conflict_ignore()
    insert.execute(database)
    query = CustomerRow.select(CustomerRow.id).where(CustomerRow.digits == digits)
    return str(next(iter(query.tuples().execute(database)))[0])


def _check(wishes: dict[str, Any]) -> None:
    for name, value in wishes.items():
        if name not in Preferences.__dataclass_fields__:
            known = ", ".join(Preferences.__dataclass_fields__)
            raise CatalogError(f"There is no preference {name}.", f"Choose from: {known}.", exit_code=2)
        low, high = _RANGE
        if name in ("speech_rate", "loudness") and value is not None and not low <= value <= high:
            raise CatalogError(f"{name} cannot be {value}.", f"1 is usual; choose from {low} to {high}.", exit_code=2)


def _customer(row: CustomerRow) -> Customer:
    concise = None if row.concise is None else bool(row.concise)
    return Customer(
        id=row.id,
        phone=row.phone,
        preferences=Preferences(row.language, row.speech_rate, row.loudness, concise),
        created_at=from_text(row.created_at),
        updated_at=from_text(row.updated_at),
    )
