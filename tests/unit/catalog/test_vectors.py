from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.importer import import_store
from catalog.search import meanings, questions, semantics
from catalog.search import vectors as module
from catalog.search.embedding import Vectors
from catalog.search.fulltext import Filters
from catalog.store import Catalog
from catalog.store_files import read_store
from tests.fakes.fake_embedder import KINDS, FakeEmbedder

Write = Callable[..., Path]
EVERYTHING = Filters()
FAQS = 4
COMMON = (*module._PRODUCTS.common, *questions._FAQS.common)


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
    return list(store.vectors.products.nearest(text, filters, 5))


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
    assert store.vectors.missing() == len(store.products.all()) + FAQS


def test_the_cosines_come_nearest_first_and_lie_between_minus_one_and_one(store: Catalog) -> None:
    store.vectors.embed()
    cosines = list(store.vectors.products.nearest("saree", Filters(), 5).values())
    assert len(cosines) == 5
    assert cosines == sorted(cosines, reverse=True)
    assert all(-1.001 <= cosine <= 1.001 for cosine in cosines)


def test_memory_finds_what_sqlite_vec_finds(store: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    store.vectors.embed()
    ids = [product.id for product in store.products.all()]
    bounds = [Filters(), Filters(price_max=1000), Filters(price_min=500, price_max=3000), Filters(price_max=1)]
    for filters in (*bounds, Filters("Clothing"), Filters("Clothing", 600, 900), Filters("Nothing")):
        for kind in KINDS:
            monkeypatch.setattr(module, "_IN_MEMORY", 10**9)
            by_sqlite = store.vectors.products.nearest(kind, filters, 5)
            alike = store.vectors.products.likeness(kind, [*ids, "gone"])
            monkeypatch.setattr(module, "_IN_MEMORY", 0)
            in_memory = store.vectors.products.nearest(kind, filters, 5)
            assert list(by_sqlite) == list(in_memory)
            assert by_sqlite == pytest.approx(in_memory, abs=2e-3)  # half the precision
            assert store.vectors.products.likeness(kind, [*ids, "gone"]) == pytest.approx(alike, abs=2e-3)


def test_memory_knows_of_what_has_changed(store: Catalog, write_store: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_IN_MEMORY", 0)
    store.vectors.embed()
    before = nearest(store, "saree")
    products = [product.model_dump() for product in read_store(write_store()).products]
    import_store(store, read_store(write_store(products=products[1:], faqs=[], orders=[])))
    store.vectors.embed()
    assert nearest(store, "saree") == [one for one in [*before, *nearest(store, "saree")[-1:]] if one != "P01"]


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
    assert [text for text in embedder.made[made:] if text not in COMMON] == []


def test_vectors_that_were_made_before_an_interruption_are_not_made_again(
    store: Catalog, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meanings, "_BATCH", 3)
    steps: list[tuple[int, int]] = []

    def told(done: int, of: int) -> None:
        steps.append((done, of))
        if len(steps) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.vectors.embed(told)
    products = len(store.products.all())
    assert steps == [(3, products + FAQS), (6, products + FAQS)]
    assert store.vectors.missing() == products + FAQS - 6
    before = len(embedder.made)
    store.vectors.embed()
    assert len([text for text in embedder.made[before:] if text not in COMMON]) == products + FAQS - 6
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
    monkeypatch.setattr(semantics, "_AT_ONCE", 2)
    products = len(store.products.all())
    assert store.vectors.catch_up() == products + FAQS
    assert nearest(store, "saree") == []


def test_the_likeness_of_given_products(store: Catalog) -> None:
    store.vectors.embed()
    near = store.vectors.products.nearest("saree", Filters(), 3)
    assert store.vectors.products.likeness("saree", [*near, "no such product"]) == pytest.approx(near)


def arranged(store: Catalog) -> list[tuple[object, ...]]:
    rows = store.database.rows("SELECT product_id, category, price, coarse FROM product_vectors ORDER BY product_id")
    return [*rows, *store.database.rows("SELECT * FROM meanings ORDER BY kind, id")]


def test_arranging_what_has_changed_gives_what_arranging_all_gives(
    store: Catalog, write_store: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(module, "_IN_MEMORY", 0)
    monkeypatch.setattr(module, "_DRIFT", 1e9)  # so that the mean of the signs stays what it was
    store.vectors.embed()
    products = [product.model_dump() for product in read_store(write_store()).products]
    changed = [
        *products[:3],
        products[3] | {"name": "Green Kurta"},
        products[4] | {"price": 3.5},
        products[5] | {"category": "Home"},
        *products[7:],
        products[0] | {"id": "P99"},  # the same words, and so the same vector
    ]
    import_store(store, read_store(write_store(products=changed, orders=[])))
    made: list[int] = []

    def counted(vectors: Vectors) -> Vectors:
        made.append(len(vectors))
        return meanings.signs(vectors)

    with monkeypatch.context() as patched:
        patched.setattr(module, "signs", counted)
        store.vectors.embed()
    assert made == [4]  # a new name, a new price, a new category and a new product
    grown, near = arranged(store), nearest(store, "a kurta please")
    mean = store.vectors.products.meanings.mean()
    coarse_mean = store.vectors.products._coarse_mean()
    store.database.execute_sql("DELETE FROM meanings")
    store.database.execute_sql("DELETE FROM search_state WHERE name = 'products.total'")
    store.database.execute_sql("DROP TABLE product_vectors")
    store.database.execute_sql(module._TABLE)
    store.vectors.arrange()
    assert arranged(store) == grown
    assert nearest(store, "a kurta please") == near
    assert store.vectors.products.meanings.mean() == pytest.approx(mean, abs=1e-6)
    assert store.vectors.products._coarse_mean() == pytest.approx(coarse_mean)


def test_a_mean_that_has_drifted_makes_all_signs_anew(
    store: Catalog, write_store: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_IN_MEMORY", 0)
    store.vectors.embed()
    products = [product.model_dump() for product in read_store(write_store()).products]
    lamps = [products[0] | {"id": f"L{number}", "name": f"Lamp {number}"} for number in range(20)]
    import_store(store, read_store(write_store(products=[*products, *lamps])))
    store.vectors.embed()
    mean, coarse_mean = store.vectors.products.meanings.mean(), store.vectors.products._coarse_mean()
    assert coarse_mean == pytest.approx(mean)
