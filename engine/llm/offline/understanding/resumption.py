"""Going on with a request that lacked something, when the customer gives it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.dialogue.context import Waiting
from engine.llm.offline.understanding import slots
from engine.llm.offline.understanding.orders import TOOLS
from engine.llm.offline.understanding.sentence import Sentence, sentence
from engine.llm.offline.understanding.wish import View, Wish

_ORDER_AND_PHONE = 2  # numbers


def resumed(said: Sentence, view: View) -> Wish | None:
    """The request that waits, with what these words add to it; None if they do not."""
    waiting = view.context.waiting
    if waiting is None:
        return None
    arguments = dict(waiting.arguments)
    match waiting.missing:
        case "yes":
            return _offer(said, waiting)
        case "choice":
            return _choice(said, view, waiting)
        case "phone_number":
            found = _phone(said, arguments, view.before)
        case "order_id":
            found = _order_id(said, arguments, view.before)
        case _:
            found = {} if _asks_else(said, view, waiting) else _other(said, view, waiting)
            found = found or _other_phone(said)
    if not found and waiting.missing in ("reason", "action") and not _asks(said, view):
        return Wish("ask_again", said)
    if not found:
        # Some figures where ten are asked for: a part of the number, or another order's, but no other request.
        partial = waiting.missing == "phone_number" and said.numbers and not said.things
        return Wish("ask_again", said) if partial else None
    arguments |= found
    if waiting.tool == "cancel_order":
        arguments.pop("phone_number", None)
    return Wish("order", said, {"tool": waiting.tool, **arguments})


def _phone(said: Sentence, arguments: Mapping[str, Any], before: str) -> dict[str, Any]:
    found: dict[str, Any] = {"phone_number": said.phones[-1]} if said.phones else {}
    current = str(arguments.get("order_id", ""))
    if _begun_again(said):
        return found
    rest = "".join(number.digits for number in said.numbers[1:])  # besides what the order's number may go on with
    if said.phones and current and said.phones[-1] in rest:
        whole = _continued(said, before) or ""
        if whole.startswith(current):  # "order seven three one", and after a pause "four, and my phone is ..."
            return found | {"order_id": whole}
    # Five figures where ten are asked for are a part of the phone number, not another order.
    ids = [one for one in said.order_ids if len(one) == len(current) or not one.isdecimal()]
    if ids and ids[-1] != current:
        found["order_id"] = ids[-1]
    return found


def _begun_again(said: Sentence) -> bool:
    """Whether a phone number is said in pieces and once more as a whole: "ninety-nine twenty, I mean nine nine two"."""
    if not (said.phones and said.numbers):
        return False
    first = said.numbers[0].digits
    again = 1 < len(first) < len(said.phones[-1]) and said.phones[-1].startswith(first[:2])
    return again or len(said.numbers) > _ORDER_AND_PHONE


def _order_id(said: Sentence, arguments: Mapping[str, Any], before: str) -> dict[str, Any]:
    whole = _continued(said, before)
    if whole and (not said.order_ids or _completes(whole, said, before)):
        return {"order_id": whole, "phone_number": said.phones[-1] if said.phones else None}
    if not said.order_ids:
        return {"order_id": arguments["order_id"]} if said.phones and arguments.get("order_id") else {}
    phone = said.phones[-1] if said.phones else None
    current = str(arguments.get("order_id", ""))
    if phone and current and all(len(one) != len(current) for one in said.order_ids):
        return {"order_id": current, "phone_number": phone}  # "it ends with 209", and the whole number after it
    return {"order_id": said.order_ids[-1 if slots.corrected(said) else 0], "phone_number": phone}


def _continued(said: Sentence, before: str) -> str | None:
    """The number that was cut off in the words before and is said to its end now: "order fifty two thousand", "six"."""
    if not said.numbers or said.numbers[0].start > 0 or said.words[: said.numbers[0].end] == ("oh",):
        return None
    first = said.numbers[0]
    last = sentence(before)
    if not last.numbers or last.numbers[-1].end != len(last.words):
        return None
    words = " ".join((*last.words, *said.words[: first.end]))
    ids = sentence(words).order_ids
    return ids[-1] if ids else None


def _completes(whole: str, said: Sentence, before: str) -> bool:
    """Whether what may be a number by itself is the end of a longer one: "order seven thousand", "four hundred six"."""
    begun = sentence(before).numbers[-1]
    return begun.value % 100 == 0 and len(whole) == len(begun.digits) > len(said.order_ids[0])


def _asks_else(said: Sentence, view: View, waiting: Waiting) -> bool:
    """Whether something else is asked for than what lacks a reason: "then cancel 52008", "show me small bags"."""
    if said.things and said.says("speech", "demand"):
        return True
    others = [name for name, tool in TOOLS.items() if tool != waiting.tool]
    return bool(said.order_ids) and view.scores.words(*others) > view.scores.words("return_order")


def _asks(said: Sentence, view: View) -> bool:
    """Whether words that do not answer a question ask for anything else: "the rice was full of it" does not."""
    ways = ("show", "demand", "price", "policy", "asking")
    return "?" in said.text or any(said.says("speech", way) for way in ways) or any(view.scores.lexical.values())


def _other(said: Sentence, view: View, waiting: Waiting) -> dict[str, Any]:
    """What is told of a return that lacks its reason or what is wanted for it."""
    found = slots.order_slots(said, waiting.tool, waiting.missing == "reason" and not _asks(said, view))
    if "action" in found and waiting.arguments.get("reason") and found.get("reason") == "changed_mind":
        del found["reason"]  # "I don't want it exchanged, give me the money": why it goes back is known
    return found


def _other_phone(said: Sentence) -> dict[str, Any]:
    """The phone number that is told before it is asked for, with no other order's."""
    return {"phone_number": said.phones[-1]} if said.phones and not said.order_ids else {}


def _offer(said: Sentence, waiting: Waiting) -> Wish | None:
    if said.content or slots.aspects(said):
        return None
    if said.says("answers", "no"):
        return Wish("declined", said)
    if said.says("answers", "yes"):
        return Wish("staff", said, {"summary": waiting.arguments.get("summary")})
    return None


def _choice(said: Sentence, view: View, waiting: Waiting) -> Wish | None:
    options = waiting.arguments
    first = bool(said.says("speech", "policy") or said.says("speech", "first"))
    second = bool(said.order_ids or view.scores.words("track_order") or said.says("speech", "second"))
    if first == second:
        return None
    chosen = str(options["first" if first else "second"])
    if chosen == "policy":
        return Wish("policy", said, {"policy_type": options.get("policy_type", "returns")})
    return Wish("order", said, {"tool": chosen, **slots.order_slots(said, chosen)})
