"""Asking on about the answer that was just given."""

from __future__ import annotations

from collections import defaultdict

import pytest

from engine.dialogue.context import Context
from engine.languages import Language
from engine.llm.offline.acts import again
from engine.llm.offline.acts.base import Scene, Thread
from engine.llm.offline.understanding.intents import Scores
from engine.llm.offline.understanding.sentence import sentence
from engine.tools.products import STORE

ANSWER = "No, the glue opens. Clean with a wet cloth and a brush. कपड़े और ब्रश से साफ़ कीजिए।"
SERVICE = "Yes, we tune guitars for ₹150. It takes two days. हाँ, दो दिन लगते हैं।"
RULE = "Bring it back within 9 days with the bill. Opened strings are not taken back."


def goes_on(said: str, before: str = "faq", answer: str | None = ANSWER, about: str = "P1") -> bool:
    return again.goes_on(scene(said, before, answer, about), sentence(said))


def scene(said: str, before: str, answer: str | None, about: str = STORE) -> Scene:
    thread = Thread(answered=(about, answer)) if answer and before == "faq" else Thread(policy="returns", rule=answer)
    return Scene(said, Language.ENGLISH, "Apna Bazaar", Context(), thread, before=before)


def meaning(monkeypatch: pytest.MonkeyPatch, **likely: float) -> None:
    monkeypatch.setattr(again, "score", lambda _said: Scores({}, defaultdict(float, likely)))


@pytest.fixture(autouse=True)
def _questions(monkeypatch: pytest.MonkeyPatch) -> None:
    meaning(monkeypatch, product_question=0.8, store_question=0.1, search=0.1)


@pytest.mark.parametrize("said", ["so which brush then", "phir saaf kaise karun", "कौन सा ब्रश लगेगा"])
def test_what_the_last_answer_tells_of_is_asked_on_about(said: str) -> None:
    assert goes_on(said)
    assert not goes_on(said, before="search")
    assert not goes_on(said, answer=None)


@pytest.mark.parametrize("said", ["is the umbrella big", "show me a brush", "छाता दिखाइए", "कोई छाता है क्या"])
def test_another_thing_is_not(said: str) -> None:
    assert not goes_on(said)


@pytest.mark.parametrize(
    "said",
    [
        "and how long would that be",
        "तो कब तक मिल जाएगा",
        "kitne din rukna padega",
        "তাহলে কবে পাব",
        "मग किती दिवस थांबायचं",
    ],
)
def test_the_time_of_what_the_store_does_is_asked_without_naming_it(said: str) -> None:
    assert goes_on(said, answer=SERVICE, about=STORE)
    assert not goes_on(said, answer="Yes, for ₹150.", about="P1")


@pytest.mark.parametrize(
    "said", ["is there a charge for that", "उसका पैसा लगता है क्या", "ওটার জন্য কি টাকা লাগে", "त्याचे पैसे लागतात का"]
)
def test_what_the_store_does_may_be_only_pointed_at(said: str) -> None:
    assert goes_on(said, answer=SERVICE, about=STORE)


def test_of_a_product_a_bare_question_may_mean_another_side() -> None:
    assert not goes_on("is it heavy", about="P1")


@pytest.mark.parametrize(
    "said",
    [
        "does that go for a guitar too?",
        "and the same for guitars?",
        "गिटार के लिए भी?",
        "guitar ka bhi?",
        "গিটারের ক্ষেত্রেও?",
    ],
)
def test_whether_a_rule_goes_for_something_else(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    meaning(monkeypatch, search=0.4)
    assert goes_on(said, before="policy", answer=RULE)
    assert not goes_on(said, before="search", answer=RULE)


def test_a_word_of_asking_is_enough_where_no_goods_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    meaning(monkeypatch, price=0.4)
    assert goes_on("new strings, how much extra", answer="Tuning is free, new strings are ₹200.", about=STORE)
    meaning(monkeypatch, search=0.9)
    assert not goes_on("new strings, how much extra", answer="Tuning is free, new strings are ₹200.", about=STORE)


@pytest.mark.parametrize("said", ["it was opened though, will you take it", "खोल दिया हो तो वापस कब तक होगा"])
def test_a_rule_is_asked_on_about_in_words_of_an_order(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    meaning(monkeypatch, return_order=0.7)
    assert again.asks_rule(scene(said, "policy", RULE), sentence(said))
    assert not again.asks_rule(scene(said, "search", RULE), sentence(said))
    meaning(monkeypatch, return_order=0.95)
    assert not again.asks_rule(scene(said, "policy", RULE), sentence(said))


def test_an_order_with_its_number_is_no_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    meaning(monkeypatch, return_order=0.7)
    said = "1004 was opened, will you take it"
    assert not again.asks_rule(scene(said, "policy", RULE), sentence(said))
