"""Requests about orders: track, cancel, return; which order, and what was wanted of the one before."""

from __future__ import annotations

from typing import Any

from engine.lexicon import phrase_sets
from engine.llm.offline.understanding import naming, reasons, references, slots
from engine.llm.offline.understanding.intents import OF_AN_ORDER, ORDER_INTENTS, takes_off
from engine.llm.offline.understanding.sentence import Sentence
from engine.llm.offline.understanding.wish import View, Wish

TOOLS = {"track_order": "track_order", "cancel_order": "cancel_order", "return_order": "initiate_return"}
# Likeness from which meaning alone tells; less where an order was talked about.
_LIKELY, _HINT, _FOLLOWING = 0.45, 0.3, 0.25
_CLEARLY = 0.3  # by how much giving back is likelier than cancelling where only "I don't want it" is said
_AGAIN = 4.0  # how much likelier a question is about the order that was talked about than its wording tells
_CLEAR = 0.9  # how likely it is that goods are looked for, whatever single words say
_SHORT, _FEW = 2, 6  # words


def about_order(said: Sentence, view: View) -> Wish | None:
    """The request about an order that a sentence makes, if it makes one."""
    if _counts_goods(said, view):
        return None
    if _bare_return(said, view):
        return Wish("ambiguous", said, confidence=0.4)
    if _following(view) and (asked := _asked_of_order(said, view)):
        return Wish("order", said, {"tool": "track_order", "order_id": view.context.last_order_id, "asked": asked})
    if _following(view) and _asks_when(said, view):
        return Wish("order", said, {"tool": "track_order", "order_id": view.context.last_order_id})
    if _following(view) and said.figures and not said.order_ids and not said.things and len(said.words) <= _FEW:
        return Wish("order", said, {"tool": "track_order", "order_id": said.figures[-1]})
    if view.context.last_order_id and said.says("speech", "why") and view.scores.words(*ORDER_INTENTS):
        return Wish("order", said, {"tool": "track_order", "order_id": view.context.last_order_id})
    if _other_action(said, view):
        return _request("initiate_return", said, view)
    tool = _tool(said, view)
    if tool in ("cancel_order", "initiate_return") and said.says("speech", "forbid"):
        return Wish("declined", said)
    return _request(tool, said, view) if tool else None


def _counts_goods(said: Sentence, view: View) -> bool:
    """Whether what could be an order's number is a figure of what was shown: "the 20000 one", of a power bank."""
    if not said.order_ids or said.phones or view.scores.words(*ORDER_INTENTS) or _following(view):
        return False
    kinds = phrase_sets("speech")["kind"]
    pointed = [number for number in said.numbers if kinds.score(said.words[number.end : number.end + 1])]
    if said.things and set(said.order_ids) <= {number.digits for number in pointed}:
        return True  # "a memory card, the 128 one"
    shown = (*view.context.shown, *view.thread.listed)
    return set(said.order_ids) <= {figure for product in shown for figure in references.numbered(product)}


def _other_action(said: Sentence, view: View) -> bool:
    """Whether a return that was talked about shall go another way: "no, store credit is better"."""
    before = view.thread
    recent = before.order_tool == "initiate_return" and view.context.intent in ("initiate_return", "declined")
    known = before.order_arguments.get("action")
    asks = said.says("speech", "policy") or said.says("speech", "when")
    return recent and slots.action_of(said) not in (None, known) and not asks


def _asked_of_order(said: Sentence, view: View) -> str | None:
    """What is asked about the order that was talked about: what is in it, who brings it, what it cost."""
    if said.order_ids or view.scores.words("cancel_order", "return_order"):
        return None
    within = said.says("speech", "how_much") or said.says("speech", "inside")
    of_thing = said.says("speech", "price") or naming.is_no_search(slots.aspects(said))  # "how many days of warranty"
    if within and naming.of_order(said, view) and not of_thing:
        return "items"  # "it has the lock in it, doesn't it", "how many fans are in it"
    return next((name for name in ("items", "carrier", "total") if said.says("speech", f"order_{name}")), None)


def _asks_when(said: Sentence, view: View) -> bool:
    """Whether it is asked when what was ordered comes: "by which date will it reach me", "it comes tomorrow, no"."""
    if said.order_ids or slots.of_money(said) or view.scores.words("cancel_order", "return_order", "policy_returns"):
        return False
    ordered = not said.things or naming.of_order(said, view) is not None
    when = said.says("speech", "when") or said.says("speech", "day")
    return ordered and bool(when and said.says("speech", "arrives"))


def _wanted(said: Sentence, view: View) -> str | None:
    """What the words say is wanted of an order."""
    scores = view.scores
    if _following(view) and not said.things and takes_off(said):
        return "cancel_order"
    wanted = next((name for name in ORDER_INTENTS if scores.words(name)), None)
    unwanted = said.says("speech", "unwanted") and reasons.reason_of(said) in (None, "changed_mind")
    if wanted == "track_order" and unwanted and not slots.of_money(said):
        # An order that has come cannot be cancelled, and then its return is offered.
        return (
            "return_order" if scores.means("return_order") > scores.means("cancel_order") + _CLEARLY else "cancel_order"
        )
    return wanted


def _tool(said: Sentence, view: View) -> str | None:
    scores = view.scores
    named = bool(said.order_ids or said.phones)
    wanted = _wanted(said, view)
    if named:
        of_goods = said.things and not said.phones and wanted is None and not _names_order(said)
        if of_goods and (_asks_for_goods(said) or _leads_to_goods(view)):
            return None
        return _tool_of_named(said, view, wanted)
    if _following(view) and reasons.reason_of(said) and _gives_back(view):
        return "initiate_return"
    if slots.supposes(said) or _asks_for_rule(said, view):
        return None
    if wanted and scores.of("product_question") > scores.of(wanted):
        return None
    if wanted and scores.means("search") >= _CLEAR and _asks_for_goods(said):
        return None  # "show me a doll, one whose clothes she can change"
    of_this = view.focus is not None and bool(said.says("speech", "this") and said.says("speech", "asking"))
    if wanted and of_this and scores.means("product_question") > scores.means(wanted):
        return None  # "when does its filter have to be changed"
    if wanted in ("cancel_order", "return_order"):
        return TOOLS[wanted]
    if wanted == "track_order" and scores.of("track_order") + 0.1 >= scores.of("store_question"):
        return "track_order"
    likely = scores.best(*ORDER_INTENTS)
    others = scores.means("search", "price", "product_question", "store_question", "off_topic", "stop")
    if scores.means(likely) >= _LIKELY and scores.means(likely) > others and not _asks_for_goods(said):
        return TOOLS[likely]
    if _following(view) and (not said.things or naming.of_order(said, view)) and _goes_on(view):
        return "track_order"
    return None


def _names_order(said: Sentence) -> bool:
    """Whether a number is said to be an order's: "6203 is the number", or of what was ordered."""
    if said.says("speech", "ordered"):
        return True
    naming = phrase_sets("answers")["naming"]
    ids = (one for one in said.numbers if len(one.digits) >= OF_AN_ORDER and one.digits in said.order_ids)
    near = ([*said.words[max(0, one.start - 2) : one.end + 1]] for one in ids)
    return any(naming.score([word for word in words if word != "of"]) for words in near)


def _leads_to_goods(view: View) -> bool:
    """Whether goods are meant most clearly, where no order was talked about."""
    return view.thread.order_tool is None and view.scores.leading in ("search", "product_question")


def _gives_back(view: View) -> bool:
    """Whether words of giving back and of money back are the likeliest."""
    asks = sum(view.scores.means(name) for name in ("return_order", "policy_returns", "policy_refunds"))
    return asks > _LIKELY


def _goes_on(view: View) -> bool:
    """Whether words that name nothing most likely ask on about the order that was talked about."""
    asked = ("track_order", "policy_shipping")
    meaning = view.scores.meaning
    return _AGAIN * sum(meaning[name] for name in asked) > max(meaning[name] for name in meaning if name not in asked)


def _tool_of_named(said: Sentence, view: View, wanted: str | None) -> str:
    """What is wanted of an order whose number, or phone number, is said."""
    scores = view.scores
    if wanted in ("cancel_order", "return_order"):
        return TOOLS[wanted]
    if said.says("speech", "address"):
        return "track_order"  # it is the address that is wrong, not what came
    if reasons.reason_of(said) and scores.means("track_order") <= scores.means("return_order") + 0.15:
        return "initiate_return"
    if slots.of_money(said) and _gives_back(view) and not said.says("speech", "asking"):
        return "initiate_return"  # "1004, it came torn, give me a refund"
    likely = scores.best(*ORDER_INTENTS)
    before = view.thread.order_tool or view.context.intent
    follows = before in TOOLS.values()
    if follows and slots.corrected(said) and len(said.words) <= _FEW and not _asks_where(said):
        return str(before)  # "no, the other order, 1005"
    if before == "track_order" and wanted is None and said.says("speech", "also") and not slots.of_money(said):
        return before  # "did they drop off 1005 as well"
    if follows and (slots.corrected(said) or scores.means("cancel_order", "return_order", "track_order") < _LIKELY):
        others = scores.means("cancel_order", "return_order")
        asks_where = scores.words("track_order") > 1 or scores.means("track_order") >= max(_FOLLOWING, others)
        return "track_order" if asks_where else str(before)
    if scores.means(likely) >= _HINT and scores.means(likely) > scores.means("track_order") + 0.1:
        return TOOLS[likely]
    return "track_order"


def _asks_where(said: Sentence) -> bool:
    return any(said.says("speech", name) for name in ("asking", "when", "arrives"))


def _request(tool: str, said: Sentence, view: View) -> Wish:
    arguments: dict[str, Any] = slots.order_slots(said, tool)
    before = view.thread
    recent = view.context.intent == tool or slots.corrected(said)
    if before.order_tool == tool and (recent or "order_id" not in arguments):
        names = ("reason", "action") if "order_id" in arguments else ("order_id", "reason", "action")
        kept = {name: before.order_arguments.get(name) for name in names}
        other = "order_id" in arguments and arguments["order_id"] != before.order_arguments.get("order_id")
        if kept.get("reason") and arguments.get("reason") == "changed_mind" and "action" in arguments and not other:
            del arguments["reason"]  # "I don't want it exchanged, give me the money": why it goes back is known
        arguments = {name: value for name, value in kept.items() if value} | arguments
    if "order_id" not in arguments and view.context.last_order_id:
        arguments["order_id"] = view.context.last_order_id
    return Wish("order", said, {"tool": tool, **arguments})


def _asks_for_rule(said: Sentence, view: View) -> bool:
    """Whether somebody asks what is possible rather than asking for it: "can I return soap?", "return policy"."""
    scores = view.scores
    rules = max(scores.of("store_question"), scores.of(f"policy_{scores.policy}"))
    wish = max(scores.of(name) for name in ORDER_INTENTS)
    if said.says("speech", "policy"):
        return True
    if slots.wishes(said) and scores.words("return_order", "cancel_order"):
        return False
    if said.says("speech", "can"):
        return rules + 0.15 >= wish
    return rules > wish and len(said.words) > 2  # "return it" is a wish


def _asks_for_goods(said: Sentence) -> bool:
    return bool(said.says("speech", "price") or said.says("speech", "show") or said.price.bounded)


def _following(view: View) -> bool:
    return view.context.last_order_id is not None and view.context.intent in (*TOOLS.values(), "declined")


def _bare_return(said: Sentence, view: View) -> bool:
    """Whether somebody says "return" and nothing else: the rules, or an order?"""
    return (
        len(said.words) <= _SHORT
        and bool(said.says("speech", "returning"))
        and not said.order_ids
        and view.context.last_order_id is None
        and not said.says("speech", "policy")
        and not said.things
    )
