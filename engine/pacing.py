"""No long silence: while an answer is being made, a customer who hears nothing is told that it is coming."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import suppress
from typing import TypeVar

from engine.dialogue.phrases import phrase
from engine.languages import Language

LONGEST_SILENCE = 1.5  # seconds that a customer waits without a word
_MAKING = 0.3  # seconds that the voice takes for a filler, at most as a rule
_GRACE = 0.25  # in which an answer that is nearly there comes, however long the words took to be understood
_MOST_FILLERS = 3
_POLL_SECONDS = 0.1
_Part = TypeVar("_Part")


class Filler(str):
    """Words that only bridge a wait: heard, and no part of the answer."""

    __slots__ = ()


def filler(number: int, language: Language) -> Filler:
    """The words for the first, second or third wait of a turn, to be followed by others."""
    return Filler(phrase(f"filler.{('first', 'second', 'third')[min(number, 2)]}", language) + " ")


async def without_gaps(
    parts: AsyncIterator[_Part], silent_since: Callable[[], float | None], language: Callable[[], Language]
) -> AsyncGenerator[_Part | Filler, None]:
    """Pass parts on as they come, with a filler wherever the customer would hear nothing for too long.

    Args:
        parts: as an answer is made. Each is asked for when the one before it has been taken.
        silent_since: the loop's time since when there is nothing to hear; None while there is.
        language: tells in which language to bridge.
    """
    clock = asyncio.get_running_loop().time
    told = 0
    coming: asyncio.Task[_Part] | None = None
    try:
        while True:
            coming, asked = asyncio.ensure_future(anext(parts)), clock()
            while not coming.done():
                since = silent_since()
                due = None if since is None else max(since + LONGEST_SILENCE - _MAKING, asked + _GRACE) - clock()
                if due is not None and due <= 0 and told < _MOST_FILLERS:
                    yield filler(told, language())
                    told += 1
                    continue
                await asyncio.wait(
                    {coming}, timeout=max(_POLL_SECONDS, due) if due is not None and due > 0 else _POLL_SECONDS
                )
            try:
                part = coming.result()
            except StopAsyncIteration:
                return
            yield part
    finally:
        if coming is not None and not coming.done():
            coming.cancel()
            with suppress(asyncio.CancelledError, StopAsyncIteration):
                await coming
        if isinstance(parts, AsyncGenerator):
            await parts.aclose()
