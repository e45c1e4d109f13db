"""FAQs, policies, tickets and conversations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.statistics import statistics
from catalog.store import Catalog

Write = Callable[..., Path]


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
