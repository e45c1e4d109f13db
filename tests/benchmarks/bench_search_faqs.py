"""How well frequent questions are found.

Questions in four languages and in Latin letters, in other words than the store's, with the frequent question that is
meant, or none: they were written before any tuning. The thresholds were chosen on one half of them (by a hash of their
text), the other half was not looked at. "first" is how often the right one comes first, "nothing" how often a question
that no frequent question answers gets no answer.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

from catalog.importer import import_store
from catalog.search.embedding import E5
from catalog.store import Catalog
from catalog.store_files import read_store
from engine.settings import home
from models.store import PackStore
from resources import ROOT

_QUERIES = Path(__file__).parent / "data" / "faq_queries.jsonl"


def measure() -> dict[str, Any]:
    """Quality by language and half, with the language model and by words alone."""
    e5 = E5(PackStore(home() / "models").path("e5-small"), threads=2)
    queries = [json.loads(line) for line in _QUERIES.read_text(encoding="utf-8").splitlines()]
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder, Catalog(Path(folder) / "demo.db", embedder=e5) as catalog:
        import_store(catalog, read_store(ROOT / "demo"))
        by_words = _quality(catalog, queries)
        assert catalog.vectors is not None
        catalog.vectors.embed()
        for half, name in ((0, "tuned on"), (1, "held out")):
            chosen = [query for query in queries if hashlib.sha256(query["query"].encode()).digest()[0] % 2 == half]
            results |= {f"{name}, {key}": row for key, row in _quality(catalog, chosen).items()}
    return results | {f"by words alone, {key}": row for key, row in by_words.items()}


def _quality(catalog: Catalog, queries: list[dict[str, Any]]) -> dict[str, str]:
    counts: dict[str, dict[str, int]] = {}
    for query in queries:
        found = [faq.id for faq in catalog.faqs.search(query["query"], query["product_id"])]
        for key in (query["language"], "all"):
            count = counts.setdefault(key, dict.fromkeys(("asked", "first", "three", "none", "nothing"), 0))
            if query["relevant"]:
                count["asked"] += 1
                count["first"] += found[:1] == query["relevant"]
                count["three"] += query["relevant"][0] in found
            else:
                count["none"] += 1
                count["nothing"] += not found
    return {key: _row(counts[key]) for key in sorted(counts, key=lambda key: (key == "all", key))}


def _row(count: dict[str, int]) -> str:
    asked = count["asked"]
    shares = f"first {count['first'] / asked:.2f}, among three {count['three'] / asked:.2f} of {asked}"
    return f"{shares}, nothing {count['nothing']}/{count['none']}"
