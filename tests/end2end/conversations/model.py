"""A language model that follows the script, behind the real protocol: the real client talks to it over HTTP."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from typing import Any

from engine.dialogue.context import Waiting
from engine.llm.base import BrainRequest, TextDelta, Understood
from engine.llm.offline.brain import OfflineBrain
from engine.tools.base import ToolCall
from tests.end2end.conversations.script import Call, Round, Script, TurnScript
from tests.end2end.conversations.store import PreparedStore
from tests.fakes import groq_server
from tests.fakes.groq_server import Handler, Reply

_GAP = 30.0  # seconds in which nothing comes: longer than any limit


class ScriptedModel:
    """Answers each round of a turn as its script says: with `model`, else with the calls that it expects.

    Where the script leaves it open, it answers what the offline brain would, so that the kiosk's other half, from the
    protocol to the guard, is what is tried.

    Attributes:
        request: what the kiosk asks the brain, as it was before it became messages.
    """

    def __init__(self, script: Script, store: PreparedStore) -> None:
        self._script = script
        self._turn: TurnScript | None = None
        self._brain = OfflineBrain(lambda: store.embedder)
        self._waiting: Waiting | None = None
        self._reason: str | None = None
        self._round = 0
        self.request: BrainRequest | None = None

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Serve, and be the one that the kiosk's client asks."""
        before = {name: os.environ.get(name) for name in ("GROQ_API_KEY", "GROQ_BASE_URL")}
        with groq_server.serving() as server:
            server.replies = [self._answer]
            os.environ |= {"GROQ_API_KEY": "scripted", "GROQ_BASE_URL": server.url}
            try:
                yield
            finally:
                for name, value in before.items():
                    os.environ.pop(name, None)
                    if value is not None:
                        os.environ[name] = value

    def begin(self, turn: TurnScript) -> None:
        """The next turn begins."""
        self._turn, self._round = turn, 0

    def _answer(self, handler: Handler) -> None:
        assert self._turn is not None
        if failing := self._failing():
            failing(handler)
            return
        messages = handler.server.received[-1].body["messages"]
        may_call = bool(handler.server.received[-1].body.get("tools"))
        answer = self._next(messages, may_call)
        self._round += 1
        if answer.calls:
            handler_events = [
                groq_server.fragment(index, f"call_{self._round}_{index}", call.name, json.dumps(call.arguments))
                for index, call in enumerate(answer.calls)
            ]
        else:
            handler_events = [groq_server.text(answer.text or "")]
        groq_server.stream(*handler_events, groq_server.usage(900, 40))(handler)

    def _failing(self) -> Reply | None:
        assert self._turn is not None
        fail = self._turn.fail
        if fail.network == "down":
            return _hang_up
        return {
            None: None,
            "timeout": groq_server.waits(_GAP),
            "error": groq_server.status(500, "the model is overloaded"),
            "stream": groq_server.stream(groq_server.fragment(0, "c", "search_products", '{"que'), ends=False),
        }[fail.llm]

    def _next(self, messages: list[dict[str, Any]], may_call: bool) -> Round:
        assert self._turn is not None
        if self._round < len(self._turn.model):
            return self._turn.model[self._round]
        made = _tools_of_this_turn(messages)
        wanted = [] if self._turn.model else [call for call in self._turn.tools or () if call.name not in made]
        answer = asyncio.run(self._as_offline())
        if wanted and may_call:
            return Round(calls=[self._whole(call, answer) for call in wanted])
        if answer.calls and may_call and self._turn.tools is None:
            return answer
        facts = [fact if isinstance(fact, str) else fact[0] for fact in self._turn.says]
        return Round(text=answer.text or ". ".join(facts) or "…")

    async def _as_offline(self) -> Round:
        assert self.request is not None
        if not self.request.runs:
            context = replace(self.request.context, waiting=self._waiting)
        else:
            context = copy(self.request.context)
        self._waiting = None
        calls, text = [], ""
        async for part in self._brain.respond(replace(self.request, context=context)):
            if isinstance(part, ToolCall):
                calls.append(Call(name=part.name, arguments=dict(part.arguments)))
            elif isinstance(part, TextDelta):
                text += part.text
            elif isinstance(part, Understood):
                self._waiting = part.waiting
        return Round(calls=calls, text=text)

    def _whole(self, call: Call, answer: Round) -> Call:
        """A call with what the script leaves out because it does not matter, as the offline brain understands it."""
        assert self._turn is not None
        assert self.request is not None
        context = self.request.context
        missing: dict[str, Any] = {}
        if call.name == "search_products":
            missing = {"query": self._turn.say or ""}
        elif call.name == "get_product_faq":
            missing = {"product_id": context.last_product_id or "store"}
        elif call.name == "call_staff":
            missing = {"summary": "The customer asks for a person."}
        elif call.name in ("track_order", "cancel_order", "initiate_return") and context.last_order_id:
            missing = {"order_id": context.last_order_id}
        if call.name == "initiate_return" and self._reason:
            missing["reason"] = self._reason
        understood = next((one.arguments for one in answer.calls if one.name == call.name), {})
        whole = Call(name=call.name, arguments={**missing, **understood, **call.arguments})
        self._reason = whole.arguments.get("reason", self._reason)  # a model remembers what it was told before
        return whole


def _tools_of_this_turn(messages: list[dict[str, Any]]) -> list[str]:
    """The names of the tools that ran since the customer spoke."""
    last_said = max(index for index, message in enumerate(messages) if message["role"] == "user")
    return [call["function"]["name"] for message in messages[last_said:] for call in message.get("tool_calls") or ()]


def _hang_up(handler: Handler) -> None:
    handler.close_connection = True
