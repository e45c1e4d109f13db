"""The frequent questions, looked up on any database; finding them is a matter of each."""

from __future__ import annotations

from catalog.store import Repositories


def test_faqs_by_product_and_topic(store: Repositories) -> None:
    assert [faq.id for faq in store.faqs.for_product("P06")] == ["F1", "F2"]
    assert [faq.id for faq in store.faqs.for_product("P06", "usage")] == ["F2"]
    assert store.faqs.for_product("P01") == ()
    assert [faq.id for faq in store.faqs.general()] == ["F3", "F4"]
    assert [faq.id for faq in store.faqs.general("returns")] == ["F4"]


def test_a_faq_falls_back_to_english(store: Repositories) -> None:
    faq = store.faqs.for_product("P06")[0]
    assert (faq.answer_in("hi"), faq.answer_in("mr")) == ("दो साल।", "Two years.")
    assert faq.question_in("bn").startswith("ফ্যানের")
