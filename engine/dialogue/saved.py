"""A conversation as it lies in the database, and how much of it comes back after a restart of the kiosk.

Nobody can tell who stands before a kiosk that has been away. So what comes back is what anybody may hear: the language,
the products, the words that were said, how fast and loud to speak. The customer is unverified again, a write that
waited for a yes is void, and answers that told of an order are left out. Phone numbers are not saved in what was said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from engine.dialogue.context import Context
from engine.dialogue.memory import Memory
from engine.languages import Language
from engine.telemetry.redact import redact, redact_data
from engine.tts.manner import Manner

_LANGUAGES = ("language", "preferred_language")
_KEPT = ("intent", "confidence", "last_product_id", "last_product_name", "last_category", "last_price")


def saved_turns(memory: Memory) -> list[dict[str, Any]]:
    """What was said, as JSON values."""
    return [
        {"customer": redact(said.customer), "kiosk": redact(said.kiosk), "private": said.private}
        for said in memory.kept
    ]


def saved_context(context: Context) -> dict[str, Any]:
    """What is kept of a context for a restart, as JSON values."""
    kept = {name: getattr(context, name) for name in _KEPT}
    languages = {name: getattr(context, name) and str(getattr(context, name)) for name in _LANGUAGES}
    shown = {"shown": [dict(product) for product in context.shown], "last_search": redact_data(context.last_search)}
    return kept | languages | shown | {"manner": asdict(context.manner)}


def restore(context: Context, memory: Memory, turns: Sequence[Any], saved: Mapping[str, Any]) -> None:
    """Take up a conversation again, from what was saved of it; what is missing or broken is left out."""
    for name in _KEPT:
        if name in saved:
            setattr(context, name, saved[name])
    for name in _LANGUAGES:
        if saved.get(name) in list(Language):
            setattr(context, name, Language(saved[name]))
    manner = saved.get("manner")
    if isinstance(manner, Mapping) and all(isinstance(manner.get(name), float) for name in ("rate", "gain")):
        context.manner = Manner(manner["rate"], manner["gain"])
    context.shown = tuple(product for product in saved.get("shown", ()) if isinstance(product, Mapping))
    context.last_search = dict(saved.get("last_search") or {})
    for turn in turns:
        if isinstance(turn, Mapping) and isinstance(turn.get("customer"), str):
            private = bool(turn.get("private"))
            memory.add(turn["customer"], "" if private else str(turn.get("kiosk", "")), private)
