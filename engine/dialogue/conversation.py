"""One customer's conversation: it asks a brain, runs tools under the guard, and remembers.

The loop is the same for every brain. Confirmation is decided here before the brain is asked: when an action waits and
the customer says a clear yes, it runs; a brain only puts the outcome into words.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import uuid4

import structlog

from catalog.times import INDIA
from engine.audio.format import Pcm
from engine.dialogue import manners
from engine.dialogue.ambiguity import may_mean_two
from engine.dialogue.answering import SETTLED, Answering
from engine.dialogue.calls import is_bad, run_calls
from engine.dialogue.confirmation import Answer, classify
from engine.dialogue.context import Context, ReturningCustomer
from engine.dialogue.doubts import Doubtful, Doubts, ReadBack, doubtful_answer, named
from engine.dialogue.evidence import Evidence
from engine.dialogue.following import SPEAK, Following, mismatch
from engine.dialogue.gate import Gate
from engine.dialogue.language_request import wanted_language
from engine.dialogue.memory import Memory
from engine.dialogue.phrases import phrase, screen_texts
from engine.dialogue.rounds import Round
from engine.dialogue.saved import restore
from engine.dialogue.scope import out_of_scope
from engine.errors import BrainFailed
from engine.languages import Language
from engine.llm.base import Brain, BrainRequest, Choice, TextDelta, Understood, Usage
from engine.record import Problem
from engine.text import interleaved, words
from engine.tools.attempts import Attempts
from engine.tools.base import ToolCall, ToolRun
from engine.tools.guard import Guard

MOST_ROUNDS = 3
MOST_OWN_ROUNDS = 8  # of a brain that is trusted, whose acts end by themselves
MOST_REPAIRS = 1  # rounds of wrong calls that a model is told of
_PLAIN_NO = 3  # words; a longer no says something else as well
_FOUND = ("search_products", "get_product_faq")  # what a doubtful word of goods leads to
_TYPED = ("phone_number", "order_id")
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
        recall: tells what the store knows of a customer by their phone number; asked once they are verified.
        attempts: wrong pairs of order and phone number at one kiosk, over its conversations.

    Attributes:
        turns: how many turns it has had.
        evidence: what may be said.
        usage: what the last answer cost, if its brain has told.
        part: the sound of a sentence that was not whole, and the loop's time of its end.
        brain: the name of the brain that answered last.
        problem: what went wrong in the last turn, if something did.
        choices: what the last answer offers to choose from.
        shows: the calls of whose results the screen shows something, if they are more than the last.
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
        recall: Callable[[str], Awaitable[ReturningCustomer]] | None = None,
        attempts: Attempts | None = None,
    ) -> None:
        self.session_id = session_id
        self.chosen_language = language
        self.context = Context(language=language)
        self.memory = Memory(clock)
        self.guard = Guard(clock, attempts)
        self.evidence = Evidence()
        self.usage: Usage | None = None
        self.part: tuple[Pcm, float] | None = None
        self.turns = 0
        self.brain = ""
        self.problem: Problem | None = None
        self.choices: tuple[Choice, ...] = ()
        self.shows: tuple[str, ...] = ()
        self._store = store
        self._brains = brains
        self._run_tool = run_tool
        self._categories = categories
        self._recall = recall
        self._following = Following()
        self._doubts = Doubts()
        self._answered = ""  # what was said last in answer to a question

    @property
    def language(self) -> Language:
        """The language in which the conversation is held."""
        return self.chosen_language or self.context.language or Language.ENGLISH

    @property
    def expecting(self) -> str | None:
        """What the kiosk has just asked for, as `Hint.expecting` names it."""
        doubt = self._doubts.waiting
        if doubt and doubt.denied:
            return "phone" if doubt.is_phone else "order"
        if self.guard.pending is not None or doubt:
            return "answer"
        return _EXPECTED.get(self.context.waiting.missing) if self.context.waiting else None

    @property
    def _wants_number(self) -> bool:
        return self.expecting in ("phone", "order")

    @property
    def to_type(self) -> str:
        """What the answer asks for that is easier typed: "phone_number" or "order_id"; "" if there is nothing."""
        if doubt := self._doubts.waiting:
            return "phone_number" if doubt.is_phone else "order_id"
        waiting = self.context.waiting
        return waiting.missing if waiting and waiting.missing in _TYPED else ""

    def choose_language(self, language: Language | None) -> None:
        """Hold the conversation in this language from now on; None follows the customer again."""
        self.chosen_language = self.context.preferred_language = language
        self.context.language = language or self.context.language

    def resume(self, turns: Sequence[Any], saved: Mapping[str, Any]) -> None:
        """Go on after a restart of the kiosk: the customer is unverified, and no write waits (see saved.py)."""
        restore(self.context, self.memory, turns, saved)
        self.turns = len(self.memory.kept)
        for said in self.memory.kept:
            self.evidence.recall(said.kiosk)

    async def respond(
        self, utterance: str, language: Language, doubtful: Doubtful = ()
    ) -> AsyncIterator[TextDelta | ToolRun]:
        """Answer the customer's words: the text as it is written, and the tools that ran.

        Args:
            utterance: what the customer said or typed.
            language: in which.
            doubtful: words of it that might as well be others, with these.
        """
        self.problem, self.choices, self.usage, self.shows = None, (), None, ()
        self.memory.touch()
        self.context.changed_at = datetime.now(UTC)
        asked = manners.asked(utterance)
        granted = self._grant(asked.wish) if asked else ""
        if asked and asked.alone:
            self.context.intent, self.context.confidence = asked.wish, 1.0
            yield TextDelta(self._once_more(asked.wish, granted))
            return
        if self.guard.pending and doubtful_answer(doubtful):  # a no may be a yes: the question is asked once more
            yield TextDelta(self._once_more(manners.Wish.REPEAT, ""))
            return
        utterance, language, doubt = self._doubts.hear(
            utterance, language, doubtful, self._wants_number, self.guard.verified
        )
        if doubt:
            self._answered = self._asked_back(doubt, language)
            yield TextDelta(self._answered)
            return
        self._answered = ""
        turn = self._begin(utterance, language, doubtful)
        turn.manner_granted = asked is not None
        async with aclosing(self._answer(turn)) as parts:
            async for part in parts:
                if isinstance(part, TextDelta):
                    self._answered += part.text
                yield part

    def _grant(self, wish: manners.Wish) -> str:
        """Speak as the customer wants from now on; return the key of what is said about it, "" to say it once more."""
        if wish is manners.Wish.REPEAT:
            return ""
        self.context.manner, key = manners.granted(wish, self.context.manner)
        return key

    def _once_more(self, wish: manners.Wish, granted: str) -> str:
        """The last answer again, where it was not caught; a question that waits for an answer goes on waiting."""
        self.guard.begin()
        self.guard.ask_again()
        said = [phrase(granted, self.language, self.turns)] if granted else []
        if wish in (manners.Wish.REPEAT, manners.Wish.SLOWER, manners.Wish.LOUDER):
            before = self._answered or (self.memory.kept[-1].kiosk if self.memory.kept else "")
            said += [before.strip()] if before else []
        return " ".join(said) or phrase("talk.nothing_to_repeat", self.language)

    def reads_back(self, utterance: str, language: Language, doubtful: Doubtful) -> bool:
        """Whether there is a number in what was heard that would be read back before it counts."""
        doubt = self._doubts.new(utterance, language, doubtful, self._wants_number, self.guard.verified)
        return doubt is not None

    def _asked_back(self, doubt: ReadBack, language: Language) -> str:
        """The question by which a doubtful number is read back; nothing is done with it until it is sure."""
        self.guard.begin()
        self.guard.take_pending()  # the customer has spoken of something else than a yes to it
        self.problem = Problem("stt_doubtful", "a number may be another; it was read back", "", "heard.again")
        self.context.language = self.context.language or language
        if doubt.denied:
            return phrase("heard.again", self.language)
        texts = screen_texts(self.language)
        self.choices = tuple(Choice(texts[name], texts[name]) for name in ("yes", "no"))
        return phrase("heard.number", self.language, self.turns, number=doubt.number)

    async def _answer(self, turn: Answering) -> AsyncGenerator[TextDelta | ToolRun, None]:
        utterance = turn.asked.utterance
        if self.guard.dictated:
            self.context.waiting = turn.waiting
            yield TextDelta(phrase("order.phone_rest", self.language))
            return
        if subject := self._beside_the_shop(turn):
            yield TextDelta(phrase(f"scope.{subject}", self.language))
            return
        if turn.approved:
            turn.runs.append(await self._run(turn.approved, utterance))
            turn.settled = True
            yield turn.runs[-1]
        for brain in self._brains:
            last = brain is self._brains[-1]
            if turn.settled and not brain.trusted and not last:
                continue
            self.brain = brain.name
            try:
                async with aclosing(self._rounds(brain, turn)) as parts:
                    async for part in parts:
                        if isinstance(part, TextDelta) and (before := self._said_first(turn)):
                            yield TextDelta(before)
                        yield part
            except BrainFailed as failed:
                _log.warning("brain failed", brain=brain.name, kind=failed.kind, error=failed.message)
                self.problem = Problem.of(failed)
                if turn.spoke or last:
                    return
            else:
                if turn.spoke and not (turn.settled and not brain.trusted and not last):
                    return
        yield TextDelta(phrase("talk.not_understood", self.language))

    def _said_first(self, turn: Answering) -> str:
        """What goes before the answer's first words: that the language has changed, and what was understood."""
        said = ""
        if turn.switched:
            turn.switched = False
            said = phrase("talk.switched", self.language) + " "
        if turn.doubtful and any(run.call.name in _FOUND for run in turn.runs):
            said += phrase("heard.named", self.language, self.turns, words=turn.doubtful) + " "
            turn.doubtful = ""
        return said

    def _beside_the_shop(self, turn: Answering) -> str | None:
        """What the customer talks about if it has nothing to do with the shop; it is declined without any brain."""
        if turn.approved or turn.asked.declined:
            return None
        subject = out_of_scope(turn.asked.utterance)
        if subject:
            self.context.intent, self.context.confidence = "out_of_scope", 1.0
            self.context.waiting = turn.waiting
        return subject

    def _offer_language(self, utterance: str) -> None:
        """Where a language was chosen and the customer speaks another, offer that on a button, and note it."""
        if self.chosen_language and (spoken := mismatch(utterance, self.chosen_language)):
            self.problem = Problem("language_mismatch", f"chosen is {self.chosen_language}, spoken was {spoken}")
            self.choices = (Choice(phrase("talk.offer_language", spoken), SPEAK[spoken]),)

    def _begin(self, utterance: str, language: Language, doubtful: Doubtful) -> Answering:
        """Take in what the customer said; decide whether it is the yes that a write waits for."""
        context = self.context
        before = context.language if self.turns > 1 or self.memory.kept else None
        dictating = context.waiting is not None and context.waiting.missing == "phone_number"
        whole = self.guard.hear(utterance, dictating)
        if before is None or not (whole or self.guard.dictated):  # figures tell no language: half of them are shared
            context.language = self._following.hear(utterance, language, before, context.preferred_language)
        self.evidence.hear(utterance)
        asked = BrainRequest(
            utterance=whole or utterance,
            language=self.language,
            store=self._store,
            context=context,
            categories=self._categories,
        )
        self._offer_language(utterance)
        switched = not self.chosen_language and before not in (None, context.language)
        turn = Answering(asked, context.waiting, switched=switched, doubtful=named(doubtful))
        turn.settled = wanted_language(utterance) is not None or may_mean_two(utterance, context)
        context.waiting = None
        if pending := self.guard.take_pending():
            answer = Answer.OTHER if doubtful else classify(utterance, pending)
            if answer is Answer.YES:
                self.guard.approve(pending)
                turn.approved = ToolCall(uuid4().hex[:8], pending.tool, pending.arguments)
            elif answer is Answer.NO:
                turn.asked = replace(asked, declined=pending.tool)
                turn.settled = len(words(utterance)) <= _PLAIN_NO
            else:
                turn.asked = replace(asked, dropped=pending)
        return turn

    async def _rounds(self, brain: Brain, turn: Answering) -> AsyncGenerator[TextDelta | ToolRun, None]:
        """Ask a brain until it has answered in words.

        Raises:
            BrainFailed: it did not, it went on calling tools wrongly, or nothing of what it said may be spoken.
        """
        wrong = 0
        most = MOST_OWN_ROUNDS if brain.trusted else MOST_ROUNDS
        for number in range(most + 1):
            # The request still sees what was asked for; whatever the brain asks for next replaces it.
            self.context.waiting = turn.waiting
            request = replace(
                turn.asked,
                language=self.language,
                history=self.memory.recent,
                runs=tuple(turn.runs_for(brain)),
                last_round=number == most,
            )
            gate = None if brain.trusted else Gate(lambda: self.language, self.evidence, _today)
            turn.asks = None
            asked = Round(brain, request, gate, lambda part: self._understood(part, turn))
            async for text in asked.words():
                turn.spoke = True
                yield TextDelta(text)
            if asked.usage:
                self.usage = self.usage.plus(asked.usage) if self.usage else asked.usage
            self.context.waiting = turn.asks
            if not asked.calls or request.last_round:
                break
            round_began = len(turn.runs)
            async for run in run_calls(asked.calls, partial(self._run, utterance=turn.asked.utterance)):
                turn.runs.append(run)
                yield run
            made = turn.runs[round_began:]
            if not brain.trusted:  # what a model looks for at once, it tells of at once
                self._show_together([run for run in made if run.result.data.get("products")])
            turn.settled = turn.settled or any(run.result.data["status"] in SETTLED for run in made)
            if turn.settled and not brain.trusted and brain is not self._brains[-1]:
                return
            wrong += all(is_bad(run) for run in made)
            if wrong > MOST_REPAIRS and not brain.trusted:
                raise BrainFailed("the language model goes on calling tools wrongly")
        if gate is not None and not turn.spoke:
            raise BrainFailed(f"nothing of the language model's answer may be said: {gate.dropped or 'it is empty'}")

    def _understood(self, part: Understood, turn: Answering) -> None:
        self.context.intent, self.context.confidence = part.intent, part.confidence
        self.choices = part.choices or self.choices
        self._show_together([run for run in turn.runs if run.call.id in part.shows])
        if part.intent in (manners.Wish.SLOWER, manners.Wish.LOUDER) and not turn.manner_granted:
            turn.manner_granted = True  # a brain has understood it by other words
            self._grant(manners.Wish(part.intent))
        turn.asks = part.waiting
        if part.language:
            turn.switched = False  # the answer itself is about it
            self._follow(part.language)

    def _show_together(self, runs: Sequence[ToolRun]) -> None:
        """Where several things were looked for, the screen shows them all, and "the second one" is one of them."""
        if len(runs) < 2:
            return
        self.shows = tuple(run.call.id for run in runs)
        found = [run.result.data["products"] for run in runs if run.result.data.get("products")]
        if len(found) > 1:
            self.context.shown = tuple(interleaved(found, lambda product: product["id"]))

    def _follow(self, language: Language) -> None:
        """The customer has asked for a language: a chosen one gives way to it."""
        self.context.language = self.context.preferred_language = language
        if self.chosen_language:
            self.chosen_language = language

    async def _run(self, call: ToolCall, utterance: str) -> ToolRun:
        was_verified = self.guard.verified
        run = await self._run_tool(call, self.guard, self.session_id, self.language, utterance)
        self.context.note(call.name, call.arguments, run.result.data)
        self.evidence.learn(run)
        if self.guard.verified_phone and not was_verified and self._recall:
            self.context.customer = await self._recall(self.guard.verified_phone)
        return run

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


_EXPECTED = {
    "order_id": "order",
    "phone_number": "phone",
    "reason": "reason",
    "action": "reason",
    "yes": "answer",
}


def _today() -> date:
    return datetime.now(INDIA).date()
