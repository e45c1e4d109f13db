"""Frequent questions by words and by meaning."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalog.importer import import_store
from catalog.search import questions as module
from catalog.store import Catalog
from catalog.store_files import read_store
from tests.fakes.fake_embedder import FakeEmbedder

Write = Callable[..., Path]


@pytest.fixture
def store(tmp_path: Path, write_store: Write) -> Catalog:
    catalog = Catalog(tmp_path / "questions.db", embedder=FakeEmbedder())
    import_store(catalog, read_store(write_store()))
    assert catalog.vectors is not None
    catalog.vectors.embed()
    return catalog


def asked(store: Catalog, question: str, product_id: str | None = None, limit: int = 3) -> list[str]:
    return [faq.id for faq in store.faqs.search(question, product_id, limit)]


def test_what_means_the_same_is_found_without_a_common_word(store: Catalog) -> None:
    assert asked(store, "warranty?", "P06") == ["F1"]
    assert asked(store, "undeliverable?", "P01") == ["F3"]  # for the fake, whatever has "deliver" in it


def test_what_no_question_asks_finds_none(store: Catalog) -> None:
    assert asked(store, "xyzzy") == []
    assert asked(store, "warranty", "P01") == []  # which is asked about another product


def test_the_products_own_question_comes_first(store: Catalog, write_store: Write) -> None:
    general = {"id": "A0", "product_id": None, "question": "warranty", "answer": "See the bill.", "topic": "warranty"}
    own = general | {"id": "Z9", "product_id": "P06", "question": "a warranty of our own"}
    import_store(store, read_store(write_store(faqs=[general, own])))
    assert store.vectors is not None
    store.vectors.embed()
    assert asked(store, "warranty", "P06") == ["Z9", "A0"]
    assert asked(store, "warranty", "P01") == ["A0"]
    assert asked(store, "warranty", "P06", limit=1) == ["Z9"]


def test_before_vectors_are_made_words_find(store: Catalog, write_store: Write) -> None:
    import_store(store, read_store(write_store(faqs=[])))
    faq = {"id": "F9", "product_id": None, "question": "Are knives sharpened?", "answer": "Yes.", "topic": "usage"}
    assert store.vectors is not None
    store.vectors.embed()
    import_store(store, read_store(write_store(faqs=[faq])))
    assert asked(store, "knives") == ["F9"]
    store.vectors.embed()
    assert asked(store, "knives") == []  # the fake knows nothing of knives, and meaning decides


def test_a_question_that_is_gone_is_not_found(store: Catalog, write_store: Write) -> None:
    import_store(store, read_store(write_store(faqs=[])))
    assert asked(store, "warranty", "P06") == []
    assert store.vectors is not None
    store.vectors.embed()
    assert asked(store, "warranty", "P06") == []
    assert store.database.rows("SELECT count(*) FROM meanings WHERE kind = 'faqs'") == [(0,)]


@pytest.mark.parametrize("coarse", [1, 2, 3])
def test_in_a_store_of_many_questions_the_nearest_are_compared_exactly(
    store: Catalog, monkeypatch: pytest.MonkeyPatch, coarse: int
) -> None:
    monkeypatch.setattr(module, "_COARSE", coarse)
    assert store.vectors is not None
    near = store.vectors.faqs.nearest("warranty", None)
    assert len(near) == coarse
    assert next(iter(near)) == "F1"


@pytest.mark.parametrize("text", ["", "?!", "x" * 5000, "\ud800", "😀", '" OR 1', "\u200b"])
def test_no_text_breaks_it(store: Catalog, text: str) -> None:
    store.faqs.search(text)
    store.faqs.search(text, text)


def test_vectors_of_questions_survive_a_change_of_products(store: Catalog, write_store: Write) -> None:
    def made() -> Any:
        return store.database.rows("SELECT count(*) FROM embeddings")

    assert made() == [(16,)]
    products = [product.model_dump() for product in read_store(write_store()).products]
    import_store(store, read_store(write_store(products=[products[0] | {"name": "Green Saree"}, *products[1:]])))
    assert store.vectors is not None
    store.vectors.embed()
    assert made() == [(16,)]
    assert asked(store, "warranty", "P06") == ["F1"]


class _Asked:
    """Remembers the texts that are compared."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def nearest(self, text: str, product_id: str | None) -> dict[str, float]:
        self.texts.append(text)
        return {}


@pytest.mark.parametrize(
    ("said", "compared"),
    [
        ("Do you deliver to my house?", "do you deliver to my house"),
        ("घर पहुँचा देते हो क्या?", "घर पहुँचा देते हो क्या"),
        ("বাড়িতে দিয়ে যান কি?", "বাড়িতে দিয়ে যান কি"),
        ("घरी आणून देता का?", "घरी आणून देता का"),
    ],
)
def test_stops_and_capitals_do_not_change_what_a_question_means(said: str, compared: str) -> None:
    compared_with = _Asked()
    module._cosines(compared_with, said, None)  # type: ignore[arg-type]
    assert [unicodedata.normalize("NFC", text) for text in compared_with.texts] == [
        unicodedata.normalize("NFC", compared)
    ]
