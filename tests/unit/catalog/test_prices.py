from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.numbers import CODES, split, spoken
from catalog.search.prices import Order, parted, phrases, price


def said(text: str) -> tuple[float | None, float | None, Order | None, str]:
    words = parted(split(text))
    found = price(words)
    rest = " ".join(word for index, word in enumerate(words) if index not in found.taken)
    return found.low, found.high, found.order, rest


@pytest.mark.parametrize(
    ("text", "low", "high", "rest"),
    [
        ("saree under 2000", None, 2000, "saree"),
        ("sarees under two thousand rupees", None, 2000, "sarees"),
        ("tv below 2k", None, 2000, "tv"),
        ("fan between 1000 and 2000 rupees", 1000, 2000, "fan"),
        ("shoes above 500", 500, None, "shoes"),
        ("दो हज़ार से कम की साड़ी", None, 2000, "की साड़ी"),
        ("२००० से कम साड़ी", None, 2000, "साड़ी"),
        ("डेढ़ हज़ार रुपये के अंदर जूते", None, 1500, "जूते"),
        ("पाँच सौ से ज़्यादा का बल्ब", 500, None, "का बल्ब"),
        ("lal saree do hazaar se kam", None, 2000, "lal saree"),
        ("300 se 700 ke beech kurta", 300, 700, "kurta"),
        ("পাঁচশো টাকার মধ্যে খেলনা", None, 500, "খেলনা"),
        ("দেড় হাজার টাকার কম দামের পাখা", None, 1500, "দামের পাখা"),
        ("৫০০ থেকে ৯০০ টাকার শাড়ি", 500, 900, "শাড়ি"),
        ("दोन हजारांच्या आत साडी", None, 2000, "साडी"),
        ("पाचशे रुपयांपेक्षा कमी", None, 500, ""),
        ("২০০ টাকার বেশি", 200, None, ""),
        ("পাঁচশোর কম", None, 500, ""),
        ("এক হাজারের বেশি", 1000, None, ""),
        ("दोनशे ते तीनशे रुपयांमधली मिठाई", 200, 300, "मधली मिठाई"),
        ("शंभर रुपयांच्या आतलं", None, 100, ""),
        ("২০০ টাকার কমে ডাল", None, 200, "ডাল"),
        ("dui hajarer kome sari", None, 2000, "sari"),
        ("3k er kome geyser", None, 3000, "geyser"),
        ("तेल दोनशेच्या आत", None, 200, "तेल"),
        ("साडी दोनशेपेक्षा जास्त नको", None, 200, "साडी"),
        ("10000 se zyada nahi", None, 10000, ""),
        ("kam se kam 500", 500, None, ""),
        ("कमीत कमी पाचशे", 500, None, ""),
        ("15000 budget mobile", None, 15000, "mobile"),
        ("kettle around 1000", 750, 1250, "kettle"),
        ("हज़ार के आसपास की केतली", 750, 1250, "की केतली"),
        ("kettle 1000 or less", None, 1000, "kettle"),
        ("पाँच सौ रुपये में शर्ट", None, 500, "शर्ट"),
        ("shirt 500 rupaye me", None, 500, "shirt"),
        ("৫০০ টাকায় শাড়ি", None, 500, "শাড়ি"),
        ("hajar takar bhitore sari", None, 1000, "sari"),
        ("पाचशे रुपयांमध्ये साडी", None, 500, "साडी"),
        ("32 इंचमध्ये टीव्ही", None, None, "32 इंचमध्ये टीव्ही"),
        ("shirt nothing over seven hundred", None, 700, "shirt"),
        ("I won't pay more than 700 shirt", None, 700, "i shirt"),
        ("my limit is 900", None, 900, "my"),
        ("kettle under a thousand", None, 1000, "kettle"),
        ("nothing under a hundred", 100, None, ""),
        ("don't you have lamps above 700", 700, None, "don t you have lamps"),
        ("बारह सौ से ऊपर नहीं जाऊँगी", None, 1200, ""),
        ("900 से ज़्यादा ख़र्च नहीं करना", None, 900, ""),
        ("पाँच सौ से कम की साड़ी नहीं", None, 500, "की साड़ी नहीं"),
        ("पाँच सौ से कम का नहीं चाहिए", 500, None, ""),
        ("500 se upar ka mat dikhana", None, 500, "dikhana"),
        ("500 se upar ka nahi hai kya", 500, None, "ka nahi hai kya"),
        ("नौ सौ से ऊपर दिखाइए ना", 900, None, "दिखाइए ना"),
        ("নশো টাকার বেশি দিতে পারব না", None, 900, ""),
        ("নশোর ওপরে দেখান না", 900, None, "দেখান না"),
        ("নশোর মধ্যে হবে না", None, 900, "হবে না"),
        ("আটশোর মধ্যেই", None, 800, ""),
        ("आठशेपेक्षा जास्त देणार नाही", None, 800, ""),
        ("आठशेच्या आतच", None, 800, ""),
        ("satshechya aat", None, 700, ""),
    ],
)
def test_bounds_in_every_language(text: str, low: float | None, high: float | None, rest: str) -> None:
    assert said(text) == (low, high, None, rest)


@pytest.mark.parametrize(
    ("text", "order", "rest"),
    [
        ("cheapest fan", Order.CHEAPEST, "fan"),
        ("सबसे सस्ता पंखा", Order.CHEAPEST, "पंखा"),
        ("sabse sasti saree dikhao", Order.CHEAPEST, "saree dikhao"),
        ("সবচেয়ে সস্তা পাখা", Order.CHEAPEST, "পাখা"),
        ("सगळ्यात स्वस्त मोबाईल", Order.CHEAPEST, "मोबाईल"),
        ("most expensive tv", Order.DEAREST, "tv"),
        ("सबसे महंगी साड़ी", Order.DEAREST, "साड़ी"),
        ("সবচেয়ে দামি শাড়ি", Order.DEAREST, "শাড়ি"),
        ("सर्वात महाग साडी", Order.DEAREST, "साडी"),
    ],
)
def test_superlatives_in_every_language(text: str, order: Order, rest: str) -> None:
    assert said(text) == (None, None, order, rest)


@pytest.mark.parametrize(
    "text", ["pressure cooker 5 litre", "32 inch tv", "1.5 टन एसी", "P018", "5000 saree", "", "under"]
)
def test_a_number_without_a_price_word_is_no_price(text: str) -> None:
    assert said(text)[:3] == (None, None, None)


def test_a_bound_and_a_superlative_together() -> None:
    assert said("cheapest saree above 1000") == (1000, None, Order.CHEAPEST, "saree")


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    words = parted(split(text))
    found = price(words)
    assert all(0 <= index < len(words) for index in found.taken)
    assert found.low is None or found.high is None or found.low <= found.high or found.bounded


@pytest.mark.parametrize("code", CODES)
def test_every_language_says_every_kind_of_price(code: str) -> None:
    assert {section: list(spoken(code)[section]) for section in spoken(code)} == {
        section: list(spoken("en")[section]) for section in spoken("en")
    }
    for name, said_so in spoken(code)["price"].items():
        assert said_so, name
        assert len(set(said_so)) == len(said_so), name


@pytest.mark.parametrize("code", CODES)
def test_number_words_have_values_that_fit_their_kind(code: str) -> None:
    entry = spoken(code)["numbers"]
    assert all(isinstance(value, int) and 0 <= value < 100 for value in entry["words"].values())
    assert all(isinstance(value, int) and value >= 100 for value in entry["multipliers"].values())
    assert entry["doubled"]
    assert entry["tripled"]


def test_price_phrases_come_longest_first() -> None:
    found = phrases("below")
    assert ("से", "कम") in found
    assert [len(phrase) for phrase in found] == sorted((len(phrase) for phrase in found), reverse=True)
    assert len(set(found)) == len(found)
    assert phrases("no such name") == ()
