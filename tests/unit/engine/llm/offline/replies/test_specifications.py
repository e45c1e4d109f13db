"""A product's specifications in words, in four languages; nothing that they do not hold."""

from __future__ import annotations

from typing import Any

import pytest

from engine.dialogue.context import Context
from engine.languages import Language
from engine.llm.offline.acts.base import Scene, Thread
from engine.llm.offline.replies.specifications import answer
from engine.llm.offline.understanding import slots
from engine.llm.offline.understanding.sentence import sentence

EN, HI, BN, MR = Language.ENGLISH, Language.HINDI, Language.BENGALI, Language.MARATHI
THING: dict[str, Any] = {
    "colour": "Black",
    "material": "Leather",
    "weight": "1.7 kg",
    "memory": "8 GB",
    "storage": "128 GB",
    "sizes": ["M", "L", "XL"],
    "warranty": "2 years",
    "features": ["Alarm", "Stopwatch"],
    "jars": "3",
    "induction": "No",
    "pages": 172,
}


def _answer(said: str, language: Language) -> str | None:
    scene = Scene(said, language, "Apna Bazaar", Context(), Thread())
    part = sentence(said)
    return answer(scene, {"name": "Thing", "specifications": THING}, part, slots.aspects(part))


@pytest.mark.parametrize(
    ("said", "language", "fact"),
    [
        ("how heavy is it", EN, "1.7 kg"),
        ("वज़न कितना है", HI, "1.7 किलो"),
        ("ওজন কত", BN, "1.7 কেজি"),
        ("वजन किती आहे", MR, "1.7 किलो"),
        ("what colour is it", EN, "Black"),
        ("किस रंग का है", HI, "काला"),
        ("কী রঙের", BN, "কালো"),
        ("कोणत्या रंगाची आहे", MR, "काळा"),
        ("which sizes are there", EN, "M, L, XL"),
        ("किस किस साइज़ में है", HI, "M, L, XL"),
        ("RAM kitni hai", HI, "8 जीबी"),
        ("does it have an alarm", EN, "Alarm"),
        ("उसमें अलार्म है क्या", HI, "अलार्म"),
        ("how many pages", EN, "172"),
        ("जार कितने आते हैं", HI, "3"),
        ("ये चमड़े की है क्या", HI, "चमड़ा"),
        ("ইনডাকশনে চলে?", BN, "না"),
        ("इंडक्शनवर चालेल का", MR, "नाही"),
        ("how long is the warranty", EN, "2 years"),
        ("वारंटी कितने साल की", HI, "2 साल"),
    ],
)
def test_what_is_asked_is_answered(said: str, language: Language, fact: str) -> None:
    found = _answer(said, language)
    assert found is not None
    assert fact in found


@pytest.mark.parametrize("said", ["how thick is it", "क्या यह उड़ता है", "who made this"])
def test_what_they_do_not_hold_is_not_answered(said: str) -> None:
    assert _answer(said, EN) is None


def test_two_things_are_answered_in_two_sentences() -> None:
    assert _answer("uski RAM kitni hai aur weight kitna", HI) is not None
    assert "8 जीबी" in str(_answer("uski RAM kitni hai aur weight kitna", HI))


def test_a_colour_that_it_has_not_is_answered_with_its_own() -> None:
    assert "Black" in str(_answer("is this red", EN))


def test_a_key_may_be_written_as_people_write() -> None:
    bag = {"id": "P1", "name": "Sling", "specifications": {"Baby weight": "up to 12 kg"}}
    said = sentence("what weight of baby does it take")
    scene = Scene(said.text, EN, "Shop", Context(), Thread())
    assert "12" in str(answer(scene, bag, said, slots.aspects(said)))
