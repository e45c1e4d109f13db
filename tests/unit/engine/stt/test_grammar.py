from __future__ import annotations

import tomllib

import pytest

from engine.languages import Language
from engine.stt.grammar import SPOKEN, Grammar, StoreWords, build, spoken_forms
from engine.text import clean
from resources import ROOT

HI, BN, MR = Language.HINDI, Language.BENGALI, Language.MARATHI
SLOTS = {"{product}", "{price}", "{order}"}


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("साड़ी", {"साड़ी"}),
        ("लाल साड़ी", {"साड़ी", "लाल साड़ी"}),
        ("नीला लाल सूती साड़ी", {"साड़ी", "सूती साड़ी", "लाल सूती साड़ी", "नीला लाल सूती साड़ी", "नीला साड़ी"}),
        ("टीवी (32 इंच)", {"टीवी"}),
        ("(नया) टीवी (32 इंच) काला", {"काला", "टीवी काला"}),
        ("चावल 5 किलो", {"चावल"}),
        ("1,500 वाट मिक्सर", {"मिक्सर"}),
        ("दूध 2.5लीटर", {"दूध"}),
        ("साड़ी का ब्लाउज", {"ब्लाउज", "साड़ी ब्लाउज", "साड़ी का ब्लाउज"}),  # and no "का ब्लाउज"
        ("LED बल्ब", {"बल्ब"}),
        ("LED", set()),
        ("500 ग्राम", set()),
        ("(नया)", set()),
        ("", set()),
    ],
)
def test_the_spoken_forms_of_a_name(name, forms):
    assert set(spoken_forms([name], frozenset(["का"]))) == {clean(form) for form in forms}


def test_a_name_of_many_words_is_not_said_whole():
    forms = spoken_forms(["एक दो तीन चार पाँच"])
    assert set(forms) == {"पाँच", "चार पाँच", "तीन चार पाँच", "एक पाँच"}


def test_the_most_frequent_form_comes_first():
    forms = spoken_forms(["लाल साड़ी", "नीली साड़ी", "हरी साड़ी", "लाल कुर्ता"])
    assert forms[0] == clean("साड़ी")
    assert len(forms) == len(set(forms))


def test_a_great_catalogue_is_cut_to_its_most_frequent_forms():
    names = [f"{a}{b}{c} साड़ी" for a in "कखगघचछज" for b in "टठडढणतथ" for c in "पफबभमयर"]
    many = spoken_forms(names)
    assert len(names) == 343
    assert len(many) == 344
    assert len(spoken_forms(names + [name.replace("साड़ी", "कुर्ता") for name in names])) == 400
    assert many[0] == clean("साड़ी")


@pytest.mark.parametrize("language", SPOKEN)
def test_every_language_has_a_grammar_of_the_same_shape(language):
    data = tomllib.loads((ROOT / "grammar" / f"{language}.toml").read_text(encoding="utf-8"))
    hindi = tomllib.loads((ROOT / "grammar" / "hi.toml").read_text(encoding="utf-8"))
    assert data.keys() == hindi.keys()
    assert data["slots"].keys() == hindi["slots"].keys()
    used = {part for pattern in data["patterns"] for part in pattern.split() if "{" in part}
    assert used == SLOTS
    for phrase in (*data["phrases"], *data["slots"]["price"], *data["joints"]):
        assert "{" not in phrase
    everything = (*data["phrases"], *data["patterns"], *data["slots"]["price"], *data["joints"])
    assert len(set(data["phrases"])) == len(data["phrases"])
    assert len(set(data["patterns"])) == len(data["patterns"])
    block = range(0x0980, 0x0A00) if language == BN else range(0x0900, 0x0980)
    for phrase in everything:
        assert phrase
        assert phrase == clean(phrase)
        letters = "".join(part for part in phrase.split() if part not in SLOTS)
        assert all(ord(c) in block for c in letters), phrase


STORE = StoreWords({HI: ("लाल साड़ी",), BN: ("লাল শাড়ি",), MR: ("लाल साडी",)}, ("1042", "ORD-7", "0007", "12345678901"))


def sentences(grammar: Grammar) -> set[str]:
    """All that a grammar holds, written out."""
    found = set()
    for phrase in grammar.phrases:
        partial = [""]
        for element in phrase:
            choices = [element] if isinstance(element, str) else [" ".join(words) for words in element]
            partial = [f"{begin} {choice}".strip() for begin in partial for choice in choices]
        found.update(partial)
    return found


def test_the_slots_are_filled_with_the_stores_own_words():
    hindi, marathi, bengali = map(sentences, build(STORE))
    for sentence in ("मुझे लाल साड़ी दिखाइए", "साड़ी दो हज़ार से कम में", "ऑर्डर एक हज़ार बयालीस कहाँ है", "नमस्ते", "सात"):
        assert clean(sentence) in {clean(found) for found in hindi}, sentence
    assert clean("लाल साडी") in {clean(found) for found in marathi}
    assert clean("লাল শাড়ি দেখান") in {clean(found) for found in bengali}
    for found in (hindi, marathi, bengali):
        assert not any("{" in sentence for sentence in found)


def test_each_grammar_is_in_its_language():
    assert [grammar.language for grammar in build(STORE)] == [HI, MR, BN]


def test_an_order_that_nobody_says_as_a_number_is_left_out():
    (hindi, *_), (without, *_) = build(STORE), build(StoreWords(STORE.products, ("1042", "7")))
    assert sentences(hindi) == sentences(without)


@pytest.mark.parametrize("store", [StoreWords({}), StoreWords({HI: ()}, ()), StoreWords({HI: ("LED",)}, ("A-1",))])
def test_an_empty_store_still_understands_its_plain_phrases(store):
    for grammar in build(store):
        data = tomllib.loads((ROOT / "grammar" / f"{grammar.language}.toml").read_text(encoding="utf-8"))
        assert {clean(found) for found in sentences(grammar)} == {clean(phrase) for phrase in data["phrases"]}
