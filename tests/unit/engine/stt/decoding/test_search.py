"""The search over small grammars: what is said is found, what is not is told apart, and the work stays bounded."""

from __future__ import annotations

import numpy as np
import pytest

from engine.languages import Language
from engine.stt.decoding.lexicon import SYMBOLS, encode, pronunciations
from engine.stt.decoding.nbest import Sentence, sentences
from engine.stt.decoding.network import Grammar, Phrase, compile_network
from engine.stt.decoding.viterbi import WIDTH, prepare, search
from phonetics.g2p import phonemes
from phonetics.phonemes import PHONEMES
from tests.fakes.posteriors import posteriors

HI, BN, MR = Language.HINDI, Language.BENGALI, Language.MARATHI
GOODS = ["लाल साड़ी", "नीली साड़ी", "पीली साड़ी", "हरी साड़ी", "प्रेशर कुकर", "छत का पंखा", "टेबल पंखा", "iPhone 15", "7UP"]
PRICES = ["पाँच सौ", "एक हज़ार", "दो हज़ार", "तीन हज़ार"]


def words(*sentences: str) -> list[tuple[str, ...]]:
    return [tuple(sentence.split()) for sentence in sentences]


def hindi(goods=GOODS, prices=PRICES) -> Grammar:
    return Grammar(
        HI,
        {
            "search": words("{goods}", "मुझे {goods} {want}", "{goods} {want}", "{goods} {price} से कम में {want}"),
            "answer": words("हाँ", "हाँ कर दो", "नहीं", "नहीं रहने दो"),
            "talk": words("नमस्ते", "दुकान कब खुलती है", "मेरा ऑर्डर कहाँ है"),
        },
        {"want": [*words("चाहिए", "दिखाइए", ""), ()]},
        {"goods": [Phrase(name) for name in goods], "price": [Phrase(price) for price in prices]},
    )


def marathi() -> Grammar:
    slots = {"goods": [Phrase("लाल साडी"), Phrase("प्रेशर कुकर")]}
    return Grammar(MR, {"search": words("मला {goods} दाखवा", "{goods}"), "talk": words("दुकान कधी उघडते")}, {}, slots)


def bengali() -> Grammar:
    slots = {"goods": [Phrase("লাল শাড়ি"), Phrase("প্রেশার কুকার")]}
    return Grammar(BN, {"search": words("আমাকে {goods} দেখান", "{goods}"), "talk": words("দোকান কখন খোলে")}, {}, slots)


NETWORK = compile_network([hindi(), marathi(), bengali()])
EVEN = dict.fromkeys(NETWORK.starts, 0.0)


def decode(heard, network=NETWORK, weights=None) -> list[Sentence]:
    speech = prepare(heard, network.order)
    return sentences(network, speech, search(network, speech, weights or dict.fromkeys(network.starts, 0.0)))


def said(text: str, language: Language = HI, **how) -> np.ndarray:
    return posteriors("".join(PHONEMES[symbol - 1] for symbol in pronunciations(text, language)[0]), **how)


SENTENCES = [
    (HI, "मुझे लाल साड़ी दिखाइए"),
    (HI, "टेबल पंखा"),
    (HI, "नीली साड़ी दो हज़ार से कम में दिखाइए"),
    (HI, "iPhone 15 चाहिए"),
    (HI, "7UP"),
    (HI, "दुकान कब खुलती है"),
    (HI, "हाँ"),
    (HI, "नहीं रहने दो"),
    (MR, "मला लाल साडी दाखवा"),
    (MR, "दुकान कधी उघडते"),
    (BN, "আমাকে লাল শাড়ি দেখান"),
    (BN, "দোকান কখন খোলে"),
]


@pytest.mark.parametrize(("language", "text"), SENTENCES)
def test_what_is_said_clearly_is_found(language, text):
    best = decode(said(text, language))[0]
    assert (best.text, best.language) == (text, language)
    assert best.likeness > -0.3
    assert best.covered == 1


@pytest.mark.parametrize(("language", "text"), [pair for pair in SENTENCES if len(pair[1]) > 8])
def test_what_is_said_with_slips_is_found(language, text):
    found = [decode(said(text, language, errors=0.2, seed=seed))[0] for seed in range(10)]
    assert sum((best.text, best.language) == (text, language) for best in found) >= 8


def test_the_other_number_is_read_in_english_too():
    heard = posteriors(phonemes("iPhone fifteen चाहिए", "hi"))
    assert decode(heard)[0].text == "iPhone 15 चाहिए"


@pytest.mark.parametrize("seed", range(5))
def test_what_no_sentence_says_is_unlike_all(seed):
    other = posteriors(phonemes("मुख्यमंत्री ने बैठक में कहा कि सीमाओं को बंद किया जाएगा", "hi"), seed=seed)
    mine = said("मुझे लाल साड़ी दिखाइए", errors=0.2, seed=seed)
    found = decode(other)
    assert not found or found[0].likeness < decode(mine)[0].likeness - 0.5


def test_words_around_a_sentence_are_filler():
    before, after = phonemes("सुनिए भैया", "hi"), phonemes("ज़रा जल्दी", "hi")
    heard = posteriors(f"{before} {phonemes('मुझे टेबल पंखा दिखाइए', 'hi')} {after}")
    best = decode(heard)[0]
    assert best.text == "मुझे टेबल पंखा दिखाइए"
    assert 0.4 < best.covered < 0.8


def test_what_differs_in_one_word_is_the_rival():
    best, second, *_ = decode(said("मुझे नीली साड़ी दिखाइए"))
    goods = next(phrase for phrase in best.said if phrase.slot == "goods")
    assert (goods.text, goods.rival) == ("नीली साड़ी", "पीली साड़ी")
    assert second.text == "मुझे पीली साड़ी दिखाइए"
    assert second.score == pytest.approx(best.score - goods.margin, abs=0.01)


def test_half_a_sound_makes_a_small_margin():
    clear, doubtful = said("नीली साड़ी", seed=5), said("नीली साड़ी", seed=5)
    n, p = encode("np")
    first = int(np.flatnonzero(clear[:, n] > -1)[0])
    for frame in (first, first + 1):
        doubtful[frame, [n, p]] = np.log(0.45)
    goods = [decode(heard)[0].said[0] for heard in (clear, doubtful)]
    assert goods[1].margin < 2 < goods[0].margin
    assert {goods[1].text, goods[1].rival} == {"नीली साड़ी", "पीली साड़ी"}


def test_the_topic_that_is_expected_is_preferred():
    network = compile_network([Grammar(HI, {"one": words("दस बजे"), "other": words("दस बचे")})])
    heard = said("दस बजे")
    for topic, text in (("one", "दस बजे"), ("other", "दस बचे")):
        weights = {(HI, "one"): -20.0, (HI, "other"): -20.0} | {(HI, topic): 0.0}
        assert decode(heard, network, weights)[0].text == text


def test_a_language_that_is_not_expected_is_not_searched():
    heard = said("मला लाल साडी दाखवा", MR)
    only = {key: 0.0 for key in NETWORK.starts if key[0] is HI}
    assert all(found.language is HI for found in decode(heard, weights=only))


def test_hindi_and_marathi_are_told_apart_by_their_words():
    for language, text in ((HI, "मुझे प्रेशर कुकर दिखाइए"), (MR, "मला प्रेशर कुकर दाखवा")):
        assert decode(said(text, language, errors=0.1))[0].language is language


def test_a_language_weighs_what_the_dialogue_says():
    heard = said("प्रेशर कुकर")  # the same in both
    for language, other in ((HI, MR), (MR, HI)):
        weights = {key: {language: 0.0, other: -1.0, BN: -9.0}[key[0]] for key in NETWORK.starts}
        assert decode(heard, weights=weights)[0].language is language


@pytest.mark.parametrize("frames", [0, 1, 200])
def test_silence_is_no_sentence(frames):
    silence = np.log(np.full((frames, SYMBOLS), 0.001, np.float32))
    silence[:, 0] = np.log(0.969)
    assert all(found.likeness < -3 for found in decode(silence))


def test_an_empty_catalogue_leaves_the_sentences_without_goods():
    network = compile_network([hindi(goods=[], prices=[])])
    assert decode(said("दुकान कब खुलती है"), network)[0].text == "दुकान कब खुलती है"
    assert all("साड़ी" not in found.text for found in decode(said("लाल साड़ी"), network))


def test_no_grammar_finds_nothing():
    network = compile_network([Grammar(HI, {})])
    assert decode(said("लाल साड़ी"), network) == []


@pytest.mark.parametrize(
    "grammar",
    [
        Grammar(HI, {"a": words("मुझे {nothing}")}),
        Grammar(HI, {"a": words("{a}")}, {"a": words("{b} कुछ"), "b": words("{a}")}),
    ],
)
def test_a_grammar_that_names_what_is_not_there_is_refused(grammar):
    with pytest.raises(ValueError, match=r"hi grammar|names itself"):
        compile_network([grammar])


def many(count: int) -> list[str]:
    starts = [a + b for a in "कखगघचछजटडतथदधनपफबभमयरलवशसह" for b in ("ा", "ी", "ू", "े", "ो")]
    names = [f"{a}{b} {c} साड़ी" for a in starts for b in ("ला", "री", "ना") for c in starts[::3]]
    return names[:count]


def test_of_ten_thousand_names_the_right_one_is_found_with_bounded_work():
    names = many(10_000)
    assert len(set(names)) == 10_000
    network = compile_network([hindi(goods=names)])
    heard = said(f"मुझे {names[4321]} दिखाइए", errors=0.05, seed=2)
    speech = prepare(heard, network.order)
    found = search(network, speech, dict.fromkeys(network.starts, 0.0))
    assert sentences(network, speech, found)[0].text == f"मुझे {names[4321]} दिखाइए"
    assert found.work < 40 * WIDTH * len(speech.blank)


def test_the_network_does_not_grow_with_goods_times_prices():
    def size(goods, prices):
        return len(compile_network([hindi(goods=many(goods), prices=many(prices))]).emission)

    alone = size(2000, 1) + size(1, 2000)
    assert size(2000, 2000) < 1.2 * alone


def test_a_monologue_of_a_minute_is_bounded():
    heard = posteriors(phonemes("मुख्यमंत्री ने बैठक में कहा कि सीमाओं को बंद किया जाएगा " * 18, "hi"))
    assert len(heard) > 2000
    speech = prepare(heard, NETWORK.order)
    found = search(NETWORK, speech, EVEN)
    assert found.work < 10 * WIDTH * len(speech.blank)
    assert len(found.records.score) < 20 * len(speech.blank)
