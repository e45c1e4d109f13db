from __future__ import annotations

import numpy as np
import pytest

from engine.stt.decoding.open import Weights, decode
from models.indic_mini.ngrams import NGrams
from models.indic_mini.symbols import LETTERS, letter_ids, letters

MODEL = NGrams.count(["लाल साड़ी दिखाओ", "नीली साड़ी", "काला कुर्ता दिखाओ"] * 3)


def heard(text: str, certainty: float = 0.9, mistaken: dict[int, str] | None = None) -> np.ndarray:
    """Frames of a text, two a letter and a blank between; at the places in `mistaken` another letter leads by a bit."""
    rows = []
    for place, symbol in enumerate(letter_ids(text)):
        row = np.full(len(LETTERS) + 1, (1 - certainty) / len(LETTERS))
        row[symbol] = certainty
        if mistaken and place in mistaken:
            row[symbol], row[letter_ids(mistaken[place])[0]] = 0.4, 0.5
        blank = np.full(len(LETTERS) + 1, 1e-4)
        blank[0] = 0.99
        rows += [row, row, blank]
    return np.log(np.array(rows)).astype(np.float32)


@pytest.mark.parametrize("text", ["लाल साड़ी", "काला कुर्ता दिखाओ", "घड़ी"])
def test_what_is_clear_is_written_as_heard(text: str) -> None:
    assert decode(heard(text), MODEL) == letter_ids(text)


def test_a_doubled_letter_needs_a_blank_between() -> None:
    clear = heard("कक")
    assert letters(decode(clear, MODEL)) == "कक"
    together = np.concatenate([clear[:2], clear[3:]])
    assert letters(decode(together, MODEL)) == "क"


def test_the_language_model_decides_between_what_sounds_alike() -> None:
    frames = heard("लाल साड़ी", mistaken={2: "र"})  # "लार" is heard a little better
    assert letters(decode(frames, MODEL)) == letters(letter_ids("लाल साड़ी"))
    assert letters(decode(frames, MODEL, Weights(language_model=0.0, symbol=0.0))) == letters(letter_ids("लार साड़ी"))


def test_nothing_but_blanks_is_no_text() -> None:
    blank = np.full((50, len(LETTERS) + 1), -12.0, np.float32)
    blank[:, 0] = 0.0
    assert decode(blank, MODEL) == []
    assert decode(blank[:0], MODEL) == []
