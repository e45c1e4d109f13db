from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.text import clean, interleaved, words

# Any text, and texts full of what matters here: joiners, signs, controls, and letters that compose.
TEXTS = st.text() | st.text(
    st.sampled_from("कরड\u093c\u094d\u09cd\u09be\u09c7\u200b\u200c\u200d\ufeffe\u0301İ\x00\ud800 \n1_")
)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  लाल   साड़ी\n", "लाल साड़ी"),
        ("e\u0301clair", "éclair"),
        ("क\u094d\u200dया", "क्या"),
        ("a\x00b\x1b[2J", "a b [2J"),
        ("\u202eabc\u202c", "abc"),
        ("\ufeffhello", "hello"),
        ("\ud800x", "x"),
        ("\ue000\u0378", ""),
        ("tab\tand\u00a0space", "tab and space"),
        ("₹2,999 😀", "₹2,999 😀"),
    ],
)
def test_clean(text, cleaned):
    assert clean(text) == unicodedata.normalize("NFC", cleaned)


@given(TEXTS)
def test_clean_leaves_nothing_to_clean(text):
    once = clean(text)
    assert clean(once) == once
    assert not {unicodedata.category(c) for c in once} & {"Cc", "Cs", "Co", "Cn"}
    assert "  " not in once
    assert once == once.strip()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("मुझे हिन्दी, में!", ["मुझे", "हिन्दी", "में"]),
        ("শাড়ি কিনব?", ["শাড়ি", "কিনব"]),
        ("Red-SAREE under ₹2,999", ["red", "saree", "under", "2", "999"]),
        ("snake_case", ["snake", "case"]),
        ("😀 … !", []),
        # the joiners that Bengali and Marathi typists put inside a word do not cut it
        ("র\u200d\u09cdযাকেট", ["র\u09cdযাকেট"]),
        ("दर\u094d\u200dयाने", ["दर\u094dयाने"]),
        ("ক\u09cd\u200cষ", ["ক\u09cdষ"]),
    ],
)
def test_words(text, found):
    assert words(text) == [unicodedata.normalize("NFC", word) for word in found]


# All of a script's vowel signs, its virama and its nukta belong to the word that they stand in.
@pytest.mark.parametrize("consonant", ["क", "ক"])
def test_a_word_keeps_every_sign_of_its_script(consonant):
    block = ord(consonant) & ~0x7F
    signs = [chr(c) for c in range(block, block + 0x80) if unicodedata.category(chr(c)) in ("Mn", "Mc")]
    assert len(signs) > 10
    for sign in signs:
        if sign != "\u09fe":  # a mark of old Bengali books
            assert len(words(consonant + sign + consonant)) == 1, f"U+{ord(sign):04X}"


@given(TEXTS)
def test_words_are_stable(text):
    found = words(text)
    assert words(" ".join(found)) == found
    assert all(word and not word.isspace() for word in found)


@given(TEXTS)
def test_words_of_a_text_and_of_its_clean_form_are_the_same_without_control_characters(text):
    if not {unicodedata.category(c) for c in text} & {"Cc", "Cs", "Co", "Cn"}:
        assert words(clean(text)) == words(text)


def test_lists_are_interleaved_and_what_has_the_same_key_stands_once() -> None:
    assert interleaved([["a1", "a2", "c3"], ["b1"], ["c1", "c2"]], lambda one: one) == [
        "a1",
        "b1",
        "c1",
        "a2",
        "c2",
        "c3",
    ]
    assert interleaved([["a1", "a2"], ["a2", "a3"]], lambda one: one) == ["a1", "a2", "a3"]
    assert interleaved([["ax", "bx"], ["ay"]], lambda one: one[0]) == ["ax", "bx"]
    assert interleaved([], lambda one: one) == []
