"""Asking on about the answer that was just given."""

from __future__ import annotations

import pytest

from engine.dialogue.context import Context
from engine.languages import Language
from engine.llm.offline.acts import again
from engine.llm.offline.acts.base import Scene, Thread
from engine.llm.offline.understanding.intents import Scores
from engine.llm.offline.understanding.sentence import sentence

ANSWER = "No, the glue opens. Clean with a wet cloth and a brush. कपड़े और ब्रश से साफ़ कीजिए।"


def goes_on(said: str, before: str = "faq", answer: str | None = ANSWER) -> bool:
    thread = Thread(answered=("P1", answer) if answer else None)
    scene = Scene(said, Language.ENGLISH, "Apna Bazaar", Context(), thread, before=before)
    return again.goes_on(scene, sentence(said))


@pytest.fixture(autouse=True)
def _questions(monkeypatch: pytest.MonkeyPatch) -> None:
    meaning = {"product_question": 0.8, "store_question": 0.1, "search": 0.1}
    monkeypatch.setattr(again, "score", lambda _said: Scores({}, meaning))


@pytest.mark.parametrize("said", ["so which brush then", "phir saaf kaise karun", "कौन सा ब्रश लगेगा"])
def test_what_the_last_answer_tells_of_is_asked_on_about(said: str) -> None:
    assert goes_on(said)
    assert not goes_on(said, before="search")
    assert not goes_on(said, answer=None)


@pytest.mark.parametrize("said", ["is the umbrella big", "show me a brush", "छाता दिखाइए", "कोई छाता है क्या"])
def test_another_thing_is_not(said: str) -> None:
    assert not goes_on(said)
