"""A turn that goes well: what is told in which order, what is spoken, remembered and measured."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.dialogue.context import Waiting
from engine.events import (
    CardsShown,
    ClauseSpoken,
    InputWanted,
    KioskState,
    QuestionHeard,
    StateChanged,
    TurnCompleted,
)
from engine.languages import Language
from engine.llm.base import Exchange, TextDelta, Understood
from engine.llm.offline.brain import OfflineBrain
from engine.turn import Turn
from tests.fakes.executor import SlowExecutor
from tests.fakes.fake_brain import FakeBrain, call
from tests.fakes.fake_kiosk import open_kiosk
from tests.fakes.fake_store import ASHA
from tests.fakes.virtual_time import in_virtual_time

SAREES = [call("search_products", query="saree")]
SPEAKING, THINKING = StateChanged(KioskState.SPEAKING), StateChanged(KioskState.THINKING)


@in_virtual_time
async def test_the_order_of_events(tmp_path: Path) -> None:
    brain = FakeBrain(SAREES, [TextDelta("Two sarees. The red "), TextDelta("one is cheaper.")])
    async with open_kiosk(tmp_path, brain) as kiosk:
        record = await kiosk.engine.ask_text("s1", "show me sarees")
    cards = kiosk.told(CardsShown)
    assert [[card["id"] for card in shown.cards] for shown in cards] == [["P01", "P02"]]
    english = Language.ENGLISH
    assert [event for event in kiosk.events if not isinstance(event, InputWanted)] == [
        QuestionHeard("show me sarees", english, 1.0),
        THINKING,
        cards[0],
        SPEAKING,
        ClauseSpoken("Two sarees. ", english),
        ClauseSpoken("Two sarees. The red one is cheaper.", english),
        TurnCompleted(record),
    ]


@in_virtual_time
async def test_what_a_model_looks_for_at_once_is_shown_together_the_best_of_each_first(tmp_path: Path) -> None:
    both = [call("search_products", query="saree"), call("search_products", query="kurta")]
    brain = FakeBrain(both, [TextDelta("Here they are.")], trusted=False)
    async with open_kiosk(tmp_path, brain) as kiosk:
        record = await kiosk.engine.ask_text("s1", "show me sarees and kurtas")
        shown = kiosk.engine.conversation("s1").context.shown
    assert [card.id for card in record.cards] == ["P01", "P03", "P02"]
    assert [card["id"] for card in kiosk.told(CardsShown)[-1].cards] == ["P01", "P03", "P02"]
    assert [product["id"] for product in shown] == ["P01", "P03", "P02"]


@pytest.mark.parametrize(
    "said",
    [
        "what does the saree cost and the kurta?",
        "saree ka daam aur kurta ka?",
        "साड़ी और कुर्ता दिखाइए",
        "শাড়ি আর কুর্তা কত করে?",
        "साडी आणि कुर्ता केवढ्याला?",
    ],
)
@in_virtual_time
async def test_both_goods_of_a_sentence_are_told_and_shown(tmp_path: Path, said: str) -> None:
    async with open_kiosk(tmp_path, OfflineBrain()) as kiosk:
        record = await kiosk.engine.ask_text("s1", said)
    assert "₹699" in record.reply
    assert "₹899" in record.reply or "₹2,499" in record.reply
    assert {card.id for card in record.cards} == {"P01", "P02", "P03"}
    assert record.cards[1].id == "P03"


@in_virtual_time
async def test_goods_and_a_rule_in_one_sentence_are_both_on_the_screen(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain()) as kiosk:
        record = await kiosk.engine.ask_text("s1", "show me kurtas, and what is your return policy?")
    assert {"product", "policy"} == {card.kind for card in record.cards}


@in_virtual_time
async def test_the_record(tmp_path: Path) -> None:
    brain = FakeBrain(SAREES, [TextDelta(" Two sarees. "), TextDelta("See here.\n")], name="clever")
    async with open_kiosk(tmp_path, brain) as kiosk:
        record = await kiosk.engine.ask_text("s1", "show me sarees")
    assert (record.session, record.turn, record.brain, record.problem) == ("s1", 1, "clever", None)
    assert record.transcript.text == "show me sarees"
    assert record.reply == record.heard == "Two sarees. See here."
    assert record.language is Language.ENGLISH
    assert [run.call.name for run in record.runs] == ["search_products"]
    assert [(card.kind, card.id) for card in record.cards] == [("product", "P01"), ("product", "P02")]
    assert record.context["intent"] == "search"
    assert record.context["last_product_id"] == "P01"
    assert record.spoken_seconds == pytest.approx(4 * 0.4)
    assert record.timings.tools == sum(run.milliseconds for run in record.runs) > 0


@in_virtual_time
async def test_the_screen_keeps_the_cards_of_the_last_tool_that_had_some(tmp_path: Path) -> None:
    brain = FakeBrain([*SAREES, call("get_policy", policy_type="returns"), call("call_staff", summary="help")], [])
    async with open_kiosk(tmp_path, brain) as kiosk:
        record = await kiosk.engine.ask_text("s1", "sarees, and may I return them?")
    assert [len(shown.cards) for shown in kiosk.told(CardsShown)] == [2, 1]
    assert [(card.kind, card.id) for card in record.cards] == [("policy", "POL-returns")]
    assert len(record.runs) >= 3


@in_virtual_time
async def test_how_long_the_parts_took(tmp_path: Path) -> None:
    brain = FakeBrain([1.0, TextDelta("Yes, "), 0.5, TextDelta("we have some of those. ")])
    stt, tts = SlowExecutor(0.75), SlowExecutor(0.25)
    async with open_kiosk(tmp_path, brain, stt=stt, tts=tts) as kiosk:
        await kiosk.engine.open_ears()
        asked_at = asyncio.get_running_loop().time()
        record = await kiosk.engine.ask_audio("s1", kiosk.speech.of("do you have sarees"))
        answered_at = asyncio.get_running_loop().time()
    timings = record.timings
    assert timings.stt == pytest.approx(750)
    assert timings.first_token == pytest.approx(1000)
    # "Yes, " is no clause before it is sure that something follows.
    assert timings.tts_first_audio == pytest.approx(250)
    assert timings.voice_to_voice == pytest.approx(750 + 1000 + 500 + 250)
    assert timings.total == pytest.approx((answered_at - asked_at) * 1000)
    assert timings.total > timings.voice_to_voice


@in_virtual_time
async def test_a_first_word_that_comes_at_once_took_no_time(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain([TextDelta("Yes, "), 3.0, TextDelta("I do.")])) as kiosk:
        assert (await kiosk.engine.ask_text("s1", "hello")).timings.first_token == 0


@in_virtual_time
async def test_the_record_tells_when_the_question_was_asked(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain([3600.0, TextDelta("Hello.")]), voice=False) as kiosk:
        record = await kiosk.engine.ask_text("s1", "hello")
    assert record.started_at <= datetime.now(UTC) - timedelta(hours=1)


@in_virtual_time
async def test_without_a_voice_the_answer_is_shown_as_it_is_written(tmp_path: Path) -> None:
    brain = FakeBrain([TextDelta("One. Two. "), 2.0, TextDelta("Three.")])
    async with open_kiosk(tmp_path, brain, voice=False) as kiosk:
        record = await kiosk.engine.ask_text("s1", "count")
    shown = [event.text for event in kiosk.told(ClauseSpoken)]
    assert shown == ["One. ", "One. Two. ", "One. Two. Three."]
    assert SPEAKING not in kiosk.events
    assert record.heard is None
    assert (record.spoken_seconds, record.timings.voice_to_voice, record.timings.tts_first_audio) == (0, 0, 0)
    assert kiosk.talk().memory.kept == (Exchange("count", "One. Two. Three."),)


@in_virtual_time
async def test_the_answer_is_spoken_in_the_language_that_the_customer_asks_for(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain()) as kiosk:
        first = await kiosk.engine.ask_text("s1", "मुझे पंखा दिखाओ")
        assert {language for _, language in kiosk.voice.spoken} == {first.language} == {Language.HINDI}
        kiosk.voice.spoken.clear()
        second = await kiosk.engine.ask_text("s1", "please speak English")
    assert {language for _, language in kiosk.voice.spoken} == {second.language} == {Language.ENGLISH}


@in_virtual_time
async def test_a_clause_is_in_the_language_that_was_understood_before_it(tmp_path: Path) -> None:
    brain = FakeBrain([Understood("language", language=Language.BENGALI), TextDelta("ঠিক আছে।")])
    async with open_kiosk(tmp_path, brain) as kiosk:
        record = await kiosk.engine.ask_text("s1", "bangla please")
    assert [language for _, language in kiosk.voice.spoken] == [record.language] == [Language.BENGALI]
    assert kiosk.told(ClauseSpoken)[-1].language is Language.BENGALI


@in_virtual_time
async def test_what_is_easier_typed_is_asked_for_until_it_is_there(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain(), voice=False) as kiosk:
        for text in ("where is my order", "1003", ASHA):
            record = await kiosk.engine.ask_text("s1", text)
    assert [event.kind for event in kiosk.told(InputWanted)] == ["order_id", "phone_number", ""]
    assert record.context["verified"]
    assert [(card.kind, card.id) for card in record.cards] == [("order", "1003")]


@pytest.mark.parametrize(("missing", "wanted"), [("phone_number", "phone_number"), ("reason", ""), ("yes", "")])
@in_virtual_time
async def test_what_is_easier_said_is_not_asked_for(tmp_path: Path, missing: str, wanted: str) -> None:
    brain = FakeBrain([Understood("return", Waiting("initiate_return", {}, missing)), TextDelta("Why?")])
    async with open_kiosk(tmp_path, brain) as kiosk:
        await kiosk.engine.ask_text("s1", "I want to return it")
    assert kiosk.told(InputWanted) == [InputWanted(wanted)]


@in_virtual_time
async def test_the_second_turn_knows_the_first(tmp_path: Path) -> None:
    brain = FakeBrain([TextDelta("Hello!")])
    async with open_kiosk(tmp_path, brain) as kiosk:
        records = [await kiosk.engine.ask_text("s1", text) for text in ("hello", "and now?")]
    assert [record.turn for record in records] == [1, 2]
    assert brain.requests[1].history == (Exchange("hello", "Hello!"),)


@in_virtual_time
async def test_a_turn_that_is_cancelled_keeps_the_words_that_were_heard(tmp_path: Path) -> None:
    words = "one two three four five six seven eight nine ten"
    async with open_kiosk(tmp_path, FakeBrain([TextDelta(words)])) as kiosk:
        engine, conversation = kiosk.engine, kiosk.talk()
        turn: Turn = engine.turn(conversation, kiosk.tell)
        running = asyncio.create_task(turn.run(engine.read("s1", "count")))
        await asyncio.sleep(1.5)  # at 0.4 s a word
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        played = len(kiosk.speaker.take_played())
        await asyncio.sleep(10)
        assert len(kiosk.speaker.take_played()) == 0, "it is silent at once"
    assert played / kiosk.speaker.rate == pytest.approx(1.5, abs=0.05)
    assert conversation.memory.kept == (Exchange("count", "one two three"),)
    assert turn.record is not None
    assert turn.record.heard == "one two three"
    assert turn.record.reply == words
    assert turn.record.spoken_seconds == pytest.approx(4.0), "how much was made, whatever was heard of it"


@in_virtual_time
async def test_a_turn_that_is_cancelled_while_it_thinks_was_not_heard(tmp_path: Path) -> None:
    brain = FakeBrain([TextDelta("Long ago. ")], [5.0, TextDelta("Hello.")])
    async with open_kiosk(tmp_path, brain) as kiosk:
        await kiosk.engine.ask_text("s1", "tell me a story")
        turn = kiosk.engine.turn(kiosk.talk(), kiosk.tell)
        running = asyncio.create_task(turn.run(kiosk.engine.read("s1", "hello")))
        await asyncio.sleep(1)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await asyncio.sleep(10)
    assert kiosk.talk().memory.kept[-1] == Exchange("hello", "")
    assert turn.record is not None
    assert (turn.record.reply, turn.record.heard) == ("", "")
    assert [text for text, _ in kiosk.voice.spoken] == ["Long ago."]
