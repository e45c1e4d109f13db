from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from catalog.store import Catalog
from engine.languages import Language
from engine.tools import registry
from engine.tools.base import ToolCall, ToolContext, ToolResult
from engine.tools.guard import Guard
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_store import make_store, open_store


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def guard(clock: FakeClock) -> Guard:
    return Guard(clock)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with open_store(make_store(tmp_path)) as catalog:
        yield catalog


@pytest.fixture
def ask(catalog: Catalog, guard: Guard) -> Callable[..., ToolResult]:
    """Run a tool as the conversation does."""

    def run(tool: str, utterance: str = "", language: Language = Language.ENGLISH, **arguments: Any) -> ToolResult:
        context = ToolContext(catalog, guard, "s1", language, utterance)
        return registry.run(ToolCall("c1", tool, arguments), context).result

    return run


@pytest.fixture
def state(catalog: Catalog) -> Callable[[], dict[str, list[Any]]]:
    """All that a write could change."""

    def rows() -> dict[str, list[Any]]:
        tables = ("orders", "returns", "products", "audit", "tickets", "order_items", "customers", "conversations")
        return {table: catalog.database.rows(f"SELECT * FROM {table} ORDER BY id") for table in tables}

    return rows
