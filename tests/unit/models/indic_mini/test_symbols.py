from __future__ import annotations

import unicodedata

import pytest

from models.indic_mini.symbols import LETTERS, collapse, letter_ids, letters, phoneme_ids, phonemes, spelling, written


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("hi", "मुझे ज़्यादा साड़ियाँ दिखाओ"),
        ("mr", "मला पँट आणि टॉर्च पाहिजे"),
        ("bn", "আমার শাড়ি হয়ে গেছে ওই খাঁটি"),
    ],
)
def test_a_text_survives_being_spelt(language: str, text: str) -> None:
    assert written(letters(letter_ids(text)), language) == unicodedata.normalize("NFC", text)


def test_only_letters_and_single_spaces_remain() -> None:
    assert spelling("  लाल,  साड़ी! 15 iPhone ☎ ") == "लाल साड़ी".replace("ड़", "ड\u093c")
    assert set(spelling("আমার দাম ₹500 কত?")) <= set(LETTERS)
    assert letter_ids("") == letter_ids("15!") == []


def test_ctc_paths_lose_blanks_and_repeats() -> None:
    assert collapse([0, 3, 3, 0, 3, 4, 4, 0]) == [3, 3, 4]
    assert collapse([]) == []
    assert phonemes(collapse([0, *phoneme_ids("la"), 0, *phoneme_ids("al")])) == "laal"
