"""The full-text indices in SQLite's FTS5: words of products and questions, and three-letter pieces of names' words.

`unicode61` by itself splits a Devanagari or Bengali word at every vowel sign; with the mark categories among the token
characters it does not (https://www.sqlite.org/fts5.html#unicode61_tokenizer). What is indexed has been through
`text.tokens` already, so a stored column splits at its spaces into the words that `ranking` compares.

The indices only find candidates, generously; which of them answer the question is `ranking`'s decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

from catalog.bulk import batches
from catalog.search.inflection import lemmas
from catalog.search.text import is_indic, tokens

if TYPE_CHECKING:
    from catalog.database import Database

_CANDIDATES, _ENOUGH = 40, 30
AFTER_THE_THING = frozenset("with for in without".split())
_SHORT = 2  # letters: of, kg, का
_LONGEST_REMEMBERED = 40  # letters; of words that nobody says twice nothing is remembered
_CONCEPT, _QUANTITY = "\ue000\ue001"  # private characters, which the tokenizer below takes for letters
# Where a word says what a product is; descriptions, groups and categories are of too many.
_WHAT_IT_IS = "{name name_hi name_bn name_mr named details heads concepts quantities}"
# What a `Document` is made of, where FTS5 keeps it (https://www.sqlite.org/fts5.html#the_content_table): through the
# index itself it is read three times as slowly. The columns are those of `documents.PRODUCT_COLUMNS`.
_CONTENT = "c0, c1, c2, c3, c4, c7, c6, c8, c9, c10, c11, c12, c13"
# bm25's weight for each column of product_words
_WEIGHTS = "0, 10, 10, 10, 10, 8, 3, 0.5, 12, 8, 6, 3, 2, 6"


@dataclass(frozen=True, slots=True)
class Document:
    """What is indexed of a product or a question.

    Attributes:
        id: of the product or the question.
        words: of the names or questions in all languages.
        tails: the last words of the names, which say what it is.
        titles: the names or questions, in words.
        description: the lemmas of the descriptions, with a space around each: they are many, and seldom looked at.
        details: the lemmas of the category and the specifications.
        heads: the concepts of what the names say it is.
        concepts: the other concepts in its names and details.
        groups: what its concepts belong to.
        departments: where what it is is sold.
        category: the concepts of its category.
        quantities: how much of it, how big.
    """

    id: str
    words: frozenset[str]
    tails: frozenset[str]
    titles: tuple[str, ...]
    description: str = ""
    details: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    concepts: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    category: frozenset[str] = frozenset()
    quantities: frozenset[str] = frozenset()

    def has_joined(self, word: str) -> bool:
        """Whether two neighbours in a name are the word if they are written as one: "tshirt" asks for a T-Shirt."""
        return any(
            word in title.replace(" ", "") and any(a + b == word for a, b in pairwise(title.split()))
            for title in self.titles
        )

    def describes(self, lemmas: Iterable[str]) -> bool:
        """Whether any of the lemmas is in the description."""
        return any(f" {lemma} " in self.description for lemma in lemmas)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a product must be besides matching the words; None sets no bound."""

    category: str | None = None
    price_min: float | None = None
    price_max: float | None = None

    def sql(self, table: str = "") -> tuple[list[str], list[Any]]:
        """Conditions over the columns `category` and `price` of a table, and their parameters."""
        prefix = f"{table}." if table else ""
        bounds = {"category =": self.category, "price >=": self.price_min, "price <=": self.price_max}
        given = {f"{prefix}{condition} ?": bound for condition, bound in bounds.items() if bound is not None}
        return [*given], [*given.values()]


def stored_lemmas(word: str) -> frozenset[str]:
    """The lemmas of a word on the store's side, where Latin letters mean English."""
    return _stored_lemmas(word) if len(word) <= _LONGEST_REMEMBERED else lemmas(word, english=not is_indic(word))


@lru_cache(maxsize=65536)
def _stored_lemmas(word: str) -> frozenset[str]:
    return lemmas(word, english=not is_indic(word))


@lru_cache(maxsize=65536)
def concept_term(concept: str) -> str:
    """A concept as a word of the index that no text can contain."""
    return _CONCEPT + "".join(tokens(concept))


def quantity_term(kind: str, value: str) -> str:
    """A quantity as a word of the index that no text can contain."""
    return f"{quantity_kind(kind)}{value}"


def quantity_kind(kind: str) -> str:
    """What the terms of all quantities of a kind begin with."""
    return f"{_QUANTITY}{kind}{_QUANTITY}"


def products_with(
    database: Database, things: Sequence[frozenset[str]], attributes: Sequence[frozenset[str]], filters: Filters
) -> list[Document]:
    """The products in which the words of a question occur, the likeliest first, some dozens at most.

    Those that are all that is asked for are taken first, and what has some of the words, or only mentions them, as
    long as there is room: in a large store half of the products are of some colour, and to rank them all would take
    the customer's time.

    Args:
        database: the store's.
        things: for each word that names a thing, the terms that it may stand as (itself, its lemmas, its concepts).
        attributes: the same for each word that describes one.
        filters: what the products must be besides.
    """
    thing, attribute = list(map(_any_of, things)), list(map(_any_of, attributes))
    everything = " AND ".join([*thing, *attribute])
    tiers = [f"{_WHAT_IT_IS} : ({everything})"]
    if thing and len(attribute) > 1:
        tiers.append(f"{_WHAT_IT_IS} : ({' AND '.join(thing)} AND ({' OR '.join(attribute)}))")
    alone = (" AND ".join(thing), " OR ".join(thing)) if thing else (" OR ".join(attribute),)
    tiers += [f"{_WHAT_IT_IS} : ({words})" for words in alone]
    tiers += [everything, " AND ".join(thing), " OR ".join(thing)] if thing else []
    places: dict[int, None] = {}
    for match in dict.fromkeys(tiers):
        if len(places) < _ENOUGH:
            places |= dict.fromkeys(_places(database, match, filters))
    return _products(database, [*places])


def words_sharing(database: Database, terms: Iterable[str]) -> list[str]:
    """The words of the products' names that have any of the terms among their forms and lemmas."""
    found: dict[str, None] = {}
    for some in batches(sorted(set(terms))):
        marks = ", ".join("?" * len(some))
        rows = database.rows(
            f"SELECT DISTINCT word FROM vocabulary_terms WHERE term IN ({marks}) ORDER BY word",  # noqa: S608  # marks
            tuple(some),
        )
        found |= dict.fromkeys(word for (word,) in rows)
    return [*found]


def words_like(database: Database, spellings: Iterable[str]) -> list[str]:
    """The words of the products' names that share three letters in a row with any of the spellings, likest first."""
    pieces = {spelling[i : i + 3] for spelling in spellings for i in range(len(spelling) - 2)}
    if not pieces:
        return []
    rows = database.rows(
        f"SELECT word FROM name_words WHERE name_words MATCH ? ORDER BY bm25(name_words) LIMIT {_CANDIDATES}",  # noqa: S608
        (_any_of(pieces),),
    )
    return [word for (word,) in rows]


def products_of(database: Database, ids: Iterable[str]) -> list[Document]:
    """What is indexed of some products; of one that is not indexed, nothing."""
    places: list[int] = []
    for some in batches(ids):
        marks = ", ".join("?" * len(some))
        rows = database.rows(
            f"SELECT word_row FROM indexed WHERE kind = 'products' AND id IN ({marks})",  # noqa: S608  # marks
            tuple(some),
        )
        places += [place for (place,) in rows]
    return _products(database, places)


def _places(database: Database, match: str, filters: Filters) -> list[int]:
    """Where the products are in the index that an expression matches, likeliest first."""
    conditions, parameters = filters.sql("product_filters")
    join = " JOIN product_filters ON word_row = product_words.rowid AND "
    narrowed = join + " AND ".join(conditions) if conditions else ""
    rows = database.rows(
        f"SELECT product_words.rowid FROM product_words{narrowed} WHERE product_words MATCH ?"  # noqa: S608  # ours
        f" ORDER BY bm25(product_words, {_WEIGHTS}) LIMIT {_CANDIDATES}",
        (*parameters, match),
    )
    return [place for (place,) in rows]


def _products(database: Database, places: Sequence[int]) -> list[Document]:
    """What is at these places of the index, in the same order."""
    marks = ", ".join("?" * len(places))
    rows = database.rows(
        f"SELECT id, {_CONTENT} FROM product_words_content WHERE id IN ({marks})",  # noqa: S608  # marks
        tuple(places),
    )
    found = {row[0]: document(row[1], row[2:6], row[6], *row[7:]) for row in rows}
    return [found[place] for place in places]


@lru_cache(maxsize=512)  # a store's few hundred products are candidates of search after search
def document(identity: str, titles: tuple[str, ...], description: str, *features: str) -> Document:
    """A document of the columns of an index: words with spaces between."""
    said = tuple(filter(None, titles))
    parted = [title.split() for title in said]
    return Document(
        identity,
        frozenset(chain(*parted)),
        frozenset(map(_tail, parted)),
        said,
        f" {description} ",
        *(frozenset(feature.split()) for feature in features),
    )


def _tail(title: Sequence[str]) -> str:
    """The last word of a title, before what it comes with; figures and short words after it are its size."""
    end = next((place for place, word in enumerate(title) if place and word in AFTER_THE_THING), len(title))
    for word in reversed(title[:end]):
        if len(word) > _SHORT and not word.isdigit():
            return word
    return title[-1]


def goods(database: Database, ids: Sequence[str]) -> dict[str, tuple[float, int]]:
    """The price of some products and how many are in stock, by id."""
    marks = ", ".join("?" * len(ids))
    rows = database.rows(f"SELECT id, price, stock_quantity FROM products WHERE id IN ({marks})", tuple(ids))  # noqa: S608
    return {one: (price, stock) for one, price, stock in rows}


def faqs_with(database: Database, terms: Iterable[str], product_id: str | None) -> list[Document]:
    """The questions in which any of the terms occurs; with a product, only its own and those about the whole store."""
    match = _any_of(terms)
    if not match:
        return []
    rows = database.rows(
        "SELECT faq_id, w.question, w.question_hi, w.question_bn, w.question_mr, w.concepts FROM faq_words w"  # noqa: S608
        " JOIN faqs ON faqs.id = faq_id"
        " WHERE faq_words MATCH ?1 AND (?2 IS NULL OR product_id IS NULL OR product_id = ?2)"
        f" ORDER BY bm25(faq_words) LIMIT {_CANDIDATES}",
        (match, product_id),
    )
    return [document(row[0], row[1:5], "", "", "", row[5]) for row in rows]


def _any_of(terms: Iterable[str]) -> str:
    """An FTS5 expression; quoted, no term can be an operator."""
    quoted = [f'"{term}"' for term in sorted(set(terms))]
    return f"({' OR '.join(quoted)})" if quoted else ""
