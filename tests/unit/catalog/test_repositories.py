"""FAQs, policies, tickets and conversations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from catalog.importer import import_store
from catalog.statistics import statistics
from catalog.store import Catalog
from catalog.store_files import read_store

Write = Callable[..., Path]


def test_faqs_by_product_and_topic(catalog: Catalog) -> None:
    assert [faq.id for faq in catalog.faqs.for_product("P06")] == ["F1", "F2"]
    assert [faq.id for faq in catalog.faqs.for_product("P06", "usage")] == ["F2"]
    assert catalog.faqs.for_product("P01") == ()
    assert [faq.id for faq in catalog.faqs.general()] == ["F3", "F4"]
    assert [faq.id for faq in catalog.faqs.general("returns")] == ["F4"]


@pytest.mark.parametrize(
    ("question", "faq"),
    [
        ("what is the warranty", "F1"),
        ("वारंटी कितनी है", "F1"),
        ("ওয়ারেন্টি কত দিনের", "F1"),
        ("वॉरंटी किती", "F1"),
        ("how to clean it", "F2"),
        ("home delivery", "F3"),
        ("घर पर डिलीवरी", "F3"),
        ("exchange", "F4"),
    ],
)
def test_faqs_are_found_in_every_language(catalog: Catalog, question: str, faq: str) -> None:
    assert catalog.faqs.search(question)[0].id == faq


def test_faqs_are_found_within_a_product_and_the_store(catalog: Catalog) -> None:
    assert catalog.faqs.search("warranty", "P01") == ()
    assert [faq.id for faq in catalog.faqs.search("warranty", "P06")] == ["F1"]
    assert [faq.id for faq in catalog.faqs.search("exchange", "P06")] == ["F4"]
    assert catalog.faqs.search("exchange", limit=0) == ()


def test_a_faq_falls_back_to_english(catalog: Catalog) -> None:
    faq = catalog.faqs.for_product("P06")[0]
    assert (faq.answer_in("hi"), faq.answer_in("mr")) == ("दो साल।", "Two years.")
    assert faq.question_in("bn").startswith("ফ্যানের")


def test_a_policy_is_found_by_type(catalog: Catalog) -> None:
    policy = catalog.policies.get("returns")
    assert policy is not None
    assert (policy.title_in("hi"), policy.title_in("bn")) == ("वापसी", "Returns")
    assert policy.content_in("hi") == "7 दिन के भीतर वापस करें।"
    assert policy.effective_date == date(2026, 1, 1)
    assert catalog.policies.get("warranty") is None


@pytest.mark.parametrize(
    ("content", "days"),
    [
        ("Return within 10 days.", 10),
        ("A 30-day return.", 30),
        ("Refunds take 5 working days. Return within 14 days.", 14),
        ("Bring it back within fifteen (15) days.", 15),
        ("Within 1 day.", 1),
        ("Any time.", 7),
    ],
)
def test_the_return_window_is_read_from_the_policy(
    catalog: Catalog, write_store: Write, content: str, days: int
) -> None:
    policy = {"id": "R", "type": "returns", "title": "Returns", "content": content, "effective_date": "2026-01-01"}
    import_store(catalog, read_store(write_store(policies=[policy])))
    assert catalog.policies.return_window_days() == days


def test_without_a_policy_the_window_is_seven_days(empty_catalog: Catalog) -> None:
    assert empty_catalog.policies.return_window_days() == 7


def test_a_ticket_has_a_short_id(empty_catalog: Catalog, clock: Any) -> None:
    first = empty_catalog.tickets.open("wants to speak to a person", "s1")
    second = empty_catalog.tickets.open("half a character: \ud83d", "s2")
    assert (first.id, second.id, first.status, first.created_at) == ("T1", "T2", "open", clock.now)
    assert empty_catalog.database.rows("SELECT id, session_id, status FROM tickets ORDER BY id") == [
        ("T1", "s1", "open"),
        ("T2", "s2", "open"),
    ]


def test_a_conversation_is_saved_over_and_over(empty_catalog: Catalog, clock: Any) -> None:
    conversations = empty_catalog.conversations
    assert conversations.load("s1") is None
    conversations.save("s1", [{"text": "नमस्ते \ud83d"}], {"intent": "greet"}, "hi")
    started = clock.now
    clock.now += timedelta(minutes=1)
    conversations.save("s1", [{"text": "नमस्ते"}, {"text": "पंखा"}], {"last_product_id": "P06"}, "hi", "+919876543210")
    saved = conversations.load("s1")
    assert saved is not None
    assert [turn["text"] for turn in saved.turns] == ["नमस्ते", "पंखा"]
    assert saved.context == {"last_product_id": "P06"}
    assert (saved.language, saved.user_phone) == ("hi", "+919876543210")
    assert (saved.created_at, saved.updated_at) == (started, clock.now)
    assert empty_catalog.database.rows("SELECT count(*) FROM conversations") == [(1,)]


def test_a_customers_language_is_remembered(catalog: Catalog) -> None:
    def language() -> Any:
        return catalog.database.rows("SELECT language FROM customers WHERE phone = '+919876543210'")

    catalog.conversations.save("s1", [], {}, "bn", "+919876543210")
    assert language() == [("bn",)]
    catalog.conversations.save("s2", [], {}, None, "+919876543210")
    assert language() == [("bn",)]


def test_statistics_count(catalog: Catalog) -> None:
    counted = statistics(catalog.database)
    assert counted.tables["products"] == 12
    assert counted.categories == {"Clothing": 5, "Electronics": 3, "Grocery": 2, "Kitchen": 1, "Toys": 1}
    assert counted.missing_translations["products.description_hi"] == 11
    assert "products.name_hi" not in counted.missing_translations


def test_ids_that_nobody_has(catalog: Catalog) -> None:
    for nonsense in ("", "p01'--", "\ud800", "x" * 10_000):
        assert catalog.products.get(nonsense) is None
        assert catalog.orders.get(nonsense) is None
        assert catalog.policies.get(nonsense) is None
