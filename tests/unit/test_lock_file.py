"""`requirements.lock`: everything pinned and hashed, for any index that a machine uses."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def plain(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def lock() -> str:
    return (_ROOT / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def requirements(lock: str) -> list[str]:
    """Each package with its hashes, on one line."""
    return [line for line in lock.replace("\\\n", " ").splitlines() if line.strip()]


def test_it_names_no_host(lock):
    assert re.findall(r"://|@|--(?!hash=)\S*|^\s*-\w.*|#.*", lock, re.MULTILINE) == []


def test_every_package_is_pinned_and_hashed(requirements):
    pinned = re.compile(rf"{_NAME.pattern}==[0-9][^\s;]*( ; [^-]+?)?(\s+--hash=sha256:[0-9a-f]{{64}})+\s*")
    assert len(requirements) > 50
    assert [line.split()[0] for line in requirements if not pinned.fullmatch(line)] == []


def test_every_dependency_is_in_it(requirements):
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    locked = {plain(line.partition("==")[0]) for line in requirements}
    names = {plain(found.group()) for line in wanted if (found := _NAME.match(line))}
    assert len(names) == len(wanted)
    assert names - locked == set()
