"""What a customer wants of an order: to follow, cancel or give it back, and what is still missing for that."""

from __future__ import annotations

from typing import Any

import pytest

from engine.dialogue.context import Context, Waiting
from engine.llm.offline.acts.base import Thread
from engine.llm.offline.understanding import reasons, slots
from engine.llm.offline.understanding.decide import decide
from engine.llm.offline.understanding.intents import score
from engine.llm.offline.understanding.sentence import sentence
from engine.llm.offline.understanding.wish import View
from tests.unit.engine.llm.offline.understanding.wanted import (
    CANCEL,
    POLICY,
    RETURN,
    SEARCH,
    TRACK,
    tool_of,
    wanted,
)


class TestOrdersThatWereTalkedAbout:
    AFTER_TRACKING = Context(last_order_id="1016", intent=TRACK)

    @pytest.mark.parametrize(
        ("said", "asked"),
        [
            ("what did I order", "items"),
            ("उसमें क्या क्या है", "items"),
            ("ওতে কী কী আছে", "items"),
            ("त्यात काय काय आहे", "items"),
            ("who is delivering it", "carrier"),
            ("कूरियर कौन सा है", "carrier"),
            ("what was in that order again", "items"),
            ("what all is in it and what's the total", "items"),
            ("how many speakers are in it", "items"),
            ("कितने स्पीकर हैं उसमें", "items"),
            ("ওতে কটা স্পিকার আছে", "items"),
            ("त्यात किती स्पीकर आहेत", "items"),
            ("কোন কুরিয়ারে পাঠালেন", "carrier"),
            ("कोणत्या कुरिअरने पाठवलं", "carrier"),
            ("tracking id kya hai iska", "carrier"),
            ("thik hai, kaun si company la rahi hai isko", "carrier"),
            ("total kitna hua tha", "total"),
            ("সব মিলিয়ে কত হল", "total"),
            ("टोटल किती झालं", "total"),
        ],
    )
    def test_more_is_asked_about_it(self, said: str, asked: str) -> None:
        part = sentence(said)
        items = ("Dhun Speaker", "धुन स्पीकर", "ধুন স্পিকার", "धून स्पीकर")
        found = decide(part, View(score(part), self.AFTER_TRACKING, Thread(order_items=items)))
        assert (found.kind, found.arguments["order_id"], found.arguments["asked"]) == ("order", "1016", asked)

    @pytest.mark.parametrize(
        "said",
        [
            "is there a warranty on the speaker, how many days",
            "स्पीकर पर वारंटी है ना, कितने दिन की",
            "স্পিকারের ওয়ারেন্টি কত দিনের",
            "स्पीकरला वॉरंटी आहे ना, किती दिवस",
        ],
    )
    def test_the_warranty_of_a_thing_in_it_is_no_list_of_what_is_in_it(self, said: str) -> None:
        part = sentence(said)
        items = ("Dhun Speaker", "धुन स्पीकर", "ধুন স্পিকার", "धून स्पीकर")
        found = decide(part, View(score(part), self.AFTER_TRACKING, Thread(order_items=items)))
        assert found.arguments.get("asked") != "items"

    @pytest.mark.parametrize("said", ["did they drop off 1024 as well", "1024 भी आया क्या", "১০২৪-ও এসেছে?"])
    def test_another_is_asked_about_in_the_same_way(self, said: str) -> None:
        part = sentence(said)
        found = decide(part, View(score(part), self.AFTER_TRACKING, Thread(order_tool=TRACK)))
        assert (tool_of(found), found.arguments["order_id"]) == (TRACK, "1024")

    @pytest.mark.parametrize("said", ["what about 1024", "और 1024", "1024-টা?", "आणि 1024 चं काय"])
    def test_another_is_asked_about(self, said: str) -> None:
        assert wanted(said, self.AFTER_TRACKING).arguments["order_id"] == "1024"

    @pytest.mark.parametrize("said", ["why was it cancelled", "क्यों कैंसिल हुआ", "kyun cancel hua", "কেন বাতিল হল"])
    def test_why_it_was_cancelled_is_no_wish_to_cancel(self, said: str) -> None:
        assert tool_of(wanted(said, self.AFTER_TRACKING)) == TRACK

    @pytest.mark.parametrize("before", [TRACK, CANCEL])
    @pytest.mark.parametrize(
        "said",
        [
            "oh no. then by which date will it reach me",
            "delivery ki date kya boli aapne?",
            "तो फिर कब तक आएगा",
            "তাহলে কবে হাতে পাব?",
            "आणि कधीपर्यंत येईल मग",
            "बरं मग कधी मिळेल तो स्पीकर?",
            "उद्या येईल ना घरी",
            "kal tak aa jayega kya ghar pe, milega na",
            "achha chhodo, kab tak aa jayega phir",
            "কবে এসে যাবে বলুন তো",
            "কাল আসবে তো?",
            "it will come by tomorrow, no?",
        ],
    )
    def test_when_it_comes_is_asked_of_it(self, said: str, before: str) -> None:
        part, context = sentence(said), Context(last_order_id="1016", intent=before)
        found = decide(part, View(score(part), context, Thread(order_items=("धून ब्लूटूथ स्पीकर",))))
        assert (tool_of(found), found.arguments.get("order_id")) == (TRACK, "1016")

    @pytest.mark.parametrize(
        ("said", "asked"),
        [
            ("isme bluetooth speaker hi hai na", "items"),
            ("इसमें स्पीकर ही है न", "items"),
            ("यात स्पीकरच आहे ना", "items"),
            ("उसमें जो स्पीकर है वो अलग से कितने का मिलता है", None),
        ],
    )
    def test_whether_a_thing_is_in_it_is_asked_of_it(self, said: str, asked: str | None) -> None:
        part, thread = sentence(said), Thread(order_items=("धून ब्लूटूथ स्पीकर",))
        found = decide(part, View(score(part), self.AFTER_TRACKING, thread))
        assert found.arguments.get("asked") == asked

    @pytest.mark.parametrize(
        ("said", "policy"),
        [
            ("paise kab tak wapas aayenge", "refunds"),
            ("और पैसे कब आएँगे", "refunds"),
            ("ab paisa kab milega", "refunds"),
            ("बरं, मग घरी आल्यावर किती दिवसांत परत देता येईल?", "returns"),
            ("then how many days do I have to return it once it comes", "returns"),
        ],
    )
    def test_a_rule_may_be_asked_for_beside_it(self, said: str, policy: str) -> None:
        part = sentence(said)
        thread = Thread(order_tool=RETURN, order_arguments={"order_id": "1016"})
        found = decide(part, View(score(part), Context(last_order_id="1016", intent=RETURN), thread))
        assert found.arguments.get("policy_type") == policy


@pytest.mark.parametrize(
    ("said", "tool", "reason"),
    [
        ("মেশিনটা ঠিক দেখায় না, খারাপ, টাকা ফেরত চাই, অর্ডার 1004, ফোন 9876543210", RETURN, "defective"),
        (
            "headphone wapas karne the, pasand nahi aaye, refund chahiye, order 1004, phone 9876543210",
            RETURN,
            "changed_mind",
        ),
        ("order 1004 ka saman kharab nikla, nahi chahiye, paise wapas do", RETURN, "defective"),
        ("ऑर्डर 1004 की चप्पल छोटी है, दूसरी नहीं चाहिए, पैसे दे दो", RETURN, "size_issue"),
        ("1004 order ki shirt phati nikli, refund do", RETURN, "defective"),
        ("কুর্তিটা ছোট হয়েছে, অর্ডার 1004, চাই না, টাকা ফেরত দিন", RETURN, "size_issue"),
        ("ऑर्डर १००४ नको आहे, खराब निघाली, पैसे द्या", RETURN, "defective"),
        ("order 1004: the shoes don't fit, I don't want them, give me my money", RETURN, "size_issue"),
        ("order 1004 nahi chahiye", CANCEL, None),
        ("mujhe 1004 wala order nahi chahiye, phone 9876543210", CANCEL, None),
        ("অর্ডার ১০০৪ আর চাই না", CANCEL, None),
        ("ऑर्डर 1004 नको आता", CANCEL, None),
        ("I don't want order 1004 any more", CANCEL, None),
        ("order 1004 cancel karke paise wapas karo", CANCEL, None),
        ("ऑर्डर 1004 रद्द करून पैसे परत द्या", CANCEL, None),
        ("order 1004 is damaged, cancel it and refund", CANCEL, None),
    ],
)
def test_giving_back_is_told_from_cancelling(said: str, tool: str, reason: str | None) -> None:
    found = wanted(said)
    assert (tool_of(found), found.arguments["order_id"], found.arguments.get("reason")) == (tool, "1004", reason)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("kharab kuch nahi hai, bas ab chahiye nahi", "changed_mind"),
        ("ख़राब नहीं है, बस अब नहीं चाहिए", "changed_mind"),
        ("খারাপ কিছু নয়, আর লাগবে না", "changed_mind"),
        ("खराब काही नाही, पण नको आता", "changed_mind"),
        ("it is not broken, I just don't want it", "changed_mind"),
        ("nothing is damaged, I don't need it", "changed_mind"),
        ("kharab hai, nahi chahiye", "defective"),
        ("ঠিক চলে না, খারাপ, চাই না", "defective"),
        ("it is broken, I don't want it", "defective"),
        ("चलता नहीं है, नहीं चाहिए", "defective"),
    ],
)
def test_what_is_not_broken_is_no_reason(said: str, reason: str) -> None:
    assert reasons.reason_of(sentence(said)) == reason


@pytest.mark.parametrize(
    "said",
    [
        "shoes return karne hain",
        "saree return karni thi",
        "मुझे जूते वापस करने हैं",
        "জুতো ফেরত দিতে চাই",
        "शूज परत करायचे आहेत",
        "I want to return my shoes",
    ],
)
def test_who_says_that_they_give_back_asks_for_no_rule(said: str) -> None:
    assert tool_of(wanted(said)) == RETURN


@pytest.mark.parametrize("said", ["order 1029 mein address galat hai", "मेरा ऑर्डर 1029 गलत पते पर जा रहा है"])
def test_a_wrong_address_is_no_wrong_thing(said: str) -> None:
    assert (tool_of(wanted(said)), wanted(said).arguments["order_id"]) == (TRACK, "1029")


@pytest.mark.parametrize(
    ("said", "tool"),
    [
        ("if possible cancel my order", CANCEL),
        ("agar ho sake to mera order cancel kar do", CANCEL),
        ("tell me if my order has been shipped", TRACK),
        ("अगर हो सके तो ऑर्डर 1004 वापस करना है", RETURN),
    ],
)
def test_who_is_polite_supposes_nothing(said: str, tool: str) -> None:
    assert tool_of(wanted(said)) == tool


@pytest.mark.parametrize("said", ["return", "रिटर्न", "ফেরত", "परत"])
def test_return_alone_may_be_the_rules_or_an_order(said: str) -> None:
    assert wanted(said).kind == "ambiguous"


class TestWhatIsMissing:
    @pytest.mark.parametrize(
        ("said", "missing"),
        [
            ("where is my order", "order_id"),
            ("cancel my order", "order_id"),
            ("I want to return my order", "order_id"),
            ("return order 1004", "reason"),
            ("return order 1004, it is broken", "action"),
            ("exchange order 1004", "reason"),
            ("track order 1003", None),
            ("cancel order 1003", None),
            ("return order 1004, broken, refund", None),
        ],
    )
    def test_it_is_asked_for_in_order(self, said: str, missing: str | None) -> None:
        found = wanted(said)
        assert slots.missing(str(found.arguments["tool"]), found.arguments) == missing

    @pytest.mark.parametrize(
        ("waiting", "said", "told"),
        [
            (Waiting(TRACK, {}, "order_id"), "1003", {"order_id": "1003"}),
            (Waiting(TRACK, {}, "order_id"), "it is ORD-2001", {"order_id": "ORD-2001"}),
            (Waiting(TRACK, {}, "order_id"), "एक शून्य शून्य तीन", {"order_id": "1003"}),
            (Waiting(TRACK, {}, "order_id"), "१००३ जी", {"order_id": "1003"}),
            (Waiting(TRACK, {}, "order_id"), "এক হাজার তিন", {"order_id": "1003"}),
            (
                Waiting(CANCEL, {}, "order_id"),
                "एक शून्य दो शून्य, और फ़ोन नौ आठ सात छह पाँच चार तीन दो शून्य चार",
                {"order_id": "1020"},
            ),
            (
                Waiting(TRACK, {"order_id": "1003"}, "phone_number"),
                "98765 43210",
                {"order_id": "1003", "phone_number": "9876543210"},
            ),
            (
                Waiting(TRACK, {"order_id": "1037"}, "order_id"),
                "sorry, 1017, I said it wrong",
                {"order_id": "1017"},
            ),
            (
                Waiting(TRACK, {"order_id": "1023"}, "order_id"),
                "my mistake, it ends with two zero nine. 9876543209",
                {"order_id": "1023", "phone_number": "9876543209"},
            ),
            (
                Waiting(RETURN, {"order_id": "1004"}, "reason"),
                "the size is too small",
                {"order_id": "1004", "reason": "size_issue"},
            ),
            (
                Waiting(RETURN, {"order_id": "1004"}, "reason"),
                "টুকরো ভাঙা, টাকা ফেরত চাই",
                {"order_id": "1004", "reason": "defective", "action": "refund"},
            ),
            (
                Waiting(RETURN, {"order_id": "1004", "reason": "defective"}, "action"),
                "पैसे दे दो",
                {"order_id": "1004", "reason": "defective", "action": "refund"},
            ),
            (
                Waiting(RETURN, {"order_id": "1004", "reason": "defective"}, "action"),
                "स्टोअर क्रेडिट द्या",
                {"order_id": "1004", "reason": "defective", "action": "store_credit"},
            ),
        ],
    )
    def test_the_request_goes_on_when_it_is_given(self, waiting: Waiting, said: str, told: dict[str, Any]) -> None:
        found = wanted(said, Context(waiting=waiting))
        assert tool_of(found) == waiting.tool
        assert {name: found.arguments.get(name) for name in told} == told

    @pytest.mark.parametrize(
        ("before", "said"),
        [
            ("mera order number hai saat teen ek", "chaar, aur phone 9560783412"),
            ("order number is seven three one", "four. and the phone is 9560783412"),
            ("অর্ডার সাত তিন এক", "চার, ফোন ৯৫৬০৭৮৩৪১২"),
        ],
    )
    def test_an_order_number_goes_on_after_a_pause(self, before: str, said: str) -> None:
        part, waiting = sentence(said), Waiting(TRACK, {"order_id": "731"}, "phone_number")
        found = decide(part, View(score(part), Context(waiting=waiting), Thread(), before))
        assert (found.arguments["order_id"], found.arguments["phone_number"]) == ("7314", "9560783412")

    @pytest.mark.parametrize(
        ("before", "said"),
        [
            ("माझी ऑर्डर आहे सात हजार", "चारशे एकवीस, फोन 95607 83412"),
            ("mera order hai saat hazaar", "chaar sau ikkis, phone 9560783412"),
            ("অর্ডার সাত হাজার", "চারশো একুশ, ফোন ৯৫৬০৭৮৩৪১২"),
            ("my order is seven thousand", "four hundred twenty one, phone 9560783412"),
        ],
    )
    def test_a_number_in_words_goes_on_after_its_thousands(self, before: str, said: str) -> None:
        part, waiting = sentence(said), Waiting(TRACK, {}, "order_id")
        found = decide(part, View(score(part), Context(waiting=waiting), Thread(), before))
        assert (found.arguments["order_id"], found.arguments["phone_number"]) == ("7421", "9560783412")

    @pytest.mark.parametrize("said", ["then the teddy at least, 71488, she didn't like it", "71488 then, refund"])
    def test_another_order_may_be_named_instead(self, said: str) -> None:
        waiting = Waiting(RETURN, {"order_id": "71485"}, "reason")
        assert wanted(said, Context(waiting=waiting)).arguments["order_id"] == "71488"

    @pytest.mark.parametrize(
        "said", ["paisa wapas chahiye, exchange nahi", "बदलून नको, पैसे हवेत", "not an exchange, the money please"]
    )
    def test_what_is_not_wanted_for_it_is_no_other_reason(self, said: str) -> None:
        waiting = Waiting(RETURN, {"order_id": "1004", "reason": "size_issue"}, "action")
        told = wanted(said, Context(waiting=waiting)).arguments
        assert (told["reason"], told["action"]) == ("size_issue", "refund")

    @pytest.mark.parametrize("said", ["oh right, sorry. 9560783412", "नौ पाँच छह शून्य, सात आठ तीन, चार एक दो"])
    def test_a_phone_number_is_no_more_of_the_order_number(self, said: str) -> None:
        part, waiting = sentence(said), Waiting(TRACK, {"order_id": "7314"}, "phone_number")
        found = decide(part, View(score(part), Context(waiting=waiting), Thread(), "order 7314"))
        assert found.arguments == {"tool": TRACK, "order_id": "7314", "phone_number": "9560783412"}

    @pytest.mark.parametrize(
        "said",
        [
            "ninety-five twenty, I mean nine five six zero seven eight three four one two",
            "पंचानवे बीस, सतहत्तर दस… यानी नौ पाँच छह शून्य सात आठ तीन चार एक दो",
            "पंच्याण्णव वीस, सत्तर, म्हणजे नऊ पाच सहा शून्य सात आठ तीन चार एक दोन",
        ],
    )
    def test_a_phone_number_that_is_begun_again_is_no_order(self, said: str) -> None:
        part, waiting = sentence(said), Waiting(TRACK, {"order_id": "7314"}, "phone_number")
        found = decide(part, View(score(part), Context(waiting=waiting), Thread(), "order 7314"))
        assert found.arguments == {"tool": TRACK, "order_id": "7314", "phone_number": "9560783412"}

    @pytest.mark.parametrize("said", ["I told you already", "पहले बता चुका हूँ", "আগেই বলেছি", "आधीच सांगितलं"])
    def test_a_reason_that_is_not_understood_is_asked_for_again(self, said: str) -> None:
        found = wanted(said, Context(waiting=Waiting(RETURN, {"order_id": "1004"}, "reason")))
        assert found.kind in ("ask_again", "unknown")  # both ask for what is missing

    @pytest.mark.parametrize("said", ["the last five are 43205", "आख़िरी के पाँच नंबर 43205 हैं"])
    def test_a_part_of_a_phone_number_is_no_order(self, said: str) -> None:
        waiting = Waiting(TRACK, {"order_id": "1013"}, "phone_number")
        assert wanted(said, Context(waiting=waiting)).kind == "ask_again"

    @pytest.mark.parametrize(
        ("waiting", "said", "tool"),
        [
            (Waiting(TRACK, {}, "order_id"), "show me sarees", SEARCH),
            (Waiting(TRACK, {}, "order_id"), "what is your return policy", POLICY),
            (Waiting(TRACK, {"order_id": "1003"}, "phone_number"), "लाल साड़ी दिखाओ", SEARCH),
            (Waiting(RETURN, {"order_id": "1004"}, "reason"), "talk to someone", "call_staff"),
        ],
    )
    def test_the_customer_may_want_something_else_instead(self, waiting: Waiting, said: str, tool: str) -> None:
        assert tool_of(wanted(said, Context(waiting=waiting))) == tool

    @pytest.mark.parametrize("said", ["yes", "हाँ", "হ্যাঁ", "हो"])
    def test_a_yes_to_calling_someone_calls_them(self, said: str) -> None:
        waiting = Waiting("call_staff", {"summary": "A customer asks: EMI?"}, "yes")
        assert wanted(said, Context(waiting=waiting)).kind == "staff"

    @pytest.mark.parametrize("said", ["no", "नहीं", "show me sarees", "okay, how thick is it"])
    def test_anything_else_calls_nobody(self, said: str) -> None:
        waiting = Waiting("call_staff", {"summary": "x"}, "yes")
        assert tool_of(wanted(said, Context(waiting=waiting))) != "call_staff"


class TestOrdersThatAreNamed:
    @pytest.mark.parametrize(
        "said",
        [
            "वो टोकरी वाला… हाँ, 8104, उसे हटा दो, अब ज़रूरत नहीं रही",
            "stove wala 8104 hata do",
            "please take 8104 off, don't send it",
            "8104 বাদ দিয়ে দিন",
            "8104 काढून टाका",
            "8104 मत भेजना अब",
            "8104 pathaben na ar",
            "8104 पाठवू नका",
        ],
    )
    def test_one_that_is_taken_off_is_cancelled(self, said: str) -> None:
        found = wanted(said)
        assert (tool_of(found), found.arguments["order_id"]) == (CANCEL, "8104")

    @pytest.mark.parametrize("said", ["तो उसे हटा दो", "don't send it then", "পাঠাবেন না আর ওটা", "पाठवू नका मग"])
    def test_so_is_the_one_that_was_talked_about(self, said: str) -> None:
        found = wanted(said, Context(last_order_id="8104", intent=TRACK))
        assert (tool_of(found), found.arguments["order_id"]) == (CANCEL, "8104")

    @pytest.mark.parametrize(
        "said",
        [
            "वो एविएटर चश्मा मँगवाया था मैंने, इक्यासी सौ चार नंबर है, कहाँ पहुँचा?",
            "chashma mangaya tha, 8104 number hai, kahan tak aaya",
            "চশমাটা আনিয়েছিলাম, নম্বর ৮১০৪, কতদূর এল?",
            "चष्मा मागवला होता मी, 8104 नंबर आहे, कुठपर्यंत आला?",
            "I had ordered a lamp, the number is 8104, where has it reached",
        ],
    )
    def test_what_was_ordered_is_not_looked_for_among_the_goods(self, said: str) -> None:
        found = wanted(said)
        assert (tool_of(found), found.arguments["order_id"]) == (TRACK, "8104")

    @pytest.mark.parametrize("said", ["मुझे मेमरी कार्ड दिखाओ 128 वाला", "delete my data, phone 9845072216"])
    def test_other_figures_and_other_removals_cancel_nothing(self, said: str) -> None:
        assert tool_of(wanted(said)) != CANCEL


@pytest.mark.parametrize(
    "said",
    [
        "ठीक, मैं यहीं बैठी हूँ",
        "अच्छा चलो कोई बात नहीं",
        "ok I'll wait here",
        "ঠিক আছে, আমি এখানেই আছি",
        "theek hai main yahin khada hoon",
        "ठीक आहे, मी इथेच थांबते",
    ],
)
def test_who_only_takes_note_of_an_answer_asks_for_nothing(said: str) -> None:
    for context in (Context(intent="staff"), Context(intent=RETURN, last_order_id="8104")):
        assert wanted(said, context).kind == "talk"


@pytest.mark.parametrize(
    "said", ["ठीक है, साड़ी दिखाओ", "ok, cancel it then", "ok then when does it come", "बरं, ती कधी येईल"]
)
def test_who_takes_note_may_go_on_asking(said: str) -> None:
    assert wanted(said, Context(intent=RETURN, last_order_id="8104")).kind != "talk"
