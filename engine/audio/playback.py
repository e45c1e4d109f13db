"""What is to be heard and what has been: the buffer between the voice and the speaker, with its ledger.

The voice puts clauses in, the speaker's clock pulls samples out, and the ledger knows how much of each clause has left
the loudspeaker. Memory keeps only what was heard, so the ledger belongs to the side that plays.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.audio.format import Pcm


@dataclass(slots=True)
class _Heard:
    queued: int = 0
    played: int = 0
    complete: bool = False


class PlaybackBuffer:
    """Samples waiting to be played, a clause at a time, safe between the engine's loop and the speaker's thread."""

    def __init__(
        self,
        on_clause_started: Callable[[int], None] | None = None,
        on_played: Callable[[Pcm], None] | None = None,
    ) -> None:
        self.on_clause_started = on_clause_started
        self.on_played = on_played
        self._lock = threading.Lock()
        self._waiting: deque[tuple[int, Pcm]] = deque()
        self._heard: dict[int, _Heard] = {}

    def put(self, clause: int, pcm: Pcm, last: bool) -> None:
        """Queue a part of a clause; `last` says that no more of it will come."""
        with self._lock:
            self._waiting.append((clause, pcm))
            entry = self._heard.setdefault(clause, _Heard())
            entry.queued += len(pcm)
            entry.complete = entry.complete or last

    def pull(self, count: int) -> Pcm:
        """Take the next `count` samples for the loudspeaker; where there are none, silence."""
        out = np.zeros(count, np.int16)
        filled = 0
        started = []
        with self._lock:
            while filled < count and self._waiting:
                clause, pcm = self._waiting.popleft()
                part = pcm[: count - filled]
                if len(part) < len(pcm):
                    self._waiting.appendleft((clause, pcm[len(part) :]))
                if self._heard[clause].played == 0 and len(part):
                    started.append(clause)
                self._heard[clause].played += len(part)
                out[filled : filled + len(part)] = part
                filled += len(part)
        for clause in started:
            if self.on_clause_started:
                self.on_clause_started(clause)
        if self.on_played:
            self.on_played(out)
        return out

    def stop(self) -> None:
        """Forget everything that has not been played yet."""
        with self._lock:
            self._waiting.clear()

    @property
    def empty(self) -> bool:
        """Whether all that was queued has been played or dropped."""
        with self._lock:
            return not self._waiting

    @property
    def played(self) -> int:
        """How many samples of the ledger's clauses have been played."""
        with self._lock:
            return sum(entry.played for entry in self._heard.values())

    def heard(self, clause: int) -> float:
        """How much of a clause has been played, 0 to 1.

        A clause still being synthesised counts as at most nearly heard: its length is not known yet. One of which
        there is nothing to hear is heard as soon as that is known.
        """
        with self._lock:
            entry = self._heard.get(clause)
            if entry is None:
                return 0.0
            if entry.queued == 0:
                return float(entry.complete)
            share = entry.played / entry.queued
            return share if entry.complete else min(share, 0.99)

    def forget(self) -> None:
        """Begin a new ledger; what is still waiting is dropped."""
        with self._lock:
            self._waiting.clear()
            self._heard.clear()
