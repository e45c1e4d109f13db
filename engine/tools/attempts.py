"""Wrong pairs of order and phone number at one kiosk, whoever stands there: starting over gives no new tries.

Three wrong pairs lock a conversation (identity.py). Somebody who starts over again and again, with a neighbour's phone
number and one order's number after the other, is stopped here for an hour and sent to the staff.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable

MOST_WRONG = 6  # for one order or one phone number
WITHIN_SECONDS = 3600.0


class Attempts:
    """The wrong pairs of the last hour, in memory only.

    Args:
        clock: seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._wrong: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=MOST_WRONG))

    def failed(self, order_id: str, phone: str) -> None:
        """Note a wrong pair."""
        for thing in (order_id, phone):
            self._wrong[thing].append(self._clock())

    def blocked(self, order_id: str, phone: str) -> bool:
        """Whether an order or a phone number has been tried too often."""
        since = self._clock() - WITHIN_SECONDS
        tried = (self._wrong.get(thing, ()) for thing in (order_id, phone))
        return any(sum(when > since for when in times) >= MOST_WRONG for times in tried)
