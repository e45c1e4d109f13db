"""Which answer a question gets: the product's own, a specification, or the store's."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from engine.dialogue.context import Context
from engine.languages import Language
from engine.llm.offline.acts import answers
from engine.llm.offline.acts.base import Scene, Thread
from engine.llm.offline.understanding.intents import Scores
from engine.llm.offline.understanding.sentence import sentence
from engine.tools.base import ToolCall, ToolResult, ToolRun

TRAY = {"id": "P1", "name": "Brass Tray", "price": 700.0, "specifications": {"material": "brass", "weight": "900 g"}}
SCOUR = {"question": "How is the brass tray cleaned?", "answer": "With tamarind, then a dry cloth."}
CREDIT = {"question": "Do you give goods on credit?", "answer": "Only to old customers."}


def run(likeness: float, faq: dict[str, str], about: str = "product") -> ToolRun:
    found = {"about": about, "near": likeness > 0.3, "likeness": likeness, **faq}
    data: dict[str, Any] = {"status": "ok", "product_id": "P1", "product": TRAY, "faqs": [found]}
    return ToolRun(ToolCall("1", "get_product_faq", {"product_id": "P1"}), ToolResult(data), 1.0)


def own(said: str, likeness: float) -> str | None:
    scene = Scene(said, Language.ENGLISH, "Apna Bazaar", Context(), Thread())
    return answers.own(scene, run(likeness, SCOUR), sentence(said), ())


@pytest.mark.parametrize(
    "said",
    [
        "the brass tray went black, what do I rub it with",
        "पीतल की ट्रे काली पड़ गई, किससे रगड़ूँ",
        "পিতলের ট্রেটা কালচে হয়ে গেছে, কী দিয়ে মাজব",
        "पितळेचा ट्रे काळा पडला, कशाने घासू",
    ],
)
def test_who_says_more_than_what_it_is_of_asks_no_specification(said: str) -> None:
    assert own(said, 0.45) == SCOUR["answer"]


@pytest.mark.parametrize("said", ["what is its weight", "what does the brass tray weigh"])
def test_a_specification_that_is_called_by_its_name_is_told(said: str) -> None:
    assert "900 g" in str(own(said, 0.1))


def meaning(monkeypatch: pytest.MonkeyPatch, store_question: float) -> None:
    likely = defaultdict(float, store_question=store_question)
    monkeypatch.setattr(answers, "score", lambda _said: Scores({}, likely))


@pytest.mark.parametrize("said", ["what comes with it when I buy", "विकत घेताना सोबत किती देता"])
def test_a_question_that_is_but_alike_has_to_share_a_word(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    meaning(monkeypatch, store_question=0.6)
    assert answers.likeliest(run(0.34, CREDIT, "store")) == CREDIT["answer"]
    assert answers.likeliest(run(0.34, CREDIT, "store"), said=sentence(said)) is None
    assert answers.likeliest(run(0.5, CREDIT, "store"), said=sentence(said)) == CREDIT["answer"]


def test_what_clearly_asks_the_store_need_not(monkeypatch: pytest.MonkeyPatch) -> None:
    meaning(monkeypatch, store_question=0.95)
    assert answers.likeliest(run(0.34, CREDIT, "store"), said=sentence("can I settle up later")) == CREDIT["answer"]


def test_one_that_shares_a_word_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    meaning(monkeypatch, store_question=0.6)
    assert answers.likeliest(run(0.34, CREDIT, "store"), said=sentence("and on credit?")) == CREDIT["answer"]


@pytest.mark.parametrize("said", ["how is the brass tray kept", "what is the tray for"])
def test_its_name_alone_speaks_for_none_of_its_answers(said: str) -> None:
    assert answers.overlapping(run(0.1, SCOUR), sentence(said)) is None


def test_a_word_besides_its_name_does() -> None:
    assert answers.overlapping(run(0.1, SCOUR), sentence("the brass tray and tamarind")) == SCOUR["answer"]
