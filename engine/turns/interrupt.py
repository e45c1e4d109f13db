"""When speech during the kiosk's own answer is meant to interrupt it.

The bar is higher than for opening a turn in a silent room: more speech, and surer. A cough, a chair or a rest of echo
must not silence the answer.
"""

from __future__ import annotations

from collections import deque

from engine.audio.format import FRAME_SECONDS

SURE_SPEECH = 0.7


class BargeIn:
    """Interrupts when `needed` seconds of the last `window` seconds were surely speech."""

    def __init__(self, needed: float = 0.35, window: float = 0.6) -> None:
        self._needed = round(needed / FRAME_SECONDS)
        self._recent: deque[bool] = deque(maxlen=round(window / FRAME_SECONDS))

    def update(self, probability: float) -> bool:
        """Take a frame's speech probability, heard while the kiosk speaks; true when it should stop."""
        self._recent.append(probability >= SURE_SPEECH)
        return sum(self._recent) >= self._needed

    def reset(self) -> None:
        """The kiosk has begun or stopped speaking."""
        self._recent.clear()
