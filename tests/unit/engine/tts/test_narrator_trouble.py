from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from engine.audio.format import Pcm
from engine.errors import VoiceFailed
from engine.languages import Language
from tests.fakes.executor import SlowExecutor
from tests.fakes.fake_stage import RATE, WORD, Stage, StalledSpeaker, interrupted, play
from tests.fakes.fake_tts import FakeVoice


def test_without_a_voice_the_text_is_shown_all_the_same() -> None:
    stage = Stage()
    stage.voice.error = VoiceFailed("hoarse")

    async def scene() -> None:
        narration = await stage.narrate("एक, ", 0.5, "दो।")
        assert narration.failed is not None
        assert "hoarse" in narration.failed.message
        assert narration.synthesised == 0
        assert stage.narrator.heard_text() == ""

    play(stage, scene)
    assert stage.shown == ["एक, ", "एक, दो।"]
    assert stage.sounds == 0
    assert len(stage.voice.spoken) == 1  # it is not tried again in this answer


def test_a_voice_that_breaks_in_the_middle_leaves_the_rest_to_the_screen() -> None:
    stage = Stage()

    async def scene() -> None:
        task = asyncio.create_task(stage.narrate("one two, ", 0.2, "three ", "four"))
        await asyncio.sleep(0.1)
        stage.voice.error = VoiceFailed("hoarse")
        narration = await task
        assert narration.failed is not None
        assert narration.synthesised == pytest.approx(2 * WORD)
        assert stage.narrator.heard_text() == "one two,"  # what was made is still heard to its end

    play(stage, scene)
    assert stage.shown[-1] == "one two, three four"


def test_a_synthesis_that_takes_too_long_is_a_failed_voice() -> None:
    stage = Stage(executor=SlowExecutor(1000.0))

    async def scene() -> None:
        narration = await stage.narrate("एक ", "दो")
        assert narration.failed is not None
        assert "took longer than 20 s" in narration.failed.message

    play(stage, scene)
    assert stage.shown == ["एक ", "एक दो"]


def test_a_speaker_that_stands_still_does_not_hold_the_kiosk_up() -> None:
    stage = Stage(speaker=StalledSpeaker())

    async def scene() -> None:
        narration = await stage.narrate("एक दो ", "तीन")
        assert narration.failed is not None
        assert narration.failed.message == "the speaker does not play"
        assert stage.narrator.heard_text() == ""
        assert stage.speaker.buffer.empty

    play(stage, scene)


def test_a_long_answer_gets_past_a_speaker_that_stands_still() -> None:
    stage = Stage(speaker=StalledSpeaker())
    clauses = ["एक दो तीन चार पाँच छह सात आठ नौ दस "] * 6  # four seconds each

    async def scene() -> None:
        narration = await stage.narrate(*clauses)
        assert narration.clauses == clauses

    play(stage, scene)
    assert len(stage.voice.spoken) == 6


class Mute(FakeVoice):
    """Makes no sound of what has no words."""

    def speak(self, text: str, language: Language, cancelled: threading.Event, rate: float = 1.0) -> Iterator[Pcm]:
        return super().speak(text, language, cancelled, rate) if any(map(str.isalnum, text)) else iter(())


def test_a_clause_without_a_sound_is_heard_as_well() -> None:
    stage = Stage(voice=Mute(RATE, WORD))

    async def scene() -> None:
        await stage.narrate("one ", "😀 ", "two")
        assert stage.narrator.heard_text() == "one 😀 two"

    play(stage, scene)
    assert stage.shown == ["one ", "one 😀 two"]


def test_what_follows_the_interrupted_clause_was_not_heard() -> None:
    stage = Stage(voice=Mute(RATE, WORD))
    play(stage, lambda: interrupted(stage, 0.5, "one two ", "😀 ", "three"))
    assert stage.narrator.heard_text() == "one"


def test_an_answer_without_a_sound_ends() -> None:
    stage = Stage(voice=Mute(RATE, WORD))

    async def scene() -> None:
        narration = await stage.narrate("😀")
        assert (narration.synthesised, narration.failed) == (0, None)

    play(stage, scene)
    assert stage.sounds == 0


def test_an_answer_of_nothing_is_nothing() -> None:
    stage = Stage()

    async def scene() -> None:
        narration = await stage.narrate()
        assert (narration.clauses, narration.synthesised, narration.failed) == ([], 0, None)
        assert stage.narrator.heard_text() == ""

    play(stage, scene)
    assert stage.shown == []
