from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.indic_mini.ngrams import NGrams
from models.indic_mini.symbols import LETTERS, letter_ids

TEXTS = ["लाल साड़ी", "लाल कुर्ता", "नीली साड़ी", "साड़ी दिखाओ"]
SPACE = 1


@pytest.fixture
def model() -> NGrams:
    return NGrams.count(TEXTS)


def test_each_context_gives_a_distribution(model: NGrams) -> None:
    for context in ((), (SPACE,), tuple(letter_ids("लाल स")), tuple(letter_ids("खखख"))):
        assert np.exp(model.after(context).astype(np.float64)).sum() == pytest.approx(1, abs=1e-5)


def test_what_was_read_is_likelier_than_what_was_not(model: NGrams) -> None:
    after = model.after((SPACE, *letter_ids("ला")))
    likeliest = int(after.argmax())
    assert LETTERS[likeliest - 1] == "ल"
    assert after[likeliest] > after[letter_ids("क")[0]] + 2
    unknown = model.after(tuple(letter_ids("ढढ")))
    assert np.isfinite(unknown[1:]).all()


def test_a_saved_model_says_the_same(model: NGrams, tmp_path: Path) -> None:
    path = tmp_path / "letters.npz"
    model.save(path)
    again = NGrams.load(path)
    for context in ((), (SPACE,), tuple(letter_ids("लाल सा")[-5:])):
        np.testing.assert_array_equal(again.after(context), model.after(context))


def test_rare_long_ngrams_can_be_forgotten() -> None:
    context = tuple(letter_ids("घड़ी कहाँ")[-5:])
    once = [*TEXTS * 20, "घड़ी कहाँ है"]
    remembered, forgotten = NGrams.count(once), NGrams.count(once, least=2)
    assert remembered.after(context)[SPACE] > forgotten.after(context)[SPACE]
    often = tuple(letter_ids("लाल स")[-5:])
    assert forgotten.after(often).argmax() == remembered.after(often).argmax()


def test_no_texts_are_an_even_chance() -> None:
    after = NGrams.count([]).after((SPACE,))
    assert np.ptp(after) == pytest.approx(0, abs=1e-5)
