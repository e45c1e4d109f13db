"""The records of one file as they were written, and where each of them stands, for whoever has to correct it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Findings:
    """What was found in a folder: what is wrong, and what is worth knowing without being wrong."""

    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RawRecords:
    """What a file holds, unchecked.

    Attributes:
        file: its name.
        values: the records.
        lines: the line of each record in a table; empty for JSON, where records are told by their index.
        item_lines: the lines of each order's items in their own table.
        skipped_ids: ids of records that could not be read and were named as problems; to refer to them is no mistake.
    """

    file: str
    values: Sequence[Any] = ()
    lines: Sequence[int] = ()
    item_lines: Sequence[Sequence[int]] = ()
    skipped_ids: Sequence[str] = ()

    def entry(self, index: int) -> str:
        """A record within its file: "[3]" or "line 5"."""
        return f"line {self.lines[index]}" if self.lines else f"[{index}]"

    def place(self, index: int, steps: Sequence[int | str] = ()) -> str:
        """A field: "orders.json[3].items[0].quantity" or "order_items.csv line 9, quantity"."""
        if not self.lines:
            path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
            return f"{self.file}[{index}]{path}"
        file, line, names = self.file, self.lines[index], list(map(str, steps))
        if self.item_lines and len(steps) > 1 and isinstance(steps[1], int):
            file, line, names = ITEMS_TABLE, self.item_lines[index][steps[1]], names[2:]
        return f"{file} line {line}" + (f", {'.'.join(names)}" if names else "")


ITEMS_TABLE = "order_items.csv"
"""The table of the items of orders.csv."""
