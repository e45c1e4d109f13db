"""`sahayak bench`: which measurements run, and how they are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from desktop.cli import app
from desktop.commands.bench import _FOLDER as _SHIPPED


def bench(*arguments: str):
    return CliRunner().invoke(app, ["bench", *arguments], terminal_width=200)


@pytest.fixture(autouse=True)
def measurements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two quick measurements, which note that they ran."""
    folder = tmp_path / "benchmarks"
    folder.mkdir()
    for name, value in (("apples", 3), ("pears", "4 ms")):
        (folder / f"bench_{name}.py").write_text(
            f"from pathlib import Path\n\n\ndef measure():\n    Path(__file__).with_suffix('.ran').touch()\n"
            f"    return {{'how many {name}': {value!r}}}\n"
        )
    (folder / "helper.py").write_text("raise RuntimeError('this is no measurement')\n")
    monkeypatch.setattr("desktop.commands.bench._FOLDER", folder)
    monkeypatch.setattr("engine.telemetry.logs.configure", lambda folder: None)
    return folder


def ran(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.ran")}


def test_all_of_them_run_by_default(measurements):
    told = bench()
    assert told.exit_code == 0
    assert [line.split() for line in told.stdout.splitlines()] == [
        ["apples"],
        ["how", "many", "apples", "3"],
        ["pears"],
        ["how", "many", "pears", "4", "ms"],
    ]


def test_only_the_named_ones_run(measurements):
    assert "apples" not in bench("pears").stdout
    assert ran(measurements) == {"bench_pears"}


def test_a_name_stands_for_those_that_go_into_more_detail(measurements):
    (measurements / "bench_apples.py").rename(measurements / "bench_pears_red.py")
    assert [*json.loads(bench("--json", "pears").stdout)] == ["pears", "pears_red"]
    assert [*json.loads(bench("--json", "pears_red", "pears").stdout)] == ["pears_red", "pears"]
    assert bench("pear").exit_code == 2


def test_as_json_there_is_one_object_and_nothing_else(measurements):
    told = bench("--json", "pears", "apples")
    assert json.loads(told.stdout) == {"pears": {"how many pears": "4 ms"}, "apples": {"how many apples": 3}}
    assert len(told.stdout.splitlines()) == 1


def test_an_unknown_measurement_is_refused_with_the_known_ones_before_any_runs(measurements):
    told = bench("apples", "plums")
    assert told.exit_code == 2
    words = " ".join(told.stderr.replace("│", " ").split())
    assert "there is no measurement 'plums'; choose from: apples, pears" in words
    assert told.stdout == ""
    assert ran(measurements) == set()


def test_without_a_source_checkout_it_says_so(measurements, monkeypatch):
    monkeypatch.setattr("desktop.commands.bench._FOLDER", measurements / "nowhere")
    told = bench()
    assert told.exit_code == 2
    assert "source checkout" in " ".join(told.stderr.replace("│", " ").split())


def test_the_shipped_measurements_are_found():
    shipped = {path.stem.removeprefix("bench_") for path in _SHIPPED.glob("bench_*.py")}
    assert shipped >= {"conversations", "groq", "recognition", "search", "search_speed", "start", "turn"}


def test_recorded_speech_is_given_to_the_measurement_that_wants_it(measurements, tmp_path):
    (measurements / "bench_speech.py").write_text("def measure(data=None):\n    return {'heard in': str(data)}\n")
    told = bench("speech", "apples", "--data", str(tmp_path), "--json")
    assert told.exit_code == 0, told.output
    assert json.loads(told.output) == {"speech": {"heard in": str(tmp_path)}, "apples": {"how many apples": 3}}
