"""`sahayak catalog`: import the store's data, search it, and count what is there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from catalog.records import Hit
    from catalog.store import Catalog

app = typer.Typer(help="The store's data: import it, search it, count it.", no_args_is_help=True)

DatabaseOption = Annotated[
    Path | None, typer.Option("--db", help="Database file; by default sahayak.db in Sahayak's own folder.")
]


@app.command("import")
def import_(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder with products.json and the other files of the store.")
    ],
    db: DatabaseOption = None,
) -> None:
    """Replace the store's data by a folder's: all of it, or nothing if a record is wrong."""
    from rich.console import Console

    from catalog.importer import import_store
    from catalog.store_files import read_store

    data = read_store(directory)  # before a database is made for it
    with _open(db, create=True) as catalog, Console(stderr=True).status("importing") as status:
        report = import_store(
            catalog, data, lambda step, done, of: status.update(f"importing: {step} ({done + 1} of {of})")
        )
    for note in report.notes:
        typer.echo(f"note: {note}", err=True)
    typer.echo(
        f"Imported {report.products} products, {report.faqs} FAQs, {report.orders} orders"
        f" and {report.policies} policies."
    )


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
    with _open(db, create=False) as catalog:
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
    """Count what the store holds, and the translations that are missing."""
    from catalog.statistics import statistics

    with _open(db, create=False) as catalog:
        counted = statistics(catalog.database)
    sections = {
        "Records": counted.tables,
        "Products by category": counted.categories,
        "Missing translations": counted.missing_translations or {"none": 0},
    }
    for title, counts in sections.items():
        typer.echo(title)
        width = max(map(len, counts), default=0)
        for name, count in counts.items():
            typer.echo(f"  {name:<{width}}  {count:>7}")


def _open(db: Path | None, *, create: bool) -> Catalog:
    from catalog.store import Catalog

    if db is None:
        from engine.settings import home

        db = home() / "sahayak.db"
    return Catalog(db, create=create)


def _as_json(hit: Hit) -> dict[str, Any]:
    return {"id": hit.product.id, "name": hit.product.name, "price": hit.product.price, "score": hit.score}


def _as_line(hit: Hit) -> str:
    product = hit.product
    price = f"{product.price:.2f}".removesuffix(".00")
    stock = f"{product.stock_quantity} in stock" if product.in_stock else "sold out"
    return f"{product.id}  {product.name}  ₹{price}  {stock}  score {hit.score:.2f}"
