"""Opening the store's database: one SQLite file, its schema brought up to date, its troubles put into words.

Write-ahead logging lets a reader go on while another process imports; foreign keys hold; `synchronous=normal` loses
nothing when the program dies (https://www.sqlite.org/wal.html). A connection belongs to the thread that first used it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlite_vec
from peewee import DatabaseError, IntegrityError, InterfaceError, SqliteDatabase

from catalog.errors import CatalogError

_MIGRATIONS = Path(__file__).with_name("migrations")
_CACHED = 16_000  # kB of pages at most: with SQLite's 2 MB a large store's index is read again for each question
_HISTORY = "schema_migration"  # the name that playhouse.migrations gives its history table


class Database(SqliteDatabase):
    """The store's database; what SQLite reports as broken, locked or read-only is raised as `CatalogError`.

    The repositories, the import and the export ask it for no more than peewee's own interface, `writing`, `revision`
    and `execute_many`, so that another database can stand in its place. `rows` and `stream` are for SQLite's own SQL,
    which stays here, in `migrations` and in `search`.
    """

    def __init__(self, path: Path, timeout: float) -> None:
        self.path = path
        super().__init__(
            str(path),
            pragmas={"foreign_keys": 1, "synchronous": "normal", "cache_size": -_CACHED},
            timeout=timeout,
        )
        self.load_extension(sqlite_vec.loadable_path())

    def connect(self, reuse_if_open: bool = False) -> bool:
        """Open this thread's connection."""
        with self._explained():
            return bool(super().connect(reuse_if_open))

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """Execute one statement; a broken constraint stays `peewee.IntegrityError`."""
        with self._explained():
            try:
                return super().execute_sql(sql, params)  # type: ignore[no-untyped-call]
            except UnicodeEncodeError:  # half of a character, which no database can store and nobody can read
                return super().execute_sql(sql, tuple(map(_encodable, params)))  # type: ignore[no-untyped-call]

    def execute_many(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Execute one statement for each of many rows, with `param` in the place of each value."""
        with self._explained(), self.atomic():
            self.cursor().executemany(sql, rows)  # type: ignore[no-untyped-call]

    def begin(self, lock_type: str | None = None) -> None:
        """Begin a transaction."""
        with self._explained():
            super().begin(lock_type)

    def commit(self) -> None:
        """Commit the transaction."""
        with self._explained():
            super().commit()

    def rows(self, sql: str, params: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows of one query."""
        cursor = self.execute_sql(sql, params)
        with self._explained():
            return list(cursor.fetchall())

    def stream(self, sql: str, params: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of one query, one at a time, however many there are."""
        cursor = self.execute_sql(sql, params)
        with self._explained():
            yield from cursor

    def revision(self, table: str) -> int | None:
        """How often a table was changed by anybody; None within a transaction, which may yet be undone.

        Args:
            table: products, faqs or policies.
        """
        if self.in_transaction():
            return None
        ((number,),) = self.rows("SELECT number FROM revisions WHERE name = ?", (table,))
        return int(number)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that holds the write lock from its start, so that what it reads stays true until it commits."""
        with self.atomic("IMMEDIATE"):
            yield

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise
        except (DatabaseError, InterfaceError) as error:
            problem = _explain(str(error), self.path)
            if problem is None:
                raise
            raise problem from error


def open_database(path: Path, *, create: bool = True, timeout: float = 5.0) -> Database:
    """Open the database and bring its schema up to date.

    Args:
        path: the file; a missing one is created with its folders, if `create`.
        create: whether a missing file is made.
        timeout: how many seconds to wait for another process's lock.

    Raises:
        CatalogError: the file is missing, is no database of ours, is damaged, locked or read-only, or was written by
            a newer Sahayak.
    """
    _check_file(path, create)
    database = Database(path, timeout)
    try:
        database.connect()
        _migrate(database)
    except BaseException:
        database.close()
        raise
    return database


def _check_file(path: Path, create: bool) -> None:
    if path.is_dir():
        raise CatalogError(f"{path} is a folder, not a database.", "Name a file, for example sahayak.db.")
    if not path.exists():
        if not create:
            raise CatalogError(
                f"There is no database at {path}.", "Import the store's data first: sahayak catalog import DIR"
            )
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CatalogError(
                f"The folder {path.parent} cannot be made: {error.strerror}.", "Choose another place with --db."
            ) from error
        return
    # SQLite opens a read-only file without a word and fails at the first write. Trying it out by opening the file here
    # is no way: closing it would free the locks that this process's other connections hold
    # (https://www.sqlite.org/howtocorrupt.html, "Posix advisory locks canceled").
    if not os.access(path, os.R_OK | os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise _read_only(path)


def _migrate(database: Database) -> None:
    applied = _applied(database)
    # Kept in the file, so once is enough; and only now is it sure that the file is ours to change.
    database.pragma("journal_mode", "wal")
    known = {script.stem for script in _MIGRATIONS.glob("[0-9]*.py")}
    if newer := sorted(applied - known):
        raise CatalogError(
            f"{database.path} was written by a newer Sahayak (it has {newer[-1]}).",
            "Update this program, or name another database with --db.",
        )
    if known <= applied:
        return
    from playhouse.migrations import Runner  # type: ignore[import-untyped]

    # One lock over all of it: of two programs that start at once, one migrates and the other finds it done. Foreign
    # keys can only be switched outside a transaction, and a table rebuilt with them on would delete what refers to it.
    database.pragma("foreign_keys", 0)
    try:
        with database.writing():
            Runner(database, str(_MIGRATIONS), _HISTORY).up()
    finally:
        database.pragma("foreign_keys", 1)


def _applied(database: Database) -> set[str]:
    tables = {name for (name,) in database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if _HISTORY in tables:
        return {name for (name,) in database.rows(f"SELECT name FROM {_HISTORY}")}  # noqa: S608  # a constant
    if tables:
        raise CatalogError(
            f"{database.path} is the database of another program.",
            "Name another file with --db; this one was not touched.",
        )
    return set()


def _encodable(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _read_only(path: Path) -> CatalogError:
    return CatalogError(
        f"The database {path} cannot be written to.",
        "Give this user the right to write to the file and its folder, or name another database with --db.",
    )


def _explain(reason: str, path: Path) -> CatalogError | None:
    """The words for SQLite's own message (https://www.sqlite.org/rescode.html), or None if it is a bug of ours."""
    if "file is not a database" in reason:
        return CatalogError(f"{path} is not a database.", "Name another file with --db; this one was not touched.")
    if "disk image is malformed" in reason or "disk I/O error" in reason:
        return CatalogError(
            f"The database {path} is damaged ({reason}).",
            "Put back a copy, or move the file away and import the store's data again.",
        )
    if "locked" in reason or "busy" in reason:
        return CatalogError(
            f"The database {path} is locked by another program.", "Close that program, or try again in a moment."
        )
    if "readonly" in reason or "unable to open" in reason:
        return _read_only(path)
    if "disk is full" in reason:
        return CatalogError(f"The disk is full; {path} could not be written.", "Make room and try again.")
    return None
