"""The kiosk's recogniser: English by dictation, the other languages by the store's sentences, whichever is surer.

A customer who mixes languages ("मुझे pressure cooker चाहिए") may fit no sentence; Whisper's English dictation then often
gives the sense. It is taken only when very sure, and the answer stays in the language that was heard.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np

from engine.audio.format import SAMPLE_RATE, Samples
from engine.audio.vad import SileroVad, speech_spans
from engine.errors import NoSpeech
from engine.languages import Language, detect
from engine.stt.base import READ_BACK, Hint, Transcript
from engine.stt.grammar import StoreWords
from engine.stt.utterance import Utterance
from engine.stt.whisper import WINDOW_SECONDS, Whisper

SURE = 0.6
_MIXED_PENALTY = 0.85  # on English dictation of speech that does not sound English
_MARGIN = 0.2  # seconds kept around the speech


class Indic(Protocol):
    """Recognises Hindi, Marathi and Bengali."""

    def recognise(self, utterance: Utterance, shares: Mapping[Language, float], hint: Hint) -> Transcript:
        """What was said in one of `shares`, languages with their probabilities; an empty text if nothing fits."""
        ...

    def partial(self, utterance: Utterance, hint: Hint) -> Transcript | None:
        """The words so far of an utterance that goes on; None if it does not sound like one of these languages."""
        ...

    def learn(self, store: StoreWords) -> None:
        """Take up a store's words; see `Recogniser.learn`."""
        ...


class StoreRecogniser:
    """A `Recogniser` for hi, bn, mr and en on any machine.

    Args:
        whisper: hears English, and which language it is.
        indic: hears the other languages.
        vad: finds the speech.
        bias: words that are likely in English.
    """

    def __init__(self, whisper: Whisper, indic: Indic, vad: SileroVad, bias: str = "") -> None:
        self._whisper = whisper
        self._indic = indic
        self._vad = vad
        self._bias = bias

    def warm(self) -> None:
        """Encode, dictate and search once."""
        utterance = Utterance(np.zeros(SAMPLE_RATE, np.float32), self._whisper)
        self._whisper.dictate(utterance.encoding, Language.ENGLISH)
        self._indic.partial(utterance, Hint())

    def learn(self, store: StoreWords) -> None:
        """See `Recogniser.learn`."""
        self._indic.learn(store)

    def transcribe(self, audio: Samples, hint: Hint) -> Transcript:
        """See `Recogniser.transcribe`."""
        pieces = [self._recognise(piece, hint) for piece in self._pieces(audio)]
        text = " ".join(piece.text for piece in pieces if piece.text)
        longest = max(pieces, key=lambda piece: len(piece.text))
        doubtful = tuple(pair for piece in pieces for pair in piece.doubtful)
        return Transcript(text, longest.language, min(piece.confidence for piece in pieces), doubtful)

    def partial(self, audio: Samples, hint: Hint) -> Transcript:
        """See `Recogniser.partial`; only the last 15 s are looked at."""
        utterance = Utterance(audio[-WINDOW_SECONDS * SAMPLE_RATE :], self._whisper)
        english_first = Language.ENGLISH in (hint.language, hint.prior)
        found = None if english_first else self._indic.partial(utterance, hint)
        if found is None:
            shares = self._shares(utterance, hint)
            if shares.get(Language.ENGLISH, 0.0) >= 0.5:
                return self._dictated(utterance, shares, beam=1)
            found = self._indic.partial(utterance, hint) if english_first else None
        return found or Transcript("", hint.prior or Language.HINDI, 0.0)

    def _pieces(self, audio: Samples) -> list[Samples]:
        """The speech without the silence around it, cut into windows of at most 15 s, at pauses if it has any."""
        spans = speech_spans(self._vad.probabilities(audio))
        if not spans:
            raise NoSpeech("nobody speaks in this recording", "speak closer to the microphone")
        joined = [spans[0]]
        for start, end in spans[1:]:
            if end - joined[-1][0] + 2 * _MARGIN <= WINDOW_SECONDS:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        pieces = [
            audio[max(0, int((start - _MARGIN) * SAMPLE_RATE)) : int((end + _MARGIN) * SAMPLE_RATE)]
            for start, end in joined
        ]
        window = WINDOW_SECONDS * SAMPLE_RATE
        return [part for piece in pieces for part in np.array_split(piece, -(-len(piece) // window))]

    def _recognise(self, audio: Samples, hint: Hint) -> Transcript:
        utterance = Utterance(audio, self._whisper)
        shares = self._shares(utterance, hint)
        attempts = [self._dictate_english, self._match_store]
        # A short answer to the kiosk's question tells little of its language, and English digits are no English.
        answering = bool(hint.expecting) and hint.prior not in (None, Language.ENGLISH)
        if answering or shares.get(Language.ENGLISH, 0.0) < 0.5:
            attempts.reverse()
        best = Transcript("", hint.prior or Language.HINDI, 0.0)
        for attempt in attempts:
            transcript = attempt(utterance, shares, hint)
            number = any(mine.isdecimal() for mine, _ in transcript.doubtful)  # which will be read back
            if transcript.confidence >= SURE * (READ_BACK if number else 1):
                return transcript
            best = max(best, transcript, key=lambda found: found.confidence)
        return best

    def _shares(self, utterance: Utterance, hint: Hint) -> dict[Language, float]:
        return {hint.language: 1.0} if hint.language else self._whisper.identify(utterance.encoding)

    def _match_store(self, utterance: Utterance, shares: dict[Language, float], hint: Hint) -> Transcript:
        return self._indic.recognise(utterance, _without_english(shares), hint)

    def _dictate_english(self, utterance: Utterance, shares: dict[Language, float], _hint: Hint) -> Transcript:
        return self._dictated(utterance, shares, beam=3)

    def _dictated(self, utterance: Utterance, shares: dict[Language, float], beam: int) -> Transcript:
        text, confidence = self._whisper.dictate(utterance.encoding, Language.ENGLISH, self._bias, beam)
        heard = max(shares, key=lambda language: shares[language])
        if heard == Language.ENGLISH:
            return Transcript(text, detect(text).language, confidence)  # "Namaste" is no English, if so written
        return Transcript(text, heard, confidence * _MIXED_PENALTY)


def _without_english(shares: dict[Language, float]) -> dict[Language, float]:
    return {language: share for language, share in shares.items() if language != Language.ENGLISH}
