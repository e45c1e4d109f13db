"""The one format that sound has inside the engine, and the conversions at its borders.

Listening: 16 kHz, mono, int16, in frames of 512 samples (32 ms, what Silero VAD takes). Speaking: mono int16 at the
speaker's own rate.
"""

from __future__ import annotations

import math

import numpy as np
import soxr
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
FRAME = 512
FRAME_SECONDS = FRAME / SAMPLE_RATE

Pcm = NDArray[np.int16]
Samples = NDArray[np.float32]


def to_float(pcm: Pcm) -> Samples:
    """int16 to float32 in [-1, 1)."""
    return np.asarray(pcm, np.float32) / np.float32(32768)


def to_pcm(samples: NDArray[np.floating]) -> Pcm:
    """Float in [-1, 1] to int16; louder is clipped."""
    return np.asarray(np.clip(samples, -1.0, 32767 / 32768) * 32768.0, np.int16)


def resample(pcm: Pcm, rate: int, wanted: int) -> Pcm:
    """A whole recording at another rate (soxr, high quality)."""
    return pcm if rate == wanted else np.asarray(soxr.resample(pcm, rate, wanted), np.int16)


def level(pcm: Pcm) -> float:
    """Loudness for a meter: 0 at -60 dBFS and below, 1 at full scale, linear in decibels."""
    rms = float(np.sqrt(np.mean(np.square(to_float(pcm))))) if len(pcm) else 0.0
    return min(1.0, max(0.0, 1.0 + 20 * math.log10(max(rms, 1e-6)) / 60.0))
