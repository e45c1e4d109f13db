"""The orders and their rules, on any database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from catalog.errors import OrderNotFound, RuleViolation
from catalog.store import Repositories
from tests.fakes.store_records import ORDERS

Fill = Callable[..., None]


def orders(order_id: str, **changed: Any) -> list[dict[str, Any]]:
    """The fixture store's orders, one of them changed."""
    return [order | changed if order["id"] == order_id else order for order in ORDERS]


def everything(store: Repositories) -> list[Any]:
    """What a refused change must leave as it was."""
    ids = store.orders.ids()
    return [
        store.products.all(),
        *((store.orders.get(one), store.orders.return_of(one), store.audit.entries("order", one)) for one in ids),
    ]


def stock(store: Repositories, product_id: str) -> int:
    product = store.products.get(product_id)
    assert product is not None
    return product.stock_quantity


def test_cancelling_changes_the_order_and_the_stock(store: Repositories, clock: Any) -> None:
    order = store.orders.cancel("1001", "found it cheaper", actor="s1")
    assert order.status == "cancelled"
    assert order.updated_at == clock.now
    assert order == store.orders.get("1001")
    assert (stock(store, "P01"), stock(store, "P09")) == (20, 61)
    (entry,) = store.audit.entries("order", "1001")
    assert (entry.actor, entry.action, entry.created_at) == ("s1", "order.cancel", clock.now)
    assert entry.details["reason"] == "found it cheaper"


def test_a_confirmed_order_can_be_cancelled_without_a_reason(store: Repositories) -> None:
    assert store.orders.cancel("1002", actor="s1").status == "cancelled"


@pytest.mark.parametrize(
    ("order_id", "kind"), [("1003", "already_shipped"), ("1004", "already_delivered"), ("1006", "already_cancelled")]
)
def test_other_orders_cannot_be_cancelled(store: Repositories, order_id: str, kind: str) -> None:
    before = everything(store)
    with pytest.raises(RuleViolation) as caught:
        store.orders.cancel(order_id, actor="s1")
    assert caught.value.kind == kind
    assert order_id in caught.value.message
    assert everything(store) == before


def test_cancelling_again_is_refused_and_gives_no_stock_twice(store: Repositories) -> None:
    store.orders.cancel("1001", actor="s1")
    with pytest.raises(RuleViolation) as caught:
        store.orders.cancel("1001", actor="s1")
    assert caught.value.kind == "already_cancelled"
    assert stock(store, "P01") == 20
    assert len(store.audit.entries("order", "1001")) == 1


def test_an_unknown_order_is_named(store: Repositories) -> None:
    assert store.orders.get("9999") is None
    for ask in (
        lambda: store.orders.cancel("9999", actor="s1"),
        lambda: store.orders.request_return("9999", "defective", "refund", actor="s1"),
    ):
        with pytest.raises(OrderNotFound) as caught:
            ask()
        assert caught.value.order_id == "9999"


def test_a_cancellation_that_cannot_be_noted_is_not_made(store: Repositories, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(store)

    def fail(*_: object) -> None:
        raise OSError("no audit today")

    monkeypatch.setattr(store.audit, "record", fail)
    with pytest.raises(OSError, match="no audit"):
        store.orders.cancel("1001", actor="s1")
    assert everything(store) == before


def test_a_delivered_order_can_be_returned(store: Repositories, clock: Any) -> None:
    made = store.orders.request_return("1004", "defective", "refund", actor="s1")
    assert made == store.orders.return_of("1004")
    assert (made.status, made.refund_amount, made.created_at) == ("requested", 1679.0, clock.now)
    (entry,) = store.audit.entries("order", "1004")
    assert (entry.actor, entry.action) == ("s1", "order.return")


@pytest.mark.parametrize(
    ("order_id", "kind"),
    [
        ("1001", "not_delivered"),
        ("1002", "not_delivered"),
        ("1003", "not_delivered"),
        ("1005", "window_closed"),
        ("1006", "already_cancelled"),
    ],
)
def test_other_orders_cannot_be_returned(store: Repositories, order_id: str, kind: str) -> None:
    before = everything(store)
    with pytest.raises(RuleViolation) as caught:
        store.orders.request_return(order_id, "defective", "refund", actor="s1")
    assert caught.value.kind == kind
    assert everything(store) == before


def test_an_order_is_returned_once(store: Repositories) -> None:
    first = store.orders.request_return("1004", "defective", "refund", actor="s1")
    with pytest.raises(RuleViolation) as caught:
        store.orders.request_return("1004", "changed_mind", "exchange", actor="s2")
    assert caught.value.kind == "already_returned"
    assert store.orders.return_of("1004") == first


def test_the_window_ends_with_its_last_indian_day(store: Repositories, clock: Any) -> None:
    delivered = store.orders.get("1004")
    assert delivered is not None
    midnight = datetime.fromisoformat("2026-01-19T18:30:00+00:00")  # in India the 20th; it was delivered on the 12th
    clock.now = midnight
    with pytest.raises(RuleViolation, match="8 days ago; returns are open for 7 days") as caught:
        store.orders.request_return("1004", "defective", "refund", actor="s1")
    assert caught.value.kind == "window_closed"
    clock.now = midnight - timedelta(seconds=1)
    assert store.orders.request_return("1004", "defective", "refund", actor="s1").status == "requested"


def test_the_window_is_the_stores_own(store: Repositories, fill: Fill) -> None:
    policy = {"id": "R", "type": "returns", "title": "R", "content": "A 30-day return.", "effective_date": "2026-01-01"}
    fill(policies=[policy])
    assert store.orders.request_return("1005", "size_issue", "refund", actor="s1").refund_amount == 599.0


def test_a_refund_never_exceeds_the_orders_total(store: Repositories, fill: Fill) -> None:
    fill(orders=orders("1004", total_amount=1500))
    assert store.orders.request_return("1004", "defective", "refund", actor="s1").refund_amount == 1500.0


def test_shipping_is_not_refunded(store: Repositories, fill: Fill) -> None:
    fill(orders=orders("1004", total_amount=1719))
    assert store.orders.request_return("1004", "defective", "store_credit", actor="s1").refund_amount == 1679.0


def test_an_exchange_refunds_nothing(store: Repositories) -> None:
    assert store.orders.request_return("1004", "size_issue", "exchange", actor="s1").refund_amount == 0.0


@pytest.mark.parametrize(
    ("reason", "action", "kind"), [("bored", "refund", "unknown_reason"), ("defective", "cash", "unknown_action")]
)
def test_unknown_reasons_and_actions_are_refused(store: Repositories, reason: str, action: str, kind: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        store.orders.request_return("1004", reason, action, actor="s1")
    assert caught.value.kind == kind


@pytest.mark.parametrize("spoken", ["ORD-01003", "ord-01003", "ORD 01003", "ord01003", "01003", "1003"])
def test_an_order_is_found_however_its_number_is_said(store: Repositories, fill: Fill, spoken: str) -> None:
    fill(orders=orders("1003", id="ORD-01003"))
    found = store.orders.find(spoken)
    assert found is not None
    assert found.id == "ORD-01003"


@pytest.mark.parametrize("spoken", ["", "-", "003", "RD-01003", "%", "_", "1003'; DROP TABLE orders; --"])
def test_a_piece_of_an_order_number_finds_nothing(store: Repositories, fill: Fill, spoken: str) -> None:
    fill(orders=orders("1003", id="ORD-01003"))
    assert store.orders.find(spoken) is None


def test_a_number_that_several_orders_end_with_finds_none(store: Repositories, fill: Fill) -> None:
    fill(orders=[ORDERS[2] | {"id": "A-77"}, ORDERS[3] | {"id": "B-77"}])
    assert store.orders.find("77") is None
    assert store.orders.find("B77") is not None


def test_the_orders_of_a_phone_number_are_found_in_any_notation(store: Repositories, fill: Fill) -> None:
    fill(orders=orders("1002", user_phone="09123 456-780"))
    for phone in ("9123456780", "+91 9123456780", "(0)9123.456.780", "९१२३४५६७८०"):
        assert [order.id for order in store.orders.of_phone(phone)] == ["1002"], phone
    assert [order.id for order in store.orders.of_phone("9876543210")] == ["1001", "1003", "1004", "1006", "1005"]
    assert store.orders.of_phone("456780") == store.orders.of_phone("") == ()
