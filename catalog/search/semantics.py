"""What the store's records mean: the vectors of its products and of its frequent questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog.search import transliterate
from catalog.search.embedding import Embedder
from catalog.search.meanings import Progress
from catalog.search.questions import FaqVectors
from catalog.search.vectors import ProductVectors

if TYPE_CHECKING:
    from catalog.database import Database

_AT_ONCE = 500  # vectors that are made without being asked for


class StoreVectors:
    """All vectors of a store.

    Args:
        database: the store's.
        embedder: makes vectors.

    Attributes:
        products: for the search of products.
        faqs: for the search of frequent questions.
    """

    def __init__(self, database: Database, embedder: Embedder) -> None:
        self._database = database
        self.products = ProductVectors(database, embedder)
        self.faqs = FaqVectors(database, embedder)
        self._meanings = self.products.meanings, self.faqs.meanings

    def missing(self) -> int:
        """How many records have no vector yet."""
        return sum(meanings.missing() for meanings in self._meanings)

    def embed(self, progress: Progress | None = None) -> None:
        """Make the vectors that are missing and arrange all for searching.

        Vectors are remembered by their text, so that an unchanged record costs nothing, and are committed in small
        steps: interrupted, it goes on where it was. What can be searched changes at once or not at all.
        """
        before, of = 0, self.missing()
        for meanings in self._meanings:

            def told(done: int, _: int, before: int = before) -> None:
                if progress is not None:
                    progress(before + done, of)

            before += meanings.make(told)
        self.arrange()

    def catch_up(self) -> int:
        """Bring what can be searched up to date with the store, if that is a matter of seconds.

        Returns:
            How many records still have no vector; `embed` makes them.
        """
        missing = 0
        if any(meanings.outdated() for meanings in self._meanings):
            missing = self.missing()
            if missing <= _AT_ONCE:
                self.embed()
                missing = 0
            else:
                self.arrange()
        self.products.load()  # so that the first customer need not wait for it
        transliterate.load()
        return missing

    def arrange(self) -> None:
        """Arrange the vectors that are made for searching, and forget those of texts that the store no longer has."""
        with self._database.writing():
            self.products.arrange()
            self.faqs.arrange()
            for meanings in self._meanings:
                meanings.revise()
            self._database.execute_sql("DELETE FROM embeddings WHERE digest NOT IN (SELECT digest FROM meanings)")
