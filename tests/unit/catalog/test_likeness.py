"""How surely two words are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.likeness import SAME_FORM, likeness, resemblance
from catalog.search.text import tokens


def one(text: str) -> str:
    (word,) = tokens(text)
    return word


@pytest.mark.parametrize(
    ("asked", "stored"),
    [
        ("saree", "sarees"),
        ("sadi", "साड़ी"),
        ("साड़ी", "saree"),
        ("শাড়িটা", "শাড়ি"),
        ("साडीचे", "साडी"),
        ("कपड्यांना", "कपडे"),
        ("शाळेसाठी", "शाळा"),
        ("kurta", "কুর্তা"),
    ],
)
def test_the_same_word_in_another_form_or_script(asked: str, stored: str) -> None:
    assert likeness(one(asked), one(stored)) >= SAME_FORM


@pytest.mark.parametrize(
    ("asked", "stored"),
    [("milk", "silk"), ("helicopter", "saree"), ("চা", "ছাতা"), ("दाल", "सैंडल"), ("", "saree")],
)
def test_other_words_are_not_alike(asked: str, stored: str) -> None:
    assert likeness(asked, stored) == 0


def test_short_words_that_sound_alike_are_in_doubt() -> None:
    assert likeness("bat", "bath") < SAME_FORM
    assert likeness("ghadi", one("गाड़ी")) < SAME_FORM
    assert likeness("साडी", "शादी") < SAME_FORM
    assert likeness("kite", "kit") < SAME_FORM


@pytest.mark.parametrize(
    ("asked", "stored"),
    [
        ("phone", "smartphone"),
        ("फोन", "स्मार्टफोन"),
        ("ফোন", "স্মার্টফোন"),
        ("smartpohne", "smartphone"),
        ("biccycle", "bicycle"),
        ("umbrela", "umbrella"),
        ("साडया", "साड्या"),
    ],
)
def test_the_second_chance(asked: str, stored: str) -> None:
    assert 0 < resemblance(one(asked), one(stored)) < SAME_FORM


@pytest.mark.parametrize(("asked", "stored"), [("milk", "silk"), ("123", "1234"), ("बाल", "बाल्टी"), ("दाल", "सैंडल")])
def test_no_second_chance(asked: str, stored: str) -> None:
    assert resemblance(one(asked), one(stored)) == 0


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_two_words_have_a_likeness(a: str, b: str) -> None:
    for asked in tokens(a):
        assert likeness(asked, asked) == 1
        for stored in tokens(b):
            assert 0 <= likeness(asked, stored) <= 1
            assert 0 <= resemblance(asked, stored) <= 1
