"""What the conversation is about just now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.languages import Language


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that lacks something the kiosk has asked for.

    Attributes:
        tool: what the customer wants done.
        arguments: what is known of it.
        missing: what was asked for: "order_id", "phone_number", "reason" or "action".
    """

    tool: str
    arguments: Mapping[str, Any]
    missing: str


@dataclass(slots=True)
class Context:
    """The threads that a customer's next words may pick up.

    Attributes:
        language: in which the conversation is held; None before the customer's first words.
        intent: what the customer wanted last.
        last_product_id, last_product_name: the product that was talked about last.
        last_search: the arguments of the last search.
        last_price: the lowest price that was shown for it, in rupees.
        last_order_id: the order that was talked about last.
        waiting: a request that lacks something.
    """

    language: Language | None = None
    intent: str | None = None
    last_product_id: str | None = None
    last_product_name: str | None = None
    last_search: Mapping[str, Any] = field(default_factory=dict)
    last_price: float | None = None
    last_order_id: str | None = None
    waiting: Waiting | None = None
