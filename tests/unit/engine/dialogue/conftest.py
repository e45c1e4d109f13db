from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from catalog.store import Catalog
from engine.dialogue.conversation import Conversation
from engine.languages import Language
from engine.llm.base import Brain
from engine.tools import registry
from engine.tools.base import ToolCall, ToolContext, ToolRun
from engine.tools.guard import Guard
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_store import make_store, open_store


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with open_store(make_store(tmp_path)) as catalog:
        yield catalog


@pytest.fixture
def conversation(catalog: Catalog, clock: FakeClock) -> Callable[..., Conversation]:
    """A conversation of these brains, with the real tools on the small shop."""

    def begin(*brains: Brain, **more: Any) -> Conversation:
        async def run_tool(
            call: ToolCall, guard: Guard, session_id: str, language: Language, utterance: str
        ) -> ToolRun:
            return registry.run(call, ToolContext(catalog, guard, session_id, language, utterance))

        arguments: dict[str, Any] = {"run_tool": run_tool, "categories": catalog.products.categories(), **more}
        return Conversation("s1", "Apna Bazaar", brains, clock=clock, **arguments)

    return begin
