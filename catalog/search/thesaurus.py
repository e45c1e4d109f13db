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
from catalog.search.orthography import spelling
from catalog.search.romanise import sounds
from catalog.search.text import is_indic, tokens
from resources import ROOT

_FOLDER = ROOT / "search"
_FILES = ("attributes", "things", "departments")
_LONGEST = 5  # words of a name
_LEAST_SOUND = 4  # letters: shorter words sound alike by chance
_LOOKS = frozenset({"colours", "patterns", "materials"})
_BY_SOUND = 2  # how unlike a name is that only sounds like what was said

_Name = tuple[tuple[str, ...], str]  # of plain tuples, which the garbage collector need not look at again and again


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

    @property
    def describes(self) -> bool:
        """Whether they only describe a thing: red."""
        return all(map(is_attribute, self.concepts))

    @property
    def may_describe(self) -> bool:
        """Whether they may describe a thing: orange."""
        return any(map(is_attribute, self.concepts))


@dataclass(frozen=True, slots=True)
class _Thesaurus:
    """All files.

    Attributes:
        names: in words, with the concepts that they name, in the order of the files.
        beginning: those of `names` that begin with a word.
        attributes: the concepts that describe things.
        shelves: the concepts that are departments.
        groups, families, departments: what a concept belongs to.
    """

    names: tuple[_Name, ...]
    beginning: dict[str, tuple[_Name, ...]]
    attributes: frozenset[str]
    shelves: frozenset[str]
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


def is_look(concept: str) -> bool:
    """Whether a concept is a colour, a pattern or a material, which may stand in the middle of a name."""
    return not _closure(_thesaurus().families, [concept]).isdisjoint(_LOOKS)


def is_department(concept: str) -> bool:
    """Whether a concept is a department, where things of many kinds are sold."""
    return concept in _thesaurus().shelves


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
    return (words for words, _ in _thesaurus().names)


def named() -> Iterator[tuple[str, str]]:
    """Every name of things and attributes as it is written, with the concept that it names."""
    for name in ("things", "attributes"):
        for line in _lines(name):
            yield from ((line.concept, said) for said in line.spoken)


def plain_names() -> Iterator[str]:
    """The plain English names of things and attributes."""
    return (line.concept for name in ("things", "attributes") for line in _lines(name))


def _closure(known: dict[str, frozenset[str]], of: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    new = {group for concept in of for group in known.get(concept, ())}
    while new:
        found |= new
        new = {group for concept in new for group in known.get(concept, ())} - found
    return frozenset(found)


def _longest_at(words: Sequence[str], start: int) -> tuple[int, frozenset[str]]:
    """The longest name that begins here; of the same length, those that are written so before those that sound so."""
    found: dict[tuple[int, int], set[str]] = {}
    for (parts, concept), at_least in _beginning(words[start]):
        unlike = _unlike(parts, words, start)
        if unlike is not None:
            found.setdefault((len(parts), -max(at_least, unlike)), set()).add(concept)
    if not found:
        return 0, frozenset()
    best = max(found)
    return best[0], frozenset(found[best])


@lru_cache(maxsize=65536)
def _beginning(word: str) -> tuple[tuple[_Name, int], ...]:
    """The names whose first word is written, or sounds, like a word; and how unlike they are at least."""
    known = _thesaurus().beginning
    found: dict[_Name, int] = {}
    for surely, variants in enumerate(_variants(word)):
        for variant in variants:
            written = dict.fromkeys(known.get(variant, ()), surely)
            sounding = () if is_indic(variant) else _sounding().get(variant, ())
            heard = {name: max(surely, _BY_SOUND) for first in sounding for name in known[first]}
            for name, unlike in (*written.items(), *heard.items()):
                found[name] = min(unlike, found.get(name, unlike))
    return tuple(found.items())


def _unlike(parts: Sequence[str], words: Sequence[str], start: int) -> int | None:
    """How unlike the words from a place on are to a name's after its first; None if any is another word."""
    if start + len(parts) > len(words):
        return None
    unlike = 0
    for place in range(1, len(parts)):
        degree = _degree(parts[place], words[start + place])
        if degree is None:
            return None
        unlike = max(unlike, degree)
    return unlike


@lru_cache(maxsize=16384)
def _degree(part: str, word: str) -> int | None:
    """How unlike a word is to a name's: 0 the same, 1 another form, 2 one that sounds so; None if it is another."""
    for degree, variants in enumerate(_variants(word)):
        if part in variants:
            return degree
        if not _heard(part).isdisjoint(variants):
            return _BY_SOUND
    return None


@lru_cache(maxsize=65536)
def _variants(word: str) -> tuple[frozenset[str], ...]:
    """The spellings under which a word that was said or written may stand in the thesaurus, the surest first."""
    written = forms(word)
    if is_indic(word):
        return frozenset({word}), written - {word}, frozenset(map(_as_spelt, written))
    # Only here: by sound alone কলা (banana) would be काला (black), and a bath a bat. An English plural is the same name.
    spoken = frozenset(sound for form in written for sound in sounds(form) if len(sound) >= _LEAST_SOUND)
    stems = frozenset(stem for sound in spoken for stem in latin_stems(sound)) if len(word) > _LEAST_SOUND else set()
    return written, frozenset(), spoken - written, frozenset(stems) - spoken - written


@cache
def _thesaurus() -> _Thesaurus:
    names: list[_Name] = []
    beginning: dict[str, list[_Name]] = {}
    attributes: set[str] = set()
    shelves: set[str] = set()
    belongs: dict[str, dict[str, frozenset[str]]] = {name: {} for name in _FILES}
    for file in _FILES:
        for line in _lines(file):
            if file == "attributes" and not line.members:
                attributes.add(line.concept)
            if file == "departments":
                shelves.add(line.concept)
            for member in line.members:
                belongs[file][member] = belongs[file].get(member, frozenset()) | {line.concept}
            for words in dict.fromkeys(tuple(tokens(said)) for said in line.spoken):
                if 0 < len(words) <= _LONGEST:
                    name = words, line.concept
                    names.append(name)
                    beginning.setdefault(words[0], []).append(name)
    return _Thesaurus(
        tuple(names),
        {first: tuple(some) for first, some in beginning.items()},
        frozenset(attributes),
        frozenset(shelves),
        belongs["things"],
        belongs["attributes"],
        belongs["departments"],
    )


@cache
def _sounding() -> dict[str, tuple[str, ...]]:
    """The first words of names, by how they may be spelt by who writes them as they sound."""
    found: dict[str, list[str]] = {}
    for word in _thesaurus().beginning:
        for sound in _heard(word):
            found.setdefault(sound, []).append(word)
    return {sound: tuple(words) for sound, words in found.items()}


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


@lru_cache(maxsize=65536)
def _heard(word: str) -> frozenset[str]:
    """How a word of a name may be spelt by who writes it as it sounds: in Latin letters, and in its own script."""
    spoken = sounds(word) - {word}
    # A Latin spelling of an Indic word may be as short as the word; two Latin ones that short are two words.
    if not is_indic(word):
        return frozenset(one for one in spoken if len(one) >= _LEAST_SOUND)
    return spoken | {_as_spelt(word)}


def _as_spelt(word: str) -> str:
    """What the spellings of an Indic word have in common, marked so that it is taken for no word."""
    return f"~{spelling(word)}"
