"""Each way in which a folder of store data can be wrong, and how it is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalog.errors import CatalogError, ImportProblems
from catalog.store_files import read_store

Write = Callable[..., Path]

PRODUCT: dict[str, Any] = {
    "id": "A",
    "name": "Lamp",
    "description": "Gives light.",
    "category": "Home",
    "price": 100,
    "stock_quantity": 5,
}
FAQ: dict[str, Any] = {"id": "F", "product_id": "A", "question": "Why?", "answer": "So.", "topic": "usage"}
ITEM: dict[str, Any] = {"product_id": "A", "quantity": 1, "unit_price": 100}
ORDER: dict[str, Any] = {
    "id": "O",
    "user_phone": "9876543210",
    "status": "pending",
    "total_amount": 100,
    "shipping_address": "Pune",
    "created_at": "2026-01-10T10:00:00+05:30",
    "updated_at": "2026-01-10T10:00:00+05:30",
    "items": [ITEM],
}
POLICY: dict[str, Any] = {
    "id": "P",
    "type": "returns",
    "title": "Returns",
    "content": "Within 7 days.",
    "effective_date": "2026-01-01",
}


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(ImportProblems) as caught:
        read_store(folder)
    assert caught.value.exit_code == 2
    assert all(problem in caught.value.message for problem in caught.value.problems[:50])
    return caught.value.problems


@pytest.fixture
def write(write_store: Write) -> Write:
    """A folder with one good record of each kind, some files changed."""

    def folder(**changed: Any) -> Path:
        return write_store(
            **({"products": [PRODUCT], "faqs": [FAQ], "orders": [ORDER], "policies": [POLICY]} | changed)
        )

    return folder


def test_good_records_are_good(write: Write) -> None:
    data = read_store(write())
    assert [len(records) for records in (data.products, data.faqs, data.orders, data.policies)] == [1, 1, 1, 1]
    assert data.notes == ()


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("id", "", "must not be empty"),
        ("id", 5, "must be text"),
        ("id", "  ", "must not be empty"),
        ("name", None, "must be text"),
        ("name", "\x00\x07", "must not be empty"),
        ("name", "x" * 301, "is too long: at most 300 are allowed, here are 301"),
        ("name_hi", "क" * 301, "is too long: at most 300 are allowed, here are 301"),
        ("name_hi", 7, "must be text"),
        ("description", "x" * 20_001, "is too long: at most 20000 are allowed, here are 20001"),
        ("category", "", "must not be empty"),
        ("price", -1, "must not be less than 0.0"),
        ("price", "100", "must be a number"),
        ("price", True, "must be a number"),
        ("price", None, "must be a number"),
        ("price", 1e300, "must not be more than 1000000000.0"),
        ("stock_quantity", -1, "must not be less than 0"),
        ("stock_quantity", 1.5, "must be a whole number"),
        ("stock_quantity", False, "must be a whole number"),
        ("stock_quantity", 10**30, "must not be more than 1000000000"),
        ("specifications", [], "must be an object"),
        ("specifications", {"note": "x" * 20_000}, "must be shorter than 20,000 characters in all"),
        ("specifications", {"a": [[[[[[[[["deep"]]]]]]]]]}, "is nested too deeply"),
        ("image_url", "../../etc/passwd", "leads out of the folder"),
        ("image_url", "/etc/passwd", "leads out of the folder"),
        ("image_url", "..\\secret.png", "leads out of the folder"),
        ("image_url", "file:///etc/passwd", "must be an http(s) address or a path within the folder"),
        ("image_url", "javascript:alert(1)", "must be an http(s) address or a path within the folder"),
        ("image_url", "x" * 1000, "is no possible path"),
    ],
)
def test_a_bad_product_is_named(write: Write, field: str, value: Any, reason: str) -> None:
    good = PRODUCT | {"id": "B"}
    found = problems(write(products=[good, PRODUCT | {field: value}], faqs=None, orders=None))
    assert found == (f"products.json[1].{field}: {reason}",)


@pytest.mark.parametrize("field", ["id", "name", "description", "category", "price", "stock_quantity"])
def test_a_missing_field_is_named(write: Write, field: str) -> None:
    product = {name: value for name, value in PRODUCT.items() if name != field}
    assert problems(write(products=[product], faqs=None, orders=None)) == (f"products.json[0].{field}: is missing",)


@pytest.mark.parametrize(
    ("name", "record", "problem"),
    [
        ("faqs", FAQ | {"topic": "gossip"}, ".topic: must be one of 'warranty', 'shipping', "),
        ("faqs", FAQ | {"product_id": "Z"}, ".product_id: there is no product Z"),
        ("faqs", FAQ | {"question": ""}, ".question: must not be empty"),
        ("policies", POLICY | {"type": "gifts"}, ".type: must be one of 'returns', "),
        ("policies", POLICY | {"effective_date": "2026-02-30"}, ".effective_date: must be a date such as"),
        ("orders", ORDER | {"status": "lost"}, ".status: must be one of 'pending', "),
        ("orders", ORDER | {"created_at": "2026-13-01T10:00:00"}, ".created_at: must be a date and time such as"),
        ("orders", ORDER | {"created_at": 1736500000}, ".created_at: must be a date and time such as"),
        ("orders", ORDER | {"updated_at": "0001-01-01T00:00:00+05:30"}, ".updated_at: must be a date and time such as"),
        ("orders", ORDER | {"estimated_delivery": "soon"}, ".estimated_delivery: must be a date such as"),
        ("orders", ORDER | {"total_amount": -5}, ".total_amount: must not be less than 0.0"),
        ("orders", ORDER | {"items": []}, ".items: must not be empty"),
        ("orders", ORDER | {"items": {}}, ".items: must be an array"),
        ("orders", ORDER | {"items": [ITEM, ITEM | {"quantity": 0}]}, ".items[1].quantity: must not be less than 1"),
        ("orders", ORDER | {"items": [ITEM | {"quantity": True}]}, ".items[0].quantity: must be a whole number"),
        ("orders", ORDER | {"items": [ITEM | {"unit_price": -1}]}, ".items[0].unit_price: must not be less than 0.0"),
        ("orders", ORDER | {"items": [ITEM | {"product_id": "Z"}]}, ".items[0].product_id: there is no product Z"),
        ("orders", "an order", ": must be an object"),
        ("orders", None, ": must be an object"),
    ],
)
def test_a_bad_record_is_named(write: Write, name: str, record: Any, problem: str) -> None:
    (found,) = problems(write(**{name: [record]}))
    assert found.startswith(f"{name}.json[0]{problem}")


def test_a_phone_number_is_never_repeated(write: Write) -> None:
    (found,) = problems(write(orders=[ORDER | {"user_phone": "98765xyz43210"}]))
    assert found == "orders.json[0].user_phone: must be a phone number of 7 to 15 digits"


@pytest.mark.parametrize("name", ["products", "faqs", "orders", "policies"])
def test_an_id_is_given_once(write: Write, name: str) -> None:
    record = {"products": PRODUCT, "faqs": FAQ, "orders": ORDER, "policies": POLICY}[name]
    again = record | ({"type": "privacy"} if name == "policies" else {})
    assert problems(write(**{name: [record, again]})) == (
        f"{name}.json[1].id: {record['id']} is already the id of [0]",
    )


def test_a_policy_type_is_given_once(write: Write) -> None:
    assert problems(write(policies=[POLICY, POLICY | {"id": "Q"}])) == (
        "policies.json[1].type: returns is already the type of [0]",
    )


def test_every_problem_of_every_file_is_named_at_once(write: Write) -> None:
    found = problems(
        write(products=[PRODUCT | {"price": -1, "name": ""}], faqs=[FAQ | {"topic": ""}], orders=[ORDER | {"id": ""}])
    )
    assert len(found) == 4


def test_the_message_names_fifty_and_counts_the_rest(write: Write) -> None:
    folder = write(products=[PRODUCT | {"id": str(i), "price": -1} for i in range(60)], faqs=None, orders=None)
    with pytest.raises(ImportProblems) as caught:
        read_store(folder)
    assert (len(caught.value.problems), caught.value.count) == (50, 60)
    assert "60 problems" in caught.value.message
    assert "products.json[49]" in caught.value.message
    assert "products.json[50]" not in caught.value.message
    assert caught.value.message.endswith("and 10 more")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'[{"id": "A",\n  "name": }]', "is not JSON at line 2, column 11: Expecting value"),
        (b"", "is not JSON at line 1, column 1: Expecting value"),
        (b'{"id": "A"}', "must be an array of records"),
        (b"null", "must be an array of records"),
        (b"[]", "holds no product"),
        ('[{"name": "Café"}]'.encode("latin-1"), "is not UTF-8 text (byte 0xe9 at 14); save it as UTF-8"),
        ("[]".encode("utf-16"), "is not UTF-8 text (byte 0xff at 0); save it as UTF-8"),
        (b'[{"price": NaN}]', "is not JSON: NaN is no number"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'[{"price": ' + b"9" * 5000 + b"}]", "is not JSON: Exceeds the limit"),
    ],
)
def test_a_bad_file_is_named(write: Write, content: bytes, problem: str) -> None:
    folder = write(faqs=None, orders=None)
    (folder / "products.json").write_bytes(content)
    (found,) = problems(folder)
    assert found.startswith(f"products.json: {problem}")


def test_an_unreadable_file_does_not_make_every_reference_wrong(write: Write) -> None:
    folder = write()
    (folder / "products.json").write_text("[")
    assert len(problems(folder)) == 1


def test_infinity_by_overflow_is_no_number(write: Write) -> None:
    folder = write(faqs=None, orders=None)
    text = json.dumps([PRODUCT | {"price": 7, "specifications": {"power": 8}}])
    (folder / "products.json").write_text(text.replace(" 7", " 1e999").replace(" 8", " -1e999"))
    assert problems(folder) == (
        "products.json[0].price: must be a finite number",
        "products.json[0].specifications: must hold finite numbers only",
    )


def test_products_must_be_there(write: Write) -> None:
    assert problems(write(products=None, faqs=None, orders=None)) == ("products.json: is missing",)


def test_a_missing_file_is_said(write: Write) -> None:
    data = read_store(write(faqs=None, orders=None, policies=None))
    assert data.notes == (
        "faqs.json is missing: the store has no faqs",
        "orders.json is missing: the store has no orders",
        "policies.json is missing: the store has no policies",
    )


def test_a_missing_folder_is_the_callers_mistake(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="There is no folder") as caught:
        read_store(tmp_path / "nowhere")
    assert caught.value.exit_code == 2


def test_a_byte_order_mark_is_no_problem(write: Write) -> None:
    folder = write()
    file = folder / "products.json"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert read_store(folder).products[0].name == "Lamp"


def test_unknown_fields_are_left_out_and_mentioned_once(write: Write) -> None:
    records = [PRODUCT | {"sku": 1, "colour": 2}, PRODUCT | {"id": "B", "sku": 3}]
    data = read_store(write(products=records))
    assert data.notes == ("products.json has fields that Sahayak does not know and leaves out: colour, sku",)


def test_names_keep_markup_and_lose_control_characters(write: Write) -> None:
    name = "<b>Lamp</b>\x07\x1b[31m\u202e & \ud800 Co\nKG"
    data = read_store(write(products=[PRODUCT | {"name": name, "description": "one\r\ntwo\x00"}]))
    assert data.products[0].name == "<b>Lamp</b> [31m & Co KG"
    assert data.products[0].description == "one\ntwo"


def test_joiners_of_indic_words_are_kept(write: Write) -> None:
    data = read_store(write(products=[PRODUCT | {"name_mr": "दऱ्\u200dया"}]))
    assert data.products[0].name_mr == "दऱ्\u200dया"


def test_an_empty_translation_is_none(write: Write) -> None:
    product = read_store(write(products=[PRODUCT | {"name_hi": " ", "description_bn": None}])).products[0]
    assert product.name_hi is None
    assert product.description_bn is None


def test_whole_floats_count_as_whole(write: Write) -> None:
    assert read_store(write(products=[PRODUCT | {"stock_quantity": 5.0}])).products[0].stock_quantity == 5


def test_a_time_without_offset_is_indian(write: Write) -> None:
    order = read_store(write(orders=[ORDER | {"updated_at": "2026-01-10 10:00:00"}])).orders[0]
    assert order.updated_at == order.created_at


def test_a_picture_becomes_an_absolute_path(write: Write) -> None:
    folder = write(products=[PRODUCT | {"image_url": "pictures/lamp.svg"}])
    (folder / "pictures").mkdir()
    (folder / "pictures" / "lamp.svg").write_text("<svg/>")
    assert read_store(folder).products[0].image_url == str(folder.resolve() / "pictures" / "lamp.svg")


@pytest.mark.parametrize("address", ["https://shop.example/lamp.png", "http://shop.example/lamp.png"])
def test_a_web_address_stays_as_given(write: Write, address: str) -> None:
    assert read_store(write(products=[PRODUCT | {"image_url": address}])).products[0].image_url == address


def test_a_missing_picture_is_a_note(write: Write) -> None:
    data = read_store(write(products=[PRODUCT | {"image_url": "lamp.svg"}]))
    assert data.products[0].image_url is None
    assert data.notes == ("products without their picture, since the file is missing: A",)


def test_a_link_out_of_the_folder_is_no_picture(write: Write, tmp_path: Path) -> None:
    folder = write(products=[PRODUCT | {"image_url": "lamp.svg"}])
    (tmp_path / "secret.svg").write_text("<svg/>")
    (folder / "lamp.svg").symlink_to(tmp_path / "secret.svg")
    assert problems(folder) == ("products.json[0].image_url: leads out of the folder",)
