"""Which database a command works on: the one that is named, else the kiosk's own, which begins as the demo store."""

from __future__ import annotations

from pathlib import Path

from catalog.demo import ensure_demo_store
from catalog.store import Catalog
from engine.settings import home
from resources import ROOT

DATABASE = "sahayak.db"
DEMO_STORE = ROOT / "demo"


def database(named: Path | None) -> Path:
    """The database file, ready to be opened.

    Args:
        named: the operator's choice, which must exist. The kiosk's own is made, with the demo store in it, when it is
            missing; a demo store's orders are kept recent.

    Raises:
        CatalogError: it cannot be opened.
    """
    if named is not None:
        Catalog(named, create=False).close()
        return named
    path = home() / DATABASE
    with Catalog(path) as catalog:
        ensure_demo_store(catalog, DEMO_STORE)
    return path
