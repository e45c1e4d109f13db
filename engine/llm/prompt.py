"""A turn as the messages of OpenAI's chat completions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from engine.dialogue.phrases import money
from engine.languages import Language
from engine.llm.base import BrainRequest
from engine.tools.base import ToolRun
from resources import ROOT

_LONGEST_SAID = 300  # characters of an earlier turn
_LONGEST_DESCRIPTION = 100
_MOST_SHOWN = 5
_NAMES = {
    Language.HINDI: "Hindi",
    Language.BENGALI: "Bengali",
    Language.MARATHI: "Marathi",
    Language.ENGLISH: "English",
}


def messages(
    request: BrainRequest, today: date, simple: bool = False, repair: str | None = None
) -> list[dict[str, Any]]:
    """The system prompt, what was said before, the customer's words, and the tools that ran in this turn.

    Args:
        request: the turn.
        today: in India.
        simple: leave out what is not needed at all: all earlier turns but the last.
        repair: what the model did wrong in its last try.
    """
    system = _template().format(
        store=request.store,
        today=today.strftime("%A, %d %B %Y"),
        language=_NAMES[request.language],
    )
    told: list[dict[str, Any]] = [{"role": "system", "content": system + _known(request)}]
    for exchange in request.history[-1:] if simple else request.history:
        told.append({"role": "user", "content": exchange.customer[:_LONGEST_SAID]})
        if exchange.kiosk:
            told.append({"role": "assistant", "content": exchange.kiosk[:_LONGEST_SAID]})
    told.append({"role": "user", "content": request.utterance})
    if request.declined:
        note = f"The customer said no to {request.declined}. Nothing was changed; confirm that in one short sentence."
        told.append({"role": "system", "content": note})
    if request.dropped:
        note = f"That was no clear yes to {request.dropped.tool}. Nothing was changed; call it again if it is wanted."
        told.append({"role": "system", "content": note})
    for run in request.runs:
        told += _run(run)
    if repair:
        told.append({"role": "system", "content": repair})
    return told


def _known(request: BrainRequest) -> str:
    """What the customer's words may refer to, in a few lines."""
    context = request.context
    lines = []
    if context.shown and not request.runs:
        shown = "; ".join(
            f"{number}. {product['id']} {product['name']}, {money(product['price'])}"
            for number, product in enumerate(context.shown[:_MOST_SHOWN], 1)
        )
        lines.append(f"On the screen: {shown}.")
    if context.last_order_id:
        lines.append(f"The order that was talked about last: {context.last_order_id}.")
    if customer := context.customer:
        orders = ", ".join(f"{number} {state}" for number, state in customer.orders[:_MOST_SHOWN])
        lines.append(f"The customer has shown who they are. Their orders: {orders or 'none'}.")
        if customer.tickets:
            lines.append(f"They still wait for help: {'; '.join(f'{n} {text}' for n, text in customer.tickets[:2])}.")
    return "\n" + "\n".join(lines) if lines else ""


def _run(run: ToolRun) -> list[dict[str, Any]]:
    function = {"name": run.call.name, "arguments": json.dumps(dict(run.call.arguments), ensure_ascii=False)}
    call = {"id": run.call.id, "type": "function", "function": function}
    result = json.dumps(_brief(run.result.data), ensure_ascii=False, separators=(",", ":"))
    return [
        {"role": "assistant", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": run.call.id, "content": result},
    ]


def _brief(data: Mapping[str, Any]) -> dict[str, Any]:
    """A tool's result without what the model does not need to answer aloud."""
    brief: dict[str, Any] = {name: _plain(value) for name, value in data.items() if name != "picture"}
    for name in ("products", "near_misses"):
        if name in data:
            brief[name] = [_product(product, rank) for rank, product in enumerate(data[name])]
    if not brief.get("near_misses"):
        brief.pop("near_misses", None)
    return brief


def _product(product: Mapping[str, Any], rank: int) -> dict[str, Any]:
    """The best product in full, so that it can be described; of the others what tells them apart."""
    told = {"id": product["id"], "name": product["name"], "price": product["price"]}
    if not product["in_stock"]:
        told["in_stock"] = False
    specifications = list(product["specifications"].items())
    told["details"] = ", ".join(f"{name}: {value}" for name, value in specifications[: None if rank == 0 else 2])
    if rank == 0:
        told["description"] = product["description"][:_LONGEST_DESCRIPTION]
    return told


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items() if name != "picture" and part not in ("", None)}
    return [_plain(part) for part in value] if isinstance(value, (list, tuple)) else value


@cache
def _template() -> str:
    return (ROOT / "prompts" / "system.md").read_text(encoding="utf-8")
