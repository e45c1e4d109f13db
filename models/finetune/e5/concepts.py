"""The concepts of the shop's thesaurus with their names by language, and which of them may be meant by each other."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from resources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLDER = ROOT / "search"
_DEVANAGARI, _BENGALI = re.compile("[\u0900-\u097f]"), re.compile("[\u0980-\u09ff]")
# Both are written in Devanagari; these letters and endings tell most names apart.
_MARATHI = re.compile("ळ|ॅ|ॲ|व्ह|झर|साठी$|ण्याच|ण्या|(ाचा|ाची|ाचे|ीचा|ीची|ीचे|च्या|णे|ऱ्या)( |$)")
_HINDI = re.compile("़|ड़|(^| )(का|की|के|वाला|वाली|से)( |$)|ने$")


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing that shops sell, or what describes one.

    Attributes:
        name: the first English name, by which it is told apart.
        names: by language: en, hi, mr, bn, and "latin", as any of the latter is typed in Latin letters. A name that may
            be Hindi or Marathi is in both. A language may have none.
        purposes: what it is for, in English: "to boil water".
        members: the concepts that are it too: a cake knife is a knife.
    """

    name: str
    names: dict[str, tuple[str, ...]]
    purposes: tuple[str, ...]
    members: tuple[str, ...] = ()

    @property
    def held_out(self) -> bool:
        """Whether it is one of the tenth that measures and does not teach."""
        return hashlib.sha256(self.name.encode()).digest()[0] % 10 == 7


def things() -> list[Concept]:
    """All things."""
    return [_concept(spoken, members) for _, members, spoken in _lines("things")]


def attributes() -> list[Concept]:
    """All that describes a thing: colours, materials, sizes, for whom."""
    return [_concept(spoken, members) for _, members, spoken in _lines("attributes")]


def kin(concepts: list[Concept]) -> dict[str, frozenset[str]]:
    """The concepts that a question for one may also mean, so that they are no wrong answer to it.

    Two are kin that share a name, or of which one is a member of the other, or has its name with a word more: a silk
    saree is a saree.
    """
    named: dict[str, set[str]] = {}
    for concept in concepts:
        for names in concept.names.values():
            for name in names:
                named.setdefault(name.casefold(), set()).add(concept.name)
    found = {concept.name: {concept.name} for concept in concepts}
    for sharing in named.values():
        for one in sharing:
            found[one] |= sharing
    members = {concept.name: concept.members for concept in concepts}
    for group, direct in members.items():
        for member in {*direct, *(below for one in direct for below in members.get(one, ()))} & found.keys():
            found[group].add(member)
            found[member].add(group)
    words = {concept.name: frozenset(concept.name.split()) for concept in concepts}
    for one, of_one in words.items():
        for other, of_other in words.items():
            if of_one < of_other:
                found[one].add(other)
                found[other].add(one)
    return {name: frozenset(others) for name, others in found.items()}


def _concept(spoken: list[str], members: list[str]) -> Concept:
    names: dict[str, list[str]] = {language: [] for language in ("en", "hi", "mr", "bn", "latin")}
    purposes = []
    indic = False  # English stands before the names in Indian letters, what is typed in Latin letters after them
    for name in dict.fromkeys(spoken):
        if _BENGALI.search(name):
            names["bn"].append(name)
        elif _DEVANAGARI.search(name):
            if not _MARATHI.search(name):
                names["hi"].append(name)
            if not _HINDI.search(name):
                names["mr"].append(name)
        elif name.startswith("to "):
            purposes.append(name)
        else:
            names["latin" if indic else "en"].append(name)
        indic = indic or not name.isascii()
    return Concept(
        spoken[0], {language: tuple(some) for language, some in names.items()}, tuple(purposes), tuple(members)
    )


def _lines(name: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """The lines of a thesaurus file: name, members of a group, spoken names; see `resources/search/things.txt`."""
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        head, *spoken = (part.strip() for part in line.split("|"))
        concept, _, members = (part.strip() for part in head.partition(">"))
        yield concept, [member.strip() for member in members.split(",") if member.strip()], [concept, *spoken]
