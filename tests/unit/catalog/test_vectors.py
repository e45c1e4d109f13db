from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from catalog.importer import import_store
from catalog.search import vectors as module
from catalog.search.embedding import DIMENSIONS, Vectors
from catalog.search.fulltext import Filters
from catalog.store import Catalog
from catalog.store_files import read_store

Write = Callable[..., Path]
EVERYTHING = Filters()
KINDS = ("saree", "kurta", "fan", "tea", "phone", "cooker", "bicycle", "shirt")


class FakeEmbedder:
    """Texts that name the same kind of thing point the same way, with a little of their own."""

    name = "fake"

    def __init__(self) -> None:
        self.made: list[str] = []

    def query(self, text: str) -> Vectors:
        return self._vector(text)

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.made += texts
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Vectors:
        vector = 0.2 * self._random(text)
        for kind in KINDS:
            if kind in text.casefold():
                vector += self._random(kind)
        return (vector / np.linalg.norm(vector)).astype(np.float32)

    def _random(self, text: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")
        return np.random.default_rng(seed).standard_normal(DIMENSIONS).astype(np.float32)


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def store(tmp_path: Path, write_store: Write, embedder: FakeEmbedder) -> Catalog:
    catalog = Catalog(tmp_path / "vectors.db", embedder=embedder)
    import_store(catalog, read_store(write_store()))
    return catalog


def nearest(store: Catalog, text: str, filters: Filters = EVERYTHING) -> list[str]:
    assert store.vectors is not None
    return list(store.vectors.nearest(text, filters, 5))


def names(store: Catalog, ids: list[str]) -> list[str]:
    found = [store.products.get(one) for one in ids]
    return [product.name for product in found if product]


def test_what_means_the_same_is_nearest(store: Catalog) -> None:
    store.vectors.embed()
    for kind in ("saree", "fan", "cooker"):
        first = names(store, nearest(store, f"a {kind} please"))[0]
        assert kind in first.casefold()


def test_before_vectors_are_made_nothing_is_near(store: Catalog) -> None:
    assert nearest(store, "saree") == []
    assert store.vectors.missing() == len(store.products.all())


def test_the_cosines_come_nearest_first_and_lie_between_minus_one_and_one(store: Catalog) -> None:
    store.vectors.embed()
    cosines = list(store.vectors.nearest("saree", Filters(), 5).values())
    assert len(cosines) == 5
    assert cosines == sorted(cosines, reverse=True)
    assert all(-1.001 <= cosine <= 1.001 for cosine in cosines)


def test_the_signs_in_memory_find_what_sqlite_vec_finds(store: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    store.vectors.embed()
    for filters in (Filters(), Filters(price_max=1000), Filters(price_min=500, price_max=3000), Filters(price_max=1)):
        for kind in KINDS:
            monkeypatch.setattr(module, "_IN_MEMORY", 10**9)
            by_sqlite = store.vectors.nearest(kind, filters, 5)
            monkeypatch.setattr(module, "_IN_MEMORY", 0)
            in_memory = store.vectors.nearest(kind, filters, 5)
            assert list(by_sqlite) == list(in_memory)
            assert by_sqlite == pytest.approx(in_memory)


def test_filters_hold(store: Catalog) -> None:
    store.vectors.embed()
    every = {product.id: product for product in store.products.all()}
    category = store.products.categories()[0]
    for filters in (Filters(category=category), Filters(price_min=700), Filters(category=category, price_max=800)):
        found = [every[one] for one in nearest(store, "saree", filters)]
        assert found
        assert all(filters.category in (None, product.category) for product in found)
        assert all((filters.price_min or 0) <= product.price <= (filters.price_max or 1e9) for product in found)


def test_unchanged_products_keep_their_vectors(
    store: Catalog, embedder: FakeEmbedder, tmp_path: Path, write_store: Write
) -> None:
    store.vectors.embed()
    made = len(embedder.made)
    import_store(store, read_store(write_store()))
    store.vectors.embed()
    assert [text for text in embedder.made[made:] if text not in module._COMMON_GOODS] == []


def test_vectors_that_were_made_before_an_interruption_are_not_made_again(
    store: Catalog, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BATCH", 3)
    steps: list[tuple[int, int]] = []

    def told(done: int, of: int) -> None:
        steps.append((done, of))
        if len(steps) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.vectors.embed(told)
    products = len(store.products.all())
    assert steps == [(3, products), (6, products)]
    assert store.vectors.missing() == products - 6
    before = len(embedder.made)
    store.vectors.embed()
    assert len([text for text in embedder.made[before:] if text not in module._COMMON_GOODS]) == products - 6
    assert store.vectors.missing() == 0


def test_vectors_of_products_that_are_gone_are_forgotten(store: Catalog, write_store: Write) -> None:
    store.vectors.embed()
    products = json.loads((write_store() / "products.json").read_text(encoding="utf-8"))
    import_store(store, read_store(write_store(products=products[:3], faqs=[], orders=[])))
    store.vectors.catch_up()
    assert store.database.rows("SELECT count(*) FROM embeddings") == [(3,)]
    assert len(nearest(store, "saree")) == 3


def test_a_new_price_is_known_after_the_import(store: Catalog, write_store: Write) -> None:
    store.vectors.embed()
    products = json.loads((write_store() / "products.json").read_text(encoding="utf-8"))
    import_store(store, read_store(write_store(products=[product | {"price": 5.0} for product in products])))
    assert store.vectors.catch_up() == 0
    assert len(nearest(store, "saree", Filters(price_max=5))) == 5


def test_many_missing_vectors_are_left_to_the_operator(store: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", 2)
    products = len(store.products.all())
    assert store.vectors.catch_up() == products
    assert nearest(store, "saree") == []


def test_the_likeness_of_given_products(store: Catalog) -> None:
    store.vectors.embed()
    near = store.vectors.nearest("saree", Filters(), 3)
    assert store.vectors.likeness("saree", [*near, "no such product"]) == pytest.approx(near)
