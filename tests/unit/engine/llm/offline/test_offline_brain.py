from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.errors import CatalogError
from catalog.store import Catalog
from engine.dialogue.conversation import Conversation
from engine.dialogue.phrases import phrase
from engine.languages import Language, detect
from engine.llm.base import TextDelta
from engine.llm.offline.brain import OfflineBrain
from engine.tools import registry
from engine.tools.base import ToolCall, ToolContext, ToolRun
from engine.tools.guard import Guard
from tests.fakes.fake_store import ASHA, RAVI, make_store, open_store

EN, HI, BN, MR = Language.ENGLISH, Language.HINDI, Language.BENGALI, Language.MARATHI
_MONEY = re.compile(r"₹([\d,]+(?:\.\d+)?)")
_FIGURES = re.compile(r"\d+")


class Dialogue:
    """A customer and the offline brain, with the real tools on the small shop.

    Attributes:
        talk: the conversation.
        runs: the tools that ran in the last turn.
        texts: all that the kiosk said.
    """

    def __init__(self, catalog: Catalog) -> None:
        async def run_tool(
            call: ToolCall, guard: Guard, session_id: str, language: Language, utterance: str
        ) -> ToolRun:
            return registry.run(call, ToolContext(catalog, guard, session_id, language, utterance))

        brains, categories = [OfflineBrain()], catalog.products.categories()
        self.talk = Conversation("s1", "Apna Bazaar", brains, run_tool, categories, lambda: 0.0)
        self.runs: list[ToolRun] = []
        self.texts: list[str] = []
        self._results = ""
        self._words = ""
        self.language: Language | None = None

    async def say(self, words: str) -> str:
        self.language = detect(words, self.language).language
        parts = [part async for part in self.talk.respond(words, self.language)]
        self.language = self.talk.language
        said = "".join(part.text for part in parts if isinstance(part, TextDelta))
        self.runs = [part for part in parts if isinstance(part, ToolRun)]
        self.texts.append(said)
        self.talk.memory.add(words, said)
        self._results += json.dumps([run.result.data for run in self.runs], ensure_ascii=False)
        self._words += f"{words} {len(self.runs and self.runs[-1].result.data.get('products', ()))} "
        _is_from(self._results, self._words, said)
        return said

    @property
    def statuses(self) -> list[tuple[str, str]]:
        return [(run.call.name, run.result.data["status"]) for run in self.runs]


def _all(key: str, language: Language, **values: str) -> set[str]:
    """Every way in which an outcome is told."""
    return {phrase(key, language, variant, **values) for variant in range(4)}


def _is_from(results: str, words: str, said: str) -> None:
    """Each price in an answer stands in a tool's result; so does each other figure, or the customer said it."""
    amounts = {float(number) for number in re.findall(r"\d+(?:\.\d+)?", results.replace(",", ""))}
    for amount in _MONEY.findall(said):
        assert float(amount.replace(",", "")) in amounts, f"{said!r} names a price that no tool told"
    for figures in _FIGURES.findall(_MONEY.sub("", said)):
        known = re.search(rf"(?<!\d)0?{figures}(?!\d)", f"{results} {words}")
        assert known, f"{said!r} names {figures}, which nobody told"


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with open_store(make_store(tmp_path)) as catalog:
        yield catalog


@pytest.fixture
def dialogue(catalog: Catalog) -> Dialogue:
    return Dialogue(catalog)


@pytest.mark.parametrize(
    ("look", "take", "language"),
    [
        ("show me a ceiling fan", "i will take it", EN),
        ("सीलिंग फैन दिखाइए", "यही दे दीजिए", HI),
        ("ceiling fan dikhao", "theek hai yahi de do", HI),
        ("সিলিং ফ্যান দেখান", "এটাই নেব", BN),
        ("सीलिंग फॅन दाखवा", "हाच घेतो", MR),
    ],
)
async def test_who_has_chosen_is_told_where_to_get_it(
    dialogue: Dialogue, look: str, take: str, language: Language
) -> None:
    await dialogue.say(look)
    (product,) = dialogue.runs[-1].result.data["products"]
    said = await dialogue.say(take)
    assert said in _all("search.take", language, name=product["name"], price="₹1,899")
    assert dialogue.talk.context.intent == "take"


async def test_who_wants_another_thing_has_not_chosen(dialogue: Dialogue) -> None:
    await dialogue.say("show me a ceiling fan")
    assert "Pressure Cooker" in await dialogue.say("I want to buy a pressure cooker")
    assert dialogue.talk.context.intent != "take"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("show me a ceiling fan", "Ceiling Fan, ₹1,899"),
        ("प्रेशर कुकर दिखाइए", "प्रेशर कुकर, ₹1,499"),
        ("pressure cooker dikhao", "प्रेशर कुकर, ₹1,499"),
        ("প্রেশার কুকার দেখান", "প্রেশার কুকার, দাম ₹1,499"),
        ("प्रेशर कुकर दाखवा", "प्रेशर कुकर, ₹1,499"),
        ("फ्रिज हवा आहे", "फ्रिज, ₹1,49,999"),
    ],
)
async def test_a_search_is_answered_with_the_product_and_its_price(dialogue: Dialogue, words: str, name: str) -> None:
    assert name in await dialogue.say(words)
    assert dialogue.statuses == [("search_products", "ok")]


@pytest.mark.parametrize(
    ("words", "count"),
    [("show me sarees", "I found 2"), ("साड़ी दिखाइए", "2 चीज़ें"), ("শাড়ি দেখান", "2টা"), ("साडी दाखवा", "2 वस्तू")],
)
async def test_several_are_counted(dialogue: Dialogue, words: str, count: str) -> None:
    assert count in await dialogue.say(words)


async def test_price_bounds_hold_and_near_misses_are_told_as_such(dialogue: Dialogue) -> None:
    assert "Red Cotton Saree, ₹899" in await dialogue.say("sarees under one thousand")
    assert await dialogue.say("sarees under five hundred") == (
        "Nothing fits exactly. The closest is Red Cotton Saree at ₹899."
    )


async def test_a_search_goes_on_from_the_one_before(dialogue: Dialogue) -> None:
    await dialogue.say("show me sarees above one thousand")
    assert "Blue Silk Saree" in dialogue.texts[-1]
    assert "Red Cotton Saree" in await dialogue.say("something cheaper")
    assert await dialogue.say("something cheaper") == phrase("search.no_cheaper", EN)


async def test_the_price_of_what_was_shown(dialogue: Dialogue) -> None:
    assert await dialogue.say("how much is it") == phrase("search.price_unknown", EN)
    await dialogue.say("show me a ceiling fan")
    assert await dialogue.say("how much is it") == "Ceiling Fan costs ₹1,899."


async def test_goods_that_are_sold_out(dialogue: Dialogue) -> None:
    assert await dialogue.say("table lamp please") == phrase("search.sold_out", EN, name="Table Lamp", price="₹449.50")


@pytest.mark.parametrize("words", ["show me a helicopter", "हेलिकॉप्टर दिखाइए", "হেলিকপ্টার দেখান", "हेलिकॉप्टर दाखवा"])
async def test_goods_that_the_shop_does_not_have(dialogue: Dialogue, words: str) -> None:
    assert await dialogue.say(words) == phrase("search.none", dialogue.talk.language)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("what is the warranty of the ceiling fan", "Two years of warranty."),
        ("पंखे की वारंटी कितनी है", "दो साल की वारंटी।"),
        ("সিলিং ফ্যানের ওয়ারেন্টি কত", "দুই বছরের ওয়ারেন্টি।"),
        ("पंख्याची वॉरंटी किती आहे", "दोन वर्षांची वॉरंटी."),
        ("how do I wash the red saree", "By hand, in cold water."),
        ("when do you open", "At ten."),
        ("दुकान कब खुलती है", "दस बजे।"),
        ("দোকান কখন খোলে", "দশটায়।"),
        ("दुकान कधी उघडते", "दहा वाजता."),
        ("what is your return policy", "Return within 7 days with the bill."),
        ("रिटर्न पॉलिसी क्या है", "7 दिन के भीतर बिल के साथ वापस करें।"),
        ("রিটার্ন পলিসি কী", "7 দিনের মধ্যে বিল সহ ফেরত দিন।"),
        ("रिटर्न पॉलिसी काय आहे", "7 दिवसांत बिलासह परत करा."),
        ("is home delivery free", "Delivery is free above ₹499."),
    ],
)
async def test_questions_are_answered_by_the_store(dialogue: Dialogue, words: str, answer: str) -> None:
    assert await dialogue.say(words) == answer


async def test_a_question_about_what_was_shown(dialogue: Dialogue) -> None:
    await dialogue.say("show me a ceiling fan")
    assert await dialogue.say("and its warranty?") == "Two years of warranty."


async def test_a_product_without_an_answer_of_its_own_has_the_stores_rule(dialogue: Dialogue) -> None:
    assert await dialogue.say("what is the warranty of the pressure cooker") == "One year on electronics."
    assert [name for name, _ in dialogue.statuses] == ["search_products", "get_product_faq", "get_policy"]


async def test_where_nobody_knows_the_staff_is_offered_and_called_on_a_yes(
    dialogue: Dialogue, catalog: Catalog
) -> None:
    assert (await dialogue.say("what size is the ceiling fan")).endswith(phrase("faq.none", EN, name="Ceiling Fan"))
    assert await dialogue.say("yes please") == phrase("staff.called", EN, ticket="T1")
    assert catalog.database.rows("SELECT summary FROM tickets") == [("A customer asks: what size is the ceiling fan",)]


@pytest.mark.parametrize("no", ["no", "no thanks", "नहीं", "না", "नको"])
async def test_nobody_is_called_on_a_no(dialogue: Dialogue, catalog: Catalog, no: str) -> None:
    await dialogue.say("what is your refund policy")
    assert dialogue.texts[-1] == phrase("policy.none", EN)
    said = await dialogue.say(no)
    assert said != phrase("talk.not_understood", dialogue.talk.language)
    assert catalog.database.rows("SELECT count(*) FROM tickets") == [(0,)]
    assert dialogue.talk.context.waiting is None


async def test_someone_is_called_at_once_when_asked_for(dialogue: Dialogue) -> None:
    assert await dialogue.say("I want to talk to someone") == phrase("staff.called", EN, ticket="T1")
    assert dialogue.statuses == [("call_staff", "ok")]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("नमस्ते", "greeting"),
        ("hello", "greeting"),
        ("धन्यवाद", "thanks"),
        ("thank you", "thanks"),
        ("bye", "goodbye"),
        ("what can you do", "help"),
        ("কী করতে পারেন", "help"),
        ("qwerty", "not_understood"),
        ("ऊऊऊ आआआ ईईई", "not_understood"),
        ("গগগ ঙঙ ঞঞ", "not_understood"),
        ("yes", "yes"),
        ("no", "no"),
        ("tell me a joke", "off_topic"),
        ("चुटकुला सुनाओ", "off_topic"),
        ("সাথে একটা চুটকি শোনান", "off_topic"),
        ("विनोद सांगा", "off_topic"),
        ("बेवकूफ़ मशीन", "abuse"),
        ("you are useless", "abuse"),
        ("slowly please", "slower"),
        ("ज़ोर से बोलिए", "louder"),
        ("থামুন", "stop"),
    ],
)
async def test_small_talk(dialogue: Dialogue, words: str, key: str) -> None:
    section = "scope" if key == "abuse" else "talk"
    assert await dialogue.say(words) in _all(f"{section}.{key}", dialogue.talk.language, store="Apna Bazaar")


async def test_what_was_said_is_repeated(dialogue: Dialogue) -> None:
    assert await dialogue.say("please repeat") == phrase("talk.nothing_to_repeat", EN)
    said = await dialogue.say("show me a ceiling fan")
    assert await dialogue.say("please repeat") == said


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("हिंदी में बताइए ना, कितने का है", HI),
        ("হিন্দিতে বলুন না, দাম কত", HI),
        ("switch to Marathi and tell me what it costs", MR),
        ("বাংলায় বলবেন? দাম কত এটার", BN),
        ("bangla me bolo yaar, kitne ka hai", BN),
        ("in English please, what does it cost", EN),
        ("इंग्रजीत सांगा, किंमत किती", EN),
    ],
)
async def test_what_is_asked_with_a_language_is_answered_in_it(
    dialogue: Dialogue, words: str, language: Language
) -> None:
    await dialogue.say("show me a ceiling fan")
    said = await dialogue.say(words)
    assert dialogue.talk.language is language
    assert said.startswith(phrase("talk.switched", language))
    assert "₹1,899" in said
    assert phrase("talk.language_changed", language) not in said


async def test_a_language_can_be_asked_for(dialogue: Dialogue) -> None:
    await dialogue.say("hello")
    assert await dialogue.say("speak bengali please") == phrase("talk.language_changed", BN)
    assert dialogue.talk.language is BN
    assert await dialogue.say("हिंदी में बोलिए") == phrase("talk.language_changed", HI)
    assert await dialogue.say("मराठीत बोला") == phrase("talk.language_changed", MR)


@pytest.mark.parametrize(
    ("order", "phone", "found"),
    [
        (
            "where is my order 1003",
            "98765 43210",
            "Order 1003 is on its way with Vayu. It should arrive on 18 January.",
        ),
        (
            "मेरा ऑर्डर 1003 कहाँ है",
            "नौ आठ सात छह पाँच चार तीन दो एक शून्य",
            "ऑर्डर 1003 रास्ते में है, Vayu से आ रहा है। 18 जनवरी तक पहुँच जाएगा।",
        ),
        ("আমার অর্ডার ১০০৩ কোথায়", "৯৮৭৬৫৪৩২১০", "অর্ডার 1003 রাস্তায় আছে, Vayu আনছে। 18 জানুয়ারি নাগাদ পৌঁছে যাবে।"),
        ("माझी ऑर्डर 1003 कुठे आहे", "९८७६५ ४३२१०", "ऑर्डर 1003 वाटेत आहे, Vayu कडून येत आहे. 18 जानेवारी पर्यंत पोहोचेल."),
    ],
)
async def test_an_order_is_tracked_after_the_number_was_given(
    dialogue: Dialogue, order: str, phone: str, found: str
) -> None:
    asked = await dialogue.say(order)
    assert asked == phrase("order.ask_phone", dialogue.talk.language, id="1003")
    assert dialogue.statuses == [("track_order", "phone_needed")]
    assert await dialogue.say(phone) == found


async def test_an_order_is_asked_for_step_by_step(dialogue: Dialogue) -> None:
    assert await dialogue.say("where is my order") == phrase("order.ask_number", EN)
    assert dialogue.runs == []
    await dialogue.say("one double zero four")
    assert await dialogue.say(ASHA) == "Order 1004 was delivered on 12 January."


async def test_words_beside_the_point_do_not_end_a_request(dialogue: Dialogue) -> None:
    await dialogue.say("where is my order")
    assert await dialogue.say("hmm") == phrase("order.ask_number", EN)
    assert await dialogue.say("1003") == phrase("order.ask_phone", EN, id="1003")


async def test_a_wrong_number_is_told_and_can_be_corrected(dialogue: Dialogue) -> None:
    assert await dialogue.say(f"order 1003, phone {RAVI}") == phrase("order.not_verified", EN)
    assert "Vayu" in await dialogue.say(f"order 1003, phone {ASHA}")


async def test_three_wrong_numbers_end_in_the_hands_of_the_staff(dialogue: Dialogue) -> None:
    for number in range(3):
        await dialogue.say(f"order 1003, phone 800000000{number}")
    assert dialogue.texts[-1] == phrase("order.locked", EN)
    assert await dialogue.say(f"order 1003, phone {ASHA}") == phrase("order.locked", EN)


async def test_the_order_of_another_looks_like_one_that_never_was(dialogue: Dialogue) -> None:
    await dialogue.say(f"order 1003, phone {ASHA}")
    assert await dialogue.say("track order ORD-2001") == await dialogue.say("track order ORD-7777")


@pytest.mark.parametrize(
    ("order", "yes", "done"),
    [
        ("cancel order 1001", "yes", "Order 1001 is cancelled. ₹3,297 will be refunded."),
        ("ऑर्डर 1001 कैंसिल कर दो", "हाँ कर दो", "ऑर्डर 1001 कैंसिल हो गया। ₹3,297 वापस मिल जाएँगे।"),
        ("অর্ডার 1001 বাতিল করুন", "হ্যাঁ", "অর্ডার 1001 বাতিল হল। ₹3,297 ফেরত পাবেন।"),
        ("ऑर्डर 1001 रद्द करा", "हो", "ऑर्डर 1001 रद्द झाली. ₹3,297 परत मिळतील."),
    ],
)
async def test_an_order_is_cancelled_after_number_read_back_and_yes(
    dialogue: Dialogue, catalog: Catalog, order: str, yes: str, done: str
) -> None:
    await dialogue.say(order)
    asked = await dialogue.say(ASHA)
    assert dialogue.statuses == [("cancel_order", "confirmation_needed")]
    assert "1001" in asked
    assert "₹3,297" in asked
    assert await dialogue.say(yes) == done
    found = catalog.orders.get("1001")
    assert found is not None
    assert found.status == "cancelled"


async def test_a_no_leaves_the_order_and_says_so(dialogue: Dialogue, catalog: Catalog) -> None:
    await dialogue.say(f"cancel order 1001, my phone is {ASHA}")
    assert await dialogue.say("no") == phrase("cancel.declined", EN)
    assert await dialogue.say("yes") in _all("talk.yes", EN)
    found = catalog.orders.get("1001")
    assert found is not None
    assert found.status == "pending"


@pytest.mark.parametrize(
    ("asks", "yes"),
    [
        ("yes, but what is your return policy?", "yes yes, that's the one, go ahead"),
        ("हाँ लेकिन वापसी की पॉलिसी क्या है", "हाँ बेटा, कर ही दो"),
        ("হ্যাঁ, কিন্তু ফেরতের নিয়ম কী", "হ্যাঁ বাবা, ক্যানসেলই করে দাও"),
        ("हो, पण परतीचे नियम काय आहेत", "हो चालेल की"),
        ("haan, par pehle return policy batao", "haan haan kar do bhai, jaldi"),
    ],
)
async def test_who_asks_before_the_yes_is_answered_and_asked_again(
    dialogue: Dialogue, catalog: Catalog, asks: str, yes: str
) -> None:
    await dialogue.say(f"cancel order 1001, my phone is {ASHA}")
    await dialogue.say(asks)
    assert dialogue.statuses == [("get_policy", "ok"), ("cancel_order", "confirmation_needed")]
    await dialogue.say(yes)
    assert dialogue.statuses == [("cancel_order", "cancelled")]


async def test_who_asks_without_a_yes_has_turned_to_something_else(dialogue: Dialogue) -> None:
    await dialogue.say(f"cancel order 1001, my phone is {ASHA}")
    await dialogue.say("what is your return policy?")
    assert dialogue.statuses == [("get_policy", "ok")]
    await dialogue.say("yes")
    assert dialogue.statuses == []


@pytest.mark.parametrize("said", ["দিয়ে দিন", "दे दीजिए", "देऊन टाका", "go on", "don't send it now", "हाँ, अभी मत भेजना"])
async def test_what_says_less_than_a_yes_is_asked_once_more(dialogue: Dialogue, catalog: Catalog, said: str) -> None:
    await dialogue.say(f"cancel order 1001, my phone is {ASHA}")
    await dialogue.say(said)
    assert dialogue.statuses == [("cancel_order", "confirmation_needed")]
    found = catalog.orders.get("1001")
    assert found is not None
    assert found.status == "pending"


async def test_an_order_that_is_on_its_way_is_not_cancelled(dialogue: Dialogue) -> None:
    said = await dialogue.say(f"cancel order 1003, my phone is {ASHA}")
    assert said == phrase("cancel.already_shipped", EN, id="1003")


async def test_a_return_is_asked_for_step_by_step(dialogue: Dialogue, catalog: Catalog) -> None:
    assert await dialogue.say("I want to return order 1004") == phrase("return.ask_reason", EN)
    assert await dialogue.say("it is broken") == phrase("return.ask_action", EN)
    assert await dialogue.say("I want my money") == phrase("order.ask_phone", EN, id="1004")
    assert "₹3,897" in await dialogue.say(ASHA)
    assert catalog.orders.return_of("1004") is None
    assert await dialogue.say("yes") == "The return of order 1004 is noted. You get ₹3,897 back."
    made = catalog.orders.return_of("1004")
    assert made is not None
    assert (made.reason, made.action_requested) == ("defective", "refund")


async def test_a_return_in_one_sentence(dialogue: Dialogue, catalog: Catalog) -> None:
    await dialogue.say(f"order 1004, phone {ASHA}")
    said = await dialogue.say("ऑर्डर 1004 बदलना है, साइज़ छोटा है")
    assert dialogue.statuses == [("initiate_return", "confirmation_needed")]
    assert "1004" in said
    assert await dialogue.say("हाँ") == phrase("return.done_exchange", HI, id="1004")


@pytest.mark.parametrize(
    ("first", "change", "action"),
    [
        ("exchange", "না থাক, বদল লাগবে না, টাকাটাই ফেরত দিন", "refund"),
        ("exchange", "नको, बदलून नको, पैसेच परत द्या", "refund"),
        ("refund", "नहीं, refund nahi exchange chahiye", "exchange"),
        ("refund", "haan lekin paise nahi, badal ke do", "exchange"),
        ("exchange", "I don't want an exchange, just give me my money back", "refund"),
        ("refund", "हाँ, पर पैसों की जगह स्टोर क्रेडिट दे दो", "store_credit"),
    ],
)
async def test_a_change_to_what_was_read_back_is_read_back_with_the_reason_kept(
    dialogue: Dialogue, catalog: Catalog, first: str, change: str, action: str
) -> None:
    await dialogue.say(f"return order 1004, broken, {first}, phone {ASHA}")
    await dialogue.say(change)
    assert dialogue.statuses == [("initiate_return", "confirmation_needed")]
    assert dialogue.runs[0].call.arguments == {"order_id": "1004", "reason": "defective", "action": action}
    await dialogue.say("yes")
    made = catalog.orders.return_of("1004")
    assert made is not None
    assert (made.reason, made.action_requested) == ("defective", action)


@pytest.mark.parametrize(
    "change",
    [
        "no, the other order 1002",
        "नहीं नहीं, 1002 वाला",
        "না, 1002 টা",
        "नाही, 1002",
        "no wait, I meant 1002",
        "nahi, 1002",
    ],
)
async def test_another_order_is_meant_for_the_same(dialogue: Dialogue, catalog: Catalog, change: str) -> None:
    await dialogue.say(f"cancel order 1001, my phone is {ASHA}")
    await dialogue.say(change)
    assert [(run.call.name, run.call.arguments["order_id"]) for run in dialogue.runs] == [("cancel_order", "1002")]
    found = catalog.orders.get("1001")
    assert found is not None
    assert found.status == "pending"


async def test_a_return_that_comes_too_late_is_refused(dialogue: Dialogue, catalog: Catalog) -> None:
    said = await dialogue.say(f"return order 1005, broken, refund, phone {ASHA}")
    assert said == phrase("return.window_closed", EN, id="1005")
    await dialogue.say("yes")
    assert catalog.orders.return_of("1005") is None


async def test_a_store_that_fails_is_told(dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object, **__: object) -> None:
        raise CatalogError("locked")

    monkeypatch.setattr("catalog.products.Products.search", locked)
    assert await dialogue.say("show me sarees") == phrase("problem.store", EN)
    assert await dialogue.say("how much is a fan") == phrase("problem.store", EN)
    assert await dialogue.say("what is the warranty of the fan") == phrase("problem.store", EN)


WORDS = [
    "hello", "saree", "साड़ी", "শাড়ি", "दिखाओ", "under", "500", "cheaper", "more", "order", "1001", "1004", "ORD-2001",
    ASHA, RAVI, "cancel", "return", "वापस", "broken", "refund", "yes", "no", "हाँ", "warranty", "policy", "returns",
    "delivery", "repeat", "help", "track", "it", "how", "much", "is", "when", "store", "नहीं", "fan", "helicopter",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
async def test_whatever_is_said_the_kiosk_answers_and_invents_nothing(dialogue: Dialogue, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(25):
        words = " ".join(chance.choices(WORDS, k=chance.randint(1, 5)))
        assert await dialogue.say(words), words


async def test_it_has_nothing_to_let_go_of() -> None:
    brain = OfflineBrain()
    assert brain.name == "offline"
    await brain.close()
