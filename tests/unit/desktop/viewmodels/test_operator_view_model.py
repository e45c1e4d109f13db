"""The staff's panel: how many wait is for everybody to see, what they need only behind the PIN."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.viewmodels.operator import LOCKED_SECONDS, MOST_WRONG, OperatorViewModel
from engine.events import TicketsWaiting, WaitingTicket
from tests.fakes.fake_clock import FakeClock

TICKETS = TicketsWaiting(
    (
        WaitingTicket("T3", "Wants a bill for order 1003", datetime(2026, 1, 15, 6, 30, tzinfo=UTC)),
        WaitingTicket("T4", "The fan is loud", datetime(2026, 1, 15, 7, 0, tzinfo=UTC)),
    )
)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(0.0)


@pytest.fixture
def operator(qtbot: QtBot, clock: FakeClock) -> OperatorViewModel:
    model = OperatorViewModel("2468", clock)
    model.handle(TICKETS)
    return model


def _see(model: OperatorViewModel) -> dict[str, Any]:
    return {name: model.property(name) for name in ("asking", "open", "waiting", "tickets")}


def test_without_the_pin_only_their_number_is_told(operator: OperatorViewModel) -> None:
    operator.ask()
    assert _see(operator) == {"asking": True, "open": False, "waiting": 2, "tickets": []}
    operator.enter("1234")
    assert _see(operator) == {"asking": True, "open": False, "waiting": 2, "tickets": []}


def test_behind_it_is_who_waits_what_for_and_since_when(operator: OperatorViewModel) -> None:
    operator.ask()
    operator.enter("2468")
    seen = _see(operator)
    assert (seen["asking"], seen["open"]) == (False, True)
    assert seen["tickets"][0] == {"id": "T3", "summary": "Wants a bill for order 1003", "since": "12:00"}
    operator.leave()
    assert _see(operator) == {"asking": False, "open": False, "waiting": 2, "tickets": []}


def test_who_was_helped_is_told_to_the_engine(operator: OperatorViewModel) -> None:
    told: list[tuple[str, str]] = []
    operator.commands.connect(lambda *command: told.append(command))
    operator.helped("T3")
    assert told == [], "not without the PIN"
    operator.enter("2468")
    operator.helped("T3")
    assert told == [("close_ticket", "T3")]


def test_after_some_wrong_pins_even_the_right_one_waits(operator: OperatorViewModel, clock: FakeClock) -> None:
    operator.ask()
    for _ in range(MOST_WRONG):
        operator.enter("0000")
    operator.enter("2468")
    assert not operator.property("open")
    clock.now += LOCKED_SECONDS
    operator.enter("2468")
    assert operator.property("open")


def test_without_a_pin_in_the_settings_there_is_no_panel(qtbot: QtBot) -> None:
    model = OperatorViewModel("")
    model.ask()
    model.enter("")
    assert (model.property("asking"), model.property("open")) == (False, False)
