from __future__ import annotations

import pytest

from engine import lexicon
from engine.lexicon import CODES, PhraseSet
from engine.text import clean, words

SECTIONS = ("intents", "topics", "reasons", "actions", "answers", "agreement", "languages", "speech", "aspects")


@pytest.mark.parametrize("code", CODES)
def test_every_language_has_the_same_sections_and_keys(code):
    english, other = lexicon.read("en"), lexicon.read(code)
    assert other.keys() == english.keys()
    for section in english:
        assert other[section].keys() == english[section].keys(), section


def _leaves(entry, path=()):
    if isinstance(entry, dict):
        for key, value in entry.items():
            yield from _leaves(value, (*path, key))
    else:
        yield path, entry


@pytest.mark.parametrize("code", CODES)
def test_every_phrase_is_words_that_can_be_found_in_a_sentence(code):
    seen = 0
    for path, phrases in _leaves({name: lexicon.read(code)[name] for name in SECTIONS}):
        assert phrases or path[0] in ("speech", "agreement", "languages"), path
        assert len(set(phrases)) == len(phrases), path
        for phrase in phrases:
            assert phrase == clean(phrase), (path, phrase)
            for word in phrase.split():
                found = words(word)
                assert len(found) == (2 if word.endswith("n't") else 1), (path, phrase)
                assert word.removesuffix("*").replace("'", "") == "".join(found), (path, phrase)
            seen += 1
    assert seen > 100


@pytest.mark.parametrize("code", CODES)
def test_every_marker_is_one_word_of_its_script(code):
    native, roman = lexicon.markers(code)
    assert all(word.isascii() for word in roman)
    assert not any(c.isascii() for word in native for c in word)
    assert len(roman) > 20
    assert bool(native) == (code != "en")


def test_a_phrase_matches_in_any_order_and_the_longest_counts():
    phrases = PhraseSet((("order", "where"), ("order",), ("where", "is", "order"), ("parcel",)))
    assert phrases.score(["where", "is", "my", "order"]) == 3
    assert phrases.score(["order", "where"]) == 2
    assert phrases.score(["order"]) == 1
    assert phrases.score(["where", "is"]) == 0
    assert phrases.score([]) == 0


def test_a_star_matches_any_ending_and_nothing_else():
    phrases = PhraseSet((("दिखा*",),))
    assert phrases.score(["दिखाओ"]) == phrases.score(["दिखा"]) == 1
    assert phrases.score(["दिख"]) == phrases.score(["मतदिखाओ"]) == 0
    assert PhraseSet((("दिखा",),)).score(["दिखाओ"]) == 0


def test_the_sections_of_all_languages_are_searched_at_once():
    cancel = lexicon.phrase_sets("intents")["cancel_order"]
    assert cancel.score(words("please cancel it")) > 0
    assert cancel.score(words("ऑर्डर रद्द करा")) > 0
    assert cancel.score(words("অর্ডার বাতিল করুন")) > 0
    assert cancel.score(words("mera order radd karo")) > 0
    assert cancel.score(words("show me a saree")) == 0


@pytest.mark.parametrize(
    ("section", "sentence", "name"),
    [
        ("intents", "इसे कैंसिल करना है", "cancel_order"),
        ("intents", "নমস্কার", "greeting"),
        ("answers", "haan kar do", "yes"),
        ("answers", "नहीं रहने दो", "no"),
        ("reasons", "it is broken", "defective"),
        ("actions", "मुझे पैसे चाहिए", "refund"),
        ("topics", "वारंटी कितनी है", "warranty"),
        ("answers", "blue elephants", None),
        ("answers", "", None),
    ],
)
def test_the_best_name_of_a_section(section, sentence, name):
    assert lexicon.best(section, words(sentence)) == name


def test_the_phrase_with_more_words_wins():
    assert lexicon.best("intents", words("रिटर्न पॉलिसी क्या है")) == "policy_returns"
    assert lexicon.best("intents", words("मेरा ऑर्डर वापस कर दो")) == "track_order"  # two words each: the first named
    names = list(lexicon.phrase_sets("intents"))
    assert names.index("track_order") < names.index("return_order")


def test_fillers_hold_no_goods():
    fillers = lexicon.fillers()
    assert {"मुझे", "দেখান", "दाखवा", "show", "chahiye", "the"} <= fillers
    for goods in ("saree", "साड़ी", "শাড়ি", "साडी", "cooker", "कुकर", "red", "लाल"):
        for word in words(goods):
            assert word not in fillers
