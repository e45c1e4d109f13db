"""`sahayak bench`: measurements on this machine. They live in tests/benchmarks of a source checkout."""

from __future__ import annotations

import importlib.util
import inspect
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

_FOLDER = Path(__file__).resolve().parents[2] / "tests" / "benchmarks"


def bench(
    names: Annotated[list[str] | None, typer.Argument(help="Which measurements; all of them by default.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    data: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="Human speech with a manifest.jsonl: recognition.")
    ] = None,
) -> None:
    """Measure the kiosk on this machine."""
    known = {path.stem.removeprefix("bench_"): path for path in sorted(_FOLDER.glob("bench_*.py"))}
    if not known:
        raise typer.BadParameter("measurements are part of a source checkout, and this is none")
    for name in names or ():
        if not _meant(name, known):
            raise typer.BadParameter(f"there is no measurement {name!r}; choose from: {', '.join(known)}")
    from engine.settings import logs
    from engine.telemetry.logs import configure

    configure(logs())
    results: dict[str, dict[str, Any]] = {}
    sys.path.insert(0, str(_FOLDER.parents[1]))  # where measurements find what they share
    for chosen in dict.fromkeys(one for name in names or known for one in _meant(name, known)):
        results[chosen] = _measure(known[chosen], data)
        if not as_json:
            typer.echo(f"{chosen}")
            for what, value in results[chosen].items():
                typer.echo(f"  {what:<42} {value}")
    if as_json:
        typer.echo(json.dumps(results))


def _meant(name: str, known: Iterable[str]) -> list[str]:
    """The measurement of a name and those that go into more detail: search, search_speed, search_import."""
    return [one for one in known if one == name or one.startswith(f"{name}_")]


def _measure(path: Path, data: Path | None) -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise typer.BadParameter(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # where dataclasses look for the names in their annotations
    spec.loader.exec_module(module)
    wants_data = "data" in inspect.signature(module.measure).parameters
    return dict(module.measure(data) if wants_data else module.measure())
