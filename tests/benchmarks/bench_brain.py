"""The offline brain in the engine: its first word, a whole turn without speech, and the tools.

Turns of the scripted conversations with the demo store are typed, as `sahayak ask --text` would be, with the language
model of the search. Beside the time on the clock stands the processor's, for a machine that others use as well.
"""

from __future__ import annotations

import asyncio
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from engine.engine import Engine
from engine.errors import BadInput
from engine.parts import installed
from engine.record import TurnRecord
from engine.settings import load
from resources import ROOT
from tests.end2end.conversations.script import DATA, read_all
from tests.end2end.conversations.store import PreparedStore, prepare

_WARM = ("लाल साड़ी दिखाओ", "প্রেশার কুকার দেখান", "where is order 1003", "माझी ऑर्डर कुठे आहे")
_EVERY = 3  # conversations, of which one is played


def measure() -> dict[str, Any]:
    """Ask all, each conversation in a session of its own."""
    parts = installed(load(brain="offline"))
    with tempfile.TemporaryDirectory() as folder:
        store = prepare(ROOT / "demo", Path(folder) / "demo.db", parts.embedder())
        return asyncio.run(_asked(store, Path(folder) / "asked.db"))


async def _asked(store: PreparedStore, database: Path) -> dict[str, Any]:
    settings = load(brain="offline")
    shutil.copy(store.file, database)
    engine = Engine(settings, database, installed(settings), now=lambda: store.opened_at)
    await engine.start()
    await engine.warm_store()
    await engine.warm()
    for text in _WARM:
        await engine.ask_text("warm", text)
    records: list[TurnRecord] = []
    walls, processor = [], []
    for script in read_all(DATA / "dev")[::_EVERY]:
        for turn in script.turns:
            if not turn.say:
                continue
            began, used = time.perf_counter(), time.process_time()
            try:
                records.append(await engine.ask_text(script.id, turn.say))
            except BadInput:  # a script tries that as well
                continue
            walls.append((time.perf_counter() - began) * 1000)
            processor.append((time.process_time() - used) * 1000)
    await engine.close()
    runs = [run.milliseconds for record in records for run in record.runs]
    return {
        "turns": len(records),
        **_row("first token", (record.timings.first_token for record in records if record.timings.first_token)),
        **_row("whole turn without speech", walls),
        **_row("whole turn without speech, of the processor", processor),
        "tools run": len(runs),
        **_row("a tool", runs),
    }


def _row(what: str, milliseconds: Iterable[float]) -> dict[str, float]:
    ms = list(milliseconds)
    return {
        f"{what}, median ms": round(statistics.median(ms), 1),
        f"{what}, p95 ms": round(statistics.quantiles(ms, n=20)[18], 1),
    }
