"""One turn, written down: what `ask` prints, the log keeps, the screen and the memory are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.errors import KnownProblem
from engine.languages import Language
from engine.llm.base import Usage
from engine.stt.base import Transcript
from engine.tools.base import Card, ToolRun


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong in a turn that was answered all the same."""

    kind: str
    message: str
    hint: str = ""
    phrase: str = "problem.internal"

    @classmethod
    def of(cls, known: KnownProblem) -> Problem:
        """The record of a known problem."""
        return cls(known.kind, known.message, known.hint, known.phrase)


@dataclass(frozen=True, slots=True)
class Timings:
    """How long the parts of a turn took, in milliseconds; 0 for a part that there was not.

    Attributes:
        stt: from the end of the customer's speech to the transcript.
        first_token: from the transcript to the first word of the answer, tools included.
        tools: in tools.
        tts_first_audio: from the first clause to its first sound.
        voice_to_voice: from the end of the customer's speech to the first sound of the answer.
        total: from the end of the customer's speech to the end of the answer.
    """

    stt: float = 0.0
    first_token: float = 0.0
    tools: float = 0.0
    tts_first_audio: float = 0.0
    voice_to_voice: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One turn.

    Attributes:
        session: the conversation's id.
        turn: its number in the conversation, from 1.
        started_at: when the customer had finished speaking, aware.
        transcript: what was understood.
        runs: the tools that ran.
        reply, language: the answer as the screen shows it.
        heard: the part of the answer that was heard; None if it was not spoken.
        spoken_seconds: how much sound was made of it.
        cards: what the screen showed.
        context: the conversation's context after the turn, as the contract of `ask` lists it.
        timings: in milliseconds.
        brain: who answered.
        usage: what the language model's part of it cost, if it has told.
        problem: what went wrong, if something did.
    """

    session: str
    turn: int
    started_at: datetime
    transcript: Transcript
    reply: str
    language: Language
    runs: tuple[ToolRun, ...] = ()
    heard: str | None = None
    spoken_seconds: float = 0.0
    cards: tuple[Card, ...] = ()
    context: dict[str, Any] = field(default_factory=dict)
    timings: Timings = field(default_factory=Timings)
    brain: str = ""
    usage: Usage | None = None
    problem: Problem | None = None

    def to_json(self) -> dict[str, Any]:
        """The turn in the form that `sahayak ask --json` promises."""
        names = ("stt", "first_token", "tools", "tts_first_audio", "voice_to_voice")
        return {
            "session": self.session,
            "turn": self.turn,
            "transcript": {
                "text": self.transcript.text,
                "language": str(self.transcript.language),
                "confidence": round(self.transcript.confidence, 3),
            },
            "tools": [
                {
                    "name": run.call.name,
                    "arguments": dict(run.call.arguments),
                    "result": run.result.data,
                    "ms": round(run.milliseconds, 1),
                }
                for run in self.runs
            ],
            "reply": {"text": self.reply, "language": str(self.language)},
            "cards": [{"kind": card.kind, "id": card.id} for card in self.cards],
            "context": self.context,
            "timings_ms": {name: round(getattr(self.timings, name), 1) for name in names},
            "problem": {"kind": self.problem.kind, "message": self.problem.message} if self.problem else None,
        }
