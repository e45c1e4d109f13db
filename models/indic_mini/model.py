"""The model on onnxruntime: speech in, log-probabilities of phonemes and letters out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from models.errors import PackError
from models.indic_mini.features import BANDS, log_mel
from models.indic_mini.symbols import LANGUAGES, LETTERS
from phonetics.phonemes import PHONEMES

FRAME_SECONDS = 0.02
LONGEST_SECONDS = 30  # what the encoder has positions for

# The language is learnt from synthetic voices and is often wrong on people's: its logits are divided by this.
_DOUBT = 4.0

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Posteriors:
    """Natural log-probabilities by frame of 20 ms.

    Attributes:
        phonemes: float32 [frames, 32], blank first.
        letters: by language, float32 [frames, 101], blank first.
        languages: the probability of each language; a weak opinion (see `_DOUBT`).
    """

    phonemes: Array
    letters: dict[str, Array]
    languages: dict[str, float]


class IndicMini:
    """The pack `indic-mini`.

    The encoder attends to the whole of what it is given: partial results come from running it again on what has been
    said so far.

    Args:
        folder: of the pack.
        threads: for one recognition.

    Raises:
        PackError: the model is damaged, or of another version than this program.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        hint = "sahayak models install indic-mini"
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as damaged:  # onnxruntime's errors have nothing else in common
            raise PackError(f"indic-mini cannot be loaded: {damaged}", hint) from damaged
        shapes = {output.name: output.shape[-1] for output in self._session.get_outputs()}
        expected = {"phonemes": len(PHONEMES) + 1, "letters": len(LETTERS) + 1, "language": len(LANGUAGES)}
        if shapes != expected or self._session.get_inputs()[0].shape[1] != BANDS:
            raise PackError(f"indic-mini has outputs {shapes}, and this program expects {expected}", hint)

    def posteriors(self, samples: NDArray[np.floating]) -> Posteriors:
        """Listen.

        Args:
            samples: in [-1, 1) at 16 kHz, shape [n]; what is beyond 30 s is left out.
        """
        mel = log_mel(samples[: LONGEST_SECONDS * 16_000 - 1600])
        phonemes, letters, language = self._session.run(["phonemes", "letters", "language"], {"mel": mel[None]})
        by_language = {name: np.asarray(letters[0, :, place]) for place, name in enumerate(LANGUAGES)}
        doubtful = np.exp(language[0] / _DOUBT)
        likely = doubtful / doubtful.sum()
        return Posteriors(phonemes[0], by_language, dict(zip(LANGUAGES, map(float, likely), strict=True)))
