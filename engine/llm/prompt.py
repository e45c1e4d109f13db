"""A turn as the messages of OpenAI's chat completions."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

from engine.languages import Language
from engine.llm.base import BrainRequest
from engine.tools.base import ToolRun
from resources import ROOT

_NAMES = {
    Language.HINDI: "Hindi",
    Language.BENGALI: "Bengali",
    Language.MARATHI: "Marathi",
    Language.ENGLISH: "English",
}


def messages(request: BrainRequest, today: date) -> list[dict[str, Any]]:
    """The system prompt, what was said before, the customer's words, and the tools that ran in this turn."""
    system = _template().format(
        store=request.store,
        today=today.strftime("%A, %d %B %Y"),
        language=_NAMES[request.language],
        categories=", ".join(request.categories) or "unknown",
    )
    told: list[dict[str, Any]] = [{"role": "system", "content": system}]
    for exchange in request.history:
        told.append({"role": "user", "content": exchange.customer})
        if exchange.kiosk:
            told.append({"role": "assistant", "content": exchange.kiosk})
    told.append({"role": "user", "content": request.utterance})
    if request.declined:
        note = f"The customer said no to {request.declined}. Nothing was changed; confirm that in one short sentence."
        told.append({"role": "system", "content": note})
    for run in request.runs:
        told += _run(run)
    return told


def _run(run: ToolRun) -> list[dict[str, Any]]:
    function = {"name": run.call.name, "arguments": json.dumps(dict(run.call.arguments), ensure_ascii=False)}
    call = {"id": run.call.id, "type": "function", "function": function}
    result = json.dumps(run.result.data, ensure_ascii=False)
    return [
        {"role": "assistant", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": run.call.id, "content": result},
    ]


@cache
def _template() -> str:
    return (ROOT / "prompts" / "system.md").read_text(encoding="utf-8")
