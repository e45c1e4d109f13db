"""The engine: it assembles the parts, keeps the conversations, and runs their turns on one event loop.

Everything here runs on the loop; models and the database run on threads of their own, one each. `EngineThread`
(thread.py) gives the loop a thread beside a window.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import numpy as np
import structlog

from catalog.errors import CatalogError
from catalog.times import Clock, utc_now
from engine.audio.format import Pcm
from engine.audio.speaker import Speaker
from engine.dialogue.conversation import Conversation
from engine.dialogue.phrases import phrase
from engine.ears import Ears
from engine.errors import BadInput, KnownProblem, NoSpeech
from engine.events import Event, TurnCompleted
from engine.languages import Language, detect
from engine.llm.base import Brain
from engine.parts import Parts
from engine.record import Problem, TurnRecord
from engine.settings import Settings
from engine.shop import Goods, Shop
from engine.stt.base import Hint, Transcript
from engine.telemetry.agent_log import AgentLog
from engine.telemetry.totals import Totals
from engine.text import clean
from engine.tickets import Tickets
from engine.tools.attempts import Attempts
from engine.tts.narrator import Narrator
from engine.turn import Heard, Turn
from engine.turns.partial import JOINED_WITHIN_SECONDS, is_partial
from engine.visits import Visits

LONGEST_TEXT = 1000  # characters of one question
KIOSK_SESSIONS = "kiosk-"  # before the ids of conversations at the kiosk's microphone and screen
_MOST_CONVERSATIONS = 500
_log = structlog.get_logger(__name__)
_Result = TypeVar("_Result")


class Engine:
    """The voice engine.

    Args:
        settings: the operator's.
        database: the store's database file.
        parts: how to make models and brains.
        emit: told what happens, on the loop's thread.
        log: where turns are written down; None writes nothing.
        thread: makes the thread of the store ("store"), the recogniser ("stt") and the voice ("tts").
        now: tells the store the time of day.

    Attributes:
        tickets: who waits for the staff.
    """

    def __init__(
        self,
        settings: Settings,
        database: Path,
        parts: Parts,
        emit: Callable[[Event], None] = lambda _event: None,
        log: AgentLog | None = None,
        thread: Callable[[str], Executor] = lambda name: ThreadPoolExecutor(1, f"sahayak-{name}"),
        now: Clock = utc_now,
    ) -> None:
        self.settings = settings
        self.totals = Totals()
        self._parts = parts
        self._emit = emit
        self._log = log
        self._threads = {name: thread(name) for name in ("store", "stt", "tts")}
        self._shop = Shop(self._threads["store"], database, parts.embedder, now)
        self._conversations: OrderedDict[str, Conversation] = OrderedDict()
        self._brains: list[Brain] = []
        self._categories: tuple[str, ...] = ()
        self._ears: Ears | None = None
        self._goods: Goods | None = None
        self._following: asyncio.Task[None] | None = None
        self._narrator: Narrator | None = None
        self.tickets = Tickets(self._shop.ask, emit)
        self._visits = Visits(self._shop.ask)

    async def start(self) -> None:
        """Open the store and the brains. Ears and voice are made by `open_ears` and `open_voice`.

        Raises:
            CatalogError: the database cannot be opened.
            KnownProblem: a setting asks for what is not there.
        """
        self._clock = asyncio.get_running_loop().time
        self._attempts = Attempts(self._clock)
        self._brains = self._parts.brains(self._clock)
        await self._shop.open()
        self._categories = await self._shop.categories()

    async def close(self) -> None:
        """Let go of everything; what was said is forgotten."""
        _log.info("totals", counts=[f"{name} {count}" for name, count in sorted(self.totals.counts.items())])
        for brain in self._brains:
            await brain.close()
        await self._shop.close()
        for thread in self._threads.values():
            thread.shutdown(wait=False, cancel_futures=True)
        if self._log:
            self._log.close()

    async def open_ears(self) -> Ears:
        """Load the recogniser for the store's own words, once."""
        if self._ears is None:
            self._goods = await self._shop.goods()
            store = await self._shop.words()
            recogniser = await self._on("stt", lambda: self._parts.recogniser(store))
            await self._on("stt", recogniser.warm)
            self._ears = Ears(recogniser, self._threads["stt"])
        return self._ears

    def follow_catalogue(self) -> None:
        """Take up goods and orders that were changed since the ears were opened, in the background."""
        if self._ears is not None and (self._following is None or self._following.done()):
            self._following = asyncio.create_task(self._follow(self._ears))

    async def open_voice(self, speaker: Speaker) -> Narrator:
        """Load the voices for a speaker and start it, once."""
        if self._narrator is None:
            voices = await self._on("tts", lambda: self._parts.voices(speaker.rate))
            await self._on("tts", voices.warm)
            await speaker.start()
            self._narrator = Narrator(voices, speaker, self._threads["tts"])
        return self._narrator

    def conversation(self, session_id: str) -> Conversation:
        """A session's conversation; a new one if it has none or has been silent for half an hour."""
        current = self._conversations.get(session_id)
        if current is None or current.memory.expired:
            fixed = None if self.settings.language == "auto" else Language(self.settings.language)
            current = Conversation(
                session_id,
                self.settings.store_name,
                self._brains,
                self._shop.run_tool,
                self._categories,
                self._clock,
                fixed,
                self._visits.recall,
                self._attempts if session_id.startswith(KIOSK_SESSIONS) else None,
            )
            self._conversations[session_id] = current
            while len(self._conversations) > _MOST_CONVERSATIONS:
                self._conversations.popitem(last=False)
        self._conversations.move_to_end(session_id)
        return current

    async def warm_store(self) -> None:
        """Load what the first search needs."""
        await self._shop.warm()

    async def warm(self) -> None:
        """Speech has begun: make the brains ready for the answer."""
        await asyncio.gather(*(brain.warm() for brain in self._brains))

    async def resume(self, prefix: str, seconds: float) -> Conversation | None:
        """Take up the last conversation again whose session's id begins so; see `Visits.interrupted`."""
        saved = await self._visits.interrupted(prefix, seconds)
        if saved is None:
            return None
        conversation = self.conversation(saved.session_id)
        conversation.resume(saved.turns, saved.context["resume"])
        return conversation

    def forget(self, session_id: str) -> None:
        """End a session's conversation; it is not taken up again."""
        conversation = self._conversations.pop(session_id, None)
        if conversation is not None and conversation.turns:
            self._ending = asyncio.create_task(self._visits.save(conversation, ended=True))

    def turn(self, conversation: Conversation, emit: Callable[[Event], None]) -> Turn:
        """A turn of a conversation, spoken if the voice is open."""
        return Turn(conversation, self._narrator, emit, self.settings.low_confidence)

    async def ask_text(self, session_id: str, text: str, language: Language | None = None) -> TurnRecord:
        """One typed turn.

        Args:
            session_id: whose conversation it is.
            text: the customer's words.
            language: to answer in; None follows the text.

        Raises:
            BadInput: the text is empty or too long.
        """
        heard = self.read(session_id, text, language)
        return await self._answer(session_id, heard)

    def read(self, session_id: str, text: str, language: Language | None = None) -> Heard:
        """Typed words as the beginning of a turn. Raises BadInput as `ask_text` does."""
        utterance = clean(text)
        if not utterance:
            raise BadInput("the text is empty", "say what the customer asks")
        if len(utterance) > LONGEST_TEXT:
            raise BadInput(
                f"the text has {len(utterance)} characters; one question may have at most {LONGEST_TEXT}",
                "shorten it",
            )
        conversation = self.conversation(session_id)
        conversation.choose_language(language or conversation.chosen_language)
        spoken = conversation.chosen_language or detect(utterance, conversation.context.language).language
        return Heard(Transcript(utterance, spoken, 1.0), self._clock())

    async def ask_audio(self, session_id: str, audio: Pcm, language: Language | None = None) -> TurnRecord:
        """One spoken turn from a recording at 16 kHz. A recording in which nobody speaks is answered as such."""
        await self.open_ears()
        conversation = self.conversation(session_id)
        conversation.choose_language(language or conversation.chosen_language)
        return await self._answer(session_id, await self.hear(conversation, audio, self._clock()))

    async def hear(self, conversation: Conversation, audio: Pcm, ended: float) -> Heard:
        """Recognise an utterance for a conversation; what goes wrong becomes the turn's problem."""
        ears = await self.open_ears()
        self.follow_catalogue()
        nothing = Transcript("", conversation.language, 0.0)
        if conversation.part is not None and ended - conversation.part[1] < JOINED_WITHIN_SECONDS:
            audio = np.concatenate([conversation.part[0], audio])
        try:
            transcript = await ears.transcribe(audio, self.hint(conversation))
            if is_partial(audio, transcript, self.settings.low_confidence):
                cut = Problem("stt_partial", "only a part of a sentence was heard", "", "problem.partial")
                return Heard(transcript, ended, cut, audio)
            return Heard(transcript, ended)
        except NoSpeech as silent:
            return Heard(nothing, ended, Problem.of(silent))
        except KnownProblem as failed:
            _log.warning("recognition failed", kind=failed.kind, error=failed.message)
            return Heard(nothing, ended, Problem.of(failed))

    def hint(self, conversation: Conversation) -> Hint:
        """What a conversation tells the recogniser."""
        return Hint(conversation.chosen_language, conversation.context.language, conversation.expecting)

    def refused(self, session_id: str, language: Language | None, known: KnownProblem) -> TurnRecord:
        """The record of a question that could not be asked at all; the conversation goes on as if it had not been."""
        conversation = self.conversation(session_id)
        spoken = language or conversation.language
        return TurnRecord(
            session=session_id,
            turn=conversation.turns,
            started_at=datetime.now(UTC),
            transcript=Transcript("", spoken, 0.0),
            reply=phrase(known.phrase, spoken),
            language=spoken,
            context=conversation.snapshot(),
            problem=Problem.of(known),
        )

    async def complete(
        self, conversation: Conversation, record: TurnRecord, error: BaseException | None = None
    ) -> None:
        """Write a turn down, with the bug that broke it, and tell of it unless its customer has gone."""
        if self._log:
            self._log.turn(record)
            if error is not None:
                self._log.error(error)
        self.totals.add(record)
        tokens = asdict(record.usage) if record.usage else {}
        _log.info("turn", session=record.session, turn=record.turn, brain=record.brain, **tokens)
        if any(run.call.name == "call_staff" for run in record.runs):
            await self.tickets.tell()
        present = self._conversations.get(conversation.session_id) is conversation
        await self._visits.save(conversation, ended=not present)
        if self._conversations.get(conversation.session_id) is conversation:  # of who has gone, nothing is shown
            self._emit(TurnCompleted(record))

    async def _answer(self, session_id: str, heard: Heard) -> TurnRecord:
        conversation = self.conversation(session_id)
        turn = self.turn(conversation, self._emit)
        record = await turn.run(heard)
        await self.complete(conversation, record, turn.error)
        return record

    async def _follow(self, ears: Ears) -> None:
        try:
            goods = await self._shop.goods()
            if goods != self._goods:
                await ears.learn(await self._shop.words())
                self._categories = await self._shop.categories()
                self._goods = goods
                _log.info("the ears have taken up the catalogue's changes")
        except CatalogError as failed:  # the next customer is told, if it goes on
            _log.warning("the ears know only the catalogue before", error=failed.message)

    async def _on(self, thread: str, work: Callable[[], _Result]) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads[thread], work)
