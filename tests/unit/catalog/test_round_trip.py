"""Any store that can be imported comes out of an export just as it went in."""

from __future__ import annotations

import json
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.exporter import export_store
from catalog.importer import import_store
from catalog.schema import FaqRow, OrderItemRow, OrderRow, PolicyRow, ProductRow
from catalog.store import Catalog
from catalog.store_files import read_store

# What CSV, JSON, spreadsheets or file systems might take for something else than text.
_AWKWARD = st.sampled_from(
    [
        *('"', "'", '""', ",", ";", "\t", "\n", "\r\n", "\\", "-", "=1+1", "@", "{", "[", " "),
        *("null", "0", "007", "1e5", "true", "<b>", "🙂", "é", "कि", "\u200d"),
        *("\ufeff", "\u2028", "\x85", "\x00", "\x1c", "\ud800", "\udce9"),
    ]
)
_TEXT = st.lists(_AWKWARD | st.text(max_size=3), max_size=4).map("".join)
_NAME = _TEXT.map("{}x".format)  # so that something is left when the rest is cleaned away
_OPTIONAL = st.none() | _TEXT
_AMOUNT = st.integers(0, 10**9) | st.floats(0, 1e9)
_DAY = st.dates(date(2000, 1, 1), date(2100, 12, 31)).map(str)
_FIRST, _LAST = datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2100-12-31T23:59:59.999999")
_TIME = st.sampled_from([_FIRST, _LAST]).map(datetime.isoformat) | st.datetimes(_FIRST, _LAST).map(datetime.isoformat)
_ABROAD = st.datetimes(_FIRST, _LAST.replace(hour=12)).map("{:%Y-%m-%dT%H:%M:%S}Z".format)
_SPECIFICATIONS = st.dictionaries(
    _TEXT,
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _TEXT,
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_TEXT, inner, max_size=2),
        max_leaves=4,
    ),
    max_size=3,
)


def _translated(name: str, english: st.SearchStrategy[str]) -> dict[str, st.SearchStrategy[str | None]]:
    return {name: english, **{f"{name}_{language}": _OPTIONAL for language in ("hi", "bn", "mr")}}


def _some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Records with ids of their own, which end in their place."""
    record = st.fixed_dictionaries({"id": _TEXT, **fields})
    return st.lists(record, min_size=1, max_size=3).map(
        lambda records: [record | {"id": f"{record['id']}x{place}"} for place, record in enumerate(records)]
    )


@st.composite
def _stores(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    products = draw(
        _some(
            **_translated("name", _NAME),
            **_translated("description", _TEXT),
            category=_NAME,
            price=_AMOUNT,
            stock_quantity=st.integers(0, 10**9),
            image_url=st.sampled_from([None, "lamp.svg", "deep/lamp.svg", "lost.svg", "https://shop.example/a,b.png"]),
            specifications=_SPECIFICATIONS,
            withdrawn=st.booleans(),
        )
    )
    product = st.sampled_from([product["id"] for product in products])
    item = st.fixed_dictionaries({"product_id": product, "quantity": st.integers(1, 10**6), "unit_price": _AMOUNT})
    faqs = _some(
        product_id=st.none() | product,
        **_translated("question", _NAME),
        **_translated("answer", _NAME),
        topic=st.sampled_from(["warranty", "shipping", "returns", "usage", "specifications"]),
    )
    orders = _some(
        user_phone=st.sampled_from(["+91 98765-43210", "(022) 1234567", "९८७६५४३२१०"]),
        status=st.sampled_from(["pending", "confirmed", "shipped", "delivered", "cancelled"]),
        total_amount=_AMOUNT,
        shipping_address=_NAME,
        created_at=_TIME | _ABROAD,
        updated_at=_TIME | _ABROAD,
        estimated_delivery=st.none() | _DAY,
        tracking_number=_OPTIONAL,
        shipping_carrier=_OPTIONAL,
        items=st.lists(item, min_size=1, max_size=12),
    )
    policies = _some(**_translated("title", _NAME), **_translated("content", _NAME), effective_date=_DAY)
    types = draw(st.permutations(["returns", "refunds", "shipping", "privacy", "warranty"]))
    return {
        "products": products,
        "faqs": draw(faqs),
        "orders": draw(orders),
        "policies": [policy | {"type": kind} for policy, kind in zip(draw(policies), types, strict=False)],
    }


def _imported(database: Path, folder: Path) -> Catalog:
    catalog = Catalog(database, clock=lambda: datetime.fromisoformat("2026-01-15T06:30:00+00:00"))
    import_store(catalog, read_store(folder))
    return catalog


def _content(catalog: Catalog) -> dict[str, list[dict[str, Any]]]:
    """All of the store's data, with the pictures by what they show."""
    kinds: tuple[Any, ...] = (ProductRow, FaqRow, OrderRow, OrderItemRow, PolicyRow)
    tables = {
        kind.__name__: [dict(row) for row in kind.select().order_by(kind.id).dicts().execute(catalog.database)]
        for kind in kinds
    }
    for product in tables["ProductRow"]:
        picture = product["image_url"]
        if picture is not None and not picture.startswith("https:"):
            product["image_url"] = Path(picture).read_text()
    return tables


@pytest.mark.parametrize("as_csv", [False, True], ids=["json", "csv"])
@settings(max_examples=30, deadline=None)
@given(store=_stores())
def test_an_exported_store_is_imported_as_it_was(store: dict[str, list[dict[str, Any]]], as_csv: bool) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "deep").mkdir()
        (folder / "lamp.svg").write_text("a lamp")
        (folder / "deep" / "lamp.svg").write_text("another lamp")
        for name, records in store.items():
            (folder / f"{name}.json").write_text(json.dumps(records))
        with _imported(folder / "1.db", folder) as first:
            export_store(first, folder / "out1", as_csv=as_csv)
            with _imported(folder / "2.db", folder / "out1") as second:
                assert _content(second) == _content(first)
                export_store(second, folder / "out2", as_csv=as_csv)
            export_store(first, folder / "out3", as_csv=not as_csv)
            with _imported(folder / "3.db", folder / "out3") as third:
                assert _content(third) == _content(first)
        written = {path.relative_to(folder / "out1"): path.read_bytes() for path in (folder / "out1").rglob("*.*")}
        assert written == {
            path.relative_to(folder / "out2"): path.read_bytes() for path in (folder / "out2").rglob("*.*")
        }
