"""How many of the scripted conversations are right, for each language, category and brain (README.md beside them)."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from catalog.search.embedding import E5
from engine.settings import home
from models.store import PackStore
from resources import ROOT
from tests.end2end.conversations.report import evaluate, rows
from tests.end2end.conversations.script import DATA, read_all
from tests.end2end.conversations.store import prepare

_DEMO = ("dev", "safety")  # the sets that happen in the demo store; each of the others has its own


def measure() -> dict[str, Any]:
    """Play every conversation three times with each brain, each set apart."""
    embedder = E5(PackStore(home() / "models").path("e5-small"))
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in sorted(one.name for one in DATA.iterdir()):
            scripts = read_all(DATA / name)
            data = ROOT / "demo" if name in _DEMO else DATA / name / "store"
            store = prepare(data, Path(folder) / f"{name}.db", embedder)
            for brain in ("offline", "groq"):
                for group, row in rows(evaluate(scripts, store, brain)).items():
                    results[f"{name}, {brain}: {group}"] = row
    return results
