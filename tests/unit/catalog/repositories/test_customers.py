"""The customers, on any database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from catalog.errors import CatalogError
from catalog.records import Preferences
from catalog.store import Repositories

PHONE = "9876543210"


def test_nobody_is_known_before_they_said_who_they_are(empty_store: Repositories) -> None:
    assert empty_store.customers.get(PHONE) is None
    assert empty_store.customers.preferences(PHONE) == Preferences()
    assert empty_store.customers.orders_of(PHONE) == empty_store.customers.open_tickets_of(PHONE) == ()


def test_a_customer_is_one_in_any_notation(empty_store: Repositories, clock: Any) -> None:
    first = empty_store.customers.remember("+91 98765-43210", "hi")
    clock.now += timedelta(minutes=1)
    again = empty_store.customers.remember("09876543210")
    assert again == first == empty_store.customers.get("९८७६५४३२१०")
    assert (first.phone, first.preferences.language) == ("+91 98765-43210", "hi")
    changed = empty_store.customers.remember(PHONE, "mr")
    assert (changed.id, changed.preferences.language, changed.updated_at) == (first.id, "mr", clock.now)
    assert changed.created_at == first.created_at


def test_preferences_are_kept_one_by_one(empty_store: Repositories, clock: Any) -> None:
    customers = empty_store.customers
    assert customers.prefer(PHONE, speech_rate=0.8, language="bn") == Preferences("bn", 0.8)
    clock.now += timedelta(minutes=1)
    assert customers.prefer("+91" + PHONE, concise=True, loudness=1.5) == Preferences("bn", 0.8, 1.5, True)
    assert customers.prefer(PHONE, speech_rate=None, concise=False) == Preferences("bn", None, 1.5, False)
    assert customers.preferences(PHONE) == Preferences("bn", None, 1.5, False)
    customers.remember(PHONE)
    assert customers.preferences(PHONE) == Preferences("bn", None, 1.5, False)
    known = customers.get(PHONE)
    assert known is not None
    clock.now += timedelta(minutes=1)
    customers.prefer(PHONE, language="bn")
    assert customers.get(PHONE) == known  # nothing has changed


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"speech_rate": 0.4}, "speech_rate cannot be 0.4"),
        ({"loudness": 2.1}, "loudness cannot be 2.1"),
        ({"speech_rate": float("nan")}, "speech_rate cannot be nan"),
        ({"colour": "red"}, "no preference colour"),
    ],
)
def test_other_preferences_are_refused(empty_store: Repositories, wishes: dict[str, Any], message: str) -> None:
    with pytest.raises(CatalogError, match=message) as caught:
        empty_store.customers.prefer(PHONE, **wishes)
    assert (caught.value.exit_code, bool(caught.value.hint)) == (2, True)
    assert empty_store.customers.get(PHONE) is None


@pytest.mark.parametrize("phone", ["", "none", "+-()"])
def test_nobody_is_known_by_no_number(empty_store: Repositories, phone: str) -> None:
    assert empty_store.customers.get(phone) is None
    with pytest.raises(CatalogError, match="without a phone number"):
        empty_store.customers.remember(phone)
    with pytest.raises(CatalogError, match="without a phone number"):
        empty_store.customers.prefer(phone, concise=True)


def test_who_ordered_is_known(store: Repositories) -> None:
    customer = store.customers.get(PHONE)
    assert customer is not None
    assert customer.preferences == Preferences()
    assert [order.id for order in store.customers.orders_of("+91 98765 43210")] == [
        "1001",
        "1002",
        "1003",
        "1004",
        "1006",
        "1005",
    ]


def test_what_was_chosen_survives_an_import(store: Repositories, fill: Any) -> None:
    store.customers.prefer(PHONE, language="mr", concise=True)
    fill()
    assert store.customers.preferences(PHONE) == Preferences("mr", concise=True)


def test_a_returning_customers_open_tickets_are_found(store: Repositories) -> None:
    store.tickets.open("wants a smaller size", "s1", "+91" + PHONE)
    closed = store.tickets.open("has a question", "s1", PHONE)
    store.tickets.open("somebody else's", "s2", "9123456780")
    store.tickets.open("nobody's", "s3")
    store.tickets.close(closed.id, actor="operator")
    (ticket,) = store.customers.open_tickets_of(PHONE)
    assert (ticket.summary, ticket.user_phone) == ("wants a smaller size", "+919876543210")
    assert store.customers.open_tickets_of("") == ()
