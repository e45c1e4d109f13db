"""What every brain does: it is asked for one turn, and streams words and tool calls."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Protocol

from engine.dialogue.context import Context, Waiting
from engine.languages import Language
from engine.tools.base import ToolCall, ToolRun
from engine.tools.guard import PendingAction


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was said before: the customer's words, and those of the kiosk's answer that were heard.

    `private` answers tell of an order; only whoever has shown that it is theirs may hear them again.
    """

    customer: str
    kiosk: str
    private: bool = False


@dataclass(slots=True)
class Spent:
    """Seconds that a turn has waited for a server, over all of its rounds; a brain adds to it."""

    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class BrainRequest:
    """Everything a brain may use to answer.

    Attributes:
        utterance: the customer's words.
        language: in which to answer.
        store: the shop's name.
        context: what the conversation is about.
        history: what was said before, oldest first.
        runs: the tools that ran in this turn, with their results.
        categories: the store's categories.
        declined: the customer has just said no to the action with this tool name.
        dropped: a write that waited for a yes, and that these words neither confirm nor decline: it will not happen.
        last_round: no more tools may be called.
        spent: how long this turn has waited for a server so far.
    """

    utterance: str
    language: Language
    store: str
    context: Context
    history: tuple[Exchange, ...] = ()
    runs: tuple[ToolRun, ...] = ()
    categories: tuple[str, ...] = ()
    declined: str | None = None
    dropped: PendingAction | None = None
    last_round: bool = False
    spent: Spent = field(default_factory=Spent)


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next piece of the answer's text."""

    text: str


@dataclass(frozen=True, slots=True)
class Restarted:
    """The answer broke off and is made anew: what came of this round so far is void."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of two things that the customer may have meant.

    Attributes:
        label: as the answer names it and a button shows it, in the language of the answer.
        words: what the customer says by touching the button.
    """

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What the brain takes the customer to want.

    Attributes:
        intent: its name.
        waiting: what the answer asks the customer for, to go on with.
        language: the customer asks to go on in this language.
        confidence: how sure that is, 0 to 1.
        choices: what the customer may have meant, where it is not clear; the answer asks which.
        shows: the calls of whose results the screen shows something, where several wishes are served at once.
    """

    intent: str
    waiting: Waiting | None = None
    language: Language | None = None
    confidence: float = 1.0
    choices: tuple[Choice, ...] = ()
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer cost, in tokens."""

    prompt_tokens: int
    completion_tokens: int

    def plus(self, other: Usage) -> Usage:
        """The cost of both."""
        return Usage(self.prompt_tokens + other.prompt_tokens, self.completion_tokens + other.completion_tokens)


BrainPart = TextDelta | ToolCall | Understood | Usage | Restarted


class Brain(Protocol):
    """Answers one round of a turn.

    A round ends either in text or in tool calls; after calls, the brain is asked again with their results in `runs`.
    `name` is what the log calls it. The words of a brain that is not `trusted` are checked against what the tools have
    told before they are spoken (engine/dialogue/claims.py).
    """

    name: str
    trusted: bool

    async def warm(self) -> None:
        """Speech has begun: make ready what an answer will need. It never raises."""
        ...

    def respond(self, request: BrainRequest) -> AsyncIterator[BrainPart]:
        """Stream the parts of a round.

        Raises:
            BrainFailed: no answer came, or it broke off (BrainTimeout, NetworkDown).
        """
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
