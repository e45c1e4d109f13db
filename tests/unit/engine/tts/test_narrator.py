from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import numpy as np
import pytest

from engine.audio.format import Pcm
from engine.audio.speaker import SilentSpeaker
from engine.languages import Language
from engine.tts.narrator import Narrator
from engine.tts.voices import Voices
from tests.fakes.executor import SlowExecutor
from tests.fakes.fake_stage import RATE, WORD, Stage, interrupted, play, written
from tests.fakes.fake_tts import FakeVoice


def test_an_answer_is_spoken_to_its_end() -> None:
    stage = Stage()

    async def scene() -> None:
        narration = await stage.narrate("एक दो, ", "तीन चार।")
        assert asyncio.get_running_loop().time() >= 4 * WORD  # it has been heard, not only made
        assert narration.clauses == ["एक दो, ", "तीन चार।"]
        assert narration.synthesised == pytest.approx(4 * WORD)
        assert narration.failed is None
        assert stage.narrator.heard_text() == "एक दो, तीन चार।"

    play(stage, scene)
    assert stage.voice.spoken == [("एक दो,", Language.HINDI), ("तीन चार।", Language.HINDI)]
    assert stage.sounds == 1


def test_the_text_grows_as_it_begins_to_be_heard() -> None:
    stage = Stage()
    times = []

    async def scene() -> None:
        clock = asyncio.get_running_loop().time
        narrator = Narrator(Voices([stage.voice], RATE), stage.speaker, stage.executor)
        await narrator.narrate(
            written(["a b ", "c d"]),
            lambda: Language.ENGLISH,
            stage.first_sound,
            lambda text: times.append((text, round(clock(), 1))),
        )

    play(stage, scene)
    assert times == [("a b ", 0.0), ("a b c d", 0.8)]


def test_each_clause_is_made_while_the_one_before_it_plays() -> None:
    stage = Stage(executor=SlowExecutor(0.7))

    async def scene() -> None:
        await stage.narrate("एक दो ", "तीन चार ", "पाँच छह")
        assert asyncio.get_running_loop().time() == pytest.approx(0.7 + 6 * WORD, abs=0.15)

    play(stage, scene)


def test_the_voice_does_not_run_far_ahead_of_the_speaker() -> None:
    stage = Stage()
    clauses = ["एक दो तीन चार पाँच "] * 20  # two seconds each

    async def scene() -> None:
        task = asyncio.create_task(stage.narrate(*clauses))
        await asyncio.sleep(1.0)
        assert 4 <= len(stage.voice.spoken) <= 7
        await task

    play(stage, scene)
    assert len(stage.voice.spoken) == 20


def test_the_language_is_asked_anew_for_each_clause() -> None:
    stage = Stage()

    async def scene() -> None:
        task = asyncio.create_task(stage.narrate("hello ", 1.0, "নমস্কার"))
        await asyncio.sleep(0.5)
        stage.language = Language.BENGALI
        await task

    play(stage, scene)
    assert [language for _, language in stage.voice.spoken] == [Language.HINDI, Language.BENGALI]


@pytest.mark.parametrize(
    ("seconds", "heard"),
    [
        (0.1, ""),
        (0.5, "one"),
        (0.9, "one two"),
        (1.1, "one two"),
        (1.3, "one two three,"),
        (1.7, "one two three, four"),
        (2.7, "one two three, four five six"),
        (9.0, "one two three, four five six seven."),
    ],
)
def test_what_was_heard_is_known_to_the_word(seconds: float, heard: str) -> None:
    stage = Stage()
    play(stage, lambda: interrupted(stage, seconds, "one two three, ", "four five six seven."))
    assert stage.narrator.heard_text() == heard


def test_cancelling_silences_the_kiosk_at_once() -> None:
    stage = Stage()
    speaker = stage.speaker
    assert isinstance(speaker, SilentSpeaker)

    async def scene() -> None:
        await interrupted(stage, 1.0, "one two three four five six ", "seven eight")
        assert speaker.buffer.empty
        played = len(speaker.take_played())
        assert played == pytest.approx(RATE, abs=RATE * 0.05)
        await asyncio.sleep(2.0)
        assert not speaker.take_played().any()

    play(stage, scene)
    assert stage.shown == ["one two three four five six "]


def test_cancelling_tells_the_voice_to_stop() -> None:
    told: list[threading.Event] = []

    class Listening(FakeVoice):
        def speak(self, text: str, language: Language, cancelled: threading.Event, rate: float = 1.0) -> Iterator[Pcm]:
            told.append(cancelled)
            return super().speak(text, language, cancelled, rate)

    stage = Stage(voice=Listening(RATE, WORD))
    play(stage, lambda: interrupted(stage, 0.3, "one two three "))
    assert [cancelled.is_set() for cancelled in told] == [True]


def test_a_new_answer_begins_a_new_account() -> None:
    stage = Stage()

    async def scene() -> None:
        await interrupted(stage, 0.5, "one two three four ")
        assert stage.narrator.heard_text() == "one"
        await stage.narrate("five")
        assert stage.narrator.heard_text() == "five"

    play(stage, scene)
    assert stage.shown == ["one two three four ", "five"]
    assert stage.sounds == 2


def test_parts_of_a_clause_are_played_in_order() -> None:
    class Parts(FakeVoice):
        def speak(self, text: str, language: Language, cancelled: threading.Event, rate: float = 1.0) -> Iterator[Pcm]:
            for number in (1, 2, 3):
                yield np.full(800, number, np.int16)

    stage = Stage(voice=Parts(RATE))
    speaker = stage.speaker
    assert isinstance(speaker, SilentSpeaker)

    async def scene() -> None:
        narration = await stage.narrate("a")
        assert narration.synthesised == pytest.approx(0.3)

    play(stage, scene)
    played = speaker.take_played()
    assert played[played > 0].tolist() == [1] * 800 + [2] * 800 + [3] * 800
