"""A sentence taken apart: its words, numbers, price, the things and qualities that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from catalog.search import thesaurus
from catalog.search.fillers import fillers as search_fillers
from catalog.search.numbers import Number, numbers, split
from catalog.search.prices import Price, parted, phrases, price
from catalog.search.quantities import counted
from engine.dialogue.phones import phone_numbers
from engine.languages import STEMS
from engine.lexicon import PhraseSet, all_markers, fillers, folded, markers, phrase_sets, words_of

_LETTERED_ID = re.compile(r"\b[A-Za-z]{2,6}[-_]?\d{2,}[\dA-Za-z_-]*\b")
_ID_DIGITS = range(3, 10)
_STOP = re.compile(r"[;।?!…]+|\.(?!\d)")  # what goes before it and after it are no phrase together
CLAUSE = re.compile(r"[;।?!…]+|(?<!\d),|,(?!\d)|(?<!\d)\.|\.(?!\d)")
_BETWEEN = {"speech": 0, "aspects": 1}  # words that may stand between those of a phrase; elsewhere three
_LONG = 3  # digits
_ORDER = tuple(map(folded, ("order", "ऑर्डर", "অর্ডার")))
_ASKED_ABOUT = {(word, "about") for word in ("what", "how", "asking", "checking", "calling", "enquiring")}
_PHONE = "mobile phone"  # as the thesaurus calls it
_GENERATION = frozenset("जी g जि জি जी".split())
# What follows Bengali's "its", which is as well a wire.
_ITS, _OF_IT = "তার", frozenset("জন্য জন্যে পরে পর আগে সঙ্গে সাথে মধ্যে ওপর উপর ভেতরে বদলে বেলায়".split())
_THOUSANDS = ("thousand", "hundred")
_GIVE = {"दो": "दीजिए", "do": "dijiye"}
_HOW_MANY = frozenset("ক কয় কত".split())  # after which দিন is no "give me" but a day
_DAY = {"দিন": "দিবস"}
_DONE_FOR_ME = STEMS | frozenset(
    map(folded, "कर दे बता दिखा बुला लगा बोल भेज ला निकाल बदल लिख रख हटा सुना छोड़ करा दिलवा रहने जाने".split())
)


@dataclass(frozen=True)
class Sentence:
    """What a customer said, or a part of it that is a request of its own.

    Attributes:
        text: as it was said.
        words: with figures whole and the cases of prices parted.
    """

    text: str
    words: tuple[str, ...]

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers in it; none goes on after a comma."""
        found: list[Number] = []
        start = 0
        for clause in CLAUSE.split(self.text):
            words = _words(clause)
            there = [one for one in numbers(words) if not _is_english_do(words, one)]
            found += [replace(one, start=one.start + start, end=one.end + start) for one in there]
            start += len(words)
        return tuple(found)

    @cached_property
    def phones(self) -> tuple[str, ...]:
        """The phone numbers in it, as ten digits."""
        return tuple(phone_numbers(self.text))

    @cached_property
    def order_ids(self) -> tuple[str, ...]:
        """What may be an order's number: letters with figures, or figures that count and measure nothing."""
        if lettered := _LETTERED_ID.findall(self.text):
            return tuple(lettered)
        if "".join(number.digits for number in self.numbers) in self.phones:
            return ()  # the parts of a phone number
        found = ((number, self._figures(number)) for number in self.numbers)
        return tuple(
            digits
            for number, digits in found
            if len(digits) in _ID_DIGITS and digits not in self.phones and not self._measures(number)
        )

    @cached_property
    def price(self) -> Price:
        """What it says about the price."""
        if self.phones:
            return Price()  # what is near a phone number is an order's number
        said = self._said_of_price
        return Price() if self._near_an_order(said) else said

    def _near_an_order(self, said: Price) -> bool:
        """Whether an order's number looks like a price: "about order 65614", "what about 6435"."""
        orders = [place for place, word in enumerate(map(folded, self.words)) if word.startswith(_ORDER)]
        if any(place + 1 in said.taken for place in orders):
            return True
        near = said.low is not None and said.high is not None
        asked = any(pair in _ASKED_ABOUT for place, pair in enumerate(pairwise(self.words)) if place + 1 in said.taken)
        return near and (asked or bool(orders))

    @cached_property
    def spans(self) -> tuple[thesaurus.Span, ...]:
        """The names of things and qualities in it, common words left out."""
        found = thesaurus.spans(list(self.words))
        return tuple(span for span in found if not self._common(span) and not self._in_price(span))

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The words that name things and qualities."""
        return tuple(word for span in self.spans for word in self.words[span.start : span.end])

    @property
    def kinds(self) -> list[str]:
        """The words that name things, without those that may but describe them."""
        return [word for span in self.spans if not span.may_describe for word in self.words[span.start : span.end]]

    @cached_property
    def things(self) -> frozenset[str]:
        """The things that it names, as the thesaurus calls them."""
        return frozenset().union(*(span.concepts for span in self.spans if not span.may_describe))

    @cached_property
    def qualities(self) -> frozenset[str]:
        """The colours, materials, sizes that it names."""
        return frozenset().union(*(span.concepts for span in self.spans if span.may_describe))

    @cached_property
    def content(self) -> tuple[str, ...]:
        """The words that say what is asked for: no fillers, no words of asking, nothing of the price."""
        named = {place for span in self.spans for place in range(span.start, span.end)}
        return tuple(
            word
            for place, word in enumerate(self.words)
            if place in named
            or not (place in self.price.taken or word in search_fillers() or folded(word) in _unsaying() or _ends(word))
        )

    def says(self, section: str, name: str) -> int:
        """How many words of a phrase of the lexicon stand in it, 0 if none matches."""
        return self.score(phrase_sets(section)[name], _BETWEEN.get(section, 3))

    def score(self, phrases: PhraseSet, between: int = 3) -> int:
        """How many words of one of some phrases stand in one of its statements, 0 if none matches."""
        return max(phrases.score(words, between) for words in self._statements)

    def best(self, section: str, besides: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The names of a section, besides some, whose phrases match with the most words; empty if none does."""
        scores = {name: self.score(phrases, 1) for name, phrases in phrase_sets(section).items() if name not in besides}
        most = max(scores.values())
        return tuple(name for name in scores if scores[name] == most) if most else ()

    def without(self, places: frozenset[int] | set[int]) -> Sentence:
        """The sentence without some of its words."""
        kept = [word for place, word in enumerate(self.words) if place not in places]
        return Sentence(" ".join(kept), tuple(kept))

    @cached_property
    def figures(self) -> tuple[str, ...]:
        """All figures that may be an order's number where an order is talked about: "what about 1016"."""
        found = (number.digits for number in self.numbers if len(number.digits) in _ID_DIGITS)
        return tuple(digits for digits in found if digits not in self.phones)

    @cached_property
    def _statements(self) -> tuple[tuple[str, ...], ...]:
        """The words between its stops; "it does not heat. I want the money" does not say "not ... want"."""
        parts = [part for part in _STOP.split(self.text) if part.strip()]
        return tuple(sentence(part).words for part in parts) if len(parts) > 1 else (self.words,)

    @property
    def _said_of_price(self) -> Price:
        """What its clauses say about the price; no bound goes on after a comma, "at least, 71488"."""
        told: list[Price] = []
        start = 0
        for clause in CLAUSE.split(self.text):
            words = _words(clause)
            one = price(words)
            told.append(replace(one, taken=frozenset(place + start for place in one.taken)))
            start += len(words)
        bound = next((one for one in told if one.bounded), Price())
        order = next((one.order for one in told if one.order), None)
        taken = frozenset[int]().union(*(one.taken for one in told if one.order or one is bound))
        return Price(bound.low, bound.high, order, taken)

    def _figures(self, number: Number) -> str:
        """The digits of a number, without a count before a long one: "my older one 52004"."""
        last = self.words[number.end - 1]
        if last.isdecimal() and len(last) > 3 and not self.words[number.start].isdecimal():
            return last
        return number.digits

    def _measures(self, number: Number) -> bool:
        following = self.words[number.end : number.end + 1]
        if number.value % 100 == 0 and not self.words[number.start].isdecimal():
            return True  # "ten thousand" is an amount
        if number.end - 1 in self.price.taken:
            return True
        return bool(following) and (counted(following[0]) or following[0] in _currencies())

    def _common(self, span: thesaurus.Span) -> bool:
        if span.end != span.start + 1:
            return False
        word = folded(self.words[span.start])
        if _PHONE in span.concepts and (
            self.phones or {*map(folded, self.words[span.end : span.end + 1])} & _numbered()
        ):
            return True  # a phone's number is no phone
        if word == _ITS and self.words[span.end : span.end + 1] and self.words[span.end] in _OF_IT:
            return True
        return word in _no_things() or word in search_fillers() or (not span.may_describe and word in _markers())

    def _in_price(self, span: thesaurus.Span) -> bool:
        return set(range(span.start, span.end)) <= self.price.taken


@lru_cache(maxsize=512)
def sentence(text: str) -> Sentence:
    """Take a text apart."""
    return Sentence(text, tuple(word for clause in CLAUSE.split(text) for word in _words(clause)))


def _words(clause: str) -> list[str]:
    """The words of a clause; in "कर दो" the दो is no two."""
    words = parted(split(clause))
    for place, (before, word) in enumerate(pairwise(words), 1):
        if word in _GIVE and folded(before) in _DONE_FOR_ME:
            words[place] = _GIVE[word]
        if word in _DAY and (before in _HOW_MANY or numbers([before])):
            words[place] = _DAY[word]
    if len(words) > 1 and words[-1] == "one" and len(words[-2]) >= _LONG and words[-2].isdecimal():
        words[-1] = "ones"  # "the 20000 one" is no 200001
    return [_plain(word) for word in _generations(_without_and(words))]


def _is_english_do(words: list[str], number: Number) -> bool:
    """Whether a number is no Hindi two but an English verb: "how many does that do"."""
    beside = {*words[max(0, number.start - 1) : number.start], *words[number.end : number.end + 1]}
    return words[number.start : number.end] == ["do"] and not beside.isdisjoint(_only_english())


def _without_and(words: list[str]) -> list[str]:
    """Words without the "and" in "fifty two thousand and six"."""
    inside = {
        place
        for place in range(1, len(words) - 1)
        if words[place] == "and" and words[place - 1] in _THOUSANDS and numbers(words[place + 1 : place + 2])
    }
    return [word for place, word in enumerate(words) if place not in inside]


def _generations(words: list[str]) -> list[str]:
    """Words in which "फाइव जी" and "5 g" are 5g, a network's generation."""
    found: list[str] = []
    for word in words:
        if (
            word in _GENERATION
            and found
            and (number := numbers(found[-1:]))
            and number[0].digits in ("2", "3", "4", "5")
        ):
            found[-1:] = [number[0].digits, "g"]
        else:
            found.append(word)
    return found


def _plain(word: str) -> str:
    """A word without the "only" that Marathi and Bengali hang on it: छत्रीच, ছাতাই."""
    for ending in ("च", "ই", "টাই", "ও"):
        bare = word.removesuffix(ending)
        if bare != word and len(bare) > 2 and thesaurus.concepts((bare,)) and not thesaurus.concepts((word,)):
            return bare
    return word


def _ends(word: str) -> bool:
    """A figure alone is no word; the search takes it from the text."""
    return len(word) == 1 and not word.isdecimal()


@cache
def _unsaying() -> frozenset[str]:
    """Words that do not say what is asked for: function words, answers, references, corrections."""
    names = (
        "this",
        "inside",
        "these",
        "kind",
        "not_after",
        "not_before",
        "correct",
        "and",
        "also",
        "which",
        "than",
        "saying",
    )
    found = {folded(word) for name in names for word in words_of("speech", name)}
    found |= {folded(word) for word in fillers()}
    found |= {phrase[0] for phrase in phrase_sets("speech")["suppose"].phrases if len(phrase) == 1}
    found |= {folded(word) for name in ("yes", "no", "beside") for word in words_of("answers", name)}
    found |= {folded(word) for word in _currencies()}
    return frozenset(found)


@cache
def _numbered() -> frozenset[str]:
    return frozenset(folded(word) for word in words_of("answers", "naming"))


@cache
def _currencies() -> frozenset[str]:
    return frozenset(word for phrase in phrases("currency") for word in phrase)


@cache
def _no_things() -> frozenset[str]:
    return frozenset(folded(word) for word in words_of("speech", "common")) | frozenset(
        folded(word) for name in ("this", "these", "correct", "and") for word in words_of("speech", name)
    )


@cache
def _only_english() -> frozenset[str]:
    """Function words that are English and not Hindi in Latin letters too."""
    return markers("en")[1] - markers("hi")[1]


@cache
def _markers() -> frozenset[str]:
    """Function words of all languages: "many" is no मणि, a bead."""
    return frozenset(folded(word) for word in all_markers())
