"""The recogniser behind the event loop: what it is given, and that no wait is without a limit."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from engine.audio.format import Samples
from engine.ears import Ears
from engine.errors import NoSpeech, RecognitionFailed
from engine.languages import Language
from engine.stt.base import Hint, Transcript
from tests.fakes.executor import InlineExecutor, SlowExecutor
from tests.fakes.fake_stt import FakeRecogniser, Speech, silence
from tests.fakes.virtual_time import in_virtual_time

HINT = Hint(None, Language.ENGLISH)


class _Keeper(FakeRecogniser):
    """A recogniser that keeps what it was given."""

    def __init__(self) -> None:
        super().__init__(Speech())
        self.given: list[Samples] = []

    def transcribe(self, audio: Samples, hint: Hint) -> Transcript:
        self.given.append(audio)
        return super().transcribe(audio, hint)


@in_virtual_time
async def test_an_utterance_is_recognised_with_its_hint() -> None:
    speech = Speech()
    recogniser = FakeRecogniser(speech)
    found = await Ears(recogniser, InlineExecutor()).transcribe(speech.of("show me sarees"), HINT)
    assert found == Transcript("show me sarees", Language.ENGLISH, 0.95)
    assert recogniser.heard == [("show me sarees", HINT)]


@in_virtual_time
async def test_a_recogniser_gets_float_samples() -> None:
    keeper = _Keeper()
    with pytest.raises(NoSpeech):
        await Ears(keeper, InlineExecutor()).transcribe(np.array([0, 16384, -32768], np.int16), HINT)
    (given,) = keeper.given
    assert given.dtype == np.float32
    assert given.tolist() == [0, 0.5, -1]


@in_virtual_time
async def test_silence_is_no_failure() -> None:
    with pytest.raises(NoSpeech):
        await Ears(FakeRecogniser(Speech()), InlineExecutor()).transcribe(silence(1), HINT)


@pytest.mark.parametrize("error", [RuntimeError("broken"), ValueError("broken"), MemoryError("broken")])
@in_virtual_time
async def test_whatever_breaks_is_a_known_problem(error: Exception) -> None:
    speech = Speech()
    recogniser = FakeRecogniser(speech)
    recogniser.errors = [error]
    ears = Ears(recogniser, InlineExecutor())
    with pytest.raises(RecognitionFailed, match=r"failed: .*broken") as failed:
        await ears.transcribe(speech.of("hello"), HINT)
    assert failed.value.__cause__ is error
    assert (await ears.transcribe(speech.of("again"), HINT)).text == "again"


@pytest.mark.parametrize(("seconds", "answered"), [(29, True), (31, False)])
@in_virtual_time
async def test_it_is_waited_for_half_a_minute(seconds: float, answered: bool) -> None:
    speech = Speech()
    ears = Ears(FakeRecogniser(speech), SlowExecutor(seconds))
    if answered:
        assert (await ears.transcribe(speech.of("hello"), HINT)).text == "hello"
        return
    with pytest.raises(RecognitionFailed, match="longer than 30 s"):
        await ears.transcribe(speech.of("hello"), HINT)


@in_virtual_time
async def test_one_partial_at_a_time() -> None:
    speech = Speech()
    recogniser = FakeRecogniser(speech)
    ears = Ears(recogniser, SlowExecutor(1))
    spoken = speech.of("show me the red sarees", seconds=0.5)
    first = asyncio.create_task(ears.partial(spoken, HINT))
    await asyncio.sleep(0.5)
    assert await ears.partial(spoken, HINT) is None
    assert await first == Transcript("show me", Language.ENGLISH, 0.5)
    assert recogniser.partials == 1
    assert await ears.partial(spoken, HINT) is not None


@pytest.mark.parametrize("cancelled", [True, False])
@in_virtual_time
async def test_a_partial_that_comes_to_nothing_does_not_stand_in_the_way(cancelled: bool) -> None:
    speech = Speech()
    recogniser = FakeRecogniser(speech)
    ears = Ears(recogniser, SlowExecutor(1))
    if not cancelled:
        recogniser.partial_errors = [RuntimeError("broken")]
    first = asyncio.create_task(ears.partial(speech.of("hello"), HINT))
    await asyncio.sleep(0.5)
    if cancelled:
        first.cancel()
    (error,) = await asyncio.gather(first, return_exceptions=True)
    assert isinstance(error, asyncio.CancelledError if cancelled else RuntimeError)
    assert await ears.partial(speech.of("hello"), HINT) is not None
