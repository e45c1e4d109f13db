from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.errors import VoiceFailed
from engine.languages import Language
from engine.tts.espeak import Espeak

GREETINGS = dict(zip(Language, ("नमस्ते, क्या चाहिए", "নমস্কার, কী চাই", "नमस्कार, काय हवे", "hello, what is it"), strict=True))


def speak(espeak: Espeak, text: str, language: Language = Language.ENGLISH) -> np.ndarray:
    parts = list(espeak.speak(text, language, threading.Event()))
    assert all(part.dtype == np.int16 for part in parts)
    return np.concatenate(parts) if parts else np.zeros(0, np.int16)


def seconds(espeak: Espeak, sound: np.ndarray) -> float:
    """How long something is loud."""
    return float(np.count_nonzero(np.abs(sound) > 200)) / espeak.rate


@pytest.mark.parametrize("language", Language)
def test_every_language_has_a_voice(espeak: Espeak, language: Language) -> None:
    sound = speak(espeak, GREETINGS[language], language)
    assert 0.3 < seconds(espeak, sound) < 5
    assert np.abs(sound).max() > 3000


def test_languages_sound_different(espeak: Espeak) -> None:
    lengths = {len(speak(espeak, "21", language)) for language in Language}
    assert len(lengths) == len(Language)  # each counts in words of its own


def test_a_longer_text_is_a_longer_sound(espeak: Espeak) -> None:
    short, long = (seconds(espeak, speak(espeak, "red saree " * count)) for count in (1, 4))
    assert long > 3 * short


def test_the_same_text_sounds_the_same_again(espeak: Espeak) -> None:
    first = speak(espeak, "hello")
    speak(espeak, "নমস্কার", Language.BENGALI)
    assert len(speak(espeak, "hello")) == len(first)  # its noise is random, its length is not


def test_a_voice_that_was_cancelled_says_nothing(espeak: Espeak) -> None:
    cancelled = threading.Event()
    cancelled.set()
    assert list(espeak.speak("hello", Language.ENGLISH, cancelled)) == []


def test_cancelling_stops_a_clause_in_the_middle(espeak: Espeak) -> None:
    cancelled = threading.Event()
    parts = espeak.speak("red saree " * 10, Language.ENGLISH, cancelled)
    assert len(next(parts)) > 0
    cancelled.set()
    assert list(parts) == []
    assert len(speak(espeak, "hello")) > 0  # and the next clause is whole again


def test_cancelling_stops_the_synthesis_itself(espeak: Espeak, monkeypatch: pytest.MonkeyPatch) -> None:
    cancelled = threading.Event()
    taken: list[int] = []
    append = espeak._take

    def take(samples: object, count: int, events: int | None) -> int:
        taken.append(append(samples, count, events))  # type: ignore[arg-type]
        cancelled.set()
        return taken[-1]

    from engine.tts.espeak import _CALLBACK

    callback = _CALLBACK(take)
    espeak._library.espeak_SetSynthCallback(callback)
    try:
        assert list(espeak.speak("red saree " * 50, Language.ENGLISH, cancelled)) == []
    finally:
        espeak._library.espeak_SetSynthCallback(espeak._callback)
    assert taken == [0, 1]  # asked once more, espeak-ng was told to stop


@pytest.mark.parametrize("text", ["", " ", "\n", ".", "…", "—"])
def test_nothing_to_say_is_no_sound(espeak: Espeak, text: str) -> None:
    assert seconds(espeak, speak(espeak, text, Language.HINDI)) == 0


@pytest.mark.parametrize("text", ["日本語", "<speak>a</speak>", "a\u200db", "ʘ", "аб"])
def test_unknown_characters_do_not_break_it(espeak: Espeak, text: str) -> None:
    speak(espeak, text)
    assert seconds(espeak, speak(espeak, "hello")) > 0.1


def test_threads_take_turns(espeak: Espeak) -> None:
    alone = {text: speak(espeak, text) for text in ("red", "a blue pressure cooker")}
    assert len(set(map(len, alone.values()))) == 2
    together: dict[str, list[np.ndarray]] = {text: [] for text in alone}

    def repeat(text: str) -> None:
        for _ in range(10):
            together[text].append(speak(espeak, text))

    threads = [threading.Thread(target=repeat, args=(text,)) for text in alone]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for text, sound in alone.items():
        assert [len(again) for again in together[text]] == [len(sound)] * 10


def test_warming_loads_every_language(espeak: Espeak, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: list[Language] = []

    def say(text: str, language: Language, _cancelled: threading.Event) -> Iterator[np.ndarray]:
        chosen.append(language)
        yield np.ones(1, np.int16)

    monkeypatch.setattr(espeak, "speak", say)
    espeak.warm()
    assert chosen == list(Language)


def test_a_library_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(VoiceFailed, match=r"nothing\.so") as caught:
        Espeak(tmp_path / "nothing.so", tmp_path)
    assert caught.value.hint == "sahayak models install espeak-ng"


def test_a_library_that_is_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.so").write_text("no library")
    with pytest.raises(VoiceFailed, match=r"text\.so"):
        Espeak(tmp_path / "text.so", tmp_path)
