"""What was heard with doubt: a number that opens an order is read back before it counts, a colour is only named.

The recogniser tells which words of a sentence might as well be others. Those others are never said: one may be the
number of somebody else's order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalog.search.numbers import PHONE_DIGITS, numbers, split
from catalog.search.prices import parted, price
from engine.dialogue.confirmation import agrees, without
from engine.languages import Language
from engine.lexicon import all_markers, phrase_sets, words_of
from engine.text import words

Doubtful = Sequence[tuple[str, str]]
_LEAST_FIGURES = 3  # of a number that is an order's or a part of a phone's
_MOST_BESIDE = 4  # words beside a corrected number
_SHORT_NO = 4  # words; a longer no says something else as well
_MOST_NAMED = 2  # doubtful words that an answer names
_NO_FIGURE = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A number that waits for the customer's yes.

    Attributes:
        utterance: what was heard.
        language: in which.
        written: the number as it stands there.
        number: its figures.
        denied: the customer has said that it is wrong, and is asked for the right one.
    """

    utterance: str
    language: Language
    written: str
    number: str
    denied: bool = False

    @property
    def is_phone(self) -> bool:
        """Whether it is a whole phone number."""
        return len(self.number) == PHONE_DIGITS

    def settled_by(self, answer: str) -> str | ReadBack | None:
        """What the customer's answer makes of it.

        Returns:
            The utterance with the number that is sure now; what to wait for if the customer only said no; None if the
            answer is about something else.
        """
        sentence = split(answer)
        said = [number for number in numbers(sentence) if len(number.digits) >= _LEAST_FIGURES]
        others = list(dict.fromkeys(one.digits for one in said if one.digits != self.number))
        beside = len(sentence) - sum(one.end - one.start for one in said)
        declined = bool(phrase_sets("answers")["no"].score(sentence))
        if len(others) == 1 and beside <= _MOST_BESIDE and (len(others[0]) == PHONE_DIGITS) == self.is_phone:
            return self.utterance.replace(self.written, others[0], 1)
        if declined or (others and beside <= _MOST_BESIDE):
            return replace(self, denied=True) if beside <= _SHORT_NO else None
        if said and not others and beside <= _MOST_BESIDE:
            return self.utterance
        return self.utterance if not self.denied and _clear_yes(answer) else None


class Doubts:
    """The number of one conversation that waits to be made sure.

    Attributes:
        waiting: it, if one does.
    """

    def __init__(self) -> None:
        self.waiting: ReadBack | None = None

    def hear(
        self, utterance: str, language: Language, doubtful: Doubtful, wanted: bool, verified: bool
    ) -> tuple[str, Language, ReadBack | None]:
        """Take in what the customer said.

        Args:
            utterance: what was heard; it may be the answer to a number that was read back.
            language: in which.
            doubtful: words of it with what they might be instead.
            wanted: whether the kiosk has asked for a number.
            verified: whether the customer has shown who they are: what they want to cancel or to return is read back
                with all that belongs to it, and its number is not asked for apart from that.

        Returns:
            What the customer wants, with a number that is sure, its language, and what has to be read back first.
        """
        waited, self.waiting = self.waiting, None
        if waited:
            answer = waited if doubtful_answer(doubtful) else waited.settled_by(utterance)
            if isinstance(answer, ReadBack):
                self.waiting = answer
                return utterance, language, answer
            if answer is not None:
                if answer == waited.utterance:  # a yes, or the same number heard twice, which is sure enough
                    doubtful = ()
                utterance, language = answer, waited.language
        self.waiting = self.new(utterance, language, doubtful, wanted or waited is not None, verified)
        return utterance, language, self.waiting

    def new(
        self, utterance: str, language: Language, doubtful: Doubtful, wanted: bool, verified: bool
    ) -> ReadBack | None:
        """The number in what was heard that has to be read back, if there is one; see `hear`."""
        doubt = doubtful_number(utterance, language, doubtful, wanted or self.waiting is not None)
        read_back_anyway = doubt is not None and verified and not doubt.is_phone and _writes(utterance)
        return None if read_back_anyway else doubt


def doubtful_number(utterance: str, language: Language, doubtful: Doubtful, wanted: bool) -> ReadBack | None:
    """The number to be read back: one of an order or a phone that may be another; None if there is none.

    Args:
        utterance: what was heard.
        language: in which.
        doubtful: words of it with what they might be instead.
        wanted: whether the kiosk has asked for a number; otherwise one that bounds a price is no order's.
    """
    bounds = price(parted(split(utterance)))
    for mine, _ in doubtful:
        for number in numbers(split(mine)):
            if len(number.digits) < _LEAST_FIGURES or (not wanted and number.value in (bounds.low, bounds.high)):
                continue
            in_figures = (word for word in mine.split() if _NO_FIGURE.sub("", word) == number.digits)
            return ReadBack(utterance, language, next(in_figures, mine), number.digits)
    return None


def doubtful_answer(doubtful: Doubtful) -> bool:
    """Whether a yes or a no might be something else."""
    answers = phrase_sets("answers")
    return any(answers[name].score(words(mine)) for mine, _ in doubtful for name in ("yes", "no"))


def named(doubtful: Doubtful) -> str:
    """The doubtful words as an answer names them."""
    return ", ".join(list(dict.fromkeys(mine for mine, _ in doubtful))[:_MOST_NAMED])


def _clear_yes(answer: str) -> bool:
    said = words(answer)
    if not agrees(said) or "?" in answer:
        return False
    allowed = all_markers().union(*(words_of("answers", name) for name in ("yes", "beside", "naming")))
    return all(word in allowed or len(word) == 1 for word in without(said, "yes", "beside"))


def _writes(utterance: str) -> bool:
    return any(phrase_sets("intents")[name].score(words(utterance)) for name in ("cancel_order", "return_order"))
