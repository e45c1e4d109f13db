"""The tools on what the store sells: search, and questions about a product."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field

from catalog.records import Faq, Hit, Nearness, Product
from engine.languages import Language
from engine.tools import coercion
from engine.tools.base import Card, Tool, ToolContext, ToolResult

Topic = Literal["warranty", "shipping", "returns", "usage", "specifications"]
STORE = "store"  # in place of a product id: questions about the store itself
_MOST_ANSWERS = 3
_NEARLY_AS_WELL = 0.8  # of the best score

Text = Annotated[str, BeforeValidator(coercion.text)]
Amount = Annotated[Annotated[float, Field(ge=0)] | None, BeforeValidator(coercion.amount)]
_MOST_RESULTS = 10


class PriceRange(BaseModel):
    """Bounds in rupees, both optional."""

    min: Amount = None
    max: Amount = None


class SearchProducts(BaseModel):
    """Arguments of search_products."""

    query: Text = Field(description="What the customer is looking for, in the customer's words.")
    category: Annotated[str | None, BeforeValidator(coercion.nothing)] = Field(
        None, description="One of the store's categories."
    )
    max_results: Annotated[
        int, BeforeValidator(coercion.bounded(1, _MOST_RESULTS, 5)), Field(ge=1, le=_MOST_RESULTS)
    ] = 5
    price_range: Annotated[PriceRange | None, BeforeValidator(coercion.nothing)] = Field(
        None, description="Bounds in rupees."
    )


class GetProductFaq(BaseModel):
    """Arguments of get_product_faq."""

    product_id: Text = Field(description=f'The id of a product, or "{STORE}" for questions about the store.')
    question_topic: Annotated[Topic | None, BeforeValidator(coercion.choice)] = None


def search_products(arguments: SearchProducts, context: ToolContext) -> ToolResult:
    """Find products by words, category and price."""
    bounds = arguments.price_range or PriceRange()
    known = {category.casefold(): category for category in context.catalog.products.categories()}
    found = context.catalog.products.search(
        arguments.query,
        category=known.get((arguments.category or "").casefold()),
        price_min=bounds.min,
        price_max=bounds.max,
        limit=arguments.max_results,
    )
    results = _available_first(found.results)
    data = {
        "status": "ok" if results else "nothing_fits" if found.near_misses else "not_found",
        "products": [_product(hit, context.language) for hit in results],
        "near_misses": [_product(hit, context.language) for hit in found.near_misses],
    }
    shown = results or found.near_misses
    return ToolResult(data, tuple(product_card(hit.product, context.language) for hit in shown))


def get_product_faq(arguments: GetProductFaq, context: ToolContext) -> ToolResult:
    """Answer a question about a product or, without one, about the store."""
    faqs = context.catalog.faqs
    product = context.catalog.products.get(arguments.product_id)
    if product is None and arguments.product_id.casefold() not in ("", STORE):
        return ToolResult({"status": "not_found", "product_id": arguments.product_id})
    product_id = product.id if product else None
    near = faqs.nearest(context.utterance, product_id)  # a product's own first, then the store's
    nearest = [faq for faq in near if near[faq].sure and faq.product_id in (None, product_id)]
    others = faqs.for_product(product.id) if product else ()
    wanted = arguments.question_topic
    answers = [faq for faq in dict.fromkeys((*nearest, *others)) if wanted in (None, faq.topic)][:_MOST_ANSWERS]
    data: dict[str, Any] = {"status": "ok" if answers else "not_found", "product_id": product_id or STORE}
    data["faqs"] = [_faq(faq, context.language, faq in nearest, near.get(faq)) for faq in answers]
    # What may be asked if nothing else is: the first in order, and what is nearest, though it be about another product.
    nearly = dict.fromkeys((*list(near)[:1], *sorted(near, key=lambda faq: -near[faq].likeness)[:1]))
    perhaps = [
        _faq(faq, context.language, False, near[faq]) | _named(faq, context)
        for faq in nearly
        if faq not in answers and wanted in (None, faq.topic)
    ]
    data |= {"perhaps": perhaps} if perhaps else {}
    if product:
        data["product"] = describe(product, context.language)
    cards = (product_card(product, context.language),) if product else ()
    return ToolResult(
        data,
        cards + tuple(Card("faq", faq.id, _faq(faq, context.language, True, near.get(faq))) for faq in answers[:1]),
    )


def _named(faq: Faq, context: ToolContext) -> dict[str, str]:
    """The product that a frequent question is about."""
    product = context.catalog.products.get(faq.product_id) if faq.product_id else None
    return {"product_id": product.id, "name": product.name_in(context.language)} if product else {}


def _available_first(hits: Sequence[Hit]) -> list[Hit]:
    """The results with one at the head that can be bought now, if one fits nearly as well as what is sold out."""
    if not hits or hits[0].product.in_stock:
        return list(hits)
    nearly = _NEARLY_AS_WELL * hits[0].score
    head = next((hit for hit in hits if hit.product.in_stock and hit.score >= nearly), hits[0])
    return [head, *(hit for hit in hits if hit is not head)]


def describe(product: Product, language: Language) -> dict[str, Any]:
    """What a model is told of a product."""
    return {
        "id": product.id,
        "name": product.name_in(language),
        "price": product.price,
        "in_stock": product.in_stock,
        "category": product.category,
        "description": product.description_in(language),
        "specifications": dict(product.specifications),
    }


def product_card(product: Product, language: Language) -> Card:
    """What the screen needs to show a product."""
    details = {
        "name": product.name_in(language),
        "price": product.price,
        "stock": product.stock_quantity,
        "picture": product.image_url or "",
    }
    return Card("product", product.id, details)


def _product(hit: Hit, language: Language) -> dict[str, Any]:
    return {**describe(hit.product, language), "score": round(hit.score, 3), "matched": list(hit.matched)}


def _faq(faq: Faq, language: Language, near: bool, nearness: Nearness | None) -> dict[str, Any]:
    """A frequent question; `near`: it is what the customer asks, and not just about the same product; and how near."""
    return {
        "id": faq.id,
        "about": "product" if faq.product_id else STORE,
        "near": near,
        "likeness": round(nearness.likeness, 2) if nearness else 0.0,
        "topic": faq.topic,
        "question": faq.question_in(language),
        "answer": faq.answer_in(language),
    }


TOOLS = (
    Tool(
        "search_products",
        "Find products of the store. Use it whenever the customer asks what there is, for a thing, or for a price.",
        SearchProducts,
        search_products,
    ),
    Tool(
        "get_product_faq",
        "Questions about one product (warranty, use, specifications) or about the store (opening hours, delivery).",
        GetProductFaq,
        get_product_faq,
    ),
)
