"""What the rest of the program may ask of the store's data, whatever keeps it: one interface an aggregate.

`catalog.store.Catalog` offers an implementation of each on SQLite. The tests of the repositories are written against
these interfaces and run on every database that has an implementation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from catalog.records import (
    AuditEntry,
    Conversation,
    Customer,
    Faq,
    Nearness,
    Order,
    Policy,
    Preferences,
    Product,
    Return,
    SearchResult,
    Ticket,
)


class ProductRepository(Protocol):
    """The products; see `catalog.products.Products`."""

    def get(self, product_id: str) -> Product | None:
        """The product with this id, also a withdrawn one."""
        ...

    def all(self) -> tuple[Product, ...]:
        """All products, by id."""
        ...

    def categories(self) -> tuple[str, ...]:
        """The store's own categories, by name."""
        ...

    def revision(self) -> int | None:
        """How often products were changed by anybody."""
        ...

    def search(
        self,
        query: str,
        *,
        category: str | None = None,
        price_min: float | None = None,
        price_max: float | None = None,
        limit: int = 5,
    ) -> SearchResult:
        """Find products by what a customer says."""
        ...


class FaqRepository(Protocol):
    """The frequent questions; see `catalog.faqs.Faqs`."""

    def for_product(self, product_id: str, topic: str | None = None) -> tuple[Faq, ...]:
        """The questions about one product."""
        ...

    def general(self, topic: str | None = None) -> tuple[Faq, ...]:
        """The questions about the whole store."""
        ...

    def search(self, question: str, product_id: str | None = None, limit: int = 3) -> tuple[Faq, ...]:
        """The questions nearest to what a customer asks, best first; none if none is near."""
        ...

    def nearest(self, question: str, product_id: str | None = None) -> Mapping[Faq, Nearness]:
        """The nearest questions, best first, though none may be near enough to be what is asked."""
        ...


class PolicyRepository(Protocol):
    """What the store promises; see `catalog.policies.Policies`."""

    def get(self, policy_type: str) -> Policy | None:
        """The policy of a type."""
        ...

    def return_window_days(self) -> int:
        """For how many days after its delivery an order can be returned."""
        ...


class OrderRepository(Protocol):
    """The orders and their rules; see `catalog.orders.Orders`."""

    def get(self, order_id: str) -> Order | None:
        """The order with this id."""
        ...

    def ids(self, most: int | None = None) -> tuple[str, ...]:
        """The numbers of all orders, the newest first."""
        ...

    def find(self, spoken_id: str) -> Order | None:
        """The order that a customer means by a number."""
        ...

    def of_phone(self, phone: str) -> tuple[Order, ...]:
        """The orders of a phone number in any notation, the newest first."""
        ...

    def return_of(self, order_id: str) -> Return | None:
        """The return that was asked for of an order."""
        ...

    def check_returnable(self, order_id: str) -> None:
        """Make sure that an order can be returned now."""
        ...

    def cancel(self, order_id: str, reason: str | None = None, *, actor: str) -> Order:
        """Cancel an order that has not been sent yet."""
        ...

    def request_return(self, order_id: str, reason: str, action: str, *, actor: str) -> Return:
        """Ask for the return of a delivered order."""
        ...


class CustomerRepository(Protocol):
    """The customers; see `catalog.customers.Customers`."""

    def get(self, phone: str) -> Customer | None:
        """The customer with this number in any notation."""
        ...

    def remember(self, phone: str, language: str | None = None) -> Customer:
        """Know a customer from now on."""
        ...

    def preferences(self, phone: str) -> Preferences:
        """How a customer likes to be spoken to."""
        ...

    def prefer(self, phone: str, **wishes: Any) -> Preferences:
        """Keep how a customer likes to be spoken to."""
        ...

    def orders_of(self, phone: str) -> tuple[Order, ...]:
        """The customer's orders, the newest first."""
        ...

    def open_tickets_of(self, phone: str) -> tuple[Ticket, ...]:
        """What the customer still waits for."""
        ...


class TicketRepository(Protocol):
    """The calls for the staff; see `catalog.tickets.Tickets`."""

    def open(self, summary: str, session_id: str, user_phone: str | None = None) -> Ticket:
        """Call for the staff."""
        ...

    def get(self, ticket_id: str) -> Ticket | None:
        """The ticket with this id."""
        ...

    def waiting(self, user_phone: str | None = None) -> tuple[Ticket, ...]:
        """The open tickets of everybody or of one customer, the oldest first."""
        ...

    def close(self, ticket_id: str, *, actor: str) -> Ticket:
        """Note that a customer was helped."""
        ...


class ConversationRepository(Protocol):
    """The record of conversations; see `catalog.conversations.Conversations`."""

    def save(
        self,
        session_id: str,
        turns: Sequence[Any],
        context: Mapping[str, Any],
        language: str | None = None,
        user_phone: str | None = None,
    ) -> None:
        """Write a conversation as it stands now over what was saved of it before."""
        ...

    def latest(self, prefix: str) -> Conversation | None:
        """The conversation that was saved last, of those whose session's id begins so."""
        ...

    def load(self, session_id: str) -> Conversation | None:
        """The conversation as it was last saved."""
        ...


class AuditRepository(Protocol):
    """Who changed what, and when; see `catalog.audit.Audit`."""

    def record(self, actor: str, action: str, entity: str, entity_id: str, details: Mapping[str, Any]) -> None:
        """Add an entry, within the transaction that makes the change."""
        ...

    def entries(self, entity: str, entity_id: str) -> tuple[AuditEntry, ...]:
        """What was done to one thing, in order."""
        ...

    def with_action(self, action: str) -> tuple[AuditEntry, ...]:
        """Every time that something was done, in order."""
        ...
