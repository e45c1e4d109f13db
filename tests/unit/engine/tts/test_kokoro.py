from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import jiwer
import numpy as np
import pytest

from engine.audio.format import Samples
from engine.errors import VoiceFailed
from engine.languages import Language
from engine.stt.whisper import Whisper
from engine.text import words
from engine.tts.kokoro import Kokoro
from models.store import PackStore

pytestmark = pytest.mark.models
HINDI, BENGALI, MARATHI, ENGLISH = Language
GREETINGS = {HINDI: "नमस्ते", BENGALI: "নমস্কার", MARATHI: "नमस्कार", ENGLISH: "hello"}
SENTENCE = "Here is the red cotton saree that you asked for."


def speak(kokoro: Kokoro, text: str, language: Language = ENGLISH) -> list[np.ndarray]:
    return list(kokoro.speak(text, language, threading.Event()))


@pytest.mark.parametrize("language", Language)
def test_every_language_has_a_voice(kokoro: Kokoro, language: Language) -> None:
    (sound,) = speak(kokoro, GREETINGS[language], language)
    assert sound.dtype == np.int16
    assert 0.4 < len(sound) / kokoro.rate < 3
    assert np.abs(sound).max() > 3000
    assert not sound[-int(kokoro.rate * 0.1) :].any()  # a breath before the next clause


def test_what_it_says_is_understood(said: Callable[..., Samples], whisper: Whisper) -> None:
    text, _ = whisper.dictate(whisper.encode(said(SENTENCE, ENGLISH)), ENGLISH)
    assert jiwer.wer(" ".join(words(SENTENCE)), " ".join(words(text))) < 0.15


def test_a_voice_that_was_cancelled_says_nothing(kokoro: Kokoro) -> None:
    cancelled = threading.Event()
    cancelled.set()
    assert list(kokoro.speak("hello", ENGLISH, cancelled)) == []


def test_cancelling_during_the_synthesis_drops_the_clause(kokoro: Kokoro, monkeypatch: pytest.MonkeyPatch) -> None:
    cancelled = threading.Event()

    def create(*_: object, **__: object) -> tuple[np.ndarray, int]:
        cancelled.set()
        return np.ones(100, np.float32), kokoro.rate

    monkeypatch.setattr(kokoro._model, "create", create)
    assert list(kokoro.speak("hello", ENGLISH, cancelled)) == []


@pytest.mark.parametrize("text", ["", " ", "...", "।", "?!", "\n", "|", "“”"])
def test_nothing_to_say_is_no_sound(kokoro: Kokoro, text: str) -> None:
    assert speak(kokoro, text, HINDI) == []


@pytest.mark.parametrize("text", ["日本", "ʘ saree", "a\u200d\u200cb", "क्‍", "аб"])
def test_unknown_characters_do_not_break_it(kokoro: Kokoro, text: str) -> None:
    for sound in speak(kokoro, text, HINDI):
        assert np.abs(sound).max() < 32768


@pytest.mark.parametrize(
    ("text", "language", "phonemes"),
    [
        ("सड़क", HINDI, "sˈʌɽək"),
        ("পাহাড়", BENGALI, "ɽ"),
        ("फळ", MARATHI, "pʰˈʌl"),
        ("chair", ENGLISH, "ʧˈɛɹ"),
        ("judge", ENGLISH, "ʤˈʌʤ"),
    ],
)
def test_phonemes_are_spelled_as_kokoro_knows_them(
    kokoro: Kokoro, text: str, language: Language, phonemes: str
) -> None:
    found = kokoro.phonemes(text, language)
    assert phonemes in found
    assert not {"ɭ", "."} & set(found)
    assert "tʃ" not in found
    assert "dʒ" not in found


@pytest.mark.parametrize(
    ("text", "language"),
    [("यह mixer बहुत good है", HINDI), ("এই mixer খুব ভালো", BENGALI), ("হাঁ saree কই", BENGALI), ("हे saree घ्या", MARATHI)],
)
def test_foreign_words_are_not_announced(kokoro: Kokoro, text: str, language: Language) -> None:
    found = kokoro.phonemes(text, language)
    assert "(" not in found
    assert ")" not in found
    assert "en" not in found.split()


def test_all_phonemes_are_in_the_vocabulary(kokoro: Kokoro) -> None:
    assert kokoro.phonemes("buttons", ENGLISH) == "bˈʌʔnz"  # espeak puts a mark under the n
    for language, text in GREETINGS.items():
        found = kokoro.phonemes(f"{text} 日 ✓ {text}!", language)
        assert set(found) <= set(kokoro._model.tokenizer.vocab)
        assert found == " ".join(found.split())


def test_punctuation_makes_the_pauses(kokoro: Kokoro) -> None:
    assert kokoro.phonemes("yes, no!", ENGLISH) == "jˈɛs, nˈoʊ!"


def test_a_danda_is_a_full_stop(kokoro: Kokoro, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def phonemes(text: str, _language: Language) -> str:
        asked.append(text)
        return ""

    monkeypatch.setattr(kokoro, "phonemes", phonemes)
    speak(kokoro, "है। हाँ।", HINDI)
    assert asked == ["है. हाँ."]


def test_each_language_has_its_own_speaker(packs: PackStore, monkeypatch: pytest.MonkeyPatch) -> None:
    names = {HINDI: "hf_alpha", BENGALI: "hf_beta", MARATHI: "hm_omega", ENGLISH: "af_heart"}
    kokoro = Kokoro(packs.path("kokoro"), names, speech_rate=1.25)
    asked = []

    def create(_phonemes: str, speaker: str, speed: float, is_phonemes: bool) -> tuple[np.ndarray, int]:
        asked.append((speaker, speed, is_phonemes))
        return np.ones(100, np.float32), kokoro.rate

    monkeypatch.setattr(kokoro._model, "create", create)
    for language in Language:
        speak(kokoro, GREETINGS[language], language)
    assert asked == [(name, 1.25, True) for name in names.values()]


@pytest.mark.parametrize("error", [ValueError("no tokens"), RuntimeError("no memory"), "onnxruntime"])
def test_a_failing_model_is_a_failed_voice(
    kokoro: Kokoro, monkeypatch: pytest.MonkeyPatch, error: Exception | str
) -> None:
    from onnxruntime.capi.onnxruntime_pybind11_state import InvalidArgument

    def create(*_: object, **__: object) -> None:
        raise error if isinstance(error, Exception) else InvalidArgument("wrong shape")

    monkeypatch.setattr(kokoro._model, "create", create)
    with pytest.raises(VoiceFailed, match="'hello'"):
        speak(kokoro, "hello")


def test_a_speaker_that_it_does_not_have_is_named_with_those_it_has(packs: PackStore) -> None:
    with pytest.raises(VoiceFailed, match="'jf_nobody'") as caught:
        Kokoro(packs.path("kokoro"), {HINDI: "jf_nobody"})
    assert "hf_alpha" in caught.value.hint
    assert "af_heart" in caught.value.hint


def test_a_damaged_model_is_a_failed_voice(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"rotten")
    with pytest.raises(VoiceFailed, match="cannot be loaded") as caught:
        Kokoro(tmp_path, {HINDI: "hf_alpha"})
    assert caught.value.hint == "sahayak models install kokoro"


def test_damaged_speakers_are_a_failed_voice(packs: PackStore, tmp_path: Path) -> None:
    shutil.copy(packs.path("kokoro") / "model.onnx", tmp_path)
    (tmp_path / "voices.npz").write_bytes(b"rotten")
    with pytest.raises(VoiceFailed, match="cannot be loaded"):
        Kokoro(tmp_path, {HINDI: "hf_alpha"})


def test_warming_says_a_word_in_each_language(kokoro: Kokoro, monkeypatch: pytest.MonkeyPatch) -> None:
    warmed = []

    def phonemes(_text: str, language: Language) -> str:
        warmed.append(language)
        return ""

    monkeypatch.setattr(kokoro, "phonemes", phonemes)
    kokoro.warm()
    assert warmed == list(Language)
