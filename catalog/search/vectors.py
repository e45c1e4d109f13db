"""The products by meaning: their vectors in sqlite-vec, and the nearest of them to a question.

A search is in two steps: the nearest by the signs of the 384 numbers (48 bytes a product, Hamming distance), then the
exact cosine of those few. In a small store sqlite-vec finds the first ones; a larger store is kept in memory, where a
look at a vector costs nothing, so that more of them can be looked at: a large store has many that are nearly the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from catalog.bulk import batches
from catalog.search import needs
from catalog.search.embedding import DIMENSIONS, Embedder, Vectors
from catalog.search.fulltext import Filters
from catalog.search.meanings import Kind, Meanings, centred, joined, signs

if TYPE_CHECKING:
    from catalog.database import Database

_COARSE, _COARSE_IN_MEMORY = 120, 960  # candidates by their signs, of which the exact ones are chosen
_IN_MEMORY = 3_000  # products, from which on all vectors are kept in memory
_DRIFT = 0.01  # of the mean, from which on all signs are made anew; a centred vector is some .5 long
_TABLE = (
    "CREATE VIRTUAL TABLE product_vectors USING vec0("
    f"product_id TEXT PRIMARY KEY, category TEXT PARTITION KEY, price FLOAT, coarse BIT[{DIMENSIONS}])"
)
_COARSE_MEAN = "products.coarse_mean"
_ARRANGED = "SELECT product_id, category, price FROM product_vectors"
_SHELVES = "SELECT id, category, price FROM products WHERE withdrawn = 0"


def _passage(values: Sequence[Any]) -> str:
    """What a product's vector is made of: its names, what it is sold among, and what it is for."""
    return joined((joined(values[:4]), *values[4:6]))


_PRODUCTS = Kind(
    "products",
    "name, name_hi, name_bn, name_mr, category, description",
    "withdrawn = 0",
    _passage,
    (
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
    ),
)


@dataclass(frozen=True, slots=True)
class _InMemory:
    """A whole store's vectors in memory: 800 bytes a product."""

    generation: bytes
    ids: list[str]
    places: dict[str, int]
    numbers: dict[str, int]
    categories: NDArray[np.uint32]
    prices: NDArray[np.float32]
    signs: NDArray[np.uint64]  # 64 of all products after each other: so they are compared fastest
    vectors: NDArray[np.uint16]  # as `_short` has them

    def nearest(self, question: Vectors, filters: Filters, limit: int) -> dict[str, float]:
        """The nearest of what filters admit: first by their signs, then exactly."""
        admitted = self._admitted(filters)
        distances = np.zeros(len(self.ids) if admitted is None else len(admitted), np.uint16)
        for part, asked in zip(self.signs, signs(question).view(np.uint64), strict=True):
            distances += np.bitwise_count((part if admitted is None else part[admitted]) ^ asked)
        count = min(_COARSE_IN_MEMORY, len(distances))
        if not count:
            return {}
        coarse = np.argpartition(distances, count - 1)[:count]
        return self._cosines(question, coarse if admitted is None else admitted[coarse], limit)

    def likeness(self, question: Vectors, ids: Iterable[str]) -> dict[str, float]:
        """The cosines of some products, nearest first."""
        places = [self.places[one] for one in ids if one in self.places]
        return self._cosines(question, np.array(places, np.int64), len(places))

    def _cosines(self, question: Vectors, places: NDArray[np.int64], limit: int) -> dict[str, float]:
        cosines = _long(self.vectors[places]) @ question
        return {self.ids[places[best]]: float(cosines[best]) for best in np.argsort(-cosines, kind="stable")[:limit]}

    def _admitted(self, filters: Filters) -> NDArray[np.int64] | None:
        """The places of the products that filters admit; None if there is no filter."""
        conditions = []
        if filters.category is not None:
            conditions.append(self.categories == self.numbers.get(filters.category, len(self.numbers)))
        if filters.price_min is not None:
            conditions.append(self.prices >= filters.price_min)
        if filters.price_max is not None:
            conditions.append(self.prices <= filters.price_max)
        return np.flatnonzero(np.logical_and.reduce(conditions)) if conditions else None


class ProductVectors:
    """The vectors of a store's products.

    Args:
        database: the store's.
        embedder: makes vectors.
    """

    def __init__(self, database: Database, embedder: Embedder) -> None:
        self._database = database
        self._embedder = embedder
        self.meanings = Meanings(database, embedder, _PRODUCTS)
        self._store: _InMemory | None = None

    def arrange(self) -> None:
        """Bring the searchable table up to date with the vectors that are made; products without one are left out."""
        with self._database.writing():
            changed = self.meanings.settle()
            mean, before = self.meanings.mean(), self._coarse_mean()
            assert mean is not None
            small = self.meanings.count() <= _IN_MEMORY
            if before is None or small or np.linalg.norm(mean - before) > _DRIFT:
                self._database.execute_sql("DROP TABLE IF EXISTS product_vectors")
                self._database.execute_sql(_TABLE)
                self._database.execute_sql(
                    "INSERT OR REPLACE INTO search_state (name, value) VALUES (?, ?)", (_COARSE_MEAN, mean.tobytes())
                )
                before, there = mean, {}
            else:
                there = {row[0]: row[1:] for row in self._database.stream(_ARRANGED)}
            self._put_in_place(before, changed, there)

    def _put_in_place(self, mean: Vectors, changed: frozenset[str], there: dict[str, tuple[Any, ...]]) -> None:
        """Write the rows that are not as they are to be into the searchable table.

        Args:
            mean: is taken from each vector.
            changed: the products whose vector is another.
            there: category and price of the products that are in the table.
        """
        shelves = {row[0]: (row[1], float(np.float32(row[2]))) for row in self._database.stream(_SHELVES)}
        moved = [one for one, shelf in there.items() if one in changed or shelves.get(one) != shelf]
        self._database.execute_many("DELETE FROM product_vectors WHERE product_id = ?", [(one,) for one in moved])
        wanted = shelves.keys() - (there.keys() - set(moved))
        vectors = self.meanings.vectors(sorted(wanted) if there else None)
        for some in batches((one, vector) for one, vector in vectors if one in wanted):
            matrix = np.frombuffer(b"".join(vector for _, vector in some), np.float32).reshape(-1, DIMENSIONS)
            rows = zip(some, signs(centred(matrix, mean)), strict=True)
            self._database.execute_many(
                "INSERT INTO product_vectors (product_id, category, price, coarse) VALUES (?, ?, ?, vec_bit(?))",
                [(one, *shelves[one], coarse.tobytes()) for (one, _), coarse in rows],
            )

    def load(self) -> None:
        """Take the needs, and a large store's vectors, into memory, as the first search would."""
        needs.load(self._embedder)
        self._in_memory()

    def nearest(self, text: str, filters: Filters, limit: int) -> dict[str, float]:
        """The products nearest in meaning to a text, with the cosine, nearest first."""
        question = self.meanings.question(text)
        if question is None:
            return {}
        if (store := self._in_memory()) is not None:
            return store.nearest(question, filters, limit)
        return dict(list(self.meanings.cosines(question, self._coarse(question, filters)).items())[:limit])

    def likeness(self, text: str, ids: Iterable[str]) -> dict[str, float]:
        """The cosines of some products to a text; a product without a vector is left out."""
        question = self.meanings.question(text)
        if question is None:
            return {}
        if (store := self._in_memory()) is not None:
            return store.likeness(question, ids)
        return self.meanings.cosines(question, ids)

    def needed(self, text: str) -> dict[str, float]:
        """How like the needs of other customers a text is, by the things that they asked for, as the index has them."""
        known = needs.load(self._embedder)
        return {} if known is None else known.likeness(self._embedder.query(text))

    def around(self, text: str, filters: Filters, limit: int, ids: Iterable[str]) -> dict[str, float]:
        """`nearest` and `likeness` at once."""
        question = self.meanings.question(text)
        if question is None:
            return {}
        if (store := self._in_memory()) is not None:
            return store.nearest(question, filters, limit) | store.likeness(question, ids)
        nearest = list(self.meanings.cosines(question, self._coarse(question, filters)).items())[:limit]
        return dict(nearest) | self.meanings.cosines(question, ids)

    def _coarse_mean(self) -> Vectors | None:
        """The mean that the signs in the table were made with, which may be a little older than the exact one."""
        rows = self._database.rows("SELECT value FROM search_state WHERE name = ?", (_COARSE_MEAN,))
        return np.frombuffer(rows[0][0], np.float32) if rows else None

    def _coarse(self, question: Vectors, filters: Filters) -> list[str]:
        conditions, parameters = filters.sql()
        where = " AND ".join(["coarse MATCH vec_bit(?)", "k = ?", *conditions])
        sql = f"SELECT product_id FROM product_vectors WHERE {where}"  # noqa: S608  # ours
        return [row[0] for row in self._database.rows(sql, (signs(question).tobytes(), _COARSE, *parameters))]

    def _in_memory(self) -> _InMemory | None:
        """The whole store's vectors; None of a small store, where that would not pay."""
        count = self.meanings.count()
        if count <= _IN_MEMORY:
            self._store = None
            return None
        generation = self.meanings.generation()
        if self._store is None or self._store.generation != generation:
            self._store = self._load(generation, count)
        return self._store

    def _load(self, generation: bytes, count: int) -> _InMemory:
        mean = self.meanings.mean()
        assert mean is not None
        shelves = {row[0]: row[1:] for row in self._database.stream(_ARRANGED)}
        vectors = np.empty((count, DIMENSIONS), np.uint16)
        coarse = np.empty((count, DIMENSIONS // 64), np.uint64)
        ids: list[str] = []
        for some in batches((one, vector) for one, vector in self.meanings.vectors() if one in shelves):
            matrix = centred(
                np.frombuffer(b"".join(vector for _, vector in some), np.float32).reshape(-1, DIMENSIONS), mean
            )
            place = slice(len(ids), len(ids) + len(some))
            vectors[place], coarse[place] = _short(matrix), signs(matrix).view(np.uint64)
            ids += [one for one, _ in some]
        numbers = {category: number for number, category in enumerate({shelf[0] for shelf in shelves.values()})}
        return _InMemory(
            generation,
            ids,
            {one: place for place, one in enumerate(ids)},
            numbers,
            np.array([numbers[shelves[one][0]] for one in ids], np.uint32),
            np.array([shelves[one][1] for one in ids], np.float32),
            np.ascontiguousarray(coarse[: len(ids)].T),
            vectors[: len(ids)],
        )


def _short(vectors: Vectors) -> NDArray[np.uint16]:
    """Vectors as bfloat16, the upper halves of their numbers: a third of float16's time to make them long again."""
    bits = vectors.view(np.uint32)
    return np.asarray((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16, np.uint16)


def _long(vectors: NDArray[np.uint16]) -> Vectors:
    """Vectors of `_short` as float32; a cosine is off by less than .001."""
    bits = vectors.astype(np.uint32)
    bits <<= 16
    return bits.view(np.float32)
