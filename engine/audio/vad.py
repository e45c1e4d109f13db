"""Voice activity: how likely each 32 ms frame holds speech (Silero VAD v6, ONNX, MIT)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from engine.audio.format import FRAME, FRAME_SECONDS, Pcm, Samples, to_float

_CONTEXT = 64  # samples of the frame before, which the network sees in front of each frame


class SileroVad:
    """Silero's recurrent network with its state; one instance a stream of sound.

    The graph takes `input` float32 [n, 576] (64 samples of context + 512), `h` and `c` float32 [1, 1, 128], and gives
    the speech probability of each row with the new state.
    """

    def __init__(self, model: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self.reset()

    def reset(self) -> None:
        """Forget what was heard before."""
        self._hidden = np.zeros((1, 1, 128), np.float32)
        self._cell = np.zeros((1, 1, 128), np.float32)
        self._context = np.zeros(_CONTEXT, np.float32)

    def probability(self, frame: Pcm) -> float:
        """The probability that a frame of 512 samples at 16 kHz is speech; 0.3 ms of CPU."""
        samples = to_float(frame)
        rows = np.concatenate([self._context, samples])[None]
        self._context = samples[-_CONTEXT:]
        return float(self._run(rows)[0])

    def probabilities(self, recording: Samples) -> NDArray[np.float32]:
        """The probabilities of all whole frames of a recording, heard from a fresh state."""
        self.reset()
        frames = recording[: len(recording) // FRAME * FRAME].reshape(-1, FRAME)
        if not len(frames):
            return np.zeros(0, np.float32)
        before = np.concatenate([np.zeros((1, _CONTEXT), np.float32), frames[:-1, -_CONTEXT:]])
        return self._run(np.concatenate([before, frames], axis=1))

    def _run(self, rows: Samples) -> NDArray[np.float32]:
        feeds = {"input": rows, "h": self._hidden, "c": self._cell}
        output, self._hidden, self._cell = self._session.run(None, feeds)
        return np.asarray(output, np.float32).reshape(-1)


def speech_spans(
    probabilities: NDArray[np.float32], threshold: float = 0.5, gap: float = 0.4
) -> list[tuple[float, float]]:
    """The stretches of speech in a recording as (start, end) in seconds; pauses shorter than `gap` are bridged."""
    spans: list[tuple[float, float]] = []
    for index in np.flatnonzero(probabilities >= threshold):
        start, end = index * FRAME_SECONDS, (index + 1) * FRAME_SECONDS
        if spans and start - spans[-1][1] <= gap:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans
