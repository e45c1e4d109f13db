from __future__ import annotations

import numpy as np
import pytest

from engine.languages import Language
from engine.stt.decoding.lexicon import SYMBOLS, encode, neighbours, pronunciations
from phonetics.g2p import phonemes

HI, BN, MR = Language.HINDI, Language.BENGALI, Language.MARATHI


def sounds(text: str, language: Language = HI) -> bytes:
    return encode(phonemes(text, str(language)))


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("iPhone 15", HI, {"iPhone पंद्रह", "iPhone fifteen"}),
        ("7UP", BN, {"সাত UP", "seven UP"}),
        ("5जी फ़ोन", HI, {"पाँच जी फ़ोन", "five जी फ़ोन"}),
        ("प्रेशर कुकर, 3 लीटर", MR, {"प्रेशर कुकर तीन लीटर", "प्रेशर कुकर three लीटर"}),
    ],
)
def test_figures_are_read_as_numbers_and_latin_words_as_english(text, language, said):
    assert {sounds(one, language) for one in said} <= set(pronunciations(text, language))


def test_a_long_figure_is_read_digit_by_digit():
    assert sounds("नौ आठ" * 5) in pronunciations("98" * 5, HI)
    assert sounds("शून्य सात") in pronunciations("07", HI)


def test_nasality_and_breath_may_be_left_out():
    assert pronunciations("पाँच", HI) == (sounds("पाँच"), sounds("पाच"))
    assert pronunciations("पाँच घर", HI) == (sounds("पाँच घर"), sounds("पाच गर"))
    assert pronunciations("हार", HI) == (sounds("हार"),)  # an h of its own stays


def test_bengalis_genitive_may_be_written_apart():
    assert pronunciations("শাড়ি র দাম", BN)[0] == sounds("শাড়ির দাম", BN)


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
