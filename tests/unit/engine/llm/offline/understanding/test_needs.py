"""What somebody needs, told with the reason for it: a search, whatever single words of the story say."""

from __future__ import annotations

import pytest

from engine.dialogue.context import Context
from engine.llm.offline.acts.base import Thread
from engine.llm.offline.understanding import requests
from engine.llm.offline.understanding.decide import decide
from engine.llm.offline.understanding.intents import Scores, score
from engine.llm.offline.understanding.sentence import Sentence, sentence
from engine.llm.offline.understanding.wish import View, Wish

_SEARCHES = ("search", "explore", "guess")


def _decided(part: Sentence, likely: str, how: float) -> Wish:
    usual = score(part)
    scores = Scores(usual.lexical, {**dict.fromkeys(usual.meaning, 0.0), likely: how})
    return decide(part, View(scores, Context(), Thread()))


@pytest.mark.parametrize(
    "said",
    [
        "I need a schoolbag with big pockets, suppose around five hundred",
        "बड़ी जेब वाला बैग चाहिए, मान लीजिए पाँच सौ तक",
        "বড় পকেটের একটা ব্যাগ চাই, ধরুন পাঁচশোর মধ্যে",
        "मोठ्या खिशाची बॅग हवी, समजा पाचशेपर्यंत",
        "bade pocket wala bag chahiye, maan lo paanch sau tak",
    ],
)
def test_who_guesses_a_price_asks_for_no_rule(said: str) -> None:
    assert _decided(sentence(said), "search", 0.99).kind in _SEARCHES


@pytest.mark.parametrize(
    "said",
    [
        "show me a doll, one whose clothes she can exchange",
        "गुड़िया दिखाइए, जिसके कपड़े वापस बदल सकें",
        "একটা পুতুল দেখান, যার জামা পাল্টাতে পারে",
        "बाहुली दाखवा, जिचे कपडे बदलून घेता येतील",
        "gudiya dikhaiye, jiske kapde exchange ho sake",
    ],
)
def test_words_of_a_return_in_a_wish_give_nothing_back(said: str) -> None:
    assert _decided(sentence(said), "search", 0.99).kind in _SEARCHES


@pytest.mark.parametrize(
    "said",
    [
        "is there something soft to put into shoes",
        "जूते में डालने को कुछ नरम मिल जाएगा",
        "জুতোয় দেওয়ার নরম কিছু পাওয়া যায়",
        "बुटात घालायला काही मऊ मिळेल",
        "joote mein daalne ko kuch naram mil jayega",
    ],
)
def test_something_for_goods_is_looked_for(said: str) -> None:
    assert _decided(sentence(said), "store_question", 0.6).kind in _SEARCHES
    assert _decided(sentence(said), "store_question", 0.97).kind == "store_question"


@pytest.mark.parametrize(
    ("story", "wish"),
    [
        ("my daughter dances on stage", "I want a red saree"),
        ("बिटिया नाचती है मंच पर", "लाल साड़ी दिखाइए"),
        ("মেয়ে নাচ শেখে", "লাল শাড়ি দেখান"),
        ("मुलगी नाच शिकते", "लाल साडी दाखवा"),
        ("beti dance seekhti hai", "laal saree dikhaiye"),
    ],
)
def test_what_is_told_before_a_wish_is_none_of_its_own(story: str, wish: str) -> None:
    def decided(part: Sentence) -> Wish:
        return Wish("store_question", part) if part.text == story else _decided(part, "search", 0.9)

    found = requests.several(sentence(f"{story}, {wish}"), decided)
    assert [one.kind for one in found] == ["search"]
