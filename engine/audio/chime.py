"""A short chime for when the voice fails: "look at the screen"."""

from __future__ import annotations

from functools import cache

import numpy as np

from engine.audio.format import Pcm

_NOTES = (659.26, 523.25)  # Hz: E5, C5
_NOTE_SECONDS = 0.18
_DECAY = 9.0  # per second
_LOUDNESS = 0.25  # of full scale


@cache
def chime(rate: int) -> Pcm:
    """Two falling notes: mono int16 at `rate` samples a second, 0.36 s."""
    time = np.arange(int(rate * _NOTE_SECONDS)) / rate
    fade = np.exp(-_DECAY * time) * np.minimum(1.0, time * 200) * np.minimum(1.0, (_NOTE_SECONDS - time) * 100)
    notes = [np.sin(2 * np.pi * note * time) * fade for note in _NOTES]
    return (np.concatenate(notes) * _LOUDNESS * np.iinfo(np.int16).max).astype(np.int16)
