"""Whisper base in CTranslate2's int8: the encoder for all languages, language identification, dictation for English.

The window is 15 s instead of Whisper's 30 s: half the time at the same accuracy. The log-mel of the utterance is padded
to 1500 frames, which the convolutions halve to 750 encoder frames.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from faster_whisper.feature_extractor import FeatureExtractor
from numpy.typing import NDArray
from tokenizers import Tokenizer

from engine.audio.format import SAMPLE_RATE, Samples
from engine.languages import Language

WINDOW_SECONDS = 15
_MEL_FRAMES = WINDOW_SECONDS * 100
_LEAST_SHARE = 1e-9  # of a token, so that it has a logarithm
# Whisper hears much Hindi as Urdu: the same language in another script.
_HEARD_AS = {"ur": Language.HINDI}


class Encoding:
    """An utterance after the encoder: CTranslate2's own array, and a copy for numpy on demand."""

    def __init__(self, storage: Any) -> None:
        self.storage = storage

    def array(self) -> NDArray[np.float32]:
        """float32 [750, 512]."""
        encoded: NDArray[np.float32] = np.asarray(self.storage, np.float32)[0]
        return encoded


class Whisper:
    """The model's three abilities that the kiosk uses."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        self._model = ctranslate2.models.Whisper(
            str(folder), device="cpu", compute_type="int8", intra_threads=threads, inter_threads=1
        )
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._features = FeatureExtractor()

    def encode(self, audio: Samples) -> Encoding:
        """Encode at most 15 s of float32 audio at 16 kHz; what is longer is cut off."""
        mel = self._features(audio[: WINDOW_SECONDS * SAMPLE_RATE], padding=0)[:, :_MEL_FRAMES]
        padding = _MEL_FRAMES - mel.shape[1]
        padded = np.pad(mel, ((0, 0), (0, padding)), constant_values=float(mel.min()))
        window = np.ascontiguousarray(padded[None], np.float32)
        return Encoding(self._model.encode(ctranslate2.StorageView.from_array(window)))

    def identify(self, encoding: Encoding) -> dict[Language, float]:
        """The probability of each of the shop's languages, given that it is one of them."""
        shares = dict.fromkeys(Language, 0.0)
        for token, probability in self._model.detect_language(encoding.storage)[0]:
            code = token.strip("<|>")
            language = _HEARD_AS.get(code) or (Language(code) if code in set(Language) else None)
            if language:
                shares[language] += probability
        total = sum(shares.values()) or 1.0
        return {language: share / total for language, share in shares.items()}

    def dictate(self, encoding: Encoding, language: Language, bias: str = "", beam: int = 3) -> tuple[str, float]:
        """Free dictation.

        Args:
            encoding: the utterance.
            language: whose words to write.
            bias: words that are likely here, given to the decoder as the text before.
            beam: hypotheses kept.

        Returns:
            The text, and the geometric mean of its tokens' probabilities.
        """
        likely = self.tokenizer.encode(" " + bias, add_special_tokens=False).tokens
        before = ["<|startofprev|>", *likely] if bias else []
        prompt = [*before, "<|startoftranscript|>", f"<|{language}|>", "<|transcribe|>", "<|notimestamps|>"]
        result = self._model.generate(
            encoding.storage,
            [prompt],
            beam_size=beam,
            max_length=len(prompt) + 96,
            no_repeat_ngram_size=4,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        text = self.tokenizer.decode(result.sequences_ids[0]).strip()
        return text, math.exp(min(0.0, result.scores[0])) * (1 - result.no_speech_prob**2)

    def log_probability(self, encoding: Encoding, text: str, language: Language) -> tuple[float, int]:
        """The log-probability of a text on an utterance, and of how many tokens it is the sum."""
        tokens = self.tokenizer.encode(" " + text, add_special_tokens=False).ids
        names = ("<|startoftranscript|>", f"<|{language}|>", "<|transcribe|>")
        prompt = [self.tokenizer.token_to_id(name) for name in names]
        result = self._model.align(encoding.storage, prompt, [tokens], [_MEL_FRAMES])[0]
        return sum(math.log(max(share, _LEAST_SHARE)) for share in result.text_token_probs), len(tokens)
