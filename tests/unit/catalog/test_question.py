"""What a customer asks for: words, the thing itself, price and quantities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.fulltext import Filters
from catalog.search.prices import Order
from catalog.search.question import content_words, understand


def thing(text: str) -> str:
    return next((word.said for word in content_words(text) if word.head), "")


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("show me a red saree", "saree"),
        ("pressure cooker with a glass lid", "pressure cooker"),
        ("shoes for running", "shoes"),
        ("मुझे लाल साड़ी दिखाओ", "साड़ी"),
        ("बच्चों की साइकिल देखनी है", "साइकिल"),
        ("আমার একটা লাল শাড়ি লাগবে", "শাড়ি"),
        ("मला निळी साडी हवी आहे", "साडी"),
        ("bhaiya ek lal saree dikhana", "saree"),
        ("double bed bedsheet", "bedsheet"),
    ],
)
def test_the_thing_itself_is_known_by_its_place(text: str, head: str) -> None:
    assert thing(text).removeprefix("बच्चों की ") == head


def test_what_may_be_a_look_is_one_beside_a_thing() -> None:
    kinds = {word.said: word.attribute for word in content_words("orange saree")}
    assert kinds == {"orange": True, "saree": False}
    (alone,) = content_words("orange")
    assert not alone.attribute


def test_fillers_are_left_out_unless_there_is_nothing_else() -> None:
    assert [word.said for word in content_words("please show me the saree")] == ["saree"]
    assert not any(word.telling for word in content_words("please show me"))


@pytest.mark.parametrize(
    ("text", "said", "low", "high"),
    [
        ("saree under 2000", ["saree"], None, 2000),
        ("दो हज़ार से कम की साड़ी", ["साड़ी"], None, 2000),
        ("২০০ টাকার কমে ডাল", ["ডাল"], None, 200),
        ("दोनशेच्या आत साडी", ["साडी"], None, 200),
        ("lal saree do hazaar se kam", ["lal", "saree"], None, 2000),
        ("dui hajarer kome sari", ["sari"], None, 2000),
        ("kam se kam 500 ki saree", ["saree"], 500, None),
    ],
)
def test_the_price_is_parted_from_the_thing(text: str, said: list[str], low: float | None, high: float | None) -> None:
    question = understand(text, Filters())
    assert [word.said for word in question.words] == said
    assert (question.filters.price_min, question.filters.price_max) == (low, high)


def test_quantities_are_parted_from_the_thing_unless_they_are_all() -> None:
    question = understand("5 किलो चावल", Filters())
    assert [word.said for word in question.words] == ["चावल"]
    assert [(one.kind, one.value) for one in question.quantities] == [("mass", "5000")]
    alone = understand("32 inch", Filters())
    assert alone.words
    assert alone.quantities == ()


def test_the_callers_bounds_win_over_spoken_ones() -> None:
    question = understand("cheapest saree under 2000", Filters(price_max=500))
    assert question.filters == Filters(price_max=500)
    assert question.order is Order.CHEAPEST
    assert question.names_something


@given(st.text(max_size=80))
def test_no_text_makes_it_fail(text: str) -> None:
    question = understand(text, Filters())
    assert sum(word.head for word in question.words) <= 1
