"""An engine of fakes on the small shop, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from engine.audio.echo import EchoCanceller, NoEchoCanceller
from engine.audio.source import AudioSource, RecordingSource
from engine.audio.speaker import SilentSpeaker
from engine.dialogue.conversation import Conversation
from engine.engine import Engine
from engine.events import Event, KioskState, LevelMeasured, StateChanged, TurnCompleted
from engine.live import LiveSession
from engine.llm.base import Brain
from engine.parts import Parts
from engine.settings import Settings
from engine.stt.grammar import StoreWords
from engine.telemetry.agent_log import AgentLog
from engine.tts.voices import Voices
from tests.fakes.executor import InlineExecutor
from tests.fakes.fake_store import make_store
from tests.fakes.fake_stt import FakeRecogniser, FakeVad, Speech
from tests.fakes.fake_tts import FakeVoice

RATE = 8000
_Event = TypeVar("_Event", bound=Event)


@dataclass
class Kiosk:
    """An engine and the fakes that it is made of.

    Attributes:
        words: the store's words that the recogniser was made of.
        events: those that the engine has told, except for the levels of the microphone.
        levels: of the microphone.
    """

    engine: Engine
    speech: Speech
    recogniser: FakeRecogniser
    voice: FakeVoice
    speaker: SilentSpeaker
    words: StoreWords = field(default_factory=lambda: StoreWords({}))
    events: list[Event] = field(default_factory=list)
    levels: list[float] = field(default_factory=list)

    def tell(self, event: Event) -> None:
        if isinstance(event, LevelMeasured):
            self.levels.append(event.level)
        else:
            self.events.append(event)

    def told(self, kind: type[_Event]) -> list[_Event]:
        """The events of a kind, in order."""
        return [event for event in self.events if isinstance(event, kind)]

    def states(self) -> list[KioskState]:
        """What the kiosk has been doing, in order."""
        return [event.state for event in self.told(StateChanged)]

    def talk(self, session: str = "s1") -> Conversation:
        """A session's conversation."""
        return self.engine.conversation(session)


@asynccontextmanager
async def open_kiosk(
    folder: Path,
    *brains: Brain,
    settings: Settings | None = None,
    voice: bool = True,
    log: AgentLog | None = None,
    stt: Executor | None = None,
    tts: Executor | None = None,
    again: bool = False,
) -> AsyncIterator[Kiosk]:
    """Start an engine.

    Args:
        folder: for its database.
        brains: in order of preference.
        settings: the operator's; by default the offline brain's.
        voice: whether it speaks.
        log: of its turns.
        stt: runs the recogniser; by default it takes no time.
        tts: runs the voice; by default it takes no time.
        again: on the database that a kiosk before has left.
    """
    speech, spoken, speaker = Speech(), FakeVoice(RATE), SilentSpeaker(RATE)
    recogniser = FakeRecogniser(speech)
    threads = {"store": InlineExecutor(), "stt": stt or InlineExecutor(), "tts": tts or InlineExecutor()}

    def hear(words: StoreWords) -> FakeRecogniser:
        kiosk.words = words
        return recogniser

    database = folder / "store.db" if again else make_store(folder)
    parts = Parts(
        vad=FakeVad,
        recogniser=hear,
        voices=lambda rate: Voices([spoken], rate),
        brains=lambda _clock: list(brains),
    )
    tell: Callable[[Event], None] = lambda event: kiosk.tell(event)  # noqa: E731  # it is made after the engine
    engine = Engine(settings or Settings(), database, parts, tell, log, threads.__getitem__)
    kiosk = Kiosk(engine, speech, recogniser, spoken, speaker)
    await engine.start()
    try:
        if voice:
            await engine.open_voice(speaker)
        yield kiosk
    finally:
        await speaker.close()
        await engine.close()


@dataclass
class Floor:
    """A kiosk with an open microphone, and the air before it."""

    kiosk: Kiosk
    session: LiveSession
    air: RecordingSource
    running: asyncio.Task[None]

    async def say(self, sentence: str, seconds: float = 1.0) -> None:
        """A customer speaks; it returns when they have finished."""
        await asyncio.sleep(self.air.say(self.kiosk.speech.of(sentence, seconds)))

    async def until(self, state: KioskState, limit: float = 30.0) -> None:
        """Wait until the kiosk does something, from now on or already."""
        async with asyncio.timeout(limit):
            while self.kiosk.states()[-1:] != [state]:
                await asyncio.sleep(0.01)

    async def answered(self, turns: int = 1, limit: float = 60.0) -> None:
        """Wait until so many turns are over."""
        async with asyncio.timeout(limit):
            while len(self.kiosk.told(TurnCompleted)) < turns:
                await asyncio.sleep(0.01)


@asynccontextmanager
async def open_floor(
    kiosk: Kiosk,
    barge_in: bool = True,
    source: AudioSource | None = None,
    echo: EchoCanceller | None = None,
    resume: bool = False,
) -> AsyncIterator[Floor]:
    """Open the microphone of a kiosk."""
    await kiosk.engine.open_ears()
    air = RecordingSource(noise=0.0)
    session = LiveSession(
        kiosk.engine, source or air, kiosk.speaker, echo or NoEchoCanceller(), FakeVad(), kiosk.tell, barge_in, resume
    )
    running = asyncio.create_task(session.run())
    try:
        yield Floor(kiosk, session, air, running)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
