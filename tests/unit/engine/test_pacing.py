"""A customer who waits hears that the answer is coming, and the answer is not changed by it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from engine.dialogue.phrases import phrase
from engine.events import ClauseSpoken, TurnCompleted
from engine.languages import Language
from engine.llm.base import TextDelta, Usage
from engine.pacing import LONGEST_SILENCE, filler
from tests.fakes.executor import SlowExecutor
from tests.fakes.fake_brain import FakeBrain
from tests.fakes.fake_kiosk import Kiosk, open_floor, open_kiosk
from tests.fakes.virtual_time import in_virtual_time

FIRST, SECOND = (phrase(f"filler.{name}", Language.ENGLISH) for name in ("first", "second"))


def _spoken(kiosk: Kiosk) -> list[str]:
    return [text.strip() for text, _ in kiosk.voice.spoken]


@in_virtual_time
async def test_a_quick_answer_needs_no_filler(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain([1.0, TextDelta("Here it is.")])) as kiosk:
        await kiosk.engine.ask_text("s1", "show me a fan")
        assert _spoken(kiosk) == ["Here it is."]


@in_virtual_time
async def test_a_quick_answer_to_words_that_were_slowly_understood_needs_none(tmp_path: Path) -> None:
    stt = SlowExecutor(3.0)
    async with open_kiosk(tmp_path, FakeBrain([0.2, TextDelta("Here it is.")]), stt=stt) as kiosk:
        await kiosk.engine.open_ears()
        await kiosk.engine.ask_audio("s1", kiosk.speech.of("show me a fan"))
        assert _spoken(kiosk) == ["Here it is."]


@in_virtual_time
async def test_a_slow_answer_is_bridged_and_the_filler_is_no_part_of_it(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain([2.5, TextDelta("Here it is.")])) as kiosk:
        record = await kiosk.engine.ask_text("s1", "show me a fan")
        assert _spoken(kiosk) == [FIRST, "Here it is."]
        assert record.reply == record.heard == "Here it is."
        assert [event.text for event in kiosk.told(ClauseSpoken)] == ["Here it is."]
        assert kiosk.talk().memory.kept[-1].kiosk == "Here it is."
        assert record.timings.voice_to_voice >= 2500, "a filler is not the answer"


@in_virtual_time
async def test_the_customer_hears_the_filler_in_time(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain([10.0, TextDelta("Here it is.")])) as kiosk:
        began = asyncio.get_running_loop().time()
        turn = asyncio.create_task(kiosk.engine.ask_text("s1", "show me a fan"))
        while not kiosk.voice.spoken:
            await asyncio.sleep(0.01)
        assert asyncio.get_running_loop().time() - began <= LONGEST_SILENCE
        await turn
        assert _spoken(kiosk)[:2] == [FIRST, SECOND]
        assert len(_spoken(kiosk)) == 4, "three fillers at most"


@in_virtual_time
async def test_a_pause_in_the_middle_of_an_answer_is_bridged_too(tmp_path: Path) -> None:
    async with open_kiosk(
        tmp_path, FakeBrain([TextDelta("Let me look. Well, "), 6.0, TextDelta("here it is.")])
    ) as kiosk:
        record = await kiosk.engine.ask_text("s1", "show me a fan")
        spoken = _spoken(kiosk)
        assert spoken[:2] == ["Let me look.", "Well,"], "what is ready is said before a filler is"
        assert SECOND in spoken
        assert spoken[-1] == "here it is."
        assert record.reply == "Let me look. Well, here it is."


@in_virtual_time
async def test_nothing_is_bridged_where_nobody_listens(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain([5.0, TextDelta("Here it is.")]), voice=False) as kiosk:
        record = await kiosk.engine.ask_text("s1", "show me a fan")
        assert [event.text for event in kiosk.told(ClauseSpoken)] == ["Here it is."]
        assert record.reply == "Here it is."


@in_virtual_time
async def test_what_the_customer_adds_during_a_filler_belongs_to_the_question(tmp_path: Path) -> None:
    brain = FakeBrain([4.0, TextDelta("Here.")])
    async with open_kiosk(tmp_path, brain) as kiosk, open_floor(kiosk) as floor:
        await floor.say("show me a saree")
        while FIRST not in _spoken(kiosk):
            await asyncio.sleep(0.05)
        await floor.say("under five hundred", seconds=2.0)
        await floor.answered(2)
        stopped, answered = (done.record for done in kiosk.told(TurnCompleted))
        assert stopped.heard == ""
        assert answered.transcript.text == "show me a saree under five hundred"


@pytest.mark.parametrize("language", list(Language))
def test_fillers_differ_and_are_in_the_customers_language(language: Language) -> None:
    words = [filler(number, language) for number in range(4)]
    assert len(set(words)) == 3
    assert words[2] == words[3]


@in_virtual_time
async def test_what_the_answer_cost_is_in_the_record(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain([TextDelta("Hello."), Usage(800, 40)], [TextDelta("Bye.")])) as kiosk:
        assert (await kiosk.engine.ask_text("s1", "hello")).usage == Usage(800, 40)
        assert (await kiosk.engine.ask_text("s1", "bye")).usage is None
