"""Speech while the kiosk speaks, and while it thinks."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from engine.audio.format import SAMPLE_RATE
from engine.errors import NoSpeech
from engine.events import CardsShown, ClauseSpoken, KioskState, QuestionHeard, TurnCompleted
from engine.llm.base import Exchange, TextDelta
from engine.llm.offline.brain import OfflineBrain
from tests.fakes.fake_brain import FakeBrain, Step, call
from tests.fakes.fake_kiosk import Floor, Kiosk, open_floor, open_kiosk
from tests.fakes.fake_store import ASHA, open_store
from tests.fakes.fake_stt import FakeRecogniser
from tests.fakes.virtual_time import in_virtual_time

LISTENING, THINKING, SPEAKING = KioskState.LISTENING, KioskState.THINKING, KioskState.SPEAKING
COUNT: list[Step] = [TextDelta("one two three four five six seven eight nine ten")]
HELLO: list[Step] = [TextDelta("Hello.")]
COUGH = 0.1  # seconds


def _questions(kiosk: Kiosk) -> list[str]:
    return [done.record.transcript.text for done in kiosk.told(TurnCompleted)]


async def _spoken_to(floor: Floor, sentence: str, after: float) -> float:
    """A customer speaks when the kiosk has spoken for a while; return how many seconds of it were heard meanwhile."""
    await floor.until(SPEAKING)
    await asyncio.sleep(after)
    floor.kiosk.speaker.take_played()
    await floor.say(sentence)
    return len(floor.kiosk.speaker.take_played()) / floor.kiosk.speaker.rate


@in_virtual_time
async def test_speech_silences_the_kiosk_within_half_a_second(tmp_path: Path) -> None:
    brain = FakeBrain(COUNT, HELLO)
    async with open_kiosk(tmp_path, brain) as kiosk, open_floor(kiosk) as floor:
        await floor.say("count")
        assert 0 < await _spoken_to(floor, "stop that please", after=1.0) <= 0.5
        assert kiosk.states()[-1] is LISTENING
        await floor.answered(2)
        assert kiosk.speaker.buffer.empty
    first, second = (done.record for done in kiosk.told(TurnCompleted))
    assert first.heard == "one two three"
    assert first.reply == "one two three four five six seven eight nine ten"
    assert brain.requests[1].history == (Exchange("count", "one two three"),), "only what was heard is remembered"
    assert second.transcript.text == "stop that please", "from its first word, and without the question before it"
    assert second.heard == "Hello."
    turn = [THINKING, SPEAKING, LISTENING]
    assert kiosk.states()[2:] == [*turn, *turn]


@in_virtual_time
async def test_what_was_not_spoken_is_not_shown(tmp_path: Path) -> None:
    text = "One two three four five. Six seven eight nine ten."
    async with open_kiosk(tmp_path, FakeBrain([TextDelta(text)], HELLO)) as kiosk, open_floor(kiosk) as floor:
        await floor.say("count")
        await _spoken_to(floor, "stop", after=1.0)
        assert [event.text for event in kiosk.told(ClauseSpoken)] == ["One two three four five. "]


@in_virtual_time
async def test_a_cough_does_not_interrupt(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(COUNT)) as kiosk, open_floor(kiosk) as floor:
        await floor.say("count")
        await floor.until(SPEAKING)
        for _ in range(3):
            await asyncio.sleep(0.7)
            await floor.say("ahem", COUGH)
        await floor.answered()
        await asyncio.sleep(5)
    (done,) = kiosk.told(TurnCompleted)
    assert done.record.heard == done.record.reply
    assert len(kiosk.recogniser.heard) == 1
    assert kiosk.states()[-3:] == [THINKING, SPEAKING, LISTENING]


@in_virtual_time
async def test_a_kiosk_that_would_hear_itself_does_not_listen_while_it_speaks(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(COUNT, HELLO)) as kiosk, open_floor(kiosk, barge_in=False) as floor:
        await floor.say("count")
        assert await _spoken_to(floor, "stop that please", after=0.5) == pytest.approx(1, abs=0.1)
        await floor.answered()
        await floor.until(LISTENING)
        await asyncio.sleep(2)
        await floor.say("hello")
        await floor.answered(2)
    assert _questions(kiosk) == ["count", "hello"]
    first = kiosk.told(TurnCompleted)[0].record
    assert first.heard == first.reply
    assert [text for text, _ in kiosk.recogniser.heard] == ["count", "hello"]


@in_virtual_time
async def test_a_kiosk_without_barge_in_still_hears_that_the_customer_goes_on(tmp_path: Path) -> None:
    brain = FakeBrain([3.0, *HELLO])
    async with open_kiosk(tmp_path, brain) as kiosk, open_floor(kiosk, barge_in=False) as floor:
        await floor.say("show me")
        await floor.until(THINKING)
        await asyncio.sleep(0.5)
        await floor.say("red sarees")
        await floor.until(SPEAKING)
    assert brain.requests[-1].utterance == "show me red sarees"


@in_virtual_time
async def test_speech_while_the_kiosk_thinks_belongs_to_the_question(tmp_path: Path) -> None:
    slow: list[Step] = [2.0, call("search_products", query="saree")]
    brain = FakeBrain(slow, slow, [TextDelta("Two of them.")])
    async with open_kiosk(tmp_path, brain) as kiosk, open_floor(kiosk) as floor:
        await floor.say("show me")
        await floor.until(THINKING)
        await asyncio.sleep(0.5)
        await floor.say("the red sarees")
        await floor.answered(2)
        await asyncio.sleep(20)
    assert [request.utterance for request in brain.requests][:2] == ["show me", "show me the red sarees"]
    discarded, answered = (done.record for done in kiosk.told(TurnCompleted))
    assert (discarded.reply, discarded.heard, discarded.runs) == ("", "", ())
    assert (answered.transcript.text, answered.heard) == ("show me the red sarees", "Two of them.")
    assert len(kiosk.told(CardsShown)) == 1
    assert [event.text for event in kiosk.told(ClauseSpoken)] == ["Two of them."]
    assert kiosk.told(QuestionHeard)[-1].text == "show me the red sarees"


@in_virtual_time
async def test_a_question_may_come_in_many_parts(tmp_path: Path) -> None:
    brain = FakeBrain([3.0, *HELLO])
    async with open_kiosk(tmp_path, brain) as kiosk, open_floor(kiosk) as floor:
        for part in ("show me", "the red", "sarees"):
            await floor.say(part)
            await floor.until(THINKING)
            await asyncio.sleep(0.5)
        await floor.answered(3)
    assert [request.utterance for request in brain.requests] == ["show me", "show me the red", "show me the red sarees"]


@in_virtual_time
async def test_once_it_is_answered_a_question_is_over(tmp_path: Path) -> None:
    brain = FakeBrain([2.0, *HELLO], HELLO)
    async with open_kiosk(tmp_path, brain) as kiosk, open_floor(kiosk) as floor:
        await floor.say("one")
        await floor.answered()
        await asyncio.sleep(1)
        await floor.say("two")
        await floor.answered(2)
        await floor.say("three")
        await floor.answered(3)
    assert [request.utterance for request in brain.requests] == ["one", "two", "three"]


@in_virtual_time
async def test_a_question_of_many_parts_stays_within_what_the_recogniser_takes(tmp_path: Path) -> None:
    longest = 0

    class Measuring(FakeRecogniser):
        def transcribe(self, audio, hint):  # type: ignore[no-untyped-def]
            nonlocal longest
            longest = max(longest, len(audio))
            return super().transcribe(audio, hint)

    brain = FakeBrain([30.0, *HELLO])
    async with open_kiosk(tmp_path, brain) as kiosk, open_floor(kiosk) as floor:
        kiosk.recogniser.__class__ = Measuring
        for part in ("first", "second", "third"):
            await floor.say(part, 12)
            await floor.until(THINKING)
            await asyncio.sleep(1)
        await floor.answered(3)
    assert brain.requests[-1].utterance.endswith("second third")
    assert longest <= 30 * SAMPLE_RATE


@in_virtual_time
async def test_a_cough_while_the_kiosk_thinks_costs_no_answer(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain([2.0, *HELLO])) as kiosk, open_floor(kiosk) as floor:
        await floor.say("what do you sell")
        await floor.until(THINKING)
        await asyncio.sleep(1)
        await floor.say("ahem", COUGH)
        await floor.until(SPEAKING)
        await floor.until(LISTENING)
    record = kiosk.told(TurnCompleted)[-1].record
    assert record.transcript.text.startswith("what do you sell")
    assert record.heard == "Hello."


@in_virtual_time
async def test_a_noise_while_the_kiosk_thinks_of_typed_words_costs_no_answer(tmp_path: Path) -> None:
    brain = FakeBrain([2.0, *HELLO])
    async with open_kiosk(tmp_path, brain) as kiosk, open_floor(kiosk) as floor:
        await asyncio.sleep(1)
        floor.session.type_text("what do you sell")
        await asyncio.sleep(1)
        kiosk.recogniser.errors = [NoSpeech("a door")]
        await floor.say("bang", COUGH)
        await floor.until(SPEAKING)
        await floor.until(LISTENING)
        await floor.say("thank you")
        await floor.answered(3)
    assert [request.utterance for request in brain.requests] == ["what do you sell", "what do you sell", "thank you"]
    assert kiosk.told(TurnCompleted)[1].record.heard == "Hello."


class TestWrites:
    """A write happens at most once, whatever becomes of the turn that made it."""

    CANCEL = f"cancel order 1002, my number is {ASHA}"

    def _cancelled(self, folder: Path) -> list[str]:
        """By which action each write was made, and what order 1002 is now."""
        with open_store(folder / "store.db") as store:
            order = store.orders.get("1002")
            assert order is not None
            return [*(entry.action for entry in store.audit.entries("order", "1002")), order.status]

    @in_virtual_time
    async def test_a_yes_whose_answer_is_discarded(self, tmp_path: Path) -> None:
        cancel = [call("cancel_order", order_id="1002")]
        brain = FakeBrain(cancel, [TextDelta("Shall I?")], [3.0, TextDelta("Done.")], cancel, [TextDelta("It is.")])
        async with open_kiosk(tmp_path, brain) as kiosk, open_floor(kiosk) as floor:
            await floor.say(self.CANCEL)
            await floor.answered()
            await floor.until(LISTENING)
            await floor.say("yes")
            await floor.until(THINKING)
            await asyncio.sleep(1)
            assert self._cancelled(tmp_path) == ["order.cancel", "cancelled"]
            await floor.say("please")
            await floor.answered(3)
        discarded, answered = (done.record for done in kiosk.told(TurnCompleted)[1:])
        assert [run.result.data["status"] for run in discarded.runs] == ["cancelled"]
        assert answered.transcript.text == "yes please"
        assert [run.result.data["status"] for run in answered.runs] == ["not_possible"]
        assert self._cancelled(tmp_path) == ["order.cancel", "cancelled"]

    @in_virtual_time
    async def test_an_interrupted_answer_to_a_yes(self, tmp_path: Path) -> None:
        async with open_kiosk(tmp_path, OfflineBrain()) as kiosk, open_floor(kiosk) as floor:
            await floor.say(self.CANCEL)
            await floor.answered()
            await floor.until(LISTENING)
            for number in (2, 3, 4):
                await floor.say("yes")
                await floor.until(SPEAKING)
                await asyncio.sleep(0.5)
                await floor.say("yes")
                await floor.answered(number)
            await asyncio.sleep(20)
        assert self._cancelled(tmp_path) == ["order.cancel", "cancelled"]

    @in_virtual_time
    async def test_a_yes_that_goes_on_is_none(self, tmp_path: Path) -> None:
        async with open_kiosk(tmp_path, OfflineBrain()) as kiosk, open_floor(kiosk) as floor:
            await floor.say(self.CANCEL)
            await floor.answered()
            await floor.until(LISTENING)
            await floor.say("yes")
            await asyncio.sleep(0.45)  # recognised, but not yet sure that it was all
            await floor.say("where is order 1003")
            await floor.answered(2)
        assert self._cancelled(tmp_path) == ["confirmed"]

    @in_virtual_time
    async def test_the_question_itself_may_be_interrupted_by_the_yes(self, tmp_path: Path) -> None:
        async with open_kiosk(tmp_path, OfflineBrain()) as kiosk, open_floor(kiosk) as floor:
            await floor.say(self.CANCEL)
            await floor.until(SPEAKING)
            await asyncio.sleep(2)
            await floor.say("yes")
            await floor.answered(2)
        assert self._cancelled(tmp_path) == ["order.cancel", "cancelled"]
