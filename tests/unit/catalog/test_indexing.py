"""Indexing only what has changed leaves what indexing everything anew would give."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from catalog.importer import import_store
from catalog.search import indexing
from catalog.search.indexing import IndexHealth
from catalog.store import Catalog
from catalog.store_data import FaqRecord, ProductRecord
from catalog.store_files import StoreData, read_store

Write = Callable[..., Path]

_WORDS = st.sampled_from(["saree", "red", "लाल", "साड़ी", "fan", "5", "ফ্যান", "table"])
_NAME = st.lists(_WORDS, min_size=1, max_size=3).map(" ".join)
_NUMBER = st.integers(0, 4)
_CATEGORY, _PRICE = st.sampled_from(["Home", "Cloth"]), st.sampled_from([1.0, 9.5])
_PRODUCT = st.builds(dict, name=_NAME, name_hi=st.none() | _NAME, category=_CATEGORY, price=_PRICE)


def content(catalog: Catalog) -> dict[str, list[Any]]:
    """What the indices hold, without the places where they hold it."""
    rows = catalog.database.rows
    return {
        "products": rows(
            "SELECT p.*, f.category, f.price FROM product_words p JOIN product_filters f ON f.word_row = p.rowid"
            " ORDER BY product_id"
        ),
        "faqs": rows("SELECT * FROM faq_words ORDER BY faq_id"),
        "names": rows("SELECT * FROM name_words ORDER BY word"),
        "vocabulary": rows("SELECT word, products FROM vocabulary ORDER BY word"),
        "terms": rows("SELECT term, word FROM vocabulary_terms ORDER BY term, word"),
        "filters": rows("SELECT count(*) FROM product_filters"),
        "indexed": rows("SELECT kind, id FROM indexed ORDER BY kind, id"),
        "unindexed": rows("SELECT * FROM unindexed"),
    }


class Indices(RuleBasedStateMachine):
    """A store that changes in every way."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.catalog = Catalog(Path(self.folder.name) / "store.db")

    @rule(
        products=st.dictionaries(_NUMBER, _PRODUCT, min_size=1, max_size=4),
        faqs=st.dictionaries(_NUMBER, _NAME, max_size=3),
        upsert=st.booleans(),
    )
    def bring(self, products: dict[int, dict[str, Any]], faqs: dict[int, str], upsert: bool) -> None:
        data = StoreData(
            Path("store"),
            tuple(
                ProductRecord(id=f"P{number}", description="", stock_quantity=1, **values)
                for number, values in products.items()
            ),
            tuple(
                FaqRecord(id=f"F{number}", question=question, answer="x", topic="usage")
                for number, question in faqs.items()
            ),
            (),
            (),
            None,
            (),
        )
        import_store(self.catalog, data, upsert=upsert)

    @rule(number=_NUMBER)
    def withdraw(self, number: int) -> None:
        with self.catalog.database.writing():
            self.catalog.database.execute_sql("UPDATE products SET withdrawn = 1 WHERE id = ?", (f"P{number}",))
            indexing.refresh(self.catalog.database)

    @invariant()
    def the_indices_are_as_if_built_anew(self) -> None:
        database = self.catalog.database
        before = content(self.catalog)
        with database.atomic() as transaction:
            indexing.rebuild(database)
            anew = content(self.catalog)
            for index in ("product_words", "name_words", "faq_words"):
                database.execute_sql(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
            transaction.rollback()
        assert before == anew

    def teardown(self) -> None:
        self.catalog.close()
        self.folder.cleanup()


TestIndices = Indices.TestCase
TestIndices.settings = settings(max_examples=15, stateful_step_count=8, deadline=None)


def places(catalog: Catalog) -> dict[str, int]:
    return dict(catalog.database.rows("SELECT product_id, rowid FROM product_words"))


def test_what_is_unchanged_is_not_indexed_again(
    catalog: Catalog, write_store: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    real = indexing.product_document

    def noted(row: Any) -> Any:
        made.append(row[0])
        return real(row)

    monkeypatch.setattr(indexing, "product_document", noted)
    before = places(catalog)
    products = [product.model_dump() for product in read_store(write_store()).products]
    products[3]["name"] = "Green Kurta"
    products[5]["stock_quantity"] += 1
    import_store(catalog, read_store(write_store(products=products)))
    assert made == ["P04"]
    assert places(catalog) == before
    assert catalog.products.search("green kurta").results[0].product.id == "P04"
    assert [hit.product.id for hit in catalog.products.search("white kurta").results] != ["P04"]


def test_a_change_of_stock_leaves_the_indices_alone(catalog: Catalog) -> None:
    catalog.orders.cancel("1001", actor="s")
    assert catalog.database.rows("SELECT * FROM unindexed") == []


def test_the_vectors_are_told_of_changed_products_only(catalog: Catalog, write_store: Write) -> None:
    def generation() -> Any:
        return catalog.database.rows("SELECT value FROM search_state WHERE name = 'products'")

    before = generation()
    import_store(catalog, read_store(write_store()))
    assert generation() == before
    import_store(catalog, read_store(write_store(faqs=[], orders=None, policies=None)))
    assert generation() == before
    products = [product.model_dump() for product in read_store(write_store()).products]
    import_store(catalog, read_store(write_store(products=[*products[:-1], products[-1] | {"price": 1}])))
    assert generation() != before


def test_what_was_changed_by_hand_is_found_from_the_next_start_on(catalog: Catalog) -> None:
    catalog.database.execute_sql("UPDATE products SET name = 'Zeppelin' WHERE id = 'P01'")
    assert catalog.products.search("zeppelin").results == ()
    with Catalog(catalog.database.path) as again:
        assert [hit.product.id for hit in again.products.search("zeppelin").results] == ["P01"]


def test_the_health_of_the_indices_is_told(catalog: Catalog) -> None:
    assert indexing.health(catalog.database) == IndexHealth(True, 0, True, {"products": 12, "faqs": 4})
    catalog.database.execute_sql("UPDATE products SET name = 'Lamp' WHERE id = 'P01'")
    assert indexing.health(catalog.database).unindexed == 1
    catalog.database.execute_sql("UPDATE name_words_content SET c1 = 'other letters' WHERE id = 1")
    assert not indexing.health(catalog.database).sound
    catalog.database.pragma("user_version", 1)
    assert not indexing.health(catalog.database).current
