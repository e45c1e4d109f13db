"""What a request needs besides its intent: order numbers, the reason and way of a return, what is asked of a thing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from engine.lexicon import folded, phrase_sets
from engine.llm.offline.understanding import reasons
from engine.llm.offline.understanding.corrections import negations
from engine.llm.offline.understanding.sentence import CLAUSE, Sentence, sentence
from engine.tools.products import Topic

# What the store's questions call what customers ask about a thing; other aspects are specifications.
_TOPICS: Mapping[str, Topic] = {"warranty": "warranty", "care": "usage"}
_NEAR = 4  # words
_NEEDED: Mapping[str, tuple[str, ...]] = {"initiate_return": ("order_id", "reason", "action")}


def order_slots(said: Sentence, tool: str, asked: bool = False) -> dict[str, Any]:
    """What a sentence tells of a request about an order; `asked`: the kiosk has asked why it goes back."""
    found: dict[str, Any] = {}
    if said.order_ids:
        found["order_id"] = said.order_ids[-1 if len(said.order_ids) == 2 and corrected(said) else 0]
    if tool == "initiate_return":
        if reason := reasons.told(said, asked):
            found["reason"] = reason
        if action := action_of(said):
            found["action"] = action
    elif tool == "track_order" and said.phones:
        found["phone_number"] = said.phones[-1]
    return found


@lru_cache(maxsize=256)
def action_of(said: Sentence) -> str | None:
    """What somebody wants for a thing that they return, besides what they say they do not want."""
    said = said.without(_denied_actions(said) | reasons.of_mind(said))
    return "store_credit" if said.says("actions", "store_credit") else next(iter(said.best("actions")), None)


def _denied_actions(said: Sentence) -> set[int]:
    """The places of what is not wanted: the nearest action before a "नहीं", and after a "not", in its clause."""
    after, before = negations("not_after"), negations("not_before")
    denied: set[int] = set()
    start = 0
    for clause in map(sentence, CLAUSE.split(said.text)):
        words = [folded(word) for word in clause.words]
        actions = [place for place, word in enumerate(words) if _is_action(word)]
        for place, word in enumerate(words):
            nearest = None
            if word in after and tuple(words[place - 1 : place + 1]) not in _asking_nicely():
                nearest = next((one for one in reversed(actions) if place - _NEAR <= one < place), None)
            elif word in before:
                nearest = next((one for one in actions if place < one <= place + _NEAR), None)
            if nearest is not None:
                denied.add(start + nearest)
        start += len(words)
    return denied


@lru_cache(maxsize=1024)
def _is_action(word: str) -> bool:
    return any(phrases.score([word]) for phrases in phrase_sets("actions").values())


@cache
def _asking_nicely() -> frozenset[tuple[str, ...]]:
    """The ends of "कर दो ना" and "দিয়ে দিন না", in which nothing is denied."""
    phrases = (phrase for name in ("nicely", "unsure") for phrase in phrase_sets("agreement")[name].phrases)
    return frozenset(phrase[-2:] for phrase in phrases)


def missing(tool: str, arguments: Mapping[str, Any]) -> str | None:
    """The argument that has to be asked for first; None if nothing is missing."""
    return next((name for name in _NEEDED.get(tool, ("order_id",)) if not arguments.get(name)), None)


def aspects(said: Sentence) -> tuple[str, ...]:
    """What is asked about a thing: its weight, its colour; the best fitting first."""
    scores = {name: said.says("aspects", name) for name in phrase_sets("aspects")}
    return tuple(sorted((name for name in scores if scores[name]), key=lambda name: -scores[name]))


def topic(asked: tuple[str, ...]) -> Topic | None:
    """The topic of the store's questions that an aspect belongs to."""
    return next((_TOPICS[name] for name in asked if name in _TOPICS), None)


def supposes(said: Sentence) -> bool:
    """Whether a sentence says what might be and not what is: "suppose I do not like it", "मान लो टूट गया"."""
    return bool(said.says("speech", "suppose")) and not said.says("speech", "no_suppose")


def wishes(said: Sentence) -> bool:
    """Whether somebody says what they want to do, and asks nothing: "shoes return karne hain"."""
    wants = said.says("speech", "wants_to") and "?" not in said.text
    return bool(wants) and not any(said.says("speech", name) for name in ("asking", "policy", "when", "suppose"))


def of_money(said: Sentence) -> bool:
    """Whether it is about money or credit that comes back."""
    return action_of(said) in ("refund", "store_credit")


def corrected(said: Sentence) -> bool:
    """Whether a sentence takes back what was said before: "no, 1005", "sorry, I meant the blue one"."""
    return bool(said.says("speech", "correct"))
