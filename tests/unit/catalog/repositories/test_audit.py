"""The audit trail, on any database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from catalog.store import Repositories


def test_entries_come_in_the_order_in_which_they_were_made(empty_store: Repositories, clock: Any) -> None:
    for number in range(12):
        clock.now -= timedelta(hours=1)  # somebody sets the clock back
        empty_store.audit.record("s1", f"step.{number % 2}", "order", str(number % 3), {"number": number})
    assert [entry.details["number"] for entry in empty_store.audit.entries("order", "1")] == [1, 4, 7, 10]
    assert [entry.details["number"] for entry in empty_store.audit.with_action("step.0")] == [0, 2, 4, 6, 8, 10]
    assert empty_store.audit.entries("ticket", "1") == empty_store.audit.with_action("other") == ()


def test_an_entry_is_what_was_noted(empty_store: Repositories, clock: Any) -> None:
    empty_store.audit.record("s1", "order.cancel", "order", "1001", {"reason": "महँगा", "n": None})
    (entry,) = empty_store.audit.entries("order", "1001")
    assert (entry.actor, entry.action, entry.entity, entry.entity_id) == ("s1", "order.cancel", "order", "1001")
    assert (dict(entry.details), entry.created_at) == ({"reason": "महँगा", "n": None}, clock.now)
