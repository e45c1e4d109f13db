"""What is wanted, as the tests of it ask: by words alone, without a language model."""

from __future__ import annotations

from engine.dialogue.context import Context
from engine.llm.offline.acts.base import Thread
from engine.llm.offline.understanding.decide import decide
from engine.llm.offline.understanding.intents import score
from engine.llm.offline.understanding.sentence import sentence
from engine.llm.offline.understanding.wish import View, Wish

SEARCH, FAQ, POLICY = "search_products", "get_product_faq", "get_policy"
TRACK, CANCEL, RETURN = "track_order", "cancel_order", "initiate_return"

_TOOLS = {
    **dict.fromkeys(("search", "guess"), SEARCH),
    **dict.fromkeys(("question", "store_question"), FAQ),
    "policy": POLICY,
    "staff": "call_staff",
}

AFTER_SAREES = Context(
    last_search={"query": "saree", "category": "Clothing"},
    last_price=899.0,
    last_product_id="P01",
    last_product_name="Red Cotton Saree",
    last_order_id="1001",
)


def wanted(said: str, context: Context | None = None) -> Wish:
    """What is wanted, without a language model."""
    part = sentence(said)
    return decide(part, View(score(part), context or Context(), Thread()))


def tool_of(wish: Wish) -> str | None:
    """The tool that serves a wish first."""
    return str(wish.arguments["tool"]) if wish.kind == "order" else _TOOLS.get(wish.kind)
