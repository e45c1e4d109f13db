"""A clock that goes on when a test says so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class FakeClock:
    """Seconds, monotonic.

    Attributes:
        now: what it tells; to be set.
    """

    now: float = 100.0

    def __call__(self) -> float:
        return self.now
