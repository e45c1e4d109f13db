"""The customer has made up their mind: "this one please", "ये ले लूँगा"."""

from __future__ import annotations

from engine.llm.offline.understanding import naming, references
from engine.llm.offline.understanding.sentence import Sentence
from engine.llm.offline.understanding.wish import View, Wish


def taken(said: Sentence, view: View) -> Wish | None:
    """The product that the customer wants to have now; None if they look for one, or speak of something else."""
    if not said.says("speech", "take") or said.order_ids or said.phones or said.price.bounded or "?" in said.text:
        return None
    product = references.meant(said, view.context.shown) or view.focus
    if product is None or (said.things and not naming.names_focus(said, product)):
        return None
    return Wish("take", said, product=product)
