"""Reading a folder of store data: every problem in it is found and named before anything is imported."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from catalog.errors import CatalogError, ImportProblems
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


@dataclass(slots=True)
class _Findings:
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_store(folder: Path) -> StoreData:
    """Read and check products.json, faqs.json, orders.json and policies.json, of which only the first must exist.

    Raises:
        ImportProblems: with every problem of every file.
        CatalogError: there is no such folder, or a file in it cannot be read.
    """
    if not folder.is_dir():
        raise CatalogError(f"There is no folder {folder}.", "Name the folder that holds products.json.", exit_code=2)
    folder = folder.resolve()
    findings = _Findings()
    raw = {name: _array(folder / f"{name}.json", findings) for name in ("products", "faqs", "orders", "policies")}
    products = _records("products", ProductRecord, raw["products"], findings)
    faqs = _records("faqs", FaqRecord, raw["faqs"], findings)
    orders = _records("orders", OrderRecord, raw["orders"], findings)
    policies = _records("policies", PolicyRecord, raw["policies"], findings)
    if raw["products"] is not None:
        # Products that are themselves in error count as known: one mistake should be named once.
        known = {record.id for _, record in products} | set(_plain_ids(raw["products"]))
        _check_references(known, faqs, orders, findings)
    _check_types(policies, findings)
    pictured = _with_pictures(folder, products, findings)
    reference_date = _reference_date(folder, findings)
    if raw["products"] == []:
        findings.problems.append("products.json: holds no product")
    if findings.problems:
        raise ImportProblems(findings.problems)
    return StoreData(
        folder=folder,
        products=tuple(pictured),
        faqs=tuple(record for _, record in faqs),
        orders=tuple(record for _, record in orders),
        policies=tuple(record for _, record in policies),
        reference_date=reference_date,
        notes=tuple(findings.notes),
    )


def _array(path: Path, findings: _Findings) -> list[Any] | None:
    if not path.is_file():
        if path.stem == "products":
            findings.problems.append("products.json: is missing")
        else:
            findings.notes.append(f"{path.name} is missing: the store has no {path.stem}")
        return None
    content = _json(path, findings)
    if isinstance(content, list):
        return content
    if content is not _UNREADABLE:
        findings.problems.append(f"{path.name}: must be an array of records")
    return None


_UNREADABLE = object()


def _json(path: Path, findings: _Findings) -> Any:
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=_no_constant)
    except OSError as error:
        raise CatalogError(f"{path} cannot be read: {error.strerror}.", "Check the rights of the file.") from error
    except UnicodeDecodeError as error:
        reason = f"is not UTF-8 text (byte {error.object[error.start]:#04x} at {error.start}); save it as UTF-8"
    except json.JSONDecodeError as error:
        reason = f"is not JSON at line {error.lineno}, column {error.colno}: {error.msg}"
    except RecursionError:
        reason = "is nested too deeply"
    except ValueError as error:
        reason = f"is not JSON: {error}"
    findings.problems.append(f"{path.name}: {reason}")
    return _UNREADABLE


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _records(name: str, model: type[_R], raw: list[Any] | None, findings: _Findings) -> list[tuple[int, _R]]:
    records: list[tuple[int, _R]] = []
    first: dict[str, int] = {}
    unknown: set[str] = set()
    for index, value in enumerate(raw or ()):
        if isinstance(value, dict):
            unknown |= value.keys() - model.model_fields.keys()
        try:
            record = model.model_validate(value)
        except ValidationError as error:
            findings.problems += [f"{name}.json[{index}]{_problem(e)}" for e in error.errors(include_url=False)]
            continue
        if record.id in first:
            findings.problems.append(f"{name}.json[{index}].id: {record.id} is already the id of [{first[record.id]}]")
        first.setdefault(record.id, index)
        records.append((index, record))
    if unknown:
        listed = ", ".join(sorted(unknown)[:20])
        findings.notes.append(f"{name}.json has fields that Sahayak does not know and leaves out: {listed}")
    return records


def _problem(error: ErrorDetails) -> str:
    """The place and the reason; never the value, which may be somebody's phone number."""
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error["loc"])
    reason = _REASONS.get(error["type"])
    return f"{place}: {reason.format_map(error.get('ctx', {})) if reason else error['msg']}"


def _plain_ids(raw: Iterable[Any]) -> Iterator[str]:
    for value in raw:
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            yield value["id"].strip()


def _check_references(
    known: set[str],
    faqs: Iterable[tuple[int, FaqRecord]],
    orders: Iterable[tuple[int, OrderRecord]],
    findings: _Findings,
) -> None:
    named = [(f"faqs.json[{index}]", faq.product_id) for index, faq in faqs if faq.product_id is not None]
    named += [
        (f"orders.json[{index}].items[{place}]", item.product_id)
        for index, order in orders
        for place, item in enumerate(order.items)
    ]
    findings.problems += [
        f"{place}.product_id: there is no product {product_id}"
        for place, product_id in named
        if product_id not in known
    ]


def _check_types(policies: Iterable[tuple[int, PolicyRecord]], findings: _Findings) -> None:
    first: dict[str, int] = {}
    for index, policy in policies:
        if policy.type in first:
            findings.problems.append(
                f"policies.json[{index}].type: {policy.type} is already the type of [{first[policy.type]}]"
            )
        first.setdefault(policy.type, index)


def _with_pictures(
    folder: Path, products: Iterable[tuple[int, ProductRecord]], findings: _Findings
) -> list[ProductRecord]:
    """The products with the absolute paths of their pictures; without one where the file is missing."""
    pictured, missing = [], []
    for index, product in products:
        picture = product.image_url
        if picture is not None and not re.match(r"https?://[^\s/]", picture):
            try:
                picture = _path_within(folder, picture)
            except ValueError as error:
                findings.problems.append(f"products.json[{index}].image_url: {error}")
            if picture is None:
                missing.append(product.id)
        pictured.append(product.model_copy(update={"image_url": picture}))
    if missing:
        more = f" and {len(missing) - 10} more" if len(missing) > 10 else ""
        findings.notes.append(
            f"products without their picture, since the file is missing: {', '.join(missing[:10])}{more}"
        )
    return pictured


def _path_within(folder: Path, picture: str) -> str | None:
    """The absolute path of a picture, None if there is no such file; ValueError if it may not be one."""
    if re.match(r"[A-Za-z][\w+.-]+:", picture):
        raise ValueError("must be an http(s) address or a path within the folder")
    try:
        path = (folder / picture.replace("\\", "/")).resolve()
        there = path.is_file()
    except (OSError, RuntimeError):  # a name that the file system refuses, a symbolic link to itself
        raise ValueError("is no possible path") from None
    if not path.is_relative_to(folder):
        raise ValueError("leads out of the folder")
    return str(path) if there else None


def _reference_date(folder: Path, findings: _Findings) -> date | None:
    path = folder / "store.json"
    content = _json(path, findings) if path.is_file() else {}
    if content is _UNREADABLE:
        return None
    try:
        return StoreRecord.model_validate(content).reference_date
    except ValidationError as error:
        findings.problems += [f"store.json{_problem(e)}" for e in error.errors(include_url=False)]
        return None
