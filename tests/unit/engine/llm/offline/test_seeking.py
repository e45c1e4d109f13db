"""A wish in several wordings: which are searched, and what the store's goods make of them."""

from __future__ import annotations

from typing import Any

import pytest

from engine.llm.offline.acts.seeking import named, sought, sought_anew
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
        products = [
            {"id": one, "name": one, "score": score, "price": 9.0} for one, score in store.get(asked[-1], {}).items()
        ]
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


def _bounded(store: Found, said: str) -> tuple[str | None, list[dict[str, Any]]]:
    """What is found first within bounds of before, and the calls; prices are in the names: "tank 4000"."""
    calls: list[dict[str, Any]] = []
    seeking, run = sought_anew([{"query": said, "price_range": {"max": 5000}}], sentence(said)), None
    while True:
        try:
            made = seeking.send(run)
        except StopIteration as ended:
            return _first(ended.value), calls
        calls.append(made.arguments)
        most = made.arguments.get("price_range", {}).get("max", float("inf"))
        found = store[said].items()
        products = [{"id": one, "name": one, "score": score, "price": 0.0} for one, score in found]
        fitting = [one for one in products if float(one["id"].split()[-1]) <= most]
        run = ToolRun(made, ToolResult({"status": "ok", "products": fitting}), 1.0)


def test_what_lies_beyond_the_price_of_before_is_shown_where_only_that_is_named() -> None:
    store = {"1000 litre tank": {"tank 1000 litre 7250": 0.97, "tank 500 litre 3990": 0.6}}
    assert _bounded(store, "1000 litre tank")[0] == "tank 1000 litre 7250"


def test_the_price_of_before_stands_where_something_within_it_fits_as_well() -> None:
    store = {"black tank": {"black tank 7250": 0.99, "black tank 3990": 0.97}}
    assert _bounded(store, "black tank")[0] == "black tank 3990"


def test_what_is_new_decides_between_wordings() -> None:
    wordings = [{"query": "table fan remote"}, {"query": "fan remote"}]
    store = {"table fan remote": {"table fan": 0.7}, "fan remote": {"ceiling fan remote": 0.6}}
    run, _ = _play(sought(wordings, sentence("one with a remote")), store)
    assert _first(run) == "ceiling fan remote"
