"""One round of an answer: a brain is asked once, and its words pass a gate if it is not trusted."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable

from engine.dialogue.gate import Gate
from engine.errors import BrainFailed
from engine.llm.base import Brain, BrainRequest, Restarted, TextDelta, Understood, Usage
from engine.tools.base import ToolCall


class Round:
    """Asks a brain once.

    Args:
        brain: whom.
        request: what.
        gate: checks its words; None lets them pass as they are.
        understood: told at once what the brain takes the customer to want.

    Attributes:
        calls: the tools that it wants to call, once its words have ended.
        usage: what it cost, if the brain has told.
    """

    def __init__(
        self, brain: Brain, request: BrainRequest, gate: Gate | None, understood: Callable[[Understood], None]
    ) -> None:
        self._brain = brain
        self._request = request
        self._gate = gate
        self._understood = understood
        self.calls: list[ToolCall] = []
        self.usage: Usage | None = None

    async def words(self) -> AsyncIterator[str]:
        """What may be said, as it is written.

        Raises:
            BrainFailed: the answer broke off, after some of it had been said already.
        """
        gate = self._gate
        parts = self._brain.respond(self._request)
        try:
            async for part in parts:
                match part:
                    case TextDelta(text):
                        for said in gate.feed(text) if gate else (text,):
                            yield said
                        if gate and gate.full:
                            break
                    case ToolCall():
                        self.calls.append(part)
                    case Understood():
                        self._understood(part)
                    case Usage():
                        self.usage = part
                    case Restarted():
                        self._begin_anew()
        finally:
            if isinstance(parts, AsyncGenerator):
                await parts.aclose()
        for said in gate.finish() if gate else ():
            yield said

    def _begin_anew(self) -> None:
        if self._gate and self._gate.passed:
            raise BrainFailed("the language model's answer broke off")
        if self._gate:
            self._gate.restart()
        self.calls.clear()
