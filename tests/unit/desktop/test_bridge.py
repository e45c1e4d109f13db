from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from desktop.bridge import Bridge
from desktop.viewmodels.kiosk import KioskViewModel
from engine.events import ClauseSpoken, Event, KioskState, LevelMeasured, PartialTranscript, StateChanged
from engine.languages import Language
from engine.live import LiveSession
from engine.thread import EngineThread

HINDI = Language.HINDI


class Watched(KioskViewModel):
    """Remembers on which thread it was told what."""

    def __init__(self) -> None:
        super().__init__("Apna Bazaar")
        self.told: list[tuple[Event, threading.Thread]] = []

    def handle(self, event: Event) -> None:
        self.told.append((event, threading.current_thread()))
        super().handle(event)


class Session:
    """Takes commands, and remembers on which thread."""

    def __init__(self) -> None:
        self.commands: list[tuple[Any, ...]] = []
        self.threads: set[str] = set()

    def _take(self, *command: Any) -> None:
        self.commands.append(command)
        self.threads.add(threading.current_thread().name)

    def type_text(self, text: str) -> None:
        self._take("type_text", text)

    def choose_language(self, language: Language) -> None:
        self._take("choose_language", language)

    def wake(self) -> None:
        self._take("wake")

    def start_over(self) -> None:
        self._take("start_over")


class Door:
    """A bridge with a window's view model on one side and a running engine's thread on the other."""

    def __init__(self) -> None:
        self.kiosk = Watched()
        self.thread = EngineThread()
        self.thread.start()
        self.bridge = Bridge(self.kiosk, self.thread)
        self.session = Session()

    def attach(self) -> None:
        self.bridge.attach(cast(LiveSession, self.session))

    def from_the_engine(self, *events: Event) -> None:
        """The engine tells, on its own thread."""
        for event in events:
            self.thread.call(self.bridge.emit_event, event)


@pytest.fixture
def door(qtbot: QtBot) -> Iterator[Door]:
    door = Door()
    yield door
    door.thread.stop()


def test_events_arrive_in_order_on_the_windows_thread(door: Door, qtbot: QtBot) -> None:
    events = [
        StateChanged(KioskState.ATTRACT),
        StateChanged(KioskState.LISTENING),
        PartialTranscript("लाल", "साड़ी", HINDI),
        StateChanged(KioskState.THINKING),
    ]
    door.from_the_engine(*events)
    qtbot.waitUntil(lambda: len(door.kiosk.told) == len(events))
    assert [event for event, _ in door.kiosk.told] == events
    assert {thread for _, thread in door.kiosk.told} == {threading.current_thread()}
    assert [door.kiosk.property(name) for name in ("state", "stable", "tentative")] == ["thinking", "लाल", "साड़ी"]


def test_an_event_from_the_windows_own_thread_is_queued_as_well(door: Door, qtbot: QtBot) -> None:
    door.bridge.emit_event(StateChanged(KioskState.SPEAKING))
    assert door.kiosk.told == []
    qtbot.waitUntil(lambda: len(door.kiosk.told) == 1)


def test_thousands_of_events_come_through(door: Door, qtbot: QtBot) -> None:
    """Qt bindings have lost a reference at each emission before, and ended the process after some hundreds."""
    count = 5000
    for number in range(count):
        door.from_the_engine(LevelMeasured(number / count))
        if number % 100 == 0:
            door.from_the_engine(ClauseSpoken(f"clause {number}", HINDI))
    expected = count + count // 100
    qtbot.waitUntil(lambda: len(door.kiosk.told) == expected, timeout=30_000)
    levels = [event.level for event, _ in door.kiosk.told if isinstance(event, LevelMeasured)]
    assert levels == [number / count for number in range(count)]
    assert door.kiosk.property("level") == pytest.approx((count - 1) / count)
    assert door.kiosk.property("reply") == "clause 4900"


def test_events_from_many_threads_all_arrive(door: Door, qtbot: QtBot) -> None:
    def tell() -> None:
        for _ in range(100):
            door.bridge.emit_event(LevelMeasured(0.5))

    threads = [threading.Thread(target=tell) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    qtbot.waitUntil(lambda: len(door.kiosk.told) == 400)


def test_progress_and_failure_reach_the_window(door: Door, qtbot: QtBot) -> None:
    door.thread.call(door.bridge.progress.emit, "Opening the shop…")
    qtbot.waitUntil(lambda: door.kiosk.property("progress") == "Opening the shop…")
    assert door.kiosk.property("state") == "starting"
    door.thread.call(door.bridge.failed.emit, "Sorry")
    qtbot.waitUntil(lambda: door.kiosk.property("problem") == "Sorry")
    assert door.kiosk.property("state") == "problem"


def test_what_is_touched_goes_to_the_session_on_the_engines_thread(door: Door, qtbot: QtBot) -> None:
    door.attach()
    door.kiosk.wake()
    door.kiosk.chooseLanguage("bn")
    door.kiosk.typeText("9876543210")
    door.kiosk.answer(True)
    door.kiosk.answer(False)
    door.kiosk.startOver()
    qtbot.waitUntil(lambda: len(door.session.commands) == 6)
    assert door.session.commands == [
        ("wake",),
        ("choose_language", Language.BENGALI),
        ("type_text", "9876543210"),
        ("type_text", "हाँ"),
        ("type_text", "नहीं"),
        ("start_over",),
    ]
    assert isinstance(door.session.commands[1][1], Language)
    assert door.session.threads == {"sahayak-engine"}


def test_what_is_touched_before_the_engine_is_ready_is_dropped(door: Door, qtbot: QtBot) -> None:
    door.kiosk.typeText("too early")
    door.attach()
    door.kiosk.wake()
    qtbot.waitUntil(lambda: bool(door.session.commands))
    assert door.session.commands == [("wake",)]


def test_the_last_session_that_was_attached_gets_the_commands(door: Door, qtbot: QtBot) -> None:
    door.attach()
    first, door.session = door.session, Session()
    door.attach()
    door.kiosk.wake()
    qtbot.waitUntil(lambda: bool(door.session.commands))
    assert first.commands == []


def test_an_unknown_command_is_none(door: Door, qtbot: QtBot) -> None:
    door.attach()
    door.kiosk.commands.emit("dance", "")
    door.kiosk.wake()
    qtbot.waitUntil(lambda: bool(door.session.commands))
    assert door.session.commands == [("wake",)]
