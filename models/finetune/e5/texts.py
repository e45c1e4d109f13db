"""Pairs of what a customer asks and the product that is meant, made from the shop's thesaurus and its needs.

A passage looks as the catalogue builds it (catalog.search.vectors): the product's names in up to four languages, and
its English description, joined by bars. A question is another name of the thing in a sentence, as it is said in one of
four languages or typed in Latin letters, or a need that the thing meets: "something to keep tea hot".
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.finetune.e5.concepts import Concept, attributes, kin, things
from models.finetune.e5.noise import in_bengali, in_devanagari, in_latin, noisy
from models.finetune.e5.sentences import ASKED, DESCRIPTIONS, QUESTIONS
from resources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from random import Random

NEEDS = ROOT / "search" / "needs.toml"
LANGUAGES = tuple(ASKED)
_MAKERS = "Surya Nandi Asha Kaveri Bharati Vega Orbit Ganga Tara Kalpana Deepak Zenith Pavan Anmol Shakti".split()
_LOOKS = 22  # the first attributes are colours: of these a thing has one and not another


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and the passage of the product that answers it.

    Attributes:
        query, passage: without e5's prefixes.
        concept: what is asked for.
        asked: the colour that is asked for, if any: only a passage of the same one is right.
        shown: the colour that the passage tells, if any.
    """

    query: str
    passage: str
    concept: str
    asked: str | None = None
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody says who does not name a thing, and the concept that it asks for."""

    need: str
    language: str
    concept: str


def needs(path: Path = NEEDS) -> list[Need]:
    """The needs of a file, each for every thing that its table is named after.

    Raises:
        ValueError: a need asks for what the thesaurus does not know.
    """
    known = {thing.name for thing in things()}
    with path.open("rb") as opened:
        tables = tomllib.load(opened)
    found = [
        Need(need, language, concept)
        for names, told in tables.items()
        for concept in names.split(" | ")
        for language, need in told.items()
    ]
    if strangers := {need.concept for need in found} - known:
        raise ValueError(f"{path.name} asks for what things.txt does not name: {', '.join(sorted(strangers))}")
    return found


class Texts:
    """Makes pairs.

    Args:
        concepts: what they ask for.
        needs: needs for any of these; others are left out.
    """

    def __init__(self, concepts: Iterable[Concept], needs: Iterable[Need]) -> None:
        self.concepts = {concept.name: concept for concept in concepts}
        self.kin = kin([*self.concepts.values()])
        self._attributes = attributes()
        self._needs = [need for need in needs if need.concept in self.concepts]

    def batch(self, size: int, share_of_needs: float, random: Random) -> list[Pair]:
        """Pairs that serve as each other's wrong answers.

        Args:
            size: how many.
            share_of_needs: from 0 to 1; without needs all ask for names.
            random: decides everything else.
        """
        pairs: list[Pair] = []
        for need in random.sample(self._needs, min(len(self._needs), round(size * share_of_needs))):
            passage = self.passage(self.concepts[need.concept], random)
            pairs.append(Pair(_typed(need.need, need.language, random), passage, need.concept))
        names = [*self.concepts]
        while len(pairs) < size:
            concept = self.concepts[random.choice(names)]
            if random.random() < 0.15:  # the same thing in two colours, of which one is asked for
                one, other = random.sample(self._attributes[:_LOOKS], 2)
                pairs += [self.named(concept, random.choice(LANGUAGES), random, colour) for colour in (one, other)]
            else:
                attribute = random.choice(self._attributes) if random.random() < 0.3 else None
                pairs.append(self.named(concept, random.choice(LANGUAGES), random, attribute))
        return pairs[:size]

    def admits(self, pair: Pair, other: Pair) -> bool:
        """Whether another pair's passage may also be right for a question, so that it must not be called wrong."""
        return other.concept in self.kin[pair.concept] and (pair.asked is None or pair.asked == other.shown)

    def general(self, count: int, random: Random) -> list[str]:
        """Questions about products that name no need: what they mean must stay what it was."""
        return [self._question(random.choice([*self.concepts.values()]), random) for _ in range(count)]

    def passage(self, concept: Concept, random: Random, attribute: Concept | None = None, spare: str = "") -> str:
        """The text of a product as the catalogue builds it; its names leave out `spare` if there are others."""

        def name(language: str) -> str | None:
            names = [one for one in concept.names[language] if one != spare] or concept.names[language]
            told = random.choice(names[:4]) if names else None  # the first ones are what a shop writes
            described = attribute and attribute.names[language]
            return f"{described[0]} {told}" if described and told else told

        english = name("en") or concept.name
        title = english.capitalize() if random.random() < 0.5 else english.title()
        if random.random() < 0.3:
            title = f"{random.choice(_MAKERS)} {title}"
        known = random.random()
        languages = ("hi", "bn", "mr") if known < 0.7 else ("hi",) if known < 0.85 else ()
        titles = [title, *(told for language in languages if (told := name(language)))]
        description = self._description(concept, attribute, random)
        return " | ".join([*dict.fromkeys(titles), description])

    def named(self, concept: Concept, language: str, random: Random, attribute: Concept | None = None) -> Pair:
        """A question that names a thing, by another name than the product has if it has several."""
        name = said = _spoken(concept, language, random)
        colour = attribute.name if attribute in self._attributes[:_LOOKS] and attribute else None
        asked = None
        if attribute and random.random() < 0.75:
            said, asked = f"{_spoken(attribute, language, random)} {name}", colour
        elif concept.purposes and language == "en" and random.random() < 0.3:
            said = f"something {random.choice(concept.purposes)}"
        query = _typed(random.choice(ASKED[language]).format(said), language, random)
        return Pair(query, self.passage(concept, random, attribute, name), concept.name, asked, colour)

    def _description(self, concept: Concept, attribute: Concept | None, random: Random) -> str:
        if random.random() < 0.15:
            return ""
        told = [one for one in (*concept.names["en"], *concept.purposes) if one != concept.name]
        named = random.choice(told) if told else concept.name
        text = random.choice(DESCRIPTIONS).format(
            name=named if not named.startswith("to ") else concept.name,
            purpose=random.choice(concept.purposes) if concept.purposes else "for every day",
            quality=attribute.name if attribute else random.choice(self._attributes).name,
        )
        return text[0].upper() + text[1:]

    def _question(self, concept: Concept, random: Random) -> str:
        language = random.choice([*QUESTIONS])
        return random.choice(QUESTIONS[language]).format(_spoken(concept, language, random))


def _spoken(concept: Concept, language: str, random: Random) -> str:
    """A name of a concept in a language, or its English one, as people do."""
    if language in ("hinglish", "banglish", "marathi-latin"):
        own = {"hinglish": "hi", "banglish": "bn", "marathi-latin": "mr"}[language]
        typed = (*concept.names["latin"], *map(in_latin, concept.names[own]), *concept.names["en"][:2])
        return random.choice(typed) if typed else concept.name
    names = concept.names[language] or concept.names["en"] or (concept.name,)
    return random.choice(names)


def _typed(text: str, language: str, random: Random) -> str:
    """A question as it arrives: mostly as it was meant."""
    chance = random.random()
    if chance < 0.2:
        return noisy(text, random)
    if chance < 0.27 and language in ("hi", "mr", "bn"):
        return in_latin(text)
    if chance < 0.3 and language in ("hi", "mr"):
        return in_bengali(text)
    if chance < 0.3 and language == "bn":
        return in_devanagari(text)
    return text
