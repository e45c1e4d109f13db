"""Reading a folder of store data: every problem in it is found and named before anything is imported.

The files are read record by record, and the good records wait on the disk (`catalog.spool`), so that a large store
takes little memory: of each record only its id is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from catalog import pictures
from catalog.csv_files import Table, TableOfOrders
from catalog.errors import CatalogError, ImportProblems
from catalog.json_array import JsonArray
from catalog.json_files import UNREADABLE, read_json
from catalog.raw_records import ITEMS_TABLE, Findings, NoRecords, RawRecord, Source
from catalog.spool import Spool
from catalog.store_data import FaqRecord, OrderRecord, PolicyRecord, ProductRecord, Record, StoreRecord, one_line

_R = TypeVar("_R", bound=Record)
_TOLD_EVERY = 500  # records
_UNKNOWN_FIELDS = 20  # that are named

Progress = Callable[[str, int, int], None]
"""Told now and then: what is being done, how many records of it are done, and of how many (0: not known yet)."""

# What pydantic finds, in the words of somebody who writes JSON.
_REASONS = {
    "missing": "is missing",
    "string_type": "must be text",
    "too_short": "must not be empty",
    "too_long": "is too long: at most {max_length} are allowed, here are {actual_length}",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "int_type": "must be a whole number",
    "greater_than_equal": "must not be less than {ge}",
    "less_than_equal": "must not be more than {le}",
    "literal_error": "must be one of {expected}",
    "dict_type": "must be an object",
    "bool_type": "must be true or false",
    "list_type": "must be an array",
    "model_type": "must be an object",
}


@dataclass(frozen=True, slots=True)
class StoreData:
    """The checked contents of a folder.

    Attributes:
        folder: absolute.
        reference_date: the day that a demo store's dates were written for.
        notes: what is worth knowing without being a problem.
    """

    folder: Path
    products: Sequence[ProductRecord]
    faqs: Sequence[FaqRecord]
    orders: Sequence[OrderRecord]
    policies: Sequence[PolicyRecord]
    reference_date: date | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Existing:
    """What the store that is added to already has; for a store that is replaced, nothing.

    Attributes:
        products: ids.
        policies: id by type.
    """

    products: frozenset[str] = frozenset()
    policies: Mapping[str, str] = field(default_factory=dict)


def read_store(folder: Path, added_to: Existing | None = None, progress: Progress | None = None) -> StoreData:
    """Read and check the products, faqs, orders and policies of a folder, as JSON or as tables (`catalog.csv_files`).

    Args:
        folder: where the files are. Only the products must be among them, unless the data is added to a store.
        added_to: what a store has that the data is to be added to; None if the data is all that a store will have.
        progress: told of the records that are read.

    Raises:
        ImportProblems: with the problems of all files.
        CatalogError: there is no such folder, or a file in it cannot be read.
    """
    if not folder.is_dir():
        raise CatalogError(f"There is no folder {folder}.", "Name the folder that holds products.json.", exit_code=2)
    return _Reader(folder.resolve(), added_to, progress).read()


@dataclass(slots=True)
class _Checked(Generic[_R]):
    """The good records of a file, where each id first stood, be its record good or bad, and how many there are."""

    source: Source
    records: Spool[_R]
    first: dict[str, int] = field(default_factory=dict)
    count: int = 0

    def holds_nothing(self) -> bool:
        return not (self.source.broken or self.count or self.source.skipped_ids)


class _Reader:
    """One reading of a folder."""

    def __init__(self, folder: Path, added_to: Existing | None, progress: Progress | None) -> None:
        self._folder = folder
        self._replaces = added_to is None
        self._existing = added_to or Existing()
        self._progress = progress
        self._findings = Findings()
        self._unpictured: list[str] = []

    def read(self) -> StoreData:
        findings = self._findings
        products = self._checked("products", ProductRecord, self._with_picture)
        if self._replaces and products.holds_nothing():
            findings.problem(f"{products.source.file}: holds no product")
        # Products that are themselves in error count as known: one mistake should be named once.
        known = None if products.source.broken else _Known(self._existing.products, products)
        faqs = self._checked("faqs", FaqRecord, lambda raw, faq: self._refers(raw, faq, known))
        orders = self._checked("orders", OrderRecord, lambda raw, order: self._buys(raw, order, known))
        policies = self._checked("policies", PolicyRecord)
        self._check_types(policies)
        kinds = (products, faqs, orders, policies)
        if not self._replaces and all(kind.holds_nothing() for kind in kinds):
            findings.problem(f"{self._folder}: holds no record that could be added")
        if self._unpictured:
            findings.notes.append(pictures.missing_note(self._unpictured))
        reference_date = self._reference_date()
        if findings.count:
            raise ImportProblems(findings.problems, findings.count)
        return StoreData(
            folder=self._folder,
            products=products.records,
            faqs=faqs.records,
            orders=orders.records,
            policies=policies.records,
            reference_date=reference_date,
            notes=tuple(findings.notes),
        )

    def _checked(
        self, name: str, model: type[_R], more: Callable[[RawRecord, _R], _R] = lambda _, record: record
    ) -> _Checked[_R]:
        """Check the records of one file by their model, and each good one by what else there is to say of it."""
        source = self._source(name, model)
        checked = _Checked(source, Spool[_R]())
        unknown: set[str] = set()
        for raw in source:
            if self._progress is not None and checked.count % _TOLD_EVERY == 0:
                self._progress(f"reading {source.file}", checked.count, 0)
            checked.count += 1
            if isinstance(raw.value, dict) and len(unknown) <= _UNKNOWN_FIELDS:
                unknown |= raw.value.keys() - model.model_fields.keys()
            self._unique(raw, checked.first)
            try:
                checked.records.append(more(raw, model.model_validate(raw.value)))
            except ValidationError as error:
                for found in error.errors(include_url=False):
                    self._findings.problem(f"{raw.place(found['loc'])}: {_reason(found)}")
        if self._progress is not None and checked.count:
            self._progress(f"reading {source.file}", checked.count, checked.count)
        if unknown:
            listed = ", ".join(sorted(unknown)[:_UNKNOWN_FIELDS])
            self._findings.notes.append(f"{source.file} has fields that Sahayak does not know and leaves out: {listed}")
        return checked

    def _source(self, name: str, model: type[Record]) -> Source:
        as_json, as_table = self._folder / f"{name}.json", self._folder / f"{name}.csv"
        items = self._folder / ITEMS_TABLE
        tables = [path for path in (as_table, *([items] if name == "orders" else [])) if path.is_file()]
        if as_json.is_file() and tables:
            self._findings.problem(f"{as_json.name} and {tables[0].name}: only one of the two may be in the folder")
            return NoRecords(as_json.name, broken=True)
        if as_json.is_file():
            return JsonArray(as_json, self._findings)
        if as_table.is_file() and name == "orders":
            return TableOfOrders(as_table, items, model, self._findings)
        if as_table.is_file():
            return Table(as_table, model, self._findings)
        if tables:
            self._findings.problem(f"{as_table.name}: is missing; {items.name} holds only the items of its orders")
            return NoRecords(as_table.name, broken=True)
        if self._replaces and name == "products":
            self._findings.problem(f"{as_json.name}: is missing")
            return NoRecords(as_json.name, broken=True)
        if self._replaces:
            self._findings.notes.append(f"{as_json.name} is missing: the store has no {name}")
        return NoRecords(as_json.name)

    def _unique(self, raw: RawRecord, first: dict[str, int]) -> None:
        """Note an id, also of a record that is not good; two of one are a problem."""
        given = raw.value.get("id") if isinstance(raw.value, dict) else None
        record_id = one_line(given) if isinstance(given, str) else ""
        if record_id in first:
            earlier = f"line {first[record_id]}" if raw.in_table else f"[{first[record_id]}]"
            self._findings.problem(f"{raw.place(('id',))}: {record_id} is already the id of {earlier}")
        elif record_id:
            first[record_id] = raw.number

    def _with_picture(self, raw: RawRecord, product: ProductRecord) -> ProductRecord:
        """A product with the absolute path of its picture; without one where the file is missing."""
        picture = product.image_url
        if picture is None or pictures.is_address(picture):
            return product
        try:
            found = pictures.path_within(self._folder, picture)
        except ValueError as error:
            self._findings.problem(f"{raw.place(('image_url',))}: {error}")
            return product
        if found is None:
            self._unpictured.append(product.id)
        return product.model_copy(update={"image_url": found})

    def _refers(self, raw: RawRecord, faq: FaqRecord, known: _Known | None) -> FaqRecord:
        if known is not None and faq.product_id is not None and faq.product_id not in known:
            self._findings.problem(f"{raw.place(('product_id',))}: there is no product {faq.product_id}")
        return faq

    def _buys(self, raw: RawRecord, order: OrderRecord, known: _Known | None) -> OrderRecord:
        for place, item in enumerate(order.items):
            if known is not None and item.product_id not in known:
                steps = ("items", place, "product_id")
                self._findings.problem(f"{raw.place(steps)}: there is no product {item.product_id}")
        return order

    def _check_types(self, policies: _Checked[PolicyRecord]) -> None:
        """A type has one policy, among those that are read and with those that stay as they are."""
        staying = {kind: one for kind, one in self._existing.policies.items() if one not in policies.first}
        taken: dict[str, str] = {}
        for policy in policies.records:
            at = policies.first[policy.id]
            raw = RawRecord(policies.source.file, at, None, policies.source.in_table)
            owner = taken.get(policy.type)
            if owner is None and policy.type in staying:
                owner = f"{staying[policy.type]}, which the store has"
            if owner is not None:
                self._findings.problem(f"{raw.place(('type',))}: {policy.type} is already the type of {owner}")
            taken.setdefault(policy.type, f"line {at}" if raw.in_table else f"[{at}]")

    def _reference_date(self) -> date | None:
        path = self._folder / "store.json"
        content = read_json(path, self._findings) if path.is_file() else {}
        if content is UNREADABLE:
            return None
        try:
            return StoreRecord.model_validate(content).reference_date
        except ValidationError as error:
            for found in error.errors(include_url=False):
                steps = "".join(f".{step}" for step in found["loc"])
                self._findings.problem(f"store.json{steps}: {_reason(found)}")
            return None


class _Known:
    """The ids of the products that a record may refer to."""

    def __init__(self, existing: frozenset[str], products: _Checked[ProductRecord]) -> None:
        self._ids = existing, products.first, set(products.source.skipped_ids)

    def __contains__(self, product_id: str) -> bool:
        return any(product_id in ids for ids in self._ids)


def _reason(error: ErrorDetails) -> str:
    """What is wrong; never the value, which may be somebody's phone number."""
    reason = _REASONS.get(error["type"])
    return reason.format_map(error.get("ctx", {})) if reason else error["msg"]
