"""Which of a product's specifications a question asks for.

Three things tell: what it is called (vocabulary.py), the unit that is asked in ("how many kilos"), and a value that is
named ("does it have bluetooth", "is there an XL"). Each field is weighed by them; without any it is not answered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from catalog.search import thesaurus
from catalog.search.inflection import forms
from catalog.search.numbers import split
from catalog.search.quantities import quantities
from catalog.search.text import tokens
from engine.lexicon import CODES
from engine.llm.offline.replies import vocabulary
from engine.llm.offline.understanding.sentence import Sentence

SIZES = ("sizes", "shoe_sizes", "waist_sizes", "available_sizes")
_LOOKS = ("colour", "color", "colours", "material", "fabric", "body")  # which the thesaurus knows
_NO_ANSWERS = ("brand", "type")  # what they say is most often in the name
_YES, _NO = ("yes", "true"), ("no", "false", "none")

_LEAST = 0.6  # what must speak for a field
_ASPECT = 0.6  # the lexicon's opinion, which knows of no product
_RANK = 0.15  # for each key of a family that is likelier
_WEAK, _MISSING, _WEAK_MISSING = 0.4, 0.5, 0.1  # a word of a key that says little; ones of which nothing is said
_VAGUE = 0.7  # a name that is as well said of something else
_SAME_UNIT, _SAME_KIND, _VAGUE_UNIT = 0.9, 0.8, 0.3
_OTHER_UNIT, _NO_AMOUNT, _NO_FIGURE = 1.0, 0.6, 0.3
_ELSEWHERE = 1.2  # against all, if the question is about the shop
_OF_NAME = 0.6  # against what the product is called by itself
_VALUE, _WANTED = 1.0, 1.3
_EQUAL = 0.05
_MOST = 2
_ENGLISH = frozenset("the they you it these those we i".split())
_SHORT = 2  # letters, too few to name a value
_BETWEEN = 2  # words between how much and the unit


@dataclass(frozen=True)
class Field:
    """A specification that is asked for.

    Attributes:
        name: its key.
        weight: how much speaks for it.
        named: the items of its value that the question names, as the store writes them.
        wanted: the size that is asked for, as it was said; it need not be one of them.
        places: of the words that name it or its value in the question.
    """

    name: str
    weight: float
    named: tuple[str, ...] = ()
    wanted: str = ""
    places: frozenset[int] = frozenset()


def asked(product: Mapping[str, Any], said: Sentence, aspects: Sequence[str] = ()) -> list[Field]:
    """The specifications that a question asks for, the likeliest first; one, or several that it asks for equally.

    Args:
        product: its specifications and name.
        said: the question.
        aspects: what the lexicon takes it to ask about.
    """
    product = {**product, "specifications": specified(product)}
    weighed = [_weighed(name, product, said, aspects) for name in product["specifications"]]
    likely = sorted((one for one in weighed if one.weight >= _LEAST), key=lambda one: -one.weight)
    chosen: list[Field] = []
    told: set[int] = set()
    several = bool(said.says("speech", "and"))
    for found in likely[:4]:
        equal = bool(chosen) and chosen[0].weight - found.weight < _EQUAL
        besides = several and bool(found.places) and told.isdisjoint(found.places) and found.weight >= 1
        if len(chosen) < _MOST and (not chosen or equal or besides):
            chosen.append(found)
            told |= found.places
    return chosen


def specified(product: Mapping[str, Any]) -> Mapping[str, Any]:
    """A product's specifications by their keys, which stores write in their own ways: "Flying time" is flying_time."""
    return {
        re.sub(r"[\s-]+", "_", name.strip().casefold()): value
        for name, value in product.get("specifications", {}).items()
    }


def is_yes(value: Any) -> bool | None:
    """Whether a value says yes or no; None if it says more."""
    plain = str(value).casefold()
    return True if plain in _YES else False if plain in _NO else None


def items(value: Any) -> list[str]:
    """The items of a value: of a list, or of a text with commas."""
    parts = value if isinstance(value, list) else str(value).split(",")
    return [str(part).strip() for part in parts]


def _weighed(name: str, product: Mapping[str, Any], said: Sentence, aspects: Sequence[str]) -> Field:
    """A field with what speaks for it, and the words that name it."""
    value = product["specifications"][name]
    weight, places = _called(name, tuple(product["specifications"]), said.words)
    if places and places <= _own_name(str(product.get("name", "")), said):
        weight -= _OF_NAME
    weight = max(weight, _by_aspect(name, tuple(product["specifications"]), aspects))
    weight += _by_unit(value, said.words)
    named, value_places = _named_items(value, said.words) if name not in _NO_ANSWERS else ((), frozenset())
    if value_places <= _own_name(str(product.get("name", "")), said):
        named = ()  # "the memory foam one, what is its warranty"
    if name in _LOOKS and (likeness := _looks(value, said, str(product.get("name", "")))):
        weight = max(weight, likeness)
        named = named or ((str(value),) if likeness > _VALUE else ())
    weight = max(weight, _VALUE if named else 0.0)
    wanted = _wanted_size(name, value, said)
    if wanted:
        weight = max(weight, _WANTED)
    if vocabulary.elsewhere(said.words):
        weight -= _ELSEWHERE
    return Field(name, weight, named, wanted, places or value_places)


def _looks(value: Any, said: Sentence, name: str) -> float:
    """What a colour or a material that is said says for a value that tells of it: that it is so, or that it is not."""
    described = thesaurus.concepts(tuple(tokens(str(value))))
    called = thesaurus.concepts(tuple(tokens(name))) if said.things else frozenset[str]()
    qualities = said.qualities - called  # "can the blue bag be washed" does not ask whether it is blue
    if qualities & described:
        return _WANTED
    return _VALUE if any(thesaurus.contradicts(described, quality) for quality in qualities) else 0.0


def _called(name: str, names: tuple[str, ...], words: tuple[str, ...]) -> tuple[float, frozenset[int]]:
    """How much a sentence calls a field by its name, and with which words."""
    heard = vocabulary.names(words)
    found = [(0.0, frozenset[int]())]
    for family, members in vocabulary.keys()["families"].items():
        if family in heard and name in members:
            rank = [member for member in members if member in names].index(name)
            weight = _VAGUE if family in vocabulary.keys()["vague"]["families"] else heard[family].weight
            found.append((weight - _RANK * rank, heard[family].places))
    if name in heard:
        found.append((heard[name].weight, heard[name].places))
    found.append(_by_parts(name, words, heard))
    return max(found, key=lambda one: one[0])


def _by_parts(name: str, words: tuple[str, ...], heard: Mapping[str, vocabulary.Heard]) -> tuple[float, frozenset[int]]:
    """How many of the words of a key are said, in whatever language."""
    weight, places = 0.0, frozenset[int]()
    parts = name.split("_")
    weak = vocabulary.keys()["weak"]["words"]
    for part in parts:
        known = forms(part)
        calls = [one for called, one in heard.items() if forms(called) & known]
        literal = frozenset(place for place, word in enumerate(words) if forms(word) & known)
        at = frozenset[int]().union(*(one.places for one in calls)) | literal
        is_weak = bool(known & set(weak))
        if at:
            weight += _WEAK if is_weak else max((one.weight for one in calls), default=1.0)
            places |= at
        else:
            weight -= _WEAK_MISSING if is_weak else _MISSING
    return weight, places


def _by_aspect(name: str, names: tuple[str, ...], aspects: Sequence[str]) -> float:
    families = vocabulary.keys()["families"]
    likeliest = [next((one for one in families.get(aspect, (aspect,)) if one in names), None) for aspect in aspects]
    return _ASPECT if name in likeliest else 0.0


def _by_unit(value: Any, words: tuple[str, ...]) -> float:
    """What the unit that is asked in, and that an amount is asked for, says for a value."""
    asking = vocabulary.amounts(words)
    if not asking:
        return 0.0
    sought = {
        (kind, unit)
        for place, kind, unit in vocabulary.units(words)
        if any(0 <= place - one <= _BETWEEN for one in asking) or place + 1 in asking
    }
    if is_yes(value) is not None:
        return -_NO_AMOUNT - (_OTHER_UNIT if sought else 0.0)
    text = str(value)
    if not sought:
        return 0.0 if any(character.isdigit() for character in text) else -_NO_FIGURE
    given = _measures(text)
    if not {kind for kind, _ in sought} & {kind for kind, _ in given}:
        return -_OTHER_UNIT
    if any(unit in vocabulary.keys()["vague"]["units"] for _, unit in sought):
        return _VAGUE_UNIT
    return _SAME_UNIT if sought & given else _SAME_KIND


@lru_cache(maxsize=1024)
def _measures(text: str) -> frozenset[tuple[str, str]]:
    """The kinds and units of the quantities in a value."""
    words = split(text)
    found = {(one.kind, one.kind) for one in quantities(words)}
    return frozenset(found | {(kind, unit) for place, kind, unit in vocabulary.units(words) if place})


def _named_items(value: Any, words: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[int]]:
    """The items of a value that are said with all their words, and where."""
    named: list[str] = []
    places: set[int] = set()
    if is_yes(value) is not None:
        return (), frozenset()
    for item in items(value):
        measures = {place for place, _, _ in vocabulary.units(tuple(tokens(item)))}
        parts = [part for place, part in enumerate(tokens(item)) if place not in measures and _tells(part)]
        at = [_said_at(part, words) for part in parts]
        if parts and all(at):
            named.append(item)
            places.update(*at)
    return tuple(named), frozenset(places)


def _tells(part: str) -> bool:
    return len(part) > _SHORT and not part.isdigit()


@lru_cache(maxsize=4096)
def _said_at(part: str, words: tuple[str, ...]) -> frozenset[int]:
    """Where a word of a value is said, in whatever language."""
    told = [part, *(word for code in CODES if (known := vocabulary.read(code)["values"].get(part)) for word in [known])]
    known_keys = frozenset[str]().union(*(vocabulary.spoken(word) for one in told for word in tokens(one)))
    return frozenset(place for place, word in enumerate(words) if vocabulary.spoken(word) & known_keys)


def _wanted_size(name: str, value: Any, said: Sentence) -> str:
    """The size of a list of sizes that is asked for: "is there a nine", "XL milega"."""
    if name not in SIZES and not (name == "size" and len(items(value)) > 1):
        return ""
    for number in said.numbers:
        for item in items(value):
            if len(number.digits) > 1 and number.digits == item.replace(".", ""):
                return item  # "two six" is 2.6
    for one in quantities(list(said.words)):
        if one.kind == "size" and not _helps(said.words, one.start, one.end):
            return _size_words(said, one.start, one.end)
    there = {word for item in items(value) for word in split(item)}
    numbers = [number for number in said.numbers if f"{number.value:g}" in there]
    lettered = {called: letter for letter, words in vocabulary.keys()["sizes"].items() for called in words}
    letters = [lettered[word] for word in said.words if word in lettered]
    letters += [word for word in said.words if word in {one.casefold() for one in there} and word.isalpha()]
    return f"{numbers[0].value:g}" if numbers else letters[0].upper() if letters else ""


def _helps(words: Sequence[str], start: int, end: int) -> bool:
    """Whether a number is the English "do", which is two in Hindi: "which sizes do they have"."""
    return "do" in words[start:end] and any(word in _ENGLISH for word in words[end : end + 1])


def _size_words(said: Sentence, start: int, end: int) -> str:
    numbers = [number for number in said.numbers if start <= number.start < end]
    return f"{numbers[0].value:g}" if numbers else quantities(list(said.words[start:end]))[0].value.upper()


@lru_cache(maxsize=256)
def _own_name(name: str, said: Sentence) -> frozenset[int]:
    """Where a sentence calls a product by its name, or what kind of thing it is."""
    known = frozenset[str]().union(*(vocabulary.spoken(word) for word in tokens(name)))
    kinds = thesaurus.concepts(tuple(tokens(name)))
    called = {place for place, word in enumerate(said.words) if vocabulary.spoken(word) & known}
    meant = {place for span in said.spans if span.concepts & kinds for place in range(span.start, span.end)}
    return frozenset(called | meant)
