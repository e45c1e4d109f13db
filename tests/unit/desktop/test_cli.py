"""The program `sahayak`: how a command ends, well or not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.errors import CatalogError
from desktop import cli
from engine.errors import BadInput, KnownProblem

_ROOT = Path(__file__).parents[3]
_COMMANDS = ["run", "ask", "catalog", "models", "doctor", "bench", "log"]


class Like(Exception):
    """A problem of a package that knows nothing of the others: only its attributes count."""

    def __init__(self, **attributes: object) -> None:
        super().__init__("unused")
        for name, value in attributes.items():
            setattr(self, name, value)


@pytest.fixture
def sahayak(monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    """Run the program and return its exit code."""

    def run(*arguments: str) -> object:
        monkeypatch.setattr(sys, "argv", ["sahayak", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code

    return run


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Make `sahayak log` fail."""

    def fail(error: BaseException) -> None:
        def raises() -> None:
            raise error

        monkeypatch.setattr("engine.settings.logs", raises)

    return fail


def test_a_command_that_is_done_ends_with_0(sahayak, capsys, tmp_path):
    assert sahayak("log", "--path") in (0, None)
    assert capsys.readouterr().out == f"{tmp_path / 'home' / 'logs' / 'agent_log.md'}\n"


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_the_help_names_every_command(sahayak, capsys, flag):
    assert sahayak(flag) == 0
    words = capsys.readouterr().out.split()
    assert [name for name in _COMMANDS if name not in words] == []


def test_without_a_command_there_is_the_help(sahayak, capsys):
    sahayak()
    captured = capsys.readouterr()
    assert "doctor" in captured.out + captured.err


@pytest.mark.parametrize("arguments", [["dance"], ["models", "dance"], ["log", "--dance"], ["log", "extra"]])
def test_what_it_does_not_know_is_named(sahayak, capsys, arguments):
    assert sahayak(*arguments) == 2
    captured = capsys.readouterr()
    assert arguments[-1] in captured.err
    assert captured.out == ""
    assert "Traceback" not in captured.err


@pytest.mark.parametrize(
    ("problem", "code", "told"),
    [
        (KnownProblem("the disk is full", "free some space"), 1, "error: the disk is full\n  free some space\n"),
        (BadInput("no such thing"), 2, "error: no such thing\n"),
        (CatalogError("no store", "import one", exit_code=2), 2, "error: no store\n  import one\n"),
        (Like(message="gone", hint="wait", exit_code=7), 7, "error: gone\n  wait\n"),
        (Like(message="gone"), 1, "error: gone\n"),
        (Like(message="हिन्दी"), 1, "error: हिन्दी\n"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_problem_that_a_person_can_solve_is_told_in_two_lines(sahayak, failing, capsys, problem, code, told):
    failing(problem)
    assert sahayak("log") == code
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", told)


def test_a_bug_keeps_its_trace(failing, monkeypatch):
    bug = ZeroDivisionError("division by zero")
    failing(bug)
    monkeypatch.setattr(sys, "argv", ["sahayak", "log"])
    with pytest.raises(ZeroDivisionError) as raised:
        cli.main()
    assert raised.value is bug


def test_a_bug_is_printed_with_its_trace(tmp_path):
    code = "import engine.settings as s, desktop.cli as c; s.logs = lambda: 1 / 0; c.main()"
    ended = subprocess.run([sys.executable, "-c", code, "log"], capture_output=True, text=True, cwd=_ROOT, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("Traceback")
    assert ended.stderr.rstrip().endswith("ZeroDivisionError: division by zero")


def test_an_interrupt_is_130_and_no_trace(sahayak, failing, capsys):
    failing(KeyboardInterrupt())
    assert sahayak("log") == 130
    assert "Traceback" not in capsys.readouterr().err


def test_an_interrupt_before_any_command_is_130(sahayak, monkeypatch):
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "app", interrupted)
    assert sahayak() == 130


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break differently")
@pytest.mark.parametrize("command", ["log", "raising"])
def test_a_reader_that_goes_away_costs_no_trace(command, tmp_path):
    folder = tmp_path / "home" / "logs"
    folder.mkdir(parents=True)
    (folder / "agent_log.md").write_text("line\n" * 50_000)
    setup = "import sys, desktop.cli as c; "
    if command == "raising":
        setup += "c.app = lambda: (sys.stdout.write('x'), (_ for _ in ()).throw(BrokenPipeError()))\n"
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    reads, writes = os.pipe()
    os.close(reads)
    with open(writes, "wb") as broken:  # noqa: PTH123  # a descriptor has no path
        ended = subprocess.run(
            [sys.executable, "-c", f"{setup}\nc.main()", "log", "--lines", "50000"],
            stdout=broken,
            stderr=subprocess.PIPE,
            text=True,
            cwd=_ROOT,
            env=buffered,
            check=False,
            timeout=60,
        )
    assert (ended.returncode, ended.stderr) == (1, "")
