"""A whole sentence that says clearly what is wanted goes before single words of it."""

from __future__ import annotations

from typing import Any

import pytest

from engine.dialogue.context import Context
from engine.llm.offline.acts.base import Thread
from engine.llm.offline.understanding import meant
from engine.llm.offline.understanding.intents import Scores, score
from engine.llm.offline.understanding.sentence import sentence
from engine.llm.offline.understanding.wish import View, Wish

SHOES = {"id": "P1", "name": "Blue Running Shoes", "price": 1899.0, "category": "Shoes", "specifications": {}}


def corrected(said: str, kind: str, likely: str, how: float, focus: bool = False, **arguments: Any) -> Wish:
    part = sentence(said)
    usual = score(part)
    scores = Scores(usual.lexical, {**dict.fromkeys(usual.meaning, 0.0), likely: how})
    context = Context(last_product_id="P1" if focus else None, intent=arguments.pop("before", None))
    thread = Thread(talked_about=[SHOES] if focus else [])
    return meant.corrected(Wish(kind, part, arguments), View(scores, context, thread))


@pytest.mark.parametrize(
    "said",
    [
        "is there any discount if we buy shoes for everyone",
        "पूरे स्कूल के जूते लें तो कुछ छूट है",
        "স্কুলের সবার জুতো নিলে ছাড় আছে",
        "शाळेसाठी सगळ्यांचे बूट घेतले तर सूट आहे का",
        "sabke joote lene par kuch discount hai",
    ],
)
def test_goods_that_are_named_on_the_way_do_not_make_a_search(said: str) -> None:
    found = corrected(said, "search", "store_question", 0.95)
    assert found.kind == "store_question"
    assert found.arguments["query"]
    assert corrected(said, "search", "store_question", 0.7).kind == "search"


def test_a_question_about_what_is_named_is_none_about_the_product_of_the_talk() -> None:
    found = corrected("is the laptop bag waterproof or not", "search", "product_question", 0.95, focus=True)
    assert (found.kind, found.product) == ("question", None)
    assert "bag" in found.arguments["query"]["query"]


def test_what_names_nothing_asks_about_the_product_of_the_talk() -> None:
    found = corrected("will it survive the rain", "guess", "product_question", 0.95, focus=True)
    assert found.product == SHOES


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("does it come in red too", "search"),  # another one is looked for
        ("what does it cost", "price"),
        ("under five hundred", "search"),
        ("order 1005, is it waterproof", "search"),
    ],
)
def test_what_is_no_question_stays_what_it_was(said: str, kind: str) -> None:
    assert corrected(said, kind, "product_question", 0.99, focus=True).kind == kind


def test_a_rule_is_asked_on_about() -> None:
    found = corrected("and if it is burnt?", "policy", "store_question", 0.99, before="policy", policy_type="warranty")
    assert found.kind == "policy"
