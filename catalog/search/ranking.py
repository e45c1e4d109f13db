"""Which candidates answer a question, and in what order.

Each word of the question is compared with the words of a document. What a word says (it names a thing, it describes
one) and where it is found (title, details, description) decide what the match weighs. A document without the thing
that is asked for is no answer, however well it is described: no helicopter is found by its colour.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product, takewhile

from catalog.search import thesaurus
from catalog.search.fillers import telling
from catalog.search.fulltext import Document, concept_term, stored_lemmas
from catalog.search.inflection import forms, lemmas
from catalog.search.romanise import keys, sounds
from catalog.search.text import Script, is_indic, is_sign, script, tokens

_MOST_UNKNOWN = 3  # words that may be misspelt
_MOST_WORDS = 24  # of a question; nobody describes a product in more
_THING_WEIGHT, _BESIDES_WEIGHT, _ATTRIBUTE_WEIGHT = 1.0, 0.7, 0.4
_TITLE_TAIL = 0.9  # "tea" asks for Assam Tea rather than for a Tea Cup: what stands last in a name is the thing itself
_DETAIL, _ATTRIBUTE_DETAIL, _DESCRIPTION = 0.7, 0.9, 0.45
_LEAST_LEMMA = 3  # letters; in a long text many short words are alike
_SAME_THING, _BESIDES, _IN_GROUP, _IN_CATEGORY = 0.95, 0.7, 0.85, 0.55  # of what a word means
_WELL = 0.5  # from here on a match says that a document is about the word
_KEEP = 0.5  # of what the best document has of the things asked for: less is another thing that shares a word
_KEEP_LIKE = 0.72  # of the best match: less is a word that only resembles it, or is only mentioned


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question.

    Attributes:
        text: as `text.tokens` has it.
        attribute: it describes the thing that is asked for.
        telling: it is no filler.
        said: as the question has it; a name of several words is one word.
        concepts: what it names, as the index writes it.
    """

    text: str
    attribute: bool
    telling: bool
    said: str
    concepts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Scored:
    """A document that answers the question: how well, 0 to 1, and by which of its words."""

    document: Document
    score: float
    matched: tuple[str, ...]


def content_words(question: str) -> tuple[Word, ...]:
    """The words that a question is about; all of its words if none of them says anything.

    Several words that together name one concept are one word.
    """
    said = tokens(question)
    about = telling(said)
    words: dict[str, Word] = {}
    spans = {span.start: span for span in thesaurus.spans(said)}
    place = 0
    while place < len(said):
        span = spans.get(place)
        end = span.end if span else place + 1
        alone = end == place + 1
        if not (about and alone and said[place] not in about):
            word = _word(said[place:end], span.concepts if span else frozenset(), bool(about))
            words.setdefault(word.text, word)
        place = end
    return tuple(words.values())[:_MOST_WORDS]


def _word(parts: Sequence[str], concepts: frozenset[str], telling: bool) -> Word:
    attribute = all(map(thesaurus.is_attribute, concepts)) if concepts else parts[0].isdigit()
    return Word("".join(parts), attribute, telling, " ".join(parts), frozenset(map(concept_term, concepts)))


def joined(words: Sequence[Word]) -> tuple[Word, ...]:
    """Each two neighbours as one word, since people and recognisers part words as they like: ear phone, टी शर्ट."""
    return tuple(
        _word((a.text + b.text,), thesaurus.concepts((a.text + b.text,)), a.telling)
        for a, b in pairwise(words)
        if script(a.text) == script(b.text)
    )


def join(words: Sequence[Word], documents: Sequence[Document]) -> tuple[Word, ...]:
    """The words, with two neighbours as one where some title has them as one."""
    known = _vocabulary(documents)
    whole = {word.text: word for word in joined(words) if any(_likeness(word.text, token) >= 0.95 for token in known)}
    result: list[Word] = []
    for word in words:
        if result and (one := whole.get(result[-1].text + word.text)):
            result[-1] = one
        else:
            result.append(word)
    return tuple(result)


def terms(word: Word) -> frozenset[str]:
    """What to look for in the index of words."""
    return frozenset((word.text, *lemmas(word.text), *word.concepts))


def spellings(word: Word) -> set[str]:
    """What to look for in the index of three-letter pieces."""
    return {word.text, *keys(word.text)}


def similar(word: Word, stored: Iterable[str]) -> frozenset[str]:
    """The words of names that a word may be meant for: a part of a compound, another form, or misspelt."""
    return frozenset(token for token in stored if _likeness(word.text, token) or _resemblance(word.text, token))


def unanswered(words: Iterable[Word], documents: Sequence[Document]) -> frozenset[Word]:
    """The words for things that no document is about: they get the second chance of `_resemblance`."""
    vocabulary = _vocabulary(documents)
    unknown = [
        word
        for word in words
        if not word.attribute and all(quality < _WELL for quality in _qualities(word, documents, vocabulary, False))
    ]
    # A question with more of them is no misspelt name, and a look at all that they might be takes too long.
    return frozenset(unknown if len(unknown) <= _MOST_UNKNOWN else ())


def rank(words: Sequence[Word], documents: Iterable[Document], second_chance: frozenset[Word]) -> list[Scored]:
    """The documents that answer the question, best first.

    Args:
        words: of the question.
        documents: the candidates; one may come twice.
        second_chance: the words that may also match as part of a compound, by their stem, or misspelt.
    """
    candidates = list({document.id: document for document in documents}.values())
    vocabulary = _vocabulary(candidates)
    by_word = {word: _qualities(word, candidates, vocabulary, word in second_chance) for word in words}
    found = [
        (document, {word: qualities[place] for word, qualities in by_word.items()})
        for place, document in enumerate(candidates)
    ]
    things = [word for word in words if not word.attribute] or list(words)
    # A word that nothing in the store has cannot tell its documents apart.
    told = [word for word in words if any(quality[word] for _, quality in found)]
    asked = [word for word in things if word in told]
    weights = {word: _ATTRIBUTE_WEIGHT if word.attribute else _BESIDES_WEIGHT for word in told}
    # All four languages put the thing itself last: a washing machine is a machine.
    weights |= dict.fromkeys(asked[-1:], _THING_WEIGHT)
    answers: list[tuple[float, float, Scored]] = []
    for document, quality in found:
        if not any(quality[word] >= _WELL for word in asked) and not all(quality[word] for word in things):
            continue
        score = sum(weight * quality[word] for word, weight in weights.items()) / sum(weights.values())
        matched = tuple(word.said for word in words if quality[word])
        about = sum(weights[word] * quality[word] for word in asked)
        closest = max(quality[word] for word in asked)
        answers.append((about, closest, Scored(document, round(score, 4), matched)))
    enough = _KEEP * max((about for about, _, _ in answers), default=0.0)
    like = _KEEP_LIKE * max((closest for _, closest, _ in answers), default=0.0)
    kept = (scored for about, closest, scored in answers if about >= enough and closest >= like)
    return sorted(kept, key=lambda scored: -scored.score)


def _vocabulary(documents: Iterable[Document]) -> frozenset[str]:
    return frozenset().union(*(document.words for document in documents))


def _qualities(
    word: Word, documents: Iterable[Document], vocabulary: frozenset[str], second_chance: bool
) -> list[float]:
    """How well each document matches a word, 0 to 1."""
    alike = {token: likeness for token in vocabulary if (likeness := _likeness(word.text, token))}
    if second_chance:
        for token in vocabulary - alike.keys():
            if resemblance := _resemblance(word.text, token):
                alike[token] = resemblance
    asked = lemmas(word.text) if word.telling else frozenset()
    return [_quality(word, document, alike, asked) for document in documents]


def _quality(word: Word, document: Document, alike: Mapping[str, float], asked: frozenset[str]) -> float:
    quality = 1.0 if word.text in document.pairs else 0.0
    beside = _BESIDES if word.concepts else _TITLE_TAIL
    for token in alike.keys() & document.words:
        last = word.attribute or token in document.tails
        quality = max(quality, alike[token] if last else beside * alike[token])
    if quality < 1.0 and word.concepts:
        quality = max(quality, _in_sense(word, document))
    if quality < 1.0 and asked:
        detail = _ATTRIBUTE_DETAIL if word.attribute else _DETAIL
        if quality < detail and _said_in(asked, document.details):
            quality = detail
        if quality < _DESCRIPTION and not word.attribute and _said_in(asked, document.description):
            quality = _DESCRIPTION
    return quality


def _in_sense(word: Word, document: Document) -> float:
    """How well a document is what a word names, by whatever names."""
    if word.concepts & document.heads:
        return _SAME_THING
    if word.concepts & document.concepts:
        return _SAME_THING if word.attribute else _BESIDES
    if word.concepts & document.groups:
        return _IN_GROUP
    return _IN_CATEGORY if word.concepts & document.category else 0.0


def _said_in(asked: frozenset[str], lemmas: frozenset[str]) -> bool:
    return any(len(lemma) >= _LEAST_LEMMA for lemma in asked & lemmas)


@lru_cache(maxsize=262144)
def _likeness(word: str, token: str) -> float:
    """How surely a word of the question and one of the store are the same: by letters, form, sound or sense."""
    if word == token:
        return 1.0
    if forms(word) & forms(token):
        return 0.95
    alike = keys(word) & keys(token)
    length = max(map(len, alike), default=0)
    sound_alike = length >= 5 or bool(sounds(word) & sounds(token))
    if length >= 4 and sound_alike:
        return 0.95
    # Short words sound alike by chance: bat and bath, चाय (tea) and ছাই (ash).
    if {script(word), script(token)} == {Script.DEVANAGARI, Script.BENGALI}:
        return 0.6 if length >= 4 else 0.0  # and endings of the one say nothing about words of the other
    if alike:
        return 0.7 if sound_alike and script(word) != script(token) else 0.6
    common = lemmas(word) & stored_lemmas(token)
    return 0.85 if any(len(lemma) >= 4 for lemma in common) else 0.6 if common else 0.0


@lru_cache(maxsize=262144)
def _resemblance(word: str, token: str) -> float:
    """The second chance of a word that no title has."""
    if word.isdigit() or token.isdigit():
        return 0.0
    if _compound(word, token) or _same_stem(word, token):
        return 0.6
    return 0.55 if any(_misspelt(asked, stored) for asked in keys(word) for stored in keys(token)) else 0.0


def _compound(word: str, token: str) -> bool:
    """Whether a name's word is composed with the asked one: phone in smartphone, फोन in स्मार्टफोन, smart in smartwatch.

    An Indic word must be whole letters of the name, vowel signs included: दाल is not in सैंडल.
    """
    if script(word) != script(token):
        return False
    if not is_indic(word):
        word, token = word.removesuffix("s"), token.removesuffix("s")
        return len(word) >= 4 and len(token) - len(word) >= 2 and token.startswith(word) | token.endswith(word)
    if len(token) - len(word) < 2:
        return False
    if len(word) >= 3 and token.endswith(word):
        return not _is_virama(token[-len(word) - 1])
    return len(word) >= 4 and token.startswith(word) and not is_sign(token[len(word)])


def _same_stem(word: str, token: str) -> bool:
    """Whether two Indic words differ only in the vowel signs after a common stem of two letters or more."""
    if not is_indic(word) or script(word) != script(token):
        return False
    stem = "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, token, strict=False)))
    if sum(not is_sign(letter) for letter in stem) < 2:
        return False
    tails = word[len(stem) :], token[len(stem) :]
    return all(not tail or (len(tail) <= 5 and is_sign(tail[0]) and not _is_virama(tail[0])) for tail in tails)


def _misspelt(asked: str, stored: str) -> bool:
    """Whether one key is a slip away from the other.

    Short words are all a slip away from each other (milk, silk), so below five letters there is no second chance, at
    five only for a vowel or two letters swapped, and from nine letters on two slips are forgiven.
    """
    shorter, longer = sorted((asked, stored), key=len)
    if len(shorter) < 5 or asked[0] != stored[0] or len(longer) - len(shorter) > 2:
        return False
    slips = _slips(asked, stored)
    if len(shorter) == 5:
        return slips <= 1 and (sorted(asked) == sorted(stored) or _consonants(asked) == _consonants(stored))
    return slips <= (2 if len(shorter) >= 9 else 1)


def _consonants(key: str) -> str:
    return "".join(letter for letter in key if letter not in "aeiou")


def _slips(a: str, b: str) -> int:
    """Damerau's edit distance: letters left out, put in, changed, or swapped with their neighbour."""
    table = [[i + j if not i * j else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i, j in product(range(1, len(a) + 1), range(1, len(b) + 1)):
        changed = table[i - 1][j - 1] + (a[i - 1] != b[j - 1])
        table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, changed)
        if i > 1 and j > 1 and a[i - 2 : i] == b[j - 2 : j][::-1]:
            table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


def _is_virama(character: str) -> bool:
    return unicodedata.combining(character) == 9  # the class that Unicode gives to viramas alone
