"""What every recogniser does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from engine.audio.format import Samples
from engine.languages import Language
from engine.stt.grammar import StoreWords

READ_BACK = 0.5  # of the confidence that is otherwise wanted: as sure a number may be, because it is read back


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was understood.

    Attributes:
        text: the words.
        language: theirs.
        confidence: how sure that is, 0 to 1.
        doubtful: words of it that another would fit nearly as well (a colour, a price, a digit), with that other.
    """

    text: str
    language: Language
    confidence: float
    doubtful: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Hint:
    """What the dialogue knows before the customer speaks.

    Attributes:
        language: the only language to expect, when the customer or the operator has chosen one.
        prior: the conversation's language so far; it decides between equally likely ones.
        expecting: what the kiosk has just asked for: "phone", "order", "reason" or "answer" (a yes or no).
    """

    language: Language | None = None
    prior: Language | None = None
    expecting: str | None = None


class Recogniser(Protocol):
    """Turns sound into words. Calls block; the engine runs them on the recogniser's own thread."""

    def transcribe(self, audio: Samples, hint: Hint) -> Transcript:
        """Recognise a whole utterance.

        Args:
            audio: float32 in [-1, 1), 16 kHz, shape [n], at most 30 s.
            hint: what the dialogue expects.

        Raises:
            NoSpeech: there is nothing to recognise in it.
        """
        ...

    def partial(self, audio: Samples, hint: Hint) -> Transcript:
        """Recognise the beginning of an utterance that still goes on; the last words may be wrong."""
        ...

    def learn(self, store: StoreWords) -> None:
        """Take up a store's goods and orders in place of those before, also while it recognises on another thread."""
        ...

    def warm(self) -> None:
        """Run once on silence, so that the first customer does not wait for caches and pages."""
        ...
