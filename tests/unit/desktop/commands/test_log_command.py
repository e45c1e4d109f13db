"""`sahayak log`: the end of the agent's log."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from desktop.cli import app


def log(*arguments: str):
    return CliRunner().invoke(app, ["log", *arguments])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "home" / "logs"
    folder.mkdir(parents=True)
    path = folder / "agent_log.md"
    path.write_text("\n".join(f"line {number} पंखा" for number in range(1, 101)) + "\n", encoding="utf-8")
    return path


def test_the_last_lines_are_shown(file):
    shown = log().stdout.splitlines()
    assert shown == [f"line {number} पंखा" for number in range(41, 101)]


def test_as_many_as_are_wanted(file):
    assert log("--lines", "2").stdout.splitlines() == ["line 99 पंखा", "line 100 पंखा"]


def test_all_of_a_short_log(file):
    assert len(log("--lines", "1000").stdout.splitlines()) == 100


@pytest.mark.parametrize("number", ["0", "-3", "many"])
def test_a_number_that_is_none_is_refused(file, number):
    refused = log("--lines", number)
    assert refused.exit_code == 2
    assert "--lines" in refused.stderr
    assert refused.stdout == ""


def test_where_it_is(tmp_path):
    told = log("--path")
    assert told.stdout == f"{tmp_path / 'home' / 'logs' / 'agent_log.md'}\n"


def test_no_log_is_said_and_nothing_is_printed(tmp_path):
    told = log()
    assert told.exit_code == 0
    assert told.stdout == ""
    assert str(tmp_path / "home" / "logs" / "agent_log.md") in told.stderr
    assert not (tmp_path / "home").exists(), "looking makes nothing"
