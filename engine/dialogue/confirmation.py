"""Is this a clear yes to what was read back? Anything less is not."""

from __future__ import annotations

import re
from enum import Enum

from catalog.search.numbers import numbers, split
from engine.lexicon import best, phrase_sets, words_of
from engine.tools.guard import PendingAction

_SUBJECTS = {"cancel_order": "cancel_order", "initiate_return": "return_order"}
_JUST, _SHORT = ("ই", "च"), 3
_FIGURES = re.compile(r"\d+")


class Answer(Enum):
    """What the customer said to the read-back."""

    YES = "yes"
    NO = "no"
    OTHER = "other"


def classify(text: str, pending: PendingAction) -> Answer:
    """Tell a clear yes and a no from everything else.

    A yes may repeat what was asked ("yes, cancel order 1003") but may say nothing besides: "ok, and what is the return
    policy?", "haan, order kar do" and "yes, order 1004" are no yes to cancelling order 1003.
    """
    sentence = [_plain(word) for word in split(text)]
    answers = phrase_sets("answers")
    if answers["no"].score(sentence):
        return Answer.NO
    if not answers["yes"].score(sentence) or "?" in text:
        return Answer.OTHER
    allowed = words_of("answers", "yes") | words_of("answers", "beside")
    # "कर दो" has a two in it that counts nothing.
    said = [number for number in numbers(sentence) if not allowed.issuperset(sentence[number.start : number.end])]
    if any(number.digits.lstrip("0") not in _spoken_ids(pending) for number in said):
        return Answer.OTHER
    action = best("actions", sentence)
    if action and pending.arguments.get("action", action) != action:
        return Answer.OTHER
    named = {word for number in said for word in sentence[number.start : number.end]}
    subject = _SUBJECTS[pending.tool]
    repeats = bool(phrase_sets("intents")[subject].score(sentence))
    if repeats or action:
        said_again = (phrase_sets("intents")[subject], *([phrase_sets("actions")[action]] if action else ()))
        allowed |= words_of("intents", subject)
        allowed |= {word for word in sentence if any(phrases.score([word]) for phrases in said_again)}
    if repeats or named:
        allowed |= words_of("answers", "naming")
    return Answer.YES if allowed.issuperset(set(sentence) - named) else Answer.OTHER


def _plain(word: str) -> str:
    """A word without the "just" that Bengali and Marathi hang on it: বাতিলই, परतच."""
    return next((word.removesuffix(end) for end in _JUST if word.endswith(end) and len(word) > _SHORT), word)


def _spoken_ids(pending: PendingAction) -> set[str]:
    """The order's number as a customer may repeat it: all of its figures, or the last of them; without zeros before."""
    figures = _FIGURES.findall(str(pending.arguments.get("order_id", "")))
    return {"".join(figures).lstrip("0"), *(last.lstrip("0") for last in figures[-1:])}
