"""Words, spelling keys and dictionary forms."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.fillers import telling
from catalog.search.inflection import lemmas
from catalog.search.question import content_words
from catalog.search.romanise import keys, sounds
from catalog.search.text import tokens
from catalog.search.thesaurus import concepts


def is_attribute(word: str) -> bool:
    (found,) = content_words(word)
    return found.attribute


def test_a_vowel_sign_does_not_end_a_word() -> None:
    assert tokens("साड़ी শাড়ি") == [unicodedata.normalize("NFC", "साड़ी"), unicodedata.normalize("NFC", "শাড়ি")]


def test_the_encodings_of_a_letter_are_one() -> None:
    assert tokens("सा\u095cी") == tokens("सा\u0921\u093cी")
    assert tokens("শা\u09dcি") == tokens("শা\u09a1\u09bcি")


def test_joiners_and_other_invisible_characters_are_gone() -> None:
    assert tokens("क्\u200dष क्\u200cष\ufeff") == ["क्ष", "क्ष"]


def test_figures_of_all_scripts_are_ascii_and_part_from_letters() -> None:
    assert tokens("५किलो ৫ কেজি 5kg") == ["5", "किलो", "5", "কেজি", "5", "kg"]


def test_scripts_part_words() -> None:
    assert tokens("लालsaree") == ["लाल", "saree"]


def test_a_possessive_is_its_noun() -> None:
    assert tokens("Men's women’s") == ["men", "women"]


@given(st.text())
def test_no_text_breaks_the_words(text: str) -> None:
    for word in tokens(text):
        assert all(key == key.lower() for key in keys(word))
        assert lemmas(word) or not keys(word)


@pytest.mark.parametrize(
    ("key", "spellings"),
    [
        ("sari", "saree sari sary sadi saadi shari साड़ी साडी শাড়ি"),
        ("panka", "pankha pankhaa पंखा"),
        ("kurta", "kurta kurtha कुर्ता কুর্তা"),
        ("saikil", "saikil साइकिल"),
        ("capal", "chappal chapal चप्पल"),
        ("salvar", "salwar salvaar सलवार"),
        ("fan", "fan ফ্যান"),
        ("kamra", "kamra कमरा"),
    ],
)
def test_spellings_fall_together(key: str, spellings: str) -> None:
    for word in tokens(spellings):
        assert key in keys(word), word


def test_different_words_stay_apart() -> None:
    assert not sounds("ghadi") & sounds(tokens("गाड़ी")[0])
    assert not keys("सादा") & keys(tokens("साड़ी")[0])
    assert not keys("केला") & keys("काला")


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        (
            "sari",
            "साड़ियाँ साड़ियों साड्या साडीचे साडीसाठी শাড়িটা শাড়িগুলো শাড়িগুলোর শাড়িতে শাড়িটায় শাড়িটাতে শাড়িটিতে sarees saris saariyan",
        ),
        ("panka", "पंखे पंखों पंख्याला पंख्यांचे pankhe"),
        ("sart", "শার্টগুলো শার্টের शर्टें शर्टाचा शर्टांसाठी"),
        ("kapra", "कपड़े कपड़ों कपड्यांना कपड्यांचा কাপড়ের"),
        ("sala", "शाळेचं शाळेसाठी शाळेत shalecha"),
        ("dud", "दूध दुधाचे दुधासाठी দুধের দুধটা"),
        ("baca", "बच्चों बच्चे bacchon"),
        ("kursi", "कुर्सियाँ कुर्सियों kursiyan"),
    ],
)
def test_inflected_words_know_their_dictionary_form(lemma: str, forms: str) -> None:
    for word in tokens(forms):
        assert lemma in lemmas(word), word


def test_a_short_latin_word_keeps_its_end() -> None:
    assert "pap" not in lemmas("paper")
    assert "kuk" not in lemmas("cooker")


def test_an_english_word_gets_no_hindi_ending() -> None:
    assert "tabla" not in lemmas("table", english=True)
    assert "tabla" in lemmas("table")


def test_attributes_are_known_across_languages() -> None:
    for word in tokens("red लाल লাল laal"):
        assert concepts([word]) == {"red"}
        assert is_attribute(word)
    assert not is_attribute("saree")
    assert is_attribute("32")


def test_a_word_that_only_sounds_like_a_colour_is_none() -> None:
    assert not is_attribute("কলা")  # banana; काला is black
    assert is_attribute("काला")


def test_fillers_are_left_out_in_every_language() -> None:
    for question in (
        "please show me a saree",
        "मुझे साड़ी दिखाओ",
        "আমার একটা শাড়ি লাগবে",
        "मला साडी दाखवा",
        "mujhe saree dikhao",
        "amar ekta saree chai",
    ):
        (word,) = telling(tokens(question))
        assert "sari" in keys(word), question


def test_tea_is_no_filler() -> None:
    assert telling(["garam", "chai"]) == ["garam", "chai"]
