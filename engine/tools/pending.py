"""What needs a yes: one write at a time, read back, done once, within a minute of the question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

CONFIRMATION_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class PendingAction:
    """A write that waits for the customer's yes.

    Attributes:
        tool: which tool will do it.
        arguments: checked already.
        read_back: what the customer is asked to confirm: the order, its items, the amount, and for a return what the
            customer gets for it.
        asked_at: the clock when it was asked, in seconds.
    """

    tool: str
    arguments: Mapping[str, Any]
    read_back: Mapping[str, Any]
    asked_at: float


@dataclass(slots=True)
class Confirmation:
    """One conversation's write that waits, and the yes to it.

    Args:
        clock: seconds, monotonic.
    """

    clock: Callable[[], float]
    pending: PendingAction | None = None
    _approved: PendingAction | None = None

    def hear(self) -> None:
        """The customer speaks again: a yes of before that was not used, because its turn was interrupted, is void."""
        self._approved = None

    def ask(self, tool: str, arguments: Mapping[str, Any], read_back: Mapping[str, Any]) -> PendingAction:
        """Let a write wait for the customer's yes; a write that waited before is dropped."""
        self.pending = PendingAction(tool, arguments, read_back, self.clock())
        return self.pending

    def take(self) -> PendingAction | None:
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
