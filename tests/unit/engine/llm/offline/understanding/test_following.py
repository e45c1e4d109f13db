"""What customers say next, about what was just shown to them."""

from __future__ import annotations

import pytest

from engine.dialogue.context import Context
from engine.llm.offline.acts.base import Thread
from engine.llm.offline.understanding.corrections import affirmed, repaired
from engine.llm.offline.understanding.decide import decide
from engine.llm.offline.understanding.intents import score
from engine.llm.offline.understanding.measures import SIZE
from engine.llm.offline.understanding.sentence import sentence
from engine.llm.offline.understanding.wish import View, Wish

FAN = {
    "id": "fan",
    "name": "Table Fan",
    "price": 1690.0,
    "category": "Fans",
    "specifications": {"colour": "White", "material": "Plastic", "wattage": "50 W"},
}


def wanted(said: str) -> Wish:
    """What is wanted after a fan was looked for below 2,000 rupees, and found."""
    context = Context(
        intent="search",
        shown=(FAN,),
        last_search={"query": "table fan", "price_range": {"max": 2000}},
        last_price=1690.0,
        last_product_id="fan",
    )
    part = sentence(said)
    return decide(part, View(score(part), context, Thread(talked_about=[FAN])))


@pytest.mark.parametrize(
    "said",
    [
        "too costly",
        "that is too expensive",
        "बहुत महँगा है",
        "bahut mehnga hai bhai",
        "অনেক দাম",
        "दाम ज़्यादा हैं",
        "फार महाग आहे हो",
    ],
)
def test_what_costs_too_much_is_answered_by_something_cheaper(said: str) -> None:
    found = wanted(said)
    assert found.arguments["intent"] == "cheaper"
    assert found.arguments["price_range"] == {"max": 1689.0}


@pytest.mark.parametrize(
    ("said", "query"),
    [
        ("too costly, show me a saree", "saree"),
        ("बहुत महँगा है, साड़ी दिखाओ", "साड़ी"),
        ("অনেক দাম, শাড়ি দেখান", "শাড়ি"),
        ("फार महाग आहे, साडी दाखवा", "साडी"),
        ("isme remote nahi hai, koi saree dikhao", "saree"),
    ],
)
def test_why_it_is_not_liked_is_no_wish_beside_the_wish(said: str, query: str) -> None:
    found = wanted(said)
    assert found.kind == "search"
    assert found.arguments["query"] == query


def test_what_is_wanted_instead_of_what_is_too_dear_costs_less() -> None:
    assert wanted("too costly, show me a tower fan").arguments["price_range"] == {"max": 1689.0}
    assert wanted("too costly, show me a saree below 900").arguments["price_range"] == {"max": 900.0}


@pytest.mark.parametrize(
    ("said", "sign", "kind"),
    [
        ("a bit more watt", 1, "power"),
        ("thoda zyada watt ka", 1, "power"),
        ("इससे कम वॉट का है क्या", -1, "power"),
        ("আরেকটু বেশি ওয়াটের", 1, "power"),
        ("जास्त वॅटचा आहे का", 1, "power"),
        ("anything with more capacity?", 1, None),
    ],
)
def test_more_of_a_measure_is_the_next_in_size(said: str, sign: int, kind: str | None) -> None:
    found = wanted(said)
    assert found.kind == "next_in_size"
    assert found.arguments == {"sign": sign, "kind": kind}


@pytest.mark.parametrize(
    "said",
    [
        "something that fits on the wall?",
        "कुछ ऐसा जो दीवार पर लगे?",
        "kuch aisa jo deewar pe lage",
        "দেয়ালে লাগানো যায় এমন কিছু?",
        "भिंतीवर लावता येईल असं काही?",
        "aur jo battery pe chalta hai?",
        "और जो बैटरी से चलता है?",
    ],
)
def test_what_is_described_is_looked_for(said: str) -> None:
    assert wanted(said).kind in ("search", "guess")


@pytest.mark.parametrize(
    "said",
    ["how many speeds does it have", "इसमें कितने पंखे हैं", "ওটায় কটা পাখা আছে", "याला किती पंखे आहेत"],
)
def test_how_many_of_a_thing_asks_about_the_one_of_the_talk(said: str) -> None:
    found = wanted(said)
    assert found.kind == "question"
    assert found.product == FAN


@pytest.mark.parametrize("said", ["do you have it in blue", "यही नीले रंग में है क्या", "हाच निळ्या रंगात आहे का"])
def test_the_same_in_another_colour_is_looked_for(said: str) -> None:
    found = wanted(said)
    assert found.kind == "other_look"
    assert found.product == FAN


@pytest.mark.parametrize("said", ["let me see it in blue", "can I see it in blue too", "इसी को नीले में दिखाना"])
def test_another_colour_to_be_seen_is_searched(said: str) -> None:
    assert wanted(said).kind == "search"


@pytest.mark.parametrize(
    ("said", "before", "after"),
    [
        ("show me a fan... sorry, I meant a heater", "show me a fan", "heater"),
        ("पंखा दिखाओ… नहीं नहीं, हीटर दिखाओ", "पंखा दिखाओ", "हीटर दिखाओ"),
        ("পাখা দেখান, না না, হিটার দেখান", "পাখা দেখান", "হিটার দেখান"),
        ("पंखा दाखवा... नको नको, हीटर दाखवा", "पंखा दाखवा", "हीटर दाखवा"),
        ("fan dikhao, sorry, mera matlab heater", "fan dikhao", "heater"),
    ],
)
def test_a_sentence_may_be_begun_anew(said: str, before: str, after: str) -> None:
    found = repaired(sentence(said))
    assert found is not None
    assert found[0].text.startswith(before)
    assert found[1].text.endswith(after)


@pytest.mark.parametrize(
    "said",
    [
        "tea, no sugar",
        "the fan, is there no remote",
        "पंखा चाहिए, नहीं तो कूलर",
        "are the toys safe, like no lead in the paint",
        "order 1005... no, 1006",
        "a fan please",
    ],
)
def test_what_only_says_no_is_not_begun_anew(said: str) -> None:
    assert repaired(sentence(said)) is None


def test_a_figure_of_a_thing_is_no_order() -> None:
    assert wanted("a memory card, the 128 one").kind != "order"


def test_a_number_that_ends_in_one_is_an_order() -> None:
    assert wanted("I had ordered a kurti, number six one three one, where is it").kind == "order"


def test_the_cheapest_of_another_thing_is_not_something_cheaper() -> None:
    assert "intent" not in wanted("मेहमानों के लिए कुर्सी दिखाओ, सबसे सस्ती कौन सी है").arguments
    assert wanted("anything cheaper? a torch is enough").arguments["intent"] == "cheaper"


@pytest.mark.parametrize(
    ("said", "sign"),
    [
        ("do you have one size up", 1),
        ("isse ek size upar dikhao", 1),
        ("एक साइज़ छोटा दिखाइए", -1),
        ("এক সাইজ বড় দেখান", 1),
        ("एक साइज मोठी दाखवा", 1),
    ],
)
def test_the_next_size_is_looked_for(said: str, sign: int) -> None:
    found = wanted(said)
    assert (found.kind, found.arguments) == ("next_in_size", {"sign": sign, "kind": SIZE})


@pytest.mark.parametrize(
    "said",
    [
        "बारह सौ से ऊपर नहीं जाऊँगा, दूसरा दिखाओ",
        "something else, nothing over 1200",
        "বারোশোর বেশি না, অন্য কিছু দেখান",
        "बाराशेपेक्षा जास्त नको, दुसरा दाखवा",
    ],
)
def test_another_one_is_looked_for_within_the_price_that_is_told(said: str) -> None:
    found = wanted(said)
    assert found.kind == "search"
    assert found.arguments["price_range"] == {"max": 1200}


@pytest.mark.parametrize(
    "said",
    ["थोड़ा कम में दिखाइए", "একটু কমের মধ্যে দেখান না", "कमी किमतीत दाखवा", "anything for less", "thoda kam mein dikhao"],
)
def test_less_money_is_asked_for_without_a_number(said: str) -> None:
    assert wanted(said).arguments["price_range"] == {"max": 1689}


@pytest.mark.parametrize("said", ["aur ek kapde dhone wala sabun bhi", "और एक काँच साफ़ करने वाला ब्रश भी"])
def test_what_is_named_after_its_use_is_another_thing(said: str) -> None:
    assert "fan" not in wanted(said).arguments["query"]


@pytest.mark.parametrize(
    "said",
    [
        "teen blade ka rehne do, do wala",
        "तीन ब्लेड छोड़ो, दो वाला",
        "तीन कशाला, दोनचीच बास",
        "leave the 3 blade, 2 is enough",
    ],
)
def test_what_is_told_to_be_left_is_not_meant(said: str) -> None:
    assert [number.value for number in affirmed(sentence(said)).said.numbers] == [2]
