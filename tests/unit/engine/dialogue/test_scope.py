"""What is no subject for a shop is declined politely; what the shop sells and knows is none of that."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from engine.dialogue.conversation import Conversation
from engine.dialogue.phrases import phrase
from engine.dialogue.scope import out_of_scope
from engine.languages import Language
from engine.llm.base import TextDelta
from resources import ROOT
from tests.fakes.fake_brain import FakeBrain

HI, BN, MR, EN = Language.HINDI, Language.BENGALI, Language.MARATHI, Language.ENGLISH
BESIDE = [
    ("which medicine should I take for fever", EN, "health"),
    ("who should I vote for", EN, "politics"),
    ("what do you think of Modi", EN, "politics"),
    ("you bloody idiot", EN, "abuse"),
    ("बुखार की कौन सी दवा लूँ", HI, "health"),
    ("mujhe bukhar hai kaun si dawa loon", HI, "health"),
    ("वोट किसको दूँ", HI, "politics"),
    ("चुनाव कौन जीतेगा", HI, "politics"),
    ("अबे चूतिये", HI, "abuse"),
    ("জ্বর হলে কোন ওষুধ খাব", BN, "health"),
    ("ভোট কাকে দেব", BN, "politics"),
    ("তুই একটা গাধা", BN, "abuse"),
    ("तापाचं औषध कोणतं", MR, "health"),
    ("निवडणुकीत मत कोणाला देऊ", MR, "politics"),
    ("तू गाढव आहेस", MR, "abuse"),
]


@pytest.mark.parametrize(("said", "language", "subject"), BESIDE)
async def test_it_is_declined_without_any_brain(
    conversation: Callable[..., Conversation], said: str, language: Language, subject: str
) -> None:
    brain = FakeBrain([TextDelta("Take two tablets.")])
    talk = conversation(brain)
    parts = [part async for part in talk.respond(said, language)]
    assert parts == [TextDelta(phrase(f"scope.{subject}", language))]
    assert brain.requests == []
    assert talk.snapshot()["intent"] == "out_of_scope"


@pytest.mark.parametrize(
    "said",
    [
        "show me a toy doctor set",
        "I need a table fan, the old one was stupid",
        "is this saree for a party",
        "लाल साड़ी दिखाओ",
        "चीनी कितने की है",
        "আমাকে শাড়ি দেখান",
        "मला पंखा हवा",
    ],
)
def test_what_may_be_about_the_shop_is_not(said: str) -> None:
    assert out_of_scope(said) is None


def test_nothing_that_the_demo_store_sells_or_is_asked_is_declined() -> None:
    records = [
        record
        for name in ("products", "faqs")
        for record in json.loads((ROOT / "demo" / f"{name}.json").read_text("utf-8"))
    ]
    texts = [text for record in records for key, text in record.items() if key.startswith(("name", "question"))]
    assert [text for text in texts if text and out_of_scope(text)] == []
