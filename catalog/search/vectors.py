"""The products by meaning: their vectors in sqlite-vec, and the nearest of them to a question.

All vectors of one language model point roughly the same way, and some products are a little near to everything. So
the store's mean is taken from every vector before it is compared (Mu and Viswanath 2018, All-but-the-Top).

A search is in two steps: the nearest by the signs of the 384 numbers (48 bytes a product, Hamming distance), then the
exact cosine of those few. In a small store and within a category sqlite-vec finds the first ones; the signs of a whole
larger store are kept in memory, where that is seven times faster.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from catalog.search.embedding import DIMENSIONS, Embedder, Vectors
from catalog.search.fulltext import Filters

if TYPE_CHECKING:
    from catalog.database import Database

_COARSE = 120  # candidates by their signs, of which the exact ones are chosen
_IN_MEMORY = 3_000  # products, from which on the signs are kept in memory
_BATCH = 64
_AT_ONCE = 500  # vectors that are made without being asked for
_TABLE = (
    "CREATE VIRTUAL TABLE product_vectors USING vec0("
    f"product_id TEXT PRIMARY KEY, category TEXT PARTITION KEY, price FLOAT, coarse BIT[{DIMENSIONS}])"
)
_PRODUCTS = (
    "SELECT id, name, name_hi, name_bn, name_mr, description, category, price FROM products"
    " WHERE withdrawn = 0 ORDER BY id"
)

Progress = Callable[[int, int], None]
"""Told how many vectors are made, and of how many."""


@dataclass(frozen=True, slots=True)
class _Signs:
    """The whole store's signs in memory."""

    generation: bytes
    ids: list[str]
    prices: NDArray[np.float32]
    signs: NDArray[np.uint64]


class ProductVectors:
    """The vectors of a store's products.

    Args:
        database: the store's.
        embedder: makes vectors.
    """

    def __init__(self, database: Database, embedder: Embedder) -> None:
        self._database = database
        self._embedder = embedder
        self._signs: _Signs | None = None
        self._counted = (b"", 0)

    def missing(self) -> int:
        """How many products have no vector yet."""
        return len(self._unmade())

    def embed(self, progress: Progress | None = None) -> None:
        """Make the vectors that are missing and arrange all for searching.

        Vectors are remembered by their text, so that an unchanged product costs nothing, and are committed in small
        steps: interrupted, it goes on where it was. The searchable table changes at once or not at all.
        """
        waiting = list(dict(self._unmade()).items())
        for done in range(0, len(waiting), _BATCH):
            batch = waiting[done : done + _BATCH]
            vectors = self._embedder.passages([text for _, text in batch])
            with self._database.writing():
                for (digest, _), vector in zip(batch, vectors, strict=True):
                    self._database.execute_sql(
                        "INSERT OR REPLACE INTO embeddings (digest, vector) VALUES (?, ?)", (digest, vector.tobytes())
                    )
            if progress is not None:
                progress(done + len(batch), len(waiting))
        self.arrange()

    def catch_up(self) -> int:
        """Bring the searchable table up to date with the store, if that is a matter of seconds.

        Returns:
            How many products still have no vector; `embed` makes them.
        """
        if self._state("vectors") == self._state("products"):
            return 0
        missing = self.missing()
        if missing <= _AT_ONCE:
            self.embed()
            return 0
        self.arrange()
        return missing

    def arrange(self) -> None:
        """Build the searchable table from the remembered vectors; products without one are left out."""
        with self._database.writing():
            rows = [(row, self._digest(_passage(row))) for row in self._products()]
            known = self._known()
            present = [(row, known[digest]) for row, digest in rows if digest in known]
            mean = self._mean([vector for _, vector in present])
            self._database.execute_sql("DELETE FROM product_meanings")
            self._database.execute_sql("DROP TABLE IF EXISTS product_vectors")
            self._database.execute_sql(_TABLE)
            for row, vector in present:
                centred = _centred(np.frombuffer(vector, np.float32), mean)
                self._database.execute_sql(
                    "INSERT INTO product_vectors (product_id, category, price, coarse) VALUES (?, ?, ?, vec_bit(?))",
                    (row[0], row[6], row[7], _pack(centred)),
                )
                self._database.execute_sql(
                    "INSERT INTO product_meanings (product_id, vector) VALUES (?, ?)", (row[0], centred.tobytes())
                )
            wanted = {digest for _, digest in rows}
            for digest in known.keys() - wanted:
                self._database.execute_sql("DELETE FROM embeddings WHERE digest = ?", (digest,))
            self._remember("mean", mean.tobytes())
            self._remember("vectors", self._state("products"))

    def nearest(self, text: str, filters: Filters, limit: int) -> dict[str, float]:
        """The products nearest in meaning to a text, with the cosine, nearest first."""
        question = self._question(text)
        if question is None:
            return {}
        if filters.category is None and self._count() > _IN_MEMORY:
            ids = self._coarse_in_memory(question, filters)
        else:
            ids = self._coarse(question, filters)
        return dict(list(_exact(question, self._with_vectors(ids)).items())[:limit])

    def likeness(self, text: str, ids: Iterable[str]) -> dict[str, float]:
        """The cosines of some products to a text; a product without a vector is left out."""
        question = self._question(text)
        return {} if question is None else _exact(question, self._with_vectors(ids))

    def _question(self, text: str) -> Vectors | None:
        """A text's vector as it is compared with the products'; None before they are arranged."""
        mean = self._state("mean")
        return _centred(self._embedder.query(text), np.frombuffer(mean, np.float32)) if mean else None

    def _count(self) -> int:
        """How many products have a vector; counted once for each arrangement."""
        generation = self._state("vectors")
        if self._counted[0] != generation:
            self._counted = generation, int(self._database.rows("SELECT count(*) FROM product_meanings")[0][0])
        return self._counted[1]

    def _coarse(self, question: Vectors, filters: Filters) -> list[str]:
        conditions, parameters = filters.sql()
        where = " AND ".join(["coarse MATCH vec_bit(?)", "k = ?", *conditions])
        sql = f"SELECT product_id FROM product_vectors WHERE {where}"  # noqa: S608  # ours
        return [row[0] for row in self._database.rows(sql, (_pack(question), _COARSE, *parameters))]

    def _coarse_in_memory(self, question: Vectors, filters: Filters) -> list[str]:
        store = self._loaded()
        distances = np.bitwise_count(store.signs ^ np.frombuffer(_pack(question), np.uint64)).sum(1, dtype=np.uint16)
        outside = np.zeros(len(distances), bool)
        if filters.price_min is not None:
            outside |= store.prices < filters.price_min
        if filters.price_max is not None:
            outside |= store.prices > filters.price_max
        distances[outside] = np.iinfo(np.uint16).max
        count = min(_COARSE, int(len(distances) - outside.sum()))
        if not count:
            return []
        return [store.ids[index] for index in np.argpartition(distances, count - 1)[:count]]

    def _loaded(self) -> _Signs:
        generation = self._state("vectors")
        if self._signs is None or self._signs.generation != generation:
            rows = self._database.rows("SELECT product_id, price, coarse FROM product_vectors")
            signs = np.frombuffer(b"".join(row[2] for row in rows), np.uint64).reshape(len(rows), -1)
            self._signs = _Signs(
                generation,
                [row[0] for row in rows],
                np.array([row[1] for row in rows], np.float32),
                signs,
            )
        return self._signs

    def _with_vectors(self, ids: Iterable[str]) -> list[tuple[str, bytes]]:
        wanted = list(ids)
        marks = ", ".join("?" * len(wanted))
        rows = self._database.rows(
            f"SELECT product_id, vector FROM product_meanings WHERE product_id IN ({marks})",  # noqa: S608  # marks
            tuple(wanted),
        )
        return [(row[0], row[1]) for row in rows]

    def _products(self) -> list[tuple[Any, ...]]:
        return self._database.rows(_PRODUCTS)

    def _unmade(self) -> list[tuple[bytes, str]]:
        """The text of each product that has no vector yet, with its digest."""
        made = {row[0] for row in self._database.rows("SELECT digest FROM embeddings")}
        texts = map(_passage, self._products())
        return [(digest, text) for text in texts if (digest := self._digest(text)) not in made]

    def _known(self) -> dict[bytes, bytes]:
        return {row[0]: row[1] for row in self._database.rows("SELECT digest, vector FROM embeddings")}

    def _digest(self, passage: str) -> bytes:
        return hashlib.sha256(f"{self._embedder.name}\n{passage}".encode("utf-8", "replace")).digest()

    def _mean(self, vectors: Sequence[bytes]) -> Vectors:
        """The mean of the store's vectors and, so that a small store has one that says something, of common goods'."""
        common = self._embedder.passages(_COMMON_GOODS)
        total = common.sum(axis=0)
        for vector in vectors:
            total += np.frombuffer(vector, np.float32)
        mean: Vectors = total / np.float32(len(common) + len(vectors))
        return mean

    def _state(self, name: str) -> bytes:
        rows = self._database.rows("SELECT value FROM search_state WHERE name = ?", (name,))
        return bytes(rows[0][0]) if rows else b""

    def _remember(self, name: str, value: bytes) -> None:
        self._database.execute_sql("INSERT OR REPLACE INTO search_state (name, value) VALUES (?, ?)", (name, value))


_COMMON_GOODS = (
    "Ceiling fan | सीलिंग पंखा | সিলিং ফ্যান | सीलिंग पंखा",
    "Red saree | लाल साड़ी | লাল শাড়ি | लाल साडी",
    "Rice 5 kg | चावल 5 किलो | চাল 5 কেজি | तांदूळ 5 किलो",
    "Smartphone | स्मार्टफोन | স্মার্টফোন | स्मार्टफोन",
    "Bath soap | नहाने का साबुन | সাবান | साबण",
    "Cricket bat | क्रिकेट बैट | ক্রিকেট ব্যাট | क्रिकेट बॅट",
    "Notebook | कॉपी | খাতা | वही",
    "Wooden chair | लकड़ी की कुर्सी | কাঠের চেয়ার | लाकडी खुर्ची",
    "Steel plate | स्टील की थाली | স্টিলের থালা | स्टीलचे ताट",
    "Men's shirt | पुरुषों की शर्ट | ছেলেদের শার্ট | पुरुषांचा शर्ट",
    "Hammer | हथौड़ा | হাতুড়ি | हातोडा",
    "Cough syrup | खाँसी की दवा | কাশির ওষুধ | खोकल्याचे औषध",
)


def _passage(row: Sequence[Any]) -> str:
    """What a product's vector is made of: its names, and what it is for."""
    names = dict.fromkeys(name for name in row[1:5] if name)
    return f"{' | '.join(names)} | {row[5]}"


def _centred(vector: Vectors, mean: Vectors) -> Vectors:
    centred = vector - mean
    return np.asarray(centred / max(float(np.linalg.norm(centred)), 1e-9), np.float32)


def _pack(vector: Vectors) -> bytes:
    return np.packbits(vector > 0, bitorder="little").tobytes()


def _exact(question: Vectors, found: Sequence[tuple[str, bytes]]) -> dict[str, float]:
    if not found:
        return {}
    matrix = np.frombuffer(b"".join(vector for _, vector in found), np.float32).reshape(len(found), DIMENSIONS)
    cosines = matrix @ question
    return {found[index][0]: float(cosines[index]) for index in np.argsort(-cosines, kind="stable")}
