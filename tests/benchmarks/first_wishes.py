"""What customers of the scripted conversations look for first, and the products that are it, as queries.

A product is it whose card must be shown, or whose price alone must be told. Only the opened conversations are taken.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from catalog.search.fulltext import Filters
from engine.dialogue.phrases import money
from engine.llm.offline.understanding.queries import search_for
from engine.llm.offline.understanding.sentence import sentence
from resources import ROOT
from tests.benchmarks.query_sets import Query, QuerySet
from tests.end2end.conversations.script import DATA, TurnScript, read_all

_LOOKS = ("search", "mixed", "correction")  # categories whose first turn most often looks for goods


def first_wishes() -> Iterator[QuerySet]:
    """Of each opened store."""
    for folder in sorted(DATA.glob("*_store")):
        yield QuerySet(f"first wishes, {folder.name}", folder / "store", _of(folder, folder / "store"), True)
    yield QuerySet("first wishes, demo store", ROOT / "demo", _of(DATA / "dev", ROOT / "demo"), True)


def _of(folder: Path, store: Path) -> tuple[Query, ...]:
    products = json.loads((store / "products.json").read_text(encoding="utf-8"))
    prices = {product["id"]: money(product["price"]) for product in products}
    found = []
    for script in read_all(folder):
        first = script.turns[0]
        if script.category in _LOOKS and first.say and (wanted := _wanted(first, prices)):
            looked_for = search_for(sentence(first.say))
            bounds = looked_for.get("price_range", {})
            filters = Filters(price_min=bounds.get("min"), price_max=bounds.get("max"))
            found.append(Query(looked_for["query"], script.language, wanted, filters))
    return tuple(found)


def _wanted(turn: TurnScript, prices: dict[str, str]) -> tuple[str, ...]:
    """The products that must be told: those of the price that is told, or whose cards are shown."""
    if any(call.name != "search_products" for call in turn.tools or ()):
        return ()
    facts = [[fact] if isinstance(fact, str) else fact for fact in turn.says]
    figures = [fact for fact in facts if any(any(map(str.isdigit, one)) for one in fact)]
    told = {one.removeprefix("₹") for one in figures[0]} if len(figures) == 1 else set()
    priced = tuple(product for product, price in prices.items() if price.removeprefix("₹") in told)
    return priced or tuple(card["id"] for card in turn.cards if card["kind"] == "product")
