"""Speech without a voice: each sentence is a tone of a loudness of its own, which a recogniser can tell from others."""

from __future__ import annotations

from itertools import groupby

import numpy as np

from engine.audio.format import FRAME, FRAME_SECONDS, SAMPLE_RATE, Pcm, Samples
from engine.audio.vad import SileroVad
from engine.errors import NoSpeech
from engine.languages import detect
from engine.stt.base import Hint, Transcript
from engine.stt.grammar import StoreWords

_QUIETEST, _STEP = 2000, 500


class Speech:
    """The sentences that are spoken in a test."""

    def __init__(self) -> None:
        self._sentences: list[str] = []

    def of(self, sentence: str, seconds: float = 1.0) -> Pcm:
        """A recording of a sentence, in whole frames of 32 ms."""
        self._sentences.append(sentence)
        loudness = _QUIETEST + _STEP * (len(self._sentences) - 1)
        return np.full(max(1, round(seconds / FRAME_SECONDS)) * FRAME, loudness, np.int16)

    def heard_in(self, audio: Samples) -> str:
        """The sentences of which something is in a recording, in order."""
        loudness = np.round(audio * 32768).astype(int)
        spoken = [level for level, _ in groupby(loudness[::FRAME]) if level >= _QUIETEST]
        return " ".join(self._sentences[(level - _QUIETEST) // _STEP] for level in spoken)


def silence(seconds: float) -> Pcm:
    """Nothing, for a while."""
    return np.zeros(round(seconds * SAMPLE_RATE), np.int16)


class FakeVad(SileroVad):
    """Voice activity of a `Speech`: whatever is loud is speech."""

    def __init__(self) -> None:
        """Nothing to load."""

    def probability(self, frame: Pcm) -> float:
        return 1.0 if np.abs(frame).mean() > _QUIETEST / 2 else 0.0


class FakeRecogniser:
    """Understands a `Speech`.

    Attributes:
        confidence: of what it understands.
        doubtful: words of it that might as well be others.
        errors: raised by the next calls of `transcribe`, one after the other.
        heard: what was given to `transcribe`, as sentences, with its hints.
        partials: how often it was asked for the beginning of an utterance.
        warmed: whether it was made ready.
        learnt: the stores whose words it took up later.
    """

    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self.confidence = 0.95
        self.doubtful: tuple[tuple[str, str], ...] = ()
        self.errors: list[Exception] = []
        self.partial_errors: list[Exception] = []
        self.heard: list[tuple[str, Hint]] = []
        self.partials = 0
        self.warmed = False
        self.learnt: list[StoreWords] = []

    def transcribe(self, audio: Samples, hint: Hint) -> Transcript:
        text = self._speech.heard_in(audio)
        self.heard.append((text, hint))
        if self.errors:
            raise self.errors.pop(0)
        if not text:
            raise NoSpeech("nobody speaks")
        return Transcript(text, hint.language or detect(text, hint.prior).language, self.confidence, self.doubtful)

    def partial(self, audio: Samples, hint: Hint) -> Transcript:
        self.partials += 1
        if self.partial_errors:
            raise self.partial_errors.pop(0)
        words = self._speech.heard_in(audio).split()
        text = " ".join(words[: int(len(audio) / SAMPLE_RATE * 4)])
        return Transcript(text, hint.language or detect(text, hint.prior).language, 0.5)

    def learn(self, store: StoreWords) -> None:
        self.learnt.append(store)

    def warm(self) -> None:
        self.warmed = True
