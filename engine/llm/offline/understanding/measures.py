"""How big products are, and which of a kind is bigger, stronger, or has more of what is measured."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from catalog.search import thesaurus
from catalog.search.numbers import split
from catalog.search.quantities import measured, stored
from catalog.search.text import tokens
from engine.lexicon import phrase_sets
from engine.llm.offline.understanding.sentence import Sentence

Shown = Mapping[str, Any]

SIZE = "size"  # what is measured where a size is a letter or a number of its own

_MEASURED = ("screen_size", "capacity", "volume", "wheel_size", "storage", "pieces", "weight", "length", "size")
_IN_UNITS = {"kg": 1000.0, "g": 1.0, "l": 1000.0, "litre": 1000.0, "liter": 1000.0, "ml": 1.0, "w": 1.0, "gb": 1.0}
_LETTERS = {letter: float(place) for place, letter in enumerate(("s", "m", "l", "xl", "xxl", "xxxl"))}
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([A-Za-z]*)")
_AMOUNT_OF = frozenset("capacity क्षमता ক্ষমতা kshamta khomota".split())


def more_of(said: Sentence) -> tuple[str | None, int] | None:
    """What there shall be more (1) or less (-1) of than there was: "zyada watt ka"; None of whatever it holds."""
    if said.numbers:
        return None  # "more than 500 watt" is a bound
    words = said.words
    for name, sign in (("greater", 1), ("lesser", -1)):
        compared = phrase_sets("speech")[name]
        for place, word in enumerate(words[:-1]):
            following = words[place + 1 : place + 3] if compared.score([word]) else ()
            if kind := next(filter(None, map(measured, following)), None):
                return kind, sign
            if _AMOUNT_OF.intersection(following):
                return None, sign
    return None


def next_size(said: Sentence) -> int:
    """Whether the next size above (1) or below (-1) the one that was shown is asked for: "one size up"; 0 if not."""
    return bool(said.says("speech", "size_up")) - bool(said.says("speech", "size_down"))


def bigger(product: Shown, others: Sequence[Shown], sign: int = 1, kind: str | None = None) -> Shown | None:
    """The next bigger one of the same kind; with sign -1 the next smaller one; by what is measured, if that is told."""
    measure = partial(amount_of, kind) if kind else size
    own = measure(product)
    if own is None:
        return None
    kinds = thesaurus.concepts(tuple(tokens(product["name"])))
    found = [
        (sign * (amount - own), other)
        for other in others
        if (amount := measure(other)) is not None
        and sign * (amount - own) > 0
        and (not kinds or kinds & thesaurus.concepts(tuple(tokens(other["name"]))))
    ]
    return min(found, key=lambda one: one[0])[1] if found else None


def amount_of(kind: str, product: Shown) -> float | None:
    """How much a product has of what is measured, in its smallest unit; the most, if it tells several.

    Sizes in letters are told by their place in their order.
    """
    told = stored([product["name"]], product.get("specifications", {}))
    values = [value.replace("p", ".") for one, value in told if one == kind]
    amounts = [float(value) for value in values if value.replace(".", "", 1).isdecimal()]
    if kind == SIZE and not amounts:
        named = [*values, *map(str.casefold, split(product["name"]))]
        amounts = [_LETTERS[letter] for letter in named if letter in _LETTERS]
    return max(amounts, default=None)


def size(product: Shown) -> float | None:
    """How big a product is, in the unit of its kind: of its specifications, else the first number of its name."""
    specifications = product.get("specifications", {})
    values = [str(specifications[name]) for name in _MEASURED if name in specifications]
    for text in (*values, product["name"]):
        if found := _AMOUNT.search(text):
            return float(found[1]) * _IN_UNITS.get(found[2].casefold(), 1.0)
    return None


def power(product: Shown) -> float | None:
    """How strong a product is, by its wattage; else how big."""
    found = _AMOUNT.search(str(product.get("specifications", {}).get("wattage", "")))
    return float(found[1]) if found else size(product)
