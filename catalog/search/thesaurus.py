"""What customers call things: one concept a line in resources/search, with its names in four languages and two scripts.

A concept is named by its first word.

- things.txt: `name | names`. A group ("toys > doll, ball | names") is what its members are also.
- attributes.txt: colours, materials, sizes, units. They only order results. A family ("colours > red, blue") is a
  choice of which a product has one, so that a blue shirt is known not to be red.
- departments.txt: `name | names > members`: what a customer means by "kitchen things" or "school ka saman", which is
  more than things of one kind. Members are concepts or groups.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from catalog.search.inflection import forms, latin_stems
from catalog.search.romanise import sounds
from catalog.search.text import is_indic, tokens
from resources import ROOT

_FOLDER = ROOT / "search"
_FILES = ("attributes", "things", "departments")
_LONGEST = 5  # words of a name
_LEAST_SOUND = 4  # letters: shorter words sound alike by chance
_ENGLISH_FILLERS = tuple(
    "a an the i we you my our it is are do does have has can could please show me get give need want looking look for "
    "of in on to with and or at by from some something any that this which what how much buy under below above less "
    "more than between around good best cheap cheapest rupees s".split()
)
_BY_SOUND = 2  # how unlike a name is that only sounds like what was said


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
class _Part:
    """A word of a name, and how it may be spelt in Latin letters by who writes it as it sounds."""

    word: str
    sounds: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Thesaurus:
    names: dict[str, list[tuple[tuple[_Part, ...], str]]]
    attributes: frozenset[str]
    groups: dict[str, frozenset[str]]
    families: dict[str, frozenset[str]]
    departments: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a file: the concept's name, its members, and its names as they are spoken."""

    concept: str
    members: tuple[str, ...]
    spoken: tuple[str, ...]


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


def attributes() -> frozenset[str]:
    """All concepts that describe things."""
    return _thesaurus().attributes


def groups(of: Iterable[str]) -> frozenset[str]:
    """The groups that concepts belong to, and theirs."""
    return _closure(_thesaurus().groups, of)


def departments(of: Iterable[str]) -> frozenset[str]:
    """The departments in which concepts, or groups that they belong to, are sold."""
    known = _thesaurus().departments
    some = frozenset(of)
    return frozenset().union(*(known.get(concept, frozenset()) for concept in some | groups(some)))


def contradicts(has: Iterable[str], asked: str) -> bool:
    """Whether what has some attributes is known to lack the asked one: blue is not red, but navy blue is blue."""
    known = _thesaurus().families
    above = _closure(known, [asked])
    rivals = {one: _closure(known, [one]) for one in has if one in known}
    if not any(above & families for families in rivals.values()):
        return False
    return not any(one == asked or one in above or asked in families for one, families in rivals.items())


@cache
def fingerprint() -> int:
    """Another number for another thesaurus."""
    return zlib.crc32(b"\0".join(path.read_bytes() for path in map(_path, _FILES) if path.exists()))


def all_names() -> Iterator[tuple[str, ...]]:
    """Every name in the thesaurus, in words."""
    for name in _FILES:
        for line in _lines(name):
            yield from (tuple(tokens(said)) for said in line.spoken)


def named() -> Iterator[tuple[str, str]]:
    """Every name of things and attributes as it is written, with the concept that it names."""
    for name in ("things", "attributes"):
        for line in _lines(name):
            yield from ((line.concept, said) for said in line.spoken)


@cache
def english_words() -> frozenset[str]:
    """The words of the concepts' plain English names, and English words that name nothing."""
    names = {word for name in ("things", "attributes") for line in _lines(name) for word in tokens(line.concept)}
    return frozenset(names | {form + "s" for form in names} | set(_ENGLISH_FILLERS))


def _closure(known: dict[str, frozenset[str]], of: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    new = {group for concept in of for group in known.get(concept, ())}
    while new:
        found |= new
        new = {group for concept in new for group in known.get(concept, ())} - found
    return frozenset(found)


def _longest_at(words: Sequence[str], start: int) -> tuple[int, frozenset[str]]:
    """The longest name that begins here; of the same length, those that are written so before those that sound so."""
    names = _thesaurus().names
    found: dict[tuple[int, int], set[str]] = {}
    for surely, variants in enumerate(_variants(words[start])):
        for variant in variants:
            for parts, concept in names.get(variant, ()):
                if start + len(parts) > len(words):
                    continue
                degrees = [_degree(part, words[start + place]) for place, part in enumerate(parts[1:], 1)]
                if all(degree is not None for degree in degrees):
                    likest = max((degree for degree in degrees if degree is not None), default=0)
                    sounds_so = variant != parts[0].word
                    unlike = max(surely, likest, _BY_SOUND if sounds_so else 0)
                    found.setdefault((len(parts), -unlike), set()).add(concept)
    if not found:
        return 0, frozenset()
    best = max(found)
    return best[0], frozenset(found[best])


def _degree(part: _Part, word: str) -> int | None:
    """How unlike a word is to a name's: 0 the same, 1 another form, 2 one that sounds so; None if it is another."""
    for degree, variants in enumerate(_variants(word)):
        if part.word in variants:
            return degree
        if not part.sounds.isdisjoint(variants):
            return _BY_SOUND
    return None


@lru_cache(maxsize=65536)
def _variants(word: str) -> tuple[frozenset[str], ...]:
    """The spellings under which a word that was said or written may stand in the thesaurus, the surest first."""
    written = forms(word)
    if is_indic(word):
        return frozenset({word}), written - {word}
    # Only here: by sound alone কলা (banana) would be काला (black), and a bath a bat. An English plural is the same name.
    spoken = frozenset(sound for form in written for sound in sounds(form) if len(sound) >= _LEAST_SOUND)
    stems = frozenset(stem for sound in spoken for stem in latin_stems(sound)) if len(word) > _LEAST_SOUND else set()
    return written, frozenset(), spoken - written, frozenset(stems) - spoken - written


@cache
def _thesaurus() -> _Thesaurus:
    names: dict[str, list[tuple[tuple[_Part, ...], str]]] = {}
    attributes: set[str] = set()
    belongs: dict[str, dict[str, frozenset[str]]] = {name: {} for name in _FILES}
    for name in _FILES:
        for line in _lines(name):
            if name == "attributes" and not line.members:
                attributes.add(line.concept)
            for member in line.members:
                belongs[name][member] = belongs[name].get(member, frozenset()) | {line.concept}
            for words in dict.fromkeys(tuple(tokens(said)) for said in line.spoken):
                if not 0 < len(words) <= _LONGEST:
                    continue
                parts = tuple(_part(word) for word in words)
                for first in (parts[0].word, *parts[0].sounds):
                    names.setdefault(first, []).append((parts, line.concept))
    return _Thesaurus(names, frozenset(attributes), belongs["things"], belongs["attributes"], belongs["departments"])


def _lines(name: str) -> Iterator[_Line]:
    path = _path(name)
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        if not line.strip() or line.startswith("#"):
            continue
        # A group's members follow its name, a department's stand at the end of the line.
        head, _, listed = line.rpartition(">") if name == "departments" else (line, "", "")
        concept, *spoken = (part.strip() for part in head.split("|"))
        if name != "departments":
            concept, _, listed = (part.strip() for part in concept.partition(">"))
        members = tuple(member.strip() for member in listed.split(",") if member.strip())
        named = () if name == "attributes" and members else (concept, *spoken)
        yield _Line(concept, members, named)


def _path(name: str) -> Path:
    return _FOLDER / f"{name}.txt"


@cache
def _part(word: str) -> _Part:
    spoken = sounds(word) - {word}
    # A Latin spelling of an Indic word may be as short as the word; two Latin ones that short are two words.
    return _Part(word, spoken if is_indic(word) else frozenset(one for one in spoken if len(one) >= _LEAST_SOUND))
