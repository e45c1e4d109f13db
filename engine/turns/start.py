"""When a customer begins to speak: enough speech in a short while, so that a click or a clatter opens nothing."""

from __future__ import annotations

from collections import deque

from engine.audio.format import FRAME_SECONDS

SPEECH = 0.5  # probability from which a frame counts as speech


class SpeechStart:
    """Opens a turn when `needed` seconds of the last `window` seconds were speech."""

    def __init__(self, needed: float = 0.1, window: float = 0.2) -> None:
        self._needed = max(1, round(needed / FRAME_SECONDS))
        self._recent: deque[bool] = deque(maxlen=max(self._needed, round(window / FRAME_SECONDS)))

    def update(self, probability: float) -> bool:
        """Take a frame's speech probability; true when speech has begun."""
        self._recent.append(probability >= SPEECH)
        return sum(self._recent) >= self._needed

    def reset(self) -> None:
        """Listen afresh."""
        self._recent.clear()
