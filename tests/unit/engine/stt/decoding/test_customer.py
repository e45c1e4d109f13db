"""The grammars of the store: built from its data and resources/grammar, and searched with sounds made from spelling."""

from __future__ import annotations

import tomllib

import pytest

from engine.languages import Language
from engine.stt.decoding.customer import grammars, order_digits
from engine.stt.decoding.goods import called
from engine.stt.decoding.nbest import Sentence, sentences
from engine.stt.decoding.network import Network, compile_network
from engine.stt.decoding.patterns import expand
from engine.stt.decoding.viterbi import prepare, search
from engine.stt.grammar import StoreWords
from engine.text import clean
from phonetics.g2p import phonemes
from resources import ROOT
from tests.fakes.posteriors import posteriors

HI, BN, MR, EN = Language.HINDI, Language.BENGALI, Language.MARATHI, Language.ENGLISH
STORE = StoreWords(
    {
        HI: ("नीला लाल सूती साड़ी", "पवन छत का पंखा", "तारा 5जी स्मार्टफ़ोन"),
        MR: ("लाल सुती साडी", "पवन छताचा पंखा", "तारा 5जी स्मार्टफोन"),
        BN: ("লাল সুতির শাড়ি", "পবন সিলিং পাখা", "তারা 5জি স্মার্টফোন"),
        EN: ("Red Cotton Saree", "Pavan Ceiling Fan", "iPhone 15"),
    },
    ("1001", "1030", "ORD-2041"),
)


@pytest.fixture(scope="module")
def network() -> Network:
    return compile_network(grammars(STORE))


def heard(network: Network, text: str, language: Language = HI, **how) -> list[Sentence]:
    speech = prepare(posteriors(phonemes(text, str(language)), **how), network.order)
    return sentences(network, speech, search(network, speech, dict.fromkeys(network.starts, 0.0)))


@pytest.mark.parametrize("language", ["hi", "mr", "bn"])
def test_the_grammar_files_can_be_read_and_have_the_same_shape(language):
    data, hindi = (tomllib.loads((ROOT / "grammar" / f"{code}.toml").read_text("utf-8")) for code in (language, "hi"))
    for table in ("topics", "rules", "spoken"):
        assert data[table].keys() == hindi[table].keys()
    named = {"goods", "price", "order", "phone", "number", "quality", "opener", "closer", *data["rules"]}
    for pattern in [one for table in ("topics", "rules") for listed in data[table].values() for one in listed]:
        assert pattern == clean(pattern)
        for sentence in expand(pattern):
            assert {word[1:-1] for word in sentence if word[0] == "{"} <= named, pattern


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (HI, "मुझे लाल साड़ी दिखाइए"),
        (HI, "भैया छत का पंखा कितने का है"),
        (HI, "नीली साड़ी दो हज़ार से कम में दिखाइए"),
        (HI, "मेरा ऑर्डर कहाँ है"),
        (HI, "हाँ कर दो"),
        (HI, "रिटर्न पॉलिसी क्या है"),
        (HI, "ढाई सौ रुपये तक की साड़ी चाहिए"),
        (MR, "मला लाल साडी पाहिजे"),
        (MR, "माझी ऑर्डर कुठे आहे"),
        (MR, "पंखा केवढ्याला आहे"),
        (MR, "दुकान किती वाजता उघडते"),
        (BN, "আমাকে লাল শাড়ি দেখান"),
        (BN, "সিলিং পাখা আছে কি"),
        (BN, "ফেরতের নিয়ম কী"),
        (BN, "আমার অর্ডার কোথায়"),
    ],
)
def test_what_customers_say_is_understood(network, language, text):
    best = heard(network, text, language)[0]
    assert phonemes(best.text, str(language)) == phonemes(text, str(language))
    assert best.language is language
    slips = [heard(network, text, language, errors=0.15, seed=seed)[0] for seed in range(5)]
    assert sum(found.text == best.text for found in slips) >= 4


def test_english_names_may_be_mixed_in(network):
    assert heard(network, "मुझे red cotton saree दिखाइए")[0].text == "मुझे red cotton saree दिखाइए"
    assert heard(network, "iPhone fifteen चाहिए")[0].text == "iphone 15 चाहिए"


def test_things_that_the_store_has_not_are_understood_as_well(network):
    assert heard(network, "मुझे वॉशिंग मशीन चाहिए")[0].text == "मुझे वॉशिंग मशीन चाहिए"


@pytest.mark.parametrize(
    ("language", "said", "written"),
    [
        (HI, "मेरा ऑर्डर एक हज़ार तीस कहाँ है", "मेरा ऑर्डर 1030 कहाँ है"),
        (HI, "ऑर्डर नंबर दस तीस है", "ऑर्डर नंबर 1030 है"),
        (HI, "ऑर्डर नंबर एक शून्य तीन शून्य है", "ऑर्डर नंबर 1030 है"),
        (HI, "ऑर्डर नंबर वन ज़ीरो थ्री ज़ीरो है", "ऑर्डर नंबर 1030 है"),
        (HI, "ऑर्डर नंबर दो हज़ार है", "ऑर्डर नंबर 2000 है"),
        (MR, "माझी ऑर्डर एक हजार तीस कुठे आहे", "माझी ऑर्डर 1030 कुठे आहे"),
        (BN, "অর্ডার নম্বর দুই শূন্য চার এক", "অর্ডার নম্বর 2041"),
        (HI, "मेरा नंबर नौ आठ सात छह पाँच चार तीन दो एक शून्य है", "मेरा नंबर 9876543210 है"),
        (HI, "नौ आठ सेवन डबल सिक्स बयालीस तीन एक पाँच", "9876642315"),
        (MR, "माझा नंबर नऊ आठ सात सहा पाच चार तीन दोन एक शून्य आहे", "माझा नंबर 9876543210 आहे"),
        (BN, "আমার নম্বর নয় আট সাত ডবল ছয় চার তিন দুই শূন্য এক", "আমার নম্বর 9876643201"),
        (BN, "নাইন এইট সেভেন সিক্স ট্রিপল ফাইভ টু ওয়ান জিরো", "9876555210"),
    ],
)
def test_numbers_are_written_in_figures_however_they_are_said(network, language, said, written):
    assert heard(network, said, language)[0].text == written


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("नौ आठ सात छह पाँच चार तीन दो एक", "987654321"),
        ("नौ आठ सात छह पाँच चार तीन दो एक शून्य सात", "98765432107"),
    ],
)
def test_a_digit_too_few_or_too_many_is_not_bent_into_a_phone_number(network, said, figures):
    assert heard(network, f"मेरा नंबर {said} है")[0].text == f"मेरा नंबर {figures} है"
    assert heard(network, said)[0].text == figures


def test_a_phone_number_does_not_begin_with_a_one(network):
    best = heard(network, "एक दो तीन चार पाँच छह सात आठ नौ शून्य")[0]
    assert len(best.text) != 10 or best.likeness < -0.3


@pytest.mark.parametrize(
    ("order", "digits"),
    [("1030", "1030"), ("ORD-7", "7"), ("A-12-34", "1234"), ("nothing", ""), ("", ""), ("1" * 13, "")],
)
def test_of_an_order_customers_say_the_figures(order, digits):
    assert order_digits(order) == digits


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("साड़ी", {"साड़ी"}),
        ("नीला लाल सूती साड़ी", {"साड़ी", "सूती साड़ी", "लाल सूती साड़ी", "नीला लाल सूती साड़ी", "नीला साड़ी"}),
        ("टीवी (32 इंच)", {"टीवी"}),
        ("चावल 5 किलो", {"चावल", "चावल 5 किलो"}),
        ("iPhone 15", {"iphone", "iphone 15"}),
        ("7UP", {"7up"}),
        ("छत का पंखा", {"पंखा", "छत का पंखा", "छत पंखा"}),  # and no "का पंखा"
        ("(नया)", set()),
        ("", set()),
    ],
)
def test_the_ways_to_call_a_product(name, forms):
    assert set(called([name], frozenset(["का"]))) == {clean(form) for form in forms}


@pytest.mark.parametrize("store", [StoreWords({}), StoreWords({HI: (), EN: ("", "()")}, ("", "A"))])
def test_an_empty_store_still_understands_its_plain_sentences(store):
    network = compile_network(grammars(store))
    assert heard(network, "दुकान कब खुलती है")[0].text == "दुकान कब खुलती है"
    assert heard(network, "মেলা", BN) == [] or heard(network, "মেলা", BN)[0].covered <= 1
    assert all("order" not in phrase.slot for found in heard(network, "ऑर्डर नंबर सात") for phrase in found.said)
