"""Where the wording of a whole sentence says clearly what is wanted, against what single words of it seemed to say.

"I run a small school, is there any discount if we buy for everyone" names goods and asks the store.
"""

from __future__ import annotations

from engine.llm.offline.understanding import naming, queries, references, slots
from engine.llm.offline.understanding.wish import View, Wish

# How likely an intent must be: of turns in stores that were left out .96 are then told rightly.
_CLEAR = 0.9
_OF_THE_STORE = ("search", "guess", "question", "doubtful", "unknown", "take", "policy")
_OF_A_PRODUCT = ("search", "guess", "doubtful", "unknown", "take", "policy")


def corrected(wish: Wish, view: View) -> Wish:
    """The only wish of a sentence, or what that clearly means instead."""
    said, scores = wish.said, view.scores
    if said.order_ids or said.phones or said.price.bounded or view.waiting:
        return wish
    if wish.kind == "talk" and wish.arguments["topic"] not in ("help", "off_topic"):
        return wish
    if wish.kind == "policy" and view.context.intent == "policy":
        return wish  # it asks on about the rule
    priced = said.says("speech", "price")
    if not priced and scores.means("store_question") >= _CLEAR and wish.kind in (*_OF_THE_STORE, "talk"):
        return Wish("store_question", said, {"query": queries.search_for(said)} if said.things else {})
    if scores.means("product_question") >= _CLEAR and wish.kind in (*_OF_A_PRODUCT, "talk"):
        return _of_a_product(wish, view)
    return wish


def _of_a_product(wish: Wish, view: View) -> Wish:
    said, asked = wish.said, slots.aspects(wish.said)
    this = said.says("speech", "this")
    pointed = this or not said.things
    if wish.kind == "search" and ((pointed and said.qualities) or (said.says("speech", "also") and not this)):
        return wish  # "does it come in blue too", "a torch as well"
    if product := pointed and (references.meant(said, view.context.shown) or view.focus):
        return Wish("question", said, product=product)
    if said.things and naming.names_other(said, view.focus, asked):
        return Wish("question", said, naming.of_order(said, view) or naming.named(said, asked))
    return wish
