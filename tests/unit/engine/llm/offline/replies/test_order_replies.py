"""Every outcome of an order's tool has its words in every language, and no other fact in them."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from catalog.orders import RETURN_ACTIONS
from engine.dialogue.context import Context
from engine.dialogue.phrases import money
from engine.languages import Language
from engine.llm.offline.acts.base import Scene, Thread
from engine.llm.offline.replies import orders
from engine.tools.base import ToolCall, ToolResult, ToolRun
from engine.tools.guard import Identity

LANGUAGES = list(Language)
ORDER_TOOLS = ("track_order", "cancel_order", "initiate_return")
ORDER = {
    "id": "1003",
    "order_status": "shipped",
    "total": 4897.0,
    "items": [
        {"name": "Saree", "quantity": 2, "unit_price": 1499.0},
        {"name": "Fan", "quantity": 1, "unit_price": 1899.0},
    ],
    "ordered_on": "2026-01-10",
    "updated_on": "2026-01-13",
    "estimated_delivery": "2026-01-18",
    "carrier": "Vayu",
    "tracking_number": "TRK77",
}


def scene(language: Language) -> Scene:
    return Scene("?", language, "Apna Bazaar", Context(), Thread())


def say(tool: str, language: Language = Language.ENGLISH, **data: Any) -> str:
    return orders.outcome(scene(language), ToolRun(ToolCall("c", tool, {}), ToolResult(data), 1.0))


def _outcomes() -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = [("call_staff", {"status": "ok", "ticket": "T1"})]
    for tool in ORDER_TOOLS:
        found.append((tool, {"status": "error", "error": "store_unavailable"}))
        found += [
            (tool, {"status": identity.value, "order_id": "1003"})
            for identity in Identity
            if identity is not Identity.VERIFIED
        ]
    for status, delivery in itertools.product(
        ("pending", "confirmed", "shipped", "delivered", "cancelled"), ("2026-01-18", None)
    ):
        order = {**ORDER, "order_status": status, "estimated_delivery": delivery}
        found.append(("track_order", {"status": "ok", "order": order}))
    found.append(("track_order", {"status": "ok", "order": {**ORDER, "carrier": None}}))
    for why in ("already_cancelled", "already_shipped", "already_delivered"):
        found.append(("cancel_order", {"status": "not_possible", "why": why, "order": ORDER}))
    for why in ("already_returned", "already_cancelled", "not_delivered", "window_closed"):
        found.append(("initiate_return", {"status": "not_possible", "why": why, "order": ORDER}))
    for status in ("confirmation_needed", "cancelled"):
        found.append(("cancel_order", {"status": status, "order": ORDER, "refund": 4897.0}))
    for status, action in itertools.product(("confirmation_needed", "return_requested"), RETURN_ACTIONS):
        data = {"status": status, "order": ORDER, "refund": 0.0 if action == "exchange" else 4897.0, "action": action}
        found.append(("initiate_return", data))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("tool", "data"), _outcomes())
def test_every_outcome_has_its_words(tool: str, data: dict[str, Any], language: Language) -> None:
    said = say(tool, language, **data)
    assert said.strip()
    assert "{" not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", RETURN_ACTIONS)
def test_a_read_back_names_what_and_how_much(language: Language, action: str) -> None:
    refund = 0.0 if action == "exchange" else 4897.0
    data: dict[str, Any] = {"status": "confirmation_needed", "order": ORDER, "refund": refund, "action": action}
    for tool in ("cancel_order", "initiate_return"):
        said = say(tool, language, **data)
        assert "1003" in said
        assert "2 × Saree, Fan" in said
        assert (money(4897) in said) == (tool == "cancel_order" or action != "exchange")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_is_said_of_an_unknown_order_and_a_wrong_number(language: Language) -> None:
    assert say("track_order", language, status="not_verified", order_id="1003") == say(
        "track_order", language, status="not_verified", order_id="7777"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("asked", "fact"), [("items", "Saree"), ("carrier", "TRK77"), ("total", "₹4,897")])
def test_what_is_asked_about_an_order(language: Language, asked: str, fact: str) -> None:
    assert fact in orders.of_order(scene(language), ORDER, asked)
