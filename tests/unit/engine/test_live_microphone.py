"""A microphone that fails: it is told and tried again, and the screen works meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from engine.audio.format import Pcm
from engine.audio.source import RecordingSource
from engine.dialogue.phrases import phrase
from engine.errors import DeviceFailed
from engine.events import KioskState, ProblemMet, TurnCompleted
from engine.llm.base import TextDelta
from engine.llm.offline.brain import OfflineBrain
from tests.fakes.fake_brain import FakeBrain, Step
from tests.fakes.fake_kiosk import open_floor, open_kiosk
from tests.fakes.fake_store import ASHA
from tests.fakes.virtual_time import in_virtual_time

HELLO: list[Step] = [TextDelta("Hello.")]


class FailingSource:
    """A microphone that can be pulled out.

    Attributes:
        failure: raised as long as it is there.
        opened: how often it was opened.
    """

    def __init__(self, failure: DeviceFailed | None = None) -> None:
        self.air = RecordingSource(noise=0.0)
        self.failure = failure
        self.opened = 0

    async def frames(self) -> AsyncIterator[Pcm]:
        self.opened += 1
        if self.failure:
            raise self.failure
        async for frame in self.air.frames():
            yield frame
            if self.failure:
                raise self.failure


@in_virtual_time
async def test_a_microphone_that_fails_is_told_and_tried_again(tmp_path: Path) -> None:
    source = FailingSource(DeviceFailed("no microphone", "plug one in"))
    async with open_kiosk(tmp_path, FakeBrain(HELLO)) as kiosk, open_floor(kiosk, source=source) as floor:
        await asyncio.sleep(1)
        problem = kiosk.told(ProblemMet)[0]
        assert (problem.kind, problem.message) == ("device", "no microphone (plug one in)")
        assert problem.phrase == phrase("problem.microphone", problem.language)
        floor.session.type_text("hello")
        await floor.answered()
        assert kiosk.told(TurnCompleted)[0].record.heard == "Hello.", "the screen works meanwhile"
        await asyncio.sleep(10)
        assert source.opened > 2
        source.failure = None
        await asyncio.sleep(5)
        source.air.say(kiosk.speech.of("can you hear me"))
        await floor.answered(2)
    assert kiosk.told(TurnCompleted)[1].record.transcript.text == "can you hear me"


@in_virtual_time
async def test_half_a_sentence_before_the_microphone_failed_is_dropped(tmp_path: Path) -> None:
    source = FailingSource()
    async with open_kiosk(tmp_path, FakeBrain(HELLO)) as kiosk, open_floor(kiosk, source=source) as floor:
        source.air.say(kiosk.speech.of("show me the", 2))
        await asyncio.sleep(1.5)
        source.failure = DeviceFailed("pulled out")
        await asyncio.sleep(1)
        source.failure = None
        source.air = RecordingSource(noise=0.0)
        await asyncio.sleep(5)
        source.air.say(kiosk.speech.of("hello"))
        await floor.answered()
        await asyncio.sleep(5)
    assert [done.record.transcript.text for done in kiosk.told(TurnCompleted)] == ["hello"]


@in_virtual_time
async def test_the_customer_is_forgotten_without_a_microphone_too(tmp_path: Path) -> None:
    source = FailingSource(DeviceFailed("no microphone"))
    async with open_kiosk(tmp_path, OfflineBrain()) as kiosk, open_floor(kiosk, source=source) as floor:
        floor.session.type_text(f"where is order 1003, my number is {ASHA}")
        await floor.answered()
        await floor.until(KioskState.ATTRACT, limit=100)
        floor.session.type_text("where is order 1003")
        await floor.answered(2)
    first, second = (done.record for done in kiosk.told(TurnCompleted))
    assert (first.context["verified"], second.context["verified"]) == (True, False)
    assert second.cards == ()
