"""What a customer wants, decided from a sentence, its likeness to known intents, and what was talked about."""

from __future__ import annotations

from engine.llm.offline.understanding import goods, orders, resumption, services, taking
from engine.llm.offline.understanding.sentence import Sentence
from engine.llm.offline.understanding.wish import View, Wish

# The first that knows what is wanted decides.
_DECIDERS = (
    resumption.resumed,
    services.first,
    services.acknowledged,
    services.supposed,
    services.rule,
    orders.about_order,
    taking.taken,
    services.policy,
    goods.about_goods,
)


def decide(said: Sentence, view: View) -> Wish:
    """What a sentence asks for; kind "unknown" if nothing tells."""
    found = (decider(said, view) for decider in _DECIDERS)
    return next((one for one in found if one is not None), None) or services.small_talk(said, view)
