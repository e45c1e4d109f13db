"""Quantities in four languages, of questions and of products."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.numbers import split
from catalog.search.quantities import quantities, stored


def said(text: str) -> list[tuple[str, str, str]]:
    """Kind, value, and the words of the sentence that say nothing of it."""
    words = split(text)
    found = quantities(words)
    taken = {place for one in found for place in range(one.start, one.end)}
    rest = " ".join(word for place, word in enumerate(words) if place not in taken)
    return [(one.kind, one.value, rest) for one in found]


@pytest.mark.parametrize(
    ("text", "kind", "value", "rest"),
    [
        ("32 inch tv", "length", "813", "tv"),
        ("1.5 टन एसी", "cooling", "1p5", "एसी"),
        ("डेढ़ टन का एसी", "cooling", "1p5", "का एसी"),
        ("पाँच किलो चावल", "mass", "5000", "चावल"),
        ("৫ কেজি চাল", "mass", "5000", "চাল"),
        ("পাঁচ কেজি চাল", "mass", "5000", "চাল"),
        ("पाच किलो तांदूळ", "mass", "5000", "तांदूळ"),
        ("500 gram besan", "mass", "500", "besan"),
        ("aadha kilo besan", "mass", "500", "besan"),
        ("half a litre of oil", "volume", "500", "of oil"),
        ("तीन लिटर कुकर", "volume", "3000", "कुकर"),
        ("দেড় লিটারের কেটলি", "volume", "1500", "কেটলি"),
        ("64 जीबी पेन ड्राइव", "memory", "64", "पेन ड्राइव"),
        ("128 GB phone", "memory", "128", "phone"),
        ("size 8 shoes", "size", "8", "shoes"),
        ("आठ नंबरचे बूट", "size", "8", "बूट"),
        ("আট নম্বরের জুতো", "size", "8", "জুতো"),
        ("XL kurta", "size", "xl", "kurta"),
        ("एक्सएल कुर्ता", "size", "xl", "कुर्ता"),
        ("shirt size m", "size", "m", "shirt"),
        ("steel plate set of 6", "pieces", "6", "steel plate"),
        ("थाली 6 का सेट", "pieces", "6", "थाली"),
        ("750W mixer", "power", "750", "mixer"),
        ("5 star geyser", "rating", "5", "geyser"),
    ],
)
def test_quantities_in_every_language(text: str, kind: str, value: str, rest: str) -> None:
    assert said(text) == [(kind, value, rest)]


@pytest.mark.parametrize("text", ["", "दो तकिए", "saree", "kilo", "size", "model 500", "m", "half", "पाव"])
def test_a_number_or_a_unit_alone_is_none(text: str) -> None:
    assert said(text) == []


def test_units_of_one_kind_are_compared_as_one() -> None:
    assert {said(text)[0][1] for text in ("0.5 kg", "500 g", "आधा किलो", "৫০০ গ্রাম")} == {"500"}


def test_what_a_product_says_of_itself() -> None:
    specifications = {
        "capacity": "1.5 L",
        "sizes": ["M", "XL"],
        "shoe_sizes": ["11 kids", 5],
        "sweep_mm": 1200,
        "warranty": True,
        "parts": {"lid": "200 g"},
    }
    assert stored(["Surya 55 Inch TV", "टीवी 55 इंच"], specifications) == {
        ("length", "1397"),
        ("volume", "1500"),
        ("size", "m"),
        ("size", "xl"),
        ("size", "11"),
        ("size", "5"),
        ("length", "1200"),
        ("mass", "200"),
    }


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    words = split(text)
    taken = [place for one in quantities(words) for place in range(one.start, one.end)]
    assert len(taken) == len(set(taken))
    assert all(0 <= place < len(words) for place in taken)
