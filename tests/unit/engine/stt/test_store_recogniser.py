from __future__ import annotations

import numpy as np
import pytest

from engine.audio.format import SAMPLE_RATE
from engine.errors import NoSpeech
from engine.languages import Language
from engine.stt.base import Hint, Transcript
from engine.stt.store import StoreRecogniser
from engine.stt.whisper import WINDOW_SECONDS

EN, HI, BN = Language.ENGLISH, Language.HINDI, Language.BENGALI
NO_HINT = Hint(None, None)


class Vad:
    """Whatever is loud is speech, in frames of 32 ms."""

    def probabilities(self, audio):
        frames = audio[: len(audio) // 512 * 512].reshape(-1, 512)
        return np.where(np.abs(frames).mean(axis=1) > 0.1, 1.0, 0.0).astype(np.float32)


class Whisper:
    """An encoding is the sound itself; what it is like is told by the test."""

    def __init__(self, shares, text="hello", confidence=0.9):
        self.shares, self.text, self.confidence = shares, text, confidence
        self.encoded = []
        self.dictated = 0

    def encode(self, audio):
        self.encoded.append(audio)
        return audio

    def identify(self, _encoding):
        return dict(self.shares)

    def dictate(self, _encoding, _language, _bias="", _beam=3):
        self.dictated += 1
        return self.text, self.confidence


class Phrases:
    def __init__(self, confidence=0.9):
        self.confidence = confidence
        self.asked = []
        self.began = []
        self.tentative = Transcript("लाल", HI, 0.5)
        self.doubtful = ()

    def recognise(self, _utterance, shares, hint):
        self.asked.append((shares, hint.prior))
        language = max(shares, key=shares.get, default=HI)
        return Transcript("लाल साड़ी", language, self.confidence, self.doubtful)

    def partial(self, utterance, hint):
        self.began.append((len(utterance.audio), hint))
        return self.tentative


def recogniser(whisper, phrases):
    return StoreRecogniser(whisper, phrases, Vad())


def speech(seconds: float) -> np.ndarray:
    return np.full(int(seconds * SAMPLE_RATE), 0.5, np.float32)


def silence(seconds: float) -> np.ndarray:
    return np.zeros(int(seconds * SAMPLE_RATE), np.float32)


def test_english_is_dictated():
    whisper, phrases = Whisper({EN: 0.9, HI: 0.1}), Phrases()
    assert recogniser(whisper, phrases).transcribe(speech(2), NO_HINT) == Transcript("hello", EN, 0.9)
    assert not phrases.asked


def test_hindi_is_matched_with_the_stores_phrases():
    whisper, phrases = Whisper({EN: 0.1, HI: 0.7, BN: 0.2}), Phrases()
    assert recogniser(whisper, phrases).transcribe(speech(2), NO_HINT) == Transcript("लाल साड़ी", HI, 0.9)
    assert phrases.asked == [({HI: 0.7, BN: 0.2}, None)]
    assert not whisper.dictated


def test_hindi_that_no_phrase_fits_is_taken_as_dictated_only_if_that_is_very_sure():
    for confidence, text in ((0.9, "pressure cooker"), (0.65, "लाल साड़ी")):
        whisper = Whisper({EN: 0.3, HI: 0.7}, "pressure cooker", confidence)
        found = recogniser(whisper, Phrases(0.58)).transcribe(speech(2), NO_HINT)
        assert found.text == text
        assert found.language == HI


def test_english_that_cannot_be_dictated_surely_is_tried_as_phrases():
    whisper, phrases = Whisper({EN: 0.6, HI: 0.4}, "mumble", 0.3), Phrases(0.8)
    assert recogniser(whisper, phrases).transcribe(speech(2), NO_HINT).text == "लाल साड़ी"


def test_the_surer_of_two_unsure_guesses_is_told():
    whisper = Whisper({EN: 0.6, HI: 0.4}, "mumble", 0.3)
    assert recogniser(whisper, Phrases(0.2)).transcribe(speech(2), NO_HINT).confidence == 0.3
    assert recogniser(whisper, Phrases(0.5)).transcribe(speech(2), NO_HINT).confidence == 0.5


def test_an_answer_to_the_kiosks_question_is_looked_for_in_the_conversations_language_first():
    whisper = Whisper({EN: 0.9, HI: 0.1})
    for hint, text in (
        (Hint(None, HI, "answer"), "लाल साड़ी"),
        (Hint(None, HI), "hello"),
        (Hint(None, EN, "answer"), "hello"),
    ):
        assert recogniser(whisper, Phrases()).transcribe(speech(2), hint).text == text


def test_a_number_that_will_be_read_back_is_not_dictated_in_english():
    whisper, phrases = Whisper({EN: 0.1, HI: 0.9}, "9-8-7", 0.9), Phrases(0.4)
    phrases.doubtful = (("9876543210", "9876543219"),)
    assert recogniser(whisper, phrases).transcribe(speech(2), NO_HINT).doubtful == phrases.doubtful
    phrases.confidence = 0.2
    assert recogniser(whisper, phrases).transcribe(speech(2), NO_HINT).text == "9-8-7"


def test_the_chosen_language_is_not_guessed():
    whisper, phrases = Whisper({EN: 1.0}), Phrases()
    recogniser(whisper, phrases).transcribe(speech(2), Hint(BN, HI))
    assert phrases.asked == [({BN: 1.0}, HI)]


@pytest.mark.parametrize("audio", [silence(3), silence(0), speech(0.01)])
def test_nobody_speaks(audio):
    with pytest.raises(NoSpeech):
        recogniser(Whisper({EN: 1.0}), Phrases()).transcribe(audio, NO_HINT)


def test_only_the_speech_is_looked_at():
    whisper = Whisper({EN: 1.0})
    recogniser(whisper, Phrases()).transcribe(np.concatenate([silence(5), speech(2), silence(5)]), NO_HINT)
    (heard,) = whisper.encoded
    assert 2 * SAMPLE_RATE <= len(heard) <= 2.6 * SAMPLE_RATE


def test_a_long_question_is_cut_at_its_pauses():
    whisper = Whisper({EN: 1.0})
    audio = np.concatenate([speech(6), silence(1), speech(6), silence(1), speech(6), silence(1)])
    assert recogniser(whisper, Phrases()).transcribe(audio, NO_HINT).text == "hello hello"
    assert [round(len(piece) / SAMPLE_RATE) for piece in whisper.encoded] == [13, 6]


def test_of_a_question_without_a_pause_nothing_is_lost():
    whisper = Whisper({EN: 1.0})
    recogniser(whisper, Phrases()).transcribe(speech(40), NO_HINT)
    assert max(map(len, whisper.encoded)) <= WINDOW_SECONDS * SAMPLE_RATE
    assert min(map(len, whisper.encoded)) > 10 * SAMPLE_RATE
    assert sum(map(len, whisper.encoded)) >= 39.9 * SAMPLE_RATE


def test_what_is_least_sure_decides_how_sure_the_whole_is():
    whisper = Whisper({EN: 1.0})
    sure = iter([0.9, 0.65])
    whisper.dictate = lambda *_: ("hello", next(sure))
    assert recogniser(whisper, Phrases()).transcribe(speech(25), NO_HINT).confidence == 0.65


def test_what_is_doubtful_in_any_part_is_doubtful_in_the_whole():
    whisper, phrases = Whisper({HI: 1.0}), Phrases()
    doubts = iter([(("लाल", "काली"),), (), (("1005", "1009"),)])
    phrases.recognise = lambda *_: Transcript("लाल साड़ी", HI, 0.9, next(doubts))
    found = recogniser(whisper, phrases).transcribe(speech(40), NO_HINT)
    assert found.doubtful == (("लाल", "काली"), ("1005", "1009"))


def test_the_beginning_of_an_utterance():
    whisper, phrases = Whisper({EN: 0.2, HI: 0.8}), Phrases()
    hint = Hint(None, HI)
    assert recogniser(whisper, phrases).partial(speech(20), hint).text == "लाल"
    assert phrases.began == [(WINDOW_SECONDS * SAMPLE_RATE, hint)]
    assert not whisper.encoded  # what sounds like the store's sentences needs no Whisper


@pytest.mark.parametrize(("shares", "text"), [({EN: 0.8, HI: 0.2}, "hello"), ({EN: 0.2, HI: 0.8}, "")])
def test_a_beginning_that_is_like_no_sentence_is_shown_if_it_is_english(shares, text):
    whisper, phrases = Whisper(shares), Phrases()
    phrases.tentative = None
    assert recogniser(whisper, phrases).partial(speech(1), NO_HINT).text == text


def test_in_an_english_conversation_a_beginning_is_taken_for_english_unless_it_sounds_otherwise():
    for shares, text in (({EN: 0.8, HI: 0.2}, "hello"), ({EN: 0.2, HI: 0.8}, "लाल")):
        assert recogniser(Whisper(shares), Phrases()).partial(speech(1), Hint(None, EN)).text == text


def test_who_has_chosen_english_is_heard_in_english():
    phrases = Phrases()
    assert recogniser(Whisper({EN: 0.1, HI: 0.9}), phrases).partial(speech(1), Hint(EN, EN)).text == "hello"
    assert not phrases.began
