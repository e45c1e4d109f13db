"""The orders, and the two things that a customer may have done to one: cancel it, return it.

The rules stand here and, where SQLite can hold them, in the schema. Each change is one transaction that takes the write
lock before it reads, checks, changes and writes its audit entry: of two that are asked for at once, one is done and the
other finds it done.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import date
from typing import NoReturn

from peewee import fn

from catalog.database import Database
from catalog.errors import OrderNotFound, RuleViolation
from catalog.phones import significant_digits
from catalog.records import Order, OrderItem, Return
from catalog.repositories import AuditRepository
from catalog.schema import OrderItemRow, OrderRow, ProductRow, ReturnRow
from catalog.times import INDIA, Clock, from_text, to_text

RETURN_REASONS = ("defective", "wrong_item", "not_as_described", "changed_mind", "size_issue")
RETURN_ACTIONS = ("refund", "exchange", "store_credit")
CANCEL = "order.cancel"  # in the audit trail
RETURN = "order.return"
_LONGEST_REASON = 500


class Orders:
    """The repository of orders.

    Args:
        database: where they are.
        audit: where changes are noted.
        clock: tells the time.
        return_window_days: tells for how many days after its delivery an order can be returned.
    """

    def __init__(
        self, database: Database, audit: AuditRepository, clock: Clock, return_window_days: Callable[[], int]
    ) -> None:
        self._database = database
        self._audit = audit
        self._clock = clock
        self._return_window_days = return_window_days

    def get(self, order_id: str) -> Order | None:
        """The order with this id, None if there is none."""
        row = next(iter(OrderRow.select().where(OrderRow.id == order_id).execute(self._database)), None)
        return None if row is None else _order(row, self._items(order_id))

    def ids(self, most: int | None = None) -> tuple[str, ...]:
        """The numbers of all orders or of so many, the newest first."""
        rows = OrderRow.select(OrderRow.id).order_by(OrderRow.created_at.desc(), OrderRow.id).limit(most)
        return tuple(order_id for (order_id,) in rows.tuples().execute(self._database))

    def find(self, spoken_id: str) -> Order | None:
        """The order that a customer means by a number; None if there is none, or if several would fit.

        Letter case, spaces and hyphens do not count, and letters before the figures may be left out: nobody says
        "ORD-0" before "1003".
        """
        wanted = _bare(spoken_id)
        if not wanted:
            return None
        if (exact := self.get(spoken_id)) is not None:
            return exact
        bare = fn.UPPER(fn.REPLACE(fn.REPLACE(fn.REPLACE(OrderRow.id, "-", ""), " ", ""), "_", ""))
        ending = [
            str(order_id)
            for (order_id,) in OrderRow.select(OrderRow.id)
            .where(bare.endswith(wanted))
            .tuples()
            .execute(self._database)
        ]
        whole = [order_id for order_id in ending if _bare(order_id) == wanted]
        after_letters = [order_id for order_id in ending if _bare(order_id).removesuffix(wanted).rstrip("0").isalpha()]
        meant = whole or (after_letters if wanted.isdecimal() else [])
        return self.get(meant[0]) if len(meant) == 1 else None

    def of_phone(self, phone: str) -> tuple[Order, ...]:
        """The orders of a phone number in any notation, the newest first."""
        digits = significant_digits(phone)
        if not digits:
            return ()
        query = OrderRow.select().where(OrderRow.phone_digits == digits)
        rows = query.order_by(OrderRow.created_at.desc(), OrderRow.id).execute(self._database)
        return tuple(_order(row, self._items(row.id)) for row in list(rows))

    def return_of(self, order_id: str) -> Return | None:
        """The return that was asked for of an order, None if there is none."""
        query = ReturnRow.select().where(ReturnRow.order == order_id)
        return next(map(_return, query.execute(self._database)), None)

    def cancel(self, order_id: str, reason: str | None = None, *, actor: str) -> Order:
        """Cancel an order that has not been sent yet; what was reserved for it goes back into stock.

        Args:
            order_id: which.
            reason: the customer's, if they gave one.
            actor: the conversation or session in which it was confirmed.

        Returns:
            The order as it is now.

        Raises:
            OrderNotFound: there is no such order.
            RuleViolation: already_cancelled, already_shipped, already_delivered or already_returned.
        """
        with self._database.writing():
            before = self._existing(order_id)
            if before.status not in ("pending", "confirmed"):
                _refuse(f"already_{before.status}", f"Order {order_id} is already {before.status}.")
            if self.return_of(order_id) is not None:  # of an order that an import has opened again
                _refuse("already_returned", f"A return of order {order_id} has already been requested.")
            apply_cancellation(self._database, order_id, to_text(self._clock()))
            details = {
                "reason": reason and reason[:_LONGEST_REASON],
                "status": before.status,
                "updated_at": to_text(before.updated_at),
            }
            self._audit.record(actor, CANCEL, "order", order_id, details)
            return self._existing(order_id)

    def request_return(self, order_id: str, reason: str, action: str, *, actor: str) -> Return:
        """Ask for the return of a delivered order, once, within the store's return window.

        The window counts whole days in India: what was delivered on the 1st can be returned until the end of the 8th
        if the store allows 7 days. The refund is what the items cost, never more than the order's total; an
        exchange refunds nothing.

        Args:
            order_id: which.
            reason: one of RETURN_REASONS.
            action: what the customer wants, one of RETURN_ACTIONS.
            actor: the conversation or session in which it was confirmed.

        Raises:
            OrderNotFound: there is no such order.
            RuleViolation: unknown_reason, unknown_action, already_returned, already_cancelled, not_delivered or
                window_closed.
        """
        if reason not in RETURN_REASONS:
            raise RuleViolation("unknown_reason", f"The reason must be one of {', '.join(RETURN_REASONS)}.")
        if action not in RETURN_ACTIONS:
            raise RuleViolation("unknown_action", f"The action must be one of {', '.join(RETURN_ACTIONS)}.")
        with self._database.writing():
            order = self._existing(order_id)
            self._check_returnable(order)
            cost = sum(item.quantity * item.unit_price for item in order.items)
            now = self._clock()
            ReturnRow.insert(
                id=f"RET-{order_id}",
                order=order_id,
                reason=reason,
                action_requested=action,
                status="requested",
                refund_amount=0.0 if action == "exchange" else min(round(cost, 2), order.total_amount),
                created_at=to_text(now),
            ).execute(self._database)
            self._audit.record(actor, RETURN, "order", order_id, {"reason": reason, "action": action})
            made = self.return_of(order_id)
            assert made is not None
            return made

    def check_returnable(self, order_id: str) -> None:
        """Make sure that an order can be returned now.

        Raises:
            OrderNotFound: there is no such order.
            RuleViolation: already_returned, already_cancelled, not_delivered or window_closed.
        """
        self._check_returnable(self._existing(order_id))

    def _check_returnable(self, order: Order) -> None:
        if self.return_of(order.id) is not None:
            _refuse("already_returned", f"A return of order {order.id} has already been requested.")
        if order.status == "cancelled":
            _refuse("already_cancelled", f"Order {order.id} is cancelled; there is nothing to return.")
        if order.status != "delivered":
            _refuse("not_delivered", f"Order {order.id} has not been delivered yet; it is {order.status}.")
        window = self._return_window_days()
        kept = (self._clock().astimezone(INDIA).date() - order.updated_at.astimezone(INDIA).date()).days
        if kept > window:
            _refuse(
                "window_closed", f"Order {order.id} was delivered {kept} days ago; returns are open for {window} days."
            )

    def _existing(self, order_id: str) -> Order:
        order = self.get(order_id)
        if order is None:
            raise OrderNotFound(order_id)
        return order

    def _items(self, order_id: str) -> tuple[OrderItem, ...]:
        query = OrderItemRow.select().where(OrderItemRow.order == order_id).order_by(OrderItemRow.id)
        return tuple(OrderItem(row.product_id, row.quantity, row.unit_price) for row in query.execute(self._database))


def apply_cancellation(database: Database, order_id: str, now: str, restock: Container[str] | None = None) -> None:
    """Mark an open order as cancelled and put its items back into stock, within the caller's transaction.

    Args:
        database: where it is.
        order_id: which.
        now: when it was cancelled, as the database keeps times.
        restock: the only products whose stock still lacks the order's items; None: all of its products.
    """
    OrderRow.update(status="cancelled", updated_at=now).where(OrderRow.id == order_id).execute(database)
    for item in OrderItemRow.select().where(OrderItemRow.order == order_id).execute(database):
        if restock is None or item.product_id in restock:
            ProductRow.update(stock_quantity=ProductRow.stock_quantity + item.quantity).where(
                (ProductRow.id == item.product_id) & (ProductRow.withdrawn == 0)
            ).execute(database)


def _bare(order_id: str) -> str:
    return "".join(c for c in order_id.upper() if c not in "- _")


def _refuse(kind: str, message: str) -> NoReturn:
    raise RuleViolation(kind, message)


def _order(row: OrderRow, items: tuple[OrderItem, ...]) -> Order:
    return Order(
        id=row.id,
        user_phone=row.user_phone,
        status=row.status,
        total_amount=row.total_amount,
        shipping_address=row.shipping_address,
        created_at=from_text(row.created_at),
        updated_at=from_text(row.updated_at),
        estimated_delivery=date.fromisoformat(row.estimated_delivery) if row.estimated_delivery else None,
        tracking_number=row.tracking_number,
        shipping_carrier=row.shipping_carrier,
        items=items,
    )


def _return(row: ReturnRow) -> Return:
    return Return(
        id=row.id,
        order_id=row.order_id,
        reason=row.reason,
        action_requested=row.action_requested,
        status=row.status,
        refund_amount=row.refund_amount,
        created_at=from_text(row.created_at),
        processed_at=from_text(row.processed_at) if row.processed_at else None,
    )
