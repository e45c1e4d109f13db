"""Store data as tables (RFC 4180): text to the values that JSON would have, and back.

A cell that does not fit its field stays text, so that the record's own rules say what is wrong with it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from catalog.json_files import content, no_constant
from catalog.raw_records import Findings, RawRecords
from catalog.store_data import ItemRecord

ITEM_COLUMNS = ("order_id", *ItemRecord.model_fields)
_SPECIFICATION = "specifications."  # a column's name goes on with the name of the specification
_NOT_UTF8 = re.compile("[\udc80-\udcff]")  # what the decoder makes of a byte that is none
_BOM = "utf-8-sig"  # by which spreadsheets know UTF-8
_SAVE = "save the file as CSV UTF-8"


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


def read_table(path: Path, model: type[BaseModel], findings: Findings) -> RawRecords | None:
    """The records of a table, None if there is a problem with the whole of it.

    Args:
        path: the file; its first line names the columns.
        model: whose fields the columns are, save for a list, which is a table of its own.
        findings: get what is wrong with the table; what is wrong with a value is the model's to say.

    Raises:
        CatalogError: the file cannot be read.
    """
    fields = {name: field for name, field in model.model_fields.items() if get_origin(field.annotation) is not list}
    table = _Table(path.name, "id", fields, findings)
    if not table.read(path):
        return None
    records = [_record(fields, row) for row in table.rows]
    return RawRecords(path.name, records, table.lines, skipped_ids=table.skipped_ids)


def with_items(orders: RawRecords, path: Path, findings: Findings) -> RawRecords | None:
    """Orders with their items, which stand in a table of their own; None if there is a problem with all of it.

    Raises:
        CatalogError: the file cannot be read.
    """
    if not path.is_file():
        findings.problems.append(f"{path.name}: is missing; it holds the items of {orders.file}")
        return None
    table = _Table(path.name, "order_id", {"order_id": FieldInfo(annotation=str), **ItemRecord.model_fields}, findings)
    if not table.read(path):
        return None
    ids = [order["id"].strip() for order in orders.values]
    items: dict[str, list[dict[str, Any]]] = {order_id: [] for order_id in ids}
    lines: dict[str, list[int]] = {order_id: [] for order_id in ids}
    for row, line in zip(table.rows, table.lines, strict=True):
        order_id = row["order_id"].strip()
        if order_id in items:
            items[order_id].append(_record(ItemRecord.model_fields, row))
            lines[order_id].append(line)
        elif order_id not in orders.skipped_ids:
            findings.problems.append(f"{path.name} line {line}, order_id: there is no order {order_id}")
    complete = [order | {"items": items[order_id]} for order, order_id in zip(orders.values, ids, strict=True)]
    return RawRecords(orders.file, complete, orders.lines, [lines[order_id] for order_id in ids], orders.skipped_ids)


class _Table:
    """The rows of a file by their columns, with the line where each begins.

    Args:
        file: its name.
        key: the column that it cannot do without.
        fields: what the columns are.
        findings: get what is wrong.
    """

    def __init__(self, file: str, key: str, fields: Mapping[str, FieldInfo], findings: Findings) -> None:
        self.rows: list[dict[str, str]] = []
        self.lines: list[int] = []
        self.skipped_ids: list[str] = []
        self._file = file
        self._key = key
        self._fields = fields
        self._findings = findings
        self._header: list[str] = []

    def read(self, path: Path) -> bool:
        """Read a file; false if there is a problem with the whole of it."""
        text = content(path).decode(_BOM, "surrogateescape")
        if "\0" in text:
            return self._fails(f": is not UTF-8 text (it holds null bytes); {_SAVE}")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        line = 1
        try:
            for cells in reader:
                if any(map(str.strip, cells)):
                    if self._header:
                        self._add(line, cells)
                    elif not self._begin(line, cells):
                        return False
                line = reader.line_num + 1
        except csv.Error as error:
            return self._fails(f" line {line}: is no CSV: {error}; look for a quotation mark too many")
        return bool(self._header) or self._fails(": is empty; its first line must name the columns")

    def _begin(self, line: int, cells: Sequence[str]) -> bool:
        """Whether a header names columns of ours, all that are needed, and each once."""
        self._header = [_legible(name).strip() for name in cells]
        if self._key not in self._header:
            hint = "; commas must part them" if re.search(r"[;\t]", cells[0]) else ""
            return self._fails(f" line {line}: must name the columns, {self._key} among them{hint}")
        if unknown := sorted({name or "(without a name)" for name in self._header if not self._knows(name)}):
            listed = ", ".join(unknown[:20])
            self._findings.notes.append(f"{self._file} has columns that Sahayak does not know and leaves out: {listed}")
        twice = sorted({name for name in self._header if self._knows(name) and self._header.count(name) > 1})
        missing = [name for name, field in self._fields.items() if field.is_required() and name not in self._header]
        for name in twice:
            self._fails(f" line {line}, {name}: the column is there more than once")
        for name in missing:
            self._fails(f" line {line}, {name}: the column is missing")
        return not (twice or missing)

    def _knows(self, name: str) -> bool:
        return name in self._fields or ("specifications" in self._fields and name.startswith(_SPECIFICATION))

    def _add(self, line: int, cells: Sequence[str]) -> None:
        if len(cells) != len(self._header):
            place = self._header.index(self._key)
            self.skipped_ids += map(str.strip, cells[place : place + 1])
            self._fails(
                f" line {line}: has {len(cells)} fields, but the header has {len(self._header)};"
                " a field that holds a comma must stand in quotation marks"
            )
            return
        for name, cell in zip(self._header, cells, strict=True):
            if odd := _NOT_UTF8.search(cell):
                self._fails(f" line {line}, {name}: is not UTF-8 text (byte {ord(odd[0]) - 0xDC00:#04x}); {_SAVE}")
        self.rows.append({name: _legible(cell) for name, cell in zip(self._header, cells, strict=True)})
        self.lines.append(line)

    def _fails(self, problem: str) -> bool:
        self._findings.problems.append(self._file + problem)
        return False


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
