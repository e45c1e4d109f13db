"""Reading a folder of store data: every problem in it is found and named before anything is imported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from catalog import pictures
from catalog.csv_files import read_table, with_items
from catalog.errors import CatalogError, ImportProblems
from catalog.json_files import UNREADABLE, read_array, read_json
from catalog.raw_records import ITEMS_TABLE, Findings, RawRecords
from catalog.store_data import FaqRecord, OrderRecord, PolicyRecord, ProductRecord, Record, StoreRecord

_R = TypeVar("_R", bound=Record)

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
    products: tuple[ProductRecord, ...]
    faqs: tuple[FaqRecord, ...]
    orders: tuple[OrderRecord, ...]
    policies: tuple[PolicyRecord, ...]
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


def read_store(folder: Path, added_to: Existing | None = None) -> StoreData:
    """Read and check the products, faqs, orders and policies of a folder, as JSON or as tables (`catalog.csv_files`).

    Args:
        folder: where the files are. Only the products must be among them, unless the data is added to a store.
        added_to: what a store has that the data is to be added to; None if the data is all that a store will have.

    Raises:
        ImportProblems: with every problem of every file.
        CatalogError: there is no such folder, or a file in it cannot be read.
    """
    if not folder.is_dir():
        raise CatalogError(f"There is no folder {folder}.", "Name the folder that holds products.json.", exit_code=2)
    folder = folder.resolve()
    findings = Findings()
    products = _checked(folder, "products", ProductRecord, findings, added_to)
    faqs = _checked(folder, "faqs", FaqRecord, findings, added_to)
    orders = _checked(folder, "orders", OrderRecord, findings, added_to)
    policies = _checked(folder, "policies", PolicyRecord, findings, added_to)
    if products.raw is not None:
        _check_references(products, faqs, orders, added_to or Existing(), findings)
        if added_to is None and not (products.raw.values or products.raw.skipped_ids):
            findings.problems.append(f"{products.raw.file}: holds no product")
    if added_to is not None and not any(
        kind.raw is None or kind.raw.values for kind in (products, faqs, orders, policies)
    ):
        findings.problems.append(f"{folder}: holds no record that could be added")
    _check_types(policies, added_to or Existing(), findings)
    pictured = _with_pictures(folder, products, findings)
    reference_date = _reference_date(folder, findings)
    if findings.problems:
        raise ImportProblems(findings.problems)
    return StoreData(
        folder=folder,
        products=tuple(pictured),
        faqs=tuple(faqs.records.values()),
        orders=tuple(orders.records.values()),
        policies=tuple(policies.records.values()),
        reference_date=reference_date,
        notes=tuple(findings.notes),
    )


@dataclass(frozen=True, slots=True)
class _Checked(Generic[_R]):
    """The good records of a file by their index; `raw` is None if there is a problem with the whole file."""

    raw: RawRecords | None
    records: dict[int, _R]

    def place(self, index: int, *steps: int | str) -> str:
        assert self.raw is not None
        return self.raw.place(index, steps)


def _checked(folder: Path, name: str, model: type[_R], findings: Findings, added_to: Existing | None) -> _Checked[_R]:
    raw = _raw(folder, name, model, findings, added_to)
    return _Checked(raw, {} if raw is None else _records(model, raw, findings))


def _raw(
    folder: Path, name: str, model: type[Record], findings: Findings, added_to: Existing | None
) -> RawRecords | None:
    as_json, as_table, items = folder / f"{name}.json", folder / f"{name}.csv", folder / ITEMS_TABLE
    tables = [path for path in (as_table, *([items] if name == "orders" else [])) if path.is_file()]
    if as_json.is_file() and tables:
        findings.problems.append(f"{as_json.name} and {tables[0].name}: only one of the two may be in the folder")
        return None
    if as_json.is_file():
        return read_array(as_json, findings)
    if as_table.is_file():
        records = read_table(as_table, model, findings)
        return with_items(records, items, findings) if name == "orders" and records is not None else records
    if tables:
        findings.problems.append(f"{as_table.name}: is missing; {items.name} holds only the items of its orders")
        return None
    if added_to is None and name == "products":
        findings.problems.append(f"{as_json.name}: is missing")
        return None
    if added_to is None:
        findings.notes.append(f"{as_json.name} is missing: the store has no {name}")
    return RawRecords(as_json.name)


def _records(model: type[_R], raw: RawRecords, findings: Findings) -> dict[int, _R]:
    records: dict[int, _R] = {}
    first: dict[str, int] = {}
    unknown: set[str] = set()
    for index, value in enumerate(raw.values):
        if isinstance(value, dict):
            unknown |= value.keys() - model.model_fields.keys()
        try:
            record = model.model_validate(value)
        except ValidationError as error:
            findings.problems += [
                f"{raw.place(index, found['loc'])}: {_reason(found)}" for found in error.errors(include_url=False)
            ]
            continue
        if record.id in first:
            findings.problems.append(
                f"{raw.place(index, ('id',))}: {record.id} is already the id of {raw.entry(first[record.id])}"
            )
        first.setdefault(record.id, index)
        records[index] = record
    if unknown:
        listed = ", ".join(sorted(unknown)[:20])
        findings.notes.append(f"{raw.file} has fields that Sahayak does not know and leaves out: {listed}")
    return records


def _reason(error: ErrorDetails) -> str:
    """What is wrong; never the value, which may be somebody's phone number."""
    reason = _REASONS.get(error["type"])
    return reason.format_map(error.get("ctx", {})) if reason else error["msg"]


def _check_references(
    products: _Checked[ProductRecord],
    faqs: _Checked[FaqRecord],
    orders: _Checked[OrderRecord],
    existing: Existing,
    findings: Findings,
) -> None:
    # Products that are themselves in error count as known: one mistake should be named once.
    known = existing.products.union(_ids(products.raw), (product.id for product in products.records.values()))
    named = [(faqs.place(index, "product_id"), faq.product_id) for index, faq in faqs.records.items()]
    named += [
        (orders.place(index, "items", place, "product_id"), item.product_id)
        for index, order in orders.records.items()
        for place, item in enumerate(order.items)
    ]
    findings.problems += [
        f"{place}: there is no product {product_id}"
        for place, product_id in named
        if product_id is not None and product_id not in known
    ]


def _ids(raw: RawRecords | None) -> Iterator[str]:
    if raw is None:
        return
    yield from raw.skipped_ids
    for value in raw.values:
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            yield value["id"].strip()


def _check_types(policies: _Checked[PolicyRecord], existing: Existing, findings: Findings) -> None:
    """A type has one policy, among those that are read and with those that stay as they are."""
    ids = {policy.id for policy in policies.records.values()}
    staying = {kind: policy_id for kind, policy_id in existing.policies.items() if policy_id not in ids}
    first: dict[str, int] = {}
    for index, policy in policies.records.items():
        owner = None
        if policy.type in first and policies.raw is not None:
            owner = policies.raw.entry(first[policy.type])
        elif policy.type in staying:
            owner = f"{staying[policy.type]}, which the store has"
        if owner is not None:
            findings.problems.append(f"{policies.place(index, 'type')}: {policy.type} is already the type of {owner}")
        first.setdefault(policy.type, index)


def _with_pictures(folder: Path, products: _Checked[ProductRecord], findings: Findings) -> list[ProductRecord]:
    """The products with the absolute paths of their pictures; without one where the file is missing."""
    pictured, missing = [], []
    for index, product in products.records.items():
        picture = product.image_url
        if picture is not None and not pictures.is_address(picture):
            try:
                picture = pictures.path_within(folder, picture)
            except ValueError as error:
                findings.problems.append(f"{products.place(index, 'image_url')}: {error}")
            if picture is None:
                missing.append(product.id)
        pictured.append(product.model_copy(update={"image_url": picture}))
    if missing:
        findings.notes.append(pictures.missing_note(missing))
    return pictured


def _reference_date(folder: Path, findings: Findings) -> date | None:
    path = folder / "store.json"
    content = read_json(path, findings) if path.is_file() else {}
    if content is UNREADABLE:
        return None
    try:
        return StoreRecord.model_validate(content).reference_date
    except ValidationError as error:
        findings.problems += [
            f"store.json{''.join(f'.{step}' for step in found['loc'])}: {_reason(found)}"
            for found in error.errors(include_url=False)
        ]
        return None
