"""What every act has: the scene it is played in, and what it ends with."""

from __future__ import annotations

import zlib
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from engine.dialogue.context import Context, Waiting
from engine.dialogue.phrases import phrase
from engine.languages import Language
from engine.llm.base import Choice, Exchange
from engine.tools.base import ToolCall, ToolRun

_TALKED = 5  # products that are remembered besides the last

Act = Generator[ToolCall, ToolRun, "Said"]
"""Yields a call, is sent its run, and returns what is said in the end."""


@dataclass(slots=True)
class Thread:
    """What one conversation has been about, beyond its context: lists to choose from, and what was done last.

    Attributes:
        listed: the last list of several products.
        talked_about: the products that were talked about, the latest last, each once.
        policy: the policy that was quoted last.
        rule: what it says.
        order_tool: what was done about an order last, and with which arguments.
        order_arguments: see `order_tool`.
        order_items: the names of what the last order has in it.
        answered: the last answer of the store's frequent questions, after the product's id, or the store's.
    """

    listed: tuple[Mapping[str, Any], ...] = ()
    talked_about: list[Mapping[str, Any]] = field(default_factory=list)
    policy: str | None = None
    rule: str | None = None
    order_tool: str | None = None
    order_arguments: dict[str, Any] = field(default_factory=dict)
    order_items: tuple[str, ...] = ()
    answered: tuple[str, str] | None = None

    def talk_about(self, product: Mapping[str, Any]) -> None:
        """Remember a product as the last that was talked about."""
        others = [one for one in self.talked_about if one["id"] != product["id"]]
        self.talked_about[:] = [*others[-_TALKED:], product]


@dataclass(frozen=True, slots=True)
class Scene:
    """What an act may know: the customer's words, the language of the answer, and what was said before.

    Attributes:
        utterance: all that the customer said.
        part: the part of it that the act serves, where it holds several wishes.
        before: what the customer wanted in the turn before this one.
    """

    utterance: str
    language: Language
    store: str
    context: Context
    thread: Thread
    categories: tuple[str, ...] = ()
    history: tuple[Exchange, ...] = ()
    before: str | None = None
    part: str | None = None

    @property
    def words(self) -> str:
        """What the act's tools take the customer to have said."""
        return self.part or self.utterance

    def phrase(self, key: str, **values: Any) -> str:
        """One of the sentences for an outcome: the same for the same words at the same place of a conversation."""
        seed = zlib.crc32(f"{len(self.history)}{self.utterance}{key}".encode())
        return phrase(key, self.language, variant=seed, **values)


@dataclass(frozen=True, slots=True)
class Said:
    """How an act ends.

    Attributes:
        text: the answer.
        intent: what the customer wanted.
        waiting: what the answer asks for.
        language: the customer wants this one from now on.
        choices: what the answer offers to choose from.
        confidence: how sure the intent is, 0 to 1.
        shows: the calls of whose results the screen shows something; empty if only of the last.
    """

    text: str
    intent: str
    waiting: Waiting | None = None
    language: Language | None = None
    choices: tuple[Choice, ...] = ()
    confidence: float = 1.0
    shows: tuple[str, ...] = ()


def call(tool: str, **arguments: Any) -> ToolCall:
    """A call, without the arguments that are not known."""
    given = {key: value for key, value in arguments.items() if value is not None}
    return ToolCall(uuid4().hex[:8], tool, given)


def offer_staff(scene: Scene) -> Waiting:
    """The answer ends in "Shall I call someone?", and a yes to it is understood."""
    return Waiting("call_staff", {"summary": f"A customer asks: {scene.utterance[:200]}"}, "yes")
