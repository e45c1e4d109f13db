"""The store's data, on a thread of its own: what the engine asks of the catalogue passes here.

It is open from `open` to `close`; whatever comes before or after is a mistake of the program, and a RuntimeError.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import TypeVar

import structlog

from catalog.errors import CatalogError
from catalog.search.embedding import Embedder
from catalog.store import Catalog
from catalog.times import Clock
from engine.languages import Language
from engine.stt.grammar import StoreWords
from engine.tools import registry
from engine.tools.base import ToolCall, ToolContext, ToolRun
from engine.tools.guard import Guard

Goods = tuple[int | None, tuple[str, ...]]  # by which a change of the catalogue is known
_MOST_ORDERS_HEARD = 60  # whose numbers the recogniser expects to hear
_FIRST_SEARCHES = ("saree", "साड़ी", "শাড়ি")
_Result = TypeVar("_Result")
_log = structlog.get_logger(__name__)


class Shop:
    """A store.

    Args:
        thread: on which alone its database is used.
        database: its file.
        embedder: makes the language model of the search; None goes without one.
        now: the time of day.
    """

    def __init__(self, thread: Executor, database: Path, embedder: Callable[[], Embedder | None], now: Clock) -> None:
        self._thread = thread
        self._database = database
        self._embedder = embedder
        self._now = now
        self._catalog: Catalog | None = None

    async def open(self) -> None:
        """Open the database and bring its search index up to date, if it can be written.

        Raises:
            CatalogError: it cannot be opened.
        """
        self._catalog = await self._on_thread(self._opened)

    async def close(self) -> None:
        """Close the database, if it was opened; the thread is the caller's."""
        if self._catalog is not None:
            await self._on_thread(self._catalog.close)

    async def ask(self, work: Callable[[Catalog], _Result]) -> _Result:
        """Do some work with the store, and give what came of it.

        Raises:
            CatalogError: the database cannot be read or written.
        """
        return await self._on_thread(lambda: work(self._store))

    async def categories(self) -> tuple[str, ...]:
        """Those of its products."""
        return await self.ask(lambda store: store.products.categories())

    async def goods(self) -> Goods:
        """What is different once its goods or orders have changed."""
        return await self.ask(lambda store: (store.products.revision(), store.orders.ids(_MOST_ORDERS_HEARD)))

    async def words(self) -> StoreWords:
        """What its customers are expected to say."""
        return await self.ask(_words)

    async def warm(self) -> None:
        """Search once in each script, so that the first customer does not wait for what a search loads."""
        try:
            await self.ask(_search)
        except CatalogError as failed:  # the first customer is told, if it goes on
            _log.warning("store not warmed", error=failed.message)

    async def run_tool(
        self, call: ToolCall, guard: Guard, session_id: str, language: Language, utterance: str
    ) -> ToolRun:
        """Run a call under a conversation's guard; see `conversation.RunTool`."""
        context = ToolContext(self._store, guard, session_id, language, utterance)
        return await self._on_thread(lambda: registry.run(call, context))

    def _opened(self) -> Catalog:
        catalog = Catalog(self._database, create=False, clock=self._now, embedder=self._embedder())
        try:
            if catalog.vectors and (missing := catalog.vectors.catch_up()):
                _log.warning("products without a vector", products=missing, hint="sahayak catalog reindex")
        except CatalogError as failed:  # a locked or read-only database can still be searched
            _log.warning("search index not brought up to date", error=failed.message)
        return catalog

    @property
    def _store(self) -> Catalog:
        if self._catalog is None:
            raise RuntimeError("the engine has not been started")
        return self._catalog

    async def _on_thread(self, work: Callable[[], _Result]) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _words(store: Catalog) -> StoreWords:
    products = store.products.all()
    names = {language: tuple(product.name_in(language) for product in products) for language in Language}
    return StoreWords(names, store.orders.ids(_MOST_ORDERS_HEARD))


def _search(store: Catalog) -> None:
    for words in _FIRST_SEARCHES:
        store.products.search(words, limit=1)
        store.faqs.search(words, limit=1)
