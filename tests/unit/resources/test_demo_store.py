from __future__ import annotations

import json
import math
import re
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

DEMO = Path(__file__).parents[3] / "resources" / "demo"
CATEGORIES = {"Electronics", "Clothing", "Home & Kitchen", "Grocery", "Toys & Sports"}
TOPICS = {"warranty", "shipping", "returns", "usage", "specifications"}
POLICY_TYPES = {"returns", "refunds", "shipping", "privacy", "warranty"}
STATUSES = {"pending": 5, "confirmed": 6, "shipped": 6, "delivered": 9, "cancelled": 4}

SCRIPT = {"hi": "DEVANAGARI", "bn": "BENGALI", "mr": "DEVANAGARI"}
FULL_STOP = {"hi": "।", "bn": "।", "mr": "."}
# Words that every longer text of one language has and the other language lacks.
HINDI_ONLY = {"है", "हैं", "में", "और", "नहीं", "लिए", "के", "से"}
MARATHI_ONLY = {"आहे", "आहेत", "आणि", "नाही", "साठी", "होतं", "येतं", "मिळतं", "किंवा"}

Record = dict[str, Any]


def load(name: str) -> Any:
    return json.loads((DEMO / f"{name}.json").read_text(encoding="utf-8"))


PRODUCTS: list[Record] = load("products")
FAQS: list[Record] = load("faqs")
ORDERS: list[Record] = load("orders")
POLICIES: list[Record] = load("policies")
STORE: Record = load("store")
PRICE = {product["id"]: product["price"] for product in PRODUCTS}
REFERENCE = date.fromisoformat(STORE["reference_date"])


def four(field: str) -> set[str]:
    return {field, *(f"{field}_{language}" for language in SCRIPT)}


def translated(records: list[Record], *fields: str) -> list[tuple[str, str, str, str, str]]:
    """Every (id, field, language, English, translation) of these records."""
    return [
        (record["id"], field, language, record.get(field, ""), record.get(f"{field}_{language}", ""))
        for record in records
        for field in fields
        for language in SCRIPT
    ]


TRANSLATIONS = (
    translated(PRODUCTS, "name", "description")
    + translated(FAQS, "question", "answer")
    + translated(POLICIES, "title", "content")
    + translated([{"id": "store", **STORE}], "name")
)


def letters(text: str) -> list[str]:
    return [character for character in text if unicodedata.category(character)[0] in "LM"]


def words(text: str) -> set[str]:
    return set(re.findall(r"[\u0900-\u0963]+", text))


def sentences(text: str) -> int:
    return len(re.findall(r"[.।?!](?=\s|$)", text))


def figures(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", text.replace(",", "")))


def days_before_reference(moment: str) -> int:
    return (REFERENCE - datetime.fromisoformat(moment).date()).days


def with_status(*statuses: str) -> list[Record]:
    return [order for order in ORDERS if order["status"] in statuses]


@pytest.mark.parametrize(
    ("records", "pattern", "count"),
    [
        (PRODUCTS, r"P\d{3}", 212),
        (FAQS, r"F\d{3}", 90),
        (ORDERS, r"1\d{3}", 30),
        (POLICIES, r"POL-[A-Z]+", 5),
    ],
    ids=["products", "faqs", "orders", "policies"],
)
def test_ids_are_unique_and_well_formed(records: list[Record], pattern: str, count: int) -> None:
    ids = [record["id"] for record in records]
    assert len(ids) == len(set(ids)) == count
    assert all(re.fullmatch(pattern, identifier) for identifier in ids)


@pytest.mark.parametrize(
    ("records", "fields"),
    [
        (
            PRODUCTS,
            {"id", "category", "price", "stock_quantity", "image_url", "specifications"}
            | four("name")
            | four("description"),
        ),
        (FAQS, {"id", "product_id", "topic"} | four("question") | four("answer")),
        (
            ORDERS,
            {"id", "user_phone", "status", "total_amount", "shipping_address", "created_at", "updated_at"}
            | {"estimated_delivery", "tracking_number", "shipping_carrier", "items"},
        ),
        (POLICIES, {"id", "type", "effective_date"} | four("title") | four("content")),
        ([STORE], {"reference_date"} | four("name")),
    ],
    ids=["products", "faqs", "orders", "policies", "store"],
)
def test_records_have_exactly_the_fields_of_the_contract(records: list[Record], fields: set[str]) -> None:
    for record in records:
        assert set(record) == fields, record.get("id")


@pytest.mark.parametrize("name", ["products", "faqs", "orders", "policies", "store"])
def test_files_are_utf8_without_bom_in_nfc(name: str) -> None:
    text = (DEMO / f"{name}.json").read_bytes().decode("utf-8")
    assert not text.startswith("\ufeff")
    assert unicodedata.is_normalized("NFC", text)


# --- words ---------------------------------------------------------------------------------------------


def test_every_translation_is_written_in_its_own_script() -> None:
    for identifier, field, language, english, text in TRANSLATIONS:
        where = f"{identifier} {field}_{language}"
        assert text == text.strip() != "", where
        assert text != english, where
        foreign = [c for c in letters(text) if not unicodedata.name(c).startswith((SCRIPT[language], "ZERO"))]
        assert letters(text), where
        assert not foreign, f"{where}: {foreign}"


def test_english_texts_are_in_latin_script() -> None:
    for identifier, field, _, english, _ in TRANSLATIONS:
        assert english.strip(), f"{identifier} {field}"
        assert all(unicodedata.name(c).startswith("LATIN") for c in letters(english)), f"{identifier} {field}"


def test_marathi_is_not_hindi_and_hindi_is_not_marathi() -> None:
    for identifier, field, language, _, text in TRANSLATIONS:
        strangers = {"hi": MARATHI_ONLY, "mr": HINDI_ONLY}.get(language, set())
        assert not words(text) & strangers, f"{identifier} {field}_{language}: {words(text) & strangers}"


def test_sentences_end_with_the_full_stop_of_their_language() -> None:
    sentences_of = {"description", "answer", "content"}
    for identifier, field, language, _, text in TRANSLATIONS:
        if field in sentences_of:
            assert text.endswith(FULL_STOP[language]), f"{identifier} {field}_{language}"


@pytest.mark.parametrize(
    ("records", "field", "at_least", "at_most"),
    [(PRODUCTS, "description", 1, 2), (FAQS, "answer", 1, 2), (POLICIES, "content", 2, 4)],
    ids=["descriptions", "answers", "policies"],
)
def test_texts_are_short_enough_to_be_heard(records: list[Record], field: str, at_least: int, at_most: int) -> None:
    for record in records:
        for key in sorted(four(field)):
            assert at_least <= sentences(record[key]) <= at_most, f"{record['id']} {key}"


def test_a_translation_tells_no_figure_that_the_english_lacks() -> None:
    for identifier, field, language, english, text in TRANSLATIONS:
        assert figures(text) <= figures(english), f"{identifier} {field}_{language}"


def test_names_fit_a_card_and_are_unlike() -> None:
    for key in sorted(four("name")):
        names = [product[key] for product in PRODUCTS]
        assert max(map(len, names)) <= 40, key
        assert len(set(names)) == len(names), key


# --- products ------------------------------------------------------------------------------------------


def test_there_are_five_categories_of_fair_size() -> None:
    sizes = Counter(product["category"] for product in PRODUCTS)
    assert set(sizes) == CATEGORIES
    assert min(sizes.values()) >= 30


def test_prices_and_stock_are_sensible_numbers() -> None:
    for product in PRODUCTS:
        price, stock = product["price"], product["stock_quantity"]
        assert type(price) in (int, float), product["id"]
        assert math.isfinite(price), product["id"]
        assert 1 <= price <= 100_000, product["id"]
        assert type(stock) is int, product["id"]
        assert stock >= 0, product["id"]
    stocks = [product["stock_quantity"] for product in PRODUCTS]
    assert stocks.count(0) >= 3, "some products are sold out"
    assert sum(1 <= stock <= 3 for stock in stocks) >= 3, "some products are nearly sold out"


def test_specifications_are_plain_values_under_snake_case_keys() -> None:
    for product in PRODUCTS:
        assert product["specifications"], product["id"]
        for key, value in product["specifications"].items():
            assert re.fullmatch(r"[a-z][a-z0-9_]*", key), f"{product['id']} {key}"
            values = value if isinstance(value, list) else [value]
            assert values, f"{product['id']} {key}"
            assert all(type(item) in (str, int, float) and item != "" for item in values), product["id"]


def test_a_saree_comes_in_several_colours_each_with_its_own_picture() -> None:
    sarees = [product for product in PRODUCTS if "Saree" in product["name"]]
    assert len({saree["specifications"]["colour"] for saree in sarees}) >= 3
    assert len({saree["image_url"] for saree in sarees}) == len(sarees)


def test_every_picture_is_a_small_self_contained_svg_in_the_folder() -> None:
    shown = {product["image_url"] for product in PRODUCTS}
    assert shown == {f"pictures/{path.name}" for path in (DEMO / "pictures").iterdir()}
    for address in shown:
        path = DEMO / address
        text = path.read_text(encoding="utf-8")
        root = ElementTree.fromstring(text)
        assert root.tag == "{http://www.w3.org/2000/svg}svg", address
        assert root.get("viewBox") == "0 0 32 32", address
        assert len(root), f"{address} draws nothing"
        assert not re.search(r"<script|<image|href=|url\(", text), f"{address} leans on something outside"
        assert path.stat().st_size < 20_000, address


# --- FAQs and policies ---------------------------------------------------------------------------------


def test_faqs_have_known_topics_and_existing_products() -> None:
    assert {faq["topic"] for faq in FAQS} == TOPICS
    for faq in FAQS:
        assert faq["product_id"] is None or faq["product_id"] in PRICE, faq["id"]
        assert all(faq[key].endswith("?") for key in four("question")), faq["id"]
    assert sum(faq["product_id"] is None for faq in FAQS) >= 15


def test_there_is_one_policy_of_each_type() -> None:
    assert sorted(policy["type"] for policy in POLICIES) == sorted(POLICY_TYPES)
    for policy in POLICIES:
        assert date.fromisoformat(policy["effective_date"]) < REFERENCE, policy["id"]


def test_policies_give_the_same_figures_in_every_language() -> None:
    for policy in POLICIES:
        told = {key: figures(policy[key]) for key in four("content")}
        assert told["content"], policy["id"]
        assert all(told[key] == told["content"] for key in told), (policy["id"], told)


def test_returns_policy_names_its_window_in_english() -> None:
    (returns,) = [policy for policy in POLICIES if policy["type"] == "returns"]
    assert "within 7 days" in returns["content"]
    assert re.findall(r"(\d+) days", returns["content"]) == ["7"]


# --- orders --------------------------------------------------------------------------------------------


def test_orders_of_every_status() -> None:
    assert Counter(order["status"] for order in ORDERS) == STATUSES


def test_order_totals_add_up_from_existing_products_at_their_price() -> None:
    for order in ORDERS:
        assert order["items"], order["id"]
        for item in order["items"]:
            assert set(item) == {"product_id", "quantity", "unit_price"}, order["id"]
            assert type(item["quantity"]) is int, order["id"]
            assert item["quantity"] >= 1, order["id"]
            assert item["unit_price"] == PRICE[item["product_id"]], order["id"]
        assert order["total_amount"] == sum(i["quantity"] * i["unit_price"] for i in order["items"])
    assert sum(len(order["items"]) > 1 for order in ORDERS) >= 5


def test_customers_have_indian_mobile_numbers_and_one_address_each() -> None:
    phones = {order["user_phone"] for order in ORDERS}
    assert 12 <= len(phones) <= 15
    assert all(re.fullmatch(r"\+91[6-9]\d{9}", phone) for phone in phones)
    homes = {(order["user_phone"], order["shipping_address"]) for order in ORDERS}
    assert len(homes) == len(phones)
    assert all(re.search(r" [1-8]\d{5}$", address) for _, address in homes), "ends with a PIN code"


def test_order_times_carry_the_indian_offset_and_run_forwards() -> None:
    for order in ORDERS:
        created = datetime.fromisoformat(order["created_at"])
        updated = datetime.fromisoformat(order["updated_at"])
        assert created.utcoffset() == updated.utcoffset() == timedelta(hours=5, minutes=30), order["id"]
        assert created <= updated, order["id"]
        # Whatever the hour at which the demo is shown, none of it lies in the future.
        assert updated.date() < REFERENCE, order["id"]
        assert date.fromisoformat(order["estimated_delivery"]) > created.date(), order["id"]
    created_at = [order["created_at"] for order in ORDERS]
    assert created_at == sorted(created_at), "order numbers grow with time"


def test_only_parcels_that_left_have_a_carrier_and_their_own_tracking_number() -> None:
    for order in ORDERS:
        left = order["status"] in ("shipped", "delivered")
        assert (order["tracking_number"] is not None) is left, order["id"]
        assert (order["shipping_carrier"] is not None) is left, order["id"]
    numbers = [order["tracking_number"] for order in with_status("shipped", "delivered")]
    assert len(set(numbers)) == len(numbers)


def test_open_orders_are_recent_and_still_to_come() -> None:
    for order in with_status("pending", "confirmed"):
        assert days_before_reference(order["created_at"]) <= 3, order["id"]
    for order in with_status("shipped"):
        assert days_before_reference(order["updated_at"]) <= 7, order["id"]
    for order in with_status("pending", "confirmed", "shipped"):
        assert date.fromisoformat(order["estimated_delivery"]) > REFERENCE, order["id"]


def test_deliveries_lie_inside_and_far_outside_the_return_window() -> None:
    ages = [days_before_reference(order["updated_at"]) for order in with_status("delivered")]
    assert sum(age <= 6 for age in ages) == 5
    assert sum(age > 20 for age in ages) == 4
