"""The order of opinions on Hindi, Marathi and Bengali: the store's sentences, Whisper's judgement, free words."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from engine.languages import Language
from engine.stt.base import Hint, Transcript
from engine.stt.decoding.lexicon import encode
from engine.stt.decoding.store_decoder import StoreDecoder
from engine.stt.grammar import SPOKEN, StoreWords
from engine.stt.indic import IndicRecogniser
from engine.stt.utterance import Utterance
from phonetics.g2p import phonemes
from tests.fakes.posteriors import posteriors

HI, BN, MR, EN = Language.HINDI, Language.BENGALI, Language.MARATHI, Language.ENGLISH
SHARES = {HI: 0.4, MR: 0.3, BN: 0.2, EN: 0.1}
STORE = StoreWords({HI: ("नीली साड़ी", "पीली साड़ी"), MR: ("निळी साडी",), BN: ("নীল শাড়ি",)}, ("1030",))
NO_HINT, NOTHING = Hint(), Transcript("", HI, 0.0)
AUDIO = np.zeros(16_000, np.float32)


@dataclass
class Heard:
    phonemes: np.ndarray
    languages: dict[str, float] = field(default_factory=lambda: dict.fromkeys(SPOKEN, 1 / 3))


class Model:
    """Hears what the test says, whatever the sound is."""

    def __init__(self, text="", language=HI, free=NOTHING, **how):
        self.posteriors = posteriors(phonemes(text, str(language)), **how)
        self.free = free
        self.dictated = 0

    def listen(self, _audio):
        return Heard(self.posteriors)

    def dictate(self, _heard, shares):
        self.dictated += 1
        assert EN not in shares
        return self.free


class Judge:
    def __init__(self, favourite):
        self.favourite = favourite
        self.asked = []

    def scores(self, _encoding, phrases):
        self.asked.append(phrases)
        return [90.0 if phrase == self.favourite else -90.0 for phrase in phrases]


class Whisper:
    def __init__(self):
        self.encoded = 0

    def encode(self, audio):
        self.encoded += 1
        return audio


@pytest.fixture(scope="module")
def decoder():
    return StoreDecoder(STORE)


def recognise(model, decoder, judge=None, hint=NO_HINT):
    return IndicRecogniser(model, decoder, judge).recognise(Utterance(AUDIO, Whisper()), SHARES, hint)


def blurred(text, one, other):
    """Speech of which a sound might be another."""
    model = Model(text, seed=5)
    first, second = encode(one + other)
    for frame in np.flatnonzero(model.posteriors[:, first] > -1)[:2]:
        model.posteriors[frame, [first, second]] = np.log(0.45)
    return model


def test_a_clear_sentence_needs_no_other_opinion(decoder):
    model, judge = Model("मुझे नीली साड़ी दिखाइए"), Judge("")
    found = recognise(model, decoder, judge)
    assert (found.text, found.language) == ("मुझे नीली साड़ी दिखाइए", HI)
    assert found.confidence > 0.6
    assert not judge.asked
    assert not model.dictated


@pytest.mark.parametrize("favourite", ["नीली", "पीली"])
def test_where_two_are_close_whisper_chooses(decoder, favourite):
    judge = Judge(f"मुझे {favourite} साड़ी दिखाइए")
    found = recognise(blurred("मुझे नीली साड़ी दिखाइए", "n", "p"), decoder, judge)
    assert judge.asked
    assert len(judge.asked[0]) <= 3
    assert found.text == f"मुझे {favourite} साड़ी दिखाइए"


def test_without_a_judge_the_words_that_are_close_are_told(decoder):
    found = recognise(blurred("मुझे नीली साड़ी दिखाइए", "n", "p"), decoder)
    assert found.doubtful


OUTSIDE = "मुख्यमंत्री ने बैठक में कहा कि सीमाओं को बंद किया जाएगा"


@pytest.mark.parametrize(
    ("free", "taken"),
    [
        (Transcript("मुख्यमंत्री ने कहा", HI, 0.97), True),
        (Transcript("मुख्यमंत्री ने कहा", HI, 0.6), False),
        (Transcript("मंत्री", HI, 0.97), False),
        (Transcript("", HI, 0.99), False),
    ],
)
def test_what_is_no_sentence_is_taken_as_it_was_heard_if_that_was_clear(decoder, free, taken):
    model = Model(OUTSIDE, free=free)
    found = recognise(model, decoder)
    assert model.dictated == 1
    assert (found.text == free.text) is taken
    assert (found.confidence >= 0.6) is taken
    assert found.confidence < 0.85


def test_the_acoustic_models_opinion_of_the_language_counts(decoder):
    model = Model("नीली साड़ी")
    hears = IndicRecogniser(model, decoder)
    found = {}
    for language in (HI, MR):
        model.listen = lambda _audio, language=language: Heard(
            model.posteriors, {str(other): 0.98 if other == language else 0.01 for other in SPOKEN}
        )
        found[language] = hears.recognise(Utterance(AUDIO, Whisper()), {HI: 0.5, MR: 0.5}, Hint()).language
    assert found[HI] is HI


def test_the_words_so_far_need_no_whisper(decoder):
    whisper = Whisper()
    utterance = Utterance(AUDIO, whisper)
    found = IndicRecogniser(Model("मुझे नीली साड़ी"), decoder).partial(utterance, Hint())
    assert (found.text, found.language) == ("मुझे नीली साड़ी", HI)
    assert found.confidence < 0.6
    assert IndicRecogniser(Model(OUTSIDE), decoder).partial(utterance, Hint()) is None
    assert not whisper.encoded


def test_new_goods_are_heard_and_gone_ones_are_not():
    model = Model("मुझे लालटेन दिखाइए")
    hears = IndicRecogniser(model, StoreDecoder(StoreWords({HI: ("चूल्हा",)})))
    before = hears.recognise(Utterance(AUDIO, Whisper()), SHARES, NO_HINT)
    hears.learn(StoreWords({HI: ("सौर लालटेन",)}, ("1030",)))
    after = hears.recognise(Utterance(AUDIO, Whisper()), SHARES, NO_HINT)
    assert after.text == "मुझे लालटेन दिखाइए"
    assert after.confidence > before.confidence


def test_a_number_that_will_be_read_back_is_not_taken_as_free_words(decoder):
    model = blurred("एक सात एक नौ", "n", "d")
    o, other = encode("ɔo")
    for frame in np.flatnonzero(model.posteriors[:, o] > -1):
        model.posteriors[frame, [o, other]] = np.log(0.45)
    model.free = Transcript("एक सात एक नौ", HI, 0.99)
    found = recognise(model, decoder, hint=Hint(expecting="order"))
    assert found.confidence < 0.6
    assert found.text in ("1719", "1712")
    assert {frozenset(pair) for pair in found.doubtful} == {frozenset(["1719", "1712"])}
