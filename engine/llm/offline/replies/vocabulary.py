"""What specifications are called when customers ask for them, and the units they ask in: resources/specifications.

A phrase matches if its words stand near each other. A word matches whatever its inflection, and however it is spelt in
another script; English words only as English inflects them, since what sounds alike in another language (age and आगे)
means something else. "?" stands for a word that asks how much.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import product
from typing import Any

from catalog.search.fillers import fillers
from catalog.search.inflection import forms, lemmas
from catalog.search.quantities import measured
from catalog.search.romanise import keys as keys_of
from catalog.search.text import is_indic, script, tokens
from engine.lexicon import CODES, folded
from resources import ROOT

_AMOUNT = "?"
_NEAR, _STRETCH = 2, 4  # words that may stand between two of a phrase, between more
_LEAST_SOUND = 3  # letters of a spelling key; of less, only the word as it is written counts
_LEAST_LEMMA = 4  # of what a word of a phrase may be inflected from
_SHORT = 3  # letters of a spelling key that many words share
_STEM, _LONG_STEM = 2, 5  # letters from which a word of a phrase, a word alone may be the beginning of what is said
_FILLER, _HALF = 0.3, 0.5  # what a filler or a unit, and a word of asking count in a phrase
_LONGER = 0.1  # what each further word of a phrase counts at least
_NOT_MEASURED = ("size", "pieces", "seats", "burners")  # kinds of quantities that are named, not measured


@dataclass(frozen=True)
class Heard:
    """That a name was heard.

    Attributes:
        weight: how many words of a phrase say so, fillers counted less.
        places: of these words in the sentence, without those that ask how much.
    """

    weight: float
    places: frozenset[int]


@dataclass
class _Index:
    """Phrases by the beginnings and the wholes of the words that they consist of."""

    phrases: list[tuple[str, tuple[str, ...], float]] = field(default_factory=list)
    whole: dict[tuple[bool, str], set[tuple[int, int]]] = field(default_factory=dict)
    beginning: dict[str, set[tuple[int, int]]] = field(default_factory=dict)

    def part(self, here: tuple[int, int]) -> str:
        """The word of a phrase at a place of the index."""
        return self.phrases[here[0]][1][here[1]]


@cache
def keys() -> Mapping[str, Any]:
    """The file that tells under which keys stores write what is asked for."""
    with (ROOT / "specifications" / "keys.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def read(code: str) -> Mapping[str, Any]:
    """A language's file as it stands."""
    with (ROOT / "specifications" / f"{code}.toml").open("rb") as file:
        return tomllib.load(file)


def load() -> None:
    """Read and index all languages' files, as the first question about a thing would: some 0.3 s."""
    _names()
    _elsewhere()


@lru_cache(maxsize=256)
def names(words: tuple[str, ...]) -> Mapping[str, Heard]:
    """What a sentence calls by name: specifications, or the words of which their keys consist."""
    return _heard(words, _names())


@lru_cache(maxsize=256)
def elsewhere(words: tuple[str, ...]) -> bool:
    """Whether a sentence is about what no specification tells: delivery, returns, prices."""
    return bool(_heard(words, _elsewhere()))


def amounts(words: Sequence[str]) -> frozenset[int]:
    """The places of words that ask how much or how many."""
    return frozenset(place for place, word in enumerate(words) if folded(word) in _amount_words())


def leaves_open(words: Sequence[str]) -> bool:
    """Whether a question leaves a choice open, so that yes is no answer: "half sleeve or full"."""
    return any(folded(word) in _choices() for word in words)


def units(words: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """The units in a sentence: place, what they measure, the unit itself or again what it measures."""
    for place, word in enumerate(words):
        if unit := _time_units().get(word) or next(filter(None, map(_time_units().get, forms(word))), None):
            yield place, _kinds()[unit], unit
        elif (kind := measured(word)) and kind not in _NOT_MEASURED:
            yield place, kind, kind


def spoken(word: str) -> frozenset[str]:
    """The spelling keys by which a word of any language is known again, and the word itself."""
    return frozenset({folded(word)} | {key for key in lemmas(word) if len(key) >= _LEAST_SOUND})


def _heard(words: Sequence[str], index: _Index) -> Mapping[str, Heard]:
    found: dict[int, dict[int, set[int]]] = {}
    asking = amounts(words)
    for place, word in enumerate(words):
        for phrase, part in _matching(word, index):
            found.setdefault(phrase, {}).setdefault(part, set()).add(place)
    best: dict[str, Heard] = {}
    for number, parts in found.items():
        name, pattern, weight = index.phrases[number]
        at = [asking if part == _AMOUNT else parts.get(place, ()) for place, part in enumerate(pattern)]
        where = _together([sorted(places) for places in at], _NEAR if len(pattern) == 2 else _STRETCH)
        if where is not None and (name not in best or weight > best[name].weight):
            best[name] = Heard(weight, frozenset(where) - asking)
    return best


def _matching(word: str, index: _Index) -> Iterator[tuple[int, int]]:
    for form in forms(word):
        yield from index.whole.get((True, folded(form)), ())
    if word in fillers():
        yield from index.whole.get((False, folded(word)), ())
        return
    written = {folded(form) for form in forms(word)}
    beginnings = {folded(word)[:length] for length in range(len(word))}
    for key in spoken(word):
        for here in index.whole.get((False, key), ()):
            if _may_sound(word, key, written, index.part(here)):
                yield here
    for key in {folded(word)} | keys_of(word):
        for length in range(_STEM, len(key)):
            for here in index.beginning.get(key[:length], ()):
                if _may_sound(word, key[:length], beginnings, index.part(here)):
                    yield here


def _may_sound(word: str, key: str, written: set[str], part: str) -> bool:
    """Whether a word may be known by its sound: in Latin letters, or in its own script if it is long or as written.

    Each script has all its words in its own language's file, and short ones sound alike: जार and जड, शूट and শুতে.
    """
    if not is_indic(word):
        return True
    return script(word) is script(part) and (len(key) > _SHORT or folded(part) in written)


def _together(places: Sequence[Sequence[int]], between: int) -> tuple[int, ...] | None:
    """One place for each word of a phrase, none twice, all in one stretch of the sentence; None if there are none."""
    for chosen in product(*places):
        if len(set(chosen)) == len(chosen) and max(chosen) - min(chosen) < len(chosen) + between:
            return chosen
    return None


def _add(index: _Index, name: str, phrase: str, english: bool) -> None:
    pattern = tuple(part for word in phrase.split() for part in ([_AMOUNT] if word == _AMOUNT else tokens(word)))
    number = len(index.phrases)
    plain = {place for place, _, _ in units(pattern)} | {
        place for place, part in enumerate(pattern) if part in fillers()
    }
    weight = sum(_HALF if part == _AMOUNT else _FILLER if at in plain else 1.0 for at, part in enumerate(pattern))
    index.phrases.append((name, pattern, max(1.0 + _LONGER * (len(pattern) - 1), weight)))
    for place, part in enumerate(pattern):
        if part == _AMOUNT:
            continue
        here = (number, place)
        if english and not is_indic(part):
            index.whole.setdefault((True, folded(part)), set()).add(here)
            continue
        written = {folded(part)} | {key for key in keys_of(part) if len(key) >= _LEAST_SOUND}
        for key in written | {key for key in lemmas(part) if len(key) >= _LEAST_LEMMA}:
            index.whole.setdefault((False, key), set()).add(here)
        if len(pattern) > 1 or phrase.endswith("*") or len(part) >= _LONG_STEM:
            for key in written:
                index.beginning.setdefault(key, set()).add(here)


@cache
def _names() -> _Index:
    """The phrases of all languages, what specifications are called when they are told, and the words of keys."""
    index = _Index()
    for code in CODES:
        for name, phrases in read(code)["names"].items():
            for phrase in phrases:
                _add(index, name, phrase, english=code == "en")
        for name, label in read(code)["labels"].items():
            _add(index, name, label, english=code == "en")
    return index


@cache
def _elsewhere() -> _Index:
    index = _Index()
    for code in CODES:
        for phrase in read(code)["asking"]["elsewhere"]:
            _add(index, "elsewhere", phrase, english=code == "en")
    return index


@cache
def _amount_words() -> frozenset[str]:
    return frozenset(folded(word) for code in CODES for word in read(code)["asking"]["amount"])


@cache
def _choices() -> frozenset[str]:
    return frozenset(folded(word) for code in CODES for word in read(code)["asking"]["choice"])


@cache
def _time_units() -> Mapping[str, str]:
    return {word: unit for code in CODES for unit, words in read(code)["units"].items() for word in words}


@cache
def _kinds() -> Mapping[str, str]:
    return {unit: kind for kind, units in keys()["units"].items() for unit in units}
