"""Has this customer shown that an order is theirs? By its number and the whole phone number that it was placed with.

A phone number counts only if the customer said or typed it in this conversation, in one go or dictated over two turns;
one that a model supplies is never looked at. The answer is the same for an order that does not exist and for one with
another phone number, so that nothing can be learned by guessing; after three wrong pairs nothing is shown at all.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from enum import Enum

from catalog.search.numbers import PHONE_DIGITS, numbers, split
from engine.dialogue.phones import normalise_phone, phone_numbers
from engine.tools.attempts import Attempts

MOST_FAILURES = 3
_LEAST_DICTATED = 3  # figures that are a part of a number; one or two may be a "do" or an "ek do"
_MOST_BESIDE = 4  # words beside the figures of a dictation: "and then it goes on"
_ORDER = re.compile(r"order|ऑर्डर|आर्डर|অর্ডার|bill|बिल|বিল", re.IGNORECASE)


class Identity(Enum):
    """Whether the customer has shown that an order is theirs."""

    VERIFIED = "verified"
    PHONE_NEEDED = "phone_needed"
    REFUSED = "not_verified"
    LOCKED = "locked"


@dataclass(slots=True)
class Identification:
    """One conversation's customer: nobody, until a phone number and an order have fitted together.

    Args:
        attempts: the wrong pairs of all conversations at this kiosk; None counts those of this one only.

    Attributes:
        verified_phone: the number that has fitted, as ten digits.
        dictated: the figures of a number that is not whole yet.
    """

    attempts: Attempts | None = None
    verified_phone: str | None = None
    dictated: str = ""
    _heard: str | None = None
    _failed: set[tuple[str, str]] = field(default_factory=set)

    def hear(self, utterance: str, dictating: bool = False) -> str | None:
        """Take note of the phone number in what the customer said or typed.

        Only the last one counts: who recites numbers gets one try for each.

        Args:
            utterance: the customer's own words.
            dictating: the kiosk has asked for a phone number, so that figures may be the next part of one.

        Returns:
            The number that has become whole by what was said before; None if there is none.
        """
        if whole := phone_numbers(utterance):
            self._heard, self.dictated = whole[-1], ""
            return None
        part = _dictated(utterance) if dictating else ""
        if not part:
            self.dictated = ""
            return None
        joined = phone_numbers(self.dictated + part)
        if joined:
            self._heard, self.dictated = joined[-1], ""
            return self._heard
        self.dictated = self.dictated + part if len(self.dictated + part) < PHONE_DIGITS else ""
        return None

    def identify(self, order_id: str, owner_phone: str | None) -> Identity:
        """Decide whether this customer may see an order.

        Args:
            order_id: which order was asked for.
            owner_phone: the phone number on it; None if there is no such order.
        """
        if len(self._failed) >= MOST_FAILURES:
            return Identity.LOCKED
        owner = normalise_phone(owner_phone) if owner_phone else ""
        if self.verified_phone is not None:
            return Identity.VERIFIED if _same(self.verified_phone, owner) else Identity.REFUSED
        if self._heard is None:
            return Identity.PHONE_NEEDED
        if self.attempts and self.attempts.blocked(order_id, self._heard):
            return Identity.LOCKED
        if _same(self._heard, owner):
            self.verified_phone = self._heard
            return Identity.VERIFIED
        if self.attempts and (order_id, self._heard) not in self._failed:
            self.attempts.failed(order_id, self._heard)
        self._failed.add((order_id, self._heard))
        return Identity.LOCKED if len(self._failed) >= MOST_FAILURES else Identity.REFUSED


def _dictated(utterance: str) -> str:
    """The figures in an utterance that is a dictation and no sentence with an order's number or a price in it."""
    sentence = split(utterance)
    found = numbers(sentence)
    figures = "".join(number.digits for number in found)
    beside = len(sentence) - sum(number.end - number.start for number in found)
    return "" if _ORDER.search(utterance) or beside > _MOST_BESIDE or len(figures) < _LEAST_DICTATED else figures


def _same(one: str, other: str) -> bool:
    """Compared in a time that tells nothing of how many figures fit."""
    return hmac.compare_digest(one.encode(), other.encode()) and bool(one)
