"""`sahayak models`: what model packs there are, installing them, checking that they are whole, and teaching them."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from models import receipt, registry
from models.errors import PackError
from models.verify import State, intact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from models.finetune.e5.train import Told, Training
    from models.install import Progress
    from models.registry import Pack

# What is imported inside functions is slow, and `install --only-missing` runs at every start of the kiosk.

app = typer.Typer(help="Model packs: list, install, verify.", no_args_is_help=True)

Names = Annotated[list[str] | None, typer.Argument(metavar="[NAMES]...", help="Packs; without names the default ones.")]
OnlyMissing = Annotated[bool, typer.Option(help="Leave alone what looks installed; say nothing if all does.")]
From = Annotated[
    Path | None,
    typer.Option("--from", metavar="DIR", exists=True, file_okay=False, help="Take files from this folder first."),
]
Work = Annotated[Path | None, typer.Option("--work", metavar="DIR", help="Where downloads and checkpoints are kept.")]
Steps = Annotated[int | None, typer.Option(min=1, help="Batches to learn from; the recipe's own number by default.")]
Tunable = Annotated[str, typer.Argument(metavar="NAME", help="The pack: e5-small.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON array instead of a table.")]


@app.command("list")
def list_packs(as_json: AsJson = False) -> None:
    """Show every pack, and whether it is installed."""
    root = _root()
    rows = [_row(pack, root) for pack in registry.load()]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    from rich import print as show
    from rich.table import Column, Table

    columns = [Column(title, no_wrap=True) for title in ("pack", "kind", "licence", "size", "state")]
    columns += [Column(title, overflow="fold") for title in ("languages", "served by")]
    table = Table(*columns, box=None, pad_edge=False)
    for row in rows:
        size, languages = _megabytes(row["size"]), " ".join(row["languages"]) or "any"
        served_by = ", ".join(row["served_by"])
        table.add_row(row["pack"], row["kind"], row["licence"], size, row["state"], languages, served_by)
    show(table)


@app.command()
def install(names: Names = None, only_missing: OnlyMissing = False, folder: From = None) -> None:
    """Install packs, and repair those that are damaged."""
    root = _root()
    packs = registry.load().select(names or ())
    if only_missing:
        packs = tuple(pack for pack in packs if not intact(pack, root))
    outcomes = [_install(pack, root, folder) for pack in packs]  # a pack that fails keeps no other from its turn
    if not all(outcomes):
        raise typer.Exit(PackError.exit_code)


@app.command()
def verify(names: Names = None) -> None:
    """Hash every file of the packs, and name what is missing or damaged."""
    from models.verify import verify as examine

    verdicts = [examine(pack, _root()) for pack in registry.load().select(names or ())]
    for verdict in verdicts:
        typer.echo(f"{verdict.pack}: {verdict.state}")
        for damage in verdict.damages:
            typer.echo(f"  {damage.file}: expected {damage.expected}, found {damage.found}")
    if spoilt := [verdict.pack for verdict in verdicts if verdict.state is not State.OK]:
        typer.echo(f"type: sahayak models install {' '.join(spoilt)}")
        raise typer.Exit(PackError.exit_code)


@app.command()
def finetune(name: Tunable, work: Work = None, steps: Steps = None) -> None:
    """Teach a model the shop's words, and write what it has learnt beside its conversion; interrupted, it goes on."""
    if name != "e5-small":
        raise typer.BadParameter(f"{name} cannot be fine-tuned; e5-small can")
    try:
        from models.finetune.e5.train import Recipe, Training
    except ModuleNotFoundError as missing:
        raise PackError(
            f"fine-tuning needs the Python package {missing.name}", "pip install 'torch>=2.6' and try again"
        ) from missing
    from models.convert.e5 import ADAPTER
    from models.install import obtain_raw

    pack = registry.load()[name]
    folder = work or _root() / ".finetune" / name
    with _progress_bar(pack) as on_progress:
        obtain_raw(pack, _root(), folder / "raw", on_progress=on_progress)
    training = Training(folder / "raw", folder, Recipe(steps=steps) if steps else Recipe())
    with _step_bar(name, training) as on_step:
        training.run(on_step)
    told = training.write(ADAPTER, ADAPTER.with_suffix(".json"))
    for when, shares in told["held out"].items():
        typer.echo(f"{when}: " + ", ".join(f"{kind} {share['first five']:.2f}" for kind, share in shares.items()))
    typer.echo(f"{ADAPTER.name}: {_megabytes(ADAPTER.stat().st_size)}")
    _state_files(folder)


@app.command()
def train(
    name: Annotated[str, typer.Argument(help="The recipe; there is one: indic-mini.")],
    work: Annotated[Path, typer.Option("--work", help="Where everything is kept; the same folder goes on.")],
    small: Annotated[bool, typer.Option(help="Ten minutes of speech: to see that the recipe works.")] = False,
    catalogues: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="gettext catalogues for general texts.")
    ] = None,
    lists: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="<language>/*.txt, a word or a paragraph a line."),
    ] = None,
    start: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="An earlier model.onnx, to train on.")
    ] = None,
    minutes: Annotated[float | None, typer.Option(help="Processor time for the training.")] = None,
) -> None:
    """Train a model of our own from texts and voices that packages carry (needs the extra `train`)."""
    from dataclasses import replace

    from models.store import PackStore
    from models.train import recipe

    if name != "indic-mini":
        raise typer.BadParameter(f"there is no recipe for {name!r}; there is one for indic-mini")
    sizes = recipe.SMALL if small else recipe.FULL
    try:
        sizes = replace(sizes, training=minutes or sizes.training)
        pack = recipe.run(work, PackStore(_root()), sizes, recipe.Sources(catalogues, lists, start), typer.echo)
    except PackError as error:
        typer.echo(f"error: {error.message}\n  {error.hint}", err=True)
        raise typer.Exit(PackError.exit_code) from error
    typer.echo(f"the pack is in {pack}: copy it to models/bundled and write its hashes into models/packs.toml")


def _root() -> Path:
    from engine.settings import home

    return home() / "models"


def _row(pack: Pack, root: Path) -> dict[str, Any]:
    bill = receipt.read(root / pack.name)
    damaged = "damaged" if (root / pack.name).exists() else "missing"
    return {
        "pack": pack.name,
        "kind": pack.kind,
        "version": pack.version,
        "languages": pack.languages,
        "licence": pack.licence,
        "size": pack.size,
        "description": pack.description,
        "default": pack.default,
        "state": "installed" if intact(pack, root) else damaged,
        "served_by": bill.origins if bill else (),
    }


def _install(pack: Pack, root: Path, folder: Path | None) -> bool:
    """Install one pack and say how it went."""
    from models.install import install as put

    before = receipt.read(root / pack.name)
    try:
        with _progress_bar(pack) as on_progress:
            bill = put(pack, root, folder=folder, on_progress=on_progress)
    except PackError as error:
        typer.echo("\n  ".join([f"error: {error.message}", *error.hint.splitlines()]), err=True)
        return False
    if bill == before:
        typer.echo(f"{pack.name}: already installed")
    else:
        typer.echo(f"{pack.name}: installed, {_megabytes(pack.size)} ({', '.join(bill.origins)})")
    return True


def _state_files(folder: Path) -> None:
    """Convert with what has been learnt, and tell what packs.toml is to say of the files."""
    import hashlib

    from models.convert.e5 import ADAPTER, convert

    made = folder / "pack"
    made.mkdir(exist_ok=True)
    convert(folder / "raw", made, ADAPTER)
    typer.echo("models/packs.toml is to say:")
    for path in sorted(made.iterdir()):
        typer.echo(f"  {path.name}: size {path.stat().st_size}, sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}")


@contextmanager
def _step_bar(name: str, training: Training) -> Iterator[Callable[[Told], None]]:
    """A bar of the steps with the losses, on standard error."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn(f"{name}: {{task.description}}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("learning", total=training.steps, completed=training.step)

        def on_step(told: Told) -> None:
            losses = f"contrast {told.contrast:.3f}, moved {told.kept:.4f}"
            bar.update(task, completed=told.step, description=losses)

        yield on_step


@contextmanager
def _progress_bar(pack: Pack) -> Iterator[Callable[[Progress], None]]:
    """A bar with the rate for each file that is fetched, on standard error; it vanishes at the end."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TransferSpeedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn(f"{pack.name}: {{task.description}}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    console = Console(stderr=True)
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks = {}

        def on_progress(progress: Progress) -> None:
            if progress.file not in tasks:
                tasks[progress.file] = bar.add_task(progress.file, total=progress.total_bytes)
            bar.update(tasks[progress.file], completed=progress.done_bytes)

        yield on_progress


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
