"""The facts in a text that can be right or wrong: amounts, dates, times, ids, states of orders, deeds.

Read the same way from what a language model says and from what the tools have told, in any of the four languages and
in figures or number words, so that one can be held against the other (claims.py). The words are in resources/claims.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from catalog.search.numbers import numbers, split
from engine.lexicon import CODES
from engine.text import words
from resources import ROOT

_LEAST_SPELT = 10  # "one" and "two" are figures of speech more often than facts
_SHORT_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SIGNS = ((re.compile(r"₹|\b(?:Rs|INR)\b\.?", re.IGNORECASE), " rs "), (re.compile("%"), " percent "))
_SIGN = "rs"  # of money, before its number
_GLUED = re.compile(r"\b(Rs|INR)(?=\d)", re.IGNORECASE)
_ISO_DATE = re.compile(r"\b\d{4}-(\d\d)-(\d\d)(?:T[\d:.+Z-]+)?\b")
# Letters and figures in one piece that begins with a letter: ORD-2001, P001, TRK77.
_ID = re.compile(r"(?<![^\W_])[A-Za-z]{1,6}[-_]?\d[\dA-Za-z]*(?:[-_]\w+)*")
# What parts two figures that are no one number: "order 1003, 18 January". A comma within 2,999 does not.
_BREAK = re.compile(r"(?:,(?!\d)|[;:()।!?/–—\n]|\.(?!\d)|(?<=\d)-(?=\d)|\s-\s)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts.

    Attributes:
        kind: "money", "percent", "day", "week", "month", "year", "hour", "minute", or "plain".
        value: the number.
    """

    kind: str
    value: float


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a text.

    Attributes:
        figures: numbers.
        dates: as (month, day).
        ids: of letters and figures, in lower case and without hyphens.
        relative: "today", "tomorrow", "yesterday".
        weekdays: 0 is Monday.
    """

    figures: frozenset[Figure]
    dates: frozenset[tuple[int, int]]
    ids: frozenset[str]
    relative: frozenset[str]
    weekdays: frozenset[int]


@lru_cache(maxsize=1024)  # the tools tell the same texts of the store again and again
def facts(text: str) -> Facts:
    """Read the facts of a text, in whichever of the languages it is."""
    dates = {(int(month), int(day)) for month, day in _ISO_DATE.findall(text)}
    text = _ISO_DATE.sub(" ; ", text)
    text = _GLUED.sub(" rs ", text)
    ids = frozenset(bare_id(match) for match in _ID.findall(text))
    text = _ID.sub(" ; ", text)
    for sign, name in _SIGNS:
        text = sign.sub(name, text)
    parts = [_parted(split(part)) for part in _BREAK.split(text)]
    counts = [one for part in parts for one in _counts(part)]
    said = {word for part in parts for word in part}
    return Facts(
        frozenset(one for one in counts if isinstance(one, Figure)),
        frozenset(dates.union(one for one in counts if not isinstance(one, Figure))),
        ids,
        frozenset().union(*map(_relative_days, said)),
        frozenset().union(*map(_weekdays, said)),
    )


def bare_id(text: str) -> str:
    """An id as it is compared."""
    return re.sub(r"[-_\s]", "", text).lower()


def sentence_words(text: str) -> list[str]:
    """The words of a sentence as the phrases of resources/claims are matched with."""
    return words(text.replace("n't", " n't"))


@cache
def phrases(section: str, name: str, code: str | None = None) -> tuple[tuple[str, ...], ...]:
    """The phrases under a name in a section of resources/claims: of one language and English, or of all."""
    codes = CODES if code is None else tuple(dict.fromkeys((code, "en")))
    return tuple(
        tuple(sentence_words(text)) if "*" not in text else tuple(text.split())
        for c in codes
        for text in claims(c)[section][name]
    )


@cache
def claims(code: str) -> Mapping[str, Any]:
    """A language's file as it stands."""
    with (ROOT / "claims" / f"{code}.toml").open("rb") as file:
        return tomllib.load(file)


def stands(phrase: Sequence[str], found: Collection[str]) -> bool:
    """Whether all words of a phrase stand among these; one that ends in * matches any ending."""
    return all(
        any(word.startswith(part[:-1]) for word in found) if part.endswith("*") else part in found for part in phrase
    )


def _parted(sentence: list[str]) -> list[str]:
    """A bar between two figures: they are two numbers, and not one that is dictated."""
    parted: list[str] = []
    for word in sentence:
        if parted and word[:1].isdecimal() and parted[-1][:1].isdecimal():
            parted.append("|")
        parted.append(word)
    return parted


def _counts(sentence: list[str]) -> Iterator[Figure | tuple[int, int]]:
    """The figures and the dates of a part of a text."""
    for number in numbers(sentence):
        before = sentence[number.start - 1] if number.start else ""
        after = sentence[number.end] if number.end < len(sentence) else ""
        figures = any(word[:1].isdecimal() for word in sentence[number.start : number.end])
        if month := _month(after) or _month(before):
            yield month, int(number.value)
        elif kind := ("money" if before == _SIGN else None) or _unit_after(sentence, number.end):
            yield Figure(kind, number.value)
        elif figures or number.value > _LEAST_SPELT:
            yield Figure("plain", number.value)


def _unit_after(sentence: list[str], end: int) -> str | None:
    """The unit at a place, unless it is the sign of money of the next number: "the red one Rs 899"."""
    following = (*sentence[end : end + 2], "", "")
    return None if following[0] == _SIGN and following[1][:1].isdecimal() else _unit(following[0])


@cache
def _unit(word: str) -> str | None:
    kinds = claims("en")["units"]
    return next((kind for kind in kinds if any(stands(unit, (word,)) for unit in phrases("units", kind))), None)


@cache
def _relative_days(word: str) -> frozenset[str]:
    return frozenset(name for name in claims("en")["days"] if (word,) in phrases("days", name))


@cache
def _weekdays(word: str) -> frozenset[int]:
    names = ((day, name) for code in CODES for day, name in enumerate(claims(code)["weekdays"]["names"]))
    return frozenset(day for day, name in names if stands((name,), (word,)))


@cache
def _month(word: str) -> int | None:
    """The number of a month by its name, with a case ending if it has one."""
    for number, names in _months().items():
        if word in names or any(len(name) > 3 and word.startswith(name) for name in names):
            return number
    return None


@cache
def _months() -> Mapping[int, frozenset[str]]:
    named: dict[int, set[str]] = {number: {short} for number, short in enumerate(_SHORT_MONTHS, 1)}
    for code in CODES:
        with (ROOT / "readout" / f"{code}.toml").open("rb") as file:
            for number, name in enumerate(tomllib.load(file)["months"], 1):
                named[number] |= set(words(name))
    return {number: frozenset(names) for number, names in named.items()}
