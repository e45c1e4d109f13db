"""Which act serves which wish."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from engine.llm.offline.acts import evidence, one_product, orders, products, talk
from engine.llm.offline.acts.again import again, asks_rule, goes_on
from engine.llm.offline.acts.base import Act, Said, Scene
from engine.llm.offline.acts.each import each
from engine.llm.offline.acts.seeking import Wordings
from engine.llm.offline.understanding.wish import Wish

_MAY_GO_ON = ("search", "guess", "unknown", "talk", "policy", "price", "take")
_QUESTIONS = ("question", "store_question")
_TALK = ("talk", "unknown")
_INTENT, _PRICED, _REFINES = "intent", "priced", "refines"  # of a search: told to the act, not to the tool


def play(scene: Scene, wish: Wish) -> Act:
    """The act that serves a wish, unless the store has answered as it is worded."""
    if wish.kind == "each":
        told = yield from each(scene, wish.arguments["all"], wish.arguments["goods"])
        return told or (yield from play(scene, wish.arguments["whole"]))
    if _may_go_on(scene, wish) and (told := (yield from again(scene, wish.said if wish.kind in _QUESTIONS else None))):
        return told
    of_talk = evidence.of_talk(scene, wish.said) or not wish.said.things
    if wish.kind == "search" and of_talk and (told := (yield from evidence.asked(scene, wish.said))):
        return told
    if _may_be_else(scene, wish) and (told := (yield from evidence.rather(scene, wish.said, wish.kind in _TALK))):
        return told
    if wish.kind == "policy" and (told := (yield from evidence.own_rule(scene, wish.said))):
        return told
    return (yield from _ACTS.get(wish.kind, _unknown)(scene, wish))


def _may_go_on(scene: Scene, wish: Wish) -> bool:
    """Whether a wish was taken from words that ask on about the last answer."""
    if wish.kind in _QUESTIONS and wish.product is not None:
        return False
    if wish.kind == "order":
        return asks_rule(scene, wish.said)
    if wish.kind == "policy" and scene.before == "policy" and not wish.said.things:
        return False  # another rule, or the same
    return wish.kind in (*_MAY_GO_ON, *_QUESTIONS) and goes_on(scene, wish.said)


def _may_be_else(scene: Scene, wish: Wish) -> bool:
    """Whether a wish was taken from words that may as well ask the store something."""
    off_topic = wish.kind == "talk" and wish.arguments["topic"] == "off_topic"
    new = wish.kind == "order" and not scene.context.last_order_id
    ruled = wish.kind == "policy" and scene.before != "policy"
    return off_topic or new or ruled or wish.kind in ("doubtful", "unknown")


def _only(said: Said) -> Act:
    """An act without a tool."""
    yield from ()
    return said


def _order(scene: Scene, wish: Wish) -> Act:
    arguments = dict(wish.arguments)
    return orders.request(scene, str(arguments.pop("tool")), arguments)


def _search(scene: Scene, wish: Wish) -> Act:
    intent, priced = str(wish.arguments.get(_INTENT, "search")), bool(wish.arguments.get(_PRICED))
    return products.search(scene, _wordings(wish), wish.said, intent, priced, bool(wish.arguments.get(_REFINES)))


def _wordings(wish: Wish) -> Wordings:
    """The arguments of the tool in every wording."""
    own = {name: value for name, value in wish.arguments.items() if name not in (_INTENT, _PRICED, _REFINES)}
    return own, *wish.others


def _meant(wish: Wish) -> Mapping[str, Any]:
    """The product of a wish that has one."""
    assert wish.product is not None
    return wish.product


def _question(scene: Scene, wish: Wish) -> Act:
    return products.question(scene, wish.said, wish.product, wish.arguments)


def _language(scene: Scene, wish: Wish) -> Act:
    assert wish.language is not None
    brief = bool(wish.arguments.get("brief"))
    return _only(talk.language(replace(scene, language=wish.language), wish.language, brief))


def _unknown(scene: Scene, wish: Wish) -> Act:
    if not scene.context.waiting:
        if told := (yield from again(scene)):
            return told
        if wish.arguments:
            return (yield from products.perhaps(scene, _wordings(wish), wish.said))
    return talk.not_understood(scene)


def _which_price(scene: Scene, _wish: Wish) -> Act:
    return (yield from again(scene)) or talk.which_price(scene)


_ACTS: Mapping[str, Callable[[Scene, Wish], Act]] = {
    "order": _order,
    "policy": lambda scene, wish: orders.policy(scene, str(wish.arguments["policy_type"])),
    "staff": lambda scene, wish: orders.staff(scene, wish.arguments.get("summary")),
    "search": _search,
    "ask_again": lambda scene, _wish: _only(talk.not_understood(scene)),
    "guess": lambda scene, wish: products.guess(scene, _wordings(wish), wish.said, wish.product),
    "doubtful": lambda scene, wish: products.doubtful(scene, wish.said, wish.product, wish.arguments),
    "chosen": lambda scene, wish: one_product.chosen(scene, _meant(wish), wish.said),
    "price": lambda scene, wish: one_product.price_of(scene, _meant(wish), wish.said),
    "take": lambda scene, wish: one_product.taken(scene, _meant(wish)),
    "next_in_size": lambda scene, wish: one_product.next_in_size(
        scene, _meant(wish), int(wish.arguments["sign"]), wish.arguments.get("kind")
    ),
    "question": _question,
    "other_look": lambda scene, wish: products.other_look(scene, wish.said, _meant(wish), wish.arguments),
    "store_question": lambda scene, wish: products.store_question(
        scene, wish.said, wish.arguments.get("query"), wish.arguments.get("rule")
    ),
    "talk": lambda scene, wish: _only(talk.talk(scene, str(wish.arguments["topic"]))),
    "language": _language,
    "declined": lambda scene, _wish: _only(talk.declined(scene)),
    "ambiguous": lambda scene, _wish: _only(orders.return_or_policy(scene)),
    "which_price": _which_price,
}
