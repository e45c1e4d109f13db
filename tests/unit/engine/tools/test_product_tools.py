from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from catalog.products import Products
from catalog.records import Hit, SearchResult
from catalog.store import Catalog
from engine.languages import Language
from engine.tools.base import ToolResult

Ask = Callable[..., ToolResult]

LANGUAGES = list(Language)


def test_a_search_tells_the_facts_of_what_it_found(ask: Ask) -> None:
    result = ask("search_products", query="ceiling fan")
    assert result.data["status"] == "ok"
    assert result.data["near_misses"] == []
    (fan,) = result.data["products"]
    assert 0.9 < fan.pop("score") <= 1.0
    assert fan.pop("matched") == ["ceiling fan"]
    assert fan == {
        "id": "P04",
        "name": "Ceiling Fan",
        "price": 1899.0,
        "in_stock": True,
        "category": "Electronics",
        "description": "A good ceiling fan.",
        "specifications": {},
    }


def test_the_screen_gets_a_card_for_each_product_found(ask: Ask) -> None:
    result = ask("search_products", query="saree")
    assert [(card.kind, card.id) for card in result.cards] == [("product", p["id"]) for p in result.data["products"]]
    assert dict(result.cards[0].details) == {"name": "Red Cotton Saree", "price": 899.0, "stock": 18, "picture": ""}


@pytest.mark.parametrize(
    ("language", "query", "name"),
    [
        (Language.ENGLISH, "red saree", "Red Cotton Saree"),
        (Language.HINDI, "लाल साड़ी", "लाल सूती साड़ी"),
        (Language.BENGALI, "লাল শাড়ি", "লাল সুতির শাড়ি"),
        (Language.MARATHI, "लाल साडी", "लाल सुती साडी"),
        (Language.HINDI, "laal saree", "लाल सूती साड़ी"),
        (Language.BENGALI, "red saree", "লাল সুতির শাড়ি"),
    ],
)
def test_a_search_answers_in_the_customers_language(ask: Ask, language: Language, query: str, name: str) -> None:
    result = ask("search_products", language=language, query=query)
    assert result.data["products"][0]["name"] == name
    assert result.cards[0].details["name"] == name


def test_sold_out_goods_are_told_as_such(ask: Ask) -> None:
    (lamp,) = ask("search_products", query="table lamp").data["products"]
    assert lamp["in_stock"] is False


@pytest.mark.parametrize(
    ("bounds", "ids"),
    [
        ({"max": 1000}, ["P01"]),
        ({"min": 1000}, ["P02"]),
        ({"min": 500, "max": 3000}, ["P01", "P02"]),
        ({"min": None, "max": 899}, ["P01"]),
        ({}, ["P01", "P02"]),
        (None, ["P01", "P02"]),
    ],
)
def test_price_bounds_hold(ask: Ask, bounds: dict[str, float] | None, ids: list[str]) -> None:
    result = ask("search_products", query="saree", price_range=bounds)
    assert sorted(product["id"] for product in result.data["products"]) == ids


def test_what_nearly_fits_is_no_result_but_a_near_miss(ask: Ask) -> None:
    result = ask("search_products", query="saree", price_range={"max": 500})
    assert result.data["status"] == "nothing_fits"
    assert result.data["products"] == []
    assert result.data["near_misses"][0]["id"] == "P01"
    assert result.cards[0].id == "P01"


@pytest.mark.parametrize("category", ["Kitchen", "kitchen", "KITCHEN"])
def test_a_category_is_the_stores_own_in_any_case(ask: Ask, category: str) -> None:
    assert [p["id"] for p in ask("search_products", query="", category=category).data["products"]] == ["P06"]


def test_a_category_that_the_store_lacks_is_ignored(ask: Ask) -> None:
    result = ask("search_products", query="saree", category="Helicopters")
    assert {product["category"] for product in result.data["products"]} == {"Clothing"}


def test_nothing_found_is_told(ask: Ask) -> None:
    result = ask("search_products", query="helicopter")
    assert result.data == {"status": "not_found", "products": [], "near_misses": []}
    assert result.cards == ()


def test_at_most_as_many_as_wanted(ask: Ask) -> None:
    assert len(ask("search_products", query="saree", max_results=1).data["products"]) == 1
    assert len(ask("search_products", query="", category="Electronics").data["products"]) == 3


@pytest.mark.parametrize(
    ("language", "answer"),
    [
        *zip(
            LANGUAGES,
            ["दो साल की वारंटी।", "দুই বছরের ওয়ারেন্টি।", "दोन वर्षांची वॉरंटी.", "Two years of warranty."],
            strict=True,
        )
    ],
)
def test_a_question_about_a_product_is_answered_in_the_customers_language(
    ask: Ask, language: Language, answer: str
) -> None:
    result = ask("get_product_faq", "warranty?", language, product_id="P04", question_topic="warranty")
    assert result.data["status"] == "ok"
    assert result.data["product"]["id"] == "P04"
    assert [(faq["id"], faq["topic"], faq["answer"]) for faq in result.data["faqs"]] == [("F1", "warranty", answer)]
    assert [(card.kind, card.id) for card in result.cards] == [("product", "P04"), ("faq", "F1")]


def test_the_topic_decides_which_answers_count(ask: Ask) -> None:
    result = ask("get_product_faq", "how do I use it", product_id="P04", question_topic="usage")
    assert result.data["status"] == "not_found"
    assert result.data["faqs"] == []
    assert result.data["product"]["name"] == "Ceiling Fan"


def test_answers_of_another_product_never_come(ask: Ask) -> None:
    result = ask("get_product_faq", "how long is the warranty of the fan", product_id="P01")
    assert [faq["id"] for faq in result.data["faqs"]] == ["F2"]


@pytest.mark.parametrize("store", ["store", "Store", ""])
def test_questions_about_the_store_find_its_answers(ask: Ask, store: str) -> None:
    result = ask("get_product_faq", "when do you open", product_id=store)
    assert result.data["product_id"] == "store"
    assert [faq["id"] for faq in result.data["faqs"]] == ["F3"]
    assert "product" not in result.data
    assert [card.kind for card in result.cards] == ["faq"]


def test_a_question_about_the_store_that_nobody_answered(ask: Ask) -> None:
    result = ask("get_product_faq", "can I bring my elephant", product_id="store")
    assert result.data == {"status": "not_found", "product_id": "store", "faqs": []}


def test_an_unknown_product_is_told(ask: Ask) -> None:
    result = ask("get_product_faq", "warranty", product_id="P99")
    assert result.data == {"status": "not_found", "product_id": "P99"}
    assert result.cards == ()


def test_the_stores_answer_serves_where_the_product_has_none(ask: Ask) -> None:
    result = ask("get_product_faq", "when do you open", product_id="P04")
    assert "F3" in [faq["id"] for faq in result.data["faqs"]]


@pytest.mark.parametrize(
    ("scores", "stock", "head"),
    [
        ((0.9, 0.8, 0.7), (0, 0, 5), 0),  # what can be bought fits much worse
        ((0.9, 0.8, 0.75), (0, 0, 5), 2),
        ((0.9, 0.8, 0.75), (0, 2, 5), 1),
        ((0.9, 0.8, 0.75), (1, 2, 5), 0),
        ((0.9, 0.85), (0, 0), 0),
    ],
)
def test_what_can_be_bought_is_named_before_what_fits_little_better(
    ask: Ask,
    catalog: Catalog,
    monkeypatch: pytest.MonkeyPatch,
    scores: tuple[float, ...],
    stock: tuple[int, ...],
    head: int,
) -> None:
    products = catalog.products.all()
    hits = tuple(
        Hit(replace(product, stock_quantity=left), score, ())
        for product, score, left in zip(products, scores, stock, strict=False)
    )
    monkeypatch.setattr(Products, "search", lambda *_args, **_bounds: SearchResult("saree", hits, ()))
    result = ask("search_products", query="saree")
    told = [product["id"] for product in result.data["products"]]
    rest = [hit.product.id for place, hit in enumerate(hits) if place != head]
    assert told == [hits[head].product.id, *rest]
    assert [card.id for card in result.cards] == told
