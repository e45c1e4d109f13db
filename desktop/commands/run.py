"""`sahayak run`: the kiosk. Without a microphone a demo customer speaks; without a screen it shows itself in files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop.commands.choices import Brain, LanguageChoice


def run(
    language: Annotated[LanguageChoice, typer.Option(help="Language to begin in.")] = LanguageChoice.auto,
    brain: Annotated[Brain, typer.Option(help="Who answers.")] = Brain.auto,
    db: Annotated[Path | None, typer.Option(help="The store's database.")] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Let the demo customer speak, microphone or not.")] = False,
    windowed: Annotated[bool, typer.Option("--windowed", help="In a window instead of full screen.")] = False,
    output: Annotated[Path, typer.Option(help="Where a run without a screen leaves pictures, sound and words.")] = Path(
        "demo-output"
    ),
) -> None:
    """Start the kiosk."""
    from desktop.app import run_kiosk
    from desktop.options import Options
    from engine.settings import load, logs
    from engine.telemetry.logs import configure

    configure(logs())
    chosen = {"language": None if language is LanguageChoice.auto else str(language.value)}
    if brain is not Brain.auto:
        chosen["brain"] = str(brain.value)
    raise typer.Exit(run_kiosk(load(**chosen), Options(db, demo, windowed, output)))
