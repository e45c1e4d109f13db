"""Customers who touch, type, choose a language, leave and start over."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from engine.events import (
    CardsShown,
    ClauseSpoken,
    ConversationEnded,
    InputWanted,
    KioskState,
    LanguageChosen,
    PartialTranscript,
    ProblemMet,
    QuestionHeard,
    TurnCompleted,
)
from engine.languages import Language
from engine.llm.base import Exchange, TextDelta
from engine.llm.offline.brain import OfflineBrain
from engine.settings import Settings
from engine.stt.base import Hint
from tests.fakes.executor import SlowExecutor
from tests.fakes.fake_brain import FakeBrain, Step, call
from tests.fakes.fake_kiosk import open_floor, open_kiosk
from tests.fakes.fake_store import ASHA
from tests.fakes.virtual_time import in_virtual_time

ATTRACT, LISTENING = KioskState.ATTRACT, KioskState.LISTENING
THINKING, SPEAKING = KioskState.THINKING, KioskState.SPEAKING
HELLO: list[Step] = [TextDelta("Hello.")]
COUNT: list[Step] = [TextDelta("one two three four five six seven eight nine ten")]


@in_virtual_time
async def test_after_a_while_without_speech_or_touch_the_kiosk_forgets(tmp_path: Path) -> None:
    settings = Settings(idle_seconds=20)
    async with open_kiosk(tmp_path, FakeBrain(HELLO), settings=settings) as kiosk, open_floor(kiosk) as floor:
        await floor.say("hello")
        await floor.answered()
        session = kiosk.told(TurnCompleted)[0].record.session
        await asyncio.sleep(19)
        assert kiosk.told(ConversationEnded) == []
        await asyncio.sleep(2)
        assert kiosk.told(ConversationEnded) == [ConversationEnded(session)]
        assert kiosk.states()[-1] is ATTRACT
        await asyncio.sleep(100)
        assert len(kiosk.told(ConversationEnded)) == 1, "nobody is there to be forgotten"


@in_virtual_time
async def test_who_speaks_or_touches_is_still_there(tmp_path: Path) -> None:
    settings = Settings(idle_seconds=20)
    async with open_kiosk(tmp_path, FakeBrain(HELLO), settings=settings) as kiosk, open_floor(kiosk) as floor:
        floor.session.wake()
        await asyncio.sleep(15)
        floor.session.wake()
        await asyncio.sleep(15)
        floor.session.choose_language(Language.HINDI)
        await asyncio.sleep(15)
        await floor.say("a long story", 25)
        await floor.answered()
        await asyncio.sleep(15)
        floor.session.type_text("hello")
        await asyncio.sleep(15)
        assert kiosk.told(ConversationEnded) == []
        assert kiosk.states()[-1] is LISTENING


@in_virtual_time
async def test_nobody_goes_while_the_kiosk_answers(tmp_path: Path) -> None:
    settings = Settings(idle_seconds=10)
    story: list[Step] = [TextDelta("word " * 100)]
    async with open_kiosk(tmp_path, FakeBrain(story), settings=settings) as kiosk, open_floor(kiosk) as floor:
        await floor.say("tell me a story")
        await floor.answered()
        assert kiosk.told(ConversationEnded) == []
        assert kiosk.told(TurnCompleted)[0].record.spoken_seconds == pytest.approx(40)
        await asyncio.sleep(9)
        assert kiosk.told(ConversationEnded) == [], "the time counts from the end of the answer"


@in_virtual_time
async def test_a_touch_wakes_the_kiosk(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(COUNT)) as kiosk, open_floor(kiosk) as floor:
        await asyncio.sleep(1)
        floor.session.wake()
        assert kiosk.states() == [ATTRACT, LISTENING]
        await floor.say("count")
        await floor.until(SPEAKING)
        floor.session.wake()
        assert kiosk.states()[-1] is SPEAKING, "a touch does not interrupt"
        await floor.answered()
        await floor.until(ATTRACT, limit=100)


@in_virtual_time
async def test_typed_words_are_answered(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain()) as kiosk, open_floor(kiosk) as floor:
        for number, text in enumerate(("where is my order", " 1003\n", ASHA), 1):
            floor.session.type_text(text)
            await floor.answered(number)
            await floor.until(LISTENING)
        record = kiosk.told(TurnCompleted)[-1].record
    assert [heard.text for heard in kiosk.told(QuestionHeard)] == ["where is my order", "1003", ASHA]
    assert [event.kind for event in kiosk.told(InputWanted)] == ["order_id", "phone_number", ""]
    assert [(card.kind, card.id) for card in record.cards] == [("order", "1003")]
    assert record.heard == record.reply


@pytest.mark.parametrize("text", ["", " \n", "\x00\x1b", "a" * 1001])
@in_virtual_time
async def test_typed_words_that_are_no_question_change_nothing(tmp_path: Path, text: str) -> None:
    async with open_kiosk(tmp_path, FakeBrain(COUNT)) as kiosk, open_floor(kiosk) as floor:
        await floor.say("count")
        await floor.until(SPEAKING)
        floor.session.type_text(text)
        await floor.answered()
        await asyncio.sleep(5)
    (done,) = kiosk.told(TurnCompleted)
    assert done.record.heard == done.record.reply
    assert kiosk.told(ProblemMet) == []


@in_virtual_time
async def test_typed_words_stop_the_answer_before(tmp_path: Path) -> None:
    brain = FakeBrain(COUNT, HELLO)
    async with open_kiosk(tmp_path, brain) as kiosk, open_floor(kiosk) as floor:
        await floor.say("count")
        await floor.until(SPEAKING)
        await asyncio.sleep(1)
        floor.session.type_text("hello")
        await floor.answered(2)
    first, second = (done.record for done in kiosk.told(TurnCompleted))
    assert (first.transcript.text, first.heard) == ("count", "one two")
    assert (second.transcript.text, second.heard) == ("hello", "Hello.")
    assert brain.requests[1].history == (Exchange("count", "one two"),)
    assert kiosk.states()[-1] is LISTENING


@in_virtual_time
async def test_typed_words_come_after_the_turn_before_however_long_that_takes_to_stop(tmp_path: Path) -> None:
    brain = FakeBrain([TextDelta("one two three four five. And then, after a pause, six.")], HELLO)
    tts = SlowExecutor(1)
    async with open_kiosk(tmp_path, brain, tts=tts) as kiosk, open_floor(kiosk) as floor:
        await floor.say("count")
        await floor.until(SPEAKING)
        await asyncio.sleep(0.9)  # the second clause is being made
        floor.session.type_text("hello")
        await floor.answered(2)
    first, second = (done.record for done in kiosk.told(TurnCompleted))
    assert (first.transcript.text, first.heard) == ("count", "one two")
    assert (second.transcript.text, second.heard) == ("hello", "Hello.")
    assert brain.requests[1].history == (Exchange("count", "one two"),)


@in_virtual_time
async def test_only_the_last_of_two_hasty_answers_counts(tmp_path: Path) -> None:
    brain = FakeBrain(HELLO)
    async with open_kiosk(tmp_path, brain) as kiosk, open_floor(kiosk) as floor:
        floor.session.type_text("yes")
        floor.session.type_text("no")
        await floor.answered()
        await asyncio.sleep(5)
    assert [request.utterance for request in brain.requests] == ["no"]
    assert len(kiosk.told(TurnCompleted)) == 1


@in_virtual_time
async def test_a_chosen_language_holds_for_this_customer(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain()) as kiosk, open_floor(kiosk) as floor:
        floor.session.wake()
        floor.session.choose_language(Language.BENGALI)
        assert kiosk.told(LanguageChosen) == [LanguageChosen(Language.BENGALI)]
        await floor.say("fan", 1)
        await floor.answered()
        assert kiosk.recogniser.heard[-1][1] == Hint(Language.BENGALI, Language.BENGALI)
        assert kiosk.told(TurnCompleted)[0].record.language is Language.BENGALI
        await floor.until(ATTRACT, limit=100)
        await floor.say("show me fans please", 1)
        await floor.answered(2)
        assert kiosk.recogniser.heard[-1][1] == Hint()
        assert kiosk.told(TurnCompleted)[1].record.language is Language.ENGLISH


@in_virtual_time
async def test_starting_over_while_the_kiosk_speaks(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain()) as kiosk, open_floor(kiosk) as floor:
        await floor.say(f"cancel order 1002, my number is {ASHA}", 2)
        await floor.until(SPEAKING)
        await asyncio.sleep(1)
        floor.session.start_over()
        ended = kiosk.told(ConversationEnded)
        told = len(kiosk.events)
        await asyncio.sleep(0.1)
        kiosk.speaker.take_played()
        await asyncio.sleep(10)
        assert len(kiosk.speaker.take_played()) == 0
        assert kiosk.events[told:] == [], "nothing of what was said appears again"
        assert kiosk.states()[-1] is ATTRACT
        await floor.say("yes")
        await floor.answered()
    (done,) = kiosk.told(TurnCompleted)
    assert ended == [ConversationEnded(ended[0].session_id)]
    assert done.record.session != ended[0].session_id
    assert done.record.turn == 1
    assert done.record.runs == ()
    assert not done.record.context["verified"]


@in_virtual_time
async def test_what_one_customer_asked_is_no_part_of_the_next_ones_question(tmp_path: Path) -> None:
    brain = FakeBrain([5.0, TextDelta("Here.")], HELLO)
    async with open_kiosk(tmp_path, brain) as kiosk, open_floor(kiosk) as floor:
        await floor.say(f"where is order 1003, my number is {ASHA}", 2)
        await floor.until(THINKING)
        await asyncio.sleep(0.5)
        floor.session.start_over()
        await asyncio.sleep(1)
        await floor.say("hello")
        await floor.answered()
        await asyncio.sleep(10)
    assert kiosk.recogniser.heard[-1][0] == "hello"
    assert brain.requests[-1].utterance == "hello"
    assert brain.requests[-1].history == ()
    assert [done.record.transcript.text for done in kiosk.told(TurnCompleted)] == ["hello"]


@in_virtual_time
async def test_starting_over_while_a_tool_runs_shows_nothing_of_it(tmp_path: Path) -> None:
    brain = FakeBrain([3.0, call("search_products", query="saree")], HELLO)
    async with open_kiosk(tmp_path, brain) as kiosk, open_floor(kiosk) as floor:
        floor.session.type_text("sarees")
        await asyncio.sleep(1)
        floor.session.start_over()
        await asyncio.sleep(10)
    assert kiosk.told(CardsShown) == []
    assert kiosk.told(ClauseSpoken) == []


@in_virtual_time
async def test_a_clause_that_began_as_the_customer_left_is_not_shown(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain([1.0, *COUNT])) as kiosk, open_floor(kiosk) as floor:
        floor.session.type_text("count")
        await asyncio.sleep(0.5)
        began = kiosk.speaker.buffer.on_clause_started
        assert began is not None

        def leave(clause: int) -> None:
            began(clause)
            floor.session.start_over()

        kiosk.speaker.buffer.on_clause_started = leave
        await floor.until(ATTRACT)
        await asyncio.sleep(5)
    assert kiosk.told(ClauseSpoken) == []


@in_virtual_time
async def test_half_a_sentence_of_one_customer_does_not_appear_to_the_next(tmp_path: Path) -> None:
    stt = SlowExecutor(0)
    async with open_kiosk(tmp_path, FakeBrain(HELLO), stt=stt) as kiosk, open_floor(kiosk) as floor:
        stt.seconds = 1.5
        await floor.say("my number is nine eight seven", 1.0)  # the screen is to show it 1.5 s later
        floor.session.start_over()
        await floor.say("hello", 2)
        await floor.answered()
    assert [partial for partial in kiosk.told(PartialTranscript) if "number" in partial.tentative] == []
    assert kiosk.told(TurnCompleted)[0].record.transcript.text == "hello"
