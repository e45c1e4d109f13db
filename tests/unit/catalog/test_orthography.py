"""Spellings of one script that mean the same word."""

from __future__ import annotations

import pytest

from catalog.search.orthography import spelling
from catalog.search.text import tokens
from catalog.search.thesaurus import concepts


@pytest.mark.parametrize(
    "spellings",
    [
        ("फ्रिज", "फ्रीज"),
        ("बॅग", "बैग"),
        ("अण्डा", "अंडा", "अँडा"),
        ("ब्लाउज़", "ब्लाउज"),
        ("रुपये", "रुपए"),
        ("टीव्ही", "टीवी", "टिवी"),
        ("জিনিস", "জিনিষ"),
        ("পাঞ্জাবি", "পাঞ্জাবী"),
        ("রঙ", "রং"),
    ],
)
def test_spellings_of_a_word_are_one(spellings: tuple[str, ...]) -> None:
    words = [word for text in spellings for word in tokens(text)]
    assert len(words) == len(spellings)
    assert len(set(map(spelling, words))) == 1


@pytest.mark.parametrize("pair", ["काला कला", "দাম দম", "चना चूना", "saree sari"])
def test_other_words_stay_apart(pair: str) -> None:
    one, other = tokens(pair)
    assert spelling(one) != spelling(other)


@pytest.mark.parametrize("text", ["प्रेशर कूकर", "সীলিং ফ্যান", "ब्लाऊज पिस"])
def test_a_name_is_known_in_another_spelling(text: str) -> None:
    assert concepts(tokens(text))
