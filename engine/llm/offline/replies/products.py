"""What is said of goods: found, their price, what they are like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.dialogue.phrases import money
from engine.llm.offline.acts.base import Scene
from engine.llm.offline.replies import specifications
from engine.llm.offline.understanding.sentence import Sentence

Product = Mapping[str, Any]


def found(scene: Scene, data: Mapping[str, Any], priced: bool) -> str:
    """What a search has found, the best by name and price."""
    products = data["products"]
    if not products:
        near = data["near_misses"]
        return scene.phrase("search.near", **_named(near[0])) if near else scene.phrase("search.none")
    first = products[0]
    if priced or not first["in_stock"]:
        return price(scene, first)
    if len(products) == 1:
        return scene.phrase("search.one", **_named(first))
    return scene.phrase("search.many", count=len(products), **_named(first))


def price(scene: Scene, product: Product) -> str:
    """A product's price, and that it is sold out if it is."""
    return scene.phrase("search.price" if product["in_stock"] else "search.sold_out", **_named(product))


def described(scene: Scene, product: Product) -> str:
    """A product in its store's words, with its price."""
    described = str(product.get("description") or "").strip()
    return f"{price(scene, product)} {described}".strip()


def stock(scene: Scene, product: Product) -> str:
    """Whether a product can be bought now."""
    return scene.phrase("search.in_stock" if product["in_stock"] else "search.sold_out", **_named(product))


def take(scene: Scene, product: Product) -> str:
    """Where the customer gets a product that they want to have."""
    return scene.phrase("search.take" if product["in_stock"] else "search.sold_out", **_named(product))


def specification(scene: Scene, product: Product, said: Sentence, asked: Sequence[str]) -> str | None:
    """What a product's specifications answer to a question; None if they do not."""
    return specifications.answer(scene, product, said, asked)


def _named(product: Product) -> dict[str, str]:
    return {"name": str(product["name"]), "price": money(product["price"])}
