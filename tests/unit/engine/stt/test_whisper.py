from __future__ import annotations

import jiwer
import numpy as np
import pytest

from engine.audio.format import SAMPLE_RATE
from engine.languages import Language
from engine.stt.whisper import WINDOW_SECONDS, Whisper
from engine.text import words

pytestmark = pytest.mark.models
EN = Language.ENGLISH
SENTENCE = "I would like to return the pressure cooker because it is broken."


def plain(text: str) -> str:
    return " ".join(words(text))


@pytest.fixture(scope="module")
def encoded(whisper: Whisper, said):
    return whisper.encode(said(SENTENCE, EN))


def test_an_english_sentence_is_dictated(whisper, encoded):
    text, confidence = whisper.dictate(encoded, EN)
    assert jiwer.wer(plain(SENTENCE), plain(text)) < 0.1
    assert 0.7 < confidence <= 1


def test_silence_is_nothing_to_be_sure_of(whisper):
    noise = (np.random.default_rng(0).standard_normal(2 * SAMPLE_RATE) * 0.002).astype(np.float32)
    for audio in (np.zeros(SAMPLE_RATE, np.float32), noise):
        assert whisper.dictate(whisper.encode(audio), EN)[1] < 0.3


@pytest.mark.parametrize(
    ("language", "text"),
    [(EN, SENTENCE), (Language.HINDI, "मुझे लाल साड़ी दिखाइए"), (Language.MARATHI, "माझी ऑर्डर कुठे आहे")],
)
def test_the_languages_shares_add_up_to_one(whisper, said, language, text):
    shares = whisper.identify(whisper.encode(said(text, language)))
    assert set(shares) == set(Language)
    assert sum(shares.values()) == pytest.approx(1)
    assert min(shares.values()) >= 0


def test_english_and_hindi_are_told_apart(whisper, encoded, said):
    hindi = whisper.identify(whisper.encode(said("मुझे लाल साड़ी दिखाइए", Language.HINDI)))
    assert hindi[Language.HINDI] > 0.7
    assert whisper.identify(encoded)[EN] > 0.9


def test_what_is_heard_as_urdu_is_hindi(whisper, encoded):
    class Urdu:
        def detect_language(self, _storage):
            return [[("<|ur|>", 0.6), ("<|hi|>", 0.1), ("<|fr|>", 0.2), ("<|en|>", 0.1)]]

    model, whisper._model = whisper._model, Urdu()
    try:
        shares = whisper.identify(encoded)
    finally:
        whisper._model = model
    assert shares[Language.HINDI] == pytest.approx(0.7 / 0.8)
    assert shares[EN] == pytest.approx(0.1 / 0.8)
    assert shares[Language.BENGALI] == 0


@pytest.mark.parametrize("seconds", [0.1, 3.0, 15.0, 40.0])
def test_every_utterance_fills_the_same_window(whisper, seconds):
    audio = (np.random.default_rng(0).standard_normal(int(seconds * SAMPLE_RATE)) * 0.01).astype(np.float32)
    assert whisper.encode(audio).array().shape == (750, 512)


def test_what_is_longer_than_the_window_is_cut_off(whisper, said):
    sentence = said(SENTENCE, EN)
    window = np.zeros(WINDOW_SECONDS * SAMPLE_RATE, np.float32)
    window[: len(sentence)] = sentence
    cut, whole = whisper.encode(np.concatenate([window, sentence])), whisper.encode(window)
    assert np.abs(cut.array()[:700] - whole.array()[:700]).max() < 0.5
    assert plain(whisper.dictate(cut, EN)[0]) == plain(SENTENCE)


def test_likely_words_bend_the_dictation(whisper, said):
    audio = whisper.encode(said("Do you have a red cotton saree under two thousand rupees?", EN))
    assert "saree" not in words(whisper.dictate(audio, EN)[0])
    assert "saree" in words(whisper.dictate(audio, EN, bias="cotton saree, silk saree, kurta")[0])


def test_the_likely_words_are_no_part_of_the_text(whisper, encoded):
    text, confidence = whisper.dictate(encoded, EN, bias="saree, kurta, pressure cooker")
    assert plain(text) == plain(SENTENCE)
    assert confidence > 0.7
