"""Who may see an order, what needs a yes, and how often somebody is called: decided in code, for one conversation.

The model's words and arguments are untrusted, and so is every text of the catalogue. A new customer has a new guard.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.tools.attempts import Attempts
from engine.tools.identity import MOST_FAILURES, Identification, Identity
from engine.tools.pending import CONFIRMATION_SECONDS, Confirmation, PendingAction

__all__ = ["CONFIRMATION_SECONDS", "MOST_FAILURES", "Guard", "Identity", "PendingAction"]
CALL_AGAIN_SECONDS = 300.0  # until then whoever has been called is on the way


class Guard:
    """One conversation's guard.

    Args:
        clock: seconds, monotonic.
        attempts: the wrong pairs of order and phone number of all conversations at this kiosk, if they count.
    """

    def __init__(self, clock: Callable[[], float], attempts: Attempts | None = None) -> None:
        self._clock = clock
        self._identification = Identification(attempts)
        self._confirmation = Confirmation(clock)
        self._called: tuple[str, float] | None = None

    def begin(self) -> None:
        """A turn begins that tells nothing of orders; see `Confirmation.hear`."""
        self._confirmation.hear()

    def hear(self, utterance: str, dictating: bool = False) -> str | None:
        """Take note of what the customer said or typed; see `Identification.hear` and `Confirmation.hear`."""
        self._confirmation.hear()
        return self._identification.hear(utterance, dictating)

    @property
    def verified(self) -> bool:
        """Whether the customer has given the phone number of an order of theirs."""
        return self.verified_phone is not None

    @property
    def verified_phone(self) -> str | None:
        """That number, as ten digits."""
        return self._identification.verified_phone

    @property
    def dictated(self) -> str:
        """The figures of a phone number that is not whole yet."""
        return self._identification.dictated

    def identify(self, order_id: str, owner_phone: str | None) -> Identity:
        """Decide whether this customer may see an order; see `Identification.identify`."""
        return self._identification.identify(order_id, owner_phone)

    @property
    def pending(self) -> PendingAction | None:
        """The write that waits for a yes."""
        return self._confirmation.pending

    def ask(self, tool: str, arguments: Mapping[str, Any], read_back: Mapping[str, Any]) -> PendingAction:
        """Let a write wait for the customer's yes; see `Confirmation.ask`."""
        return self._confirmation.ask(tool, arguments, read_back)

    def ask_again(self) -> None:
        """The waiting write's question is said once more: its time begins anew, unless it is over already."""
        if pending := self.take_pending():
            self.ask(pending.tool, pending.arguments, pending.read_back)

    def take_pending(self) -> PendingAction | None:
        """Take the waiting write out; see `Confirmation.take`."""
        return self._confirmation.take()

    def approve(self, pending: PendingAction) -> None:
        """Note the customer's own yes; see `Confirmation.approve`."""
        self._confirmation.approve(pending)

    def approved(self, tool: str, arguments: Mapping[str, Any]) -> bool:
        """Whether exactly this write has had its yes; see `Confirmation.approved`."""
        return self._confirmation.approved(tool, arguments)

    def called(self, ticket: str) -> None:
        """Somebody has been called with this ticket."""
        self._called = ticket, self._clock()

    @property
    def coming(self) -> str | None:
        """The ticket of whoever has been called and is on the way; a model cannot call them again and again."""
        if self._called is None or self._clock() - self._called[1] > CALL_AGAIN_SECONDS:
            return None
        return self._called[0]
