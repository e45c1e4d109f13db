"""The only door between the window and the engine: events come in, commands go out, each on its own thread."""

from __future__ import annotations

import structlog
from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop.viewmodels.kiosk import KioskViewModel
from engine.events import Event
from engine.languages import Language
from engine.live import LiveSession
from engine.thread import EngineThread

_log = structlog.get_logger(__name__)


class Bridge(QObject):
    """Carries events to the view model and commands to the live session.

    `emit_event` may be called from any thread: the signal is queued, so the view model changes on the window's.
    """

    arrived = Signal(object)
    progress = Signal(str)
    failed = Signal(str)

    def __init__(self, kiosk: KioskViewModel, thread: EngineThread) -> None:
        super().__init__()
        self._kiosk = kiosk
        self._thread = thread
        self._session: LiveSession | None = None
        queued = Qt.ConnectionType.QueuedConnection
        self.arrived.connect(self._take, queued)
        self.progress.connect(kiosk.starting, queued)
        self.failed.connect(kiosk.broken, queued)
        kiosk.commands.connect(self._command)

    def emit_event(self, event: Event) -> None:
        """Hand an event of the engine to the window."""
        self.arrived.emit(event)

    def attach(self, session: LiveSession) -> None:
        """From now on, commands go to this session."""
        self._session = session

    @Slot(object)
    def _take(self, event: Event) -> None:
        self._kiosk.handle(event)

    @Slot(str, str)
    def _command(self, name: str, argument: str) -> None:
        session = self._session
        if session is None:
            _log.info("command before the engine is ready", command=name)
        elif name == "text":
            self._thread.call(session.type_text, argument)
        elif name == "language":
            self._thread.call(session.choose_language, Language(argument))
        elif name == "close_ticket":
            self._thread.call(session.close_ticket, argument)
        elif name == "wake":
            self._thread.call(session.wake)
        elif name == "start_over":
            self._thread.call(session.start_over)
