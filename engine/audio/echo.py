"""Echo cancellation: subtract what the speaker plays from what the microphone hears (WebRTC AEC3, through livekit).

Without it the kiosk would hear its own voice and answer it. The processing module works on 10 ms frames; a frame costs
some 0.2 ms.
"""

from __future__ import annotations

import threading
from typing import Protocol

import numpy as np
import soxr

from engine.audio.format import SAMPLE_RATE, Pcm

_TEN_MS = SAMPLE_RATE // 100


class EchoCanceller(Protocol):
    """Takes both directions of sound and gives back the customer's alone."""

    def played(self, pcm: Pcm) -> None:
        """What has just left the loudspeaker, at the rate given at construction."""
        ...

    def clean(self, frame: Pcm) -> Pcm:
        """A microphone frame at 16 kHz, less its echo. The output lags the input by under 30 ms."""
        ...


class WebRtcEchoCanceller:
    """AEC3 with noise suppression and a high-pass filter."""

    def __init__(self, played_rate: int) -> None:
        from livekit.rtc import AudioFrame, AudioProcessingModule

        self._frame_type = AudioFrame
        self._module = AudioProcessingModule(echo_cancellation=True, noise_suppression=True, high_pass_filter=True)
        self._resampler = soxr.ResampleStream(played_rate, SAMPLE_RATE, 1, dtype="int16")
        self._lock = threading.Lock()  # `played` comes on the speaker's thread
        self._far = np.zeros(0, np.int16)
        self._near = np.zeros(0, np.int16)
        self._done = np.zeros(_TEN_MS, np.int16)

    def played(self, pcm: Pcm) -> None:
        """Keep the far end in step; called for every block the speaker pulls, silence included."""
        with self._lock:
            self._far = np.concatenate([self._far, self._resampler.resample_chunk(pcm)])[-SAMPLE_RATE:]

    def clean(self, frame: Pcm) -> Pcm:
        """Process a frame in steps of 10 ms; as many samples come out as go in."""
        self._near = np.concatenate([self._near, frame])
        with self._lock:
            far, self._far = self._split(self._far)
        for start in range(0, len(far), _TEN_MS):
            self._module.process_reverse_stream(self._as_frame(far[start : start + _TEN_MS]))
        near, self._near = self._split(self._near)
        for start in range(0, len(near), _TEN_MS):
            processed = self._as_frame(near[start : start + _TEN_MS])
            self._module.process_stream(processed)
            self._done = np.concatenate([self._done, np.frombuffer(processed.data, np.int16)])
        out, self._done = self._done[: len(frame)], self._done[len(frame) :]
        return out

    @staticmethod
    def _split(samples: Pcm) -> tuple[Pcm, Pcm]:
        whole = len(samples) // _TEN_MS * _TEN_MS
        return samples[:whole], samples[whole:]

    def _as_frame(self, samples: Pcm):  # type: ignore[no-untyped-def]  # livekit's class, imported late
        return self._frame_type(bytearray(samples.tobytes()), SAMPLE_RATE, 1, _TEN_MS)


class NoEchoCanceller:
    """For headphones, recordings and tests: nothing of what is played reaches the microphone."""

    def played(self, pcm: Pcm) -> None:
        """Nothing to remember."""

    def clean(self, frame: Pcm) -> Pcm:
        """The frame as it is."""
        return frame
