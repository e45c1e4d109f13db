"""When a language model's server is asked again, after what pause, and how much simpler."""

from __future__ import annotations

import random

import groq
import httpx

from engine.llm.base import Spent

MOST_TRIES = 3  # the last one with the simple prompt
_FIRST_PAUSE = 0.15  # seconds; it doubles
_LEAST_LEFT = 0.4  # seconds that a try needs
_BUSY = (408, 409, 425, 429, 500, 502, 503, 504, 529)
_TOO_LONG = 413
_MALFORMED_CALL = "tool_use_failed"  # Groq's code for a tool call of the model's that cannot be read
_LONGEST_REST = 60.0


class Retries:
    """What is still tried in one round.

    Args:
        limit: seconds that a turn may wait for the server, all in all.
        spent: those that this turn has waited.

    Attributes:
        simple: whether the prompt is the simple one: fewer turns, shorter descriptions.
        repair: what the model did wrong, to tell it.
        asked_for: seconds that the server wants to be left alone, if that is longer than a customer waits.
    """

    def __init__(self, limit: float, spent: Spent) -> None:
        self._limit = limit
        self._spent = spent
        self._tries = 0
        self.simple = False
        self.repair: str | None = None
        self.asked_for = 0.0

    def pause(self, failed: Exception) -> float | None:
        """How long to wait before the next try, in seconds; None when there is none."""
        self._tries += 1
        if self._tries >= MOST_TRIES or not self._passing(failed):
            return None
        wanted = _retry_after(failed)
        # Full jitter: kiosks of one shop that failed together do not come back together.
        pause = wanted if wanted is not None else _FIRST_PAUSE * 2 ** (self._tries - 1) * random.uniform(0.5, 1.5)
        if self._spent.seconds + pause + _LEAST_LEFT > self._limit:
            self.asked_for = min(wanted or 0.0, _LONGEST_REST)
            return None
        slow = isinstance(failed, (TimeoutError, groq.APITimeoutError, httpx.TimeoutException))
        too_long = isinstance(failed, groq.APIStatusError) and failed.status_code == _TOO_LONG
        self.simple = slow or too_long or self._tries == MOST_TRIES - 1
        return pause

    def _passing(self, failed: Exception) -> bool:
        """Whether the same question may succeed the next time."""
        if isinstance(failed, groq.APIError) and _MALFORMED_CALL in str(failed.body or failed.message):
            if self.repair:
                return False
            self.repair = "Your last tool call could not be read. Call a tool with valid JSON, or answer in words."
            return True
        if isinstance(failed, groq.APIStatusError):
            return failed.status_code in (*_BUSY, _TOO_LONG)
        return isinstance(failed, (groq.APIError, httpx.HTTPError, TimeoutError, ValueError))


def _retry_after(failed: Exception) -> float | None:
    if not isinstance(failed, groq.APIStatusError):
        return None
    try:
        return max(0.0, float(failed.response.headers.get("retry-after", "")))
    except ValueError:
        return None
