from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indic_numtowords import num2words

from catalog.search.numbers import Number, numbers, split

ENGLISH = [
    ("two", 2, "2"),
    ("twenty five", 25, "25"),
    ("fifteen hundred", 1500, "1500"),
    ("five hundred", 500, "500"),
    ("nine hundred ninety nine", 999, "999"),
    ("two thousand five hundred", 2500, "2500"),
    ("two thousand five", 2005, "2005"),
    ("twelve thousand nine hundred ninety nine", 12999, "12999"),
    ("one lakh fifty thousand", 150000, "150000"),
    ("a hundred", 100, "100"),
    ("2k", 2000, "2000"),
    ("1.5 lakh", 150000, "150000"),
    ("2,999", 2999, "2999"),
    ("1,49,999", 149999, "149999"),
    ("₹450.50", 450.5, "45050"),
    ("one zero zero three", 1003, "1003"),
    ("one double zero three", 1003, "1003"),
    ("triple nine", 999, "999"),
    ("double oh seven", 7, "007"),
    ("twenty twenty", 2020, "2020"),
    ("eighty one two hundred twenty four", 81224, "81224"),
    ("98720 five", 987205, "987205"),
    ("one double zero three five", 10035, "10035"),
    ("two and a half thousand", 2500, "2500"),
    ("one and a quarter lakh", 125000, "125000"),
]
HINDI = [
    ("दो", 2, "2"),
    ("पच्चीस", 25, "25"),
    ("पाँच सौ", 500, "500"),
    ("पांच सौ", 500, "500"),
    ("नौ सौ निन्यानवे", 999, "999"),
    ("दो हज़ार पाँच सौ", 2500, "2500"),
    ("दो हजार पाँच", 2005, "2005"),
    ("पंद्रह सौ", 1500, "1500"),
    ("एक लाख पचास हज़ार", 150000, "150000"),
    ("सौ", 100, "100"),
    ("हज़ार", 1000, "1000"),
    ("एक शून्य शून्य तीन", 1003, "1003"),
    ("एक डबल ज़ीरो तीन", 1003, "1003"),
    ("ट्रिपल नौ", 999, "999"),
    ("२५००", 2500, "2500"),
    ("१,४९,९९९", 149999, "149999"),
    ("डेढ़ हज़ार", 1500, "1500"),
    ("ढाई सौ", 250, "250"),
    ("साढ़े तीन हज़ार", 3500, "3500"),
    ("इक्यासी दो सौ पाँच", 81205, "81205"),
    ("दो तीन सौ", 300, "300"),
    ("ikyaasi do sau chaubees", 81224, "81224"),
    ("chauraasi sau baarah", 8412, "8412"),
    ("unnattis", 29, "29"),
    ("सवा सौ", 125, "125"),
    ("एक हज़ार डेढ़ सौ", 1150, "1150"),
    ("पौने दो लाख", 175000, "175000"),
]
ROMANISED_HINDI = [
    ("do", 2, "2"),
    ("paanch sau", 500, "500"),
    ("panch sau", 500, "500"),
    ("do hazaar", 2000, "2000"),
    ("do hazar paanch sau", 2500, "2500"),
    ("ek lakh", 100000, "100000"),
    ("sau", 100, "100"),
    ("das hajar", 10000, "10000"),
    ("pachas", 50, "50"),
    ("bees hazar", 20000, "20000"),
    ("ek sau pachas", 150, "150"),
    ("ek do teen char", 1234, "1234"),
    ("nau aath saat chhe", 9876, "9876"),
    ("double nau", 99, "99"),
    ("5 hazar", 5000, "5000"),
    ("dedh hazar", 1500, "1500"),
    ("dhai sau", 250, "250"),
    ("saadhe teen sau", 350, "350"),
    ("pachees", 25, "25"),
    ("sau pachas", 150, "150"),
    ("ek sau ninyanve", 199, "199"),
    ("paintalis sau", 4500, "4500"),
    ("dedhsau", 150, "150"),
    ("ek karod", 10000000, "10000000"),
]
BENGALI = [
    ("দুই", 2, "2"),
    ("পঁচিশ", 25, "25"),
    ("পাঁচশো", 500, "500"),
    ("পাঁচ শো", 500, "500"),
    ("নশো নিরানব্বই", 999, "999"),
    ("দু হাজার", 2000, "2000"),
    ("দুই হাজার পাঁচশো", 2500, "2500"),
    ("দুই হাজার পাঁচ", 2005, "2005"),
    ("এক লাখ পঞ্চাশ হাজার", 150000, "150000"),
    ("একশো", 100, "100"),
    ("হাজার", 1000, "1000"),
    ("এক শূন্য শূন্য তিন", 1003, "1003"),
    ("ডবল নয়", 99, "99"),
    ("কুড়ি", 20, "20"),
    ("২৫০০", 2500, "2500"),
    ("১,৪৯,৯৯৯", 149999, "149999"),
    ("panchsho", 500, "500"),
    ("dui hajar", 2000, "2000"),
    ("দেড় হাজার", 1500, "1500"),
    ("আড়াই হাজার", 2500, "2500"),
    ("সাড়ে তিন হাজার", 3500, "3500"),
    ("দেড়শো", 150, "150"),
    ("সাড়ে তিনশো", 350, "350"),
    ("সোয়া দুই লাখ", 225000, "225000"),
    ("আড়াইশো", 250, "250"),
    ("পাঁচশ", 500, "500"),
    ("পনেরোশো", 1500, "1500"),
    ("পনেরোশো পঞ্চাশ", 1550, "1550"),
    ("বাষট্টিশো পাঁচ", 6205, "6205"),
    ("বাষট্টি দুশো পাঁচ", 62205, "62205"),
    ("চুয়াত্তরশ তেরো", 7413, "7413"),
    ("টোয়েন্টি ফাইভ", 25, "25"),
    ("উনপঞ্চাশ", 49, "49"),
    ("ek hajar noysho niranobboi", 1999, "1999"),
    ("ponchash", 50, "50"),
]
MARATHI = [
    ("दोन", 2, "2"),
    ("पंचवीस", 25, "25"),
    ("पाचशे", 500, "500"),
    ("पाच शे", 500, "500"),
    ("नऊशे नव्याण्णव", 999, "999"),
    ("दोन हजार", 2000, "2000"),
    ("दोन हजार पाचशे", 2500, "2500"),
    ("दोन हजार पाच", 2005, "2005"),
    ("एक लाख पन्नास हजार", 150000, "150000"),
    ("शंभर", 100, "100"),
    ("हजार", 1000, "1000"),
    ("एक शून्य शून्य तीन", 1003, "1003"),
    ("डबल नऊ", 99, "99"),
    ("वीस", 20, "20"),
    ("२५००", 2500, "2500"),
    ("donshe", 200, "200"),
    ("don hajar", 2000, "2000"),
    ("दीड हजार", 1500, "1500"),
    ("अडीच हजार", 2500, "2500"),
    ("साडेतीन हजार", 3500, "3500"),
    ("दीडशे", 150, "150"),
    ("साडे तीन हजार", 3500, "3500"),
    ("सव्वा लाख", 125000, "125000"),
    ("साडेतीनशे", 350, "350"),
    ("अडीचशे", 250, "250"),
    ("एकशे", 100, "100"),
    ("पंधराशे", 1500, "1500"),
    ("पंचवीसशे", 2500, "2500"),
    ("एक हजार दोनशे पंच्याहत्तर", 1275, "1275"),
    ("अठ्ठावीस", 28, "28"),
    ("panchvis", 25, "25"),
    ("ek hajar pachshe pannas", 1550, "1550"),
]
ALL = [*ENGLISH, *HINDI, *ROMANISED_HINDI, *BENGALI, *MARATHI]


@pytest.mark.parametrize(("said", "value", "digits"), ALL, ids=[said for said, *_ in ALL])
def test_a_number_is_one_amount_and_one_string_of_digits(said: str, value: float, digits: str) -> None:
    (number,) = numbers(split(said))
    assert (number.value, number.digits) == (value, digits)


@pytest.mark.parametrize(("said", "value", "_digits"), ALL, ids=[said for said, *_ in ALL])
def test_a_number_takes_its_own_words_of_a_sentence_and_no_others(said: str, value: float, _digits: str) -> None:
    sentence = ["saree", *split(said), "rupees"]
    (number,) = numbers(sentence)
    taken = sentence[number.start : number.end]
    assert "saree" not in taken
    assert "rupees" not in taken
    assert number.end == len(sentence) - 1
    assert number.value == value


def test_numbers_with_words_between_them_are_numbers_of_their_own() -> None:
    sentence = split("from five hundred to two thousand rupees for 3 sarees")
    assert [(found.value, sentence[found.start : found.end]) for found in numbers(sentence)] == [
        (500, ["five", "hundred"]),
        (2000, ["two", "thousand"]),
        (3, ["3"]),
    ]


def test_an_order_number_beside_a_phone_number_stays_by_itself() -> None:
    assert [found.digits for found in numbers(split("1003, 9876543210"))] == ["1003", "9876543210"]
    assert [found.digits for found in numbers(split("9876543210 1003"))] == ["9876543210", "1003"]


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("চুয়াত্তরশো একুশ", "7421"),
        ("ছেচল্লিশশো নয়", "4609"),
        ("चौसष्टशे एकवीसचं", "6421"),
        ("बावनशे नव्वदची", "5290"),
        ("एकवीसच्या", "21"),
    ],
)
def test_hundreds_are_counted_to_ninety_nine_in_one_word_and_a_number_may_own_something(said: str, digits: str) -> None:
    assert [one.digits for one in numbers(split(said))] == [digits]


def test_a_half_that_multiplies_nothing_is_no_part_of_a_number() -> None:
    assert [one.value for one in numbers(split("two and a half"))] == [2]


def test_zeros_that_are_dictated_are_kept() -> None:
    assert [found.digits for found in numbers(split("zero zero seven"))] == ["007"]
    assert [found.digits for found in numbers(split("00 12"))] == ["0012"]


@pytest.mark.parametrize(
    "text",
    ["", " ", "saree", "डबल", "double saree", "triple", "k", "²", "½", "Ⅷ", "०", "1.", ".5", "5..5", "1,,2", "।", "😀"],
)
def test_odd_texts_are_read_without_an_error(text: str) -> None:
    for number in numbers(split(text)):
        assert number.digits.isdecimal()


def test_what_only_announces_a_number_is_none() -> None:
    for text in ("double saree", "डबल बेड", "ढाई बजे", "साढ़े", "सवा"):
        assert numbers(split(text)) == [], text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("₹2,999 only", ["2999", "only"]),
        ("1,49,999", ["149999"]),
        ("2,99", ["299"]),
        ("a,b", ["a", "b"]),
        ("1.5 kg", ["1.5", "kg"]),
        ("2k", ["2", "k"]),
        ("दो,तीन", ["दो", "तीन"]),
        ("৯৮", ["98"]),
        ("Don't", ["don", "t"]),
    ],
)
def test_a_sentence_is_cut_into_words_with_whole_figures(text: str, parts: list[str]) -> None:
    assert split(text) == parts


@given(st.text(alphabet="0123456789", min_size=1, max_size=12), st.sampled_from(["hi", "bn", "mr", "en"]))
def test_digits_that_are_dictated_one_by_one_are_recovered(digits: str, language: str) -> None:
    said = " ".join(num2words(int(digit), lang=language) for digit in digits)
    (number,) = numbers(split(said))
    assert number.digits == digits


@given(st.integers(1, 9_999_999), st.sampled_from(["hi", "bn", "mr", "en"]))
def test_an_amount_with_multipliers_is_recovered(amount: int, language: str) -> None:
    said = _spoken(amount, language)
    (number,) = numbers(split(said))
    assert number.value == amount, said


def _spoken(amount: int, language: str) -> str:
    """An amount in the Indian way: lakhs, thousands, hundreds, and what is left."""
    units = {
        "hi": ("लाख", "हज़ार", "सौ"),
        "bn": ("লাখ", "হাজার", "শো"),
        "mr": ("लाख", "हजार", "शे"),
        "en": ("lakh", "thousand", "hundred"),
    }[language]
    parts = []
    for size, unit in zip((100_000, 1000, 100), units, strict=True):
        count, amount = divmod(amount, size)
        if count:
            parts.append(f"{num2words(count, lang=language)} {unit}")
    if amount:
        parts.append(num2words(amount, lang=language))
    return " ".join(parts).replace("-", " ")


WORDS = ["double", "triple", "डबल", "सौ", "हज़ार", "lakh", "k", "दो", "twenty", "5", "0.5", "1.2.3", "साढ़े", "डेढ़", "পাঁচশো"]


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_no_sequence_of_number_words_makes_it_fail(sentence: list[str]) -> None:
    found = numbers(split(" ".join(sentence)))
    assert all(before.end <= after.start for before, after in pairwise(found))


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    sentence = split(text)
    found = numbers(sentence)
    assert all(isinstance(number, Number) and 0 <= number.start < number.end <= len(sentence) for number in found)
