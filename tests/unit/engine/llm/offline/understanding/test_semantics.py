"""The classifier of intents, as it is shipped and as it is fitted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from catalog.search.embedding import DIMENSIONS, E5, READINGS, Vectors
from engine.dialogue.context import INTENTS
from engine.llm.offline.understanding import semantics
from engine.llm.offline.understanding.intents import before, score
from engine.llm.offline.understanding.sentence import sentence
from models.store import PackStore
from tests.benchmarks import fit_intents

SAID = [  # in no list of examples
    ("track_order", "मेरा पार्सल अभी तक पहुँचा क्यों नहीं"),
    ("track_order", "mera parcel ab tak kyun nahi pahucha"),
    ("policy_shipping", "ডেলিভারি চার্জ কত নেন আপনারা"),
    ("return_order", "पॅन्ट घट्ट होते, परत करायची आहे"),
    ("policy_privacy", "do you give my number to anybody else"),
    ("staff", "please call the manager, I want to talk to a person"),
    ("off_topic", "who will win the cricket match today"),
    ("search", "अम्मा के लिए कोई हल्की चप्पल दिखाइए"),
]


@pytest.fixture(scope="module")
def meaning(packs: PackStore) -> E5:
    return E5(packs.path("e5-small"))


@pytest.mark.parametrize(("intent", "text"), SAID)
def test_what_nobody_has_written_down_is_understood(meaning: E5, intent: str, text: str) -> None:
    assert text not in {one.text for one in fit_intents.sentences()}
    scores = semantics.load(meaning).scores(text)
    assert max(scores, key=scores.__getitem__) == intent


def test_the_shipped_weights_are_those_of_the_sentences() -> None:
    sentences = fit_intents.sentences()
    assert {one.intent for one in sentences} == set(semantics.load().names)
    chosen = sentences[:: len(sentences) // 400]
    scores = [semantics.load().scores(one.text) for one in chosen]
    right = sum(max(score, key=score.__getitem__) == one.intent for score, one in zip(scores, chosen, strict=True))
    assert right / len(chosen) > 0.85, "fit them again: python -m tests.benchmarks.fit_intents"


@pytest.mark.parametrize("text", ["", "…", "\u200b", "🙂" * 50])
def test_no_words_are_no_mistake(text: str) -> None:
    assert set(semantics.load().scores(text)) == set(semantics.load().names)


class Letters:
    """An embedder to which a text means its first letter."""

    name = "letters"

    def query(self, text: str) -> Vectors:
        return np.eye(DIMENSIONS, dtype=np.float32)[ord(text[:1] or "?") % DIMENSIONS]

    def readings(self, text: str) -> Vectors:
        return np.repeat(self.query(text)[None], READINGS, axis=0)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self.query(text) for text in texts])


@pytest.mark.parametrize("embedder", [None, Letters()])
def test_a_fit_is_kept_and_read(tmp_path: Path, embedder: Letters | None) -> None:
    said = {"show me shoes": "s", "show me bags": "s", "call a person": "p", "call someone": "p"}
    model = fit_intents.fit([fit_intents.Example(*one) for one in said.items()], embedder)
    model.save(tmp_path / "intents.npz")
    read = semantics.read(tmp_path / "intents.npz", embedder)
    assert read.names == ("s", "p")
    assert np.allclose(read.weights, model.weights, atol=1e-3)
    scores = read.scores("show me hats")
    assert scores["s"] > scores["p"]


def test_with_an_embedder_meanings_are_understood_too() -> None:
    by_letters = Letters()
    semantics.Understanding.use(by_letters)
    try:
        assert score(sentence("hello")).meaning == semantics.load(by_letters).scores("hello")
    finally:
        semantics.Understanding.use(None)
    assert score(sentence("hello")).meaning == semantics.load().scores("hello")


def test_conversations_that_measure_are_not_learnt_from() -> None:
    learnt = fit_intents.turns()
    assert not {one.store for one in learnt} & {"held_out", "held_out_2", "safety"}
    assert len(learnt) > 500
    assert fit_intents.Example("কোথায় আমার পার্সেল", "track_order").weight < learnt[0].weight


def test_what_was_wanted_before_counts_where_the_language_model_is(meaning: E5) -> None:
    text = "and what if it is broken"
    known, words = semantics.load(meaning), semantics.load()
    of_goods, of_order = (known.scores(text, before) for before in ("goods", "order"))
    orders = ("track_order", "cancel_order", "return_order")
    assert sum(of_order[name] for name in orders) > sum(of_goods[name] for name in orders)
    assert words.scores(text, "goods") == words.scores(text)


def test_what_was_wanted_before_is_known_from_a_conversations_intent() -> None:
    assert before(None) == "nothing"
    assert before("cheaper") == "goods"
    assert before("initiate_return") == "order"
    assert before("greeting") is None
    assert {before(intent) for intent in INTENTS.values()} <= semantics.BEFORE.keys()


def test_hindi_in_latin_letters_is_read_in_its_own_too(meaning: E5) -> None:
    latin = semantics.readings_of("mera order kahan hai", meaning)
    assert latin.shape == (READINGS, DIMENSIONS)
    assert not np.array_equal(latin, meaning.readings("mera order kahan hai"))
    assert np.array_equal(semantics.readings_of("मेरा ऑर्डर कहाँ है", meaning), meaning.readings("मेरा ऑर्डर कहाँ है"))
