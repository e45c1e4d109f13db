"""The vectors of the store's texts: made once for each text, and compared with a question's.

All vectors of one language model point roughly the same way, and some texts are a little near to everything. So the
mean of all texts is taken from every vector before it is compared (Mu and Viswanath 2018, All-but-the-Top).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from catalog.bulk import batches
from catalog.search.embedding import DIMENSIONS, Embedder, Vectors

if TYPE_CHECKING:
    from catalog.database import Database

_BATCH = 128
_REMEMBERED = 4096  # vectors of one kind, some 6 MB

Progress = Callable[[int, int], None]
"""Told how many vectors are made, and of how many."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of records that have a meaning.

    Attributes:
        name: of their table.
        columns: what a text is made of, after the id.
        condition: which records have one.
        passage: makes the text of the values of these columns.
        common: texts of this kind that any store might have; with them the mean of a small store says something.
    """

    name: str
    columns: str
    condition: str
    passage: Callable[[Sequence[Any]], str]
    common: tuple[str, ...]


class Meanings:
    """The vectors of one kind of records.

    Args:
        database: the store's.
        embedder: makes vectors.
        kind: of which records.
    """

    def __init__(self, database: Database, embedder: Embedder, kind: Kind) -> None:
        self._database = database
        self._embedder = embedder
        self._kind = kind
        self._lately: tuple[bytes, dict[str, Vectors]] = b"", {}

    def missing(self) -> int:
        """How many vectors are not made yet."""
        made = self._made()
        return len({digest for _, digest in self._digests() if digest not in made})

    def make(self, progress: Progress | None = None) -> int:
        """Make the vectors that are missing; tells how many.

        They are remembered by their text, so that an unchanged record costs nothing, and are committed in small steps:
        interrupted, it goes on where it was.
        """
        made = self._made()
        waiting = [*{digest: one for one, digest in self._digests() if digest not in made}.values()]
        for done in range(0, len(waiting), _BATCH):
            texts = [self._kind.passage(row[1:]) for row in self._records(waiting[done : done + _BATCH])]
            vectors = self._embedder.passages(texts)
            with self._database.writing():
                self._database.execute_many(
                    "INSERT OR REPLACE INTO embeddings (digest, vector) VALUES (?, ?)",
                    [(self._digest(text), vector.tobytes()) for text, vector in zip(texts, vectors, strict=True)],
                )
            if progress is not None:
                progress(min(done + _BATCH, len(waiting)), len(waiting))
        return len(waiting)

    def outdated(self) -> bool:
        """Whether the records have changed since `settle`."""
        return self.generation() != self._state(self._kind.name)

    def generation(self) -> bytes:
        """Tells apart what `settle` has settled from what it settles next."""
        return self._state(f"{self._kind.name}.settled")

    def settle(self) -> frozenset[str]:
        """Learn which record has which vector, and their mean; to be called within a transaction.

        Returns:
            The records that have a vector that they did not have the last time.
        """
        name, made = self._kind.name, self._made()
        wanted = {one: digest for one, digest in self._digests() if digest in made}
        had = dict(self._database.rows("SELECT id, digest FROM meanings WHERE kind = ?", (name,)))
        gone = [one for one in had if one not in wanted]
        new = [one for one, digest in wanted.items() if had.get(one) != digest]
        total = self._total(had, [*gone, *(one for one in new if one in had)], [wanted[one] for one in new])
        self._database.execute_many("DELETE FROM meanings WHERE kind = ? AND id = ?", [(name, one) for one in gone])
        self._database.execute_many(
            "INSERT OR REPLACE INTO meanings (kind, id, digest) VALUES (?, ?, ?)",
            [(name, one, wanted[one]) for one in new],
        )
        if total is None:
            total = np.zeros(DIMENSIONS)
            for (vector,) in self._database.stream(f"SELECT vector {_MEANT} WHERE kind = ?", (name,)):
                total += np.frombuffer(vector, np.float32)
        common = self._embedder.passages(self._kind.common)
        mean = (total + common.sum(axis=0, dtype=np.float64)) / (len(common) + len(wanted))
        self._remember("total", total.tobytes())
        self._remember("mean", mean.astype(np.float32).tobytes())
        self._remember("count", str(len(wanted)).encode())
        self._remember("settled", self._state(name))
        return frozenset(new)

    def revise(self) -> None:
        """Tell whoever remembers what was found that it may be found differently now."""
        self._database.execute_sql("UPDATE revisions SET number = number + 1 WHERE name = ?", (self._kind.name,))

    def count(self) -> int:
        """How many records have a vector."""
        return int(self._state(f"{self._kind.name}.count") or b"0")

    def mean(self) -> Vectors | None:
        """What is taken from every vector before it is compared; None before the first `settle`."""
        mean = self._state(f"{self._kind.name}.mean")
        return np.frombuffer(mean, np.float32) if mean else None

    def question(self, text: str) -> Vectors | None:
        """A question's vector, which is compared with the records'; None before the first `settle`."""
        mean = self.mean()
        return None if mean is None else centred(self._embedder.query(text), mean)

    def cosines(self, question: Vectors, ids: Iterable[str]) -> dict[str, float]:
        """How near some records are to a question, nearest first; a record without a vector is left out."""
        found = self._centred(list(ids))
        if not found:
            return {}
        names = [*found]
        cosines = np.stack([*found.values()]) @ question
        return {names[place]: float(cosines[place]) for place in np.argsort(-cosines, kind="stable")}

    def vectors(self, ids: Iterable[str] | None = None) -> Iterator[tuple[str, bytes]]:
        """The vectors of some records or of all, as float32 [384], not yet centred."""
        if ids is None:
            yield from self._database.stream(f"SELECT id, vector {_MEANT} WHERE kind = ?", (self._kind.name,))
            return
        for some in batches(ids):
            marks = ", ".join("?" * len(some))
            yield from self._database.rows(
                f"SELECT id, vector {_MEANT} WHERE kind = ? AND id IN ({marks})", (self._kind.name, *some)
            )

    def _centred(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of some records as they are compared; a question's candidates are asked for again and again."""
        generation = self.generation()
        if self._lately[0] != generation or len(self._lately[1]) > _REMEMBERED:
            self._lately = generation, {}
        lately, mean = self._lately[1], self.mean()
        new = [*self.vectors(one for one in ids if one not in lately)]
        if new and mean is not None:
            matrix = np.frombuffer(b"".join(vector for _, vector in new), np.float32).reshape(len(new), DIMENSIONS)
            lately.update(zip((one for one, _ in new), centred(matrix, mean), strict=True))
        return {one: lately[one] for one in ids if one in lately}

    def _total(self, had: dict[str, bytes], gone: list[str], new: list[bytes]) -> NDArray[np.float64] | None:
        """The sum of all vectors, from what it was and what has changed; None if it is as well added up anew."""
        before = self._state(f"{self._kind.name}.total")
        if not before or 2 * (len(gone) + len(new)) > len(had):
            return None
        total = np.frombuffer(before, np.float64).copy()
        for sign, digests in ((-1, [had[one] for one in gone]), (1, new)):
            for digest in digests:
                rows = self._database.rows("SELECT vector FROM embeddings WHERE digest = ?", (digest,))
                if not rows:
                    return None
                total += sign * np.frombuffer(rows[0][0], np.float32)
        return total

    def _records(self, ids: Sequence[str]) -> list[tuple[Any, ...]]:
        marks = ", ".join("?" * len(ids))
        return self._database.rows(
            f"SELECT id, {self._kind.columns} FROM {self._kind.name} WHERE id IN ({marks})",  # noqa: S608  # ours
            tuple(ids),
        )

    def _digests(self) -> Iterator[tuple[str, bytes]]:
        """The digest of each record's text, by which its vector is remembered."""
        sql = f"SELECT id, {self._kind.columns} FROM {self._kind.name} WHERE {self._kind.condition} ORDER BY id"  # noqa: S608
        for row in self._database.stream(sql):
            yield row[0], self._digest(self._kind.passage(row[1:]))

    def _made(self) -> frozenset[bytes]:
        return frozenset(digest for (digest,) in self._database.stream("SELECT digest FROM embeddings"))

    def _digest(self, passage: str) -> bytes:
        return hashlib.sha256(f"{self._embedder.name}\n{passage}".encode("utf-8", "replace")).digest()

    def _state(self, name: str) -> bytes:
        rows = self._database.rows("SELECT value FROM search_state WHERE name = ?", (name,))
        return bytes(rows[0][0]) if rows else b""

    def _remember(self, name: str, value: bytes) -> None:
        self._database.execute_sql(
            "INSERT OR REPLACE INTO search_state (name, value) VALUES (?, ?)", (f"{self._kind.name}.{name}", value)
        )


_MEANT = "FROM meanings JOIN embeddings ON embeddings.digest = meanings.digest"


def centred(vectors: Vectors, mean: Vectors) -> Vectors:
    """Vectors without what all have in common, of length 1 again."""
    without = vectors - mean
    lengths = np.maximum(np.linalg.norm(without, axis=-1, keepdims=True), 1e-9)
    return np.asarray(without / lengths, np.float32)


def signs(vectors: Vectors) -> NDArray[np.uint8]:
    """The signs of vectors' numbers: 48 bytes each, by which near ones are found fast."""
    return np.packbits(vectors > 0, axis=-1, bitorder="little")


def joined(texts: Iterable[str | None]) -> str:
    """The same thing in several languages as one text, without repetitions."""
    return " | ".join(dict.fromkeys(text for text in texts if text))
