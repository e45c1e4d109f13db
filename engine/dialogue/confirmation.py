"""Is this a clear yes to what was read back? Anything less is not."""

from __future__ import annotations

from enum import Enum

from engine.dialogue.numbers import numbers, split
from engine.lexicon import CODES, fillers, phrase_sets, read
from engine.text import words
from engine.tools.guard import PendingAction

_SAME_SUBJECT = ("cancel_order", "return_order", "track_order")


class Answer(Enum):
    """What the customer said to the read-back."""

    YES = "yes"
    NO = "no"
    OTHER = "other"


def classify(text: str, pending: PendingAction) -> Answer:
    """Tell a clear yes and a no from everything else.

    A yes may repeat what was asked ("yes, cancel order 1003") but may say nothing besides: "ok, and what is the return
    policy?" and "yes, order 1004" are no yes to cancelling order 1003.
    """
    sentence = split(text)
    answers = phrase_sets("answers")
    if answers["no"].score(sentence):
        return Answer.NO
    if not answers["yes"].score(sentence):
        return Answer.OTHER
    order_id = str(pending.arguments.get("order_id", ""))
    if any(number.digits not in order_id for number in numbers(sentence) if len(number.digits) > 1):
        return Answer.OTHER
    allowed = fillers() | _words_of("answers", ("yes",)) | _words_of("intents", _SAME_SUBJECT)
    beside = [word for word in sentence if word not in allowed and not word.isdecimal()]
    return Answer.OTHER if beside else Answer.YES


def _words_of(section: str, names: tuple[str, ...]) -> frozenset[str]:
    phrases = [phrase for code in CODES for name in names for phrase in read(code)[section].get(name, ())]
    return frozenset(word for phrase in phrases for word in words(phrase))
