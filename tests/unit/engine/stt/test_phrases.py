from __future__ import annotations

import math

import pytest

from engine.languages import Language
from engine.stt import phrases
from engine.stt.grammar import Grammar, StoreWords
from engine.stt.phrase_search import Match
from engine.stt.phrases import PhraseRecogniser
from engine.text import clean

pytestmark = pytest.mark.models
HI, BN, MR, EN = Language.HINDI, Language.BENGALI, Language.MARATHI, Language.ENGLISH
SPOKEN = {HI: "मेरा ऑर्डर कहाँ है", BN: "আমার অর্ডার কোথায়", MR: "माझी ऑर्डर कुठे आहे"}
EVEN = dict.fromkeys(Language, 0.25)


def small(_store: StoreWords) -> list[Grammar]:
    """Of each language a few phrases: the whole grammar's priors take a minute to compute."""
    others = {HI: "मुझे लाल साड़ी दिखाइए", BN: "আমাকে লাল শাড়ি দেখান", MR: "मला लाल साडी दाखवा"}
    return [Grammar(lang, tuple(tuple(s.split()) for s in (SPOKEN[lang], others[lang]))) for lang in SPOKEN]


@pytest.fixture(scope="module")
def recogniser(packs, whisper, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(phrases, "build", small)
        path = tmp_path_factory.mktemp("cache") / "priors.json"
        return PhraseRecogniser(whisper, packs.path("whisper-base") / "model.bin", StoreWords({}), path)


@pytest.fixture(scope="module")
def heard(whisper, said):
    return {language: whisper.encode(said(text, language)) for language, text in SPOKEN.items()}


@pytest.mark.parametrize("language", SPOKEN)
def test_a_phrase_is_recognised_in_its_own_script(recogniser, heard, language):
    found = recogniser.match(heard[language], EVEN)
    assert (clean(found.text), found.language) == (clean(SPOKEN[language]), language)
    assert found.confidence > 0.6


def test_a_language_that_is_not_expected_is_not_considered(recogniser, heard):
    assert recogniser.match(heard[HI], {MR: 1.0}).language == MR
    assert recogniser.match(heard[HI], {MR: 1.0}).confidence < 0.6


@pytest.mark.parametrize(("prior", "language"), [(None, HI), (BN, BN)])
def test_where_no_language_is_expected_nothing_is_found(recogniser, heard, prior, language):
    for shares in ({}, {EN: 1.0}):
        found = recogniser.match(heard[HI], shares, prior)
        assert (found.text, found.language, found.confidence) == ("", language, 0.0)


def test_something_else_is_not_surely_a_phrase(recogniser, whisper, said):
    other = whisper.encode(said("I would like to return the pressure cooker because it is broken.", EN))
    assert recogniser.match(other, EVEN).confidence < 0.3


def test_an_unfinished_phrase_is_recognised_as_far_as_it_goes(recogniser, whisper, said):
    audio = said(SPOKEN[HI], HI)
    partial = recogniser.match(whisper.encode(audio[: len(audio) * 6 // 10]), EVEN, unfinished=True)
    assert partial.text
    assert clean(SPOKEN[HI]).startswith(clean(partial.text)[:4])
    assert len(partial.text) < len(SPOKEN[HI])


class Scored:
    """Stands for the search: one match a language, and what it was asked."""

    def __init__(self, score: float) -> None:
        self.score = score

    def __call__(self, decoder, cross, graph, prompt, end, weights, widest, unfinished):
        self.weights, self.widest = weights, widest
        return [Match((), HI, self.score)]


@pytest.mark.parametrize(("score", "confidence"), [(0.0, 0.6), (4.0, 0.917), (-4.0, 0.169)])
def test_a_score_of_zero_is_as_likely_as_not(recogniser, heard, monkeypatch, score, confidence):
    monkeypatch.setattr(phrases, "search", Scored(score))
    assert recogniser.match(heard[HI], EVEN).confidence == pytest.approx(confidence, abs=0.001)


def test_a_language_weighs_what_it_was_heard_as_and_the_conversations_a_little_more(recogniser, heard, monkeypatch):
    asked = Scored(0.0)
    monkeypatch.setattr(phrases, "search", asked)
    recogniser.match(heard[HI], {HI: 0.7, MR: 0.2, BN: 0.0, EN: 0.1}, prior=MR)
    assert asked.weights == pytest.approx({HI: math.log(0.8), MR: math.log(0.3) + 1, BN: math.log(0.1)})
