from __future__ import annotations

import numpy as np
import pytest

from engine.languages import Language
from engine.stt.decoding.lexicon import SYMBOLS, encode, neighbours, pronunciations
from phonetics.g2p import phonemes

HI, BN, MR = Language.HINDI, Language.BENGALI, Language.MARATHI


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("iPhone 15", HI, {"iPhone पंद्रह", "iPhone फिफ़टीन"}),
        ("7UP", BN, {"সাত UP"}),
        ("5जी फ़ोन", HI, {"पाँच जी फ़ोन", "फ़ाइव जी फ़ोन"}),
        ("प्रेशर कुकर, 3 लीटर", MR, {"प्रेशर कुकर तीन लीटर"}),
    ],
)
def test_figures_are_read_as_numbers_and_latin_words_as_english(text, language, said):
    assert {phonemes(one, str(language)) for one in said} & set(pronunciations(text, language))
    assert len(pronunciations(text, language)) >= len(said)


def test_a_long_figure_is_read_digit_by_digit():
    assert phonemes("नौ आठ" * 5, "hi") in pronunciations("98" * 5, HI)
    assert phonemes("शून्य सात", "hi") in pronunciations("07", HI)


def test_nasality_and_breath_may_be_left_out():
    assert pronunciations("पाँच", HI) == (phonemes("पाँच", "hi"), phonemes("पाच", "hi"))
    assert phonemes("कर", "hi") not in pronunciations("घर", HI)  # the sound itself stays


@pytest.mark.parametrize("text", ["", "…", "₹", " - "])
def test_what_has_no_sound_is_not_said(text):
    assert pronunciations(text, HI) == ()


@pytest.mark.parametrize("language", [HI, BN, MR])
def test_neighbours_are_mutual_and_cost_something(language):
    matrix = neighbours(language)
    assert matrix.shape == (SYMBOLS, SYMBOLS)
    assert (matrix == matrix.T).all()
    assert (np.diag(matrix) == 1).all()
    assert matrix[~np.eye(SYMBOLS, dtype=bool)].max() < 0.5
    assert matrix[0, 1:].max() == 0  # silence is no phoneme


def test_bengalis_open_o_is_nearly_its_o():
    one, other = encode("ɔo")
    assert neighbours(BN)[one, other] > neighbours(HI)[one, other]
