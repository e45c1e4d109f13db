"""What holds of orders whatever customers ask for, in whatever order and however often."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from peewee import IntegrityError

from catalog.errors import OrderNotFound, RuleViolation
from catalog.importer import import_store
from catalog.orders import CANCEL, RETURN_ACTIONS, RETURN_REASONS
from catalog.store import Catalog
from catalog.store_data import OrderRecord, ProductRecord
from catalog.store_files import StoreData
from catalog.times import INDIA, to_text

_NOW = datetime(2026, 1, 15, 6, 30, tzinfo=UTC)
_PRODUCTS = tuple(
    ProductRecord(id=f"P{number}", name="x", description="", category="x", price=1.0, stock_quantity=number)
    for number in range(3)
)
_ITEM = st.fixed_dictionaries(
    {
        "product_id": st.sampled_from([product.id for product in _PRODUCTS]),
        "quantity": st.integers(1, 5),
        "unit_price": st.sampled_from([0.005, 0.1, 99.999, 899.0]) | st.floats(0, 1e6),
    }
)
_ORDERS = st.lists(
    st.fixed_dictionaries(
        {
            "status": st.sampled_from(["delivered", "pending", "delivered", "confirmed", "shipped", "cancelled"]),
            "total_amount": st.sampled_from([0.0, 0.001, 0.3, 899.0]) | st.floats(0, 1e6),
            "updated_at": st.sampled_from([0, 6, 7, 8, 10]).map(lambda days: (_NOW - timedelta(days=days)).isoformat()),
            "items": st.lists(_ITEM, min_size=1, max_size=4),
        }
    ),
    min_size=3,
    max_size=3,
)
_NUMBERS = st.integers(0, 3)  # the last is no order
_STATUS = st.sampled_from(["pending", "confirmed", "shipped", "delivered", "cancelled"])


def _order(order_id: str, **changing: Any) -> OrderRecord:
    return OrderRecord(
        id=order_id, user_phone="9876543210", shipping_address="Pune", created_at="2026-01-01", **changing
    )


def _data(*orders: OrderRecord) -> StoreData:
    return StoreData(Path("store"), _PRODUCTS, (), orders, (), None, ())


@dataclass
class _Known:
    """What the test itself knows of an order."""

    status: str
    updated_at: datetime
    items: list[dict[str, Any]]
    total: float
    cancelled_as_of: datetime | None = None
    noted: list[str] = field(default_factory=list)
    refund: float | None = None  # of the return, if there is one

    @classmethod
    def of(cls, order: OrderRecord) -> _Known:
        items = [item.model_dump() for item in order.items]
        return cls(order.status, order.updated_at, items, order.total_amount)

    def why_not_cancel(self) -> str | None:
        if self.status not in ("pending", "confirmed"):
            return f"already_{self.status}"
        return None if self.refund is None else "already_returned"

    def why_not_return(self, now: datetime) -> str | None:
        if self.refund is not None:
            return "already_returned"
        if self.status == "cancelled":
            return "already_cancelled"
        if self.status != "delivered":
            return "not_delivered"
        days = now.astimezone(INDIA).date() - self.updated_at.astimezone(INDIA).date()
        return "window_closed" if days > timedelta(days=7) else None


def _outcome(ask: Callable[[], Any]) -> tuple[str | None, Any]:
    """Why something was refused, or what came of it."""
    try:
        return None, ask()
    except OrderNotFound:
        return "not_found", None
    except RuleViolation as refused:
        return refused.kind, None


class OrderRules(RuleBasedStateMachine):
    """A store, and what customers, retries, restarts, the shop and imports do to it: all as a simple model says."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.now = _NOW
        self.catalogs = [self._open(), self._open()]  # as of two programs
        self.stock = {product.id: product.stock_quantity for product in _PRODUCTS}

    @initialize(orders=_ORDERS)
    def fill(self, orders: list[dict[str, Any]]) -> None:
        self.first = [_order(str(number), **order) for number, order in enumerate(orders)]
        import_store(self.catalogs[0], _data(*self.first))
        self.known = {
            order.id: _Known(
                order.status, order.updated_at, [item.model_dump() for item in order.items], order.total_amount
            )
            for order in self.first
        }

    def _open(self) -> Catalog:
        return Catalog(Path(self.folder.name) / "store.db", clock=lambda: self.now)

    @rule(number=_NUMBERS, reason=st.none() | st.text(max_size=5), retries=st.integers(1, 3), program=st.integers(0, 1))
    def cancel(self, number: int, reason: str | None, retries: int, program: int) -> None:
        for retry in range(retries):
            catalog, known = self.catalogs[(program + retry) % 2], self.known.get(str(number))
            kind, cancelled = _outcome(lambda catalog=catalog: catalog.orders.cancel(str(number), reason, actor="s1"))
            assert kind == ("not_found" if known is None else known.why_not_cancel())
            if known is not None and kind is None:
                assert (cancelled.status, cancelled.updated_at) == ("cancelled", self.now)
                known.cancelled_as_of = known.updated_at
                self._cancelled(known, self.now)
                known.noted.append("order.cancel")

    def _cancelled(self, known: _Known, when: datetime) -> None:
        known.status, known.updated_at = "cancelled", when
        for item in known.items:
            self.stock[item["product_id"]] += item["quantity"]

    @rule(
        number=_NUMBERS,
        reason=st.sampled_from(RETURN_REASONS),
        action=st.sampled_from(RETURN_ACTIONS),
        retries=st.integers(1, 3),
        program=st.integers(0, 1),
    )
    def give_back(self, number: int, reason: str, action: str, retries: int, program: int) -> None:
        for retry in range(retries):
            catalog, known = self.catalogs[(program + retry) % 2], self.known.get(str(number))
            kind, made = _outcome(
                lambda catalog=catalog: catalog.orders.request_return(str(number), reason, action, actor="s1")
            )
            assert kind == ("not_found" if known is None else known.why_not_return(self.now))
            if known is not None and kind is None:
                cost = round(sum(item["quantity"] * item["unit_price"] for item in known.items), 2)
                known.refund = 0.0 if action == "exchange" else min(cost, known.total)
                assert (made.refund_amount, made.action_requested, made.reason) == (known.refund, action, reason)
                known.noted.append("order.return")

    @rule(number=_NUMBERS)
    def the_shop_moves_it_on(self, number: int) -> None:
        following = {"pending": "confirmed", "confirmed": "shipped", "shipped": "delivered"}
        known = self.known.get(str(number))
        if known is not None and known.refund is None and known.status in following:
            known.status, known.updated_at = following[known.status], self.now
            self.catalogs[0].database.execute_sql(
                "UPDATE orders SET status = ?, updated_at = ? WHERE id = ?",
                (known.status, to_text(self.now), str(number)),
            )

    @rule(number=_NUMBERS, status=st.sampled_from(["pending", "confirmed", "shipped", "delivered", "cancelled"]))
    def somebody_breaks_the_rules_by_hand(self, number: int, status: str) -> None:
        known = self.known.get(str(number))
        if known is None or status == known.status:
            return
        if known.status == "cancelled" or (status == "cancelled" and known.why_not_cancel()):
            with pytest.raises(IntegrityError):
                self.catalogs[1].database.execute_sql(
                    "UPDATE orders SET status = ? WHERE id = ?", (status, str(number))
                )

    @rule(number=_NUMBERS, refund=st.floats(0, 1e9), action=st.sampled_from(RETURN_ACTIONS))
    def somebody_makes_up_a_return_by_hand(self, number: int, refund: float, action: str) -> None:
        known = self.known.get(str(number))
        cost = 0.0 if known is None else sum(item["quantity"] * item["unit_price"] for item in known.items)
        forbidden = (
            known is None
            or known.status != "delivered"
            or known.refund is not None
            or refund > min(known.total, cost + 1)
            or (action == "exchange" and refund > 0)
        )
        if forbidden:
            with pytest.raises(IntegrityError):
                self.catalogs[1].database.execute_sql(
                    "INSERT INTO returns VALUES ('X', ?, 'defective', ?, 'requested', ?, 't', NULL)",
                    (str(number), action, refund),
                )

    @rule(days=st.sampled_from([0, 1, 2]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule()
    def restart(self) -> None:
        for catalog in self.catalogs:
            catalog.close()
        self.catalogs = [self._open(), self._open()]

    @rule(upsert=st.booleans(), changed=st.dictionaries(st.integers(0, 2), _STATUS, max_size=2), older=st.booleans())
    def import_the_shops_books(self, upsert: bool, changed: dict[int, str], older: bool) -> None:
        """Either what was exported in the beginning, or what the shop says now of some orders."""
        orders = [
            order.model_copy(update={"status": changed[place], "updated_at": self.now})
            if place in changed and not older
            else order
            for place, order in enumerate(self.first)
        ]
        import_store(self.catalogs[0], _data(*orders), upsert=upsert)
        self.stock = {product.id: product.stock_quantity for product in _PRODUCTS}
        for order in orders:
            known = self.known[order.id]
            known.status, known.updated_at = order.status, order.updated_at
            cancelled = known.cancelled_as_of
            if cancelled is not None and order.status in ("pending", "confirmed") and order.updated_at <= cancelled:
                noted = self.catalogs[0].audit.entries("order", order.id)
                self._cancelled(known, [entry for entry in noted if entry.action == CANCEL][-1].created_at)

    @invariant()
    def all_is_as_the_model_says(self) -> None:
        for number, catalog in enumerate(self.catalogs):
            assert {product.id: product.stock_quantity for product in catalog.products.all()} == self.stock, number
            for order_id, known in self.known.items():
                order, made = catalog.orders.get(order_id), catalog.orders.return_of(order_id)
                assert order is not None
                assert (order.status, order.updated_at) == (known.status, known.updated_at)
                assert (None if made is None else made.refund_amount) == known.refund
                assert made is None or 0 <= made.refund_amount <= known.total
                assert [entry.action for entry in catalog.audit.entries("order", order_id)] == known.noted

    def teardown(self) -> None:
        for catalog in self.catalogs:
            catalog.close()
        self.folder.cleanup()


TestOrderRules = OrderRules.TestCase
TestOrderRules.settings = settings(max_examples=40, stateful_step_count=12, deadline=None)


@settings(max_examples=60, deadline=None)
@given(
    items=st.lists(_ITEM, min_size=1, max_size=4),
    total=st.sampled_from([0.0, 0.001, 0.3, 899.0]) | st.floats(0, 1e6),
    action=st.sampled_from(RETURN_ACTIONS),
)
def test_a_refund_is_what_the_items_cost_and_never_above_what_was_paid(
    empty_catalog_of_all_examples: Catalog, items: list[dict[str, Any]], total: float, action: str
) -> None:
    catalog = empty_catalog_of_all_examples
    order = _order(uuid4().hex, status="delivered", total_amount=total, updated_at=_NOW.isoformat(), items=items)
    import_store(catalog, _data(order))
    refund = catalog.orders.request_return(order.id, "defective", action, actor="s1").refund_amount
    cost = sum(item["quantity"] * item["unit_price"] for item in items)
    assert refund == (0 if action == "exchange" else pytest.approx(min(cost, total), abs=0.0051))
    assert refund <= total


@pytest.fixture(scope="module")
def empty_catalog_of_all_examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    with Catalog(tmp_path_factory.mktemp("rules") / "store.db", clock=lambda: _NOW) as catalog:
        yield catalog
