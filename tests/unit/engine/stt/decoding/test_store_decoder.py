"""From posteriors to what the customer of this store said: what the dialogue expects, what is close, what is sure."""

from __future__ import annotations

import numpy as np
import pytest

from engine.languages import Language
from engine.stt.base import Hint
from engine.stt.decoding.lexicon import encode
from engine.stt.decoding.store_decoder import StoreDecoder, Understood
from engine.stt.grammar import SPOKEN, StoreWords
from phonetics.g2p import phonemes
from tests.fakes.posteriors import posteriors

HI, BN, MR, EN = Language.HINDI, Language.BENGALI, Language.MARATHI, Language.ENGLISH
EVEN = dict.fromkeys(SPOKEN, 1 / 3)
SURE = 0.6
NO_HINT = Hint()
STORE = StoreWords(
    {
        HI: ("नीली सूती साड़ी", "पीली सूती साड़ी", "पवन छत का पंखा", "अन्नपूर्णा प्रेशर कुकर"),
        MR: ("निळी सुती साडी", "पवन छताचा पंखा", "अन्नपूर्णा प्रेशर कुकर"),
        BN: ("নীল সুতির শাড়ি", "পবন সিলিং পাখা", "অন্নপূর্ণা প্রেশার কুকার"),
        EN: ("Blue Cotton Saree", "Yellow Cotton Saree", "Pavan Ceiling Fan", "Annapurna Pressure Cooker"),
    },
    ("1030", "1042"),
)


@pytest.fixture(scope="module")
def decoder() -> StoreDecoder:
    return StoreDecoder(STORE)


def heard(text: str, language: Language = HI, **how) -> np.ndarray:
    return posteriors(phonemes(text, str(language)), **how)


def understood(decoder: StoreDecoder, text: str, language: Language = HI, hint=NO_HINT, **how) -> Understood:
    return decoder.recognise(heard(text, language, **how), EVEN, hint)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (HI, "मुझे नीली साड़ी दिखाइए"),
        (HI, "मेरा ऑर्डर कब आएगा"),
        (MR, "मला प्रेशर कुकर दाखवा"),
        (MR, "ऑर्डर रद्द करायची आहे"),
        (BN, "আমাকে সিলিং পাখা দেখান"),
        (BN, "টাকা ফেরত চাই"),
    ],
)
def test_a_sentence_is_understood_and_sure(decoder, language, text):
    found = understood(decoder, text, language)
    assert (found.text, found.language) == (text, language)
    assert found.confidence > SURE
    slips = [understood(decoder, text, language, errors=0.15, seed=seed) for seed in range(5)]
    assert sum(one.text == text for one in slips) >= 4
    assert np.mean([one.confidence for one in slips]) < found.confidence


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (HI, "मुख्यमंत्री ने बैठक में कहा कि सीमाओं को बंद किया जाएगा"),
        (HI, "मुझे तो आज बारिश में घूमना बहुत अच्छा लगता है"),
        (MR, "मोहन म्हणाले की जीवनात पैसे वाचवणे महत्त्वाचे आहे"),
        (BN, "আগামী দুই এপ্রিল শুরু হবে উচ্চ মাধ্যমিক পরীক্ষা"),
        (BN, "তিনি কী বলেছেন তোমাদের একটা মেয়ে ছিল"),
    ],
)
def test_what_the_grammar_does_not_say_is_not_sure(decoder, language, text):
    for seed in range(3):
        assert understood(decoder, text, language, seed=seed).confidence < SURE
        assert understood(decoder, text, language, errors=0.2, seed=seed).confidence < SURE


def test_silence_and_noise_are_nothing(decoder):
    chance = np.random.default_rng(1)
    noise = np.log(chance.dirichlet(np.full(32, 0.3), size=150)).clip(-20).astype(np.float32)
    for nothing in (posteriors(" " * 30), noise, np.zeros((0, 32), np.float32)):
        assert decoder.recognise(nothing, EVEN, Hint()).confidence < 0.2


def test_a_colour_that_might_be_another_is_doubtful(decoder):
    clear, blurred = heard("मुझे नीली साड़ी दिखाइए", seed=5), heard("मुझे नीली साड़ी दिखाइए", seed=5)
    n, p = encode("np")
    for frame in np.flatnonzero(blurred[:, n] > -1)[:2]:
        blurred[frame, [n, p]] = np.log(0.45)
    one, other = (decoder.recognise(each, EVEN, Hint()) for each in (clear, blurred))
    assert one.doubtful == ()
    assert {frozenset(pair) for pair in other.doubtful} == {frozenset(["नीली", "पीली"])}
    assert other.confidence < one.confidence


def test_another_wording_of_the_same_is_no_rival(decoder):
    found = understood(decoder, "मुझे प्रेशर कुकर दिखाइए")  # beside "मुझे प्रेशर कुकर दिखाओ" and "मुझे pressure cooker दिखाइए"
    assert found.margin > 5
    assert found.doubtful == ()


def test_a_phone_number_is_expected_where_it_was_asked_for(decoder):
    digits = "नौ आठ सात छह पाँच चार तीन दो एक शून्य"
    asked, unasked = (
        [understood(decoder, digits, hint=hint, errors=0.15, seed=seed) for seed in range(8)]
        for hint in (Hint(expecting="phone"), Hint())
    )
    right = sum(found.text == "9876543210" for found in asked)
    assert right >= 6
    assert right >= sum(found.text == "9876543210" for found in unasked)


def test_a_digit_that_might_be_another_makes_a_number_unsure(decoder):
    clear = heard("नौ आठ सात छह पाँच चार तीन एक शून्य नौ", seed=3)
    blurred = clear.copy()
    for one, other in ("nd", "ɔo"):  # the last नौ may be a दो
        symbols = [*encode(one), *encode(other)]
        frames = np.flatnonzero(clear[:, symbols[0]] > -1)
        blurred[frames[frames > frames[-1] - 3][:, None], symbols] = np.log(0.45)
    one, other = (decoder.recognise(each, EVEN, Hint(expecting="phone")) for each in (clear, blurred))
    assert one.text == "9876543109"
    assert other.confidence < SURE < one.confidence
    assert one.doubtful == ()
    assert {frozenset(pair) for pair in other.doubtful} == {frozenset(["9876543109", "9876543102"])}


@pytest.mark.parametrize("errors", [0.35, 0.5])
def test_a_number_that_was_not_heard_clearly_is_not_sure(decoder, errors):
    digits = "नौ आठ सात छह पाँच चार तीन दो एक शून्य"
    hint = Hint(expecting="phone")
    found = [understood(decoder, digits, hint=hint, errors=errors, seed=seed) for seed in range(12)]
    wrong = [one for one in found if one.text != "9876543210" and one.text.isdecimal() and one.confidence >= SURE]
    assert len(wrong) <= 1


def test_a_number_that_an_order_has_is_preferred(decoder):
    text = "मेरा ऑर्डर एक शून्य तीन शून्य कहाँ है"
    found = [understood(decoder, text, errors=0.2, seed=seed).text for seed in range(10)]
    without = StoreDecoder(StoreWords(STORE.products, ("9999", "8888")))
    plain = [understood(without, text, errors=0.2, seed=seed).text for seed in range(10)]
    right = "मेरा ऑर्डर 1030 कहाँ है"
    assert found.count(right) >= plain.count(right)
    assert found.count(right) >= 7


@pytest.mark.parametrize("language", [HI, MR])
def test_hindi_and_marathi_are_told_apart_by_their_words_or_by_the_conversation(decoder, language):
    own = {HI: "मुझे प्रेशर कुकर चाहिए", MR: "मला प्रेशर कुकर पाहिजे"}[language]
    other = {HI: MR, MR: HI}[language]
    assert understood(decoder, own, language, hint=Hint(None, other)).language is language
    assert understood(decoder, "प्रेशर कुकर", language, hint=Hint(None, language)).language is language


def test_a_language_that_is_not_considered_is_not_found(decoder):
    found = decoder.recognise(heard("मला प्रेशर कुकर पाहिजे", MR), {HI: 1.0}, Hint(HI))
    assert found.language is HI
    assert decoder.recognise(heard("प्रेशर कुकर"), {}, Hint(None, BN)) == Understood("", BN, 0.0)


def test_a_second_opinion_may_turn_the_choice(decoder):
    first = understood(decoder, "मुझे नीली साड़ी दिखाइए")
    assert len(first.rivals) > 1
    against = decoder.reconsidered(first, [-30.0, 0.0])
    assert against.text == first.rivals[1].text
    agreed = decoder.reconsidered(first, [0.0, -30.0])
    assert agreed.text == first.text
    assert agreed.confidence >= first.confidence


def test_the_words_so_far(decoder):
    whole = heard("मुझे नीली साड़ी दिखाइए", gap=1)
    shown = [decoder.partial(whole[: len(whole) * part // 10], EVEN, Hint()) for part in (4, 7, 10)]
    assert [language for _, language in shown] == [HI] * 3
    assert all(text and "मुझे नीली साड़ी दिखाइए".startswith(text[:4]) for text, _ in shown)
    assert shown[2][0] == "मुझे नीली साड़ी दिखाइए"
    assert len(shown[0][0]) < len(shown[2][0])


def test_of_what_is_no_sentence_nothing_is_shown(decoder):
    assert decoder.partial(heard("मुख्यमंत्री ने बैठक में कहा कि सीमाओं को"), EVEN, Hint())[0] == ""
    assert decoder.partial(np.zeros((0, 32), np.float32), EVEN, Hint()) == ("", None)
