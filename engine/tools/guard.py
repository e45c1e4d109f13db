"""Who may see an order, and what needs a yes: decided here, in code, for one conversation.

The model's words and arguments are untrusted. A phone number counts only if the customer said or typed it in this
conversation; a write happens only after the customer's own later yes to a read-back, once, within a minute.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from engine.dialogue.phones import normalise_phone, phone_numbers

MOST_FAILURES = 3
CONFIRMATION_SECONDS = 60.0


class Identity(Enum):
    """Whether the customer has shown that an order is theirs."""

    VERIFIED = "verified"
    PHONE_NEEDED = "phone_needed"
    REFUSED = "not_verified"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class PendingAction:
    """A write that waits for the customer's yes.

    Attributes:
        tool: which tool will do it.
        arguments: checked already.
        read_back: what the customer is asked to confirm.
        asked_at: the guard's clock when it was asked, in seconds.
    """

    tool: str
    arguments: Mapping[str, Any]
    read_back: Mapping[str, Any]
    asked_at: float


@dataclass(slots=True)
class Guard:
    """One conversation's identity and pending action.

    Args:
        clock: seconds, monotonic.
    """

    clock: Callable[[], float]
    pending: PendingAction | None = None
    verified_phone: str | None = None
    _heard: str | None = None
    _failed: set[tuple[str, str]] = field(default_factory=set)
    _approved: PendingAction | None = None

    def hear(self, utterance: str) -> None:
        """Take note of the phone number in what the customer said or typed.

        Only the last one counts: who recites numbers gets one try for each. A yes of before that was not used, because
        its turn was interrupted, is void: the customer has something else to say.
        """
        self._approved = None
        self._heard = next(reversed(phone_numbers(utterance)), self._heard)

    @property
    def verified(self) -> bool:
        """Whether the customer has given the phone number of an order of theirs."""
        return self.verified_phone is not None

    def identify(self, order_id: str, owner_phone: str | None) -> Identity:
        """Decide whether this customer may see an order.

        The outcome is the same for an order that does not exist and for one with another phone number, so nothing
        can be learned by guessing.

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
        if _same(self._heard, owner):
            self.verified_phone = self._heard
            return Identity.VERIFIED
        self._failed.add((order_id, self._heard))
        return Identity.LOCKED if len(self._failed) >= MOST_FAILURES else Identity.REFUSED

    def ask(self, tool: str, arguments: Mapping[str, Any], read_back: Mapping[str, Any]) -> PendingAction:
        """Let a write wait for the customer's yes; a write that waited before is dropped."""
        self.pending = PendingAction(tool, arguments, read_back, self.clock())
        return self.pending

    def take_pending(self) -> PendingAction | None:
        """Take the waiting write out, if there is one that has not expired; it can be taken once."""
        pending, self.pending = self.pending, None
        if pending and self.clock() - pending.asked_at > CONFIRMATION_SECONDS:
            return None
        return pending

    def approve(self, pending: PendingAction) -> None:
        """Note the customer's own yes; only `approved` for the same action will see it, once."""
        self._approved = pending

    def approved(self, tool: str, arguments: Mapping[str, Any]) -> bool:
        """Whether exactly this write has had its yes. Asking uses the approval up."""
        approval, self._approved = self._approved, None
        return approval is not None and approval.tool == tool and dict(approval.arguments) == dict(arguments)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode()) and bool(one)
