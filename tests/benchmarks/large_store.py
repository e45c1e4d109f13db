"""Made-up stores of any size, of the demo store's words, for measurements."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from catalog.search.embedding import DIMENSIONS, Embedder, Vectors
from resources import ROOT

_BRANDS = [f"{a}{b}" for a in ("Aa", "Ni", "Va", "Ka", "Me", "Ro", "Su", "Ta") for b in ("rav", "la", "yu", "ra", "ru")]
_KIND = " # "  # what follows it in a description says which of the demo store's products it is made of


def write_store(folder: Path, size: int) -> None:
    """Write a store's files; each product is one of the demo store's under another brand."""
    chance = random.Random(size)
    products = json.loads((ROOT / "demo" / "products.json").read_text(encoding="utf-8"))
    folder.mkdir()
    with (folder / "products.json").open("w", encoding="utf-8") as file:
        for number in range(size):
            file.write((",\n" if number else "[\n") + json.dumps(_product(chance, products, number)))
        file.write("\n]\n")
    for other in ("faqs", "orders", "policies"):
        (folder / f"{other}.json").write_text("[]", encoding="utf-8")


def _product(chance: random.Random, products: Sequence[dict[str, Any]], number: int) -> dict[str, Any]:
    product = dict(chance.choice(products))
    brand, model = chance.choice(_BRANDS), chance.randrange(100, 10_000)
    kind = product["name"]
    for name in ("name", "name_hi", "name_bn", "name_mr"):
        product[name] = f"{brand} {product[name]} {model}"
    product["description"] += f"{_KIND}{kind}"
    return product | {"id": f"X{number:06}", "price": chance.randrange(20, 40_000), "image_url": None}


@dataclass
class NearEmbedder:
    """An embedder whose passages are near those of the demo store's products, so that large stores are soon made.

    Args:
        real: makes the vectors of the demo store's products and of questions.
    """

    real: Embedder
    name: str = "near"
    random: np.random.Generator = field(default_factory=lambda: np.random.default_rng(1))
    _seen: dict[str, Vectors] = field(default_factory=dict)

    def query(self, text: str) -> Vectors:
        """See `Embedder.query`."""
        return self.real.query(text)

    def readings(self, text: str) -> Vectors:
        """See `Embedder.readings`."""
        return self.real.readings(text)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.passages`."""
        made = np.empty((len(texts), DIMENSIONS), np.float32)
        for row, text in enumerate(texts):
            kind = text.partition(_KIND)[2]
            if kind not in self._seen:
                self._seen[kind] = self.real.passages([kind])[0]
            made[row] = self._seen[kind] + self.random.standard_normal(DIMENSIONS).astype(np.float32) * 0.01
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)
