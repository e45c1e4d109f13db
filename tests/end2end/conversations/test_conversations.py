"""The scripted conversations, with both brains: the store's state and the facts that are told must be right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from catalog.search.embedding import E5
from models.store import PackStore
from resources import ROOT
from tests.end2end.conversations.checks import failures
from tests.end2end.conversations.runner import play
from tests.end2end.conversations.script import DATA, Script, read
from tests.end2end.conversations.store import PreparedStore, prepare

# Those with the second store are counted by `sahayak bench conversations` alone.
FILES = [file for name in ("dev", "safety") for file in sorted((DATA / name).rglob("*.yaml"))]
# Those that are not right yet, each a promise; whoever mends one takes it out.
STILL_WRONG = yaml.safe_load((DATA / "still_wrong.yaml").read_text(encoding="utf-8"))
BRAINS = ("offline", "groq")


@pytest.fixture(scope="session")
def words_only(tmp_path_factory: pytest.TempPathFactory) -> PreparedStore:
    return prepare(ROOT / "demo", tmp_path_factory.mktemp("words") / "store.db", None)


@pytest.fixture(scope="session")
def by_meaning(tmp_path_factory: pytest.TempPathFactory, packs: PackStore) -> PreparedStore:
    return prepare(ROOT / "demo", tmp_path_factory.mktemp("meaning") / "store.db", E5(packs.path("e5-small")))


def _wrong(scripts: list[Script], store: PreparedStore, brain: str) -> Iterator[str]:
    for script in scripts:
        if found := failures(play(script, store, brain)):
            yield "\n  ".join([script.id, *found])


@pytest.mark.parametrize("brain", BRAINS)
def test_the_runner_itself(words_only: PreparedStore, brain: str) -> None:
    assert not list(_wrong(read(Path(__file__).with_name("smoke.yaml")), words_only, brain))


@pytest.mark.models
@pytest.mark.parametrize("brain", BRAINS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(DATA)))
def test_conversations(by_meaning: PreparedStore, file: Path, brain: str) -> None:
    scripts = read(file)
    known = STILL_WRONG[brain]
    wrong = list(_wrong([script for script in scripts if script.id not in known], by_meaning, brain))
    assert not wrong, "\n".join(wrong)
