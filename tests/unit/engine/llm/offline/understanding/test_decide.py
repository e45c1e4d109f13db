"""What a customer wants, told by words alone: the same in four languages and in Latin letters."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dialogue.context import Context, Waiting
from engine.languages import Language
from engine.llm.offline.acts.base import Thread
from engine.llm.offline.understanding.decide import decide
from engine.llm.offline.understanding.intents import score
from engine.llm.offline.understanding.sentence import sentence
from engine.llm.offline.understanding.wish import View, Wish
from engine.tools import registry
from tests.unit.engine.llm.offline.understanding.wanted import (
    AFTER_SAREES,
    CANCEL,
    FAQ,
    POLICY,
    RETURN,
    SEARCH,
    TRACK,
    tool_of,
    wanted,
)

# What is said, what is wanted, the tool, and what is known of its arguments.
Case = tuple[str, str, str | None, dict[str, Any]]


ENGLISH: list[Case] = [
    ("hello", "greeting", None, {}),
    ("good morning", "greeting", None, {}),
    ("hi, show me sarees", "search", SEARCH, {"query": "sarees"}),
    ("I want a pressure cooker", "search", SEARCH, {"query": "pressure cooker"}),
    ("do you have ceiling fans", "search", SEARCH, {"query": "ceiling fans"}),
    ("red saree", "unknown", SEARCH, {"query": "red saree"}),
    ("sarees under two thousand", "search", SEARCH, {"query": "sarees", "price_range": {"max": 2000}}),
    ("fans below 1500 rupees", "search", SEARCH, {"query": "fans", "price_range": {"max": 1500}}),
    ("kurta between 500 and 1000", "search", SEARCH, {"query": "kurta", "price_range": {"min": 500, "max": 1000}}),
    ("fridge above 50,000", "search", SEARCH, {"query": "fridge", "price_range": {"min": 50000}}),
    ("how much is the blue saree", "search", SEARCH, {"query": "blue saree"}),
    ("what is the warranty of the fan", "faq", FAQ, {"query": "fan"}),
    ("how do I wash this saree", "faq", FAQ, {"query": "saree"}),
    ("what size is the fridge", "faq", FAQ, {"query": "fridge"}),
    ("when do you open", "question", FAQ, {}),
    ("what is your return policy", "policy", POLICY, {"policy_type": "returns"}),
    ("can I return things", "policy", POLICY, {"policy_type": "returns"}),
    ("how do refunds work", "policy", POLICY, {"policy_type": "refunds"}),
    ("is home delivery free", "policy", POLICY, {"policy_type": "shipping"}),
    ("what is your privacy policy", "policy", POLICY, {"policy_type": "privacy"}),
    ("warranty policy please", "policy", POLICY, {"policy_type": "warranty"}),
    ("where is my order 1003", TRACK, TRACK, {"order_id": "1003"}),
    ("track ORD-2001", TRACK, TRACK, {"order_id": "ORD-2001"}),
    ("order 1003, phone 98765 43210", TRACK, TRACK, {"order_id": "1003", "phone_number": "9876543210"}),
    ("order status one double zero three", TRACK, TRACK, {"order_id": "1003"}),
    ("cancel order 1001", CANCEL, CANCEL, {"order_id": "1001"}),
    (
        "I want to return order 1004, it is broken, refund please",
        RETURN,
        RETURN,
        {"order_id": "1004", "reason": "defective", "action": "refund"},
    ),
    (
        "exchange order 1004, the size is wrong",
        RETURN,
        RETURN,
        {"order_id": "1004", "reason": "size_issue", "action": "exchange"},
    ),
    ("I want to talk to someone", "staff", "call_staff", {}),
    ("please repeat", "repeat", None, {}),
    ("speak hindi please", "language_hi", None, {}),
    ("thank you", "thanks", None, {}),
    ("bye", "goodbye", None, {}),
    ("what can you do", "help", None, {}),
    ("mmm", "unknown", SEARCH, {"query": "mmm"}),
    ("yes", "unknown", None, {}),
    ("no", "unknown", None, {}),
]
HINDI: list[Case] = [
    ("नमस्ते", "greeting", None, {}),
    ("राम राम भैया", "greeting", None, {}),
    ("लाल साड़ी दिखाइए", "search", SEARCH, {"query": "लाल साड़ी"}),
    ("मुझे प्रेशर कुकर चाहिए", "search", SEARCH, {"query": "प्रेशर कुकर"}),
    ("आपके पास पंखा है क्या", "search", SEARCH, {"query": "पंखा"}),
    ("दो हज़ार से कम की साड़ी दिखाइए", "search", SEARCH, {"query": "साड़ी", "price_range": {"max": 2000}}),
    ("ढाई हज़ार के अंदर साड़ी", "search", SEARCH, {"query": "साड़ी", "price_range": {"max": 2500}}),
    ("पाँच सौ रुपये तक का कुर्ता", "search", SEARCH, {"query": "कुर्ता", "price_range": {"max": 500}}),
    ("एक हज़ार से दो हज़ार के बीच पंखा", "search", SEARCH, {"query": "पंखा", "price_range": {"min": 1000, "max": 2000}}),
    ("५००० से ज़्यादा का फ्रिज", "search", SEARCH, {"query": "फ्रिज", "price_range": {"min": 5000}}),
    ("नीली साड़ी कितने की है", "search", SEARCH, {"query": "नीली साड़ी"}),
    ("पंखे की वारंटी कितनी है", "faq", FAQ, {"query": "पंखे"}),
    ("साड़ी कैसे धोएँ", "faq", FAQ, {"query": "साड़ी"}),
    ("फ्रिज का वज़न बताइए", "faq", FAQ, {"query": "फ्रिज"}),
    ("दुकान कब खुलती है", "question", FAQ, {}),
    ("रिटर्न पॉलिसी क्या है", "policy", POLICY, {"policy_type": "returns"}),
    ("कितने दिन में वापस कर सकते हैं", "policy", POLICY, {"policy_type": "returns"}),
    ("रिफंड कब मिलेगा", "policy", POLICY, {"policy_type": "refunds"}),
    ("घर पर डिलीवरी होती है", "policy", POLICY, {"policy_type": "shipping"}),
    ("मेरी निजी जानकारी का क्या करते हैं", "policy", POLICY, {"policy_type": "privacy"}),
    ("वारंटी के नियम बताइए", "policy", POLICY, {"policy_type": "warranty"}),
    ("मेरा ऑर्डर कहाँ है", TRACK, TRACK, {}),
    ("ऑर्डर एक शून्य शून्य तीन कब आएगा", TRACK, TRACK, {"order_id": "1003"}),
    ("ऑर्डर १००३ कहाँ है", TRACK, TRACK, {"order_id": "1003"}),
    ("ऑर्डर 1001 कैंसिल कर दीजिए", CANCEL, CANCEL, {"order_id": "1001"}),
    ("मेरा ऑर्डर रद्द करना है", CANCEL, CANCEL, {}),
    (
        "ऑर्डर 1004 वापस करना है, ख़राब निकला, पैसे वापस चाहिए",
        RETURN,
        RETURN,
        {"order_id": "1004", "reason": "defective", "action": "refund"},
    ),
    (
        "ऑर्डर 1004 बदलना है, साइज़ छोटा है",
        RETURN,
        RETURN,
        {"order_id": "1004", "reason": "size_issue", "action": "exchange"},
    ),
    ("किसी से बात करनी है", "staff", "call_staff", {}),
    ("फिर से बोलिए", "repeat", None, {}),
    ("अंग्रेज़ी में बोलिए", "language_en", None, {}),
    ("धन्यवाद", "thanks", None, {}),
    ("अलविदा", "goodbye", None, {}),
    ("आप क्या कर सकते हैं", "help", None, {}),
    ("हाँ", "unknown", None, {}),
    ("नहीं", "unknown", None, {}),
]
ROMANISED: list[Case] = [
    ("namaste", "greeting", None, {}),
    ("laal saree dikhao", "search", SEARCH, {"query": "saree"}),
    ("mujhe pressure cooker chahiye", "search", SEARCH, {"query": "pressure cooker"}),
    ("do hazaar se kam ki saree dikhaiye", "search", SEARCH, {"query": "saree", "price_range": {"max": 2000}}),
    ("5 hazar ke andar fridge", "search", SEARCH, {"query": "fridge", "price_range": {"max": 5000}}),
    ("fan ki warranty kitni hai", "faq", FAQ, {"query": "fan"}),
    ("dukaan kab khulti hai", "question", FAQ, {}),
    ("return policy kya hai", "policy", POLICY, {"policy_type": "returns"}),
    ("mera order kahan hai", TRACK, TRACK, {}),
    ("order 1003 kab aayega", TRACK, TRACK, {"order_id": "1003"}),
    ("order 1001 cancel kar do", CANCEL, CANCEL, {"order_id": "1001"}),
    ("order 1004 wapas karna hai, kharab hai", RETURN, RETURN, {"order_id": "1004", "reason": "defective"}),
    ("kisi se baat karni hai", "staff", "call_staff", {}),
    ("phir se bolo", "repeat", None, {}),
    ("english mein bolo", "language_en", None, {}),
    ("dhanyavad", "thanks", None, {}),
    ("haan", "unknown", None, {}),
    ("namaskar", "greeting", None, {}),
    ("lal sadi dakhva", "search", SEARCH, {"query": "sadi"}),
    ("mala cooker pahije", "search", SEARCH, {"query": "cooker"}),
    ("don hajar peksha kami saree dakhva", "search", SEARCH, {"query": "saree", "price_range": {"max": 2000}}),
    ("majhi order kuthe aahe", TRACK, TRACK, {}),
    ("order 1001 radda kara", CANCEL, CANCEL, {"order_id": "1001"}),
    ("order 1004 parat karaychi aahe", RETURN, RETURN, {"order_id": "1004"}),
    ("punha sanga", "repeat", None, {}),
    ("nomoshkar", "greeting", None, {}),
    ("lal sari dekhan", "search", SEARCH, {"query": "sari"}),
    ("dui hajar er moddhe saree dekhan", "search", SEARCH, {"query": "saree", "price_range": {"max": 2000}}),
    ("amar order kothay", TRACK, TRACK, {}),
    ("order 1001 batil korun", CANCEL, CANCEL, {"order_id": "1001"}),
    ("abar bolun", "repeat", None, {}),
    ("dhonnobad", "thanks", None, {}),
]
BENGALI: list[Case] = [
    ("নমস্কার", "greeting", None, {}),
    ("লাল শাড়ি দেখান", "search", SEARCH, {"query": "লাল শাড়ি"}),
    ("আমার একটা প্রেশার কুকার লাগবে", "search", SEARCH, {"query": "প্রেশার কুকার"}),
    ("ফ্যান আছে কি", "search", SEARCH, {"query": "ফ্যান"}),
    ("দুই হাজার টাকার মধ্যে শাড়ি দেখান", "search", SEARCH, {"query": "শাড়ি", "price_range": {"max": 2000}}),
    ("আড়াই হাজার টাকার মধ্যে শাড়ি", "search", SEARCH, {"query": "শাড়ি", "price_range": {"max": 2500}}),
    ("পাঁচশো টাকার কম কুর্তা", "search", SEARCH, {"query": "কুর্তা", "price_range": {"max": 500}}),
    ("৫০০০ এর বেশি ফ্রিজ", "search", SEARCH, {"query": "ফ্রিজ", "price_range": {"min": 5000}}),
    ("এক হাজার থেকে দুই হাজার টাকার ফ্যান", "search", SEARCH, {"query": "ফ্যান", "price_range": {"min": 1000, "max": 2000}}),
    ("নীল শাড়ির দাম কত", "search", SEARCH, {"query": "নীল শাড়ির"}),
    ("ফ্যানের ওয়ারেন্টি কত দিনের", "faq", FAQ, {}),
    ("শাড়ি কীভাবে ধোব", "faq", FAQ, {"query": "শাড়ি"}),
    ("ফ্রিজের ওজন কত", "faq", FAQ, {}),
    ("দোকান কখন খোলে", "question", FAQ, {}),
    ("রিটার্ন পলিসি কী", "policy", POLICY, {"policy_type": "returns"}),
    ("কত দিনের মধ্যে ফেরত দেওয়া যায়", "policy", POLICY, {"policy_type": "returns"}),
    ("রিফান্ড কবে পাব", "policy", POLICY, {"policy_type": "refunds"}),
    ("হোম ডেলিভারি হয়", "policy", POLICY, {"policy_type": "shipping"}),
    ("আমার ব্যক্তিগত তথ্য নিরাপদ তো", "policy", POLICY, {"policy_type": "privacy"}),
    ("ওয়ারেন্টির নিয়ম কী", "policy", POLICY, {"policy_type": "warranty"}),
    ("আমার অর্ডার কোথায়", TRACK, TRACK, {}),
    ("অর্ডার ১০০৩ কবে আসবে", TRACK, TRACK, {"order_id": "1003"}),
    ("অর্ডার এক শূন্য শূন্য তিন কোথায়", TRACK, TRACK, {"order_id": "1003"}),
    ("অর্ডার ১০০১ বাতিল করুন", CANCEL, CANCEL, {"order_id": "1001"}),
    ("আমার অর্ডার ক্যানসেল করতে চাই", CANCEL, CANCEL, {}),
    (
        "অর্ডার ১০০৪ ফেরত দিতে চাই, ভাঙা, টাকা চাই",
        RETURN,
        RETURN,
        {"order_id": "1004", "reason": "defective", "action": "refund"},
    ),
    ("অর্ডার ১০০৪ বদলাতে চাই, সাইজ ছোট", RETURN, RETURN, {"order_id": "1004", "reason": "size_issue", "action": "exchange"}),
    ("কারো সঙ্গে কথা বলতে চাই", "staff", "call_staff", {}),
    ("আবার বলুন", "repeat", None, {}),
    ("হিন্দিতে বলুন", "language_hi", None, {}),
    ("বাংলায় বলুন", "language_bn", None, {}),
    ("ধন্যবাদ", "thanks", None, {}),
    ("আবার দেখা হবে", "goodbye", None, {}),
    ("কী করতে পারেন", "help", None, {}),
    ("হ্যাঁ", "unknown", None, {}),
    ("না", "unknown", None, {}),
]
MARATHI: list[Case] = [
    ("नमस्कार", "greeting", None, {}),
    ("लाल साडी दाखवा", "search", SEARCH, {"query": "लाल साडी"}),
    ("मला प्रेशर कुकर हवा आहे", "search", SEARCH, {"query": "प्रेशर कुकर"}),
    ("तुमच्याकडे पंखा आहे का", "search", SEARCH, {"query": "पंखा"}),
    ("दोन हजार पेक्षा कमी साडी दाखवा", "search", SEARCH, {"query": "साडी", "price_range": {"max": 2000}}),
    ("अडीच हजार पर्यंत साडी", "search", SEARCH, {"query": "साडी", "price_range": {"max": 2500}}),
    ("पाचशे रुपयांच्या आत कुर्ता", "search", SEARCH, {"query": "कुर्ता", "price_range": {"max": 500}}),
    ("५००० पेक्षा जास्त फ्रिज", "search", SEARCH, {"query": "फ्रिज", "price_range": {"min": 5000}}),
    ("एक हजार ते दोन हजार पंखा", "search", SEARCH, {"query": "पंखा", "price_range": {"min": 1000, "max": 2000}}),
    ("निळी साडी केवढ्याला आहे", "search", SEARCH, {"query": "निळी साडी"}),
    ("पंख्याची वॉरंटी किती आहे", "faq", FAQ, {}),
    ("साडी कशी धुवायची", "faq", FAQ, {"query": "साडी"}),
    ("फ्रिजचं वजन किती", "faq", FAQ, {}),
    ("दुकान कधी उघडते", "question", FAQ, {}),
    ("रिटर्न पॉलिसी काय आहे", "policy", POLICY, {"policy_type": "returns"}),
    ("किती दिवसात परत करता येतं", "policy", POLICY, {"policy_type": "returns"}),
    ("रिफंड कधी मिळेल", "policy", POLICY, {"policy_type": "refunds"}),
    ("घरपोच डिलिव्हरी आहे का", "policy", POLICY, {"policy_type": "shipping"}),
    ("माझी खाजगी माहिती सुरक्षित आहे का", "policy", POLICY, {"policy_type": "privacy"}),
    ("वॉरंटीचे नियम सांगा", "policy", POLICY, {"policy_type": "warranty"}),
    ("माझी ऑर्डर कुठे आहे", TRACK, TRACK, {}),
    ("ऑर्डर १००३ कधी येईल", TRACK, TRACK, {"order_id": "1003"}),
    ("ऑर्डर एक शून्य शून्य तीन कुठे आहे", TRACK, TRACK, {"order_id": "1003"}),
    ("ऑर्डर १००१ रद्द करा", CANCEL, CANCEL, {"order_id": "1001"}),
    ("माझी ऑर्डर कॅन्सल करायची आहे", CANCEL, CANCEL, {}),
    (
        "ऑर्डर १००४ परत करायची आहे, खराब निघाली, पैसे परत हवेत",
        RETURN,
        RETURN,
        {"order_id": "1004", "reason": "defective", "action": "refund"},
    ),
    (
        "ऑर्डर १००४ बदलून हवी, साईज लहान आहे",
        RETURN,
        RETURN,
        {"order_id": "1004", "reason": "size_issue", "action": "exchange"},
    ),
    ("कोणाशी तरी बोलायचं आहे", "staff", "call_staff", {}),
    ("पुन्हा सांगा", "repeat", None, {}),
    ("मराठीत बोला", "language_mr", None, {}),
    ("धन्यवाद", "thanks", None, {}),
    ("पुन्हा भेटू", "goodbye", None, {}),
    ("तुम्ही काय करू शकता", "help", None, {}),
    ("हो", "unknown", None, {}),
    ("नको", "unknown", None, {}),
]

ALL = [*ENGLISH, *HINDI, *ROMANISED, *BENGALI, *MARATHI]


@pytest.mark.parametrize(("said", "_intent", "tool", "known"), ALL, ids=[case[0] for case in ALL])
def test_what_a_customer_says_is_understood(said: str, _intent: str, tool: str | None, known: dict[str, Any]) -> None:
    found = wanted(said)
    assert tool_of(found) == tool, found
    told = dict(found.arguments)
    told |= told["query"] if isinstance(told.get("query"), dict) else {}
    for name, value in known.items():
        if name == "query":
            assert set(value.split()) <= set(told["query"].split())
        else:
            assert told.get(name) == value


class TestWhatIsLeftUnsaid:
    @pytest.mark.parametrize(
        ("said", "bounds"),
        [
            ("under five hundred", {"max": 500}),
            ("under 500 rupees please", {"max": 500}),
            ("between 500 and 1000", {"min": 500, "max": 1000}),
            ("पाँच सौ से कम", {"max": 500}),
            ("पाँच सौ रुपये से ज़्यादा", {"min": 500}),
            ("paanch sau se kam", {"max": 500}),
            ("পাঁচশো টাকার মধ্যে", {"max": 500}),
            ("पाचशे पेक्षा कमी", {"max": 500}),
        ],
    )
    def test_a_price_alone_narrows_the_last_search(self, said: str, bounds: dict[str, float]) -> None:
        found = wanted(said, AFTER_SAREES)
        narrowed = {"query": "saree", "category": "Clothing", "price_range": bounds}
        assert found.arguments.items() >= narrowed.items()

    def test_a_price_with_a_thing_is_a_search_of_its_own(self) -> None:
        assert wanted("fans under five hundred", AFTER_SAREES).arguments == {
            "query": "fans",
            "price_range": {"max": 500},
        }

    @pytest.mark.parametrize("said", ["something cheaper", "कुछ सस्ता दिखाओ", "isse sasta", "আরও সস্তা", "आणखी स्वस्त"])
    def test_cheaper_means_below_what_was_shown(self, said: str) -> None:
        found = wanted(said, AFTER_SAREES)
        assert found.arguments["intent"] == "cheaper"
        assert found.arguments["query"] == "saree"
        assert found.arguments["price_range"] == {"max": 898.0}

    @pytest.mark.parametrize("said", ["show more", "और दिखाओ", "আরও দেখান", "आणखी दाखवा"])
    def test_more_means_more_of_the_same(self, said: str) -> None:
        found = wanted(said, AFTER_SAREES)
        assert (found.arguments["intent"], found.arguments["max_results"]) == ("more", 10)

    @pytest.mark.parametrize("said", ["how much is it", "इसकी कीमत क्या है", "iski keemat", "এটার দাম কত", "याची किंमत"])
    def test_its_price_is_that_of_the_last_product(self, said: str) -> None:
        found = wanted(said, AFTER_SAREES)
        assert (found.kind, found.product and found.product["id"]) == ("price", "P01")

    @pytest.mark.parametrize("said", ["its warranty?", "इसकी वारंटी", "এর ওয়ারেন্টি কত", "याची वॉरंटी किती"])
    def test_a_question_may_leave_out_the_product(self, said: str) -> None:
        found = wanted(said, AFTER_SAREES)
        assert (found.kind, found.product and found.product["id"]) == ("question", "P01")

    @pytest.mark.parametrize(
        ("said", "tool"),
        [
            ("cancel it", CANCEL),
            ("इसे कैंसिल कर दो", CANCEL),
            ("track it", TRACK),
            ("return it", RETURN),
            ("order", TRACK),
        ],
    )
    def test_an_order_may_be_the_last_one(self, said: str, tool: str) -> None:
        found = wanted(said, AFTER_SAREES)
        assert (tool_of(found), found.arguments["order_id"]) == (tool, "1001")

    def test_an_order_that_is_named_is_that_one(self) -> None:
        assert wanted("cancel order 1002", AFTER_SAREES).arguments["order_id"] == "1002"

    @pytest.mark.parametrize("said", ["something cheaper", "show more", "how much is it"])
    def test_without_anything_before_it_nothing_is_invented(self, said: str) -> None:
        found = wanted(said)
        assert found.product is None
        assert "price_range" not in found.arguments


@pytest.mark.parametrize(
    ("said", "policy"),
    [
        ("मान लो चीज़ पसंद नहीं आई, तो कितने दिन तक लौटा सकता हूँ?", "returns"),
        ("suppose the shade looks bad, will you take it back?", "returns"),
        ("in case my husband doesn't like it, how long do we have to bring it back", "returns"),
        ("ধরুন জিনিসটা পছন্দ হল না, ফেরত নেবেন তো?", "returns"),
        ("समजा वस्तू आवडली नाही, तर परत घ्याल का", "returns"),
        ("agar pasand na aaye to wapas kar sakte hain kya", "returns"),
        ("if I send something back, when do I see my money?", "refunds"),
        ("maan lo maine return kar di, toh paise kab tak aate hain", "refunds"),
        ("agar main return pe store credit le lun to wo kitne time tak chalega", "refunds"),
        ("ধরুন ফেরত দিলাম, টাকা কবে পাব", "refunds"),
        ("समजा मी परत केली तर पैसे किती दिवसांत येतील", "refunds"),
        ("if my parcel's worth three fifty, what'll you charge to bring it home", "shipping"),
    ],
)
def test_who_says_what_might_be_asks_for_the_rule(said: str, policy: str) -> None:
    assert wanted(said).arguments == {"policy_type": policy}


@pytest.mark.parametrize(
    ("said", "kind"),
    [("ये दे दो", "take"), ("এটা নেব", "take"), ("ही द्या", "take"), ("i'll take two", "take"), ("ten then", "unknown")],
)
def test_the_product_of_the_talk_is_taken(said: str, kind: str) -> None:
    assert wanted(said, AFTER_SAREES).kind == kind


@pytest.mark.parametrize(
    "said",
    [
        "इथल्या कुणा ताईंना बोलवाल का प्लीज",
        "দোকানের কাউকে একটু ডেকে দেবেন?",
        "কেউ একটু আসবেন এদিকে?",
        "is there anyone who can help me here",
        "kisi bhaiya ko bulwa do please",
        "कोई भैया हैं क्या यहाँ, ज़रा भेज दो",
    ],
)
def test_somebody_is_called_for_politely(said: str) -> None:
    assert tool_of(wanted(said)) == "call_staff"


def _rule(wish: Wish) -> object:
    """The rule that a wish asks for, be it after the store's own answers."""
    return wish.arguments.get("policy_type", wish.arguments.get("rule"))


@pytest.mark.parametrize(
    "said",
    [
        "हटवाना हो तो कितने दिन",
        "पुसायला सांगितलं तर किती दिवसांत पुसता?",
        "মুছতে বললে কতদিন লাগে?",
        "how long till you delete it",
    ],
)
def test_after_privacy_it_is_asked_about_deleting(said: str) -> None:
    part = sentence(said)
    view = View(score(part), Context(intent="policy"), Thread(policy="privacy"))
    assert _rule(decide(part, view)) == "privacy"


@pytest.mark.parametrize(
    ("said", "policy"),
    [
        ("and opened soap?", "returns"),
        ("कितने दिन लगेंगे", "returns"),
        ("শ্যাম্পু খুললে?", "returns"),
        ("is it free", "returns"),
    ],
)
def test_after_a_rule_more_is_asked_about_it(said: str, policy: str) -> None:
    part = sentence(said)
    view = View(score(part), Context(intent="policy"), Thread(policy=policy))
    assert _rule(decide(part, view)) == policy


@given(
    st.text(max_size=80), st.sampled_from([Context(), AFTER_SAREES, Context(waiting=Waiting(TRACK, {}, "order_id"))])
)
def test_no_text_makes_it_fail_and_every_search_is_valid(said: str, context: Context) -> None:
    found = wanted(said, context)
    if found.kind in ("search", "guess"):
        given_ = {name: value for name, value in found.arguments.items() if name not in ("intent", "priced")}
        registry.TOOLS[SEARCH].arguments.model_validate(given_)


@given(st.lists(st.sampled_from([word for case in ALL for word in case[0].split()]), max_size=10).map(" ".join))
def test_no_mix_of_words_makes_it_fail(said: str) -> None:
    for waiting in (
        None,
        Waiting(RETURN, {"order_id": "1004"}, "reason"),
        Waiting("call_staff", {"summary": "x"}, "yes"),
    ):
        found = wanted(said, Context(waiting=waiting))
        assert found.language is None or isinstance(found.language, Language)
