"""One customer's conversation: it asks a brain, runs tools under the guard, and remembers.

The loop is the same for every brain. Confirmation is decided here before the brain is asked: when an action waits and
the customer says a clear yes, it runs; a brain only puts the outcome into words.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import structlog

from engine.dialogue.confirmation import Answer, classify
from engine.dialogue.context import Context, Waiting
from engine.dialogue.memory import Memory
from engine.dialogue.phrases import phrase
from engine.errors import BrainFailed
from engine.languages import Language
from engine.llm.base import Brain, BrainRequest, Choice, TextDelta, Understood
from engine.record import Problem
from engine.tools.base import ToolCall, ToolRun
from engine.tools.guard import Guard, PendingAction

MOST_ROUNDS = 3
_log = structlog.get_logger(__name__)

# Runs a call for a conversation's guard and language, with the customer's words; on the store's thread.
RunTool = Callable[[ToolCall, Guard, str, Language, str], Awaitable[ToolRun]]


class Conversation:
    """One customer's conversation.

    Args:
        session_id: its id.
        store: the shop's name.
        brains: in order of preference; a later one steps in when an earlier fails.
        run_tool: runs a tool.
        categories: the store's.
        clock: seconds, monotonic.
        language: the only language to answer in; None follows the customer.

    Attributes:
        turns: how many turns it has had.
        brain: the name of the brain that answered last.
        problem: what went wrong in the last turn, if something did.
        choices: what the last answer offers to choose from.
    """

    def __init__(
        self,
        session_id: str,
        store: str,
        brains: Sequence[Brain],
        run_tool: RunTool,
        categories: tuple[str, ...],
        clock: Callable[[], float],
        language: Language | None = None,
    ) -> None:
        self.session_id = session_id
        self.chosen_language = language
        self.context = Context(language=language)
        self.memory = Memory(clock)
        self.guard = Guard(clock)
        self.turns = 0
        self.brain = ""
        self.problem: Problem | None = None
        self.choices: tuple[Choice, ...] = ()
        self._store = store
        self._brains = brains
        self._run_tool = run_tool
        self._categories = categories

    @property
    def language(self) -> Language:
        """The language in which the conversation is held."""
        return self.chosen_language or self.context.language or Language.ENGLISH

    def choose_language(self, language: Language | None) -> None:
        """Hold the conversation in this language from now on; None follows the customer again."""
        self.chosen_language = self.context.preferred_language = language
        self.context.language = language or self.context.language

    async def respond(self, utterance: str, language: Language) -> AsyncIterator[TextDelta | ToolRun]:
        """Answer the customer's words: the text as it is written, and the tools that ran.

        Args:
            utterance: what the customer said or typed.
            language: in which.
        """
        self.problem = None
        self.choices = ()
        self.memory.touch()
        self.guard.hear(utterance)
        self.context.language = language
        self.context.changed_at = datetime.now(UTC)
        runs: list[ToolRun] = []
        declined: str | None = None
        dropped: PendingAction | None = None
        if pending := self.guard.take_pending():
            answer = classify(utterance, pending)
            if answer is Answer.YES:
                self.guard.approve(pending)
                runs.append(await self._run(ToolCall(uuid4().hex[:8], pending.tool, pending.arguments), utterance))
                yield runs[-1]
            elif answer is Answer.NO:
                declined = pending.tool
            else:
                dropped = pending
        asked = BrainRequest(
            utterance=utterance,
            language=self.language,
            store=self._store,
            context=self.context,
            categories=self._categories,
            declined=declined,
            dropped=dropped,
        )
        waiting, self.context.waiting = self.context.waiting, None
        for index, brain in enumerate(self._brains):
            self.brain = brain.name
            spoke = False
            try:
                # The request still sees what was asked for; whatever the brain asks for next replaces it.
                async for part in self._rounds(brain, asked, runs, waiting):
                    spoke = spoke or isinstance(part, TextDelta)
                    yield part
            except BrainFailed as failed:
                _log.warning("brain failed", brain=brain.name, kind=failed.kind, error=failed.message)
                self.problem = Problem.of(failed)
                if spoke or index + 1 == len(self._brains):
                    return
            else:
                if not spoke:
                    yield TextDelta(phrase("talk.not_understood", self.language))
                return

    async def _rounds(
        self,
        brain: Brain,
        asked: BrainRequest,
        runs: list[ToolRun],
        waiting: Waiting | None,
    ) -> AsyncIterator[TextDelta | ToolRun]:
        for number in range(MOST_ROUNDS + 1):
            self.context.waiting = waiting
            request = replace(
                asked,
                language=self.language,
                history=self.memory.recent,
                runs=tuple(runs),
                last_round=number == MOST_ROUNDS,
            )
            calls = []
            asked_next = None
            async for part in brain.respond(request):
                if isinstance(part, TextDelta):
                    yield part
                elif isinstance(part, ToolCall):
                    calls.append(part)
                elif isinstance(part, Understood):
                    self.context.intent, self.context.confidence = part.intent, part.confidence
                    self.choices = part.choices
                    asked_next = part.waiting
                    if part.language:
                        self._follow(part.language)
            self.context.waiting = asked_next
            if not calls or request.last_round:
                return
            for call in calls:
                runs.append(await self._run(call, asked.utterance))
                yield runs[-1]

    def _follow(self, language: Language) -> None:
        """The customer has asked for a language: a chosen one gives way to it."""
        self.context.language = self.context.preferred_language = language
        if self.chosen_language:
            self.chosen_language = language

    async def _run(self, call: ToolCall, utterance: str) -> ToolRun:
        run = await self._run_tool(call, self.guard, self.session_id, self.language, utterance)
        self._note(run)
        return run

    def _note(self, run: ToolRun) -> None:
        """Keep what the customer's next words may refer to."""
        data = run.result.data
        context = self.context
        context.intent = _INTENTS.get(run.call.name, context.intent)
        products = data.get("products") or data.get("near_misses") or ([data["product"]] if "product" in data else [])
        if products:
            context.last_product_id, context.last_product_name = products[0]["id"], products[0]["name"]
            context.last_category = products[0]["category"]
            context.shown = tuple(products)
        if run.call.name == "search_products":
            context.last_search = dict(run.call.arguments)
            context.last_price = min((product["price"] for product in products), default=None)
        if "order" in data:
            context.last_order_id = data["order"]["id"]

    def snapshot(self) -> dict[str, Any]:
        """The context as the contract of `ask` lists it."""
        pending = self.guard.pending
        return {
            "intent": self.context.intent,
            "last_product_id": self.context.last_product_id,
            "last_order_id": self.context.last_order_id,
            "awaiting_confirmation": pending is not None,
            "pending_action": {"tool": pending.tool, "arguments": dict(pending.arguments)} if pending else None,
            "verified": self.guard.verified,
        }


_INTENTS = {
    "search_products": "search",
    "get_product_faq": "faq",
    "get_policy": "policy",
    "call_staff": "staff",
    "track_order": "track_order",
    "cancel_order": "cancel_order",
    "initiate_return": "initiate_return",
}
