"""What the engine tells the world, as frozen values.

Events flow one way, from the engine's loop to whoever subscribed (the window, a test, the demo's recorder). They carry
plain data only, so that they can cross a thread, be written down and be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.languages import Language
    from engine.record import TurnRecord


class KioskState(StrEnum):
    """What the kiosk is doing, one at a time."""

    STARTING = "starting"
    ATTRACT = "attract"
    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Event:
    """Anything the engine tells."""


@dataclass(frozen=True, slots=True)
class StateChanged(Event):
    """The kiosk does something else now."""

    state: KioskState


@dataclass(frozen=True, slots=True)
class LevelMeasured(Event):
    """How loud the microphone is: 0 is silence, 1 full scale, on a decibel scale of 60 dB."""

    level: float


@dataclass(frozen=True, slots=True)
class PartialTranscript(Event):
    """What has been understood so far; `stable` will not change any more, `tentative` may."""

    stable: str
    tentative: str
    language: Language


@dataclass(frozen=True, slots=True)
class QuestionHeard(Event):
    """The customer has finished, and this is what was understood."""

    text: str
    language: Language
    confidence: float


@dataclass(frozen=True, slots=True)
class CardsShown(Event):
    """What the answer talks about. Each card is a mapping with `kind` and `id` and what its picture needs."""

    cards: tuple[dict[str, Any], ...]
    language: Language


@dataclass(frozen=True, slots=True)
class ClauseSpoken(Event):
    """This part of the answer begins to be heard now; `text` is the reply as shown, up to and with this part."""

    text: str
    language: Language


@dataclass(frozen=True, slots=True)
class InputWanted(Event):
    """The answer asks for something that is easier typed: "phone_number" or "order_id"; "" when no more."""

    kind: str


@dataclass(frozen=True, slots=True)
class ChoicesOffered(Event):
    """The answer asks which of these the customer means: each as (what its button shows, what touching it says)."""

    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    """Somebody whom the staff has been called for: the ticket's number, what they need, and since when (aware)."""

    id: str
    summary: str
    since: datetime


@dataclass(frozen=True, slots=True)
class TicketsWaiting(Event):
    """Who waits for the staff, the longest waiting first."""

    tickets: tuple[WaitingTicket, ...]


@dataclass(frozen=True, slots=True)
class TurnCompleted(Event):
    """The turn is over; the record is what `ask` prints and the log keeps."""

    record: TurnRecord


@dataclass(frozen=True, slots=True)
class ProblemMet(Event):
    """Something went wrong that the customer is told about. `message` is for the operator."""

    kind: str
    message: str
    phrase: str
    language: Language


@dataclass(frozen=True, slots=True)
class LanguageChosen(Event):
    """The conversation goes on in this language."""

    language: Language


@dataclass(frozen=True, slots=True)
class ConversationEnded(Event):
    """The customer has gone; what was said is forgotten."""

    session_id: str
