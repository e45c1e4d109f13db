from __future__ import annotations

import itertools
from typing import Any

import pytest

from catalog.orders import RETURN_ACTIONS
from engine.dialogue.phrases import phrase
from engine.languages import Language
from engine.llm.offline.replies import reply
from engine.tools import registry
from engine.tools.base import ToolCall, ToolResult, ToolRun
from engine.tools.guard import Identity

LANGUAGES = list(Language)
ORDER_TOOLS = ("track_order", "cancel_order", "initiate_return")
FAN = {"id": "P04", "name": "Ceiling Fan", "price": 1899.0, "in_stock": True}
LAMP = {"id": "P05", "name": "Table Lamp", "price": 449.5, "in_stock": False}
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


def _say(tool: str, language: Language = Language.ENGLISH, **data: Any) -> str:
    return reply(ToolRun(ToolCall("c", tool, {}), ToolResult(data), 1.0), language)


def _search(found: list[dict[str, Any]], near: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    status = "ok" if found else "nothing_fits" if near else "not_found"
    return {"status": status, "products": found, "near_misses": near or []}


def _every_result() -> list[tuple[str, dict[str, Any]]]:
    """One result for each outcome that a tool can have."""
    results: list[tuple[str, dict[str, Any]]] = []
    for tool in registry.TOOLS:
        errors = ("unknown_tool", "bad_arguments", "store_unavailable")
        results += [(tool, {"status": "error", "error": error}) for error in errors]
    results += [
        ("search_products", _search([FAN])),
        ("search_products", _search([FAN, LAMP])),
        ("search_products", _search([LAMP])),
        ("search_products", _search([LAMP, FAN])),
        ("search_products", _search([], [FAN])),
        ("search_products", _search([])),
        ("get_product_faq", {"status": "ok", "product_id": "P04", "faqs": [{"answer": "Two years."}], "product": FAN}),
        ("get_product_faq", {"status": "ok", "product_id": "store", "faqs": [{"answer": "At ten."}]}),
        ("get_product_faq", {"status": "not_found", "product_id": "P04", "faqs": [], "product": FAN}),
        ("get_product_faq", {"status": "not_found", "product_id": "store", "faqs": []}),
        ("get_product_faq", {"status": "not_found", "product_id": "P99"}),
        ("get_policy", {"status": "ok", "policy_type": "returns", "content": "Within 7 days."}),
        ("get_policy", {"status": "not_found", "policy_type": "refunds"}),
        ("call_staff", {"status": "ok", "ticket": "T1"}),
    ]
    for identity in Identity:
        if identity is not Identity.VERIFIED:
            results += [(tool, {"status": identity.value, "order_id": "1003"}) for tool in ORDER_TOOLS]
    statuses = ("pending", "confirmed", "shipped", "delivered", "cancelled")
    for status, delivery, carrier in itertools.product(statuses, ("2026-01-18", None), ("Vayu", None)):
        order = {**ORDER, "order_status": status, "estimated_delivery": delivery, "carrier": carrier}
        results.append(("track_order", {"status": "ok", "order": order}))
    results.append(("cancel_order", {"status": "confirmation_needed", "order": ORDER, "refund": 4897.0}))
    results.append(("cancel_order", {"status": "cancelled", "order": ORDER, "refund": 4897.0}))
    for why in ("already_cancelled", "already_shipped", "already_delivered"):
        results.append(("cancel_order", {"status": "not_possible", "order": ORDER, "why": why}))
    for action, status in itertools.product(RETURN_ACTIONS, ("confirmation_needed", "return_requested")):
        data = {"status": status, "order": ORDER, "action": action, "refund": 0.0 if action == "exchange" else 4897.0}
        results.append(("initiate_return", data))
    for why in ("already_returned", "already_cancelled", "not_delivered", "window_closed"):
        results.append(("initiate_return", {"status": "not_possible", "order": ORDER, "why": why}))
    return results


RESULTS = _every_result()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("tool", "data"), RESULTS, ids=[f"{tool}-{i}" for i, (tool, _) in enumerate(RESULTS)])
def test_every_outcome_has_words_in_every_language(tool: str, data: dict[str, Any], language: Language) -> None:
    said = _say(tool, language, **data)
    assert said.strip()
    assert "None" not in said
    assert "{" not in said


@pytest.mark.parametrize(
    ("tool", "data", "said"),
    [
        ("search_products", _search([FAN]), "Here it is: Ceiling Fan, ₹1,899."),
        (
            "search_products",
            _search([FAN, LAMP]),
            "I found 2. Ceiling Fan is ₹1,899; the others are on the screen.",
        ),
        ("search_products", _search([LAMP]), "Table Lamp is sold out just now. The price is ₹449.50."),
        ("search_products", _search([], [FAN]), "Nothing fits exactly. The closest is Ceiling Fan at ₹1,899."),
        ("search_products", _search([]), phrase("search.none", Language.ENGLISH)),
        ("get_product_faq", {"status": "ok", "faqs": [{"answer": "Two years."}, {"answer": "No."}]}, "Two years."),
        (
            "get_product_faq",
            {"status": "not_found", "faqs": [], "product": FAN},
            "Sorry, I don't know that about Ceiling Fan. Shall I call someone?",
        ),
        ("get_policy", {"status": "ok", "content": "Within 7 days."}, "Within 7 days."),
        ("get_policy", {"status": "not_found", "policy_type": "x"}, phrase("policy.none", Language.ENGLISH)),
        ("call_staff", {"status": "ok", "ticket": "T1"}, phrase("staff.called", Language.ENGLISH, ticket="T1")),
        ("call_staff", {"status": "error", "error": "x"}, phrase("problem.store", Language.ENGLISH)),
        (
            "track_order",
            {"status": "ok", "order": ORDER},
            "Order 1003 is on its way with Vayu. It should arrive on 18 January.",
        ),
        (
            "track_order",
            {"status": "ok", "order": {**ORDER, "carrier": None}},
            "Order 1003 is on its way. It should arrive on 18 January.",
        ),
        (
            "track_order",
            {"status": "ok", "order": {**ORDER, "estimated_delivery": None}},
            phrase("order.no_day", Language.ENGLISH, id="1003"),
        ),
        (
            "track_order",
            {"status": "ok", "order": {**ORDER, "order_status": "delivered"}},
            "Order 1003 was delivered on 13 January.",
        ),
        (
            "track_order",
            {"status": "ok", "order": {**ORDER, "order_status": "cancelled", "estimated_delivery": None}},
            "Order 1003 is cancelled.",
        ),
        ("track_order", {"status": "locked", "order_id": "1003"}, phrase("order.locked", Language.ENGLISH)),
        (
            "cancel_order",
            {"status": "phone_needed", "order_id": "1003"},
            phrase("order.ask_phone", Language.ENGLISH, id="1003"),
        ),
        (
            "initiate_return",
            {"status": "not_verified", "order_id": "1003"},
            phrase("order.not_verified", Language.ENGLISH),
        ),
        (
            "cancel_order",
            {"status": "confirmation_needed", "order": ORDER, "refund": 4897.0},
            "Shall I cancel order 1003: 2 × Saree, Fan, ₹4,897? Please say yes or no.",
        ),
        (
            "cancel_order",
            {"status": "cancelled", "order": ORDER, "refund": 4897.0},
            "Order 1003 is cancelled. ₹4,897 will be refunded.",
        ),
        (
            "initiate_return",
            {"status": "confirmation_needed", "order": ORDER, "action": "refund", "refund": 4000.0},
            "Shall I return order 1003: 2 × Saree, Fan, with ₹4,000 back? Please say yes or no.",
        ),
        (
            "initiate_return",
            {"status": "return_requested", "order": ORDER, "action": "store_credit", "refund": 4000.0},
            "The return of order 1003 is noted. You get ₹4,000 as store credit.",
        ),
        (
            "initiate_return",
            {"status": "return_requested", "order": ORDER, "action": "exchange", "refund": 0.0},
            phrase("return.done_exchange", Language.ENGLISH, id="1003"),
        ),
        (
            "initiate_return",
            {"status": "not_possible", "order": ORDER, "why": "window_closed"},
            phrase("return.window_closed", Language.ENGLISH, id="1003"),
        ),
    ],
)
def test_each_outcome_is_told_as_it_is(tool: str, data: dict[str, Any], said: str) -> None:
    assert _say(tool, **data) == said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", RETURN_ACTIONS)
def test_what_is_to_be_confirmed_names_the_order_the_goods_and_the_money(action: str, language: Language) -> None:
    refund = 0.0 if action == "exchange" else 4897.0
    data: dict[str, Any] = {"status": "confirmation_needed", "order": ORDER, "refund": refund, "action": action}
    for tool in ("cancel_order", "initiate_return"):
        said = _say(tool, language, **data)
        assert "1003" in said
        assert "2 × Saree, Fan" in said
        assert ("₹4,897" in said) == (tool == "cancel_order" or action != "exchange")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_is_said_of_an_unknown_order_and_a_wrong_number_and_no_number_is_named(language: Language) -> None:
    assert _say("track_order", language, status="not_verified", order_id="1003") == _say(
        "track_order", language, status="not_verified", order_id="7777"
    )
