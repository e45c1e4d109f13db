from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dialogue.phones import normalise_phone, phone_numbers

PHONES = [
    "9876543210",
    "98765 43210",
    "98765-43210",
    "987 654 3210",
    "9 8 7 6 5 4 3 2 1 0",
    "9.8.7.6.5.4.3.2.1.0",
    "+91 98765 43210",
    "+91-98765-43210",
    "919876543210",
    "09876543210",
    "0 98765 43210",
    "(+91) 9876543210",
    "my number is 9876543210.",
    "order 1003, phone 98765 43210",
    "1003, 9876543210",
    "1003 9876543210",
    "९८७६५४३२१०",
    "৯৮৭৬৫৪৩২১০",
    "nine eight seven six five four three two one zero",
    "nine eight seven, six five four, three two one oh",
    "ninety eight seventy six fifty four thirty two ten",
    "नौ आठ सात छह पाँच चार तीन दो एक शून्य",
    "मेरा नंबर नौ आठ सात छः पांच चार तीन दो एक ज़ीरो है",
    "নয় আট সাত ছয় পাঁচ চার তিন দুই এক শূন্য",
    "नऊ आठ सात सहा पाच चार तीन दोन एक शून्य",
    "nau aath saat chhe paanch char teen do ek zero",
    "नाइन एट सेवन सिक्स फाइव फोर थ्री टू वन ज़ीरो",
    "98765 चार तीन दो एक शून्य",
]


@pytest.mark.parametrize("said", PHONES)
def test_a_phone_number_is_recognised_however_it_is_said_or_written(said: str) -> None:
    assert phone_numbers(said) == ["9876543210"]


@pytest.mark.parametrize(
    "said",
    ["", "98765", "987654321", "98765432101", "1003", "₹9,87,654", "two thousand five hundred"],
)
def test_other_numbers_are_no_phone_numbers(said: str) -> None:
    assert phone_numbers(said) == []


@pytest.mark.parametrize(
    "said", ["double nine eight seven six five four three two one", "डबल नौ आठ सात छह पाँच चार तीन दो एक"]
)
def test_doubled_digits_are_told_in_a_phone_number(said: str) -> None:
    assert phone_numbers(said) == ["9987654321"]


def test_tripled_digits_are_told_in_a_phone_number() -> None:
    assert phone_numbers("nine triple eight seven six five four three two") == ["9888765432"]


def test_several_phone_numbers_come_in_the_order_they_were_said() -> None:
    assert phone_numbers("9876543210 or is it 9123456780") == ["9876543210", "9123456780"]
    assert phone_numbers("9876543210, 9123456780") == ["9876543210", "9123456780"]


@pytest.mark.parametrize("written", ["+91 98765 43210", "098765-43210", "9876543210", "(0)9876543210", "+91९८७६५४३२१०"])
def test_notations_of_a_phone_number_are_told_by_their_last_ten_digits(written: str) -> None:
    normal = "".join(str(int(c)) for c in normalise_phone(written))
    assert normal == "9876543210"


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    assert all(len(phone) == 10 and phone.isdecimal() for phone in phone_numbers(text))
