"""Quantities in what a customer says and in what the store writes: 32 inch, 1.5 टन, ৫ কেজি, half a litre, size 8, XL.

A quantity is a number with a unit of resources/numbers. Units of one kind are compared as one: 0.5 kg is 500 g.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from catalog.search.inflection import forms
from catalog.search.numbers import CODES, fraction, numbers, split, spoken
from catalog.search.text import tokens

# What a unit measures, and how many of its smallest units it is.
_UNITS = {
    "gram": ("mass", 1.0),
    "kg": ("mass", 1000.0),
    "ml": ("volume", 1.0),
    "litre": ("volume", 1000.0),
    "mm": ("length", 1.0),
    "cm": ("length", 10.0),
    "inch": ("length", 25.4),
    "foot": ("length", 304.8),
    "metre": ("length", 1000.0),
    "watt": ("power", 1.0),
    "gb": ("memory", 1.0),
    "tb": ("memory", 1024.0),
    "mah": ("charge", 1.0),
    "ah": ("charge", 1000.0),
    "ton": ("cooling", 1.0),
    "star": ("rating", 1.0),
    "volt": ("voltage", 1.0),
    "dozen": ("pieces", 12.0),
    "piece": ("pieces", 1.0),
    "seat": ("seats", 1.0),
    "burner": ("burners", 1.0),
    "size": ("size", 1.0),
}
# Cases that the search does not take off: Hindi's oblique plural, Marathi's and Bengali's in Latin letters.
_CASES = ("ों", "cha", "chi", "che", "er", "r")
_LINKS = frozenset("of का की के ka ki ke चा ची चे এর র er".split())  # "set of 6", "6 का सेट"
_HALVES = dict.fromkeys("half आधा आधी आधे अर्धा अर्धी अर्धे আধা আধ aadha adha aadhi adhi ardha".split(), 0.5)
_HALVES |= dict.fromkeys("पाव quarter paav".split(), 0.25)
_LETTERS = {
    spelling: size
    for size, spellings in {
        "s": "s small एस",
        "m": "m medium एम এম",
        "l": "l large एल এল",
        "xl": "xl एक्सएल এক্সএল",
        "xxl": "xxl 2xl एक्सएक्सएल डबलएक्सएल এক্সএক্সএল",
        "xxxl": "xxxl 3xl",
    }.items()
    for spelling in spellings.split()
}
_PLAIN_LETTERS = frozenset(spelling for spelling, size in _LETTERS.items() if "x" in size)  # said without "size"


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much of what.

    Attributes:
        kind: what is measured: mass, volume, length, size and others.
        value: in the smallest unit, as it is indexed.
        start, end: the words of the sentence that say so, end excluded.
    """

    kind: str
    value: str
    start: int = 0
    end: int = 0


def quantities(sentence: Sequence[str]) -> list[Quantity]:
    """The quantities in a sentence that `numbers.split` has cut into words."""
    words = list(sentence)
    found: list[Quantity] = []
    taken: set[int] = set()

    def add(unit: str, value: float, start: int, end: int) -> None:
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            kind, factor = _UNITS[unit]
            found.append(Quantity(kind, _written(value * factor), start, end))

    for start, end, value in _amounts(words):
        unit_at = end + (words[end : end + 1] != [] and words[end] in _LINKS)
        if unit := _unit(words[unit_at] if unit_at < len(words) else ""):
            add(unit, value, start, unit_at + 1)
        elif start and _unit(words[start - 1]) == "size":
            add("size", value, start - 1, end)
        elif start > 1 and words[start - 1] in _LINKS and _unit(words[start - 2]) == "piece":
            add("piece", value, start - 2, end)
    for place, word in enumerate(words):
        after_size = place > 0 and _unit(words[place - 1]) == "size"
        before_size = place + 1 < len(words) and _unit(words[place + 1]) == "size"
        if word in _LETTERS and place not in taken and (after_size or before_size or word in _PLAIN_LETTERS):
            span = (place - after_size, place + 1 + (before_size and not after_size))
            found.append(Quantity("size", _LETTERS[word], *span))
            taken.update(range(*span))
    return sorted(found, key=lambda quantity: quantity.start)


def stored(names: Iterable[str], specifications: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """What a product's names and specifications say, as pairs of kind and value."""
    found = {(one.kind, one.value) for name in names for one in quantities(split(name))}
    for key, value in specifications.items():
        parts = tokens(key.replace("_", " "))
        named = {unit for part in parts if (unit := _unit(part))}
        sizes = "size" in named
        for text in _texts(value):
            words = split(text)
            given = quantities(words)
            found |= {(one.kind, one.value) for one in given}
            if sizes:
                found |= {("size", _LETTERS.get(word, _number(word))) for word in words[:1] if not given}
            elif named and not given and len(words) == 1 and _number(words[0]):
                found |= {(_UNITS[unit][0], _written(float(words[0]) * _UNITS[unit][1])) for unit in named}
    return frozenset(pair for pair in found if pair[1])


def measured(word: str) -> str | None:
    """What is measured in the unit that a word of `numbers.split` names: mass in kilos; None if it names none."""
    unit = _unit(word)
    return _UNITS[unit][0] if unit else None


def size_letter(word: str) -> str | None:
    """The letter of a size that a word of `numbers.split` says: एल is l; None if it says none."""
    return _LETTERS.get(word)


def counted(word: str) -> bool:
    """Whether a word after a number says what it counts or measures: 750 watt, 180 लीटरचा, ১০ দিনের, 200 पन्नों.

    A size may be called a number, as an order is; so that is not told.
    """
    bare = {word.removesuffix(case) for case in _CASES}
    return not _counted_words().isdisjoint({*forms(word), *bare, *(f"{one}ा" for one in bare)})


def _amounts(words: list[str]) -> list[tuple[int, int, float]]:
    """Where numbers stand, with their values; also a half, and one and a half without a multiplier."""
    found = [(number.start, number.end, number.value) for number in numbers(words)]
    there = {place for start, end, _ in found for place in range(start, end)}
    for place, word in enumerate(words):
        if place in there:
            continue
        if (part := _HALVES.get(word)) or (part := fraction(word)):
            end = place + 1 + (words[place + 1 : place + 2] == ["a"])  # "half a litre"
            found.append((place, end, part))
    return sorted(found)


def _written(value: float) -> str:
    return f"{value:.0f}" if value >= 10 or value == int(value) else f"{value:.2f}".rstrip("0").replace(".", "p")


def _number(word: str) -> str:
    return _written(float(word)) if word.replace(".", "", 1).isdigit() else ""


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield str(value)


def _unit(word: str) -> str | None:
    """The unit that a word names, whatever its case."""
    known = _unit_words()
    return known.get(word) or next((known[form] for form in sorted(forms(word)) if form in known), None)


@cache
def _unit_words() -> dict[str, str]:
    return {
        word: unit
        for code in CODES
        for unit, names in spoken(code)["units"].items()
        for name in names
        for word in tokens(name)
    }


@cache
def _counted_words() -> frozenset[str]:
    """What is counted and measured, but sizes."""
    names = {word for code in CODES for name in spoken(code)["counted"]["words"] for word in tokens(name)}
    return frozenset(names | {word for word, unit in _unit_words().items() if unit != "size"})
