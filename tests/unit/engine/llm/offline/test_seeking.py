"""A wish in several wordings: which are searched, and what the store's goods make of them."""

from __future__ import annotations

from typing import Any

import pytest

from engine.llm.offline.acts.seeking import named, sought
from engine.llm.offline.understanding import queries
from engine.llm.offline.understanding.sentence import sentence
from engine.tools.base import ToolCall, ToolResult, ToolRun

Found = dict[str, dict[str, float]]  # of each query the products' scores, the best first


def _play(seeking: Any, store: Found) -> tuple[ToolRun | None, list[str]]:
    """What is found in the end, and the queries in their order."""
    asked: list[str] = []
    run = None
    while True:
        try:
            made: ToolCall = seeking.send(run)
        except StopIteration as ended:
            return ended.value, asked
        asked.append(made.arguments["query"])
        products = [{"id": one, "name": one, "score": score} for one, score in store.get(asked[-1], {}).items()]
        run = ToolRun(made, ToolResult({"status": "ok", "products": products}), 1.0)


def _first(run: ToolRun | None) -> str | None:
    return run.result.data["products"][0]["id"] if run and run.result.data["products"] else None


@pytest.mark.parametrize(
    ("said", "focused"),
    [
        ("my girlfriend's birthday is tomorrow, show me a soft toy", "soft toy"),
        ("बेटी का जन्मदिन है, कोई गुड़िया दिखाइए", "गुड़िया"),
        ("মেয়ের জন্মদিন, একটা পুতুল দেখান", "পুতুল"),
    ],
)
def test_the_clause_that_asks_is_searched_apart_from_the_story(said: str, focused: str) -> None:
    assert [one["query"] for one in queries.asking(sentence(said))] == [focused]


@pytest.mark.parametrize("said", ["show me a soft toy", "grandmother's knees hurt, is there something for it", "hello"])
def test_a_sentence_without_a_story_or_without_a_name_is_searched_whole(said: str) -> None:
    assert queries.asking(sentence(said)) == ()


def test_what_the_wordings_support_together_is_shown() -> None:
    store = {"birthday soft toy": {"mug": 0.6, "teddy": 0.4}, "soft toy": {"teddy": 0.9}}
    run, asked = _play(sought([{"query": "birthday soft toy"}, {"query": "soft toy"}]), store)
    assert _first(run) == "teddy"
    assert asked == ["soft toy", "birthday soft toy", "soft toy"]


def test_the_likeliest_wording_stays_on_the_screen_where_all_agree() -> None:
    store = {"red kurti": {"red": 0.9, "blue": 0.3}, "kurti": {"red": 0.8}}
    run, asked = _play(sought([{"query": "red kurti"}, {"query": "kurti"}]), store)
    assert (_first(run), asked) == ("red", ["kurti", "red kurti"])


@pytest.mark.parametrize(("score", "name"), [(0.3, "pendulum"), (0.9, "mattress")])
def test_words_name_nothing_that_is_unlikely_or_called_otherwise(score: float, name: str) -> None:
    run, _ = _play(named(sentence("pendulum moves"), [{"query": "q"}]), {"q": {name: score}})
    assert run is None


def test_words_name_what_is_likely_and_called_so() -> None:
    run, _ = _play(named(sentence("pendulum moves"), [{"query": "q"}]), {"q": {"pendulum": 0.9}})
    assert _first(run) == "pendulum"
