"""What a model writes for an argument: taken where it is meant without doubt, refused with a reason otherwise."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from engine.tools.registry import TOOLS


def _checked(tool: str, **arguments: Any) -> Any:
    return TOOLS[tool].arguments.model_validate(arguments)


@pytest.mark.parametrize("given", ["1003", 1003, 1003.0, " 1003 ", "#1003"])
def test_an_orders_number(given: Any) -> None:
    assert _checked("track_order", order_id=given).order_id == "1003"
    assert _checked("track_order", order_id=given, phone_number=9876543210).phone_number == "9876543210"


@pytest.mark.parametrize(
    ("given", "meant"), [(5, 5), ("5", 5), (5.0, 5), (50, 10), (0, 1), (-3, 1), (None, 5), ("null", 5)]
)
def test_how_many(given: Any, meant: int) -> None:
    assert _checked("search_products", query="fan", max_results=given).max_results == meant


@pytest.mark.parametrize("given", [2000, "2000", "₹2,000", "Rs. 2,000", "2000 rupees"])
def test_an_amount(given: Any) -> None:
    found = _checked("search_products", query="fan", price_range={"max": given, "min": None})
    assert (found.price_range.min, found.price_range.max) == (None, 2000)


@pytest.mark.parametrize("nothing", [None, "", "null", "None"])
def test_nothing(nothing: Any) -> None:
    found = _checked("search_products", query="fan", category=nothing, price_range=nothing)
    assert (found.category, found.price_range) == (None, None)
    assert _checked("get_product_faq", product_id="P1", question_topic=nothing).question_topic is None


@pytest.mark.parametrize(
    ("given", "meant"), [("Store credit", "store_credit"), ("store-credit", "store_credit"), ("REFUND", "refund")]
)
def test_what_the_customer_gets(given: str, meant: str) -> None:
    assert _checked("initiate_return", order_id="1", reason="Size issue", action=given).action == meant


@pytest.mark.parametrize("given", ["returns", "return", "Return policy", "RETURNS"])
def test_a_policy(given: str) -> None:
    assert _checked("get_policy", policy_type=given).policy_type == "returns"


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("track_order", {"order_id": {"id": 3}}),
        ("track_order", {"order_id": ["1003"]}),
        ("track_order", {"order_id": True}),
        ("track_order", {"order_id": ""}),
        ("track_order", {"order_id": None}),
        ("track_order", {}),
        ("search_products", {"query": "fan", "max_results": "many"}),
        ("search_products", {"query": ["fan"]}),
        ("search_products", {"query": "fan", "price_range": {"max": "cheap"}}),
        ("search_products", {"query": "fan", "price_range": {"max": -1}}),
        ("search_products", {"query": "fan", "price_range": 2000}),
        ("initiate_return", {"order_id": "1", "reason": "bored", "action": "refund"}),
        ("initiate_return", {"order_id": "1", "reason": "defective", "action": "money"}),
        ("get_policy", {"policy_type": "discounts"}),
        ("get_policy", {"policy_type": 3}),
    ],
)
def test_what_may_mean_anything_is_refused(tool: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _checked(tool, **arguments)
