from __future__ import annotations

from collections.abc import Callable

import pytest

from catalog.store import Catalog
from engine.languages import Language
from engine.tools.base import ToolResult
from engine.tools.guard import Guard
from tests.fakes.fake_clock import FakeClock

Ask = Callable[..., ToolResult]


@pytest.mark.parametrize(
    ("language", "content"),
    [
        (Language.ENGLISH, "Return within 7 days with the bill."),
        (Language.HINDI, "7 दिन के भीतर बिल के साथ वापस करें।"),
        (Language.BENGALI, "7 দিনের মধ্যে বিল সহ ফেরত দিন।"),
        (Language.MARATHI, "7 दिवसांत बिलासह परत करा."),
    ],
)
def test_a_policy_is_quoted_in_the_customers_language(ask: Ask, language: Language, content: str) -> None:
    result = ask("get_policy", language=language, policy_type="returns")
    assert result.data == {
        "status": "ok",
        "policy_type": "returns",
        "title": "Returns",
        "content": content,
        "effective_date": "2026-01-01",
    }
    (card,) = result.cards
    assert (card.kind, card.id, card.details["content"]) == ("policy", "POL-returns", content)


@pytest.mark.parametrize("kind", ["shipping", "privacy", "warranty"])
def test_each_policy_is_the_one_that_was_asked_for(ask: Ask, kind: str) -> None:
    assert ask("get_policy", policy_type=kind).data["policy_type"] == kind


def test_a_policy_that_the_store_does_not_state_is_none(ask: Ask) -> None:
    result = ask("get_policy", policy_type="refunds")
    assert result.data == {"status": "not_found", "policy_type": "refunds"}
    assert result.cards == ()


def test_calling_the_staff_leaves_a_ticket(ask: Ask, catalog: Catalog) -> None:
    result = ask("call_staff", summary="Wants a bigger fridge")
    assert result.data == {"status": "ok", "ticket": "T1", "summary": "Wants a bigger fridge"}
    rows = catalog.database.rows("SELECT id, session_id, summary, status FROM tickets ORDER BY id")
    assert rows == [("T1", "s1", "Wants a bigger fridge", "open")]


def test_nobody_is_called_twice_until_they_have_had_the_time_to_come(
    ask: Ask, catalog: Catalog, clock: FakeClock
) -> None:
    ask("call_staff", summary="Help")
    for _ in range(50):
        assert ask("call_staff", summary="Help!").data == {"status": "ok", "ticket": "T1", "called_before": True}
    assert len(catalog.tickets.waiting()) == 1
    clock.now += 301
    assert ask("call_staff", summary="Still waits").data["ticket"] == "T2"


def test_a_call_without_a_summary_tells_what_the_customer_said(ask: Ask) -> None:
    assert ask("call_staff", utterance="the fan is loud", summary=" ").data["summary"].endswith("the fan is loud")


def test_a_ticket_shows_no_phone_number(ask: Ask) -> None:
    assert ask("call_staff", summary="Call back on 98765 43210").data["summary"] == "Call back on [number]"


def test_a_long_summary_is_cut(ask: Ask, catalog: Catalog) -> None:
    ask("call_staff", summary="x" * 100_000)
    assert catalog.database.rows("SELECT length(summary) FROM tickets") == [(300,)]


def test_a_ticket_tells_whose_it_is_once_the_customer_is_known(ask: Ask, catalog: Catalog, guard: Guard) -> None:
    guard.hear("9876543210")
    guard.identify("1001", "9876543210")
    ask("call_staff", summary="Wants to return a kurta")
    (ticket,) = catalog.customers.open_tickets_of("+91 98765 43210")
    assert ticket.summary == "Wants to return a kurta"
