"""From a customer's words to what they want, by rules over the lexicon and the numbers in the sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.search.numbers import numbers, split
from catalog.search.prices import parted, price
from engine.dialogue.context import Context, Waiting
from engine.dialogue.phones import phone_numbers
from engine.languages import Language
from engine.lexicon import best, fillers, phrase_sets, questions
from engine.tools.products import STORE

# Where several intents match, the first of these wins unless a later one matches with more words.
_ORDER_INTENTS = {"cancel_order": "cancel_order", "return_order": "initiate_return", "track_order": "track_order"}
_FIRST = ("staff", "language_hi", "language_bn", "language_mr", "language_en", "repeat")
_POLICIES = ("policy_returns", "policy_refunds", "policy_shipping", "policy_privacy", "policy_warranty")
_LAST = ("more", "cheaper", "this_price", "thanks", "goodbye", "help")
_ORDER_ID = re.compile(r"\b[A-Za-z]{1,6}[-_]?\d[\dA-Za-z_-]*\b")


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the customer wants.

    Attributes:
        intent: its name; "unknown" if nothing was understood.
        tool: the tool that serves it, if one does.
        arguments: for the tool, as far as they are known.
        missing: the argument to ask for first.
        language: the language that the customer asks for.
    """

    intent: str
    tool: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    missing: str | None = None
    language: Language | None = None


def understand(text: str, context: Context) -> Understanding:
    """Tell what a customer wants, from the words and from what the conversation is about."""
    sentence = split(text)
    if context.waiting and (resumed := _resume(text, sentence, context.waiting)):
        return resumed
    scores = {name: phrases.score(sentence) for name, phrases in phrase_sets("intents").items()}
    intent = _intent(scores)
    if intent in _ORDER_INTENTS:
        return _about_order(_ORDER_INTENTS[intent], text, sentence, context)
    if intent.startswith("language_"):
        return Understanding(intent, language=Language(intent.removeprefix("language_")))
    if intent.startswith("policy_"):
        return Understanding("policy", "get_policy", {"policy_type": intent.removeprefix("policy_")})
    if intent == "staff":
        return Understanding("staff", "call_staff", {"summary": f"A customer asks for help: {text[:200]}"})
    if intent in ("repeat", "thanks", "goodbye", "help"):
        return Understanding(intent)
    return _about_products(sentence, intent, scores, context)


def content_words(sentence: list[str]) -> list[str]:
    """The words that name a thing: no function words, no words of asking, no topics."""
    topics = phrase_sets("topics").values()
    return [
        word
        for word in sentence
        if word not in fillers() and not any(topic.score([word]) for topic in topics) and not word.isdecimal()
    ]


def search_arguments(sentence: list[str]) -> dict[str, Any]:
    """A search from a sentence: its words without the price, and the price as bounds."""
    sentence = parted(sentence)
    said = price(sentence)
    if not said.bounded:
        return {"query": " ".join(sentence)}
    rest = [word for index, word in enumerate(sentence) if index not in said.taken or said.order]
    bounds = {"min": said.low, "max": said.high}
    return {
        "query": " ".join(rest),
        "price_range": {name: bound for name, bound in bounds.items() if bound is not None},
    }


def _intent(scores: Mapping[str, int]) -> str:
    for name in _FIRST:
        if scores[name]:
            return name
    policy = max(_POLICIES, key=lambda name: scores[name])
    order = next((name for name in _ORDER_INTENTS if scores[name]), None)
    if scores[policy] and (order is None or scores[policy] > scores[order] or order == "track_order"):
        return policy
    if order:
        return order
    for name in _LAST:
        if scores[name]:
            return name
    return "greeting" if scores["greeting"] else "unknown"


def _resume(text: str, sentence: list[str], waiting: Waiting) -> Understanding | None:
    """Go on with a request, if these words give what it lacked."""
    arguments = dict(waiting.arguments)
    if waiting.missing == "phone_number" and phone_numbers(text):
        arguments["phone_number"] = phone_numbers(text)[0]
    elif waiting.missing == "order_id" and (order_id := _order_id(text, sentence)):
        arguments = {**arguments, "order_id": order_id, "phone_number": next(iter(phone_numbers(text)), None)}
    elif waiting.missing == "yes" and phrase_sets("answers")["yes"].score(sentence):
        return Understanding("staff", waiting.tool, arguments)
    elif waiting.missing in ("reason", "action") and (said := best(f"{waiting.missing}s", sentence)):
        arguments[waiting.missing] = said
    else:
        return None
    return _order_request(waiting.tool, arguments, sentence)


def _about_order(tool: str, text: str, sentence: list[str], context: Context) -> Understanding:
    arguments: dict[str, Any] = {}
    order_id = _order_id(text, sentence) or context.last_order_id
    if order_id:
        arguments["order_id"] = order_id
    if phones := phone_numbers(text):
        arguments["phone_number"] = phones[0]
    return _order_request(tool, arguments, sentence)


def _order_request(tool: str, arguments: dict[str, Any], sentence: list[str]) -> Understanding:
    if tool == "initiate_return":
        for name in ("reason", "action"):
            if name not in arguments and (said := best(f"{name}s", sentence)):
                arguments[name] = said
    elif tool == "cancel_order":
        arguments.pop("phone_number", None)
    needed = {"initiate_return": ("order_id", "reason", "action")}.get(tool, ("order_id",))
    known = {name: value for name, value in arguments.items() if value is not None}
    missing = next((name for name in needed if name not in known), None)
    return Understanding(tool, tool, known, missing)


def _order_id(text: str, sentence: list[str]) -> str | None:
    """An order's number: letters with figures, or figures that are neither a phone number nor a small count."""
    if lettered := _ORDER_ID.search(text):
        return lettered[0]
    candidates = [number.digits for number in numbers(sentence) if 3 <= len(number.digits) <= 9]
    return candidates[0] if candidates else None


def _about_products(sentence: list[str], intent: str, scores: Mapping[str, int], context: Context) -> Understanding:
    arguments = search_arguments(sentence)
    named = content_words(split(arguments["query"]))
    bounds = arguments.get("price_range")
    if context.last_search and not named:
        if intent == "cheaper" and context.last_price:
            cheaper = {**context.last_search, "price_range": {"max": context.last_price - 1}}
            return Understanding("cheaper", "search_products", cheaper)
        if intent == "more":
            return Understanding("more", "search_products", {**context.last_search, "max_results": 10})
        if bounds:  # "under five hundred", after sarees were shown
            return Understanding("search", "search_products", {**context.last_search, "price_range": bounds})
    if intent == "this_price" and not named:
        return Understanding("price", "search_products", {"query": context.last_product_name, "max_results": 1})
    topic = best("topics", sentence)
    if topic and not bounds:
        return Understanding("faq", "get_product_faq", {"question_topic": topic, "query": " ".join(named)})
    if intent == "greeting" and not named:
        return Understanding("greeting")
    asks = scores["search"] or scores["this_price"] or bounds
    if not named and not asks:
        return Understanding("unknown")
    if not asks and set(sentence) & questions():
        return Understanding("question", "get_product_faq", {"product_id": STORE})
    return Understanding("search" if asks else "unknown", "search_products", arguments)
