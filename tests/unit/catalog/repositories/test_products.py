"""The products, looked up on any database; finding them is a matter of each."""

from __future__ import annotations

from collections.abc import Callable

from catalog.store import Repositories
from tests.fakes.store_records import PRODUCTS

Fill = Callable[..., None]


def test_a_product_is_what_was_imported(store: Repositories) -> None:
    product = store.products.get("P06")
    assert product is not None
    assert (product.name_in("hi"), product.name_in("en"), product.price) == ("छत का पंखा", "Ceiling Fan", 1899.0)
    assert product.specifications == {"power": "75 W", "sweep_mm": 1200}
    assert product.description_in("bn") == "Moves a lot of air."  # no translation: English
    assert store.products.get("P99") is None


def test_products_and_categories_are_listed(store: Repositories) -> None:
    assert [product.id for product in store.products.all()] == [f"P{number:02}" for number in range(1, 13)]
    assert store.products.categories() == ("Clothing", "Electronics", "Grocery", "Kitchen", "Toys")


def test_what_only_a_kept_order_names_is_withdrawn(store: Repositories, fill: Fill) -> None:
    store.orders.request_return("1004", "defective", "refund", actor="s1")
    fill(products=[product for product in PRODUCTS if product["id"] != "P12"], orders=[], faqs=[])
    withdrawn = store.products.get("P12")
    assert withdrawn is not None
    assert withdrawn.stock_quantity == 0
    assert "P12" not in [product.id for product in store.products.all()]
    assert "Kitchen" not in store.products.categories()
    fill()
    assert "P12" in [product.id for product in store.products.all()]
