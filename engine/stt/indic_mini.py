"""Hindi, Marathi and Bengali by dictation: the pack `indic-mini` with a character language model for each language.

It hears any words, not only the store's, but not well enough to be the last word (see the pack's card): the kiosk shows
what it hears while the customer speaks, and asks it where no phrase of the store fits.
"""

from __future__ import annotations

import math
from pathlib import Path

from engine.audio.format import Samples
from engine.languages import Language
from engine.stt.base import Transcript
from engine.stt.decoding.open import decode
from models.errors import PackError
from models.indic_mini.model import IndicMini as Model
from models.indic_mini.model import Posteriors
from models.indic_mini.ngrams import NGrams
from models.indic_mini.symbols import letters, written

SPOKEN = (Language.HINDI, Language.MARATHI, Language.BENGALI)


class IndicMini:
    """The recogniser.

    Args:
        folder: of the pack.
        threads: for one recognition.

    Raises:
        PackError: the pack is damaged.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self._model = Model(folder, threads)
        try:
            self._ngrams = {language: NGrams.load(folder / f"letters-{language}.npz") for language in SPOKEN}
        except (OSError, ValueError, KeyError) as damaged:
            hint = "sahayak models install indic-mini"
            raise PackError(f"indic-mini's language model cannot be loaded: {damaged}", hint) from damaged

    def listen(self, audio: Samples) -> Posteriors:
        """What the model hears in float32 audio at 16 kHz, [n]; what is beyond 30 s is left out."""
        return self._model.posteriors(audio)

    def dictate(self, heard: Posteriors, shares: dict[Language, float]) -> Transcript:
        """Write down what was heard.

        Args:
            heard: from `listen`.
            shares: how likely each language is; one that is not in it is not considered.

        Returns:
            The text in the likeliest language's script, with the mean probability of what is said as confidence; an
            empty text if no language may be considered.
        """
        likely = {language: shares.get(language, 0.0) * heard.languages[language] for language in SPOKEN}
        language = max(likely, key=lambda each: likely[each])
        if not likely[language]:
            return Transcript("", language, 0.0)
        symbols = decode(heard.letters[language], self._ngrams[language])
        return Transcript(written(letters(symbols), language), language, _sureness(heard, language))


def _sureness(heard: Posteriors, language: Language) -> float:
    """The mean probability of the likeliest symbols, over the frames in which something is said."""
    frames = heard.letters[language]
    spoken = frames[frames.argmax(-1) != 0]
    return float(math.exp(spoken.max(-1).mean())) if len(spoken) else 0.0
