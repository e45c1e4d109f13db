"""When a customer has finished: a plain pause rule with a hard limit, so that a turn ends in noise too."""

from __future__ import annotations

from enum import Enum, auto

from engine.audio.format import FRAME_SECONDS

STILL_SPEECH = 0.35  # lower than at the start: the soft end of a word is still the word
_BREATH = 0.2  # seconds of silence from which it may be the end, and transcription begins in advance


class Pause(Enum):
    """How long the customer has been silent."""

    NONE = auto()
    MAYBE_DONE = auto()
    DONE = auto()


class PauseEnd:
    """Ends a turn after `pause` seconds without speech, or after `longest` seconds whatever is heard."""

    def __init__(self, pause: float = 0.6, longest: float = 30.0) -> None:
        self._pause = round(pause / FRAME_SECONDS)
        self._breath = min(round(_BREATH / FRAME_SECONDS), self._pause)
        self._longest = round(longest / FRAME_SECONDS)
        self.reset()

    def reset(self) -> None:
        """A new turn has opened."""
        self._frames = 0
        self.silent_frames = 0

    def update(self, probability: float) -> Pause:
        """Take a frame's speech probability and tell how far the pause has come."""
        self._frames += 1
        self.silent_frames = 0 if probability >= STILL_SPEECH else self.silent_frames + 1
        if self.silent_frames >= self._pause or self._frames >= self._longest:
            return Pause.DONE
        return Pause.MAYBE_DONE if self.silent_frames >= self._breath else Pause.NONE
