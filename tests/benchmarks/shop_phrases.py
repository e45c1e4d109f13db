"""What is said to measure recognition: kiosk sentences, numbers, and sentences that no customer says.

They were drawn once from the grammars with the demo store's words and are kept as they were (data/said*.tsv: language,
kind, place, what the dialogue expects, as spoken, as written), so that recordings of them can be kept too, and a change
of the grammar that loses one shows. Numbers are read digit by digit, in the language and in English, doubled, in pairs
and as one number; half of those of 4 digits are the demo store's orders.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.languages import Language

_FOLDER = Path(__file__).parent / "data"
DIGITS = (4, 6, 10)


@dataclass(frozen=True, slots=True)
class Said:
    """One of them; `wanted` is empty for what the grammar does not have."""

    language: Language
    kind: str
    place: int
    expecting: str | None
    spoken: str
    wanted: str


def held_out() -> list[Said]:
    """For measuring, by voices that no training used; of each language and kind in turn."""
    return _read("said")


def training() -> list[Said]:
    """Others, for fitting, by voices of the training."""
    return _read("said_training")


def _read(name: str) -> list[Said]:
    lines = (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return [Said(Language(row[0]), row[1], int(row[2]), row[3] or None, row[4], row[5]) for row in rows]
