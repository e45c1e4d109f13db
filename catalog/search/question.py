"""What a customer asks for: the words that say it, its price, its quantities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalog.search import thesaurus
from catalog.search.fillers import telling
from catalog.search.fulltext import Filters
from catalog.search.numbers import split
from catalog.search.prices import Order, parted, price
from catalog.search.quantities import Quantity, quantities
from catalog.search.text import tokens

_MOST_WORDS = 24  # of a question; nobody describes a product in more
_LISTING = frozenset(
    "and or aur ya और या तथा अथवा व आणि किंवा ani aani kinva আর ও এবং বা অথবা কিংবা নাকি ar ba ebong othoba kingba".split()
)
# All four languages put the thing itself last (a washing machine is a machine), but English may say after it what it
# is for.
_AFTER_THE_THING = frozenset("for with to that which so from without like used".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question; a name of several words is one.

    Attributes:
        text: as `text.tokens` has it, written as one.
        said: as the question has it.
        attribute: it describes the thing that is asked for.
        telling: it is no filler.
        concepts: what it may name.
        head: it is the thing that is asked for, as far as its place tells.
        listed: an "and" or "or" stands before it.
    """

    text: str
    said: str
    attribute: bool
    telling: bool
    concepts: frozenset[str] = frozenset()
    head: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What a customer asks for.

    Attributes:
        text: without what is said about the price.
        words: those that say something.
        filters: the price that is said, and what the caller asks for.
        order: the cheapest or dearest first.
        quantities: how much of it, how big.
    """

    text: str
    words: tuple[Word, ...]
    filters: Filters
    order: Order | None = None
    quantities: tuple[Quantity, ...] = ()

    @property
    def names_something(self) -> bool:
        """Whether any word says what is asked for."""
        return any(word.telling for word in self.words)


def understand(query: str, filters: Filters) -> Question:
    """Part a query into the thing and its price; bounds that the caller gives win over spoken ones."""
    sentence = parted(split(query))
    said = price(sentence)
    rest = [word for index, word in enumerate(sentence) if index not in said.taken]
    text = " ".join(rest) if said.taken else query
    sized = quantities(rest)
    measures = {place for one in sized for place in range(one.start, one.end)}
    things = content_words(" ".join(word for place, word in enumerate(rest) if place not in measures))
    if measures and not any(word.telling for word in things):
        things, sized = content_words(text), []  # nothing but a quantity: its words are all there is to look for
    if said.bounded and filters.price_min is None and filters.price_max is None:
        filters = replace(filters, price_min=said.low, price_max=said.high)
    return Question(text, things, filters, said.order, tuple(sized))


def content_words(text: str) -> tuple[Word, ...]:
    """The words that a text is about; all of its words if none of them says anything."""
    said = tokens(text)
    about = telling(said)
    spans = {span.start: span for span in thesaurus.spans(said)}
    words: dict[str, Word] = {}
    head, named = "", False
    place = 0
    while place < len(said):
        span = spans.get(place)
        end = span.end if span else place + 1
        alone = end == place + 1
        if not (about and alone and said[place] not in about):
            found = word(said[place:end], span.concepts if span else frozenset(), bool(about))
            if place and said[place - 1] in _LISTING:
                found = replace(found, listed=True)
            words.setdefault(found.text, found)
            later = head and _AFTER_THE_THING.intersection(said[:place])
            if not found.attribute and not later and (found.concepts or not named):
                head, named = found.text, bool(found.concepts)
        place = end
    return tuple(replace(one, head=one.text == head) for one in _settled([*words.values()]))[:_MOST_WORDS]


def _settled(words: Sequence[Word]) -> Sequence[Word]:
    """The words, where only one that can be nothing else is a thing, if there is one.

    What may also be a look describes it (double bed, orange), and so does a department (a bucket for the bathroom).
    """
    if any(one.concepts and _only_a_thing(one) and not _department(one) for one in words):
        words = [replace(one, attribute=True) if _department(one) else one for one in words]
    if not any(map(_only_a_thing, words)):
        return words
    looks = {one: frozenset(filter(thesaurus.is_attribute, one.concepts)) for one in words}
    return [replace(one, attribute=True) if looks[one] else one for one in words]


def _department(word: Word) -> bool:
    return bool(word.concepts) and all(map(thesaurus.is_department, word.concepts))


def _only_a_thing(word: Word) -> bool:
    return not word.attribute and not any(map(thesaurus.is_attribute, word.concepts))


def word(parts: Sequence[str], concepts: frozenset[str], telling: bool) -> Word:
    """A word of the question, made of the words that it consists of."""
    attribute = all(map(thesaurus.is_attribute, concepts)) if concepts else parts[0].isdigit()
    return Word("".join(parts), " ".join(parts), attribute, telling, concepts)
