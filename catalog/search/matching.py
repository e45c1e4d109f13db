"""Where and how well each word of a question is found in the candidates.

What a word names may be what a product is (by its names' heads), what it has beside that (a tea cup has tea), or what
it belongs to: a group, a category, a department. And a word may stand in a title, among the details, or only be
mentioned in a description. `Match` keeps these apart; what each is worth is for `scoring` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache
from itertools import pairwise
from types import MappingProxyType

from catalog.search import thesaurus
from catalog.search.fulltext import Document, concept_term
from catalog.search.inflection import lemmas
from catalog.search.likeness import SAME_FORM, asked_terms, likeness, resemblance
from catalog.search.question import Word, word
from catalog.search.romanise import keys
from catalog.search.text import script

_MOST_UNKNOWN = 3  # words that may be misspelt
_LEAST_LEMMA = 3  # letters; in a long text many short words are alike
_ASIDE = 0.9  # of a title's word that is not its last: "tea" asks for Assam Tea rather than for a Tea Cup
_ASIDE_NAMED = 0.7  # the same where it is known what the word names
_DETAIL, _ATTRIBUTE_DETAIL, _DESCRIPTION = 0.7, 0.9, 0.45
_SOUNDS_LIKE = 0.6  # of a word that is known to name something, in another script: it would be found by what it names
WELL = 0.5  # from here on a match says that a document is about the word


class Sense(IntEnum):
    """What a document is to the thing that a word names, the nearest last."""

    NONE = 0
    CATEGORY = 1
    DEPARTMENT = 2
    BESIDE = 3
    GROUP = 4
    HEAD = 5


_OF_SENSE = {
    Sense.NONE: 0.0,
    Sense.CATEGORY: 0.55,
    Sense.DEPARTMENT: 0.7,
    Sense.BESIDE: 0.7,
    Sense.GROUP: 0.85,
    Sense.HEAD: 0.95,
}


@dataclass(frozen=True, slots=True)
class Match:
    """How a document matches a word.

    Attributes:
        title: how surely one of its names has the word, 0 to 1.
        last: a name ends in it.
        sense: what the document is to what the word names.
        detail: the word is in the specifications or the category.
        described: it is in the description.
        contradicted: the document has another colour, material or size than the word.
        quality: all of it in one number, 0 to 1.
    """

    title: float
    last: bool
    sense: Sense
    detail: bool
    described: bool
    contradicted: bool
    quality: float


NOTHING: Mapping[str, float] = MappingProxyType({})
NO_MATCH = Match(0.0, False, Sense.NONE, False, False, False, 0.0)


Alike = Callable[[str], Mapping[str, float]]
"""Tells which words of titles a text is like, and how surely."""


def among(texts: Iterable[str], known: Iterable[str]) -> Alike:
    """Which of some known words each of the texts is like."""
    tokens = [*known]
    alike = {
        text: {token: surely for token in tokens if (surely := likeness(text, token))} for text in dict.fromkeys(texts)
    }
    return alike.__getitem__


def texts(words: Iterable[Word]) -> list[str]:
    """What is compared with the words of titles: the words, and their parts."""
    return [text for word in words for text in (word.text, *word.said.split())]


def forms_of(texts: Iterable[str]) -> set[str]:
    """The forms and lemmas of texts, of which all that is like them has one."""
    return {term for text in texts for term in (text, *asked_terms(text))}


def terms(word: Word) -> frozenset[str]:
    """What to look for in the index of words."""
    return frozenset((word.text, *lemmas(word.text), *map(concept_term, word.concepts)))


def spellings(word: Word) -> set[str]:
    """What to look for in the index of three-letter pieces."""
    return {word.text, *keys(word.text)}


def similar(word: Word, stored: Iterable[str]) -> dict[str, float]:
    """The words of names that a word may be meant for: a part of a compound, another form, misspelt; and how likely."""
    alike = {token: max(likeness(word.text, token), resemblance(word.text, token)) for token in stored}
    return {token: surely for token, surely in alike.items() if surely}


def joined(words: Sequence[Word]) -> tuple[Word, ...]:
    """Each two neighbours as one word, since people and recognisers part words as they like: ear phone, टी शर्ट."""
    return tuple(
        word((a.text + b.text,), thesaurus.concepts((a.text + b.text,)), a.telling)
        for a, b in pairwise(words)
        if script(a.text) == script(b.text)
    )


def join(words: Sequence[Word], documents: Sequence[Document], tokens: Alike) -> tuple[Word, ...]:
    """The words, with two neighbours as one where some title has them as one, or some document is what they name."""
    whole = {one.text: one for one in joined(words) if _is_there(one, documents, tokens)}
    result: list[Word] = []
    for one in words:
        if result and (together := whole.get(result[-1].text + one.text)):
            head = result[-1].head or one.head
            result[-1] = Word(
                together.text, together.said, together.attribute, together.telling, together.concepts, head
            )
        else:
            result.append(one)
    return tuple(result)


def _is_there(word: Word, documents: Sequence[Document], tokens: Alike) -> bool:
    same = {token for token, surely in tokens(word.text).items() if surely >= SAME_FORM}
    named = frozenset(map(concept_term, word.concepts))
    return any(not same.isdisjoint(one.words) or not named.isdisjoint(one.heads) for one in documents)


def unanswered(words: Sequence[Word], documents: Sequence[Document], tokens: Alike) -> tuple[Word, ...]:
    """The words for things that no document is about: they get the second chance of `likeness.resemblance`."""
    unknown = [
        one
        for one in words
        if not one.attribute
        and not one.concepts  # it is known, and so not misspelt
        and all(match.quality < WELL for match in matches(one, documents, tokens))
    ]
    # A question with more of them is no misspelt name, and a look at all that they might be takes too long.
    return tuple(unknown if len(unknown) <= _MOST_UNKNOWN else ())


def alternatives(words: Sequence[Word], found: Sequence[Sequence[Match]]) -> list[int]:
    """The places of words that list things of which the store has each but no product is two: a kadhai and a tawa."""
    if not any(word.listed for word in words):
        return []
    things = [
        place
        for place, (word, row) in enumerate(zip(words, found, strict=True))
        if not word.attribute and any(match.sense >= Sense.GROUP for match in row)
    ]
    if not any(words[thing].listed for thing in things[1:]):
        return []
    together = zip(*(found[thing] for thing in things), strict=True)
    return [] if any(sum(match.quality >= WELL for match in row) > 1 for row in together) else things


def matches(
    word: Word, documents: Sequence[Document], tokens: Alike, resembling: Mapping[str, float] = NOTHING
) -> list[Match]:
    """How each document matches a word.

    Args:
        word: of the question.
        documents: the candidates.
        tokens: the words of their titles, at least, that a text is like.
        resembling: words of titles that the word may be meant for, and how likely.
    """
    alike = {**resembling, **_alike(word, word.text, tokens)}
    parts = [_alike(word, part, tokens) for part in word.said.split()] if word.said != word.text else []
    asked = frozenset(lemma for lemma in lemmas(word.text) if len(lemma) >= _LEAST_LEMMA) if word.telling else None
    named = frozenset(map(concept_term, word.concepts))
    found = [_match(word, document, alike, asked or frozenset(), named) for document in documents]
    return [_by_parts(match, document, parts) for match, document in zip(found, documents, strict=True)]


def _alike(word: Word, text: str, tokens: Alike) -> Mapping[str, float]:
    """The words of titles that are like a word or a part of it, and how surely."""
    alike = tokens(text)
    if word.concepts and not word.attribute:
        return {
            token: surely if script(token) == script(text) else _SOUNDS_LIKE
            for token, surely in alike.items()
            if surely > _SOUNDS_LIKE
        }
    return alike


def _by_parts(match: Match, document: Document, parts: Sequence[Mapping[str, float]]) -> Match:
    """The match, or a better one if a title has all the words of a name that are not written as one there."""
    if not parts:
        return match
    worst = min(max((part[token] for token in part.keys() & document.words), default=0.0) for part in parts)
    if worst <= match.title:
        return match
    return replace(match, title=worst, quality=max(match.quality, _ASIDE * worst))


def _match(
    word: Word, document: Document, alike: Mapping[str, float], asked: frozenset[str], named: frozenset[str]
) -> Match:
    title, last = (1.0, True) if document.has_joined(word.text) else (0.0, False)
    quality = title
    aside = _ASIDE_NAMED if named else _ASIDE
    for token in alike.keys() & document.words:
        surely = alike[token]
        ends = word.attribute or token in document.tails
        title, last = max((title, last), (surely, ends))
        quality = max(quality, surely if ends else aside * surely)
    sense = _sense(named, document) if named else Sense.NONE
    quality = max(quality, 0.95 if word.attribute and sense is Sense.BESIDE else _OF_SENSE[sense])
    detail = not asked.isdisjoint(document.details)
    described = document.describes(asked | named)
    if detail:
        quality = max(quality, _ATTRIBUTE_DETAIL if word.attribute else _DETAIL)
    if described and not word.attribute:
        quality = max(quality, _DESCRIPTION)
    contradicted = word.attribute and quality < WELL and _contradicted(word, document)
    if not quality and not contradicted:
        return NO_MATCH
    return Match(title, last, sense, detail, described, contradicted, quality)


def _sense(named: frozenset[str], document: Document) -> Sense:
    if named & document.heads:
        return Sense.HEAD
    if named & document.groups:
        return Sense.GROUP
    if named & document.concepts:
        return Sense.BESIDE
    if named & document.departments:
        return Sense.DEPARTMENT
    return Sense.CATEGORY if named & document.category else Sense.NONE


def _contradicted(word: Word, document: Document) -> bool:
    names = _attribute_names()
    has = [names[term] for term in document.concepts | document.heads if term in names]
    return bool(has and word.concepts) and all(thesaurus.contradicts(has, concept) for concept in word.concepts)


@cache
def _attribute_names() -> dict[str, str]:
    return {concept_term(attribute): attribute for attribute in thesaurus.attributes()}
