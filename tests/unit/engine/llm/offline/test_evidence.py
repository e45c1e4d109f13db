"""Whether a frequent question is asked: by how near one is, and by how the words are meant."""

from __future__ import annotations

from typing import Any

import pytest

from engine.dialogue.context import Context
from engine.languages import Language
from engine.llm.offline.acts import evidence
from engine.llm.offline.acts.base import Said, Scene, Thread
from engine.llm.offline.understanding.intents import Scores
from engine.llm.offline.understanding.sentence import sentence
from engine.tools.base import ToolCall, ToolResult, ToolRun
from engine.tools.products import STORE

DRUM = {"id": "P1", "name": "Wooden Drum", "price": 900.0, "in_stock": True, "category": "Music", "score": 0.9}
TABLA = DRUM | {"id": "P2", "name": "Wooden Tabla", "score": 0.85}
FLUTE = DRUM | {"id": "P3", "name": "Wooden Flute", "score": 0.3}
_NONE = dict.fromkeys(
    ("search", "price", "store_question", "product_question", "off_topic", "staff", "track_order"), 0.0
)
_REST = ("cancel_order", "return_order", *(f"policy_{name}" for name in ("returns", "refunds", "shipping", "privacy")))


def _faq(likeness: float, about: str = "product", answer: str = "Yes, both.", **more: Any) -> dict[str, Any]:
    return {"about": about, "near": likeness > 0.3, "likeness": likeness, "question": "?", "answer": answer, **more}


def _scene(said: str, **more: Any) -> Scene:
    return Scene(said, Language.ENGLISH, "Apna Bazaar", Context(), Thread(), **more)


def _play(found: Any, answers: dict[str, dict[str, Any]]) -> tuple[Said | None, list[str]]:
    """What is said in the end, and whose questions were looked for."""
    asked: list[str] = []
    run = None
    while True:
        try:
            made: ToolCall = found.send(run)
        except StopIteration as ended:
            return ended.value, asked
        asked.append(made.arguments["product_id"])
        data = {"status": "ok", "product_id": asked[-1], "product": DRUM, **answers.get(asked[-1], {"faqs": []})}
        run = ToolRun(made, ToolResult(data), 1.0)


@pytest.fixture
def meant(monkeypatch: pytest.MonkeyPatch) -> Any:
    def means(**meaning: float) -> None:
        known = {**_NONE, **dict.fromkeys((*_REST, "policy_warranty"), 0.0), **meaning}
        monkeypatch.setattr(evidence, "score", lambda _said: Scores({}, known))

    return means


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("does the wooden drum come with sticks or do I buy them", "Wooden Drum"),
        ("wooden drum ke saath sticks milti hain ya nahi", "Wooden Drum"),
        ("लकड़ी के ड्रम के साथ डंडी देते हैं कि नहीं", "लकड़ी का ड्रम"),
        ("কাঠের ড্রামের সঙ্গে কাঠি দেন, নাকি আলাদা কিনতে হবে", "কাঠের ড্রাম"),
        ("लाकडी ड्रमबरोबर काठ्या देता का, की वेगळ्या घ्यायच्या", "लाकडी ड्रम"),
    ],
)
def test_what_a_named_product_has_answered_is_told_with_its_price(said: str, name: str, meant: Any) -> None:
    meant(search=0.5, product_question=0.5)
    assert evidence.may_ask(sentence(said))
    found = evidence.of_found(_scene(said), sentence(said), [DRUM | {"name": name}])
    told, _ = _play(found, {"P1": {"faqs": [_faq(0.7)]}})
    assert told is not None
    assert told.text.endswith("Yes, both.")
    assert "900" in told.text


def test_a_search_that_is_hardly_near_to_a_question_stays_one(meant: Any) -> None:
    meant(search=0.9, product_question=0.1)
    said = "a wooden drum for my little nephew"
    told, asked = _play(evidence.of_found(_scene(said), sentence(said), [DRUM]), {"P1": {"faqs": [_faq(0.4)]}})
    assert told is None
    assert asked == [STORE, "P1"]


@pytest.mark.parametrize("said", ["show me a pressure cooker", "प्रेशर कुकर दिखाइए", "প্রেশার কুকার দেখান"])
def test_who_only_wants_to_see_a_thing_asks_nothing(said: str, meant: Any) -> None:
    meant(search=0.3, product_question=0.7)
    assert not evidence.may_ask(sentence(said))


def test_of_several_products_that_fit_as_well_the_nearest_question_tells_which_is_meant(meant: Any) -> None:
    meant(product_question=0.9)
    said = "the wooden one, how long before its skin has to be changed"
    nearest = {"perhaps": [_faq(0.7, name="Wooden Tabla", product_id="P2")], "faqs": []}
    _, asked = _play(evidence.of_found(_scene(said), sentence(said), [DRUM, TABLA]), {STORE: nearest})
    assert asked == [STORE, "P2"]
    far = {"perhaps": [_faq(0.7, name="Wooden Flute", product_id="P3")], "faqs": []}
    _, asked = _play(evidence.of_found(_scene(said), sentence(said), [DRUM, FLUTE]), {STORE: far})
    assert asked[-1] != "P3"


@pytest.mark.parametrize(
    "said",
    [
        "I have lost the paper you gave me, what now",
        "aapka diya kaagaz kho gaya, ab kya karun",
        "আপনাদের দেওয়া কাগজটা হারিয়ে গেছে, কী করব",
        "तुम्ही दिलेला कागद हरवला, आता काय करू",
    ],
)
def test_doubtful_words_are_a_question_that_the_store_has_answered(said: str, meant: Any) -> None:
    answers = {STORE: {"faqs": [_faq(0.7, STORE, "We print it again.")]}}
    meant(off_topic=0.4, store_question=0.2)
    told, _ = _play(evidence.rather(_scene(said), sentence(said)), answers)
    assert told is not None
    assert told.text == "We print it again."
    meant(policy_returns=0.9)
    assert _play(evidence.rather(_scene(said), sentence(said)), answers) == (None, [])


def test_small_talk_asks_no_tool(meant: Any) -> None:
    meant(off_topic=0.4)
    assert _play(evidence.rather(_scene("so who will win"), sentence("so who will win"), talk=True), {}) == (None, [])


def test_a_part_of_a_sentence_is_weighed_by_itself(meant: Any) -> None:
    meant(store_question=0.9)
    part = "when are you open on Sundays"
    scene = _scene(f"show me a drum, and {part}", part=part)
    told, _ = _play(evidence.asked(scene, sentence(part)), {STORE: {"faqs": [_faq(0.5, STORE, "Till two.")]}})
    assert told is not None
    assert told.text == "Till two."
