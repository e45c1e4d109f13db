"""The calls for the staff, on any database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from catalog.errors import TicketNotFound
from catalog.store import Repositories


def test_a_ticket_has_a_short_id(empty_store: Repositories, clock: Any) -> None:
    first = empty_store.tickets.open("wants to speak to a person", "s1")
    second = empty_store.tickets.open("needs help", "s2")
    assert (first.id, second.id, first.status, first.created_at) == ("T1", "T2", "open", clock.now)
    assert (first.session_id, first.summary, first.user_phone) == ("s1", "wants to speak to a person", None)
    assert empty_store.tickets.get("T2") == second
    assert empty_store.tickets.get("T3") is None


def test_a_customers_number_is_kept_with_it(empty_store: Repositories) -> None:
    assert empty_store.tickets.open("help", "s1", "+91 9876543210").user_phone == "+91 9876543210"
    # Known by the first notation of the number.
    assert empty_store.tickets.open("help", "s1", "9876543210").user_phone == "+91 9876543210"
    assert empty_store.tickets.open("help", "s1", "no number").user_phone is None


def test_the_open_ones_wait_in_their_order(empty_store: Repositories) -> None:
    for number in range(11):
        empty_store.tickets.open(f"customer {number}", "s1")
    empty_store.tickets.close("T3", actor="operator")
    assert [ticket.id for ticket in empty_store.tickets.waiting()] == [
        *("T1", "T2", "T4", "T5", "T6", "T7", "T8", "T9", "T10", "T11")
    ]


def test_a_ticket_is_closed_once(empty_store: Repositories, clock: Any) -> None:
    opened = empty_store.tickets.open("help", "s1")
    clock.now += timedelta(minutes=5)
    closed = empty_store.tickets.close("T1", actor="operator")
    assert (closed.status, closed.created_at, closed.updated_at) == ("closed", opened.created_at, clock.now)
    clock.now += timedelta(minutes=5)
    assert empty_store.tickets.close("T1", actor="somebody else") == closed
    (entry,) = empty_store.audit.entries("ticket", "T1")
    assert (entry.actor, entry.action) == ("operator", "ticket.close")
    assert empty_store.tickets.waiting() == ()


def test_an_unknown_ticket_is_named(empty_store: Repositories) -> None:
    with pytest.raises(TicketNotFound, match="There is no ticket T7") as caught:
        empty_store.tickets.close("T7", actor="operator")
    assert (caught.value.ticket_id, caught.value.exit_code) == ("T7", 2)
