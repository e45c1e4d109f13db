"""The operator's corner of the window: who waits for the staff, behind a PIN."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot

from catalog.times import INDIA
from engine.events import TicketsWaiting

MOST_WRONG = 5
LOCKED_SECONDS = 60.0  # after so many wrong PINs


class OperatorViewModel(QObject):
    """What OperatorPanel.qml binds to. How many wait is for everybody to see; what they need only behind the PIN.

    Args:
        pin: the operator's; without one the panel cannot be opened.
        clock: seconds, monotonic.
    """

    changed = Signal()
    commands = Signal(str, str)

    def __init__(self, pin: str, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._pin = pin
        self._clock = clock
        self._tickets: list[dict[str, str]] = []
        self._asking = self._open = False
        self._wrong = 0
        self._locked_until = 0.0

    def handle(self, event: TicketsWaiting) -> None:
        """Take the engine's list, on the window's thread."""
        self._tickets = [
            {"id": one.id, "summary": one.summary, "since": f"{one.since.astimezone(INDIA):%H:%M}"}
            for one in event.tickets
        ]
        self.changed.emit()

    @Slot()
    def ask(self) -> None:
        """The operator wants in: ask for the PIN, if there is one."""
        self._asking = bool(self._pin)
        self.changed.emit()

    @Slot(str)
    def enter(self, pin: str) -> None:
        """The operator has typed a PIN."""
        if self._clock() >= self._locked_until:
            if self._pin and hmac.compare_digest(pin.encode(), self._pin.encode()):
                self._asking, self._open, self._wrong = False, True, 0
            else:
                self._wrong += 1
                if self._wrong % MOST_WRONG == 0:
                    self._locked_until = self._clock() + LOCKED_SECONDS
        self.changed.emit()

    @Slot()
    def leave(self) -> None:
        """The operator is done."""
        self._asking = self._open = False
        self.changed.emit()

    @Slot(str)
    def helped(self, ticket: str) -> None:
        """Somebody was helped."""
        if self._open:
            self.commands.emit("close_ticket", ticket)

    def _shown(self) -> list[dict[str, str]]:
        return self._tickets if self._open else []

    def _read(name: str) -> Any:  # type: ignore[misc]  # noqa: N805  # makes a getter; not a method
        return lambda self: getattr(self, name)

    asking = Property(bool, _read("_asking"), notify=changed)
    open = Property(bool, _read("_open"), notify=changed)
    wrong = Property(int, _read("_wrong"), notify=changed)
    waiting = Property(int, lambda self: len(self._tickets), notify=changed)
    tickets = Property("QVariantList", _shown, notify=changed)  # type: ignore[arg-type]
