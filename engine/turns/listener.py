"""From frames to utterances: the start, interruption and end policies at work on one stream of sound."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from engine.audio.format import FRAME_SECONDS, Pcm
from engine.turns.end import Pause, PauseEnd
from engine.turns.interrupt import BargeIn
from engine.turns.start import SpeechStart

# Frames kept from before the start was noticed: the first consonant lies there, and an interruption is noticed late.
_BEFORE_START = round(0.4 / FRAME_SECONDS)
_BEFORE_INTERRUPTION = round(1.0 / FRAME_SECONDS)


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that happened in the stream of sound."""


@dataclass(frozen=True, slots=True)
class SpeechBegan(Heard):
    """A turn is open."""


@dataclass(frozen=True, slots=True)
class SpeechPaused(Heard):
    """The customer may have finished; `audio` is all of the utterance so far."""

    audio: Pcm


@dataclass(frozen=True, slots=True)
class SpeechResumed(Heard):
    """The customer goes on after a pause."""


@dataclass(frozen=True, slots=True)
class SpeechEnded(Heard):
    """The customer has finished.

    Attributes:
        audio: the utterance, from just before its start to its end.
        silence: seconds that have passed since the last speech.
    """

    audio: Pcm
    silence: float


class Listener:
    """Finds the utterances in a stream of frames and their speech probabilities."""

    def __init__(self, start: SpeechStart, end: PauseEnd, interrupt: BargeIn) -> None:
        self._start = start
        self._end = end
        self._interrupt = interrupt
        self._before: deque[Pcm] = deque(maxlen=_BEFORE_INTERRUPTION)
        self._utterance: list[Pcm] = []
        self._paused = False
        self._open = False
        self._kiosk_speaks = False

    @property
    def open(self) -> bool:
        """Whether a customer is speaking."""
        return self._open

    def kiosk_speaks(self, speaking: bool) -> None:
        """Tell whether the kiosk itself is being heard, which raises the bar for an interruption."""
        if speaking != self._kiosk_speaks:
            self._interrupt.reset()
            self._start.reset()
        self._kiosk_speaks = speaking

    def utterance(self) -> Pcm:
        """What has been said so far in the open turn."""
        return np.concatenate(self._utterance) if self._utterance else np.zeros(0, np.int16)

    def reset(self) -> None:
        """Drop what was heard and begin anew."""
        self._before.clear()
        self._close()

    def hear(self, frame: Pcm, probability: float) -> Heard | None:
        """Take a frame of 512 samples at 16 kHz with its speech probability; tell what happened, if anything."""
        if not self._open:
            return self._wait(frame, probability)
        self._utterance.append(frame)
        pause = self._end.update(probability)
        if pause is Pause.DONE:
            ended = SpeechEnded(self.utterance(), self._end.silent_frames * FRAME_SECONDS)
            self._close()
            return ended
        if pause is Pause.MAYBE_DONE and not self._paused:
            self._paused = True
            return SpeechPaused(self.utterance())
        if pause is Pause.NONE and self._paused:
            self._paused = False
            return SpeechResumed()
        return None

    def _wait(self, frame: Pcm, probability: float) -> Heard | None:
        self._before.append(frame)
        policy = self._interrupt if self._kiosk_speaks else self._start
        if not policy.update(probability):
            return None
        self._open = True
        self._end.reset()
        self._utterance = list(self._before)[-(_BEFORE_INTERRUPTION if self._kiosk_speaks else _BEFORE_START) :]
        self._before.clear()
        return SpeechBegan()

    def _close(self) -> None:
        self._open = self._paused = False
        self._utterance = []
        self._start.reset()
        self._interrupt.reset()
