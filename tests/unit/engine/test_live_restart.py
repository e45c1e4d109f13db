"""A kiosk that was restarted goes on with the customer who is still there, and gives nothing of theirs away."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from catalog.times import to_text
from engine.dialogue.phrases import phrase
from engine.events import KioskState, ProblemMet, TurnCompleted
from engine.languages import Language
from engine.llm.offline.brain import OfflineBrain
from engine.settings import Settings
from tests.fakes.fake_kiosk import Floor, Kiosk, open_floor, open_kiosk
from tests.fakes.fake_store import ASHA, open_store
from tests.fakes.virtual_time import in_virtual_time

HINDI = Language.HINDI
RESUMED = phrase("talk.resumed", HINDI)


async def _typed(kiosk: Kiosk, floor: Floor, *texts: str) -> None:
    for text in texts:
        before = len(kiosk.told(TurnCompleted))
        floor.session.type_text(text)
        await floor.answered(before + 1)


async def _before(folder: Path, *texts: str) -> None:
    """What a customer did before the kiosk was restarted."""
    async with open_kiosk(folder, OfflineBrain()) as kiosk, open_floor(kiosk) as floor:
        await _typed(kiosk, floor, *texts)


@in_virtual_time
async def test_who_wants_it_slow_hears_it_slow_after_a_restart(tmp_path: Path) -> None:
    await _before(tmp_path, "लाल साड़ी दिखाओ", "धीरे बोलिए")
    async with open_kiosk(tmp_path, OfflineBrain(), again=True) as kiosk, open_floor(kiosk, resume=True) as floor:
        await floor.answered()
        assert kiosk.engine.conversation(floor.session._session_id).context.manner.rate < 1.0


@in_virtual_time
async def test_the_conversation_goes_on_in_its_language_and_about_its_products(tmp_path: Path) -> None:
    await _before(tmp_path, "लाल साड़ी दिखाओ")
    async with open_kiosk(tmp_path, OfflineBrain(), again=True) as kiosk, open_floor(kiosk, resume=True) as floor:
        await floor.answered()
        (resumed,) = kiosk.told(TurnCompleted)
        assert (resumed.record.reply, resumed.record.language) == (RESUMED, HINDI)
        assert resumed.record.problem is not None
        assert resumed.record.problem.kind == "interrupted"
        assert [event.phrase for event in kiosk.told(ProblemMet)] == [RESUMED]
        assert RESUMED.startswith(kiosk.voice.spoken[0][0].strip())
        assert kiosk.states()[-1] is KioskState.LISTENING
        await _typed(kiosk, floor, "यह कितने का है")
        assert "₹899" in kiosk.told(TurnCompleted)[-1].record.reply


@in_virtual_time
async def test_after_a_restart_the_customer_is_nobody_and_nothing_waits_for_a_yes(tmp_path: Path) -> None:
    await _before(tmp_path, f"where is order 1003, my number is {ASHA}", "cancel order 1001")
    async with open_kiosk(tmp_path, OfflineBrain(), again=True) as kiosk, open_floor(kiosk, resume=True) as floor:
        await floor.answered()
        await _typed(kiosk, floor, "yes", "repeat", "where is order 1003")
        *_, repeated, tracked = [event.record for event in kiosk.told(TurnCompleted)]
        assert not tracked.context["verified"]
        assert tracked.runs[-1].result.data["status"] == "phone_needed"
        assert "18" not in repeated.reply
        said = json.dumps([event.record.reply for event in kiosk.told(TurnCompleted)])
        assert "Vayu" not in said
    with open_store(tmp_path / "store.db") as store:
        order = store.orders.get("1001")
        assert order is not None
        assert order.status == "pending"


@in_virtual_time
async def test_no_phone_number_lies_in_what_was_said(tmp_path: Path) -> None:
    await _before(tmp_path, "where is order 1003", f"my number is {ASHA}")
    with open_store(tmp_path / "store.db") as store:
        (saved,) = store.database.rows("SELECT turns, context FROM conversations")
    assert ASHA not in "".join(map(str, saved))


@in_virtual_time
async def test_who_has_gone_is_not_taken_up_again(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain()) as kiosk, open_floor(kiosk) as floor:
        await _typed(kiosk, floor, "show me sarees")
        floor.session.start_over()
        await asyncio.sleep(1)
    await _starts_anew(tmp_path)


@in_virtual_time
async def test_who_was_there_long_ago_is_not_taken_up_again(tmp_path: Path) -> None:
    await _before(tmp_path, "show me sarees")
    with open_store(tmp_path / "store.db") as store:
        ago = to_text(datetime.now(UTC) - timedelta(seconds=Settings().idle_seconds + 1))
        with store.database.writing():
            store.database.rows(f"UPDATE conversations SET updated_at = '{ago}' RETURNING id")
    await _starts_anew(tmp_path)


@in_virtual_time
async def test_a_kiosk_that_has_served_nobody_takes_up_nothing(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain()):
        pass
    await _starts_anew(tmp_path)


async def _starts_anew(folder: Path) -> None:
    async with open_kiosk(folder, OfflineBrain(), again=True) as kiosk, open_floor(kiosk, resume=True):
        await asyncio.sleep(2)
        assert kiosk.states() == [KioskState.ATTRACT]
        assert kiosk.told(TurnCompleted) == []
