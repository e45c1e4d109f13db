"""`sahayak catalog`: import and export the store's data, search it, and count what is there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desktop.commands.choices import ImportMode

if TYPE_CHECKING:
    from rich.progress import TaskID

    from catalog.records import Hit
    from catalog.search.embedding import Embedder
    from catalog.store import Catalog
    from catalog.store_files import Existing

app = typer.Typer(help="The store's data: import it, export it, search it, count it.", no_args_is_help=True)

DatabaseOption = Annotated[
    Path | None, typer.Option("--db", help="Database file; by default sahayak.db in Sahayak's own folder.")
]


@app.command("import")
def import_(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder with products.json or products.csv and the other files.")
    ],
    mode: Annotated[
        ImportMode, typer.Option("--mode", help="upsert changes and adds records, and removes none.")
    ] = ImportMode.REPLACE,
    db: DatabaseOption = None,
) -> None:
    """Replace the store's data by a folder's, or add it: all of it, or nothing if a record is wrong."""
    from catalog.importer import import_store
    from catalog.store_files import read_store

    upsert = mode is ImportMode.UPSERT
    with _progress() as told:
        data = read_store(directory, _existing(db) if upsert else None, told)  # before a database is made for it
        with _open(db, create=True) as catalog:
            report = import_store(catalog, data, told, upsert=upsert)
    _embed(db)
    for note in report.notes:
        typer.echo(f"note: {note}", err=True)
    typer.echo(
        f"Imported {report.products} products, {report.faqs} FAQs, {report.orders} orders"
        f" and {report.policies} policies."
    )


@app.command()
def export(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="New or empty folder.")],
    as_csv: Annotated[bool, typer.Option("--csv", help="Tables for a spreadsheet instead of JSON.")] = False,
    db: DatabaseOption = None,
) -> None:
    """Write the store's data and its pictures to a folder, from which it can be imported again."""
    from catalog.exporter import export_store

    with _open(db, create=False) as catalog:
        report = export_store(catalog, directory, as_csv=as_csv)
    for note in report.notes:
        typer.echo(f"note: {note}", err=True)
    typer.echo(
        f"Exported {report.products} products, {report.faqs} FAQs, {report.orders} orders"
        f" and {report.policies} policies to {directory}."
    )


@app.command()
def reindex(db: DatabaseOption = None) -> None:
    """Build the search's indices anew; vectors of unchanged products are kept."""
    from catalog.search import indexing

    with _progress() as told, _open(db, create=False) as catalog, catalog.database.writing():
        indexing.rebuild(catalog.database, partial(told, "words"))
    made = _embed(db)
    typer.echo("The indices are built." if made else "The indices of words are built; meaning needs the pack e5-small.")


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What a customer might ask for, in any of the four languages.")],
    category: Annotated[str | None, typer.Option("--category", help="Only products of this category.")] = None,
    price_min: Annotated[float | None, typer.Option("--min", help="Lowest price in rupees.")] = None,
    price_max: Annotated[float | None, typer.Option("--max", help="Highest price in rupees.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="How many results at most.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    db: DatabaseOption = None,
) -> None:
    """Search the products as the kiosk does."""
    # What the terminal sent may not be UTF-8.
    query = query.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    with _open(db, create=False, meaning=True) as catalog:
        found = catalog.products.search(query, category=category, price_min=price_min, price_max=price_max, limit=limit)
    if as_json:
        answer = {
            "query": query,
            "results": [_as_json(hit) for hit in found.results],
            "near_misses": [_as_json(hit) for hit in found.near_misses],
        }
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    if not found.results:
        typer.echo(f"Nothing matches “{query}”.")
    for hit in found.results:
        typer.echo(_as_line(hit))
    if found.near_misses:
        typer.echo("Outside the category or the price:")
    for hit in found.near_misses:
        typer.echo(_as_line(hit))


@app.command()
def stats(db: DatabaseOption = None) -> None:
    """Count what the store holds, what is missing, and what the search does not know yet."""
    from contextlib import closing

    from catalog.database import open_database
    from catalog.statistics import statistics

    # Not as a Catalog, which would bring an old index up to date before it could be told.
    with closing(open_database(_path(db), create=False)) as database:
        counted = statistics(database)
    index = counted.index
    words = "outdated" if not index.current else "damaged" if not index.sound else "sound"
    sections: dict[str, dict[str, Any]] = {
        "Records": counted.tables,
        "Products by category": counted.categories,
        "Products": {"without a picture": counted.without_picture, "sold out": counted.sold_out},
        "Orders": counted.orders,
        "Tickets": {"open": counted.open_tickets},
        "Missing translations": counted.missing_translations or {"none": 0},
        "Search": {
            "index of words": words,
            "not indexed yet": index.unindexed,
            **{f"{table} without a vector": count for table, count in index.without_vector.items()},
        },
    }
    for title, counts in sections.items():
        typer.echo(title)
        width = max(map(len, counts), default=0)
        for name, count in counts.items():
            typer.echo(f"  {name:<{width}}  {count:>7}")
    if words != "sound" or index.unindexed or any(index.without_vector.values()):
        typer.echo("To bring the search up to date: sahayak catalog reindex", err=True)


def _embed(db: Path | None) -> bool:
    """Make the vectors that are missing; false without the language model."""
    with _open(db, create=False, meaning=True) as catalog, _progress() as told:
        if catalog.vectors is None:
            return False
        catalog.vectors.embed(lambda done, of: told("vectors", done, of))
    return True


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each step of a long work, with its rate; yields what is told of the steps."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def told(step: str, done: int, of: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=of or None, rate="")
            bars.update(tasks[step], completed=done, total=of or None)
            speed = next(task.speed for task in bars.tasks if task.id == tasks[step])
            bars.update(tasks[step], rate=f"{speed:.0f}/s" if speed else "")

        yield told


def _open(db: Path | None, *, create: bool, meaning: bool = False) -> Catalog:
    from catalog.store import Catalog

    return Catalog(_path(db), create=create, embedder=_embedder() if meaning else None)


def _path(db: Path | None) -> Path:
    from engine.settings import home

    return db or home() / "sahayak.db"


def _existing(db: Path | None) -> Existing:
    """What the store has that is added to; nothing if there is none yet."""
    from catalog.importer import existing
    from catalog.store_files import Existing

    if not _path(db).exists():
        return Existing()
    with _open(db, create=False) as catalog:
        return existing(catalog.database)


def _embedder() -> Embedder | None:
    from engine.parts import embedder
    from engine.settings import home, logs
    from engine.telemetry.logs import configure
    from models.store import PackStore

    configure(logs())
    return embedder(PackStore(home() / "models"))


def _as_json(hit: Hit) -> dict[str, Any]:
    return {"id": hit.product.id, "name": hit.product.name, "price": hit.product.price, "score": hit.score}


def _as_line(hit: Hit) -> str:
    product = hit.product
    price = f"{product.price:.2f}".removesuffix(".00")
    stock = f"{product.stock_quantity} in stock" if product.in_stock else "sold out"
    return f"{product.id}  {product.name}  ₹{price}  {stock}  score {hit.score:.2f}"
