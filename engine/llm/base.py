"""What every brain does: it is asked for one turn, and streams words and tool calls."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from engine.dialogue.context import Context, Waiting
from engine.languages import Language
from engine.tools.base import ToolCall, ToolRun


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was said before: the customer's words, and those of the kiosk's answer that were heard."""

    customer: str
    kiosk: str


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
        last_round: no more tools may be called.
    """

    utterance: str
    language: Language
    store: str
    context: Context
    history: tuple[Exchange, ...] = ()
    runs: tuple[ToolRun, ...] = ()
    categories: tuple[str, ...] = ()
    declined: str | None = None
    last_round: bool = False


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next piece of the answer's text."""

    text: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What the brain takes the customer to want.

    Attributes:
        intent: its name.
        waiting: what the answer asks the customer for, to go on with.
        language: the customer asks to go on in this language.
    """

    intent: str
    waiting: Waiting | None = None
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer cost, in tokens."""

    prompt_tokens: int
    completion_tokens: int
    details: Mapping[str, str] = field(default_factory=dict)


BrainPart = TextDelta | ToolCall | Understood | Usage


class Brain(Protocol):
    """Answers one round of a turn.

    A round ends either in text or in tool calls; after calls, the brain is asked again with their results in `runs`.
    `name` is what the log calls it.
    """

    name: str

    def respond(self, request: BrainRequest) -> AsyncIterator[BrainPart]:
        """Stream the parts of a round.

        Raises:
            BrainFailed: no answer came, or it broke off (BrainTimeout, NetworkDown).
        """
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
