"""What the repositories return: values, detached from the database.

A language is given by its code ("hi", "bn", "mr", "en"); where a translation is missing, the English text stands in.
Points in time are aware and in UTC; money is in rupees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


def _in(record: object, name: str, language: str) -> str:
    english: str = getattr(record, name)
    translation: str | None = getattr(record, f"{name}_{language}", None)
    return translation or english


@dataclass(frozen=True, slots=True)
class Product:
    """A product of the store; `image_url` is an http(s) address, an absolute path or None."""

    id: str
    name: str
    description: str
    category: str
    price: float
    stock_quantity: int
    image_url: str | None = None
    specifications: Mapping[str, Any] = field(default_factory=dict, hash=False)
    name_hi: str | None = None
    name_bn: str | None = None
    name_mr: str | None = None
    description_hi: str | None = None
    description_bn: str | None = None
    description_mr: str | None = None

    def name_in(self, language: str) -> str:
        """The name in a language."""
        return _in(self, "name", language)

    def description_in(self, language: str) -> str:
        """The description in a language."""
        return _in(self, "description", language)

    @property
    def in_stock(self) -> bool:
        """Whether it can be bought now."""
        return self.stock_quantity > 0


@dataclass(frozen=True, slots=True)
class Faq:
    """A frequent question and its answer; without a product it is about the whole store."""

    id: str
    product_id: str | None
    question: str
    answer: str
    topic: str
    question_hi: str | None = None
    question_bn: str | None = None
    question_mr: str | None = None
    answer_hi: str | None = None
    answer_bn: str | None = None
    answer_mr: str | None = None

    def question_in(self, language: str) -> str:
        """The question in a language."""
        return _in(self, "question", language)

    def answer_in(self, language: str) -> str:
        """The answer in a language."""
        return _in(self, "answer", language)


@dataclass(frozen=True, slots=True)
class Policy:
    """What the store promises about returns, refunds, shipping, privacy or warranty."""

    id: str
    type: str
    title: str
    content: str
    effective_date: date
    title_hi: str | None = None
    title_bn: str | None = None
    title_mr: str | None = None
    content_hi: str | None = None
    content_bn: str | None = None
    content_mr: str | None = None

    def title_in(self, language: str) -> str:
        """The title in a language."""
        return _in(self, "title", language)

    def content_in(self, language: str) -> str:
        """The text in a language."""
        return _in(self, "content", language)


@dataclass(frozen=True, slots=True)
class OrderItem:
    """One product of an order."""

    product_id: str
    quantity: int
    unit_price: float


@dataclass(frozen=True, slots=True)
class Order:
    """A customer's order; a delivered one's `updated_at` is when it was delivered."""

    id: str
    user_phone: str
    status: str
    total_amount: float
    shipping_address: str
    created_at: datetime
    updated_at: datetime
    estimated_delivery: date | None
    tracking_number: str | None
    shipping_carrier: str | None
    items: tuple[OrderItem, ...]


@dataclass(frozen=True, slots=True)
class Return:
    """A return that a customer asked for."""

    id: str
    order_id: str
    reason: str
    action_requested: str
    status: str
    refund_amount: float
    created_at: datetime
    processed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a customer likes to be spoken to; None where it is not known.

    Attributes:
        language: its code.
        speech_rate: 0.5 to 2; 1 is the voice's own.
        loudness: 0.5 to 2; 1 is as loud as the kiosk is set.
        concise: in short sentences.
    """

    language: str | None = None
    speech_rate: float | None = None
    loudness: float | None = None
    concise: bool | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody whom the store knows by a phone number."""

    id: str
    phone: str
    preferences: Preferences
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Ticket:
    """A call for a member of the staff: "open", or "closed" since its `updated_at`."""

    id: str
    session_id: str
    summary: str
    status: str
    created_at: datetime
    updated_at: datetime
    user_phone: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """One customer's conversation with the kiosk, as it was last saved."""

    id: str
    session_id: str
    user_phone: str | None
    turns: tuple[Any, ...]
    context: Mapping[str, Any] = field(hash=False)
    language: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who changed what, and when."""

    id: str
    actor: str
    action: str
    entity: str
    entity_id: str
    details: Mapping[str, Any] = field(hash=False)
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Hit:
    """A product that answers a search: how well, 0 to 1, and by which of the question's words."""

    product: Product
    score: float
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to a search; near misses are what the words match outside the asked category or price."""

    query: str
    results: tuple[Hit, ...]
    near_misses: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a frequent question is to what a customer asks.

    Attributes:
        likeness: of the meaning, a cosine, and of the wording.
        sure: whether it is near enough to be what is asked.
    """

    likeness: float
    sure: bool
