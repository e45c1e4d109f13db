"""The seven tools by name: what a model sees of them, and the calls it makes, checked."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache
from typing import Any

import structlog
from pydantic import ValidationError

from catalog.errors import CatalogError
from engine.tools import orders, products, service
from engine.tools.base import Tool, ToolCall, ToolContext, ToolResult, ToolRun

_log = structlog.get_logger(__name__)

TOOLS: dict[str, Tool] = {tool.name: tool for tool in (*products.TOOLS, *orders.TOOLS, *service.TOOLS)}


@cache
def schemas(categories: tuple[str, ...], simple: bool = False) -> list[dict[str, Any]]:
    """The tools in the notation of OpenAI's chat completions; the category is one of the store's own.

    Args:
        categories: the store's.
        simple: without descriptions, but for the tools' own.

    Returns:
        The same list each time; it is not to be changed.
    """
    described = []
    for tool in TOOLS.values():
        parameters = _plain(tool.arguments.model_json_schema(), simple)
        if tool.name == "search_products" and categories:
            parameters["properties"]["category"] = {"type": "string", "enum": list(categories)}
        function = {"name": tool.name, "description": tool.description, "parameters": parameters}
        described.append({"type": "function", "function": function})
    return described


def _plain(schema: dict[str, Any], simple: bool) -> dict[str, Any]:
    """A schema as short as it can be said: no titles, no "or null" beside what may be left out, no references."""
    definitions = schema.get("$defs", {})

    def plain(part: Any) -> Any:
        if isinstance(part, list):
            return [plain(one) for one in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            part = {**definitions[part["$ref"].rsplit("/", 1)[-1]], **{k: v for k, v in part.items() if k != "$ref"}}
        if "anyOf" in part:
            (only,) = [one for one in part["anyOf"] if one.get("type") != "null"]
            return plain({**only, **{key: value for key, value in part.items() if key not in ("anyOf", "default")}})
        dropped = ("title", "$defs", "maxLength", "minLength", *(("description",) if simple else ()))
        return {
            key: {name: plain(one) for name, one in value.items()} if key == "properties" else plain(value)
            for key, value in part.items()
            if key not in dropped
        }

    short: dict[str, Any] = plain(schema)
    short.pop("description", None)  # the docstring of the arguments; the tool has its own
    return short


def run(call: ToolCall, context: ToolContext) -> ToolRun:
    """Run a call. It never raises: what went wrong stands in the result's status.

    Runs on the store's thread, since it reads and writes the database.
    """
    started = time.perf_counter()
    result = _result(call, context)
    return ToolRun(call, result, (time.perf_counter() - started) * 1000)


def _result(call: ToolCall, context: ToolContext) -> ToolResult:
    tool = TOOLS.get(call.name)
    if tool is None:
        return ToolResult({"status": "error", "error": "unknown_tool", "known": list(TOOLS)})
    try:
        arguments = tool.arguments.model_validate(dict(call.arguments))
    except ValidationError as invalid:
        reasons = [f"{'.'.join(map(str, e['loc'])) or 'arguments'}: {e['msg']}" for e in invalid.errors()[:5]]
        return ToolResult({"status": "error", "error": "bad_arguments", "reasons": reasons})
    try:
        return tool.run(arguments, replace(context, utterance=call.words) if call.words else context)
    except CatalogError as failed:
        _log.warning("tool failed", tool=call.name, error=failed.message)
        return ToolResult({"status": "error", "error": "store_unavailable"})
