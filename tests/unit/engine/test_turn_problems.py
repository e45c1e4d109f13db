"""A turn in which something goes wrong: the customer is answered, the record says what it was, and it goes on."""

from __future__ import annotations

import asyncio
import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from catalog.errors import CatalogError
from engine.dialogue.context import Waiting
from engine.dialogue.phrases import phrase
from engine.errors import BrainTimeout, NetworkDown, VoiceFailed
from engine.events import (
    ChoicesOffered,
    ClauseSpoken,
    InputWanted,
    KioskState,
    ProblemMet,
    QuestionHeard,
    TurnCompleted,
)
from engine.languages import Language
from engine.llm.base import Choice, Exchange, TextDelta, Understood
from engine.llm.offline.brain import OfflineBrain
from engine.record import Problem, TurnRecord
from engine.tools import registry
from tests.fakes.executor import SlowExecutor
from tests.fakes.fake_brain import FakeBrain, Step, call
from tests.fakes.fake_kiosk import Kiosk, open_kiosk
from tests.fakes.fake_store import ASHA
from tests.fakes.fake_stt import silence
from tests.fakes.virtual_time import in_virtual_time

HINDI, ENGLISH = Language.HINDI, Language.ENGLISH
HELLO: list[Step] = [TextDelta("Hello.")]
POLICY = [call("get_policy", policy_type="returns")]


def _told(kiosk: Kiosk) -> list[tuple[str, str]]:
    """The problems that the customer was told, by kind and words."""
    return [(event.kind, event.phrase) for event in kiosk.told(ProblemMet)]


def _problem(record: TurnRecord) -> str | None:
    return record.problem.kind if record.problem else None


@in_virtual_time
async def test_words_that_were_hardly_heard_are_asked_for_again(tmp_path: Path) -> None:
    brain = FakeBrain(HELLO)
    async with open_kiosk(tmp_path, brain) as kiosk:
        talk = kiosk.talk()
        talk.context.language = HINDI
        talk.context.last_product_id = "P04"
        talk.context.waiting = waiting = Waiting("track_order", {}, "order_id")
        pending = talk.guard.ask("cancel_order", {"order_id": "1001"}, {})
        kiosk.recogniser.confidence = 0.59
        record = await kiosk.engine.ask_audio("s1", kiosk.speech.of("हाँ जी"))
        again = phrase("problem.not_heard", HINDI)
        assert brain.requests == []
        assert (record.reply, _problem(record)) == (again, "stt_low_confidence")
        assert _told(kiosk) == [("stt_low_confidence", again)]
        assert kiosk.told(QuestionHeard) == [QuestionHeard("हाँ जी", HINDI, 0.59)]
        assert {language for _, language in kiosk.voice.spoken} == {HINDI}
        assert (talk.context.waiting, talk.context.last_product_id) == (waiting, "P04")
        assert talk.guard.pending is pending, "an unclear yes is none, and it can still be said"
        assert kiosk.told(InputWanted) == []

        kiosk.recogniser.confidence = 0.6
        whole = np.concatenate([kiosk.speech.of("पंखा दिखाओ"), silence(0.2)])
        record = await kiosk.engine.ask_audio("s1", whole)
        assert (record.reply, record.problem) == ("Hello.", None)


@in_virtual_time
async def test_a_number_that_was_hardly_heard_is_read_back_and_one_that_was_not_is_asked_for(tmp_path: Path) -> None:
    brain = FakeBrain(HELLO)
    async with open_kiosk(tmp_path, brain) as kiosk:
        kiosk.talk().context.waiting = Waiting("track_order", {"order_id": "1001"}, "phone_number")
        kiosk.recogniser.doubtful = (("9876543210", "9876543219"),)
        for confidence, problem in ((0.25, "stt_low_confidence"), (0.45, "stt_doubtful")):
            kiosk.recogniser.confidence = confidence
            said = np.concatenate([kiosk.speech.of("9876543210"), silence(0.2)])
            record = await kiosk.engine.ask_audio("s1", said)
            assert _problem(record) == problem
            assert ("9" in record.reply) is (problem == "stt_doubtful")
        assert brain.requests == []
        kiosk.recogniser.doubtful = ()
        record = await kiosk.engine.ask_audio("s2", np.concatenate([kiosk.speech.of("9876543210"), silence(0.2)]))
        assert _problem(record) == "stt_low_confidence"


@in_virtual_time
async def test_a_sentence_that_was_cut_off_is_asked_for_and_joined_with_what_comes_next(tmp_path: Path) -> None:
    brain = FakeBrain(HELLO)
    async with open_kiosk(tmp_path, brain) as kiosk:
        kiosk.recogniser.confidence = 0.7
        first = await kiosk.engine.ask_audio("s1", kiosk.speech.of("पंखा मुझे चाहिए"))
        again = phrase("problem.partial", HINDI)
        assert (first.reply, _problem(first), _told(kiosk)) == (again, "stt_partial", [("stt_partial", again)])
        assert brain.requests == []
        rest = np.concatenate([kiosk.speech.of("दो हज़ार से कम का"), silence(0.2)])
        second = await kiosk.engine.ask_audio("s1", rest)
        assert second.transcript.text == "पंखा मुझे चाहिए दो हज़ार से कम का"
        assert second.reply == "Hello."
        third = await kiosk.engine.ask_audio("s1", np.concatenate([kiosk.speech.of("धन्यवाद जी"), silence(0.2)]))
        assert third.transcript.text == "धन्यवाद जी", "the part is used once"


@in_virtual_time
async def test_a_part_is_not_joined_with_what_comes_much_later(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO)) as kiosk:
        kiosk.recogniser.confidence = 0.7
        await kiosk.engine.ask_audio("s1", kiosk.speech.of("पंखा मुझे चाहिए"))
        await asyncio.sleep(30)
        later = await kiosk.engine.ask_audio("s1", np.concatenate([kiosk.speech.of("साड़ी दिखाओ"), silence(0.2)]))
    assert later.transcript.text == "साड़ी दिखाओ"


@pytest.mark.parametrize("said", ["हाँ", "yes", "नहीं", "1003", "তিন"])
@in_virtual_time
async def test_a_short_answer_is_whole(tmp_path: Path, said: str) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO)) as kiosk:
        kiosk.recogniser.confidence = 0.7
        record = await kiosk.engine.ask_audio("s1", kiosk.speech.of(said, 0.3))
    assert record.reply == "Hello."


@pytest.mark.parametrize(("confidence", "partial"), [(0.7, True), (0.9, False)])
@in_virtual_time
async def test_less_than_half_a_second_is_whole_only_if_it_was_heard_well(
    tmp_path: Path, confidence: float, partial: bool
) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO)) as kiosk:
        kiosk.recogniser.confidence = confidence
        word = np.concatenate([silence(0.5), kiosk.speech.of("साड़ी", 0.3), silence(0.5)])
        record = await kiosk.engine.ask_audio("s1", word)
    assert (_problem(record) == "stt_partial") is partial


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("show me helicopters", "tool_not_found"),
        (f"where is order 9999, my number is {ASHA}", "tool_not_found"),
        (f"where is order ORD-2001, my number is {ASHA}", "tool_not_found"),
        ("show me red sarees", None),
    ],
)
@in_virtual_time
async def test_what_was_not_found_is_in_the_record(tmp_path: Path, asked: str, kind: str | None) -> None:
    async with open_kiosk(tmp_path, OfflineBrain(), voice=False) as kiosk:
        record = await kiosk.engine.ask_text("s1", asked)
    assert _problem(record) == kind
    assert _told(kiosk) == [], "the answer itself says so"


@in_virtual_time
async def test_what_the_customer_may_have_meant_is_offered(tmp_path: Path) -> None:
    choices = (Choice("Money back", "refund"), Choice("The rule", "what is the policy"))
    brain = FakeBrain([Understood("unknown", choices=choices), TextDelta("The money, or the rule?")], HELLO)
    async with open_kiosk(tmp_path, brain, voice=False) as kiosk:
        record = await kiosk.engine.ask_text("s1", "back")
        assert kiosk.told(ChoicesOffered) == [
            ChoicesOffered((("Money back", "refund"), ("The rule", "what is the policy")))
        ]
        assert _problem(record) == "ambiguous_query"
        await kiosk.engine.ask_text("s1", "refund")
        assert len(kiosk.told(ChoicesOffered)) == 1


@in_virtual_time
async def test_another_language_than_the_chosen_one_is_offered_on_a_button(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain(), voice=False) as kiosk:
        record = await kiosk.engine.ask_text("s1", "আমাকে লাল শাড়ি দেখান", Language.HINDI)
        assert record.language is HINDI
        assert _problem(record) == "language_mismatch"
        ((label, words),) = kiosk.told(ChoicesOffered)[0].choices
        assert label == phrase("talk.offer_language", Language.BENGALI)
        touched = await kiosk.engine.ask_text("s1", words)
    assert touched.language is Language.BENGALI
    assert touched.reply == phrase("talk.language_changed", Language.BENGALI)


@in_virtual_time
async def test_the_first_words_tell_the_language_even_if_they_were_hardly_heard(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO)) as kiosk:
        kiosk.recogniser.confidence = 0.1
        record = await kiosk.engine.ask_audio("s1", kiosk.speech.of("मुझे पंखा दिखाओ"))
    assert record.reply == phrase("problem.not_heard", HINDI)


@in_virtual_time
async def test_a_recording_in_which_nobody_speaks(tmp_path: Path) -> None:
    brain = FakeBrain(HELLO)
    async with open_kiosk(tmp_path, brain) as kiosk:
        record = await kiosk.engine.ask_audio("s1", silence(2), HINDI)
    assert brain.requests == []
    assert (record.transcript.text, record.transcript.confidence) == ("", 0)
    assert (record.reply, record.language) == (phrase("problem.no_speech", HINDI), HINDI)
    assert _problem(record) == "no_speech"
    assert _told(kiosk) == [("no_speech", record.reply)]


@pytest.mark.parametrize("error", [RuntimeError("out of memory"), ValueError("a bug"), OSError("gone")])
@in_virtual_time
async def test_a_recogniser_that_breaks(tmp_path: Path, error: Exception) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO)) as kiosk:
        kiosk.recogniser.errors = [error]
        failed = await kiosk.engine.ask_audio("s1", kiosk.speech.of("hello"))
        worked = await kiosk.engine.ask_audio("s1", kiosk.speech.of("hello again"))
    assert (failed.reply, _problem(failed)) == (phrase("problem.not_heard", ENGLISH), "stt_timeout")
    assert failed.problem is not None
    assert str(error) in failed.problem.message
    assert (worked.reply, worked.problem) == ("Hello.", None)


@in_virtual_time
async def test_a_recogniser_that_takes_too_long(tmp_path: Path) -> None:
    executor = SlowExecutor(1)
    async with open_kiosk(tmp_path, FakeBrain(HELLO), stt=executor) as kiosk:
        await kiosk.engine.open_ears()
        executor.seconds = 31
        record = await kiosk.engine.ask_audio("s1", kiosk.speech.of("hello"))
    assert (record.reply, _problem(record)) == (phrase("problem.not_heard", ENGLISH), "stt_timeout")
    assert record.timings.stt == pytest.approx(30_000)
    assert kiosk.recogniser.heard == []


@in_virtual_time
async def test_another_brain_answers_and_the_customer_need_not_know(tmp_path: Path) -> None:
    online = FakeBrain([NetworkDown("no network", "plug it in")], name="online")
    async with open_kiosk(tmp_path, online, FakeBrain(HELLO, name="offline")) as kiosk:
        record = await kiosk.engine.ask_text("s1", "hello")
    assert (record.reply, record.brain) == ("Hello.", "offline")
    assert record.problem is not None
    assert (record.problem.kind, record.problem.message, record.problem.hint) == ("network", "no network", "plug it in")
    assert _told(kiosk) == []


@in_virtual_time
async def test_no_brain_answers(tmp_path: Path) -> None:
    online, offline = FakeBrain([NetworkDown("a")], name="online"), FakeBrain([BrainTimeout("b")], HELLO, name="off")
    async with open_kiosk(tmp_path, online, offline) as kiosk:
        failed = await kiosk.engine.ask_text("s1", "नमस्ते")
        worked = await kiosk.engine.ask_text("s1", "नमस्ते")
    sorry = phrase("problem.internal", HINDI)
    assert (failed.reply, failed.heard, _problem(failed)) == (sorry, sorry, "llm_timeout")
    assert _told(kiosk) == [("llm_timeout", sorry)]
    assert worked.reply == "Hello."


@in_virtual_time
async def test_an_answer_that_breaks_off_stands_as_far_as_it_came(tmp_path: Path) -> None:
    brain = FakeBrain([TextDelta("We have two "), BrainTimeout("slow")])
    async with open_kiosk(tmp_path, brain, FakeBrain(HELLO)) as kiosk:
        record = await kiosk.engine.ask_text("s1", "sarees?")
    assert (record.reply, record.heard, _problem(record)) == ("We have two", "We have two", "llm_timeout")
    assert _told(kiosk) == []


@pytest.mark.parametrize(("text", "language"), [("वापसी के नियम", HINDI), ("फेरत कसे करायचे आहे", Language.MARATHI)])
@in_virtual_time
async def test_a_bug_in_a_tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, language: Language) -> None:
    def broken(*_: Any) -> Any:
        raise ZeroDivisionError("by nought")

    whole = registry.TOOLS["get_policy"]
    monkeypatch.setitem(registry.TOOLS, "get_policy", dataclasses.replace(whole, run=broken))
    brain = FakeBrain(POLICY, POLICY, HELLO)
    async with open_kiosk(tmp_path, brain) as kiosk:
        failed = await kiosk.engine.ask_text("s1", text)
        monkeypatch.setitem(registry.TOOLS, "get_policy", whole)
        worked = await kiosk.engine.ask_text("s1", text)
    sorry = phrase("problem.internal", language)
    assert (failed.reply, failed.heard, failed.language) == (sorry, sorry, language)
    assert failed.problem is not None
    assert (failed.problem.kind, failed.problem.message) == ("internal", "ZeroDivisionError: by nought")
    assert _told(kiosk) == [("internal", sorry)]
    assert kiosk.voice.spoken[0][1] is language
    assert (worked.reply, worked.problem) == ("Hello.", None)
    assert [run.result.data["status"] for run in worked.runs] == ["ok"]


@in_virtual_time
async def test_what_was_said_before_a_bug_is_a_sentence_of_its_own(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain([TextDelta("Let me see."), KeyError("a bug")])) as kiosk:
        record = await kiosk.engine.ask_text("s1", "hello")
    assert record.reply == f"Let me see. {phrase('problem.internal', ENGLISH)}"
    assert kiosk.talk().memory.kept == (Exchange("hello", record.reply),)


@in_virtual_time
async def test_a_store_that_fails_outside_the_tools(tmp_path: Path) -> None:
    failure = CatalogError("the disk is full", "make room")
    async with open_kiosk(tmp_path, FakeBrain([failure], HELLO)) as kiosk:
        failed = await kiosk.engine.ask_text("s1", "नमस्ते")
        worked = await kiosk.engine.ask_text("s1", "नमस्ते")
    assert failed.reply == failed.heard == phrase("problem.store", HINDI)
    assert failed.problem == Problem("store_unavailable", "the disk is full", "make room", "problem.store")
    assert _told(kiosk) == [("store_unavailable", failed.reply)]
    assert worked.reply == "Hello."


@in_virtual_time
async def test_a_store_that_cannot_be_read(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(POLICY, HELLO)) as kiosk:
        (tmp_path / "store.db").write_bytes(b"not a database any more" * 1000)
        record = await kiosk.engine.ask_text("s1", "may I return it?")
    assert record.reply == "Hello."
    assert [run.result.data["error"] for run in record.runs] == ["store_unavailable"]


@pytest.mark.parametrize("error", [VoiceFailed("no such phoneme", "install it"), IndexError("a bug in the voice")])
@in_virtual_time
async def test_without_a_voice_the_text_stands_on_the_screen(tmp_path: Path, error: Exception) -> None:
    async with open_kiosk(tmp_path, FakeBrain([TextDelta("One. Two. Three.")])) as kiosk:
        kiosk.voice.error = error
        failed = await kiosk.engine.ask_text("s1", "count")
        kiosk.voice.error = None
        worked = await kiosk.engine.ask_text("s1", "count")
    record, *_ = kiosk.told(TurnCompleted)
    before = kiosk.events[: kiosk.events.index(record)]
    shown = [event.text for event in before if isinstance(event, ClauseSpoken)]
    assert shown == ["One. ", "One. Two. ", "One. Two. Three."]
    assert KioskState.SPEAKING not in [getattr(event, "state", None) for event in before]
    assert (failed.reply, failed.spoken_seconds, _problem(failed)) == ("One. Two. Three.", 0, "tts_error")
    assert failed.timings.voice_to_voice == failed.timings.tts_first_audio == 0
    assert failed.problem is not None
    assert str(error.args[0]) in failed.problem.message
    assert [kind for kind, _ in _told(kiosk)] == ["tts_error"]
    assert kiosk.talk().memory.kept[0] == Exchange("count", "One. Two. Three."), "it was read"
    assert (worked.heard, worked.problem) == ("One. Two. Three.", None)


@in_virtual_time
async def test_a_voice_that_takes_too_long(tmp_path: Path) -> None:
    executor = SlowExecutor(1)
    async with open_kiosk(tmp_path, FakeBrain(HELLO), tts=executor) as kiosk:
        executor.seconds = 25
        record = await kiosk.engine.ask_text("s1", "hello")
    assert (record.reply, _problem(record)) == ("Hello.", "tts_error")
    assert kiosk.told(ClauseSpoken)[-1].text == "Hello."


@in_virtual_time
async def test_a_speaker_that_stands_still(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain([TextDelta("One. Two. Three.")])) as kiosk:
        await kiosk.speaker.close()
        failed = await kiosk.engine.ask_text("s1", "count")
        assert kiosk.speaker.buffer.empty, "it does not begin to play the old answer some day"
        await kiosk.speaker.start()
        worked = await kiosk.engine.ask_text("s1", "count")
    assert (failed.reply, _problem(failed)) == ("One. Two. Three.", "tts_error")
    assert failed.problem is not None
    assert "speaker" in failed.problem.message
    assert kiosk.talk().memory.kept[0] == Exchange("count", "One. Two. Three.")
    assert (worked.heard, worked.problem) == ("One. Two. Three.", None)
