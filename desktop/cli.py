"""The command `sahayak`. Each subcommand imports what it needs when it runs, so that the quick ones are quick."""

from __future__ import annotations

import os
import sys

import typer

from desktop.commands import ask, bench, catalog, doctor, log, models, run

app = typer.Typer(
    name="sahayak",
    help="A voice kiosk for Indian shops: ask in Hindi, Bengali, Marathi or English, and be answered aloud.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run.run)
app.command("ask")(ask.ask)
app.add_typer(catalog.app, name="catalog")
app.add_typer(models.app, name="models")
app.command("doctor")(doctor.doctor)
app.command("bench")(bench.bench)
app.command("log")(log.log)


def main() -> None:
    """Run a command. A problem that a person can solve is told in two lines, with the exit code that fits it."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as failed:
        message = getattr(failed, "message", None)
        if message is None:  # a bug: the trace is what helps
            raise
        hint = getattr(failed, "hint", "")
        sys.stderr.write(f"error: {message}\n" + (f"  {hint}\n" if hint else ""))
        sys.exit(getattr(failed, "exit_code", 1))


if __name__ == "__main__":
    main()
