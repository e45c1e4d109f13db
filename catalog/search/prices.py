"""What a question says about the price: under 500, से ज़्यादा, between, around, the cheapest.

A price is a number with a price word or a currency beside it; "5 litre" and "32 inch" are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache, lru_cache
from itertools import pairwise

from catalog.search.numbers import CODES, Number, numbers, spoken
from catalog.search.quantities import counted
from catalog.search.text import tokens

_LEAST = 10  # rupees; a smaller number counts things
_FEW = 100  # up to which things are counted too: "around twenty chairs"
_AROUND = 0.25  # of the price, in both directions
_NEXT, _SOON = 2, 5  # words after a bound, within which a no belongs to it
_TO = frozenset({"to", "and", "से", "और", "ते", "আর", "থেকে", "se", "aur", "te", "theke", "ani", "आणि"})

Phrase = tuple[str, ...]

# Marathi and Bengali write the case into the word: रुपयांपेक्षा (than rupees), हजारांच्या (of thousands), হাজারের; and
# the one that is meant: पाचशेचीच (just the 500 one), পাঁচশোরটা.
_MARATHI = re.compile(
    r"(रुपय|हजार|लाख|शंभर|[\u0900-\u097f]+शे)(?:ां|ा)?(च्या|पेक्षा|पर्यंत|मध्ये|मधल[ाीे]|मधलं|मधल्या|हून|च[ाीे]|चं|च)च?"
)
_BENGALI = re.compile(r"(হাজার|লাখ|[\u0980-\u09ff]*শো)(?:(ের|র)|(?=টা|টি))(?:টা|টি|টাই|টার)?")
_LATIN_BENGALI = re.compile(r"(hajar|hazar|lakh|[a-z]+sho)(er|r)")
_LATIN_MARATHI = re.compile(r"(hajara?|lakha?|shambhara?|rupayan?|[a-z]+she)(chya|peksha|paryant)")
_CASES = (_MARATHI, _BENGALI, _LATIN_BENGALI, _LATIN_MARATHI)
_ONLY = ("च", "ই")  # Marathi and Bengali hang "only" on a word: आतच, মধ্যেই
_SPELT = {"रुपय": "रुपये", "ের": "এর"}


class Order(Enum):
    """How a customer wants the results ordered, if not by how well they fit."""

    CHEAPEST = auto()
    DEAREST = auto()


@dataclass(frozen=True, slots=True)
class Price:
    """What a question says about the price.

    Attributes:
        low, high: bounds in rupees, both included; None is no bound.
        order: the cheapest or the dearest is asked for.
        taken: the indices of the words that say so; the other words name the thing.
    """

    low: float | None = None
    high: float | None = None
    order: Order | None = None
    taken: frozenset[int] = frozenset()

    @property
    def bounded(self) -> bool:
        """Whether there is any bound."""
        return self.low is not None or self.high is not None


def parted(sentence: Sequence[str]) -> list[str]:
    """The words of `numbers.split` with the cases that belong to a price as words of their own."""
    words: list[str] = []
    for word in sentence:
        joined = next(filter(None, (case.fullmatch(word) for case in _CASES)), None)
        words += [_SPELT.get(part, part) for part in joined.groups() if part] if joined else [_bare(word)]
    return words


def _bare(word: str) -> str:
    """A price word without the "only" that is hung on it."""
    bare = word.removesuffix(_ONLY[0]).removesuffix(_ONLY[1])
    return bare if bare in _price_words() else word


def price(sentence: Sequence[str]) -> Price:
    """What the words of `parted` say about the price."""
    return _price(tuple(sentence))


@lru_cache(maxsize=512)  # a sentence and its clauses are asked about in many places of a turn
def _price(sentence: tuple[str, ...]) -> Price:
    words = list(sentence)
    order, superlative = _order(words)
    low, high, taken = _turned(words, *_bounds(words))
    if taken:
        beside = {word for phrase in (*phrases("currency"), *phrases("between")) for word in phrase}
        taken |= {index for index, word in enumerate(words) if word in beside}
    return Price(low, high, order, frozenset(taken | superlative))


@cache
def phrases(name: str) -> tuple[Phrase, ...]:
    """The price phrases of one kind in all languages, as words that stand in this order, longest first."""
    found = {tuple(tokens(phrase)) for code in CODES for phrase in spoken(code)["price"].get(name, ())}
    return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))


def _likely(name: str, words: Sequence[str]) -> list[Phrase]:
    """The phrases of a kind that may stand in a sentence: those whose first word does."""
    return [phrase for phrase in phrases(name) if phrase[0] in words]


def _bounds(words: list[str]) -> tuple[float | None, float | None, set[int]]:
    found = [number for number in _scaled(words, numbers(words)) if number.value >= _LEAST]
    found = [number for number in found if not any(map(counted, words[number.end : number.end + 1]))]
    for first, second in pairwise(found):
        between = words[first.end : second.start]
        around = words[: first.start] + words[second.end :]
        said = any(_find(phrase, around) is not None for phrase in _likely("between", around))
        if len(between) <= 3 and (said or _TO & set(between)):
            bounds = sorted((first.value, second.value))
            return bounds[0], bounds[1], set(range(first.start, second.end))
    low: float | None = None
    high: float | None = None
    taken: set[int] = set()
    for number in found:
        above, below = (_beside(number, side, words) for side in ("above", "below"))
        if low is None and len(above) > len(
            below
        ):  # "at least" says more than "least", "no more than" than "more than"
            low, taken = number.value, taken | above
        elif high is None and below:
            high, taken = number.value, taken | below
        elif not taken and not _counts(number, words) and (said_words := _beside(number, "around", words)):
            return number.value * (1 - _AROUND), number.value * (1 + _AROUND), said_words
    return low, high, taken


def _turned(
    words: list[str], low: float | None, high: float | None, taken: set[int]
) -> tuple[float | None, float | None, set[int]]:
    """The bounds; the one from above if what is denied is more than it: "से ऊपर नहीं जाऊँगा", "nothing over"."""
    if (low is None) == (high is None) or not (denied := _denied(words, taken, below=low is None)):
        return low, high, taken
    return high, low, taken | denied


def _denied(words: list[str], taken: set[int], below: bool) -> set[int]:
    """The words around a bound that deny it, and those that say that money is spent; empty if none does."""
    begin, end = min(taken), max(taken) + 1
    place = begin - 1
    while place >= 0 and words[place] in _denial("spending"):
        place -= 1
    if place >= 0 and words[place] in _denial("before"):
        while words[place - 1 : place] and words[place - 1] in _denial("before"):
            place -= 1  # "won't" is two words
        return set(range(place, begin))
    for place in range(end, min(len(words), end + (_NEXT if below else _SOON))):
        if words[place] not in _denial("after"):
            if below and words[place] not in _denial("spending"):
                break
            continue
        if words[place - 1] in _denial("nicely") or _denial("doubted").intersection(words[place + 1 :]):
            return set()  # "दिखाओ ना", "নেই নাকি"
        beside = (one for one in range(end, len(words)) if words[one] in _denial("spending"))
        return {place, *beside}
    return set()


@cache
def _denial(name: str) -> frozenset[str]:
    """The words of one kind that deny a bound, in all languages."""
    return frozenset(word for code in CODES for said in spoken(code)["denial"][name] for word in tokens(said))


@cache
def _price_words() -> frozenset[str]:
    return frozenset(word for name in ("below", "above", "currency") for phrase in phrases(name) for word in phrase)


def _counts(number: Number, words: list[str]) -> bool:
    """Whether a number that is about right is followed by what there are so many of, and by no currency."""
    following = words[number.end :]
    currency = any(tuple(following[: len(phrase)]) == phrase for phrase in phrases("currency"))
    about = _beside(number, "around", words)
    return number.value < _FEW and bool(following) and not currency and max(about, default=0) < number.end


def _scaled(words: list[str], found: list[Number]) -> list[Number]:
    """The numbers, with "eight" in "between eight and ten thousand" in thousands too."""
    scaled = list(found)
    for place, (first, second) in enumerate(pairwise(found)):
        factor = next((factor for factor in (100_000, 1000, 100) if second.value >= factor), 1)
        between = words[first.end : second.start]
        spoken = not all(word.isdecimal() for word in words[second.start : second.end])  # "3 to 5000" is from 3
        less = first.value < min(100, factor) and first.value * factor < second.value  # "fifty to a hundred" is from 50
        if spoken and less and len(between) == 1 and between[0] in _TO:
            scaled[place] = replace(first, value=first.value * factor)
    return scaled


def _order(words: list[str]) -> tuple[Order | None, set[int]]:
    for name, order in (("cheapest", Order.CHEAPEST), ("dearest", Order.DEAREST)):
        for phrase in _likely(name, words):
            if (start := _find(phrase, words)) is not None:
                return order, set(range(start, start + len(phrase)))
    return None, set()


def _beside(number: Number, side: str, words: list[str]) -> set[int]:
    """The indices of a number with its price words just before or after it, a currency word between allowed."""
    for phrase in _likely(side, words):
        for gap in (0, 1):
            after, start = number.end + gap, number.start - gap - len(phrase)
            if tuple(words[after : after + len(phrase)]) == phrase and _is_money(words[number.end : after]):
                return set(range(number.start, after + len(phrase)))
            before = words[max(start, 0) : max(start, 0) + len(phrase)]
            if start >= 0 and tuple(before) == phrase and _is_money(words[number.start - gap : number.start]):
                return set(range(start, number.end))
    return set()


def _is_money(words: Sequence[str]) -> bool:
    """Whether words only name a currency: "till rupees 500", but not "till order 1014"."""
    return all(any(word in phrase for phrase in phrases("currency")) for word in words)


def _find(phrase: Phrase, words: Sequence[str]) -> int | None:
    for start in range(len(words) - len(phrase) + 1):
        if tuple(words[start : start + len(phrase)]) == phrase:
            return start
    return None
