"""What was found lately, kept as long as it is true: for some minutes, and until what it was found in changes."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_V = TypeVar("_V")

Timer = Callable[[], float]
"""Tells seconds from any beginning, and never goes back."""

monotonic: Timer = time.monotonic


class Cache(Generic[_V]):
    """Values by their keys; of too many, the one that has not been asked for the longest goes.

    Args:
        size: how many values are kept.
        seconds: how long a value is kept.
        timer: tells the seconds.
    """

    def __init__(self, size: int, seconds: float, timer: Timer = monotonic) -> None:
        self._size = size
        self._seconds = seconds
        self._timer = timer
        self._kept: OrderedDict[Hashable, tuple[_V, int, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable, revision: int | None, make: Callable[[], _V]) -> _V:
        """A value: the kept one if it is still true, else it is made, and kept from now on.

        Args:
            key: what is asked for.
            revision: of what the value is found in; a value of another revision is old. None: nothing is kept, since
                what is found now may never become true.
            make: makes the value.
        """
        if revision is None:
            return make()
        now = self._timer()
        if key in self._kept:
            value, found_in, until = self._kept[key]
            if found_in == revision and now < until:
                self._kept.move_to_end(key)
                return value
        value = make()
        self._kept[key] = value, revision, now + self._seconds
        self._kept.move_to_end(key)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return value
