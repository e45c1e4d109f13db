from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from indic_numtowords import num2words

from engine.telemetry.redact import redact, redact_data
from tests.fakes.texts import any_text

PHONE = "9876543210"
KEY = "gsk_Ab12Cd34Ef56Gh78Ij90"


@pytest.mark.parametrize(
    "phone",
    [
        PHONE,
        "+919876543210",
        "+91 98765 43210",
        "+91-98765-43210",
        "098765 43210",
        "(987) 654-3210",
        "987.654.3210",
        "987-654-3210",
        "98765, 43210",
        "98765\u00a043210",
        "98765/43210",
        "9 8 7 6 5 4 3 2 1 0",
        "9,8,7,6,5,4,3,2,1,0",
        "9_8_7_6_5_4_3_2_1_0",
        "9876\u200b543210",
        "९८७६५४३२१०",
        "৯৮৭৬৫৪৩২১০",
        "９８７６５４３２１０",
        "९८765 ৪৩210",
        "nine eight seven six five four three two one zero",
        "Nine Eight Seven, six five four, three two one zero",
        "double nine eight seven six double five four three two",
        "triple nine eight seven six five four three two",
        "नौ आठ सात छह पाँच चार तीन दो एक शून्य",
        "नऊ आठ सात सहा पाच चार तीन दोन एक शून्य",
        "নয় আট সাত ছয় পাঁচ চার তিন দুই এক শূন্য",
        "nau aath saat chhe paanch chaar teen do ek shunya",
        "ninety eight seventy six fifty four thirty two ten",
        "9 आठ 7 six पाँच 4 3 2 1 0",
    ],
)
@pytest.mark.parametrize("sentence", ["{}", "my number is {}", "{} है मेरा नंबर", "tel:{};"])
def test_a_phone_number_in_any_form_goes(phone: str, sentence: str) -> None:
    cleaned = redact(sentence.format(phone))
    assert "[number]" in cleaned
    assert not re.search(r"\d", cleaned)
    for word in re.findall(r"[^\W\d_]{3,}", phone):
        assert word.lower() not in cleaned.lower().replace("number", "").split()


def test_what_stands_around_it_stays() -> None:
    assert redact(f"call {PHONE} about order 1019!") == "call [number] about order 1019!"
    assert redact("order 1019 for nine eight seven six five four three two one zero") == "order 1019 for [number]"
    assert redact("₹499 nine eight seven six five four three, ₹899") == "₹499 [number] ₹899"
    first, second = "nine eight seven six five four three", "one two three four five six seven"
    assert redact(f"either {first} or {second} please") == "either [number] or [number] please"


@pytest.mark.parametrize(
    "text",
    [
        "order 1019",
        "ऑर्डर 1019 कहाँ है",
        "ORD-2001 and ORD-2002",
        "orders 1019 and 1020",
        "order 123456",
        "₹2,999",
        "₹1,49,999",
        "₹15,00,000",
        "₹1499 ₹2999",
        "₹1,499, ₹2,999, ₹899",
        "₹40.50, ₹1,499.00",
        "between ₹500 and ₹1000",
        "2999 rupees",
        "dो हज़ार पाँच सौ रुपये",
        "one two three",
        "order one zero one nine",
        "P001, P002 and P003",
        "1.5 kg",
        "12:30",
        "18 January",
        "5 out of 5",
        "",
    ],
)
def test_orders_and_prices_stay(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize("text", ["₹9876543210", "₹ 98765 43210", "₹98,765,432,10", "₹1,499 9876543210"])
def test_a_phone_number_does_not_pass_as_a_price(text: str) -> None:
    assert "3210" not in redact(text)
    assert "[number]" in redact(text)


@pytest.mark.parametrize(
    "text",
    [KEY, f"key={KEY}", f"Authorization: Bearer {KEY}", f"GROQ_API_KEY='{KEY}'", f"http://x/?k={KEY}&a=1", f"({KEY})"],
)
def test_a_groq_key_goes(text: str) -> None:
    assert "Ab12" not in redact(text)
    assert "[key]" in redact(text)


@pytest.mark.parametrize(
    "text", ["sk_live1234567890", "hf_abcdefgh1234", "Bearer abc.def-ghi_jkl.mno", "token 0123abcdefghijkl"]
)
def test_other_keys_go_too(text: str) -> None:
    assert redact(text) in ("[key]", "Bearer [key]", "token [key]")


@pytest.mark.parametrize("text", ["a token of thanks", "the bearer arrives", "mask_wearing is fine", "desk_lamps"])
def test_words_are_no_keys(text: str) -> None:
    assert redact(text) == text


def test_data_is_cleaned_at_every_depth() -> None:
    data = {
        "order_id": "1019",
        "phone_number": "98765",
        "list": [f"call {PHONE}", {"api_key": "x", "deep": (PHONE, 5, None, True)}],
        "shipping_address": {"street": "7 Park Street"},
        "Authorization": "Basic abc",
        "password": "hunter2",
        "client_secret": ["a"],
        "price": 2999.5,
        "reply": "₹2,999",
    }
    assert redact_data(data) == {
        "order_id": "1019",
        "phone_number": "[redacted]",
        "list": ["call [number]", {"api_key": "[redacted]", "deep": ["[number]", 5, None, True]}],
        "shipping_address": "[redacted]",
        "Authorization": "[redacted]",
        "password": "[redacted]",
        "client_secret": "[redacted]",
        "price": 2999.5,
        "reply": "₹2,999",
    }


def test_nothing_under_a_secret_name_is_no_secret() -> None:
    assert redact_data({"phone_number": None, "address": "", "key": []}) == {
        "phone_number": None,
        "address": "",
        "key": [],
    }


@pytest.mark.parametrize("value", [9876543210, 919876543210, 9876543210.0, -9876543210, 10**400])
def test_a_phone_number_as_a_number_goes(value: float) -> None:
    assert redact_data({"query": value}) == {"query": "[number]"}


def test_what_is_given_is_not_changed() -> None:
    data = {"a": [PHONE], "phone": "1"}
    redact_data(data)
    assert data == {"a": [PHONE], "phone": "1"}


@given(any_text())
@example(f"Bearer {KEY} {PHONE}")
@example("9876543210 nine eight seven six five four three two one zero")
def test_redacting_again_changes_nothing(text: str) -> None:
    assert redact(redact(text)) == redact(text)


@given(any_text(), st.from_regex(r"[6-9][0-9]{9}", fullmatch=True), any_text())
def test_no_phone_number_survives_in_any_text(before: str, phone: str, after: str) -> None:
    assert phone not in redact(f"{before}{phone}{after}")
    assert phone not in redact(f"{before} {phone[:5]} {phone[5:]} {after}").replace(" ", "")


@given(st.from_regex(r"[6-9][0-9]{9}", fullmatch=True), st.sampled_from(["hi", "bn", "mr", "en"]))
def test_no_dictated_number_survives_in_any_language(phone: str, language: str) -> None:
    dictated = " ".join(str(num2words(int(digit), lang=language)) for digit in phone)
    assert redact(dictated) == "[number]"


_json = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.just(PHONE) | any_text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(_json)
def test_any_data_can_be_cleaned(value: Any) -> None:
    cleaned = redact_data(value)
    assert PHONE not in json.dumps(cleaned)
    assert redact_data(cleaned) == cleaned
