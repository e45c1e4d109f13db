"""The offline brain as a `Brain`: understand, call a tool, put its result into words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import uuid4

from catalog.search.numbers import split
from engine.dialogue.context import Waiting
from engine.dialogue.phrases import money, phrase
from engine.languages import Language
from engine.lexicon import phrase_sets
from engine.llm.base import BrainPart, BrainRequest, TextDelta, Understood
from engine.llm.offline.replies import reply
from engine.llm.offline.understanding import Understanding, search_arguments, understand
from engine.tools.base import ToolCall, ToolRun
from engine.tools.products import STORE

_ASK = {
    "order_id": "order.ask_number",
    "phone_number": "order.ask_phone",
    "reason": "return.ask_reason",
    "action": "return.ask_action",
    "yes": "talk.not_understood",
}
_POLICY_TOPICS = ("warranty", "shipping", "returns")
_ORDER_TOOLS = ("track_order", "cancel_order", "initiate_return")


class OfflineBrain:
    """Answers in four languages without a network, in a few milliseconds."""

    name = "offline"
    trusted = True  # every fact in a template comes from a tool's result

    async def warm(self) -> None:
        """Always ready."""

    async def close(self) -> None:
        """Nothing to let go of."""

    async def respond(self, request: BrainRequest) -> AsyncIterator[BrainPart]:
        """See `Brain.respond`."""
        for part in _answer(request):
            yield part


def _answer(request: BrainRequest) -> list[BrainPart]:
    if request.declined:
        return [Understood("declined"), TextDelta(phrase("cancel.declined", request.language))]
    if request.runs:
        return _continue(request, request.runs)
    wanted = understand(request.utterance, request.context)
    if wanted.missing:
        waiting = Waiting(str(wanted.tool), wanted.arguments, wanted.missing)
        return [Understood(wanted.intent, waiting), TextDelta(_ask(waiting, request.language))]
    if wanted.intent == "faq":
        return _faq(request, wanted)
    if wanted.intent == "price" and not request.context.last_product_name:
        return [Understood("price"), TextDelta(phrase("search.price_unknown", request.language))]
    if wanted.tool:
        return [Understood(wanted.intent), _call(wanted.tool, wanted.arguments)]
    return _talk(request, wanted)


def _continue(request: BrainRequest, runs: tuple[ToolRun, ...]) -> list[BrainPart]:
    last = runs[-1]
    data = last.result.data
    if data["status"] == "error":
        return [TextDelta(reply(last, request.language))]
    if last.call.name == "search_products":
        return _after_search(request, last)
    if last.call.name == "get_product_faq" and data["status"] == "not_found":
        return _no_answer(request, runs)
    parts: list[BrainPart] = []
    if data["status"] == "not_found" or data.get("why") == "window_closed":
        parts.append(_offer_staff(request))
    if last.call.name in _ORDER_TOOLS and data["status"] in ("phone_needed", "not_verified"):
        missing = "phone_number" if data["status"] == "phone_needed" else "order_id"
        parts.append(Understood(last.call.name, Waiting(last.call.name, dict(last.call.arguments), missing)))
    return [*parts, TextDelta(reply(last, request.language))]


def _after_search(request: BrainRequest, run: ToolRun) -> list[BrainPart]:
    """A search may have been for the product of a question, for a price, or a shot in the dark."""
    wanted = understand(request.utterance, request.context)
    data = run.result.data
    products = data["products"]
    if wanted.intent == "faq" and products:
        topic = wanted.arguments["question_topic"]
        return [_call("get_product_faq", {"product_id": products[0]["id"], "question_topic": topic})]
    if wanted.intent == "price" and products:
        named = {"name": products[0]["name"], "price": money(products[0]["price"])}
        return [TextDelta(phrase("search.price", request.language, **named))]
    if wanted.intent == "cheaper" and not products:
        return [TextDelta(phrase("search.no_cheaper", request.language))]
    if not products and not data["near_misses"]:
        if wanted.intent == "question":
            return _not_understood(request)
        return [_call("get_product_faq", {"product_id": STORE})]  # "EMI milega?" is no product
    return [TextDelta(reply(run, request.language))]


def _no_answer(request: BrainRequest, runs: tuple[ToolRun, ...]) -> list[BrainPart]:
    """Neither a product nor an answer was found."""
    wanted = understand(request.utterance, request.context)
    if wanted.intent == "question":
        return [_call("search_products", search_arguments(split(request.utterance)))]
    if wanted.intent == "faq":
        topic = wanted.arguments["question_topic"]
        if topic in _POLICY_TOPICS:  # where a product has no answer of its own, the store's rule holds
            return [_call("get_policy", {"policy_type": topic})]
        return [_offer_staff(request), TextDelta(reply(runs[-1], request.language))]
    if wanted.intent == "search":
        return [TextDelta(phrase("search.none", request.language))]
    return _not_understood(request)


def _offer_staff(request: BrainRequest) -> Understood:
    """The answer ends in "Shall I call someone?", and a yes to it is understood."""
    summary = {"summary": f"A customer asks: {request.utterance[:200]}"}
    return Understood(request.context.intent or "unknown", Waiting("call_staff", summary, "yes"))


def _not_understood(request: BrainRequest) -> list[BrainPart]:
    """Ask again for what a request lacks, if one waits; otherwise ask for other words."""
    if waiting := request.context.waiting:
        if waiting.missing == "yes" and phrase_sets("answers")["no"].score(split(request.utterance)):
            return [Understood("declined"), TextDelta(phrase("cancel.declined", request.language))]
        return [Understood(waiting.tool, waiting), TextDelta(_ask(waiting, request.language))]
    return [Understood("unknown"), TextDelta(phrase("talk.not_understood", request.language))]


def _ask(waiting: Waiting, language: Language) -> str:
    return phrase(_ASK[waiting.missing], language, id=waiting.arguments.get("order_id", ""))


def _faq(request: BrainRequest, wanted: Understanding) -> list[BrainPart]:
    """A question about a product: the one that is named, else the one that was talked about, else the store."""
    topic, named = wanted.arguments["question_topic"], wanted.arguments["query"]
    if named:
        return [Understood("faq"), _call("search_products", {"query": named, "max_results": 1})]
    product = request.context.last_product_id
    if product is None and topic in _POLICY_TOPICS:
        return [Understood("policy"), _call("get_policy", {"policy_type": topic})]
    arguments = {"product_id": product or STORE, "question_topic": topic}
    return [Understood("faq"), _call("get_product_faq", arguments)]


def _talk(request: BrainRequest, wanted: Understanding) -> list[BrainPart]:
    """What needs no tool."""
    language = wanted.language or request.language
    if wanted.language:
        return [Understood("language", language=language), TextDelta(phrase("talk.language_changed", language))]
    if wanted.intent == "repeat":
        said = request.history[-1].kiosk if request.history else ""
        return [Understood("repeat"), TextDelta(said or phrase("talk.nothing_to_repeat", language))]
    if wanted.intent not in ("greeting", "thanks", "goodbye", "help"):
        return _not_understood(request)
    return [Understood(wanted.intent), TextDelta(phrase(f"talk.{wanted.intent}", language, store=request.store))]


def _call(tool: str, arguments: Mapping[str, Any]) -> ToolCall:
    given = {key: value for key, value in arguments.items() if value is not None}
    return ToolCall(uuid4().hex[:8], tool, given)
