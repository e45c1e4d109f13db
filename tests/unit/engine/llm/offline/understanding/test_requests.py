"""Where a sentence holds several wishes, and where its parts are one question."""

from __future__ import annotations

import pytest

from engine.llm.offline.understanding.requests import several
from engine.llm.offline.understanding.sentence import sentence
from tests.unit.engine.llm.offline.understanding.wanted import wanted


def _kinds(said: str) -> list[str]:
    return [wish.kind for wish in several(sentence(said), lambda part: wanted(part.text))]


@pytest.mark.parametrize(
    "said",
    [
        "I want my notes bound, how many days does that take?",
        "does your steel flask leak, it will stand in my bag",
        "नोट्स की बाइंडिंग करवानी है, कितना लगेगा",
        "নোটস বাঁধাই করাতে হবে, কত নেবেন",
    ],
)
def test_a_stop_alone_parts_no_question(said: str) -> None:
    assert len(_kinds(said)) == 1


@pytest.mark.parametrize(
    "said",
    [
        "what does the pressure cooker cost, and what is your return policy",
        "प्रेशर कुकर कितने का है और वापसी का क्या नियम है",
        "pressure cooker ka daam batao aur return policy kya hai",
        "প্রেশার কুকারের দাম কত, আর ফেরতের নিয়ম কী",
        "प्रेशर कुकर केवढ्याला आहे आणि परतीचे नियम काय आहेत",
    ],
)
def test_a_price_and_a_rule_are_two(said: str) -> None:
    assert _kinds(said)[-1] == "policy"
    assert len(_kinds(said)) == 2


@pytest.mark.parametrize(
    "said",
    [
        "प्रेशर कुकर का दाम बता दो और ये भी कि लौटाने पर पैसे कब तक आते हैं, रिफंड का नियम क्या है",
        "tell me the price of the pressure cooker, and the policy on refunds",
    ],
)
def test_a_rule_beside_goods_is_no_request_about_an_order(said: str) -> None:
    assert "order" not in _kinds(said)


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("what does the pressure cooker cost, and how many litres is it", "pressure cooker"),
        ("pressure cooker kitne ka hai aur warranty kitni hai", "pressure cooker"),
        ("केतली कितने की है और कितने लीटर की है", "केतली"),
        ("কেটলিটা কত আর কত লিটারের", "কেটলিটা"),
    ],
)
def test_a_price_and_a_question_without_a_name_are_about_the_same_thing(said: str, about: str) -> None:
    (wish,) = several(sentence(said), lambda part: wanted(part.text))
    assert (wish.kind, wish.arguments["query"], wish.arguments["priced"]) == ("question", {"query": about}, True)


@pytest.mark.parametrize(
    "said",
    [
        "पेन कितने का है और दुकान कब बंद होती है",
        "pen kitne ka, aur dukan kitne baje tak khuli hai",
        "পেন কত, আর দোকান কখন খোলে",
        "how much is the pen, and when do you close",
    ],
)
def test_a_price_and_a_question_to_the_store_are_two(said: str) -> None:
    assert _kinds(said) == ["search", "store_question"]


@pytest.mark.parametrize(
    "said",
    [
        "order 8104 wapas karna hai, ghar mein kisi ko pasand nahi aaya, paise dijiye",
        "ऑर्डर 8104 लौटाना था, घर में किसी को पसंद नहीं आया, पैसे दे दीजिए",
    ],
)
def test_nobody_who_likes_a_thing_is_called(said: str) -> None:
    assert _kinds(said) == ["order"]
