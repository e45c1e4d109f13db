"""`sahayak log`: the end of the agent's log, for someone who looks after the kiosk."""

from __future__ import annotations

from typing import Annotated

import typer


def log(
    lines: Annotated[int, typer.Option(min=1, help="How many lines of it.")] = 60,
    path: Annotated[bool, typer.Option("--path", help="Only tell where the file is.")] = False,
) -> None:
    """Show what the kiosk has heard, done and said lately."""
    from engine.settings import logs

    file = logs() / "agent_log.md"
    if path:
        typer.echo(file)
    elif not file.exists():
        typer.echo(f"There is no log yet: {file}", err=True)
    else:
        typer.echo("\n".join(file.read_text(encoding="utf-8").splitlines()[-lines:]))
