"""The full-text indices in SQLite's FTS5: words of products and questions, and three-letter pieces of product names.

`unicode61` by itself splits a Devanagari or Bengali word at every vowel sign; with the mark categories among the token
characters it does not (https://www.sqlite.org/fts5.html#unicode61_tokenizer). What is indexed has been through
`text.tokens` already, so a stored column splits at its spaces into the words that `ranking` compares.

The indices only find candidates, generously; which of them answer the question is `ranking`'s decision.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

from catalog.search.inflection import lemmas
from catalog.search.lexicon import concepts
from catalog.search.romanise import keys
from catalog.search.text import is_indic, tokens

if TYPE_CHECKING:
    from catalog.database import Database

INDEX_VERSION = 1
"""To be raised when the tables below or the rules for words and keys change: the next start then rebuilds."""

_CANDIDATES = 300
_WORDS = "tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\""
_TABLES = {
    "product_words": "product_id UNINDEXED, name, name_hi, name_bn, name_mr, details, description, "
    f"romanised_name, romanised_text, {_WORDS}",
    "product_trigrams": "product_id UNINDEXED, names, romanised, tokenize = 'trigram'",
    "faq_words": f"faq_id UNINDEXED, question, question_hi, question_bn, question_mr, romanised, {_WORDS}",
}
# bm25's weight for each column of product_words
_WEIGHTS = "0, 10, 10, 10, 10, 4, 1, 8, 1"


@dataclass(frozen=True, slots=True)
class Document:
    """What is indexed of a product or a question, cut into words.

    Attributes:
        id: of the product or the question.
        titles: the names or questions, English first; a missing translation is empty.
        details: the category and the values of the specifications.
        description: the descriptions in all languages.
    """

    id: str
    titles: tuple[tuple[str, ...], ...]
    details: tuple[str, ...] = ()
    description: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """What a product must be besides matching the words; None sets no bound."""

    category: str | None = None
    price_min: float | None = None
    price_max: float | None = None

    def sql(self) -> tuple[str, list[Any]]:
        """A condition over `products p`, and its parameters."""
        conditions: list[str] = ["p.withdrawn = 0"]
        parameters: list[Any] = []
        for condition, bound in (
            ("p.category = ? COLLATE NOCASE", self.category),
            ("p.price >= ?", self.price_min),
            ("p.price <= ?", self.price_max),
        ):
            if bound is not None:
                conditions.append(condition)
                parameters.append(bound)
        return " AND ".join(conditions), parameters


def outdated(database: Database) -> bool:
    """Whether the indices are missing or were built by other rules than this program's."""
    return int(database.pragma("user_version")) != INDEX_VERSION


def rebuild(database: Database) -> None:
    """Build all indices anew from the tables; to be called within a transaction.

    Both indices of products are filled in the same order, so that a product has the same rowid in both.
    """
    for table, columns in _TABLES.items():
        database.execute_sql(f"DROP TABLE IF EXISTS {table}")
        database.execute_sql(f"CREATE VIRTUAL TABLE {table} USING fts5({columns})")
    for row in database.rows(
        "SELECT id, name, name_hi, name_bn, name_mr, category, specifications,"
        " description, description_hi, description_bn, description_mr FROM products WHERE withdrawn = 0"
    ):
        _add_product(database, row)
    for faq_id, *questions in database.rows("SELECT id, question, question_hi, question_bn, question_mr FROM faqs"):
        titles = [tokens(question or "") for question in questions]
        _insert(database, "faq_words", faq_id, *map(" ".join, titles), _lemma_text(chain(*titles)))
    database.pragma("user_version", INDEX_VERSION)


def _add_product(database: Database, row: tuple[Any, ...]) -> None:
    product_id, *names, category, specifications = row[:7]
    titles = [tokens(name or "") for name in names]
    all_titles = [*chain(*titles)]
    details = tokens(" ".join([category, *_values(json.loads(specifications))]))
    description = tokens(" ".join(text or "" for text in row[7:]))
    _insert(
        database,
        "product_words",
        product_id,
        *map(" ".join, titles),
        " ".join(dict.fromkeys(details)),
        " ".join(dict.fromkeys(description)),
        _lemma_text(all_titles) + " " + " ".join(a + b for title in titles for a, b in pairwise(title)),
        _lemma_text(details + description),
    )
    spellings = {key for word in all_titles for key in keys(word)}
    _insert(database, "product_trigrams", product_id, " ".join(all_titles), " ".join(sorted(spellings)))


def _values(value: Any) -> Iterator[str]:
    """The texts and figures in a specification's value, whatever its shape."""
    if isinstance(value, dict):
        for item in value.values():
            yield from _values(item)
    elif isinstance(value, list):
        for item in value:
            yield from _values(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def stored_lemmas(word: str) -> frozenset[str]:
    """The lemmas of a word on the store's side, where Latin letters mean English."""
    return lemmas(word, english=not is_indic(word))


def _lemma_text(words: Iterable[str]) -> str:
    return " ".join(sorted({term for word in words for term in stored_lemmas(word) | concepts(word)}))


def _insert(database: Database, table: str, *values: str) -> None:
    marks = ", ".join("?" * len(values))
    database.execute_sql(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608  # a name from _TABLES


def products_with(database: Database, terms: Iterable[str], filters: Filters) -> list[Document]:
    """The products in which any of the terms (words or lemmas) occurs, the likeliest first, a few hundred at most."""
    return _products(database, "product_words", f"bm25(product_words, {_WEIGHTS})", terms, filters)


def products_like(database: Database, spellings: Iterable[str], filters: Filters) -> list[Document]:
    """The products whose names share three letters in a row with any of the spellings, those that share most first."""
    pieces = {spelling[i : i + 3] for spelling in spellings for i in range(len(spelling) - 2)}
    return _products(database, "product_trigrams", "bm25(product_trigrams)", pieces, filters)


def _products(database: Database, table: str, order: str, terms: Iterable[str], filters: Filters) -> list[Document]:
    match = _any_of(terms)
    if not match:
        return []
    where, parameters = filters.sql()
    rows = database.rows(
        "SELECT w.product_id, w.name, w.name_hi, w.name_bn, w.name_mr, w.details, w.description"  # noqa: S608  # ours
        f" FROM (SELECT {table}.rowid AS found, {order} AS distance FROM {table}"
        f" JOIN products p ON p.id = {table}.product_id WHERE {table} MATCH ? AND {where}"
        f" ORDER BY distance LIMIT {_CANDIDATES}) JOIN product_words w ON w.rowid = found ORDER BY distance",
        (match, *parameters),
    )
    return [
        Document(row[0], tuple(tuple(name.split()) for name in row[1:5]), tuple(row[5].split()), tuple(row[6].split()))
        for row in rows
    ]


def faqs_with(database: Database, terms: Iterable[str], product_id: str | None) -> list[Document]:
    """The questions in which any of the terms occurs; with a product, only its own and those about the whole store."""
    match = _any_of(terms)
    if not match:
        return []
    rows = database.rows(
        "SELECT faq_id, w.question, w.question_hi, w.question_bn, w.question_mr FROM faq_words w"  # noqa: S608  # ours
        " JOIN faqs ON faqs.id = faq_id"
        " WHERE faq_words MATCH ?1 AND (?2 IS NULL OR product_id IS NULL OR product_id = ?2)"
        f" ORDER BY bm25(faq_words) LIMIT {_CANDIDATES}",
        (match, product_id),
    )
    return [Document(row[0], tuple(tuple(question.split()) for question in row[1:])) for row in rows]


def _any_of(terms: Iterable[str]) -> str:
    """An FTS5 expression; quoted, no term can be an operator."""
    return " OR ".join(f'"{term}"' for term in sorted(set(terms)))
