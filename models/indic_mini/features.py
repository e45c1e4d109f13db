"""What the model hears: Whisper's log-mel spectrogram (Radford et al. 2022), without padding to 30 s."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

RATE, BANDS = 16_000, 80
HOP, _WINDOW = 160, 400
_FLOOR, _RANGE = 1e-10, 8.0  # decades below the loudest that still count


def log_mel(samples: NDArray[np.floating]) -> NDArray[np.float32]:
    """The spectrogram of speech.

    Args:
        samples: in [-1, 1) at 16 kHz, shape [n]; what is shorter than a window is padded with silence.

    Returns:
        float32 [80, frames], an even number of 10 ms frames.
    """
    padded = np.pad(np.asarray(samples, np.float32), (0, max(0, 2 * _WINDOW - len(samples))))
    padded = np.pad(padded, _WINDOW // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP]
    frames = frames[: (len(frames) - 1) // 2 * 2]
    power = np.abs(np.fft.rfft(frames * _hann(), axis=-1)) ** 2
    mel = np.log10(np.maximum(_filters() @ power.T.astype(np.float32), _FLOOR))
    return np.asarray((np.maximum(mel, mel.max() - _RANGE) + 4.0) / 4.0, np.float32)


@cache
def _hann() -> NDArray[np.float32]:
    return np.hanning(_WINDOW + 1)[:-1].astype(np.float32)


@cache
def _filters() -> NDArray[np.float32]:
    """Slaney's triangular filters, each of area 1: linear below 1 kHz, logarithmic above."""
    step, corner = 200.0 / 3, 1000.0
    ratio = np.log(6.4) / 27

    def hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
        linear = step * mels
        return np.where(mels < corner / step, linear, corner * np.exp(ratio * (mels - corner / step)))

    top = corner / step + np.log(RATE / 2 / corner) / ratio
    edges = hertz(np.linspace(0, top, BANDS + 2))
    bins = np.fft.rfftfreq(_WINDOW, 1 / RATE)
    rising = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    triangles = np.maximum(0, np.minimum(rising, falling))
    return np.asarray(triangles * (2 / (edges[2:] - edges[:-2]))[:, None], np.float32)
