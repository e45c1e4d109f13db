"""The engine at work behind the window: started step by step, serving customers, and reporting when it has ended."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future

import structlog
from PySide6.QtCore import QObject, Signal
from rich.console import Console

from desktop.bridge import Bridge
from desktop.demo.customer import DemoCustomer, recordings_cache, spoken, utterances
from desktop.demo.recorder import Recorder, summarise, write_conversation, write_reply
from desktop.options import Options
from desktop.sound import Sound
from desktop.store import database
from desktop.window import Window
from engine.audio.format import Pcm
from engine.audio.speaker import SilentSpeaker
from engine.dialogue.phrases import phrase
from engine.engine import Engine
from engine.events import Event, TurnCompleted
from engine.languages import Language
from engine.live import LiveSession
from engine.parts import installed
from engine.settings import Settings, home, logs
from engine.telemetry.agent_log import AgentLog
from engine.thread import EngineThread
from models.store import PackStore

_BETWEEN_VISITS = 20.0  # seconds until the demo customer comes again, where there is a screen to watch
_log = structlog.get_logger(__name__)


class Service(QObject):
    """Runs the engine on its thread for a window.

    `finished` is emitted when the demo without a screen has ended, or when the engine cannot go on.
    """

    finished = Signal()

    def __init__(self, settings: Settings, options: Options, window: Window, sound: Sound, off_screen: bool) -> None:
        super().__init__()
        self._settings = settings
        self._options = options
        self._window = window
        self._sound = sound
        self._off_screen = off_screen
        self._language = Language.HINDI if settings.language == "auto" else Language(settings.language)
        self._thread = EngineThread()
        self._bridge = Bridge(window.kiosk, self._thread)
        self._recorder = Recorder(window.view, window.kiosk, options.output) if off_screen else None
        self._work: Future[None] | None = None
        self._customer: DemoCustomer | None = None
        self._engine: Engine | None = None
        self._failure: BaseException | None = None

    def start(self) -> None:
        """Begin to load and serve."""
        self._thread.start()
        self._work = self._thread.submit(self._serve())
        self._work.add_done_callback(self._ended)

    def stop(self) -> None:
        """Close the engine and its thread."""
        if self._work is not None:
            self._work.cancel()
        if self._engine is not None:
            self._thread.submit(self._engine.close()).result(timeout=5)
        self._thread.stop()

    def report(self, console: Console) -> int:
        """Leave the demo's files, tell how it went, and return the exit code; what made the engine stop is raised."""
        if self._failure is not None:
            raise self._failure
        if self._off_screen and self._customer is not None:
            write_conversation(self._options.output, self._customer.records)
            summarise(console, utterances(), self._customer.records, self._options.output)
            return 0 if self._customer.records else 1
        return 0

    async def _serve(self) -> None:
        self._progress("opening_store")
        loop = asyncio.get_running_loop()
        path = await loop.run_in_executor(None, database, self._options.db)
        parts = installed(self._settings)
        engine = Engine(self._settings, path, parts, self._emit, AgentLog(logs()))
        self._engine = engine
        await engine.start()
        self._progress("warming_voice")
        await engine.open_voice(self._sound.speaker)
        self._progress("learning_words")
        await engine.open_ears()
        await engine.warm_store()
        vad = await loop.run_in_executor(None, parts.vad)
        session = LiveSession(
            engine,
            self._sound.source,
            self._sound.speaker,
            self._sound.echo,
            vad,
            self._emit,
            barge_in=self._settings.barge_in and self._sound.full_duplex,
            resume=self._sound.customer is None,  # the demo's customer begins anew
        )
        self._bridge.attach(session)
        if self._sound.customer is None:
            await session.run()
            return
        self._customer = DemoCustomer(self._sound.customer)
        recordings = [await loop.run_in_executor(None, self._speak, index) for index in range(len(utterances()))]
        serving = asyncio.create_task(session.run())
        try:
            await self._demo(self._customer, recordings, session)
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)

    async def _demo(self, customer: DemoCustomer, recordings: list[Pcm], session: LiveSession) -> None:
        await customer.visit(recordings)
        while not self._off_screen:
            await asyncio.sleep(_BETWEEN_VISITS)
            session.start_over()
            await customer.visit(recordings)

    def _speak(self, index: int) -> Pcm:
        folder = PackStore(home() / "models").path("kokoro")
        return spoken(utterances()[index], folder, recordings_cache())

    def _emit(self, event: Event) -> None:
        """Everyone who wants to know, on the engine's loop."""
        if self._customer is not None:
            self._customer.notice(event)
            speaker = self._sound.speaker
            if isinstance(event, TurnCompleted) and self._off_screen and isinstance(speaker, SilentSpeaker):
                number = len(self._customer.records)
                write_reply(self._options.output, number, speaker.take_played(), speaker.rate)
        self._bridge.emit_event(event)

    def _progress(self, step: str) -> None:
        self._bridge.progress.emit(phrase(f"screen.{step}", self._language))

    def _ended(self, work: Future[None]) -> None:
        """On the engine's thread: the demo has ended, or something has stopped the kiosk."""
        if work.cancelled():
            return
        failure = work.exception()
        if failure is not None:
            _log.error("the engine has stopped", exc_info=failure)
            self._failure = failure
            self._bridge.failed.emit(phrase("problem.internal", self._language))
        if failure is None or self._off_screen:
            self.finished.emit()
