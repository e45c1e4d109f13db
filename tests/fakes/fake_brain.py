"""A brain that says what a test has written for it."""

from __future__ import annotations

import asyncio
import copy
import dataclasses
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from engine.llm.base import BrainPart, BrainRequest
from engine.tools.base import ToolCall

# What a round may hold: parts to give, seconds to wait, an error to raise.
Step = BrainPart | float | Exception


class FakeBrain:
    """Answers its requests with its rounds, one after the other; the last round again when they run out.

    Attributes:
        requests: what it was asked, with the context as it was then.
        closed: whether it was told to let go.
        warmed: how often it was told that speech has begun.
    """

    def __init__(self, *rounds: Sequence[Step], name: str = "fake", trusted: bool = True) -> None:
        self.name = name
        self.trusted = trusted
        self.warmed = 0
        self.rounds = list(rounds)
        self.requests: list[BrainRequest] = []
        self.closed = False

    async def respond(self, request: BrainRequest) -> AsyncIterator[BrainPart]:
        steps = self.rounds[min(len(self.requests), len(self.rounds) - 1)]
        self.requests.append(dataclasses.replace(request, context=copy.copy(request.context)))
        for step in steps:
            if isinstance(step, Exception):
                raise step
            if isinstance(step, float):
                await asyncio.sleep(step)
            else:
                yield step

    async def warm(self) -> None:
        self.warmed += 1

    async def close(self) -> None:
        self.closed = True


def call(name: str, arguments: Mapping[str, Any] | None = None, call_id: str = "c1", **more: Any) -> ToolCall:
    """A tool call as a brain makes it."""
    return ToolCall(call_id, name, {**(arguments or {}), **more})
