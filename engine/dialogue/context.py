"""What the conversation is about just now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from engine.languages import Language
from engine.tts.manner import USUAL, Manner


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that lacks something the kiosk has asked for.

    Attributes:
        tool: what the customer wants done.
        arguments: what is known of it.
        missing: what was asked for: "order_id", "phone_number", "reason", "action", or "yes" to an offer.
    """

    tool: str
    arguments: Mapping[str, Any]
    missing: str


@dataclass(frozen=True, slots=True)
class ReturningCustomer:
    """What the store knows of a customer who has shown who they are; before that, nothing of it is here.

    Attributes:
        language: that they spoke at earlier visits.
        orders: number and state of their orders, the newest first.
        tickets: number and summary of what they still wait for, the oldest first.
    """

    language: Language | None = None
    orders: tuple[tuple[str, str], ...] = ()
    tickets: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Context:
    """The threads that a customer's next words may pick up.

    Attributes:
        language: in which the conversation is held; None before the customer's first words.
        preferred_language: that the customer has asked for or touched.
        intent: what the customer wanted last.
        confidence: how sure that is, 0 to 1.
        shown: the products on the screen, in their order, each with the fields that `search_products` tells of it:
            what "the second one" and "the red one" mean.
        last_product_id, last_product_name: the product that was talked about last.
        last_category: its category.
        last_search: the arguments of the last search.
        last_price: the lowest price of those that fit it well, in rupees.
        last_order_id: the order that was talked about last.
        waiting: a request that lacks something.
        customer: what is known of a customer who is verified.
        manner: how the customer wants to be spoken to.
        began_at, changed_at: when the conversation began, and when it last went on (UTC).
    """

    language: Language | None = None
    preferred_language: Language | None = None
    intent: str | None = None
    confidence: float = 0.0
    shown: tuple[Mapping[str, Any], ...] = ()
    last_product_id: str | None = None
    last_product_name: str | None = None
    last_category: str | None = None
    last_search: Mapping[str, Any] = field(default_factory=dict)
    last_price: float | None = None
    last_order_id: str | None = None
    waiting: Waiting | None = None
    customer: ReturningCustomer | None = None
    manner: Manner = USUAL
    began_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    changed_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def note(self, tool: str, arguments: Mapping[str, Any], data: Mapping[str, Any]) -> None:
        """Keep of a tool's result what the customer's next words may refer to."""
        self.intent = INTENTS.get(tool, self.intent)
        products = data.get("products") or data.get("near_misses") or ([data["product"]] if "product" in data else [])
        if products:
            self.last_product_id, self.last_product_name = products[0]["id"], products[0]["name"]
            self.last_category = products[0]["category"]
            self.shown = tuple(products)
        if tool == "search_products":
            self.last_search = dict(arguments)
            best = max((product.get("score", 1.0) for product in products), default=1.0)
            meant = [product for product in products if product.get("score", 1.0) >= _MEANT * best]
            self.last_price = min((product["price"] for product in meant), default=None)
        if "order" in data:
            self.last_order_id = data["order"]["id"]


_MEANT = 0.5  # of the best score: below it a product is shown beside what was meant
INTENTS = {  # by the tool that serves them
    "search_products": "search",
    "get_product_faq": "faq",
    "get_policy": "policy",
    "call_staff": "staff",
    "track_order": "track_order",
    "cancel_order": "cancel_order",
    "initiate_return": "initiate_return",
}
