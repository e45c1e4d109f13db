"""The engine: it starts, keeps customers apart, refuses what is no question, writes down and lets go."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from catalog.errors import CatalogError
from engine.dialogue.phrases import phrase
from engine.engine import LONGEST_TEXT
from engine.errors import BadAudio, BadInput
from engine.events import TurnCompleted
from engine.languages import Language
from engine.llm.base import Exchange, TextDelta
from engine.llm.offline.brain import OfflineBrain
from engine.record import TurnRecord
from engine.settings import Settings
from engine.stt.base import Hint
from engine.telemetry.agent_log import AgentLog
from tests.fakes.fake_brain import FakeBrain, Step
from tests.fakes.fake_kiosk import Kiosk, open_kiosk
from tests.fakes.fake_store import ASHA, open_store
from tests.fakes.virtual_time import in_virtual_time

HALF_AN_HOUR = 30 * 60
HELLO: list[Step] = [TextDelta("Hello.")]


async def _ask(kiosk: Kiosk, session: str, *texts: str) -> TurnRecord:
    """The last of these turns."""
    for text in texts:
        record = await kiosk.engine.ask_text(session, text)
    return record


@in_virtual_time
async def test_sessions_are_kept_apart(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain(), voice=False) as kiosk:
        asked = await _ask(kiosk, "asha", f"cancel order 1002, my number is {ASHA}")
        assert asked.context["awaiting_confirmation"]
        assert asked.context["verified"]

        stranger = await _ask(kiosk, "stranger", "yes", "where is order 1002")
        assert stranger.context["last_order_id"] is None
        assert not stranger.context["verified"]
        assert [run.result.data["status"] for run in stranger.runs] == ["phone_needed"]
        assert stranger.cards == ()
        assert stranger.turn == 2

        done = await _ask(kiosk, "asha", "yes")
        assert done.turn == 2
        assert [run.result.data["status"] for run in done.runs] == ["cancelled"]


@in_virtual_time
async def test_a_write_happens_once_however_often_the_customer_says_yes(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain(), voice=False) as kiosk:
        await _ask(kiosk, "s1", f"cancel order 1002, my number is {ASHA}", "yes", "yes", "yes")
    with open_store(tmp_path / "store.db") as store:
        assert len(store.audit.with_action("order.cancel")) == 1


@in_virtual_time
async def test_after_half_an_hour_of_silence_nobody_is_known_any_more(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain(), voice=False) as kiosk:
        await _ask(kiosk, "s1", f"where is order 1003, my number is {ASHA}")
        first = kiosk.talk()
        await asyncio.sleep(HALF_AN_HOUR - 1)
        known = await _ask(kiosk, "s1", "where is order 1003")
        assert known.context["verified"]
        assert kiosk.talk() is first
        await asyncio.sleep(HALF_AN_HOUR + 1)
        unknown = await _ask(kiosk, "s1", "where is order 1003")
        assert kiosk.talk() is not first
    assert unknown.turn == 1
    assert not unknown.context["verified"]
    assert unknown.cards == ()


@in_virtual_time
async def test_only_so_many_conversations_are_remembered_and_the_oldest_go(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO), voice=False) as kiosk:
        first = await _ask(kiosk, "s0", "hello")
        talks = [kiosk.talk(f"s{number}") for number in range(500)]
        assert kiosk.talk("s0") is talks[0], "all of 500 are there"
        kiosk.talk("s500")
        assert kiosk.talk("s0") is talks[0], "it was used after s1, which had to go"
        assert kiosk.talk("s2") is talks[2]
        assert kiosk.talk("s1") is not talks[1]
        assert first.turn == 1


@in_virtual_time
async def test_a_forgotten_session_begins_anew(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO), voice=False) as kiosk:
        await _ask(kiosk, "s1", "hello", "hello")
        kiosk.engine.forget("s1")
        kiosk.engine.forget("nobody")
        assert (await _ask(kiosk, "s1", "hello")).turn == 1


@in_virtual_time
async def test_a_customer_is_spoken_to_as_slowly_as_they_want_and_the_next_one_as_usual(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO)) as kiosk:
        usual = await _ask(kiosk, "asha", "good morning")
        slow = await _ask(kiosk, "asha", "please speak slowly", "good morning")
        assert slow.reply == usual.reply
        assert slow.spoken_seconds > 1.1 * usual.spoken_seconds
        other = await _ask(kiosk, "ravi", "good morning")
        assert other.spoken_seconds == usual.spoken_seconds
        kiosk.engine.forget("asha")
        assert (await _ask(kiosk, "asha", "good morning")).spoken_seconds == usual.spoken_seconds


@in_virtual_time
async def test_of_a_customer_who_has_gone_nothing_is_told_any_more(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain([5.0, TextDelta("Hello.")]), voice=False) as kiosk:
        asking = asyncio.create_task(kiosk.engine.ask_text("s1", "hello"))
        await asyncio.sleep(1)
        kiosk.engine.forget("s1")
        fresh = kiosk.talk()
        assert (await asking).reply == "Hello."
    assert kiosk.told(TurnCompleted) == []
    assert fresh.memory.kept == ()


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00\x07\x1b", "\u200d\u200b\ufeff", "\ud800"])
@in_virtual_time
async def test_a_text_that_says_nothing_is_refused(tmp_path: Path, text: str) -> None:
    brain = FakeBrain(HELLO)
    async with open_kiosk(tmp_path, brain, voice=False) as kiosk:
        with pytest.raises(BadInput) as refused:
            await kiosk.engine.ask_text("s1", text)
        assert kiosk.events == []
        assert kiosk.talk().turns == 0
    assert refused.value.message == "the text is empty"
    assert refused.value.hint
    assert refused.value.exit_code == 2
    assert brain.requests == []


@in_virtual_time
async def test_the_longest_text(tmp_path: Path) -> None:
    brain = FakeBrain(HELLO)
    async with open_kiosk(tmp_path, brain, voice=False) as kiosk:
        with pytest.raises(BadInput, match=r"1001 characters.*at most 1000"):
            await kiosk.engine.ask_text("s1", "a" * 1001)
        record = await kiosk.engine.ask_text("s1", " " + "a" * LONGEST_TEXT + "\x00\n")
    assert LONGEST_TEXT == 1000
    assert (record.reply, record.turn) == ("Hello.", 1)
    assert [request.utterance for request in brain.requests] == ["a" * 1000]


@pytest.mark.parametrize("text", ["😀", "👨\u200d👩\u200d👧 🛒?", "!!!", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢", "'; DROP TABLE orders; --"])
@in_virtual_time
async def test_whatever_is_typed_is_answered(tmp_path: Path, text: str) -> None:
    async with open_kiosk(tmp_path, OfflineBrain()) as kiosk:
        record = await kiosk.engine.ask_text("s1", text)
    assert record.reply
    assert record.heard == record.reply
    assert record.problem is None or record.problem.kind == "tool_not_found"


@in_virtual_time
async def test_the_language_of_a_question(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO), voice=False) as kiosk:
        ask = kiosk.engine.ask_text
        assert (await ask("s1", "मला साडी पाहिजे आहे")).language is Language.MARATHI
        assert (await ask("s1", "ok")).language is Language.MARATHI, "it tells nothing, so the language stays"
        assert (await ask("s1", "show me sarees please")).language is Language.ENGLISH
        assert (await ask("s1", "show me sarees please", Language.BENGALI)).language is Language.BENGALI
        assert (await ask("s1", "show me sarees please")).language is Language.BENGALI, "a chosen one stays"


@in_virtual_time
async def test_the_operators_language_holds_for_every_customer(tmp_path: Path) -> None:
    settings = Settings(language="hi")
    async with open_kiosk(tmp_path, FakeBrain(HELLO), settings=settings, voice=False) as kiosk:
        assert (await _ask(kiosk, "s1", "show me sarees please")).language is Language.HINDI
        await kiosk.engine.ask_audio("s2", kiosk.speech.of("show me sarees please"))
    assert kiosk.recogniser.heard[0][1] == Hint(Language.HINDI, Language.HINDI)


@in_virtual_time
async def test_the_recogniser_is_told_the_language(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO), voice=False) as kiosk:
        for language in (None, None, Language.MARATHI, None):
            await kiosk.engine.ask_audio("s1", kiosk.speech.of("मुझे पंखा दिखाओ"), language)
    marathi = Hint(Language.MARATHI, Language.MARATHI)
    assert [hint for _, hint in kiosk.recogniser.heard] == [Hint(), Hint(None, Language.HINDI), marathi, marathi]


@in_virtual_time
async def test_a_question_that_could_not_be_asked(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain(), voice=False) as kiosk:
        await _ask(kiosk, "s1", f"where is order 1003, my number is {ASHA}")
        before = len(kiosk.events)
        bad = BadAudio("it is empty", "record it again")
        record = kiosk.engine.refused("s1", None, bad)
        assert (record.session, record.turn, record.context["verified"]) == ("s1", 1, True)
        assert (record.transcript.text, record.transcript.confidence) == ("", 0)
        assert record.reply == phrase("problem.not_understood", Language.ENGLISH)
        assert record.problem is not None
        assert (record.problem.kind, record.problem.message) == ("bad_audio", "it is empty")
        assert kiosk.engine.refused("s1", Language.BENGALI, bad).reply == phrase(
            "problem.not_understood", Language.BENGALI
        )
        assert kiosk.engine.refused("new", None, bad).turn == 0
        assert len(kiosk.talk().memory.kept) == 1
        assert len(kiosk.events) == before
        assert (await _ask(kiosk, "s1", "where is order 1003")).turn == 2


@in_virtual_time
async def test_a_turn_is_written_down(tmp_path: Path) -> None:
    log = AgentLog(tmp_path / "logs")
    async with open_kiosk(tmp_path, OfflineBrain(), voice=False, log=log) as kiosk:
        first = await _ask(kiosk, "s1", "where is order 1003")
        last = await _ask(kiosk, "s1", ASHA)
        assert [event.record for event in kiosk.told(TurnCompleted)] == [first, last]
    with open_store(tmp_path / "store.db") as store:
        saved = store.conversations.load("s1")
    assert saved is not None
    assert [turn["customer"] for turn in saved.turns] == ["where is order 1003", "[number]"]
    assert [turn["kiosk"] for turn in saved.turns] == [first.reply, last.reply]
    assert saved.context.items() >= last.context.items()
    assert (saved.language, saved.user_phone) == ("en", ASHA)
    written = log.path.read_text(encoding="utf-8")
    assert written.count("### Turn ") == 2
    assert last.reply in written
    assert ASHA not in written
    assert not log._thread.is_alive(), "closing the engine closes it"


@in_virtual_time
async def test_a_catalogue_that_cannot_be_written_costs_the_record_not_the_answer(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain()) as kiosk:
        await _ask(kiosk, "s1", "show me sarees")
        await kiosk.engine._shop.ask(lambda store: store.database.pragma("query_only", 1))
        record = await _ask(kiosk, "s1", "show me fans")
    assert "Ceiling Fan" in record.reply
    assert record.heard == record.reply
    assert kiosk.told(TurnCompleted)[-1].record is record
    assert kiosk.talk().memory.kept[-1] == Exchange("show me fans", record.reply)
    with open_store(tmp_path / "store.db") as store:
        saved = store.conversations.load("s1")
    assert saved is not None
    assert [turn["customer"] for turn in saved.turns] == ["show me sarees"]


@in_virtual_time
async def test_ears_and_voice_are_made_ready_once(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO), voice=False) as kiosk:
        warmed = [kiosk.recogniser.warmed]
        ears = await kiosk.engine.open_ears()
        assert [*warmed, kiosk.recogniser.warmed] == [False, True]
        assert await kiosk.engine.open_ears() is ears
        assert (await _ask(kiosk, "s1", "hello")).heard is None
        narrator = await kiosk.engine.open_voice(kiosk.speaker)
        assert kiosk.voice.warmed
        assert await kiosk.engine.open_voice(kiosk.speaker) is narrator
        assert (await _ask(kiosk, "s1", "hello")).heard == "Hello."


@in_virtual_time
async def test_the_recogniser_learns_the_stores_words(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO), voice=False) as kiosk:
        await kiosk.engine.open_ears()
    assert "Ceiling Fan" in kiosk.words.products[Language.ENGLISH]
    assert "छत का पंखा" in kiosk.words.products[Language.HINDI]
    assert "1003" in kiosk.words.orders


@in_virtual_time
async def test_a_missing_database_is_told_at_the_start(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO), voice=False) as kiosk:
        engine = kiosk.engine
    (tmp_path / "store.db").unlink()
    with pytest.raises(CatalogError, match="no database"):
        await engine.start()
    assert not (tmp_path / "store.db").exists()


@in_virtual_time
async def test_an_engine_that_was_not_started_says_so(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO), voice=False) as kiosk:
        unstarted = type(kiosk.engine)(Settings(), tmp_path / "store.db", kiosk.engine._parts)
        with pytest.raises(RuntimeError, match="not been started"):
            await unstarted.open_ears()
        await unstarted.close()


@in_virtual_time
async def test_closing_lets_go_of_the_brains(tmp_path: Path) -> None:
    brains = FakeBrain(HELLO), FakeBrain(HELLO)
    async with open_kiosk(tmp_path, *brains) as kiosk:
        await _ask(kiosk, "s1", "hello")
        assert [brain.closed for brain in brains] == [False, False]
    assert [brain.closed for brain in brains] == [True, True]
    (tmp_path / "store.db").rename(tmp_path / "moved.db")


@in_virtual_time
async def test_the_bug_that_broke_a_turn_is_written_down_with_its_trace(tmp_path: Path) -> None:
    log = AgentLog(tmp_path / "logs")
    async with open_kiosk(tmp_path, FakeBrain([ZeroDivisionError("by nought")]), voice=False, log=log) as kiosk:
        await _ask(kiosk, "s1", "hello")
    written = log.path.read_text(encoding="utf-8")
    assert "### Turn 1" in written
    assert written.index("### Turn 1") < written.index("#### Error: ZeroDivisionError\n\nby nought")
    assert "Traceback (most recent call last)" in written


@in_virtual_time
async def test_a_store_that_cannot_be_warmed_is_no_trouble_yet(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain(), voice=False) as kiosk:
        await kiosk.engine.warm_store()
        (tmp_path / "store.db").write_bytes(b"not a database any more" * 1000)
        await kiosk.engine.warm_store()
        assert kiosk.events == [], "and nobody is told of it"


@in_virtual_time
async def test_the_ears_take_up_goods_and_orders_that_come_while_the_kiosk_runs(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain(HELLO), voice=False) as kiosk:
        await kiosk.engine.open_ears()

        async def learnt() -> int:
            kiosk.engine.follow_catalogue()
            await asyncio.sleep(1)
            return len(kiosk.recogniser.learnt)

        assert await learnt() == 0
        with open_store(tmp_path / "store.db") as store, store.database.writing():
            store.database.execute_sql("UPDATE products SET name = 'Solar Lantern' WHERE id = 'P04'")
        assert await learnt() == 1
        assert "Solar Lantern" in kiosk.recogniser.learnt[0].products[Language.ENGLISH]
        assert await learnt() == 1, "once"
        with open_store(tmp_path / "store.db") as store, store.database.writing():
            for sql in (
                "CREATE TEMP TABLE bought AS SELECT * FROM orders LIMIT 1",
                "UPDATE bought SET id = '7777'",
                "INSERT INTO orders SELECT * FROM bought",
            ):
                store.database.execute_sql(sql)
        assert await learnt() == 2
        assert "7777" in kiosk.recogniser.learnt[1].orders
