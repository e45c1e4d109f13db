from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dialogue.confirmation import Answer, classify
from engine.lexicon import CODES, read
from engine.text import words
from engine.tools.guard import PendingAction

CANCEL = PendingAction("cancel_order", {"order_id": "1003", "reason": None}, {}, 0.0)
RETURN = PendingAction("initiate_return", {"order_id": "1003", "reason": "defective", "action": "refund"}, {}, 0.0)
LETTERED = PendingAction("cancel_order", {"order_id": "ORD-2024-0017", "reason": None}, {}, 0.0)

YES = [
    "yes",
    "Yes.",
    "YES!",
    "yes please",
    "yeah",
    "ok",
    "okay sure",
    "yes, cancel it",
    "yes cancel order 1003",
    "yes cancel my order",
    "yes, order 1003",
    "please do",
    "go ahead",
    "yes i want to cancel the order",
    "sure, go ahead",
    "yes thank you",
    "हाँ",
    "हाँ जी",
    "जी हाँ, कैंसिल कर दीजिए",
    "हां कर दो",
    "ठीक है",
    "बिल्कुल, रद्द कर दो",
    "हाँ ऑर्डर 1003 कैंसिल कर दो",
    "हाँ, ऑर्डर एक शून्य शून्य तीन",
    "जी भैया",
    "हाँ मेरा ऑर्डर कैंसिल कर दीजिए",
    "haan",
    "haan kar do",
    "haan ji cancel kar do",
    "theek hai",
    "ji bilkul",
    "হ্যাঁ",
    "হ্যাঁ করুন",
    "ঠিক আছে",
    "হ্যাঁ, বাতিল করে দিন",
    "আচ্ছা দাদা",
    "haa korun",
    "thik ache",
    "हो",
    "होय, रद्द करा",
    "हो चालेल",
    "ठीक आहे",
    "हो, माझी ऑर्डर रद्द करा",
    "नक्की",
    "ho chalel",
]
NO = [
    "no",
    "No!",
    "nope",
    "no thanks",
    "don't cancel it",
    "yes no wait",
    "ok stop",
    "leave it",
    "not now",
    "नहीं",
    "नहीं जी",
    "रहने दो",
    "हाँ नहीं नहीं",
    "मत करो",
    "nahi",
    "nahi rehne do",
    "না",
    "না থাক",
    "হ্যাঁ না",
    "দরকার নেই",
    "thak",
    "नको",
    "नाही नको",
    "राहू द्या",
    "nako",
]
# None of these lets an order be cancelled, however friendly they begin.
OTHER = [
    "",
    "   ",
    "😀👍",
    "ok, what is the return policy?",
    "ok, what is the return policy",
    "ok where is my order",
    "ok how much is it",
    "yes, order 1004",
    "yes cancel order 1004",
    "yes, order 100",
    "yes order 3",
    "yes order 2",
    "yes order 10031003",
    "yes, and cancel 1004 too",
    "ok show me more",
    "ok help me",
    "yes show me a saree",
    "sure why",
    "is that right",
    "is it right?",
    "yes?",
    "ok?",
    "what is right",
    "how do i do it",
    "yes yesterday you delivered it",
    "cancel it",
    "cancel order 1003",
    "1003",
    "maybe",
    "hmm",
    "order kar do",
    "haan order kar do",
    "haan order 1003 chahiye",
    "yes i want order 1003",
    "order track kar do",
    "return kar do",
    "haan kitna paisa milega",
    "ठीक है ऑर्डर कहाँ है",
    "हाँ पर पैसे कब मिलेंगे",
    "वापस कर दो",
    "हाँ क्या",
    "क्या जी",
    "जी?",
    "हाँ साड़ी दिखाओ",
    "ऑर्डर कर दो",
    "अच्छा",
    "অর্ডার ট্র্যাক করুন",
    "অর্ডার করুন",
    "আচ্ছা কত টাকা",
    "হ্যাঁ শাড়ি দেখান",
    "ठीक आहे पण पैसे कधी",
    "ऑर्डर ट्रॅक करा",
    "ऑर्डर करा",
    "हो का",
    "हो साडी दाखवा",
]


@pytest.mark.parametrize("said", YES)
def test_a_clear_yes_is_a_yes(said: str) -> None:
    assert classify(said, CANCEL) is Answer.YES


@pytest.mark.parametrize("said", NO)
def test_a_no_is_a_no_even_after_a_yes(said: str) -> None:
    assert classify(said, CANCEL) is Answer.NO


@pytest.mark.parametrize("said", OTHER)
def test_whatever_says_something_besides_is_no_yes(said: str) -> None:
    assert classify(said, CANCEL) is Answer.OTHER


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("yes", Answer.YES),
        ("yes return it", Answer.YES),
        ("yes, money back", Answer.YES),
        ("हाँ वापस कर दो", Answer.YES),
        ("হ্যাঁ ফেরত দিন", Answer.YES),
        ("हो परत करा", Answer.YES),
        ("yes exchange it", Answer.OTHER),
        ("हाँ बदल दो", Answer.OTHER),
        ("yes, store credit", Answer.OTHER),
        ("yes cancel it", Answer.OTHER),
        ("हाँ कैंसिल कर दो", Answer.OTHER),
        ("ok what is the return policy", Answer.OTHER),
        ("no", Answer.NO),
    ],
)
def test_a_yes_to_a_return_may_repeat_the_return_and_nothing_else(said: str, answer: Answer) -> None:
    assert classify(said, RETURN) is answer


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("yes, order 17", Answer.YES),
        ("yes 0017", Answer.YES),
        ("yes, ORD 2024 0017", Answer.OTHER),  # the letters are no words of a yes
        ("yes, order 20240017", Answer.YES),
        ("yes, order 7", Answer.OTHER),
        ("yes, order 2024", Answer.OTHER),
    ],
)
def test_the_order_may_be_named_by_its_last_figures(said: str, answer: Answer) -> None:
    assert classify(said, LETTERED) is answer


@given(st.lists(st.sampled_from(["yes", "haan", "ok", "order", "1003", "cancel", "kar do", "it"]), max_size=6))
def test_a_no_anywhere_forbids_the_action(others: list[str]) -> None:
    for no in ("no", "nahi", "না", "नको"):
        assert classify(" ".join([*others, no]), CANCEL) is Answer.NO


@given(st.text(max_size=40), st.sampled_from([CANCEL, RETURN, LETTERED]))
def test_no_text_makes_it_fail_and_no_chance_text_is_a_yes(text: str, pending: PendingAction) -> None:
    known = {word for code in CODES for phrase in read(code)["answers"]["yes"] for word in words(phrase)}
    if not known & set(words(text)):
        assert classify(text, pending) is not Answer.YES


@given(
    st.sampled_from(YES), st.sampled_from(["saree", "policy", "track", "दिखाओ", "कब", "1004", "কোথায়", "किती", "why"])
)
def test_no_yes_survives_a_word_about_something_else(said: str, besides: str) -> None:
    assert classify(f"{said} {besides}", CANCEL) is not Answer.YES
    assert classify(f"{besides} {said}", CANCEL) is not Answer.YES
