"""Turns as they are written down, with only what a test is about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from engine.languages import Language
from engine.record import TurnRecord
from engine.stt.base import Transcript
from engine.tools.base import ToolCall, ToolResult, ToolRun

STARTED = datetime(2026, 1, 15, 6, 30, 5, tzinfo=UTC)  # five seconds past noon in India


def record(
    text: str = "hello",
    reply: str = "Hello!",
    session: str = "s1",
    turn: int = 1,
    language: Language = Language.ENGLISH,
    **more: Any,
) -> TurnRecord:
    """A turn."""
    return TurnRecord(session, turn, STARTED, Transcript(text, language, 0.934), reply, language, **more)


def ran(name: str, data: dict[str, Any], milliseconds: float = 4.14, **arguments: Any) -> ToolRun:
    """A tool's run."""
    return ToolRun(ToolCall("c1", name, arguments), ToolResult(data), milliseconds)
