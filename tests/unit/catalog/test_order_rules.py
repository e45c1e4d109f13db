"""What holds of orders whatever customers ask for, in whatever order and however often."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from catalog.errors import CatalogError
from catalog.importer import existing, import_store
from catalog.orders import RETURN_ACTIONS, RETURN_REASONS
from catalog.store import Catalog
from catalog.store_data import OrderRecord, ProductRecord
from catalog.store_files import StoreData

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
            "updated_at": st.integers(0, 10).map(lambda days: (_NOW - timedelta(days=days)).isoformat()),
            "items": st.lists(_ITEM, min_size=1, max_size=4),
        }
    ),
    min_size=3,
    max_size=3,
)
_NUMBERS = st.integers(0, 2)


def _order(order_id: str, **changing: Any) -> OrderRecord:
    return OrderRecord(
        id=order_id, user_phone="9876543210", shipping_address="Pune", created_at="2026-01-01", **changing
    )


def _data(*orders: OrderRecord) -> StoreData:
    return StoreData(Path("store"), _PRODUCTS, (), orders, (), None, ())


class OrderRules(RuleBasedStateMachine):
    """A store, and what customers, retries, restarts and imports do to it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.now = _NOW
        self.catalog = self._open()

    @initialize(orders=_ORDERS)
    def fill(self, orders: list[dict[str, Any]]) -> None:
        records = [_order(str(number), **order) for number, order in enumerate(orders)]
        self.data = _data(*records)
        import_store(self.catalog, self.data)
        self.before = {order.id: order for order in records}
        self.returned: dict[str, Any] = {}

    def _open(self) -> Catalog:
        return Catalog(Path(self.folder.name) / "store.db", clock=lambda: self.now)

    @rule(number=_NUMBERS, reason=st.none() | st.text(max_size=5), retries=st.integers(1, 3))
    def cancel(self, number: int, reason: str | None, retries: int) -> None:
        for _ in range(retries):
            was = self.catalog.orders.get(str(number))
            try:
                cancelled = self.catalog.orders.cancel(str(number), reason, actor="s1")
            except CatalogError:
                assert self.catalog.orders.get(str(number)) == was
                assert was is None or was.status not in ("pending", "confirmed")
            else:
                assert was is not None
                assert was.status in ("pending", "confirmed")
                assert cancelled.status == "cancelled"

    @rule(
        number=_NUMBERS,
        reason=st.sampled_from(RETURN_REASONS),
        action=st.sampled_from(RETURN_ACTIONS),
        retries=st.integers(1, 3),
    )
    def give_back(self, number: int, reason: str, action: str, retries: int) -> None:
        for _ in range(retries):
            try:
                made = self.catalog.orders.request_return(str(number), reason, action, actor="s1")
            except CatalogError:
                assert self.catalog.orders.return_of(str(number)) == self.returned.get(str(number))
            else:
                assert str(number) not in self.returned
                self.returned[str(number)] = made

    @rule(days=st.integers(0, 4))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule()
    def restart(self) -> None:
        self.catalog.close()
        self.catalog = self._open()

    @rule(upsert=st.booleans())
    def import_what_was_exported_before(self, upsert: bool) -> None:
        assert not upsert or existing(self.catalog.database).products == {product.id for product in _PRODUCTS}
        import_store(self.catalog, self.data, upsert=upsert)

    @invariant()
    def stock_is_what_it_was_and_what_came_back(self) -> None:
        stock = {product.id: product.stock_quantity for product in _PRODUCTS}
        for order_id, before in self.before.items():
            order = self.catalog.orders.get(order_id)
            assert order is not None
            assert order.status in (before.status, "cancelled")
            if order.status != before.status:
                for item in before.items:
                    stock[item.product_id] += item.quantity
        assert {product.id: product.stock_quantity for product in self.catalog.products.all()} == stock

    @invariant()
    def what_was_done_is_noted_once(self) -> None:
        for order_id, before in self.before.items():
            order = self.catalog.orders.get(order_id)
            assert order is not None
            noted = [entry.action for entry in self.catalog.audit.entries("order", order_id)]
            assert noted == ["order.cancel"] * (order.status != before.status) + ["order.return"] * (
                order_id in self.returned
            )

    @invariant()
    def a_refund_is_never_above_what_was_paid(self) -> None:
        for order_id, before in self.before.items():
            made = self.catalog.orders.return_of(order_id)
            assert made == self.returned.get(order_id)
            if made is not None:
                assert before.status == "delivered"
                assert 0 <= made.refund_amount <= before.total_amount
                assert made.action_requested != "exchange" or made.refund_amount == 0

    def teardown(self) -> None:
        self.catalog.close()
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
