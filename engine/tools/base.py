"""What a tool is: a name and arguments that a model sees, and a function on the store's data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from catalog.store import Catalog
from engine.languages import Language
from engine.tools.guard import Guard


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A model's wish: the tool's name and its arguments as the model gave them, untrusted.

    Attributes:
        words: what the customer said that it is about, if that was but a part of all that they said.
    """

    id: str
    name: str
    arguments: Mapping[str, Any]
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """Something that the screen shows: what it is, which one, and what its picture needs."""

    kind: str
    id: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What came of a call: data for the model (it always has `status`), and cards for the screen."""

    data: dict[str, Any]
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolRun:
    """A call with its result and how long it took, in milliseconds."""

    call: ToolCall
    result: ToolResult
    milliseconds: float


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What a tool may know of the conversation that calls it."""

    catalog: Catalog
    guard: Guard
    session_id: str
    language: Language
    utterance: str


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool.

    Attributes:
        name: as the model sees it.
        description: when to use it, for the model.
        arguments: their names, types and bounds.
        run: does it; called on the store's thread with checked arguments.
        writes: whether it may change anything.
    """

    name: str
    description: str
    arguments: type[BaseModel]
    run: Callable[[Any, ToolContext], ToolResult]
    writes: bool = False
