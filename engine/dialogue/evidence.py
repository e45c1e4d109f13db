"""What is known in a conversation: told by its tools, or said by the customer. Claims are held against it.

Texts from the catalogue are the store's, but anybody may have written them: a product's description supports numbers
such as "2 years" and "3 litres" and neither a price nor what became of an order. Frequent questions and policies are
the store's own word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from catalog.search.numbers import split
from catalog.search.prices import parted, price
from engine.dialogue.facts import Figure, bare_id, facts, sentence_words
from engine.tools.base import ToolRun

_MONEY = frozenset({"price", "total", "refund", "unit_price", "refund_amount"})
_IDS = frozenset({"id", "order_id", "product_id", "ticket", "tracking_number", "carrier", "already"})
_DATES = frozenset({"ordered_on", "updated_on", "estimated_delivery", "effective_date"})
_OWN_WORD = frozenset({"answer", "question", "content", "title"})
_DEEDS = {"cancelled": "cancelled", "return_requested": "returned"}
_MOST_TEXTS = 200


@dataclass(slots=True)
class Evidence:
    """All that may be said in one conversation.

    Attributes:
        figures: numbers by what they count.
        dates: with their year.
        ids: of products, orders, tickets, parcels.
        orders: the state of each order that was shown, as it was told last.
        done: "returned", "refunded", "called": what a tool has done.
        stock: whether products in and out of stock were shown.
        own_words: the words of frequent questions and policies, a text each.
        shown: the most products that were shown at once.
        said: numbers and ids of the customer's.
    """

    figures: set[Figure] = field(default_factory=set)
    dates: set[date] = field(default_factory=set)
    days: set[tuple[int, int]] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    orders: dict[str, str] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    stock: set[bool] = field(default_factory=set)
    own_words: list[frozenset[str]] = field(default_factory=list)
    shown: int = 0
    said: set[Figure] = field(default_factory=set)

    def learn(self, run: ToolRun) -> None:
        """Take what a tool has told."""
        data = run.result.data
        if data.get("status") == "error":
            return
        self._walk(data)
        self.shown = max(self.shown, len(data.get("products", ())), len(data.get("near_misses", ())))
        if order := data.get("order"):
            self.orders[bare_id(order["id"])] = order["order_status"]
        if deed := _DEEDS.get(data["status"]):
            self.done |= {deed, "refunded"} if data.get("refund") else {deed}
        if run.call.name == "call_staff" and "ticket" in data:
            self.done.add("called")

    def hear(self, utterance: str) -> None:
        """Take the customer's own words: their order's number and their budget may be said back to them.

        A price that they name is no price of the store's; only a bound ("under 2000") is said back as an amount.
        """
        heard = facts(utterance)
        self.said |= {Figure("plain", figure.value) for figure in heard.figures}
        self.ids |= heard.ids
        bounds = price(parted(split(utterance)))
        self.said |= {Figure("money", bound) for bound in (bounds.low, bounds.high) if bound is not None}

    def recall(self, answer: str) -> None:
        """Take an earlier answer of the kiosk's, which was checked when it was given."""
        told = facts(answer)
        self.figures |= told.figures
        self.days |= told.dates
        self.ids |= told.ids

    def _walk(self, value: Any, key: str = "") -> None:
        if isinstance(value, Mapping):
            for name, part in value.items():
                self._walk(part, str(name))
        elif isinstance(value, (list, tuple)):
            for part in value:
                self._walk(part, key)
        elif isinstance(value, bool):
            if key == "in_stock":
                self.stock.add(value)
        elif isinstance(value, (int, float)):
            kind = "money" if key in _MONEY else "plain"
            if key != "score":
                self.figures.add(Figure(kind, float(value)))
        elif isinstance(value, str):
            self._text(value, key)

    def _text(self, text: str, key: str) -> None:
        found = facts(text)
        if key in _DATES:
            self.dates.add(date.fromisoformat(text[:10]))
            return
        self.ids |= found.ids
        self.figures |= {figure for figure in found.figures if figure.kind != "money" or key in _OWN_WORD}
        if key in _IDS:
            self.ids.add(bare_id(text))
        if key in _OWN_WORD:
            self.days |= found.dates
            # "499 से ऊपर मुफ़्त": an amount of the store's rule without its currency
            self.figures |= {Figure("money", figure.value) for figure in found.figures if figure.kind == "plain"}
            self.own_words = [*self.own_words[-_MOST_TEXTS:], frozenset(sentence_words(text))]
