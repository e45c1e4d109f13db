"""What all tests share: a kiosk's home of their own, and the installed model packs where a test needs them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine import settings
from models.registry import load
from models.store import PackStore

_REAL_HOME = settings.home()


def _missing_packs() -> list[str]:
    store = PackStore(_REAL_HOME / "models")
    return [pack.name for pack in load() if pack.default and not store.is_installed(pack.name)]


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees or changes the developer's own kiosk."""
    monkeypatch.setenv("SAHAYAK_HOME", str(tmp_path / "home"))
    for name in ("GROQ_API_KEY", "GROQ_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def packs() -> PackStore:
    """The installed model packs; a test that asks for them is skipped where they are not."""
    if missing := _missing_packs():
        pytest.skip(f"model packs are not installed: {', '.join(missing)}")
    return PackStore(_REAL_HOME / "models")


@pytest.fixture(scope="session")
def real_home(packs: PackStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kiosk's home with the installed packs, shared by the tests of the whole program; what it learns is kept."""
    home = tmp_path_factory.mktemp("kiosk")
    (home / "models").symlink_to(_REAL_HOME / "models", target_is_directory=True)
    learned = _REAL_HOME / "cache" / "phrase-priors.json"
    if learned.exists():
        (home / "cache").mkdir()
        shutil.copy(learned, home / "cache")
    return home
