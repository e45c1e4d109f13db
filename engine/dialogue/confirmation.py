"""Is this a clear yes to what was read back? Anything less is not.

A yes is told by what it leaves out: every word of it either agrees, repeats what was asked, or is one of those known to
say nothing else, such as "brother", "quickly" and "I have decided". Who also says what to do, or that they are sure,
may tell why, in words known as well: "yes, cancel it, my brother bought one". One unknown word, and the question is
asked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cache

from catalog.search.numbers import numbers, split
from engine.lexicon import best, folded, phrase_sets, words_of
from engine.tools.guard import PendingAction

_SUBJECTS = {"cancel_order": "cancel_order", "initiate_return": "return_order"}
_JUST, _SHORT = ("ই", "च"), 3
_CLAUSE = re.compile(r"[;।!?…]+|(?<!\d)[.,]|[.,](?!\d)")
_UNDONE = re.compile("to|be|[a-z]+ed")  # after "I don't want it"
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
    clauses = [split(clause) for clause in _CLAUSE.split(text)]
    if pending.tool == "cancel_order" and _places(_joined(clauses), "unsent"):
        return _not_to_be_sent(clauses, "?" in text, pending)
    answer = _classified(clauses, "?" in text, pending)
    if answer is Answer.YES or not _places(_joined(clauses), "does", "certain"):
        return answer
    plainly = _classified([_without_reasons(clause, pending) for clause in clauses], "?" in text, pending)
    return Answer.YES if plainly is Answer.YES else answer


def _not_to_be_sent(clauses: Sequence[Sequence[str]], asks: bool, pending: PendingAction) -> Answer:
    """What "yes, don't send it" says to a cancellation.

    "Don't send it" by itself is no yes, nor is "yes, don't send it now"; a no to the cancellation it never is.
    """
    besides = [without(clause, "unsent") for clause in clauses]
    limited = bool(_places(_joined(besides), "limits"))
    return Answer.YES if not limited and _classified(besides, asks, pending) is Answer.YES else Answer.OTHER


def _classified(clauses: Sequence[Sequence[str]], asks: bool, pending: PendingAction) -> Answer:
    """What the words of an answer say, by its clauses; `asks`: there is a question mark."""
    softened = [_without_softeners(clause) for clause in clauses]
    meant = _joined(softened)
    if not agrees(meant):  # "no problem" by itself may be a no
        meant = _joined(clauses)
    if denies(meant):
        perhaps = _joined(without(clause, "unsure", keeps=-1) for clause in softened)
        return Answer.OTHER if agrees(perhaps) and not denies(perhaps) else Answer.NO
    if not agrees(meant) or asks:
        return Answer.OTHER
    return Answer.YES if _says_nothing_else([_plain(word) for word in meant], pending) else Answer.OTHER


def is_answer(text: str) -> bool:
    """Whether a text is but a yes or a no, or a number, with nothing that tells more."""
    sentence = split(text)
    known = _folded(word for name in ("yes", "no", "beside", "naming") for word in words_of("answers", name))
    left = without(sentence, "yes", "beside", "soft", "nicely", "no")
    return all(folded(word) in known or any(figure.isdecimal() for figure in word) for word in left)


def agrees(sentence: Sequence[str]) -> bool:
    """Whether some words of a sentence say yes, whatever the others say."""
    return any(phrase_sets(section)["yes"].score(sentence) for section in ("answers", "agreement"))


def denies(sentence: Sequence[str]) -> bool:
    """Whether some words of a sentence say no."""
    return any(phrase_sets(section)["no"].score(sentence) for section in ("answers", "agreement"))


def _joined(clauses: Iterable[Sequence[str]]) -> list[str]:
    return [word for clause in clauses for word in clause]


def _without_softeners(clause: Sequence[str]) -> list[str]:
    """A clause without what only sounds like a no: "no problem", and the ना of "कर दो ना", which asks nicely.

    A ना after a comma is a no.
    """
    return without(without(clause, "soft"), "nicely", keeps=-1)


def without(sentence: Sequence[str], *names: str, keeps: int = 0) -> list[str]:
    """A sentence without the phrases of some names of the lexicon's "agreement", each in its own order of words.

    Args:
        sentence: in words.
        names: which phrases.
        keeps: how far a phrase's words stay: none of them, or those before an index.
    """
    left: list[str] = []
    place = 0
    for start, end in _places(sentence, *names):
        left += [*sentence[place:start], *sentence[start:end][:keeps]]
        place = end
    return [*left, *sentence[place:]]


def _without_reasons(clause: Sequence[str], pending: PendingAction) -> list[str]:
    """A clause without what tells why.

    "I don't want it" tells why; "I don't want it cancelled", "cancel nahi chahiye" and "pakka nahi chahiye" do not.
    """
    asked = phrase_sets("intents")[_SUBJECTS[pending.tool]]
    told = {place for start, end in _places(clause, "does") for place in range(start, end)}
    only_certain = not told and bool(_places(clause, "certain"))
    left: list[str] = []
    place = 0
    for start, end in _places(clause, "why"):
        denied = any(asked.score([clause[before]]) for before in {start - 1, start - 2} - told if before >= 0)
        denied = denied or (only_certain and denies(clause[start:end]))
        if not denied and not any(_UNDONE.fullmatch(word) for word in clause[end : end + 1]):
            left += clause[place:start]
            place = end
    known = _folded(words_of("agreement", "why_words"))
    return [word for word in [*left, *clause[place:]] if folded(word) not in known]


def _places(sentence: Sequence[str], *names: str) -> list[tuple[int, int]]:
    """Where phrases of some names stand in a sentence, each in its own order of words: the longest from the left."""
    phrases = _in_order(*names)
    said = [folded(word) for word in sentence]
    places: list[tuple[int, int]] = []
    start = 0
    while start < len(said):
        size = next((size for size in phrases if tuple(said[start : start + size]) in phrases[size]), 0)
        if size:
            places.append((start, start + size))
        start += size or 1
    return places


def _says_nothing_else(sentence: list[str], pending: PendingAction) -> bool:
    """Whether a sentence that says yes asks for nothing, and tells nothing that is not so."""
    action = best("actions", without(sentence, "yes"))  # "karun taka" is no টাকা
    naming = _folded(words_of("answers", "naming"))
    if action == "exchange" and naming.isdisjoint(map(folded, sentence)):  # "a new order" is no exchange
        sentence = without(sentence, action)
    allowed = _folded(words_of("answers", "yes") | words_of("answers", "beside"))
    # "कर दो" has a two in it that counts nothing.
    said = [
        number
        for number in numbers(sentence)
        if not allowed.issuperset(map(folded, sentence[number.start : number.end]))
    ]
    if any(number.digits.lstrip("0") not in _spoken_ids(pending) for number in said):
        return False
    named = {place for number in said for place in range(number.start, number.end)}
    rest = [word for place, word in enumerate(sentence) if place not in named]
    subject = phrase_sets("intents")[_SUBJECTS[pending.tool]]
    repeats = bool(subject.score(sentence) or _places(sentence, _SUBJECTS[pending.tool]))
    if action and action != pending.arguments.get("action", "refund" if repeats else None):
        return False  # the money of what is cancelled comes back
    if repeats or action:
        said_again = (subject, *([phrase_sets("actions")[action]] if action else ()))
        allowed |= _folded(words_of("intents", _SUBJECTS[pending.tool]))
        allowed |= {folded(word) for word in rest if any(phrases.score([word]) for phrases in said_again)}
    if repeats or named:
        allowed |= naming
    besides = ("yes", "beside", _SUBJECTS[pending.tool], *(("given",) if action else ()))
    return all(folded(word) in allowed for word in without(rest, *besides))


@cache
def _in_order(*names: str) -> dict[int, frozenset[tuple[str, ...]]]:
    """The phrases of some names by their number of words, the longest first."""
    phrases = {phrase for name in names for phrase in phrase_sets("agreement")[name].phrases}
    sizes = sorted({len(phrase) for phrase in phrases}, reverse=True)
    return {size: frozenset(phrase for phrase in phrases if len(phrase) == size) for size in sizes}


def _folded(words: Iterable[str]) -> set[str]:
    return {folded(word) for word in words}


def _plain(word: str) -> str:
    """A word without the "just" that Bengali and Marathi hang on it: বাতিলই, परतच; not of অবশ্যই, which is one word."""
    known = _folded(words_of("answers", "yes") | words_of("agreement", "yes") | words_of("agreement", "beside"))
    if folded(word) in known:
        return word
    return next((word.removesuffix(end) for end in _JUST if word.endswith(end) and len(word) > _SHORT), word)


def _spoken_ids(pending: PendingAction) -> set[str]:
    """The order's number as a customer may repeat it: all of its figures, or the last of them; without zeros before."""
    figures = _FIGURES.findall(str(pending.arguments.get("order_id", "")))
    return {"".join(figures).lstrip("0"), *(last.lstrip("0") for last in figures[-1:])}
