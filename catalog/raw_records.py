"""The records of the files as they were written, and where each of them stands, for whoever has to correct it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from catalog.errors import NAMED_PROBLEMS

ITEMS_TABLE = "order_items.csv"
"""The table of the items of orders.csv."""


@dataclass(slots=True)
class Findings:
    """What was found in a folder: what is wrong, and what is worth knowing without being wrong.

    Attributes:
        problems: the first ones, as "file[index].field: reason".
        count: how many there are in all.
        notes: what is no problem.
    """

    problems: list[str] = field(default_factory=list)
    count: int = 0
    notes: list[str] = field(default_factory=list)

    def problem(self, text: str) -> None:
        """Note a problem; of very many only the first are kept by their text."""
        self.count += 1
        if len(self.problems) < NAMED_PROBLEMS:
            self.problems.append(text)


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record, unchecked.

    Attributes:
        file: its file's name.
        number: its index in an array, or its line in a table.
        value: what was written.
        in_table: whether the file is a table.
        item_lines: the lines of an order's items in their own table.
    """

    file: str
    number: int
    value: Any
    in_table: bool = False
    item_lines: Sequence[int] = ()

    def place(self, steps: Sequence[int | str] = ()) -> str:
        """A field: "orders.json[3].items[0].quantity" or "order_items.csv line 9, quantity"."""
        if not self.in_table:
            path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
            return f"{self.file}[{self.number}]{path}"
        file, line, names = self.file, self.number, list(map(str, steps))
        if self.item_lines and len(steps) > 1 and isinstance(steps[1], int):
            file, line, names = ITEMS_TABLE, self.item_lines[steps[1]], names[2:]
        return f"{file} line {line}" + (f", {'.'.join(names)}" if names else "")


class Source(Protocol):
    """A file of records, read one by one; what is wrong with the file as a whole goes to the findings.

    Attributes:
        file: its name.
        in_table: whether it is a table.
    """

    file: str
    in_table: bool

    @property
    def broken(self) -> bool:
        """Whether it could not be read to its end."""
        ...

    @property
    def skipped_ids(self) -> Sequence[str]:
        """Ids of records that could not be read and were named as problems; to refer to them is no mistake."""
        ...

    def __iter__(self) -> Iterator[RawRecord]:
        """The records in their order."""
        ...


class NoRecords:
    """A file that is not there."""

    in_table = False

    def __init__(self, file: str, *, broken: bool = False) -> None:
        self.file = file
        self.broken = broken
        self.skipped_ids: list[str] = []

    def __iter__(self) -> Iterator[RawRecord]:
        return iter(())
