"""A second database for the repositories: a PostgreSQL server of the tests' own, where the machine has one.

It shows that the repositories ask for nothing that only SQLite has. The constraints that SQLite's migrations add stay
out of it: they are tested on SQLite.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from peewee import InterfaceError, OperationalError, PostgresqlDatabase

from catalog.schema import TABLES

_ROOTS_SUBSTITUTE = "postgres"  # the server refuses to run as root


class PostgresDatabase(PostgresqlDatabase):
    """What the repositories need of a database; see `catalog.database.Database`."""

    def __init__(self, socket: Path) -> None:
        self._revisions = itertools.count()
        super().__init__("postgres", user="postgres", host=str(socket), prefer_psycopg3=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that waits for all others that write."""
        with self.atomic():
            self.execute_sql("SELECT pg_advisory_xact_lock(1)")
            yield

    def revision(self, table: str) -> int:
        """Always another one, so that nothing is remembered."""
        return next(self._revisions)

    def execute_many(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Execute one statement for each of many rows."""
        with self.atomic():
            self.cursor().executemany(sql, rows)

    def empty(self) -> None:
        """Make the tables anew."""
        self.execute_sql("DROP SCHEMA public CASCADE")
        self.execute_sql("CREATE SCHEMA public")
        with self.bind_ctx(TABLES):
            self.create_tables(TABLES)


def missing() -> str | None:
    """Why there can be no server; None if there can."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed"
    if _programs() is None:
        return "PostgreSQL's server is not installed"
    return None


@contextmanager
def server() -> Iterator[PostgresDatabase]:
    """A server in a folder of its own that listens to nobody else, and a connection to it."""
    programs = _programs()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))  # a socket's path must be short
    user = _ROOTS_SUBSTITUTE if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    quiet = {"user": user, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    subprocess.run([programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync"], check=True, **quiet)
    options = ["-c", "listen_addresses=", "-c", "fsync=off", "-k", folder]
    process = subprocess.Popen([programs / "postgres", "-D", data, *options], **quiet)
    database = PostgresDatabase(folder)
    try:
        _connect(database, process)
        yield database
        database.close()
    finally:
        process.terminate()
        process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _connect(database: PostgresDatabase, process: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        try:
            database.connect(reuse_if_open=True)
        except (OperationalError, InterfaceError):
            if process.poll() is not None:
                raise
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("PostgreSQL does not answer")


def _programs() -> Path | None:
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    folders = [*known, *([Path(on_path).parent] if on_path else [])]
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)
