"""Hindi, Marathi and Bengali with the pack `indic-mini`, the quick opinions before the slow ones.

The small acoustic model hears phonemes; the store's grammar makes sentences of them. Where none of these is sure
enough, Whisper says which it was. What is no sentence of the store is written down as it was heard, if it was heard
clearly. Whisper's own search for a phrase takes seconds and found fewer; it serves without the pack.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, Protocol, TypeVar

from engine.audio.format import Samples
from engine.languages import Language
from engine.stt.base import READ_BACK, Hint, Transcript
from engine.stt.decoding.confidence import is_number
from engine.stt.decoding.store_decoder import StoreDecoder, Understood
from engine.stt.decoding.viterbi import Scores
from engine.stt.grammar import SPOKEN, StoreWords
from engine.stt.second_opinion import SecondOpinion
from engine.stt.utterance import Utterance
from engine.text import words

_ENOUGH = 0.6  # needs no other opinion
_HOPELESS = 0.1  # nor does it help here
_MOST_ASKED = 3  # sentences
_WHISPERS_WEIGHT = 0.15  # of its scores, beside the search's
_CLEARLY = 0.9  # the least mean probability of what is written down freely
_FREELY = 0.8  # confidence in that, beside confidence in a sentence of the store
_FEWEST_WORDS = 2  # of it
_TENTATIVE = 0.5  # confidence while the customer still speaks


class Heard(Protocol):
    """What an acoustic model heard."""

    @property
    def phonemes(self) -> Scores:
        """Log-probabilities, float32 [frames, SYMBOLS]."""
        ...

    @property
    def languages(self) -> Mapping[str, float]:
        """The probability of each language."""
        ...


H = TypeVar("H", bound=Heard)


class AcousticModel(Protocol[H]):
    """The pack `indic-mini`."""

    def listen(self, audio: Samples) -> H:
        """What is heard in float32 audio at 16 kHz."""
        ...

    def dictate(self, heard: H, shares: dict[Language, float]) -> Transcript:
        """What was heard as free text, with the mean probability of its symbols as confidence."""
        ...


class IndicRecogniser(Generic[H]):
    """Recognises an utterance that is in Hindi, Marathi or Bengali, in one of `shares`.

    Args:
        model: hears phonemes.
        decoder: finds the store's sentences in them.
        judge: gives the second opinion; None goes without.
    """

    def __init__(self, model: AcousticModel[H], decoder: StoreDecoder, judge: SecondOpinion | None = None) -> None:
        self._model = model
        self._decoder = decoder
        self._judge = judge

    def recognise(self, utterance: Utterance, shares: Mapping[Language, float], hint: Hint) -> Transcript:
        """What was said, with the probability that it was; an empty text if nothing was understood."""
        heard = self._model.listen(utterance.audio)
        likely = combined(shares, heard)
        decoder = self._decoder
        understood = decoder.recognise(heard.phonemes, likely, hint)
        if self._judge and is_unsure(understood):
            understood = judged(understood, utterance, decoder, self._judge)
        found = Transcript(understood.text, understood.language, understood.confidence, understood.doubtful)
        number = understood.rivals and is_number(understood.rivals[0])
        if found.confidence < _ENOUGH * (READ_BACK if number else 1):
            free = self._model.dictate(heard, likely)
            if free.confidence >= _CLEARLY and len(words(free.text)) >= _FEWEST_WORDS:
                found = Transcript(free.text, free.language, _FREELY * free.confidence)
        return found

    def learn(self, store: StoreWords) -> None:
        """See `Recogniser.learn`: what is being recognised goes on with the words before."""
        self._decoder = StoreDecoder(store)

    def partial(self, utterance: Utterance, hint: Hint) -> Transcript | None:
        """The words so far; None if they are like no sentence of the store."""
        heard = self._model.listen(utterance.audio)
        shares = {hint.language: 1.0} if hint.language else dict.fromkeys(SPOKEN, 1 / len(SPOKEN))
        text, language = self._decoder.partial(heard.phonemes, combined(shares, heard), hint)
        return Transcript(text, language, _TENTATIVE) if language else None


def is_unsure(understood: Understood) -> bool:
    """Whether a second opinion is worth its half second: without it the customer would have to say it again."""
    return len(understood.rivals) > 1 and _HOPELESS < understood.confidence < _ENOUGH


def judged(understood: Understood, utterance: Utterance, decoder: StoreDecoder, judge: SecondOpinion) -> Understood:
    """Let Whisper choose among the best sentences that mean different things."""
    asked = understood.rivals[:_MOST_ASKED]
    opinions = judge.scores(utterance.encoding, [sentence.spoken for sentence in asked])
    return decoder.reconsidered(understood, [_WHISPERS_WEIGHT * opinion for opinion in opinions])


def combined(shares: Mapping[Language, float], heard: Heard) -> dict[Language, float]:
    """How likely each language is by Whisper's and by the acoustic model's opinion together."""
    indic = {language: share for language, share in shares.items() if language != Language.ENGLISH}
    total = sum(indic.values())
    return {
        language: (share + total * heard.languages.get(str(language), 0.0)) / 2 for language, share in indic.items()
    }
