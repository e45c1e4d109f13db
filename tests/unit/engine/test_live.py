"""The open microphone: customers come, speak, are answered, and go."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest

from engine.audio.format import Pcm
from engine.dialogue.phrases import phrase
from engine.errors import NoSpeech
from engine.events import (
    ConversationEnded,
    KioskState,
    PartialTranscript,
    ProblemMet,
    QuestionHeard,
    TurnCompleted,
)
from engine.languages import Language
from engine.llm.base import Exchange, TextDelta
from engine.llm.offline.brain import OfflineBrain
from engine.settings import Settings
from engine.telemetry.agent_log import AgentLog
from tests.fakes.executor import SlowExecutor
from tests.fakes.fake_brain import FakeBrain, Step
from tests.fakes.fake_kiosk import Floor, Kiosk, open_floor, open_kiosk
from tests.fakes.fake_store import ASHA
from tests.fakes.virtual_time import in_virtual_time

ATTRACT, LISTENING = KioskState.ATTRACT, KioskState.LISTENING
THINKING, SPEAKING = KioskState.THINKING, KioskState.SPEAKING
HELLO: list[Step] = [TextDelta("Hello.")]


def _questions(kiosk: Kiosk) -> list[str]:
    return [heard.text for heard in kiosk.told(QuestionHeard)]


async def _visit(floor: Floor, *sentences: str) -> None:
    """A customer says these, each when the one before has been answered."""
    for sentence in sentences:
        before = len(floor.kiosk.told(TurnCompleted))
        await floor.say(sentence, 2)
        await floor.answered(before + 1)
        await floor.until(LISTENING)


@in_virtual_time
async def test_a_question_and_its_answer(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain()) as kiosk, open_floor(kiosk) as floor:
        await asyncio.sleep(5)
        await _visit(floor, "show me fans", "thank you")
    turn = [LISTENING, THINKING, SPEAKING, LISTENING]
    assert kiosk.states() == [ATTRACT, *turn, *turn[1:]]
    assert _questions(kiosk) == ["show me fans", "thank you"]
    first, second = (done.record for done in kiosk.told(TurnCompleted))
    assert "Ceiling Fan" in first.reply
    assert first.heard == first.reply
    assert (second.turn, second.session) == (2, first.session)
    assert kiosk.told(ProblemMet) == []


@in_virtual_time
async def test_the_brain_is_made_ready_while_the_customer_still_speaks(tmp_path: Path) -> None:
    brain = FakeBrain(HELLO)
    async with open_kiosk(tmp_path, brain) as kiosk, open_floor(kiosk) as floor:
        assert brain.warmed == 0
        await floor.say("show me fans", seconds=2.0)
        assert (brain.warmed, brain.requests) == (1, [])


@in_virtual_time
async def test_the_screen_follows_the_customers_words(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO)) as kiosk, open_floor(kiosk) as floor:
        await floor.say("one two three four five six seven eight nine ten eleven twelve", 3)
        await floor.answered()
        partials = kiosk.told(PartialTranscript)
        first_question = next(event for event in kiosk.events if isinstance(event, QuestionHeard))
    assert len(partials) >= 3
    assert partials[0].stable == ""
    assert partials[0].tentative.startswith("one two")
    for partial in partials:
        assert first_question.text.startswith(f"{partial.stable} {partial.tentative}".strip())
    stable = [partial.stable for partial in partials]
    assert stable == sorted(stable, key=len)
    assert stable[-1].startswith("one two three")


@in_virtual_time
async def test_the_words_of_one_question_do_not_stay_in_the_next(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO)) as kiosk, open_floor(kiosk) as floor:
        await _visit(floor, "where is my order please")
        told = len(kiosk.told(PartialTranscript))
        await _visit(floor, "show me the red sarees")
    partials = kiosk.told(PartialTranscript)
    assert 0 < told < len(partials)
    for partial in partials[told:]:
        assert "show me the red sarees".startswith(f"{partial.stable} {partial.tentative}".strip())


@in_virtual_time
async def test_what_comes_too_late_is_not_shown(tmp_path: Path) -> None:
    stt = SlowExecutor(1.5)
    async with open_kiosk(tmp_path, FakeBrain(HELLO), stt=stt) as kiosk, open_floor(kiosk) as floor:
        await floor.say("hello", 1)
        await floor.answered()
    assert kiosk.recogniser.partials == 1
    assert kiosk.told(PartialTranscript) == []


@in_virtual_time
async def test_a_partial_that_fails_costs_the_customer_nothing(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO)) as kiosk, open_floor(kiosk) as floor:
        kiosk.recogniser.partial_errors = [RuntimeError("broken"), ValueError("broken")]
        await _visit(floor, "where is my order please")
    assert kiosk.told(TurnCompleted)[0].record.reply == "Hello."
    assert kiosk.told(ProblemMet) == []


@in_virtual_time
async def test_what_is_loud_is_measured(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO)) as kiosk, open_floor(kiosk) as floor:
        await asyncio.sleep(1)
        assert set(kiosk.levels) == {0}
        await floor.say("hello")
        assert max(kiosk.levels) > 0.5


@in_virtual_time
async def test_the_words_are_ready_before_it_is_sure_that_the_customer_has_finished(tmp_path: Path) -> None:
    brain = FakeBrain(HELLO)
    stt = SlowExecutor(0.3)
    async with open_kiosk(tmp_path, brain, stt=stt) as kiosk, open_floor(kiosk) as floor:
        await floor.say("show me fans")
        await asyncio.sleep(0.55)
        assert [text for text, _ in kiosk.recogniser.heard] == ["show me fans"]
        assert kiosk.states()[-1] is LISTENING
        assert _questions(kiosk) == []
        assert brain.requests == [], "nothing is answered before the turn is sure"
        await floor.answered()
        assert [text for text, _ in kiosk.recogniser.heard] == ["show me fans"], "nor is it recognised twice"
    record = kiosk.told(TurnCompleted)[0].record
    assert record.timings.stt == pytest.approx(600, abs=50), "the pause itself, and nothing after it"


@in_virtual_time
async def test_words_that_were_prepared_are_discarded_when_the_customer_goes_on(tmp_path: Path) -> None:
    brain = FakeBrain(HELLO)
    async with open_kiosk(tmp_path, brain) as kiosk, open_floor(kiosk) as floor:
        await floor.say("show me")
        await asyncio.sleep(0.4)
        await floor.say("the red sarees")
        await floor.answered()
        await asyncio.sleep(10)
    assert [text for text, _ in kiosk.recogniser.heard] == ["show me", "show me the red sarees"]
    assert _questions(kiosk) == [request.utterance for request in brain.requests] == ["show me the red sarees"]
    assert kiosk.states() == [ATTRACT, LISTENING, THINKING, SPEAKING, LISTENING]


@in_virtual_time
async def test_who_never_pauses_is_answered_as_far_as_heard(tmp_path: Path) -> None:
    settings = Settings(max_turn_seconds=5)
    async with open_kiosk(tmp_path, FakeBrain(HELLO), settings=settings) as kiosk, open_floor(kiosk, False) as floor:
        floor.air.say(kiosk.speech.of("on and on", 20))
        await floor.answered(limit=8)
    assert _questions(kiosk) == ["on and on"]


@in_virtual_time
async def test_the_limit_cuts_no_words_off_that_came_after_a_breath(tmp_path: Path) -> None:
    settings = Settings(max_turn_seconds=5)
    async with open_kiosk(tmp_path, FakeBrain(HELLO), settings=settings) as kiosk, open_floor(kiosk) as floor:
        await floor.say("on", 2)
        await asyncio.sleep(0.4)
        floor.air.say(kiosk.speech.of("and on", 2.8))
        await floor.answered()
    assert _questions(kiosk) == ["on and on"]


@in_virtual_time
async def test_the_operator_sets_how_long_a_pause_is(tmp_path: Path) -> None:
    settings = Settings(pause_ms=2000)
    async with open_kiosk(tmp_path, FakeBrain(HELLO), settings=settings) as kiosk, open_floor(kiosk) as floor:
        await floor.say("show me")
        await asyncio.sleep(1.5)
        await floor.say("fans")
        await floor.answered()
    assert _questions(kiosk) == ["show me fans"]


@in_virtual_time
async def test_only_what_is_left_without_the_echo_is_heard(tmp_path: Path) -> None:
    played = 0

    class Everything:
        """Takes all that the microphone hears for an echo."""

        def played(self, pcm: Pcm) -> None:
            nonlocal played
            played += len(pcm)

        def clean(self, frame: Pcm) -> Pcm:
            return np.zeros_like(frame)

    async with open_kiosk(tmp_path, FakeBrain(HELLO)) as kiosk, open_floor(kiosk, echo=Everything()) as floor:
        floor.session.type_text("hello")
        await floor.answered()
        assert played >= 0.4 * kiosk.speaker.rate
        await floor.say("hello")
        await asyncio.sleep(5)
    assert len(kiosk.told(TurnCompleted)) == 1
    assert max(kiosk.levels) == 0


@in_virtual_time
async def test_a_noise_is_no_customer(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO)) as kiosk, open_floor(kiosk) as floor:
        kiosk.recogniser.errors = [NoSpeech("a door"), NoSpeech("a door")]
        await floor.say("bang", 0.2)
        await asyncio.sleep(2)
        assert kiosk.states() == [ATTRACT, LISTENING, THINKING, ATTRACT]
        kiosk.recogniser.errors = []
        await _visit(floor, "hello")
        kiosk.recogniser.errors = [NoSpeech("a door")]
        await floor.say("bang", 0.2)
        await asyncio.sleep(2)
        assert kiosk.states()[-2:] == [THINKING, LISTENING], "the customer is still there"
        await _visit(floor, "hello again")
    assert _questions(kiosk) == ["hello", "hello again"], "a noise is no part of a question"
    assert kiosk.told(ProblemMet) == []


@pytest.mark.parametrize("error", [RuntimeError("broken"), KeyError("a bug")])
@in_virtual_time
async def test_a_recogniser_that_breaks_is_told(tmp_path: Path, error: Exception) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO)) as kiosk, open_floor(kiosk) as floor:
        kiosk.recogniser.errors = [error]
        await _visit(floor, "hello", "hello again")
    assert [(problem.kind, problem.phrase) for problem in kiosk.told(ProblemMet)] == [
        ("stt_timeout", phrase("problem.not_heard", Language.ENGLISH))
    ]
    failed, worked = (done.record for done in kiosk.told(TurnCompleted))
    assert failed.heard == phrase("problem.not_heard", Language.ENGLISH)
    assert worked.transcript.text == "hello again", "what was not understood is no part of the next question"


@in_virtual_time
async def test_a_bug_after_the_answer_does_not_deafen_the_kiosk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = AgentLog(tmp_path / "logs")

    def broken(_record: object) -> None:
        raise ZeroDivisionError

    async with open_kiosk(tmp_path, FakeBrain(HELLO), log=log) as kiosk, open_floor(kiosk, barge_in=False) as floor:
        with monkeypatch.context() as patch:
            patch.setattr(log, "turn", broken)
            await floor.say("hello")
            await floor.until(SPEAKING)
            await floor.until(LISTENING)
        await _visit(floor, "hello again")
    assert _questions(kiosk) == ["hello", "hello again"]


@in_virtual_time
async def test_the_second_question_is_asked_in_the_light_of_the_first(tmp_path: Path) -> None:
    brain = FakeBrain(HELLO)
    async with open_kiosk(tmp_path, brain) as kiosk, open_floor(kiosk) as floor:
        await _visit(floor, "hello", "and now")
    assert brain.requests[1].history == (Exchange("hello", "Hello."),)


@in_virtual_time
async def test_closing_the_kiosk_silences_it(tmp_path: Path) -> None:
    brain = FakeBrain([TextDelta("one two three four five six seven eight nine ten")])
    async with open_kiosk(tmp_path, brain) as kiosk:
        async with open_floor(kiosk) as floor:
            await floor.say("count")
            await floor.until(SPEAKING)
            await asyncio.sleep(1)
        kiosk.speaker.take_played()
        await asyncio.sleep(10)
        assert len(kiosk.speaker.take_played()) == 0
        (done,) = kiosk.told(TurnCompleted)
    assert done.record.heard == "one two"


@in_virtual_time
async def test_one_customers_number_opens_nothing_for_the_next(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain()) as kiosk, open_floor(kiosk) as floor:
        await _visit(floor, f"where is order 1003, my number is {ASHA}")
        await floor.until(ATTRACT, limit=100)
        await _visit(floor, "where is order 1003")
    first, second = (done.record for done in kiosk.told(TurnCompleted))
    assert (first.context["verified"], second.context["verified"]) == (True, False)
    assert [card.id for card in first.cards] == ["1003"]
    assert second.cards == ()
    assert second.turn == 1
    assert first.session != second.session
    assert kiosk.told(ConversationEnded) == [ConversationEnded(first.session)]
