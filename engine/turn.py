"""One turn: from the customer's words to the end of the kiosk's answer.

The answer is written, cut into clauses and spoken at the same time. A turn owns its tasks: cancelling `run` stops the
brain, the voice and the loudspeaker, and memory keeps the words that were heard.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog

from catalog.errors import CatalogError
from engine.audio.format import Pcm
from engine.dialogue.conversation import Conversation
from engine.dialogue.phrases import phrase
from engine.errors import KnownProblem
from engine.events import (
    CardsShown,
    ChoicesOffered,
    ClauseSpoken,
    Event,
    InputWanted,
    KioskState,
    ProblemMet,
    QuestionHeard,
    StateChanged,
)
from engine.languages import Language
from engine.llm.base import TextDelta
from engine.pacing import Filler, without_gaps
from engine.record import Problem, Timings, TurnRecord
from engine.stt.base import READ_BACK, Transcript
from engine.text import interleaved
from engine.tools.base import Card, ToolRun
from engine.tts.clauses import ClauseSplitter
from engine.tts.narrator import Narration, Narrator

_log = structlog.get_logger(__name__)
# Of these the answer itself tells the customer, with what to do about it; the record names them.
_NOT_FOUND = {
    "not_found": "nothing was found",
    "nothing_fits": "nothing fits exactly; the nearest was offered as such",
    "not_verified": "there is no such order with this phone number",
    "locked": "three wrong pairs of order and phone number; sent to the staff",
}
Emit = Callable[[Event], None]


@dataclass(slots=True)
class _Answer:
    """What has become of the answer so far."""

    text: str = ""
    runs: list[ToolRun] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    problem: Problem | None = None
    first_token: float | None = None
    first_clause: float = 0.0
    first_sound: float = 0.0
    heard: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What a turn starts from.

    Attributes:
        transcript: the customer's words.
        speech_ended: the loop's time at which the customer stopped speaking, in seconds.
        problem: what went wrong in hearing; then there is nothing to answer but that.
        part: the sound of a sentence that was not whole; what is said next is taken together with it.
    """

    transcript: Transcript
    speech_ended: float
    problem: Problem | None = None
    part: Pcm | None = None


class Turn:
    """Runs one turn of a conversation.

    Args:
        conversation: whose turn it is.
        narrator: speaks the answer; None leaves it to the screen.
        emit: told what happens.
        low_confidence: below it, the kiosk asks again.

    Attributes:
        record: what became of the turn, once it has ended or was interrupted.
        error: the bug that broke it, if one did.
    """

    def __init__(
        self, conversation: Conversation, narrator: Narrator | None, emit: Emit, low_confidence: float = 0.0
    ) -> None:
        self._conversation = conversation
        self._narrator = narrator
        self._emit = emit
        self._low_confidence = low_confidence
        self._clock = asyncio.get_running_loop().time
        self._answer = _Answer()
        self.record: TurnRecord | None = None
        self.error: Exception | None = None

    async def run(self, heard: Heard) -> TurnRecord:
        """Answer; the record comes when the answer has been heard.

        When it is cancelled, the kiosk falls silent at once, and memory keeps what was heard until then.
        """
        started = self._clock()
        transcript = heard.transcript
        self._conversation.turns += 1
        self._conversation.part = None if heard.part is None else (heard.part, heard.speech_ended)
        self._conversation.context.language = self._conversation.context.language or transcript.language
        self._emit(QuestionHeard(transcript.text, transcript.language, transcript.confidence))
        self._emit(StateChanged(KioskState.THINKING))
        clauses = self._clauses(self._texts(heard, started))
        narration = Narration()
        try:
            if self._narrator is None:
                async for clause in clauses:
                    narration.clauses.append(clause)
                    self._emit(ClauseSpoken(narration.text(), self._language))
            else:
                narration = await self._narrator.narrate(
                    clauses,
                    lambda: self._language,
                    self._on_first_sound,
                    self._on_clause,
                    lambda: self._conversation.context.manner,
                )
                if narration.failed:
                    self._met(Problem.of(narration.failed))
        finally:
            await clauses.aclose()
            if self._narrator is not None:
                narration = self._narrator.narration
                self._answer.heard = self._narrator.heard_text()
            said = self._answer.text.strip() if self._answer.heard is None or narration.failed else self._answer.heard
            private = any("order" in run.result.data for run in self._answer.runs)
            self._conversation.memory.add(transcript.text, said, private)
            self.record = self._record(heard, started, narration)
        return self.record

    @property
    def _language(self) -> Language:
        return self._conversation.language

    def _clear_enough(self, heard: Transcript) -> bool:
        """Whether words were heard so well that they count. A number may be worse, if it is read back."""
        read_back = self._conversation.reads_back(heard.text, heard.language, heard.doubtful)
        return heard.confidence >= self._low_confidence * (READ_BACK if read_back else 1)

    async def _texts(self, heard: Heard, started: float) -> AsyncIterator[str]:
        """The answer's text as it is written; whatever goes wrong, something is said."""
        if heard.problem:
            self._met(heard.problem)
            yield phrase(heard.problem.phrase, self._language)
            return
        if not self._clear_enough(heard.transcript):
            message = f"confidence {heard.transcript.confidence:.2f} is below {self._low_confidence:.2f}"
            self._met(Problem("stt_low_confidence", message, "speak closer to the microphone", "problem.not_heard"))
            yield phrase("problem.not_heard", self._language)
            return
        parts: AsyncIterator[TextDelta | ToolRun | Filler]
        parts = self._conversation.respond(heard.transcript.text, heard.transcript.language, heard.transcript.doubtful)
        if self._narrator is not None:
            parts = without_gaps(parts, self._silent_since(heard.speech_ended), lambda: self._language)
        try:
            async for part in parts:
                if isinstance(part, Filler):
                    yield part
                    continue
                if isinstance(part, ToolRun):
                    self._show(part)
                    continue
                self._show_together()
                if self._answer.first_token is None:
                    self._answer.first_token = self._clock() - started
                yield part.text
        except (KnownProblem, CatalogError) as known:
            problem = Problem.of(known) if isinstance(known, KnownProblem) else _store_problem(known)
            self._met(problem)
            yield self._sorry(problem)
        except Exception as bug:  # a customer is never left without an answer; the log has the trace
            _log.exception("turn failed")
            self.error = bug
            problem = Problem("internal", f"{type(bug).__name__}: {bug}", "see app.log")
            self._met(problem)
            yield self._sorry(problem)
        self._emit(InputWanted(self._conversation.to_type))
        if failure := self._conversation.problem:
            # Where another brain has answered, the customer need not know; the record does.
            self._met(failure, told=not self._answer.text)
            if not self._answer.text:
                yield phrase(failure.phrase, self._language)
        if choices := self._conversation.choices:
            self._met(Problem("ambiguous_query", "the customer may mean two things; asked which"), told=False)
            self._emit(ChoicesOffered(tuple((choice.label, choice.words) for choice in choices)))
        if self._answer.runs and (reason := _NOT_FOUND.get(self._answer.runs[-1].result.data["status"])):
            self._met(Problem("tool_not_found", f"{self._answer.runs[-1].call.name}: {reason}"), told=False)

    def _silent_since(self, speech_ended: float) -> Callable[[], float | None]:
        """Tells since when the customer hears nothing: since they stopped, or since the kiosk did."""
        narrator, since = self._narrator, speech_ended

        def silent_since() -> float | None:
            nonlocal since
            if narrator is not None and narrator.playing:
                since = self._clock()
                return None
            return since

        return silent_since

    def _sorry(self, problem: Problem) -> str:
        """The problem's phrase, apart from what may have been said before it."""
        apart = " " if self._answer.text[-1:].strip() else ""
        return apart + phrase(problem.phrase, self._language)

    async def _clauses(self, texts: AsyncIterator[str]) -> AsyncGenerator[str, None]:
        splitter = ClauseSplitter()
        async for text in texts:
            if isinstance(text, Filler):
                rest = splitter.finish()  # a sentence that waited for the next bridges the wait as well
                for clause in rest or [text]:
                    yield clause
                continue
            self._answer.text += text
            for clause in splitter.feed(text):
                self._answer.first_clause = self._answer.first_clause or self._clock()
                yield clause
        for clause in splitter.finish():
            self._answer.first_clause = self._answer.first_clause or self._clock()
            yield clause

    def _show(self, run: ToolRun) -> None:
        self._answer.runs.append(run)
        if run.result.cards:
            self._show_cards(list(run.result.cards))

    def _show_together(self) -> None:
        """Show what several wishes have found, the best of each first; so far the last has covered the others."""
        together = self._conversation.shows
        found = [run.result.cards for run in self._answer.runs if run.call.id in together]
        cards = interleaved(found, lambda card: (card.kind, card.id))
        if together and cards != self._answer.cards:
            self._show_cards(cards)

    def _show_cards(self, cards: list[Card]) -> None:
        self._answer.cards = cards
        self._emit(CardsShown(tuple({"kind": one.kind, "id": one.id, **one.details} for one in cards), self._language))

    def _met(self, problem: Problem, told: bool = True) -> None:
        self._answer.problem = self._answer.problem or problem
        if told:
            words = phrase(problem.phrase, self._language)
            self._emit(ProblemMet(problem.kind, problem.message, words, self._language))

    def _on_first_sound(self) -> None:
        self._answer.first_sound = self._clock()
        self._emit(StateChanged(KioskState.SPEAKING))

    def _on_clause(self, text: str) -> None:
        self._emit(ClauseSpoken(text, self._language))

    def _record(self, heard: Heard, started: float, narration: Narration) -> TurnRecord:
        answer = self._answer
        sound = answer.first_sound
        timings = Timings(
            stt=(started - heard.speech_ended) * 1000,
            first_token=(answer.first_token or 0.0) * 1000,
            tools=sum(run.milliseconds for run in answer.runs),
            tts_first_audio=(sound - answer.first_clause) * 1000 if sound else 0.0,
            voice_to_voice=(sound - heard.speech_ended) * 1000 if sound else 0.0,
            total=(self._clock() - heard.speech_ended) * 1000,
        )
        return TurnRecord(
            session=self._conversation.session_id,
            turn=self._conversation.turns,
            started_at=datetime.now(UTC) - timedelta(milliseconds=timings.total),
            transcript=heard.transcript,
            reply=answer.text.strip(),
            language=self._language,
            runs=tuple(answer.runs),
            heard=answer.heard,
            spoken_seconds=narration.synthesised,
            cards=tuple(answer.cards),
            context=self._conversation.snapshot(),
            timings=timings,
            brain=self._conversation.brain,
            usage=self._conversation.usage,
            problem=answer.problem,
        )


def _store_problem(failed: CatalogError) -> Problem:
    return Problem("store_unavailable", failed.message, failed.hint, "problem.store")
