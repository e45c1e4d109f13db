"""A sentence taken apart, what it denies, several requests in one, and what to search for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dialogue.context import Context
from engine.llm.offline.acts.base import Thread
from engine.llm.offline.understanding import queries, requests
from engine.llm.offline.understanding.corrections import affirmed
from engine.llm.offline.understanding.decide import decide
from engine.llm.offline.understanding.intents import score
from engine.llm.offline.understanding.sentence import Sentence, sentence
from engine.llm.offline.understanding.wish import View, Wish


@pytest.mark.parametrize(
    ("said", "ids", "phones"),
    [
        ("order 1003", ("1003",), ()),
        ("ऑर्डर एक हज़ार उन्नीस", ("1019",), ()),
        ("order ten nineteen", ("1019",), ()),
        ("ek zero ek chaar", ("1014",), ()),
        ("track ORD-2001", ("ORD-2001",), ()),
        ("रद्द कर दो, 1028, नंबर 9876543211", ("1028",), ("9876543211",)),
        ("कैंसिल कर दो 1028", ("1028",), ()),
        ("order 1003, phone 98765 43210", ("1003",), ("9876543210",)),
        ("অর্ডার ১০০৩, ফোন নয় আট সাত ছয় পাঁচ চার তিন দুই এক শূন্য", ("1003",), ("9876543210",)),
        ("750 watt mixer", (), ()),
        ("ওই সাড়ে সাতশো ওয়াটের মিক্সি", (), ()),
        ("150 इंचाचा पडदा", (), ()),
        ("180 लीटरचा फ्रीज", (), ()),
        ("500 ग्रॅमचं पाकीट", (), ()),
        ("128 जीबीचा फोन", (), ()),
        ("२५० ग्रामवाला डिब्बा", (), ()),
        ("200 पन्नों वाली कॉपी", (), ()),
        ("300 लोकांसाठी खुर्च्या", (), ()),
        ("750 wattcha mixer", (), ()),
        ("a parcel worth three fifty", (), ()),
        ("1003 नंबर का ऑर्डर", ("1003",), ()),
        ("mera order 1017 kahan tak pahucha", ("1017",), ()),
        ("refund nahi aaya abhi tak order 1014 ka", ("1014",), ()),
        ("ऑर्डर 1017 अभी तक नहीं आया", ("1017",), ()),
        ("1024-টা?", ("1024",), ()),
        ("a fan under 2000 rupees", (), ()),
        ("between eight and ten thousand", (), ()),
        ("ছশো থেকে বারোশোর মধ্যে", (), ()),
    ],
)
def test_orders_and_phones_are_told_from_measures_and_prices(
    said: str, ids: tuple[str, ...], phones: tuple[str, ...]
) -> None:
    assert (sentence(said).order_ids, sentence(said).phones) == (ids, phones)


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("दो हज़ार से ऊपर नहीं जाना", None, 2000),
        ("दो हज़ार से ऊपर", 2000, None),
        ("between eight and ten thousand", 8000, 10000),
        ("pachees hazaar tak", None, 25000),
        ("पचास से सौ के बीच", 50, 100),
        ("a pen around fifty", 37.5, 62.5),
        ("करीब बीस रुपये वाला पेन", 15, 25),
        ("around twenty chairs", None, None),
        ("साधारण वीस खुर्च्या हव्यात", None, None),
        ("lagbhag tees plate chahiye", None, None),
        ("a TV above 32 inch", None, None),
        ("10 se 20 log ke liye", None, None),
    ],
)
def test_prices(said: str, low: float | None, high: float | None) -> None:
    found = sentence(said).price
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("said", ["my phone number", "फोन नंबर", "ফোন নম্বর", "phone 9876543210"])
def test_the_number_of_a_phone_is_no_phone(said: str) -> None:
    assert not sentence(said).things


@pytest.mark.parametrize(
    ("said", "left", "denied"),
    [
        ("नहीं पीला नहीं, सफ़ेद", "सफ़ेद", "yellow"),
        ("না না নীল নয়, সাদা", "সাদা", "blue"),
        ("नॉनस्टिक नको, लोखंडी", "लोखंडी", "non-stick"),
        ("not the red one, the blue one", "the blue one", "red"),
        ("मोबाइल फोन दिखा दो, बटन वाला नहीं", "मोबाइल फोन दिखा दीजिए", "button"),
    ],
)
def test_what_is_denied_is_taken_out(said: str, left: str, denied: str) -> None:
    found = affirmed(sentence(said))
    assert found.said.content == sentence(left).content
    assert denied in found.denied


@pytest.mark.parametrize(
    "said", ["লাল শাড়ি নেই?", "इसमें अलार्म है कि नहीं", "दो हज़ार से ऊपर नहीं जाना", "पिवळा टॉवेल आहे का", "हाँ नहीं"]
)
def test_a_question_and_a_bound_deny_nothing(said: str) -> None:
    assert affirmed(sentence(said)).denied == frozenset()


def _several(said: str, context: Context | None = None) -> list[str]:
    def wish(part: Sentence) -> Wish:
        return decide(part, View(score(part), context or Context(), Thread()))

    return [one.kind for one in requests.several(sentence(said), wish)]


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("आपकी रिटर्न पॉलिसी और गैस चूल्हे का दाम बताइए", ["policy", "guess"]),
        ("aapki return policy aur gas stove ka price dono bata dijiye", ["policy", "search"]),
        ("मेरा 1015 कहाँ है फोन 9876543212, और हाँ स्टील की बोतल का दाम भी बता दो", ["order", "search"]),
        ("what does the carrom board cost, and what is your return policy", ["search", "policy"]),
        ("ফ্যানের দাম কত আর রিটার্ন পলিসি কী", ["search", "policy"]),
        ("लॅपटॉपची किंमत काय आणि परत करायचे नियम काय आहेत", ["search", "policy"]),
    ],
)
def test_several_requests_are_told_apart_in_their_order(said: str, kinds: list[str]) -> None:
    assert _several(said) == kinds


@pytest.mark.parametrize(
    "said",
    ["कोई बात नहीं, लाल स्वेटर कितने का है", "never mind, how much is the red sweater", "ব্যাপার না, লাল সোয়েটার দেখান"],
)
def test_a_shrug_calls_nobody(said: str) -> None:
    assert _several(said)[0] in ("search", "guess")


@pytest.mark.parametrize(
    "said",
    [
        "तुम्ही आमचा फोन नंबर दुसऱ्या कोणाला देता का, काय नियम आहे?",
        "ऑर्डर 1004 बदलना है, साइज़ छोटा है",
        "return order 1009, one side makes no sound, refund please, number 9876543209",
        "लाल और नीली साड़ी दिखाइए",
        "no wait, I meant a shawl",
        "ইয়ারবাডস চলছে না, ফেরত দেব, অর্ডার 1009, ফোন 9876543209",
        "मिक्सर चालत नाही ओ, ऑर्डर 1007, फोन 9876543204, पैसे परत द्या",
    ],
)
def test_one_request_in_many_words_stays_one(said: str) -> None:
    assert len(_several(said)) == 1


@pytest.mark.parametrize(
    ("said", "last", "query"),
    [
        ("in blue", "red saree", "saree blue"),
        ("नीली वाली", "लाल साड़ी", "साड़ी नीली"),
        ("সাদা", "নীল শার্ট", "শার্ট সাদা"),
        ("सुती", "लाल साडी", "लाल साडी सुती"),
    ],
)
def test_a_search_is_refined(said: str, last: str, query: str) -> None:
    assert queries.refined(sentence(said), {"query": last})["query"] == query


def test_a_thing_may_describe_what_was_looked_for() -> None:
    found = queries.refined(sentence("रिमोट वाला"), {"query": "पंखा", "price_range": {"max": 2000}}, describes=True)
    assert found["query"].startswith("पंखा रिमोट")
    assert found["price_range"] == {"max": 2000}


def test_any_price_lifts_the_bounds() -> None:
    found = queries.refined(sentence("a 5G one, price no issue"), {"query": "phone", "price_range": {"max": 10}})
    assert "price_range" not in found


@pytest.mark.parametrize(
    ("said", "query"),
    [
        ("प्रेशर कुकर पाँच लीटर का", "प्रेशर कुकर 5 लीटर"),
        ("sabse sasta mobile phone", "mobile phone cheapest"),
        ("एक छाता दिखाइए", "छाता"),
        ("छत्रीच दाखवा", "छत्री"),
    ],
)
def test_a_search_has_the_words_that_say_something(said: str, query: str) -> None:
    assert queries.search_for(sentence(said))["query"] == query


@given(st.integers(10, 10**6))
def test_any_amount_can_be_a_bound(amount: int) -> None:
    assert queries.search_for(sentence(f"saree under {amount}"))["price_range"] == {"max": amount}
    assert queries.search_for(sentence(f"{amount} से ज़्यादा"))["price_range"] == {"min": amount}


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    said = sentence(text)
    affirmed(said)
    queries.search_for(said)
    assert requests.parts(text) is not None


@pytest.mark.parametrize(
    "said",
    [
        "I've changed my mind about order 65614, I'd like to return it",
        "around order 65614",
        "लगभग ऑर्डर 65614",
        "প্রায় অর্ডার 65614",
        "okay, what about 65614 then, same reason",
        "hello, I'm asking about sixty-five six one four, my plants order",
    ],
)
def test_an_order_that_something_is_about_is_no_price(said: str) -> None:
    found = sentence(said)
    assert found.order_ids == ("65614",)
    assert not found.price.bounded


@pytest.mark.parametrize(
    ("said", "content"),
    [
        ("এই যা, ভুল বললাম, বাদামিটা লাগবে", ("বাদামিটা",)),
        ("ওহ ভুল হয়ে গেল, নীল চাই", ("নীল",)),
        ("চা নয়, ভুলে বলে ফেলেছি, কফি চাই", ("চা", "কফি")),
        ("चुकलं माझं, लाल हवी होती", ("लाल",)),
        ("अरे चुकून म्हणालो, निळी दाखवा", ("निळी",)),
        ("चूक झाली, हिरवी दाखवा", ("हिरवी",)),
        ("sorry galat bola, kurta chahiye tha", ("kurta",)),
        ("arre galat bol diya, blue wala", ("blue",)),
        ("अरे ग़लती से बोल दिया, नीली चाहिए", ("नीली",)),
        ("सॉरी ग़लत कह गया, कुर्ता दिखाओ", ("कुर्ता",)),
        ("oops I misspoke, a red one please", ("red",)),
        ("my bad, I meant the mixer", ("mixer",)),
    ],
)
def test_words_of_correcting_are_no_words_of_a_search(said: str, content: tuple[str, ...]) -> None:
    assert sentence(said).content == content
