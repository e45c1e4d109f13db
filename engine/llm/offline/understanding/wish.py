"""What a customer wants, and what a sentence is understood in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.dialogue.context import Context, Waiting
from engine.languages import Language
from engine.llm.offline.acts.base import Thread
from engine.llm.offline.understanding.intents import Scores
from engine.llm.offline.understanding.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that a customer wants.

    Attributes:
        kind: which act serves it.
        said: the sentence, or the part of it, that says so.
        arguments: what the act needs to know.
        product: the product that is meant.
        language: the one that is asked for.
        confidence: how sure it is, 0 to 1.
        others: the arguments of searches for the same in other words.
    """

    kind: str
    said: Sentence
    arguments: Mapping[str, Any] = field(default_factory=dict)
    product: Mapping[str, Any] | None = None
    language: Language | None = None
    confidence: float = 1.0
    others: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """What a sentence is understood in: its likeness to intents, what was talked about, the words before it."""

    scores: Scores
    context: Context
    thread: Thread
    before: str = ""

    @property
    def waiting(self) -> Waiting | None:
        """What the kiosk has asked for."""
        return self.context.waiting

    @property
    def focus(self) -> Mapping[str, Any] | None:
        """The product that was talked about last, as the tools told it."""
        known = self.context.last_product_id
        products = (*reversed(self.thread.talked_about), *self.context.shown)
        found = next((product for product in products if product["id"] == known), None)
        if found is None and known is not None:  # all that is left of it after the kiosk has restarted
            price = self.context.last_price or 0.0
            return {"id": known, "name": self.context.last_product_name or known, "price": price}
        return found
