"""A program that is killed while it writes leaves each change either made or not made.

There are two ways to kill it: after so many steps of SQLite's virtual machine, which reaches every place of every
statement and takes no waiting; and after some time, which also reaches the middle of a write to the disk.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from catalog.errors import CatalogError
from catalog.exporter import export_store
from catalog.importer import import_store
from catalog.store import Catalog
from catalog.store_files import StoreData, read_store

Write = Callable[..., Path]
Dump = Callable[[Catalog], dict[str, list[Any]]]
Work = Callable[[Catalog], None]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")

_STEPS = 200  # of the virtual machine between two looks at whether it is time


def killed(work: Work, path: Path, clock: Any, *, seconds: float = 0.0, looks: int = 0) -> bool:
    """Let a process of its own work on a database until it is killed.

    Args:
        work: what it does; it may come to an end.
        path: the database.
        clock: tells the time.
        seconds: how long after its beginning it is killed; 0: not by time.
        looks: after how many times 200 steps it kills itself; 0: not by steps.

    Returns:
        Whether it was killed before it was done.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            with Catalog(path, clock=clock) as catalog:
                # Pages go to the file long before the commit, and from the log to the database after each: whenever it
                # is killed, something is half-written.
                catalog.database.pragma("cache_size", 1)
                catalog.database.pragma("wal_autocheckpoint", 1)
                catalog.database.pragma("synchronous", "off")  # what was given to the system survives the program
                if looks:
                    _kill_after(catalog, looks)
                os.write(writing, b"!")
                work(catalog)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        assert pipe.read(1) == b"!"
        if seconds:
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _kill_after(catalog: Catalog, looks: int) -> None:
    left = looks

    def look() -> int:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    catalog.database.connection().set_progress_handler(look, _STEPS)


def looks_of(work: Work, path: Path, clock: Any) -> int:
    """How often a work that comes to its end is looked at."""
    count = 0

    def look() -> int:
        nonlocal count
        count += 1
        return 0

    with Catalog(path, clock=clock) as catalog:
        catalog.database.pragma("cache_size", 1)
        catalog.database.connection().set_progress_handler(look, _STEPS)
        work(catalog)
    return count


def check_whole(catalog: Catalog) -> None:
    database = catalog.database
    assert database.rows("PRAGMA integrity_check") == [("ok",)]
    assert database.rows("PRAGMA foreign_key_check") == []
    assert database.rows("SELECT * FROM imports WHERE finished_at IS NULL") == []
    assert database.rows("SELECT * FROM unindexed") == []
    products = database.rows("SELECT id FROM products WHERE withdrawn = 0 ORDER BY id")
    assert database.rows("SELECT product_id FROM product_words ORDER BY product_id") == products
    assert database.rows("SELECT id FROM indexed WHERE kind = 'products' ORDER BY id") == products


def copied(pristine: Path, path: Path) -> Path:
    """A copy of a database that nobody has open."""
    for leftover in path.parent.glob(f"{path.name}-*"):
        leftover.unlink()
    shutil.copyfile(pristine, path)
    return path


@pytest.fixture
def two_stores(write_store: Write) -> tuple[StoreData, StoreData]:
    products = [
        {"id": f"N{number}", "name": f"Lamp {number}", "description": "x" * 2000, "category": "Home", "price": number}
        | {"stock_quantity": 1}
        for number in range(20)
    ]
    return (
        read_store(write_store()),
        read_store(write_store("other", products=products, faqs=None, orders=None, policies=None)),
    )


@pytest.fixture
def pristine(catalog: Catalog) -> Path:
    """The fixture store, closed."""
    catalog.orders.cancel("1002", actor="s1")
    catalog.orders.request_return("1004", "defective", "refund", actor="s1")
    catalog.close()
    return catalog.database.path


@pytest.mark.parametrize("upsert", [False, True], ids=["replace", "upsert"])
def test_an_import_that_is_killed_at_any_step_is_made_or_not_made(
    pristine: Path, two_stores: tuple[StoreData, StoreData], tmp_path: Path, clock: Any, dump: Dump, upsert: bool
) -> None:
    _, other = two_stores

    def change(catalog: Catalog) -> None:
        import_store(catalog, other, upsert=upsert)

    path = copied(pristine, tmp_path / "killed.db")
    with Catalog(path, clock=clock) as catalog:
        before = dump(catalog)
    looks = looks_of(change, path, clock)
    with Catalog(path, clock=clock) as catalog:
        after = dump(catalog)
    chance = random.Random(looks)
    seen = []
    for number in range(75):
        copied(pristine, path)
        # Spread over all of it, and the last ones over its end.
        at = 1 + looks * number // 70 + chance.randrange(2) if number < 70 else looks + number - 72
        assert killed(change, path, clock, looks=at) or at >= looks
        with Catalog(path, clock=clock) as reopened:
            check_whole(reopened)
            state = dump(reopened)
            assert state in (before, after)
            seen.append(state == after)
    assert False in seen


def test_imports_that_are_killed_at_any_time_are_made_or_not_made(
    pristine: Path, two_stores: tuple[StoreData, StoreData], clock: Any, dump: Dump
) -> None:
    with Catalog(pristine, clock=clock) as catalog:
        import_store(catalog, two_stores[0])
        before = dump(catalog)
        began = time.perf_counter()
        import_store(catalog, two_stores[1])
        longest = 4 * (time.perf_counter() - began)
        after = dump(catalog)
    chance = random.Random(1)
    seen = []

    def import_in_turn(child: Catalog) -> None:
        for store in cycle(two_stores):
            import_store(child, store)

    for _ in range(50):
        assert killed(import_in_turn, pristine, clock, seconds=chance.uniform(0.001, longest))
        with Catalog(pristine, clock=clock) as reopened:
            check_whole(reopened)
            state = dump(reopened)
            assert state in (before, after)
            seen.append(state == after)
    assert set(seen) == {True, False}


@pytest.fixture
def busy_store(write_store: Write, tmp_path: Path, clock: Any) -> tuple[Path, StoreData]:
    """A store with some orders to cancel and to return."""
    folder = write_store("busy")
    template = {order.id: order for order in read_store(folder).orders}
    orders = [
        template[kind].model_copy(update={"id": f"{kind}-{number}"})
        for number in range(5)
        for kind in ("1001", "1002", "1004")
    ]
    fixture = read_store(folder)
    data = StoreData(folder, fixture.products, fixture.faqs, tuple(orders), fixture.policies, None, ())
    path = tmp_path / "busy.db"
    with Catalog(path, clock=clock) as catalog:
        import_store(catalog, data)
    return path, data


@pytest.mark.parametrize("by_time", [False, True], ids=["at any step", "at any time"])
def test_cancellations_and_returns_that_are_killed_are_made_or_not_made(
    busy_store: tuple[Path, StoreData], tmp_path: Path, clock: Any, by_time: bool
) -> None:
    pristine, data = busy_store

    def change_all(child: Catalog) -> None:
        for order in data.orders:
            try:
                child.orders.cancel(order.id, actor="killed")
            except CatalogError:
                child.orders.request_return(order.id, "defective", "refund", actor="killed")

    path = copied(pristine, tmp_path / "killed.db")
    began = time.perf_counter()
    looks = looks_of(change_all, path, clock)
    longest = time.perf_counter() - began
    chance = random.Random(2)
    halves = 0
    for number in range(40 if by_time else 150):
        copied(pristine, path)
        if by_time:
            killed(change_all, path, clock, seconds=chance.uniform(0.001, longest))
        else:
            assert killed(change_all, path, clock, looks=1 + looks * number // 150)
        with Catalog(path, clock=clock) as reopened:
            halves += check_changes(reopened, data)
    assert halves > 1


def check_changes(catalog: Catalog, data: StoreData) -> bool:
    """Whether only some of the orders have changed; all of what did is as it should be."""
    check_whole(catalog)
    stock = {product.id: product.stock_quantity for product in data.products}
    noted: dict[str, list[str]] = {}
    for order_id, action in catalog.database.rows("SELECT entity_id, action FROM audit ORDER BY sequence"):
        noted.setdefault(order_id, []).append(action)
    status = dict(catalog.database.rows("SELECT id, status FROM orders"))
    returned = {order_id for (order_id,) in catalog.database.rows("SELECT order_id FROM returns")}
    for order in data.orders:
        cancelled = status[order.id] != order.status
        expected = ["order.cancel"] * cancelled + ["order.return"] * (order.id in returned)
        assert noted.pop(order.id, []) == expected
        if cancelled:
            for item in order.items:
                stock[item.product_id] += item.quantity
    assert noted == {}
    assert dict(catalog.database.rows("SELECT id, stock_quantity FROM products")) == stock
    changed = sum(status[order.id] != order.status for order in data.orders) + len(returned)
    return 0 < changed < len(data.orders)


def test_an_export_is_whole_or_not_there(busy_store: tuple[Path, StoreData], tmp_path: Path, clock: Any) -> None:
    path, data = busy_store
    with Catalog(path, clock=clock) as catalog:
        began = time.perf_counter()
        export_store(catalog, tmp_path / "exports" / "first")
        longest = 8 * (time.perf_counter() - began)
    chance = random.Random(3)

    def export_often(child: Catalog) -> None:
        for number in range(1000):
            export_store(child, tmp_path / "exports" / f"{os.getpid()}-{number}", as_csv=number % 2 == 1)

    for _ in range(20):
        assert killed(export_often, path, clock, seconds=chance.uniform(0.001, longest))
    whole = [folder for folder in (tmp_path / "exports").iterdir() if not folder.name.startswith(".")]
    assert len(whole) > 1
    expected = sorted(data.orders, key=lambda order: order.id)
    for folder in whole:
        found = read_store(folder)
        assert list(found.orders) == expected
        assert (len(found.products), len(found.faqs), len(found.policies)) == (12, 4, 2)
