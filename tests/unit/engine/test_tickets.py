"""Somebody is called: the customer is told their number, and the staff sees who waits until they have helped."""

from __future__ import annotations

import asyncio
from pathlib import Path

from engine.dialogue.phrases import phrase
from engine.events import TicketsWaiting, TurnCompleted
from engine.languages import Language
from engine.llm.offline.brain import OfflineBrain
from tests.fakes.fake_kiosk import open_floor, open_kiosk
from tests.fakes.fake_store import open_store
from tests.fakes.virtual_time import in_virtual_time


@in_virtual_time
async def test_a_call_is_told_to_the_customer_and_to_the_staff(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain()) as kiosk, open_floor(kiosk) as floor:
        await asyncio.sleep(0.1)
        assert kiosk.told(TicketsWaiting) == [TicketsWaiting(())], "the staff's list is there from the start"
        await floor.say("I want to talk to someone")
        await floor.answered()
        assert kiosk.told(TurnCompleted)[-1].record.reply == phrase("staff.called", Language.ENGLISH, ticket="T1")
        (ticket,) = kiosk.told(TicketsWaiting)[-1].tickets
        assert ticket.id == "T1"
        assert "talk to someone" in ticket.summary
        assert ticket.since.tzinfo is not None
        floor.session.close_ticket("T1")
        await asyncio.sleep(0.1)
        assert kiosk.told(TicketsWaiting)[-1] == TicketsWaiting(())
    with open_store(tmp_path / "store.db") as store:
        closed = store.tickets.get("T1")
        assert closed is not None
        assert closed.status == "closed"


@in_virtual_time
async def test_a_ticket_that_is_not_there_is_no_trouble(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain()) as kiosk, open_floor(kiosk) as floor:
        floor.session.close_ticket("T99")
        await asyncio.sleep(0.1)
        assert kiosk.told(TicketsWaiting)[-1] == TicketsWaiting(())


@in_virtual_time
async def test_who_waits_is_known_after_a_restart(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain()) as kiosk, open_floor(kiosk) as floor:
        await floor.say("I want to talk to someone")
        await floor.answered()
    async with open_kiosk(tmp_path, OfflineBrain(), again=True) as kiosk, open_floor(kiosk):
        await asyncio.sleep(0.1)
        assert [ticket.id for ticket in kiosk.told(TicketsWaiting)[-1].tickets] == ["T1"]
