"""The kiosk's open microphone: it hears customers come, speak, interrupt and go, and runs their turns.

One task reads the microphone; a turn is a task beside it. Speech while the kiosk answers cancels the turn, which
silences it at once. Speech while it still thinks is the same sentence going on: both parts are answered together.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import numpy as np
import structlog

from engine.audio.echo import EchoCanceller
from engine.audio.format import SAMPLE_RATE, Pcm, level
from engine.audio.source import AudioSource
from engine.audio.speaker import Speaker
from engine.audio.vad import SileroVad
from engine.dialogue.conversation import Conversation
from engine.dialogue.phrases import phrase
from engine.engine import KIOSK_SESSIONS, Engine
from engine.errors import BadInput, DeviceFailed
from engine.events import (
    ClauseSpoken,
    ConversationEnded,
    Event,
    KioskState,
    LanguageChosen,
    LevelMeasured,
    PartialTranscript,
    ProblemMet,
    StateChanged,
)
from engine.languages import Language
from engine.record import Problem
from engine.stt.base import Transcript
from engine.stt.partials import StablePrefix
from engine.turn import Heard
from engine.turns.end import PauseEnd
from engine.turns.interrupt import BargeIn
from engine.turns.listener import Listener, SpeechBegan, SpeechEnded, SpeechPaused, SpeechResumed
from engine.turns.start import SpeechStart

_LEVEL_EVERY = 3  # frames
_PARTIAL_SECONDS = 0.7
_REOPEN_SECONDS = 3.0  # after the microphone failed
_IDLE_CHECK_SECONDS = 0.5
_LONGEST_UNANSWERED = 25 * SAMPLE_RATE
_log = structlog.get_logger(__name__)


def _new_session() -> str:
    return f"{KIOSK_SESSIONS}{uuid4().hex[:8]}"


class LiveSession:
    """Customers at the kiosk, one after the other.

    Args:
        engine: started, with ears and voice open.
        source: the microphone.
        speaker: that the voice plays on.
        echo: subtracts the speaker from the microphone.
        vad: voice activity.
        emit: told what happens.
        barge_in: whether the customer can interrupt; the kiosk must not hear itself then.
        resume: whether to take up a conversation that a restart of the kiosk has interrupted.
    """

    def __init__(
        self,
        engine: Engine,
        source: AudioSource,
        speaker: Speaker,
        echo: EchoCanceller,
        vad: SileroVad,
        emit: Callable[[Event], None],
        barge_in: bool,
        resume: bool = False,
    ) -> None:
        settings = engine.settings
        self._engine = engine
        self._source = source
        self._speaker = speaker
        self._echo = echo
        self._vad = vad
        self._emit_event = emit
        self._barge_in = barge_in
        self._resume = resume
        self._idle_seconds = settings.idle_seconds
        self._listener = Listener(
            SpeechStart(), PauseEnd(settings.pause_ms / 1000, settings.max_turn_seconds), BargeIn()
        )
        self._clock = asyncio.get_running_loop().time
        self._state = KioskState.STARTING
        self._session_id = _new_session()
        self._last_activity = self._clock()
        self._turn: asyncio.Task[None] | None = None
        self._one_turn = asyncio.Lock()
        self._prepared: asyncio.Task[Heard] | None = None
        self._partial: asyncio.Task[None] | None = None
        self._warming: asyncio.Task[None] | None = None
        self._prefix = StablePrefix()
        self._last_partial = 0.0
        self._unanswered: Pcm = np.zeros(0, np.int16)
        self._typed: Heard | None = None  # not yet answered
        self._answer_heard = False  # of the turn that runs; a filler is no answer
        self._frames = 0
        speaker.buffer.on_played = echo.played

    async def run(self) -> None:
        """Serve customers until cancelled. A microphone that fails is tried again; the screen keeps working."""
        self._change(KioskState.ATTRACT)
        await self._engine.tickets.tell()
        await self._take_up()
        watching = asyncio.create_task(self._watch())
        try:
            while True:
                try:
                    async for frame in self._source.frames():
                        self._hear(frame)
                    return
                except DeviceFailed as failed:
                    _log.warning("microphone failed", error=failed.message)
                    language = self._conversation.language
                    text = phrase("problem.microphone", language)
                    self._emit(ProblemMet(failed.kind, f"{failed.message} ({failed.hint})", text, language))
                    self._listener.reset()
                    await asyncio.sleep(_REOPEN_SECONDS)
        finally:
            await self._cancel(watching, self._turn, self._prepared, self._partial, self._warming)

    def type_text(self, text: str) -> None:
        """The customer has typed or touched an answer."""
        try:
            heard = self._engine.read(self._session_id, text)
        except BadInput as bad:
            _log.info("typed text refused", reason=bad.message)
            return
        read: asyncio.Future[Heard] = asyncio.get_running_loop().create_future()
        read.set_result(heard)
        self._begin_turn(read)
        self._typed = heard

    def choose_language(self, language: Language) -> None:
        """The customer has touched a language."""
        self._conversation.choose_language(language)
        self._touch()
        self._emit(LanguageChosen(language))

    def wake(self) -> None:
        """The customer has touched the screen: the kiosk listens."""
        self._touch()
        if self._state is KioskState.ATTRACT:
            self._change(KioskState.LISTENING)

    def close_ticket(self, ticket_id: str) -> None:
        """The operator has touched that somebody was helped."""
        self._closing = asyncio.create_task(self._engine.tickets.close(ticket_id))

    def start_over(self) -> None:
        """The customer has gone: forget the conversation and wait for the next one."""
        self._stop_turn()
        self._nothing_unanswered()
        self._listener.reset()
        self._engine.forget(self._session_id)
        self._emit(ConversationEnded(self._session_id))
        self._session_id = _new_session()
        self._change(KioskState.ATTRACT)

    async def _take_up(self) -> None:
        """Go on with the customer whom a restart of the kiosk has interrupted, if they are still there."""
        resumed = await self._engine.resume(KIOSK_SESSIONS, self._idle_seconds) if self._resume else None
        if resumed is None:
            return
        self._session_id = resumed.session_id
        problem = Problem("interrupted", "the kiosk was restarted in the middle of a conversation", "", "talk.resumed")
        heard: asyncio.Future[Heard] = asyncio.get_running_loop().create_future()
        heard.set_result(Heard(Transcript("", resumed.language, 0.0), self._clock(), problem))
        self._begin_turn(heard)

    @property
    def _conversation(self) -> Conversation:
        return self._engine.conversation(self._session_id)

    def _hear(self, frame: Pcm) -> None:
        clean = self._echo.clean(frame)
        self._frames += 1
        if self._frames % _LEVEL_EVERY == 0:
            self._emit(LevelMeasured(level(clean)))
        if self._state is KioskState.SPEAKING and not self._barge_in:
            return
        happened = self._listener.hear(clean, self._vad.probability(clean))
        match happened:
            case SpeechBegan():
                self._began()
            case SpeechPaused(audio):
                self._prepare(audio)
            case SpeechResumed():
                self._drop_prepared()
            case SpeechEnded(audio, silence):
                self._ended(audio, silence)
        if self._listener.open:
            self._touch()
            self._show_partial()

    def _began(self) -> None:
        self._touch()
        if self._answer_heard:
            self._nothing_unanswered()
        self._stop_turn()
        if self._partial is not None:
            self._partial.cancel()
        self._prefix = StablePrefix()
        self._last_partial = self._clock()
        self._change(KioskState.LISTENING)
        self._warming = asyncio.create_task(self._engine.warm())

    def _prepare(self, audio: Pcm) -> None:
        """At the first pause, transcribe in advance: if the customer has finished, the answer comes sooner."""
        self._drop_prepared()
        ended = self._clock()
        whole = np.concatenate([self._unanswered, audio])[-_LONGEST_UNANSWERED:]
        self._prepared = asyncio.create_task(self._engine.hear(self._conversation, whole, ended))

    def _drop_prepared(self) -> None:
        if self._prepared is not None:
            self._prepared.cancel()
            self._prepared = None

    def _ended(self, audio: Pcm, silence: float) -> None:
        prepared, self._prepared = self._prepared, None
        self._unanswered = np.concatenate([self._unanswered, audio])[-_LONGEST_UNANSWERED:]
        ended = self._clock() - silence
        if prepared is None:
            prepared = asyncio.create_task(self._engine.hear(self._conversation, self._unanswered, ended))
        self._begin_turn(asyncio.create_task(self._at(prepared, ended)))

    async def _at(self, prepared: asyncio.Task[Heard], ended: float) -> Heard:
        heard = await prepared
        return replace(heard, speech_ended=ended)

    def _begin_turn(self, hearing: asyncio.Future[Heard]) -> None:
        self._stop_turn()
        self._touch()
        self._answer_heard = False
        self._change(KioskState.THINKING)
        self._turn = asyncio.create_task(self._run_turn(hearing))

    async def _run_turn(self, hearing: asyncio.Future[Heard]) -> None:
        try:
            await self._answer(await hearing)
        except Exception as bug:  # the customer can ask again, and is told so; the log has the trace
            _log.exception("turn failed")
            if asyncio.current_task() is not self._turn:
                return
            self._settle(KioskState.LISTENING)
            language = self._conversation.language
            message = f"{type(bug).__name__}: {bug}"
            self._emit(ProblemMet("internal", message, phrase("problem.internal", language), language))

    async def _answer(self, heard: Heard) -> None:
        conversation = self._conversation
        if heard.problem and heard.problem.kind == "no_speech":
            if self._typed is None:
                self._settle(KioskState.LISTENING if conversation.turns else KioskState.ATTRACT)
                return
            heard = self._typed  # a noise has stopped its answer
        task = asyncio.current_task()

        def tell(event: Event) -> None:
            if task is self._turn:  # of a turn that was stopped, nothing is heard or shown any more
                self._answer_heard = self._answer_heard or isinstance(event, ClauseSpoken)
                self._emit(event)

        turn = self._engine.turn(conversation, tell)
        try:
            async with self._one_turn:  # the one before has to fall silent first
                await turn.run(heard)
        finally:
            self._touch()
            if turn.record is not None:
                await asyncio.shield(self._engine.complete(conversation, turn.record, turn.error))
        self._settle(KioskState.LISTENING)

    def _settle(self, state: KioskState) -> None:
        """The turn is over, unless another has begun."""
        if asyncio.current_task() is self._turn:
            self._nothing_unanswered()
            self._change(state)

    def _nothing_unanswered(self) -> None:
        self._unanswered = self._unanswered[:0]
        self._typed = None

    def _stop_turn(self) -> None:
        self._drop_prepared()
        if self._turn is not None and not self._turn.done():
            self._turn.cancel()
        self._turn = None

    def _show_partial(self) -> None:
        now = self._clock()
        running = self._partial is not None and not self._partial.done()
        if self._prepared is not None or running or now - self._last_partial < _PARTIAL_SECONDS:
            return
        self._last_partial = now
        self._partial = asyncio.create_task(self._transcribe_partial(self._listener.utterance()))

    async def _transcribe_partial(self, audio: Pcm) -> None:
        ears = await self._engine.open_ears()
        found = await ears.partial(audio, self._engine.hint(self._conversation))
        if found and found.text and self._listener.open:
            stable, tentative = self._prefix.update(found.text)
            self._emit(PartialTranscript(stable, tentative, found.language))

    async def _watch(self) -> None:
        """Forget the customer who has gone; not by the microphone's frames, for it may have failed."""
        while True:
            await asyncio.sleep(_IDLE_CHECK_SECONDS)
            self._engine.follow_catalogue()
            waiting = self._state is KioskState.LISTENING
            if waiting and self._clock() - self._last_activity > self._idle_seconds:
                self.start_over()

    def _touch(self) -> None:
        self._last_activity = self._clock()

    def _emit(self, event: Event) -> None:
        if isinstance(event, StateChanged):
            self._change(event.state)
        else:
            self._emit_event(event)

    def _change(self, state: KioskState) -> None:
        if state is self._state:
            return
        self._state = state
        self._listener.kiosk_speaks(state is KioskState.SPEAKING)
        self._emit_event(StateChanged(state))

    async def _cancel(self, *tasks: asyncio.Task[None] | asyncio.Task[Heard] | None) -> None:
        running = [task for task in tasks if task is not None]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
