"""The store's data as the rest of the program sees it."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from catalog.audit import Audit
from catalog.cache import Timer, monotonic
from catalog.conversations import Conversations
from catalog.customers import Customers
from catalog.database import Database, open_database
from catalog.faqs import Faqs
from catalog.orders import Orders
from catalog.policies import Policies
from catalog.products import Products
from catalog.repositories import (
    AuditRepository,
    ConversationRepository,
    CustomerRepository,
    FaqRepository,
    OrderRepository,
    PolicyRepository,
    ProductRepository,
    TicketRepository,
)
from catalog.search import indexing
from catalog.search.embedding import Embedder
from catalog.search.semantics import StoreVectors
from catalog.tickets import Tickets
from catalog.times import Clock, utc_now


class Repositories:
    """One repository an aggregate, all on one database.

    Args:
        database: where everything is.
        clock: tells the time.
        vectors: find by meaning too.
        timer: tells how old is what was found before.
    """

    def __init__(
        self, database: Database, clock: Clock, vectors: StoreVectors | None = None, timer: Timer = monotonic
    ) -> None:
        self.audit: AuditRepository = Audit(database, clock)
        self.products: ProductRepository = Products(database, vectors.products if vectors else None, timer)
        self.faqs: FaqRepository = Faqs(database, vectors.faqs if vectors else None, timer)
        self.policies: PolicyRepository = Policies(database, timer)
        self.orders: OrderRepository = Orders(database, self.audit, clock, self.policies.return_window_days)
        self.tickets: TicketRepository = Tickets(database, self.audit, clock)
        self.customers: CustomerRepository = Customers(database, self.orders, self.tickets, clock)
        self.conversations: ConversationRepository = Conversations(database, clock)


class Catalog(Repositories):
    """An open store.

    A `Catalog` may be used by one worker thread at a time. Each thread that uses it gets a connection of its own, and
    `close` closes that of the thread that calls it; so open it, use it and close it on the same thread. Other threads
    and processes open a `Catalog` of their own on the same file.

    Attributes:
        database: for `catalog.importer`, `catalog.demo` and `catalog.statistics`.
        clock: tells the time.
        vectors: products and questions by meaning; None without an embedder.
        products, faqs, orders, policies, customers, tickets, conversations, audit: see `Repositories`.
    """

    def __init__(
        self,
        path: Path,
        *,
        create: bool = True,
        clock: Clock = utc_now,
        timeout: float = 5.0,
        embedder: Embedder | None = None,
        timer: Timer = monotonic,
    ) -> None:
        """Open the store's database, creating or updating it where needed.

        Args:
            path: the database file.
            create: whether a missing file is made; otherwise it is an error.
            clock: tells the time, aware.
            timeout: how many seconds to wait for another process's lock.
            embedder: finds products and questions by meaning too; without it they are found by words alone.
            timer: tells how old is what was found before, in seconds; never goes back.

        Raises:
            CatalogError: the file cannot be opened; says why and what to do.
        """
        self.clock = clock
        self.database = open_database(path, create=create, timeout=timeout)
        indexing.bring_up_to_date(self.database)
        self.vectors = StoreVectors(self.database, embedder) if embedder else None
        super().__init__(self.database, clock, self.vectors, timer)

    def close(self) -> None:
        """Close this thread's connection; harmless when it is closed already."""
        self.database.close()

    def __enter__(self) -> Catalog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
