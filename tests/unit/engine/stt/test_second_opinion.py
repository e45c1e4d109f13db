from __future__ import annotations

import pytest

from engine.languages import Language
from engine.stt.second_opinion import SecondOpinion
from engine.stt.utterance import Utterance

pytestmark = pytest.mark.models
HI, BN, MR = Language.HINDI, Language.BENGALI, Language.MARATHI


@pytest.fixture(scope="module")
def judge(whisper):
    return SecondOpinion(whisper)


@pytest.mark.parametrize(
    ("language", "text", "others"),
    [
        (HI, "मुझे लाल साड़ी दिखाइए", ["मुझे नीली साड़ी दिखाइए", "मुझे लाल कुर्ता दिखाइए", "मेरा ऑर्डर कहाँ है"]),
        (MR, "माझी ऑर्डर कुठे आहे", ["माझी ऑर्डर कधी येणार", "मला साडी दाखवा", "दुकान कधी उघडते"]),
        (BN, "আমার অর্ডার কোথায়", ["আমার অর্ডার কবে আসবে", "আমার pressure cooker চাই", "দোকান কখন খোলে"]),
    ],
)
def test_what_was_said_scores_best(judge, whisper, said, language, text, others):
    utterance = Utterance(said(text, language), whisper)
    scores = judge.scores(utterance.encoding, [*others, text])
    assert max(scores) == scores[-1]
    # A phrase's score does not depend on what it is compared with, or on their lengths.
    assert judge.scores(utterance.encoding, [text]) == pytest.approx(scores[-1:], abs=0.01)
    assert judge.scores(utterance.encoding, []) == []
