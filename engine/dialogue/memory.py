"""What the kiosk remembers of a customer: the last exchanges, until half an hour of silence."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from engine.llm.base import Exchange

KEPT_EXCHANGES = 10
TOLD_EXCHANGES = 5  # given to the brain
IDLE_SECONDS = 30 * 60.0


class Memory:
    """The exchanges of one conversation.

    Args:
        clock: seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._exchanges: deque[Exchange] = deque(maxlen=KEPT_EXCHANGES)
        self._last_use = clock()

    def touch(self) -> None:
        """The customer is still there."""
        self._last_use = self._clock()

    @property
    def expired(self) -> bool:
        """Whether the conversation has been silent for so long that it is over."""
        return self._clock() - self._last_use > IDLE_SECONDS

    def add(self, customer: str, kiosk: str, private: bool = False) -> None:
        """Remember an exchange; `kiosk` is what was heard of the answer, `private` if it told of an order."""
        self._exchanges.append(Exchange(customer, kiosk, private))
        self.touch()

    @property
    def recent(self) -> tuple[Exchange, ...]:
        """The last exchanges for the brain, oldest first."""
        return tuple(self._exchanges)[-TOLD_EXCHANGES:]

    @property
    def kept(self) -> tuple[Exchange, ...]:
        """All that is remembered, oldest first."""
        return tuple(self._exchanges)
