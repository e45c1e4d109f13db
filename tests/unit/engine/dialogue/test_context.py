from __future__ import annotations

import dataclasses

import pytest

from engine.dialogue.context import Context, Waiting
from engine.tts.manner import USUAL


def test_a_conversation_begins_about_nothing() -> None:
    context = Context()
    empty = {field.name: getattr(context, field.name) for field in dataclasses.fields(context)}
    assert {name for name, value in empty.items() if value} == {"began_at", "changed_at", "manner"}
    assert context.manner == USUAL


def test_two_conversations_share_no_search() -> None:
    one, other = Context(), Context()
    assert isinstance(one.last_search, dict)
    one.last_search["query"] = "saree"
    assert other.last_search == {}


def test_what_waits_cannot_be_changed_behind_a_brains_back() -> None:
    waiting = Waiting("track_order", {}, "order_id")
    with pytest.raises(dataclasses.FrozenInstanceError):
        waiting.missing = "phone_number"  # type: ignore[misc]


def test_cheaper_is_than_what_was_meant() -> None:
    context = Context()
    shoes = {"id": "P1", "name": "Leather Shoes", "price": 2450.0, "category": "Shoes", "score": 0.99}
    polish = {"id": "P2", "name": "Shoe Polish", "price": 85.0, "category": "Care", "score": 0.2}
    context.note("search_products", {"query": "leather shoes"}, {"products": [shoes, polish]})
    assert context.last_price == 2450.0
