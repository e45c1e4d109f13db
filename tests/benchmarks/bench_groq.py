"""The Groq path's own share of a turn, beside the raw SDK on the same server; tools; the connection's warm-up.

A local server speaks Groq's protocol and sends an answer of two sentences, a word at a time without a pause, so that
everything that is measured is ours, the SDK's or the loopback's. Both are asked alternately.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

import groq

from catalog.demo import ensure_demo_store
from catalog.store import Catalog
from engine.dialogue.context import Context
from engine.dialogue.conversation import Conversation
from engine.languages import Language
from engine.llm.base import BrainRequest, TextDelta
from engine.llm.groq import GroqBrain
from engine.llm.prompt import messages
from engine.tools import registry
from engine.tools.base import ToolCall, ToolContext, ToolRun
from engine.tools.guard import Guard
from resources import ROOT
from tests.fakes.groq_server import MODEL, serving, stream, text

_RUNS, _WARM = 150, 20
_ANSWER = "We have several sarees for you. Please look at the screen for all of them. "
_CALLS = [
    ("search_products", {"query": "लाल साड़ी", "price_range": {"max": 2000}}),
    ("search_products", {"query": "pressure cooker"}),
    ("get_product_faq", {"product_id": "P001", "question_topic": "warranty"}),
    ("get_policy", {"policy_type": "returns"}),
    ("track_order", {"order_id": "1003"}),
]


def measure() -> dict[str, Any]:
    """Ask the server over both ways, and run the tools that read."""
    with tempfile.TemporaryDirectory() as folder, Catalog(Path(folder) / "demo.db") as catalog:
        ensure_demo_store(catalog, ROOT / "demo")
        return {**asyncio.run(_stream(catalog)), **_tools(catalog)}


async def _stream(catalog: Catalog) -> dict[str, Any]:
    with serving() as server:
        server.replies = [stream(*[text(word + " ") for word in _ANSWER.split()])]
        raw = groq.AsyncGroq(api_key="x", base_url=server.url, max_retries=0)
        brain = GroqBrain("x", server.url, (MODEL,), 10.0, 20.0, time.monotonic)
        categories = catalog.products.categories()
        request = BrainRequest("show me sarees", Language.ENGLISH, "Apna Bazaar", Context(), categories=categories)
        asked = {"messages": messages(request, date(2026, 1, 15)), "tools": registry.schemas(categories)}

        async def sdk() -> AsyncIterator[str]:
            async for chunk in await raw.chat.completions.create(model=MODEL, stream=True, **asked):
                for choice in chunk.choices:
                    if choice.delta.content:
                        yield choice.delta.content

        async def whole_path() -> AsyncIterator[str]:
            talk = Conversation("s", "Apna Bazaar", [brain], _no_tool, categories, time.monotonic)
            async for part in talk.respond("show me sarees", Language.ENGLISH):
                if isinstance(part, TextDelta):
                    yield part.text

        warm_up = await _timed(brain.warm)
        ways = {"raw SDK": sdk, "Groq path": whole_path}
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for _ in range(_WARM + _RUNS):
            for name, way in ways.items():
                times[name].append(await _answered(way()))
        await brain.close()
        await raw.close()
    results: dict[str, Any] = {"connection and models, before the question, ms": round(warm_up, 1)}
    for index, what in enumerate(("first sentence", "whole answer")):
        for name, measured in times.items():
            ms = [pair[index] for pair in measured[_WARM:]]
            results[f"{name}: {what}, median ms"] = round(statistics.median(ms), 2)
            results[f"{name}: {what}, p95 ms"] = round(statistics.quantiles(ms, n=20)[18], 2)
        own = [
            ours[index] - raws[index] for ours, raws in zip(*(t[_WARM:] for t in reversed(times.values())), strict=True)
        ]
        results[f"own overhead: {what}, median ms"] = round(statistics.median(own), 2)
        results[f"own overhead: {what}, p95 ms"] = round(statistics.quantiles(own, n=20)[18], 2)
        medians = [statistics.median(pair[index] for pair in t[_WARM:]) for t in times.values()]
        results[f"Groq path / raw SDK: {what}, ratio"] = round(medians[1] / medians[0], 2)
    return results


async def _answered(texts: AsyncIterator[str]) -> tuple[float, float]:
    """Milliseconds until the first sentence was whole, and until the answer was."""
    began, said, first = time.perf_counter(), "", 0.0
    async for piece in texts:
        said += piece
        if not first and "." in said:
            first = (time.perf_counter() - began) * 1000
    return first, (time.perf_counter() - began) * 1000


async def _timed(work: Callable[[], Awaitable[None]]) -> float:
    began = time.perf_counter()
    await work()
    return (time.perf_counter() - began) * 1000


async def _no_tool(*_: Any) -> ToolRun:
    raise AssertionError("the answer needs no tool")


def _tools(catalog: Catalog) -> dict[str, Any]:
    guard = Guard(time.monotonic)
    times = []
    for number in range(_WARM + _RUNS):
        name, arguments = _CALLS[number % len(_CALLS)]
        context = ToolContext(catalog, guard, "s", Language.HINDI, f"{arguments.get('query', '')}")
        times.append(registry.run(ToolCall("c", name, arguments), context).milliseconds)
    ms = times[_WARM:]
    return {
        "tools that read: median ms": round(statistics.median(ms), 2),
        "tools that read: p95 ms": round(statistics.quantiles(ms, n=20)[18], 2),
    }
