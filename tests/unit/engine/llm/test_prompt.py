from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from engine.dialogue.context import Context
from engine.languages import Language
from engine.llm.base import BrainRequest, Exchange
from engine.llm.prompt import messages
from engine.tools.base import ToolCall, ToolResult, ToolRun

TODAY = date(2026, 1, 15)


def _messages(**more: Any) -> list[dict[str, Any]]:
    arguments: dict[str, Any] = {
        "utterance": "saree dikhao",
        "language": Language.HINDI,
        "store": "Apna Bazaar",
        "context": Context(),
        **more,
    }
    return messages(BrainRequest(**arguments), TODAY)


def _run(call_id: str, **data: Any) -> ToolRun:
    return ToolRun(ToolCall(call_id, "search_products", {"query": "साड़ी"}), ToolResult({"status": "ok", **data}), 1.0)


def test_the_system_prompt_and_the_customers_words() -> None:
    system, user = _messages(categories=("Clothing", "Toys"))
    assert user == {"role": "user", "content": "saree dikhao"}
    assert system["role"] == "system"
    for part in ('the shop "Apna Bazaar"', "Answer in Hindi", "Thursday, 15 January 2026", "Clothing, Toys"):
        assert part in system["content"]
    assert "{" not in system["content"]


@pytest.mark.parametrize(
    ("language", "name"),
    [
        (Language.HINDI, "Hindi"),
        (Language.BENGALI, "Bengali"),
        (Language.MARATHI, "Marathi"),
        (Language.ENGLISH, "English"),
    ],
)
def test_the_answers_language_is_named(language: Language, name: str) -> None:
    assert f"Answer in {name}," in _messages(language=language)[0]["content"]


def test_a_shop_with_braces_in_its_name() -> None:
    assert '"{today} {x}"' in _messages(store="{today} {x}")[0]["content"]


def test_a_store_without_categories() -> None:
    assert "categories: unknown." in _messages()[0]["content"]


def test_what_was_said_before_comes_before_what_is_said_now() -> None:
    history = (Exchange("hi", "Hello!"), Exchange("and this", ""), Exchange("fan", "Ceiling Fan"))
    told = _messages(history=history)[1:]
    assert [(entry["role"], entry["content"]) for entry in told] == [
        ("user", "hi"),
        ("assistant", "Hello!"),
        ("user", "and this"),
        ("user", "fan"),
        ("assistant", "Ceiling Fan"),
        ("user", "saree dikhao"),
    ]


def test_each_tool_that_ran_is_a_call_and_its_result() -> None:
    told = _messages(runs=(_run("a", products=[{"name": "लाल साड़ी"}]), _run("b")))[2:]
    assert [entry["role"] for entry in told] == ["assistant", "tool", "assistant", "tool"]
    function = told[0]["tool_calls"][0]
    assert (function["id"], function["type"], function["function"]["name"]) == ("a", "function", "search_products")
    assert json.loads(function["function"]["arguments"]) == {"query": "साड़ी"}
    assert told[1]["tool_call_id"] == "a"
    assert json.loads(told[1]["content"]) == {"status": "ok", "products": [{"name": "लाल साड़ी"}]}
    assert told[3]["tool_call_id"] == "b"
    assert "साड़ी" in told[1]["content"]  # not as escapes, which cost tokens


def test_a_no_is_told() -> None:
    told = _messages(declined="cancel_order")[2:]
    assert len(told) == 1
    assert told[0]["role"] == "system"
    assert "no to cancel_order" in told[0]["content"]
