"""Plays a scripted conversation on the real engine: its dialogue, its guard, its tools, on a store of its own.

Only the recogniser and the voice are left out: what the customer says comes as the recogniser would have heard it. A
turn with a `sound` is a recording, so that a sentence that was cut off is asked for, and joined with the next, as with
the real one. Time is virtual, so a minute of silence costs nothing.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from engine import parts as engine_parts
from engine.audio.format import Pcm
from engine.audio.speaker import SilentSpeaker
from engine.dialogue.conversation import Conversation
from engine.dialogue.phrases import screen_texts
from engine.engine import Engine
from engine.errors import BadInput, VoiceFailed
from engine.events import ClauseSpoken, Event
from engine.llm.base import Brain, BrainPart, BrainRequest
from engine.parts import Parts
from engine.record import TurnRecord
from engine.settings import Settings
from engine.tts.voices import Voices
from engine.turn import Heard
from tests.end2end.conversations.model import ScriptedModel
from tests.end2end.conversations.script import Script, TurnScript
from tests.end2end.conversations.store import PreparedStore, State, state
from tests.fakes.executor import InlineExecutor
from tests.fakes.fake_stt import FakeRecogniser, FakeVad, Speech, silence
from tests.fakes.fake_tts import FakeVoice
from tests.fakes.virtual_time import VirtualTimeLoop, run

_RATE = 8000
_HEARD_BEFORE_INTERRUPTION = 0.8  # seconds
_RINGS_OUT = 0.2  # seconds of silence after a sentence that was not cut off


@dataclass
class Played:
    """What became of a conversation.

    Attributes:
        turns: one record for each turn of the script.
        before, after: the store's state.
    """

    script: Script
    brain: str
    turns: list[TurnRecord] = field(default_factory=list)
    before: State | None = None
    after: State | None = None


def play(script: Script, store: PreparedStore, brain: str, seed: int = 0) -> Played:
    """Play a conversation.

    Args:
        script: what is said.
        store: where.
        brain: "offline", or "groq" with a scripted model behind its protocol.
        seed: tells repetitions apart.
    """
    with tempfile.TemporaryDirectory() as folder:
        return run(_Stage(script, store, brain, seed, Path(folder)).play())


class _Outside:
    """A brain behind a network: while it is asked, the virtual clock waits for the real server."""

    def __init__(self, inner: Brain, model: ScriptedModel | None) -> None:
        self._inner = inner
        self._model = model
        self.name = inner.name

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)

    async def respond(self, request: BrainRequest) -> AsyncIterator[BrainPart]:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualTimeLoop)
        if self._model:
            self._model.request = request
        async with aclosing(self._inner.respond(request)) as parts:  # type: ignore[type-var]
            while True:
                with loop.outside():
                    part = await anext(parts, None)
                if part is None:
                    return
                yield part


class _Stage:
    """One conversation's engine, and what happens to it."""

    def __init__(self, script: Script, store: PreparedStore, brain: str, seed: int, folder: Path) -> None:
        self._script = script
        self._store = store
        self._brain = brain
        self._model = ScriptedModel(script, store) if brain == "groq" else None
        self._session = f"{script.id}-{seed}"
        self._visits = 0
        self._database = store.copy(folder / "store.db")
        self._voice = FakeVoice(_RATE)
        self._speech = Speech()
        self._recogniser = FakeRecogniser(self._speech)
        self._speaker: SilentSpeaker | None = None
        self._spoken = asyncio.Event()
        self._needs_voice = any(turn.interrupt or turn.fail.tts for turn in script.turns)

    async def play(self) -> Played:
        played = Played(self._script, self._brain, before=state(self._database))
        model = self._model
        with model.serving() if model else _nothing():
            engine = await self._start()
            try:
                for turn in self._script.turns:
                    await asyncio.sleep(turn.after)
                    if turn.restart:
                        await self._stop(engine)
                        engine = await self._start()
                        await engine.resume(self._session_id, engine.settings.idle_seconds)
                    if turn.leave:
                        engine.forget(self._session_id)
                        self._visits += 1
                    if model:
                        model.begin(turn)
                    played.turns.append(await self._turn(engine, turn))
            finally:
                await self._stop(engine)
        played.after = state(self._database)
        return played

    @property
    def _session_id(self) -> str:
        return f"{self._session}-{self._visits}"

    def _now(self) -> datetime:
        return self._store.opened_at + timedelta(seconds=asyncio.get_running_loop().time())

    async def _start(self) -> Engine:
        settings = Settings(brain="groq" if self._brain == "groq" else "offline")

        def brains(clock: object) -> list[Brain]:
            made = engine_parts.brains(settings, clock, lambda: self._store.embedder)  # type: ignore[arg-type]
            return [one if one.name == "offline" else _Outside(one, self._model) for one in made]

        parts = Parts(
            vad=FakeVad,
            recogniser=lambda _words: self._recogniser,
            voices=lambda rate: Voices([self._voice], rate),
            brains=brains,
            embedder=lambda: self._store.embedder,
        )
        threads = {name: InlineExecutor() for name in ("store", "stt", "tts")}
        engine = Engine(settings, self._database, parts, self._tell, None, threads.__getitem__, self._now)
        await engine.start()
        if self._needs_voice:
            self._speaker = SilentSpeaker(_RATE)
            await engine.open_voice(self._speaker)
        return engine

    async def _stop(self, engine: Engine) -> None:
        await engine.close()
        if self._speaker:
            await self._speaker.close()

    async def _turn(self, engine: Engine, script: TurnScript) -> TurnRecord:
        conversation = engine.conversation(self._session_id)
        self._voice.error = VoiceFailed("the voice is broken") if script.fail.tts else None
        self._spoken.clear()
        try:
            heard = await self._heard(engine, conversation, script)
        except BadInput as bad:  # as `sahayak ask` answers it
            return engine.refused(self._session_id, None, bad)
        turn = engine.turn(conversation, self._tell)
        answering = asyncio.ensure_future(turn.run(heard))
        if script.interrupt:
            await self._spoken.wait()
            await asyncio.sleep(_HEARD_BEFORE_INTERRUPTION)
            answering.cancel()
        with suppress(asyncio.CancelledError):
            await answering
        assert turn.record is not None
        await engine.complete(conversation, turn.record, turn.error)
        if turn.error:
            raise turn.error
        return turn.record

    async def _heard(self, engine: Engine, conversation: Conversation, script: TurnScript) -> Heard:
        if script.tap:
            return engine.read(self._session_id, _touched(script.tap, conversation))
        if script.has_sound or conversation.part is not None:
            self._recogniser.confidence = script.sound.confidence
            self._recogniser.doubtful = script.sound.doubtful
            return await engine.hear(conversation, self._recording(script), asyncio.get_running_loop().time())
        return engine.read(self._session_id, script.say or "")

    def _recording(self, script: TurnScript) -> Pcm:
        said = self._speech.of(script.say or "", script.sound.seconds)
        return said if script.sound.cut else np.concatenate([said, silence(_RINGS_OUT)])

    def _tell(self, event: Event) -> None:
        if isinstance(event, ClauseSpoken):
            self._spoken.set()


def _touched(button: str, conversation: Conversation) -> str:
    """What the screen sends for a touched button: the words on it."""
    return str(screen_texts(conversation.language).get(button, button))


@contextmanager
def _nothing() -> Iterator[None]:
    yield
