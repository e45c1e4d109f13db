"""Store data as tables (RFC 4180): text to the values that JSON would have, and back.

A cell that does not fit its field stays text, so that the record's own rules say what is wrong with it.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from catalog.errors import CatalogError
from catalog.json_files import no_constant
from catalog.raw_records import Findings, RawRecord
from catalog.spool import Spool
from catalog.store_data import ItemRecord

ITEM_COLUMNS = ("order_id", *ItemRecord.model_fields)
_SPECIFICATION = "specifications."  # a column's name goes on with the name of the specification
_NOT_UTF8 = re.compile("[\udc80-\udcff]")  # what the decoder makes of a byte that is none
_BOM = "utf-8-sig"  # by which spreadsheets know UTF-8
_SAVE = "save the file as CSV UTF-8"
_LONGEST = 1 << 22  # characters of a field; a quotation mark too many makes one field of all the rest
_ITEM_FIELDS = {"order_id": FieldInfo(annotation=str), **ItemRecord.model_fields}


@contextmanager
def writing_table(path: Path, columns: Sequence[str]) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """Open a table for writing and yield what writes a record; fields that are no column are left out.

    Raises:
        OSError: it cannot be written.
    """
    with path.open("w", encoding=_BOM, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        yield lambda record: writer.writerow([_cell(record.get(column)) for column in columns])


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class Table:
    """The records of a table; see `catalog.raw_records.Source`.

    Args:
        path: the file; its first line names the columns.
        model: whose fields the columns are, save for a list, which is a table of its own.
        findings: get what is wrong with the table; what is wrong with a value is the model's to say.
    """

    in_table = True

    def __init__(self, path: Path, model: type[BaseModel], findings: Findings) -> None:
        self.file = path.name
        fields = {name: field for name, field in model.model_fields.items() if get_origin(field.annotation) is not list}
        self._rows = _Rows(path, "id", fields, findings)

    @property
    def broken(self) -> bool:
        """Whether it could not be read to its end."""
        return self._rows.broken

    @property
    def skipped_ids(self) -> list[str]:
        """The ids of rows that could not be read and were named as problems."""
        return self._rows.skipped_keys

    def __iter__(self) -> Iterator[RawRecord]:
        """The records.

        Raises:
            CatalogError: the file cannot be read.
        """
        for line, row in self._rows:
            yield RawRecord(self.file, line, _record(self._rows.fields, row), in_table=True)


class TableOfOrders:
    """Orders with their items, which stand in a table of their own; see `catalog.raw_records.Source`.

    The items wait on the disk until their order comes, since neither table need be sorted.

    Args:
        path: the orders.
        items: the items.
        model: whose fields the columns are.
        findings: get what is wrong with either table.
    """

    in_table = True

    def __init__(self, path: Path, items: Path, model: type[BaseModel], findings: Findings) -> None:
        self.file = path.name
        self.skipped_ids: list[str] = []
        self.broken = False
        self._orders = Table(path, model, findings)
        self._items = items
        self._findings = findings

    def __iter__(self) -> Iterator[RawRecord]:
        """The records.

        Raises:
            CatalogError: a file cannot be read.
        """
        if not self._items.is_file():
            self.broken = True
            self._findings.problem(f"{self._items.name}: is missing; it holds the items of {self.file}")
            return
        rows = _Rows(self._items, "order_id", _ITEM_FIELDS, self._findings)
        waiting: Spool[tuple[int, dict[str, Any]]] = Spool()
        places: dict[str, list[int]] = {}
        for line, row in rows:
            places.setdefault(row["order_id"].strip(), []).append(len(waiting))
            waiting.append((line, _record(ItemRecord.model_fields, row)))
        seen = set()
        for order in self._orders:
            order_id = order.value["id"].strip()
            items = [] if rows.broken else [waiting[place] for place in places.get(order_id, ())]
            seen.add(order_id)
            lines = tuple(line for line, _ in items)
            value = order.value | {"items": [item for _, item in items]}
            if not rows.broken:
                yield RawRecord(self.file, order.number, value, in_table=True, item_lines=lines)
        self.broken = rows.broken or self._orders.broken
        self.skipped_ids = self._orders.skipped_ids
        if not self.broken:
            for order_id in places.keys() - seen - set(self.skipped_ids):
                for place in places[order_id]:
                    line, _ = waiting[place]
                    self._findings.problem(f"{self._items.name} line {line}, order_id: there is no order {order_id}")


class _Rows:
    """The rows of a file by their columns, each with the line where it begins.

    Args:
        path: the file.
        key: the column that it cannot do without.
        fields: what the columns are.
        findings: get what is wrong.
    """

    def __init__(self, path: Path, key: str, fields: Mapping[str, FieldInfo], findings: Findings) -> None:
        self.broken = False
        self.skipped_keys: list[str] = []
        self.fields = fields
        self._path = path
        self._key = key
        self._findings = findings
        self._header: list[str] = []

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        self.broken, self._header = True, []
        try:
            with self._path.open(encoding=_BOM, errors="surrogateescape", newline="") as file, _long_fields():
                for line, cells in self._lines(csv.reader(file, strict=True)):
                    if self._header:
                        if row := self._row(line, cells):
                            yield line, row
                    elif not self._begin(line, cells):
                        return
        except OSError as error:
            raise CatalogError(
                f"{self._path} cannot be read: {error.strerror}.", "Check the rights of the file."
            ) from error
        except _NoTable as problem:
            self._fails(str(problem))
            return
        if not self._header:
            self._fails(": is empty; its first line must name the columns")
            return
        self.broken = False

    def _lines(self, reader: Any) -> Iterator[tuple[int, list[str]]]:
        """The rows that hold something."""
        line = 1
        try:
            for cells in reader:
                if any("\0" in cell for cell in cells):
                    raise _NoTable(f": is not UTF-8 text (it holds null bytes); {_SAVE}")
                if any(map(str.strip, cells)):
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            raise _NoTable(f" line {line}: is no CSV: {error}; look for a quotation mark too many") from None

    def _begin(self, line: int, cells: Sequence[str]) -> bool:
        """Whether a header names columns of ours, all that are needed, and each once."""
        self._header = [_legible(name).strip() for name in cells]
        if self._key not in self._header:
            hint = "; commas must part them" if re.search(r"[;\t]", cells[0]) else ""
            return self._fails(f" line {line}: must name the columns, {self._key} among them{hint}")
        if unknown := sorted({name or "(without a name)" for name in self._header if not self._knows(name)}):
            listed = ", ".join(unknown[:20])
            self._findings.notes.append(
                f"{self._path.name} has columns that Sahayak does not know and leaves out: {listed}"
            )
        twice = sorted({name for name in self._header if self._knows(name) and self._header.count(name) > 1})
        missing = [name for name, field in self.fields.items() if field.is_required() and name not in self._header]
        for name in twice:
            self._fails(f" line {line}, {name}: the column is there more than once")
        for name in missing:
            self._fails(f" line {line}, {name}: the column is missing")
        return not (twice or missing)

    def _knows(self, name: str) -> bool:
        return name in self.fields or ("specifications" in self.fields and name.startswith(_SPECIFICATION))

    def _row(self, line: int, cells: Sequence[str]) -> dict[str, str] | None:
        if len(cells) != len(self._header):
            place = self._header.index(self._key)
            self.skipped_keys += map(str.strip, cells[place : place + 1])
            self._fails(
                f" line {line}: has {len(cells)} fields, but the header has {len(self._header)};"
                " a field that holds a comma must stand in quotation marks"
            )
            return None
        for name, cell in zip(self._header, cells, strict=True):
            if odd := _NOT_UTF8.search(cell):
                self._fails(f" line {line}, {name}: is not UTF-8 text (byte {ord(odd[0]) - 0xDC00:#04x}); {_SAVE}")
        return {name: _legible(cell) for name, cell in zip(self._header, cells, strict=True)}

    def _fails(self, problem: str) -> bool:
        self._findings.problem(self._path.name + problem)
        return False


class _NoTable(Exception):
    """What is wrong with the file, in words that go on from its name."""


@contextmanager
def _long_fields() -> Iterator[None]:
    """Read long fields too: a description that is too long is told as such."""
    before = csv.field_size_limit(_LONGEST)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _legible(text: str) -> str:
    """What is not UTF-8 read as Latin-1, so that the rest of it can be checked."""
    return _NOT_UTF8.sub(lambda odd: chr(ord(odd[0]) - 0xDC00), text)


def _record(fields: Mapping[str, FieldInfo], row: Mapping[str, str]) -> dict[str, Any]:
    record = {
        name: _value(field, row[name])
        for name, field in fields.items()
        if name in row and (row[name].strip() or (field.is_required() and field.annotation is str))
    }
    named = {
        name.removeprefix(_SPECIFICATION).strip(): _guessed(cell.strip())
        for name, cell in row.items()
        if "specifications" in fields and name.startswith(_SPECIFICATION) and cell.strip()
    }
    if named and isinstance(record.get("specifications", {}), dict):
        record["specifications"] = record.get("specifications", {}) | named
    return record


def _value(field: FieldInfo, cell: str) -> Any:
    if field.annotation in (int, float):
        return _number(cell)
    if field.annotation is bool:
        return {"true": True, "false": False}.get(cell.strip().lower(), cell)
    if get_origin(field.annotation) is dict:
        try:
            return json.loads(cell, parse_constant=no_constant)
        except (ValueError, RecursionError):
            return cell
    return cell


def _number(cell: str) -> int | float | str:
    for convert in (int, float):
        try:
            return convert(cell.replace("_", "no number"))  # which Python takes for 1,000 in 1_000
        except ValueError:
            continue
    return cell


def _guessed(cell: str) -> int | float | str:
    """A number only if it would be written just so: "007" and "5.10" are names."""
    number = _number(cell)
    return number if str(number) == cell and cell not in ("nan", "inf", "-inf") else cell
