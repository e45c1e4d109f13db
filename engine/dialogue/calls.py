"""The tool calls of one answer: not too many, none twice, reads together, writes one after the other."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from itertools import groupby

from engine.tools.base import ToolCall, ToolResult, ToolRun
from engine.tools.registry import TOOLS

MOST_CALLS = 6
BAD_CALLS = ("unknown_tool", "bad_arguments", "too_many_calls")


async def run_calls(calls: Sequence[ToolCall], run: Callable[[ToolCall], Awaitable[ToolRun]]) -> AsyncIterator[ToolRun]:
    """Run the calls of one answer, in their order.

    Args:
        calls: as a model made them. The same call again is left out; of too many, the rest is refused as one.
        run: runs a call; it does not raise for a call that is wrong.
    """
    once = list({_key(call): call for call in calls}.values())
    for reads, group in groupby(once[:MOST_CALLS], key=lambda call: call.name not in _WRITES):
        if reads:
            for done in await asyncio.gather(*(run(call) for call in group)):
                yield done
        else:
            for call in group:
                yield await run(call)
    if rest := once[MOST_CALLS:]:
        advice = f"At most {MOST_CALLS} calls in one answer; {len(rest)} were not made. Answer with what you have."
        yield ToolRun(rest[0], ToolResult({"status": "error", "error": "too_many_calls", "reasons": [advice]}), 0.0)


def is_bad(run: ToolRun) -> bool:
    """Whether a call itself was wrong, so that its model has to be told."""
    return run.result.data.get("error") in BAD_CALLS


def _key(call: ToolCall) -> tuple[str, str]:
    return call.name, json.dumps(dict(call.arguments), sort_keys=True, default=str)


_WRITES = frozenset(tool.name for tool in TOOLS.values() if tool.writes)
