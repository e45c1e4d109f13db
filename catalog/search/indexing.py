"""Keeping the full-text indices of `catalog.search.fulltext` in step with the tables.

Triggers note which products and questions have changed, whoever changed them; `refresh` indexes those again and leaves
the others alone. What a change leaves behind is what building everything anew would give.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from catalog.errors import CatalogError
from catalog.search import thesaurus
from catalog.search.documents import FAQ_COLUMNS, PRODUCT_COLUMNS, faq_document, product_document
from catalog.search.likeness import stored_terms
from catalog.search.romanise import keys

if TYPE_CHECKING:
    from catalog.database import Database

_RULES = 9  # to be raised when the tables below or the rules for words and keys change

Progress = Callable[[int, int], None]
"""Told how many records are indexed, and of how many."""

_AT_ONCE = 200
_WORDS = "unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
# The columns of each index, of which the first is only kept, and how it parts its words.
_INDICES = {
    "product_words": (PRODUCT_COLUMNS, _WORDS),
    "name_words": (("word", "spellings"), "trigram"),
    "faq_words": (FAQ_COLUMNS, _WORDS),
}
_TABLES = {
    # Beside the words, with the same row ids: in a large store a look at each match's whole product takes too long.
    "product_filters": "word_row INTEGER PRIMARY KEY, category TEXT NOT NULL COLLATE NOCASE, price REAL NOT NULL",
    "indexed": "kind TEXT NOT NULL, id TEXT NOT NULL, word_row INTEGER NOT NULL, PRIMARY KEY (kind, id)",
    # The words of names with the number of products that have them, and their place in name_words.
    "vocabulary": "word TEXT NOT NULL PRIMARY KEY, products INTEGER NOT NULL, word_row INTEGER NOT NULL",
    "vocabulary_terms": "term TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (term, word)",  # their forms and lemmas
    "unindexed": "kind TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (kind, id)",
}
_COLUMNS = {
    "products": "name, name_hi, name_bn, name_mr, category, specifications, description, description_hi,"
    " description_bn, description_mr, price",
    "faqs": "question, question_hi, question_bn, question_mr",
}
_NAMES = 4  # the first columns of product_words after the id


@dataclass(frozen=True, slots=True)
class IndexHealth:
    """Whether the search knows the whole store.

    Attributes:
        current: the index of words was built by this program's rules.
        unindexed: records that have changed since they were indexed.
        sound: SQLite finds each index of words to agree with its contents; False if it does not exist.
        without_vector: products and questions that are not found by meaning, by table.
    """

    current: bool
    unindexed: int
    sound: bool
    without_vector: dict[str, int]


def health(database: Database) -> IndexHealth:
    """Look whether the search knows the whole store."""
    without = {
        table: database.rows(
            f"SELECT count(*) FROM {table} WHERE id NOT IN (SELECT id FROM meanings WHERE kind = ?)"  # noqa: S608  # ours
            + (" AND withdrawn = 0" if table == "products" else ""),
            (table,),
        )[0][0]
        for table in _COLUMNS
    }
    if outdated(database):
        return IndexHealth(False, 0, False, without)
    ((unindexed,),) = database.rows("SELECT count(*) FROM unindexed")
    return IndexHealth(True, unindexed, _sound(database), without)


def _sound(database: Database) -> bool:
    try:
        for index in _INDICES:
            # https://www.sqlite.org/fts5.html#the_integrity_check_command
            database.execute_sql(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
    except CatalogError:
        return False
    return True


def outdated(database: Database) -> bool:
    """Whether the indices are missing or were built by other rules than this program's."""
    return int(database.pragma("user_version")) != index_version()


@cache
def index_version() -> int:
    """Of the rules and of the thesaurus: when either changes, the next start builds the indices anew."""
    return zlib.crc32(f"{_RULES} {thesaurus.fingerprint()}".encode()) >> 1  # SQLite keeps 31 bits and a sign


def bring_up_to_date(database: Database) -> None:
    """Build the indices if they are of other rules, and index what somebody has changed by hand."""
    if outdated(database):
        with database.writing():
            rebuild(database)
    elif database.rows("SELECT 1 FROM unindexed LIMIT 1"):
        with database.writing():
            refresh(database)


def rebuild(database: Database, progress: Progress | None = None) -> None:
    """Build all indices anew from the tables; to be called within a transaction."""
    for name, (columns, parting) in _INDICES.items():
        listed = " UNINDEXED, ".join((columns[0], ", ".join(columns[1:])))
        database.execute_sql(f"DROP TABLE IF EXISTS {name}")
        database.execute_sql(f'CREATE VIRTUAL TABLE {name} USING fts5({listed}, tokenize = "{parting}")')
    for name, listed in _TABLES.items():
        database.execute_sql(f"DROP TABLE IF EXISTS {name}")
        database.execute_sql(f"CREATE TABLE {name} ({listed}) STRICT")
    for table, watched in _COLUMNS.items():
        _watch(database, table, watched)
        database.execute_sql(f"INSERT INTO unindexed SELECT '{table}', id FROM {table}")  # noqa: S608  # our names
    refresh(database, progress)
    for index in _INDICES:
        database.execute_sql(f"INSERT INTO {index} ({index}) VALUES ('optimize')")  # noqa: S608  # our names
    for table in _COLUMNS:
        _new_generation(database, table)
    database.pragma("user_version", index_version())


def refresh(database: Database, progress: Progress | None = None) -> None:
    """Index what has changed since the last time; to be called within a transaction."""
    ((waiting,),) = database.rows("SELECT count(*) FROM unindexed")
    done = 0
    for table, index in (("products", _index_product), ("faqs", _index_faq)):
        words: Counter[str] = Counter()
        indexed = False
        while ids := [one for (one,) in database.rows(f"{_WAITING} LIMIT {_AT_ONCE}", (table,))]:
            if progress is not None:
                progress(done, waiting)
            marks = ", ".join("?" * len(ids))
            rows = {
                row[0]: row
                for row in database.rows(
                    f"SELECT id, {_COLUMNS[table]} FROM {table} WHERE id IN ({marks})"  # noqa: S608  # ours
                    + (" AND withdrawn = 0" if table == "products" else ""),
                    tuple(ids),
                )
            }
            for one in ids:
                index(database, one, rows.get(one), words)
            database.execute_sql(
                f"DELETE FROM unindexed WHERE kind = ? AND id IN ({marks})",  # noqa: S608  # question marks
                (table, *ids),
            )
            done, indexed = done + len(ids), True
        _count_words(database, words)
        if indexed:
            _new_generation(database, table)
    if progress is not None:
        progress(done, waiting)


_WAITING = "SELECT id FROM unindexed WHERE kind = ?"


def _watch(database: Database, table: str, columns: str) -> None:
    """Have the database itself note what changes."""
    watched = [*columns.split(", "), *(("withdrawn",) if table == "products" else ())]
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in watched)
    events = {
        "insert": ("INSERT", "1", "NEW"),
        "update": (f"UPDATE OF {', '.join(watched)}", changed, "NEW"),
        "delete": ("DELETE", "1", "OLD"),
    }
    for name, (event, condition, row) in events.items():
        database.execute_sql(f"DROP TRIGGER IF EXISTS {table}_unindexed_by_{name}")
        database.execute_sql(
            f"CREATE TRIGGER {table}_unindexed_by_{name} AFTER {event} ON {table} WHEN {condition}"  # noqa: S608  # ours
            f" BEGIN INSERT OR IGNORE INTO unindexed VALUES ('{table}', {row}.id); END"
        )


def _new_generation(database: Database, table: str) -> None:
    """Let the vectors know that the records are others."""
    database.execute_sql("INSERT OR REPLACE INTO search_state (name, value) VALUES (?, randomblob(8))", (table,))


def _index_product(database: Database, product_id: str, row: Sequence[Any] | None, words: Counter[str]) -> None:
    place = _forget(database, "products", product_id, "product_words", words)
    if row is not None:
        values = product_document(row)
        place = _insert(database, "product_words", place, values)
        words.update(_name_words(values[1 : 1 + _NAMES]))
        database.execute_sql("INSERT INTO product_filters VALUES (?, ?, ?)", (place, row[5], row[11]))
        database.execute_sql("INSERT INTO indexed VALUES ('products', ?, ?)", (product_id, place))


def _index_faq(database: Database, faq_id: str, row: Sequence[Any] | None, words: Counter[str]) -> None:
    place = _forget(database, "faqs", faq_id, "faq_words", words)
    if row is not None:
        place = _insert(database, "faq_words", place, faq_document(row))
        database.execute_sql("INSERT INTO indexed VALUES ('faqs', ?, ?)", (faq_id, place))


def _forget(database: Database, kind: str, one: str, index: str, words: Counter[str]) -> int | None:
    """Take a record out of its index; tells its place there, None if it was not in it."""
    found = database.rows("SELECT word_row FROM indexed WHERE kind = ? AND id = ?", (kind, one))
    if not found:
        return None
    place = int(found[0][0])
    if kind == "products":
        (names,) = database.rows("SELECT name, name_hi, name_bn, name_mr FROM product_words WHERE rowid = ?", (place,))
        words.subtract(_name_words(names))
        database.execute_sql("DELETE FROM product_filters WHERE word_row = ?", (place,))
    database.execute_sql(f"DELETE FROM {index} WHERE rowid = ?", (place,))  # noqa: S608  # ours
    database.execute_sql("DELETE FROM indexed WHERE kind = ? AND id = ?", (kind, one))
    return place


def _name_words(names: Iterable[str]) -> set[str]:
    return {word for name in names for word in name.split() if not word.isdigit()}


def _count_words(database: Database, changes: Counter[str]) -> None:
    """Bring the index of the names' words up to date: a word is in it while any product has it."""
    for word, change in sorted(changes.items()):
        if not change:
            continue
        found = database.rows("SELECT products, word_row FROM vocabulary WHERE word = ?", (word,))
        products, place = found[0] if found else (0, None)
        products += change
        if place is None and products > 0:
            place = _insert(database, "name_words", None, (word, " ".join(sorted({word, *keys(word)}))))
            terms = [(term, word) for term in sorted(stored_terms(word))]
            database.execute_many("INSERT INTO vocabulary_terms VALUES (?, ?)", terms)
        if products > 0:
            database.execute_sql("INSERT OR REPLACE INTO vocabulary VALUES (?, ?, ?)", (word, products, place))
        else:
            database.execute_sql("DELETE FROM vocabulary WHERE word = ?", (word,))
            forgotten = [(term, word) for term in stored_terms(word)]
            database.execute_many("DELETE FROM vocabulary_terms WHERE term = ? AND word = ?", forgotten)
            database.execute_sql("DELETE FROM name_words WHERE rowid = ?", (place,))


def _insert(database: Database, table: str, place: int | None, values: Sequence[str]) -> int:
    """Add a row to an index, at its old place or at a new one; tells its row id."""
    columns, marks = ", ".join(_INDICES[table][0]), ", ".join("?" * (1 + len(values)))
    sql = f"INSERT INTO {table} (rowid, {columns}) VALUES ({marks})"  # noqa: S608  # our names
    return int(database.execute_sql(sql, (place, *values)).lastrowid)
