"""What customers call things: one concept a line in resources/search, with its names in four languages and two scripts.

A concept is named by its first word. A thing makes a result, an attribute (colour, material, size, unit) only orders
them. A group's concept ("toys > doll, ball") is what its members are also.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from catalog.search.inflection import forms
from catalog.search.romanise import sounds
from catalog.search.text import is_indic, tokens
from resources import ROOT

_FOLDER = ROOT / "search"
_LONGEST = 5  # words of a name
_LEAST_SOUND = 4  # letters: shorter words sound alike by chance


@dataclass(frozen=True, slots=True)
class Span:
    """Some words that name a concept, or several if the name has more than one meaning.

    Attributes:
        start, end: the words, end excluded.
        concepts: what they may name.
    """

    start: int
    end: int
    concepts: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Thesaurus:
    names: dict[str, list[tuple[tuple[frozenset[str], ...], str]]]
    attributes: frozenset[str]
    groups: dict[str, frozenset[str]]


def spans(words: Sequence[str]) -> list[Span]:
    """The concepts that are named in words of `text.tokens`, the longest names first; no word belongs to two spans."""
    found: list[Span] = []
    start = 0
    while start < len(words):
        length, named = _longest_at(words, start)
        if named:
            found.append(Span(start, start + length, named))
        start += max(1, length)
    return found


def concepts(words: Sequence[str]) -> frozenset[str]:
    """All concepts that are named in words."""
    return frozenset().union(*(span.concepts for span in spans(words)))


def is_attribute(concept: str) -> bool:
    """Whether a concept describes things rather than names one."""
    return concept in _thesaurus().attributes


def groups(of: Iterable[str]) -> frozenset[str]:
    """The groups that concepts belong to, and theirs."""
    known = _thesaurus().groups
    found: set[str] = set()
    new = {group for concept in of for group in known.get(concept, ())}
    while new:
        found |= new
        new = {group for concept in new for group in known.get(concept, ())} - found
    return frozenset(found)


def all_names() -> Iterator[tuple[str, ...]]:
    """Every name in the thesaurus, in words."""
    for name in ("things", "attributes"):
        for _, _, spoken in _lines(name):
            yield from (tuple(tokens(said)) for said in spoken)


def _longest_at(words: Sequence[str], start: int) -> tuple[int, frozenset[str]]:
    thesaurus = _thesaurus()
    best, named = 0, set[str]()
    for variant in _variants(words[start]):
        for parts, concept in thesaurus.names.get(variant, ()):
            if len(parts) < best or start + len(parts) > len(words):
                continue
            if all(part & _variants(words[start + place]) for place, part in enumerate(parts)):
                if len(parts) > best:
                    best, named = len(parts), set()
                named.add(concept)
    return best, frozenset(named)


@lru_cache(maxsize=65536)
def _variants(word: str) -> frozenset[str]:
    """The spellings under which a word that was said or written may stand in the thesaurus."""
    found = set(forms(word))
    if not is_indic(word):
        # Only here: by sound alone কলা (banana) would be काला (black), and a bath a bat.
        found |= {sound for form in forms(word) for sound in sounds(form) if len(sound) >= _LEAST_SOUND}
    return frozenset(found)


@cache
def _thesaurus() -> _Thesaurus:
    names: dict[str, list[tuple[tuple[frozenset[str], ...], str]]] = {}
    attributes: set[str] = set()
    groups: dict[str, frozenset[str]] = {}
    for attribute, name in ((True, "attributes"), (False, "things")):
        for concept, members, spoken in _lines(name):
            if attribute:
                attributes.add(concept)
            for member in members:
                groups[member] = groups.get(member, frozenset()) | {concept}
            for words in dict.fromkeys(tuple(tokens(said)) for said in spoken):
                if not 0 < len(words) <= _LONGEST:
                    continue
                parts = tuple(frozenset({word, *sounds(word)}) for word in words)
                for first in parts[0]:
                    names.setdefault(first, []).append((parts, concept))
    return _Thesaurus(names, frozenset(attributes), groups)


def _lines(name: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """The concepts of a file: name, members, spoken names."""
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        head, *spoken = (part.strip() for part in line.split("|"))
        concept, _, members = (part.strip() for part in head.partition(">"))
        yield concept, [member.strip() for member in members.split(",") if member.strip()], [concept, *spoken]
