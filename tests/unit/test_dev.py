"""The set-up, `dev.py`: what it finds missing, what it types, and how it ends. Nothing is installed here."""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

_ROOT = Path(__file__).parents[2]
_GATES = ["ruff", "ruff format", "mypy", "import contract", "qmllint", "pytest"]


class Machine:
    """A Debian machine on which all is there, and a project with an empty environment.

    Attributes:
        libraries, programs: what it has.
        typed: every command so far, but `ldconfig`.
        fails: decides which exit code a command has.
    """

    def __init__(self, dev: ModuleType, root: Path) -> None:
        self.dev = dev
        self.root = root
        self.libraries = set(dev.RUN_LIBRARIES)
        self.programs = {"apt-get", *dev.RUN_PROGRAMS, *dev.TEST_PROGRAMS}
        self.typed: list[list[str]] = []
        self.fails: Callable[[list[str]], int] = lambda command: 0

    def run(self, command: list[Any], check: bool, **options: Any) -> subprocess.CompletedProcess[str]:
        words = [str(word) for word in command]
        if "ldconfig" in words[0]:
            listed = "".join(f"\t{name} (libc6,x86-64) => /usr/lib/{name}\n" for name in sorted(self.libraries))
            return subprocess.CompletedProcess(words, 0, listed, "")
        self.typed.append(words)
        code = self.fails(words)
        if words[1:3] == ["-m", "venv"] and not code:
            python = self.dev.venv_python()
            python.parent.mkdir(parents=True)
            python.touch()
        if words[0].startswith(str(self.root)):
            assert options["cwd"] == self.root
        if code and check:
            raise subprocess.CalledProcessError(code, words)
        return subprocess.CompletedProcess(words, code, "", "")

    def main(self, *arguments: str) -> int:
        """Run dev.py; only what is typed this time is in `typed`."""
        self.typed.clear()
        code = self.dev.main(list(arguments))
        assert isinstance(code, int)
        return code

    def started(self) -> list[str]:
        """What the project's own Python was asked to do."""
        return [" ".join(words[1:]) for words in self.typed if words[0] == str(self.dev.venv_python())]


@pytest.fixture
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", _ROOT / "dev.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def machine(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    root = tmp_path / "project"
    (root / "desktop" / "qml").mkdir(parents=True)
    (root / "desktop" / "qml" / "Main.qml").touch()
    (root / "requirements.lock").write_text("a==1\n")
    (root / "pyproject.toml").write_text("[project]\n")
    machine = Machine(dev, root)
    venv = root / ".venv"
    for name, value in (
        ("ROOT", root),
        ("VENV", venv),
        ("LOCK", root / "requirements.lock"),
        ("STAMP", venv / "installed.sha256"),
    ):
        monkeypatch.setattr(dev, name, value)
    monkeypatch.setattr(subprocess, "run", machine.run)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(shutil, "which", lambda name, path=None: name if name in machine.programs else None)
    return machine


def test_it_needs_nothing_but_python():
    tree = ast.parse((_ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 7))  # old ones can read it
    names = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["dance"], 2), (["--help"], 0), (["-h"], 0)])
def test_without_a_command_that_it_knows_there_is_the_usage(machine, capsys, arguments, code):
    assert machine.main(*arguments) == code
    assert "python3 dev.py test" in capsys.readouterr().out
    assert machine.typed == []


@pytest.mark.parametrize(
    ("version", "taken"), [((3, 10, 14), False), ((3, 11, 0), True), ((3, 13, 9), True), ((3, 14, 0), False)]
)
def test_a_python_without_wheels_is_refused_before_anything_is_done(machine, capsys, monkeypatch, version, taken):
    found = type("Version", (tuple,), {"major": version[0], "minor": version[1]})(version)
    monkeypatch.setattr(machine.dev, "sys", SimpleNamespace(**{**vars(sys), "version_info": found}))
    assert machine.main("run") == (0 if taken else 1)
    assert bool(machine.typed) == taken
    if not taken:
        told = capsys.readouterr().err
        assert f"Python 3.11 to 3.13 is needed, this is {'.'.join(map(str, version))}" in told
        assert "python3.11 dev.py run" in told


def test_without_root_the_exact_command_is_said_and_nothing_is_done(machine, capsys):
    machine.libraries -= {"libEGL.so.1", "libportaudio.so.2"}
    machine.programs -= {"npm", "pactl"}
    assert machine.main("run") == 1
    assert capsys.readouterr().err == (
        "dev.py: system libraries are missing. Type:\n"
        "  sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends libegl1 libportaudio2 npm'\n"
    )
    assert machine.typed == []


def test_the_tests_need_a_sound_server_too(machine, capsys):
    machine.programs -= {"pactl"}
    assert machine.main("test") == 1
    assert "--no-install-recommends pulseaudio-utils'" in capsys.readouterr().err
    assert machine.main("run") == 0


def test_as_root_exactly_what_is_missing_is_installed_first(machine, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    machine.libraries -= {"libEGL.so.1"}
    assert machine.main("run") == 0
    assert machine.typed[:2] == [
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-y", "--no-install-recommends", "libegl1"],
    ]


@pytest.mark.parametrize("step", ["update", "install"])
def test_an_apt_get_that_fails_ends_the_set_up_with_what_to_type(machine, monkeypatch, capsys, step):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    machine.libraries -= {"libEGL.so.1"}
    machine.fails = lambda command: 100 if command[:2] == ["apt-get", step] else 0
    assert machine.main("run") == 1
    assert "apt-get update && apt-get install -y --no-install-recommends libegl1" in capsys.readouterr().err
    assert machine.started() == []


def test_without_apt_get_the_packages_are_named(machine, capsys):
    machine.programs -= {"apt-get"}
    machine.libraries -= {"libEGL.so.1", "libGL.so.1"}
    assert machine.main("run") == 1
    assert "libegl1 libgl1" in capsys.readouterr().err


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_bring_their_libraries(machine, monkeypatch, platform):
    monkeypatch.setattr(sys, "platform", platform)
    machine.libraries.clear()
    machine.programs.clear()
    machine.dev.ensure_system_packages(for_tests=True)
    assert machine.typed == []


def test_the_first_start_makes_the_environment_from_the_hashes_and_the_second_installs_nothing(machine):
    assert machine.main("run") == 0
    assert machine.typed[0] == [sys.executable, "-m", "venv", "--clear", str(machine.root / ".venv")]
    locked, own, models, run = machine.started()
    assert "--require-hashes --only-binary=:all: -r" in locked
    assert locked.endswith("requirements.lock")
    assert "--no-deps" in own
    assert own.endswith("--editable .")
    assert machine.main("run") == 0
    assert machine.started() == [models, run]
    assert len(machine.typed) == 2


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml", ".venv/installed.sha256"])
def test_other_dependencies_than_the_installed_ones_are_installed(machine, name):
    machine.main("run")
    (machine.root / name).write_text("b==2")
    machine.fails = lambda command: 1 if "venv" in command else 0
    assert machine.main("run") == 1, "the environment is made anew"


def test_an_environment_without_its_python_is_made_anew(machine):
    machine.main("run")
    shutil.rmtree(machine.dev.venv_python().parent)
    assert machine.main("run") == 0
    assert "--require-hashes" in machine.started()[0]


def test_an_installation_that_failed_is_tried_again(machine):
    machine.fails = lambda command: 3 if "--require-hashes" in command else 0
    with pytest.raises(SystemExit) as ended:
        machine.main("run")
    assert ended.value.code == 3
    assert not (machine.root / ".venv" / "installed.sha256").exists()
    shutil.rmtree(machine.root / ".venv")
    machine.fails = lambda command: 0
    assert machine.main("run") == 0
    assert "--require-hashes" in machine.started()[0]


def test_an_environment_that_cannot_be_made_is_said(machine, capsys):
    machine.fails = lambda command: 1 if "venv" in command else 0
    assert machine.main("run") == 1
    assert "-m venv" in capsys.readouterr().err


def test_run_makes_sure_of_the_models_and_passes_its_arguments_on(machine):
    machine.main("run")
    assert machine.main("run", "--brain", "offline", "--demo") == 0
    assert machine.started() == [
        "-m desktop.cli models install --only-missing",
        "-m desktop.cli run --brain offline --demo",
    ]


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_the_help_of_run_is_passed_on_and_installs_no_models(machine, flag):
    machine.main("run")
    assert machine.main("run", flag) == 0
    assert machine.started() == [f"-m desktop.cli run {flag}"]


def test_run_ends_as_the_kiosk_does(machine):
    machine.fails = lambda command: 7 if command[1:4] == ["-m", "desktop.cli", "run"] else 0
    assert machine.main("run") == 7


def test_models_that_cannot_be_installed_end_it(machine):
    machine.fails = lambda command: 5 if "models" in command else 0
    with pytest.raises(SystemExit) as ended:
        machine.main("run")
    assert ended.value.code == 5
    assert "run" not in machine.typed[-1]


def test_an_interrupt_is_130(machine):
    def interrupted(command: list[str]) -> int:
        raise KeyboardInterrupt

    machine.fails = interrupted
    assert machine.main("run") == 130


def _gate(command: str) -> str:
    """Which gate a command is."""
    known = ("import contract", "lint_imports"), ("ruff format", "ruff format"), ("ruff", "ruff check")
    more = ("mypy", "-m mypy"), ("qmllint", "qmllint"), ("pytest", "-m pytest")
    return next((name for name, words in known + more if words in command), command)


def test_all_gates_run_and_the_tests_take_the_arguments(machine, capsys):
    machine.main("run")
    assert machine.main("test", "-x", "tests/unit") == 0
    models, *gates = machine.started()
    assert "models install --only-missing" in models
    assert [_gate(command) for command in gates] == _GATES
    assert gates[-1] == "-m pytest -x tests/unit"
    assert gates[-2].endswith(str(Path("desktop", "qml", "Main.qml")))
    assert capsys.readouterr().err.endswith("all gates passed\n")


@pytest.mark.parametrize("failing", [*([name] for name in _GATES), _GATES, ["ruff", "qmllint"]], ids=", ".join)
def test_a_gate_that_fails_ends_it_with_1_after_all_have_run(machine, capsys, failing):
    machine.main("run")
    machine.fails = lambda command: 4 if _gate(" ".join(command[1:])) in failing else 0
    assert machine.main("test") == 1
    assert [_gate(command) for command in machine.started()[1:]] == _GATES
    assert capsys.readouterr().err.endswith(f"dev.py: failed: {', '.join(failing)}\n")
