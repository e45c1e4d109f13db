from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.languages import Language, detect, is_foreign
from tests.fakes.texts import any_text

HI, BN, MR, EN = Language.HINDI, Language.BENGALI, Language.MARATHI, Language.ENGLISH


@pytest.mark.parametrize(
    ("language", "name"),
    [(HI, "हिन्दी"), (BN, "বাংলা"), (MR, "मराठी"), (EN, "English")],
)
def test_a_language_is_named_as_its_speakers_write_it(language, name):
    assert language.native_name == name


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (HI, "मुझे लाल साड़ी दिखाइए"),
        (HI, "मेरा ऑर्डर कहाँ है"),
        (HI, "ऑर्डर कैंसिल कर दो"),
        (HI, "मुझे pressure cooker चाहिए"),
        (HI, "show me ये वाली saree please"),
        (HI, "बच्चों के खिलौने"),
        (HI, "चाचा के लिए ऊँचा स्टूल"),
        (HI, "घर पहुँचाओगे कि नहीं"),
        (HI, "नीचे वाली मंज़िल पे क्या है"),
        (HI, "laal saree dikhao"),
        (HI, "mera order kahan hai"),
        (HI, "mujhe red saree show karo"),
        (HI, "please mujhe order ka status batao"),
        (HI, "order 1003 cancel kar do please, mobile 98765 43210"),
        (HI, "please order number 1003 ka bill bhej do, phone 98765 43210"),
        (HI, "please refund kar do na, order number 1003"),
        (MR, "मला लाल साडी दाखवा"),
        (MR, "माझी ऑर्डर कुठे आहे"),
        (MR, "तुमच्याकडे कुकर आहे का"),
        (MR, "mala lal sadi dakhva"),
        (MR, "mala saree baghaychi hoti"),
        (MR, "कपड्यांची इस्त्री बघायची होती, वाफेवाली"),
        (MR, "माप द्यायचं होतं, इथल्या कुणा ताईंना बोलवाल का प्लीज"),
        (MR, "आजोबांना वाचायला चष्मा"),
        (MR, "मुलांसाठी लाकडाची खुर्ची"),
        (MR, "रंग उडेल का धुतल्यावर"),
        (MR, "समई मागवली होती, सात चार शून्य, निघाली का दुकानातून"),
        (MR, "सहा चार दोन चार ही ऑर्डर निघाली का बघा की"),
        (MR, "आज पाऊस पडेल का हो"),
        (MR, "majhi order kuthe aahe"),
        (MR, "tumchyakade cooker aahe ka"),
        (BN, "আমাকে লাল শাড়ি দেখান"),
        (BN, "আমার pressure cooker লাগবে"),
        (BN, "amar order kothay"),
        (BN, "ami ekta lal shari chai"),
        (EN, "Show me a red saree"),
        (EN, "Where is my order?"),
        (EN, "HOW MUCH IS THIS"),
        (EN, "I want to cancel the order for the red saree"),
    ],
)
def test_what_says_its_language_keeps_it_in_any_conversation(language, text):
    for prior in (None, *Language):
        found = detect(text, prior)
        assert found.language == language, f"{text} after {prior}"
        assert found.confidence > 0.7


@pytest.mark.parametrize("text", ["", "   ", "12345", "₹ 500?", "😀😀", "९८७।", "৪৫৬।", "نص", "数字"])
def test_what_is_in_no_script_of_the_shop_keeps_the_conversations_language(text):
    for prior in Language:
        assert detect(text, prior).language == prior
        assert detect(text, prior).confidence < 0.6
    assert detect(text).language == EN


@pytest.mark.parametrize("text", ["P001", "ok", "saree", "red saree ok"])
def test_a_few_latin_words_that_say_nothing_keep_the_conversations_language(text):
    for prior in Language:
        assert detect(text, prior).language == prior
        assert detect(text, prior).confidence <= 0.5
    assert detect(text).language == EN


def test_many_latin_words_without_a_marker_are_english():
    assert detect("blue cotton bedsheet double size", HI).language == EN


@pytest.mark.parametrize("text", ["नमस्ते", "नमस्कार", "धन्यवाद", "ओके बाय"])
def test_words_that_hindi_and_marathi_share_keep_the_conversations_language(text):
    assert detect(text, MR).language == MR
    assert detect(text, HI).language == HI
    for prior in (None, BN, EN):
        assert detect(text, prior).language == HI


def test_a_thing_named_in_devanagari_stays_in_the_conversations_language():
    assert detect("साड़ी", MR).language == MR
    assert detect("कुकर", HI).language == HI


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("सकाळी लवकर दुकान उघडतं", MR),
        ("सुबह जल्दी दुकान खुलेगी", HI),
    ],
)
def test_devanagari_without_markers_is_told_by_its_spelling(text, language):
    for prior in (None, BN, EN):
        found = detect(text, prior)
        assert found.language == language
        assert 0.6 <= found.confidence <= 0.95


def test_two_languages_in_one_sentence_make_it_less_sure():
    pure, mixed = detect("मला साडी पाहिजे आहे"), detect("मला साडी पाहिजे आहे क्या")
    assert pure.language == mixed.language == MR
    assert pure.confidence > mixed.confidence


def test_the_script_with_more_letters_decides_between_bengali_and_devanagari():
    assert detect("আমার অর্ডার কোথায় है").language == BN
    assert detect("মা मेरा ऑर्डर कहाँ है").language == HI


@given(any_text(), st.none() | st.sampled_from(Language))
def test_any_text_is_in_some_language(text, prior):
    found = detect(text, prior)
    assert isinstance(found.language, Language)
    assert 0 <= found.confidence <= 1


@given(st.text(st.sampled_from("0123456789०१२৩ ।.,!?₹😀🙏\n-")), st.sampled_from(Language))
def test_figures_and_emoji_keep_the_conversations_language(text, prior):
    assert detect(text, prior).language == prior


@pytest.mark.parametrize("text", ["Das kostet leider sehr viel Geld.", "Esta camisa es muy bonita y barata."])
def test_a_foreign_language_is_told(text: str) -> None:
    assert is_foreign(text)


@pytest.mark.parametrize(
    "text",
    ["Here is a Banarasi saree, ₹4,999.", "Very good for khichdi.", "Right for sabzi, dal and pickles.", "", "123"],
)
def test_english_with_indian_words_is_not_foreign(text: str) -> None:
    assert not is_foreign(text)


@pytest.mark.parametrize("text", ["1003 cancel maar do please, 9876543210 pe hai", "please mixer do, stove wala nahi"])
def test_borrowed_words_of_asking_make_no_sentence_english(text: str) -> None:
    assert detect(text).language is HI
