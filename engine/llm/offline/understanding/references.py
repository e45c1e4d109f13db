"""Which of the shown products a customer means: the second one, the red one, the cheaper of the two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from catalog.search import thesaurus
from catalog.search.inflection import lemmas
from catalog.search.numbers import Number, fraction, split
from catalog.search.quantities import counted, measured, size_letter
from catalog.search.romanise import sounds
from catalog.search.text import tokens
from engine.lexicon import phrase_sets
from engine.llm.offline.understanding.measures import power, size
from engine.llm.offline.understanding.sentence import Sentence

Shown = Mapping[str, Any]

_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_SIZES = ("bigger", "smaller")
_LEAST_SOUND = 3
_LONG = 4
_PAIR = 2
_FIGURES = re.compile(r"\d+(?:\.\d+)?")
_FITS = 0.5  # of the best score


def meant(said: Sentence, shown: Sequence[Shown]) -> Shown | None:
    """The shown product that a sentence points at by its place, its price, its size or its looks; None if none."""
    if not shown:
        return None
    named = [product for product in shown if said.things and named_in(said, product)]
    if named and len(named) < len(shown):
        shown = named  # "the carrom one, how big is its board", among toys
    alike = [product for product in shown if not _looks_else(product, said.qualities)]
    ways = (_by_number, _by_letter, _by_name, _by_comparison, _by_place, _by_looks)
    of_all = (_by_comparison, _by_place, _by_looks)
    return next(filter(None, (way(said, shown if way in of_all else alike) for way in ways)), None)


def other(said: Sentence, shown: Sequence[Shown], focus: Shown | None) -> Shown | None:
    """The other one of two, where one was just talked about: "and the other one?", "दूसरा वाला"."""
    if focus is None or len(shown) != _PAIR or not (said.says("speech", "other") or said.says("speech", "second")):
        return None
    if said.things and not any(named_in(said, product) for product in shown):
        return None
    left = [product for product in shown if product["id"] != focus["id"]]
    return left[0] if len(left) == 1 else None


def numbered(product: Shown) -> frozenset[str]:
    """The figures of a product's name, specifications and price: what "the 20000 one" may mean."""
    told = f"{product['name']} {product.get('specifications', '')} {float(product['price']):g}"
    return _plain_figures(told)


def _plain_figures(text: str) -> frozenset[str]:
    """The figures of a text as numbers are written at their shortest: 1.50 is 1.5."""
    return frozenset(f"{float(figure):.10g}" for figure in _FIGURES.findall(text.replace(",", "")))


def named_in(said: Sentence, product: Shown) -> bool:
    """Whether the thing that a sentence names is this product."""
    kinds = thesaurus.concepts(tuple(tokens(product["name"])))
    wider = kinds | thesaurus.groups(kinds)
    if said.things & wider:
        return True
    name = [heard(word) for word in tokens(product["name"])]
    spans = [said.words[span.start : span.end] for span in said.spans if span.concepts & said.things]
    return any(all(any(heard(word) & own for own in name) for word in words) for words in spans)


def called(said: Sentence, product: Shown) -> bool:
    """Whether a word of a sentence is one of a product's name, however it is written."""
    name = sounding(product["name"])
    return named_in(said, product) or any(heard(word) & name for word in said.content)


def told(said: Sentence, product: Shown) -> float:
    """How many words of a sentence say something that is so of a product; of its description, half as much."""
    specifications = product.get("specifications", {})
    known, seen = sounding(f"{product['name']} {specifications}"), looks(product)
    described = sounding(str(product.get("description", "")))
    words = [word for word in said.content if word not in said.named or not said.qualities]
    count = sum(1.0 if _begins(word, known) else 0.5 if _begins(word, described) else 0.0 for word in words)
    return count + len(said.qualities & seen) + len(_figures(said) & numbered(product))


def _begins(word: str, known: frozenset[str]) -> bool:
    """Whether a word is one of some, or the longer beginning of one: চিকন of চিকনকারি."""
    sounds = heard(word)
    return bool(sounds & known) or any(len(one) >= _LONG and other.startswith(one) for one in sounds for other in known)


def only_called(said: Sentence, product: Shown) -> bool:
    """Whether a sentence only calls a product by its name: all that it says besides asking is in it."""
    name = sounding(product["name"])
    return bool(said.content) and all(heard(word) & name for word in said.content)


def has_part(said: Sentence, product: Shown) -> bool:
    """Whether a thing that a sentence names is a part or a feature of a product: the jars of a mixer."""
    told = [*product.get("specifications", {}).items(), ("", product.get("description", ""))]
    features = [word for name in product.get("specifications", {}) for word in name.split("_")]
    if any(said.things & thesaurus.concepts((word,)) for word in features):
        return True
    words = [word for name, value in told for word in tokens(f"{name.replace('_', ' ')} {value}")]
    known = frozenset().union(*(heard(word) for word in words if len(word) >= _LEAST_SOUND))
    return any(heard(word) & known for word in said.named if len(word) >= _LEAST_SOUND)


def unheard_of(said: Sentence, product: Shown) -> bool:
    """Whether a word that is said is neither in what is told of a product nor names a thing by itself."""
    told_of = f"{product['name']} {product.get('specifications', '')} {product.get('description', '')}"
    known = sounding(told_of)
    words = (word for word in said.content if len(word) >= _LEAST_SOUND and word not in said.kinds)
    return any(not heard(word) & known for word in words)


def cheapest(shown: Sequence[Shown]) -> Shown:
    """The one with the lowest price."""
    return min(shown, key=lambda product: float(product["price"]))


def _by_number(said: Sentence, shown: Sequence[Shown]) -> Shown | None:
    """The only one that has a figure of the sentence in its name: "the 20000 one", "पाँच लीटर वाला"."""
    if len(shown) < _PAIR or (said.things and not any(named_in(said, product) for product in shown)):
        return None
    figures = _figures(said)
    fitting = [product for product in shown if figures & _plain_figures(product["name"])]
    return fitting[0] if len(fitting) == 1 else None


def _by_letter(said: Sentence, shown: Sequence[Shown]) -> Shown | None:
    """The only one that has the size in its name which a sentence says as a letter: "I need an L now"."""
    letters = {letter for word in said.words if (letter := size_letter(word))}
    fitting = [one for one in shown if letters.intersection(split(one["name"]))]
    return fitting[0] if len(fitting) == 1 and len(shown) >= _PAIR else None


def _by_name(said: Sentence, shown: Sequence[Shown]) -> Shown | None:
    """The one that more words call by its name than any other; one word alone may be but its size or its colour."""
    called = [(sum(bool(heard(word) & sounding(one["name"])) for word in said.content), one) for one in shown]
    most = max((count for count, _ in called), default=0)
    fitting = [one for count, one in called if count == most]
    return fitting[0] if most >= _PAIR and len(fitting) == 1 and len(shown) >= _PAIR else None


def _figures(said: Sentence) -> set[str]:
    """The figures of a sentence that tell which one is meant."""
    parts = {f"{part:g}" for word in said.words if (part := fraction(word)) and part > 1}  # "दीडचा", "the ढाई one"
    return parts | {f"{number.value:.10g}" for number in said.numbers if _tells(said, number)}


def _tells(said: Sentence, number: Number) -> bool:
    """Whether a number tells which one is meant: no "one" without its unit, and no number of days or years."""
    following = next(iter(said.words[number.end : number.end + 1]), "")
    return measured(following) is not None or (number.value > 1 and not counted(following))


def _by_place(said: Sentence, shown: Sequence[Shown]) -> Shown | None:
    if said.says("speech", "last") and len(shown) > 1 and not said.things:
        return shown[-1]
    if said.things and not any(named_in(said, product) for product in shown):
        return None
    for place, name in enumerate(_ORDINALS):
        if said.says("speech", name) and place < len(shown) and len(shown) > 1:
            return shown[place]
    return None


def _by_comparison(said: Sentence, shown: Sequence[Shown]) -> Shown | None:
    goes_on = bool(said.words) and bool(said.without(set(range(1, len(said.words)))).says("speech", "and"))
    asks = said.without({0}) if goes_on else said  # "और" at the beginning asks for no other one
    shown = comparable(shown)[: _PAIR if said.says("speech", "both") else None]
    if len(shown) < 2 or said.says("speech", "than") or asks.says("speech", "some"):
        return None
    if said.things and not any(named_in(said, product) for product in shown):
        return None
    if said.says("speech", "cheaper"):
        return cheapest(shown)
    if said.says("speech", "dearer") and not (said.says("speech", "correct") or said.says("speech", "how_much")):
        return max(shown, key=lambda product: float(product["price"]))
    measures = (("less_power", -1, power), ("stronger", 1, power), ("bigger", 1, size), ("smaller", -1, size))
    compared = _without_people(said)
    for name, sign, measure in measures:
        if compared.says("speech", name) and not said.says("aspects", "bigness"):
            measured = [(sign * amount, product) for product in shown if (amount := measure(product)) is not None]
            if len(measured) > 1 and len({amount for amount, _ in measured}) > 1:
                return max(measured, key=lambda one: one[0])[1]
    return None


def comparable(shown: Sequence[Shown]) -> Sequence[Shown]:
    """Those of which one may be compared with another: what a search shows beside what was meant is none."""
    best = max((float(product.get("score", 1.0)) for product in shown), default=1.0)
    return [product for product in shown if float(product.get("score", 1.0)) >= _FITS * best]


def _without_people(said: Sentence) -> Sentence:
    """A sentence without how big somebody is: "shoes for my little brother" need not be the smaller ones."""
    kin = phrase_sets("speech")["kin"]
    sizes = [phrase_sets("speech")[name] for name in _SIZES]
    return said.without(
        {
            place
            for place, word in enumerate(said.words[:-1])
            if any(one.score([word]) for one in sizes) and any(map(kin.score, _next_two(said, place)))
        }
    )


def _next_two(said: Sentence, place: int) -> list[list[str]]:
    """The two words after a place: "छोटे बेटे", "छोटे वाले बेटे"."""
    return [[word] for word in said.words[place + 1 : place + 3]]


def asks_for_size(said: Sentence) -> bool:
    """Whether the big or the small one of some things that are named is asked for: "छोटा वाला कुकर"."""
    compared = _without_people(said)
    one_of_them = compared.says("speech", "kind") and not compared.says("speech", "than")
    return bool(said.things and one_of_them) and any(compared.says("speech", name) for name in _SIZES)


def by_size(said: Sentence, found: Sequence[Shown]) -> Shown | None:
    """The biggest or smallest of what a search has found, where that is asked for."""
    return _by_comparison(said, found) if asks_for_size(said) else None


def _by_looks(said: Sentence, shown: Sequence[Shown]) -> Shown | None:
    """By a colour, a material, or a word of its name; all of them have to fit."""
    if said.things and not any(named_in(said, product) for product in shown):
        return None
    shown = shown if said.things else comparable(shown)
    shown = [product for product in shown if not _looks_else(product, said.qualities)]
    if said.qualities:
        besides = [sounds(word) for word in said.content if word not in said.named and len(word) >= _LEAST_SOUND]
        shared = {product["id"]: len(said.qualities & looks(product)) for product in shown}
        most = max((1, *shared.values()))
        looks_named = [span.concepts for span in said.spans if span.may_describe]
        fitting = [
            product
            for product in shown
            if shared[product["id"]] == most
            and (len(looks_named) < _PAIR or all(_has_look(product, look) for look in looks_named))
            and all(_sounds_in(product, one) for one in besides)
        ]
        if fitting and (
            len(fitting) < max(2, len(shown)) or len({_less_so(one, said.qualities) for one in fitting}) > 1
        ):
            return min(fitting, key=lambda product: _less_so(product, said.qualities))
        if not fitting:
            return None
    if said.things:
        return None
    wanted = [sounds(word) or frozenset({word}) for word in said.content]
    if not wanted:
        return None
    for product in shown:
        spoken = [sounds(word) or frozenset({word}) for word in tokens(product["name"])]
        if len(shown) > 1 and all(any(one & other for other in spoken) for one in wanted):
            return product
    return None


def _looks_else(product: Shown, wanted: frozenset[str]) -> bool:
    """Whether a product has another look of the kind of one that is wanted, and not that one: green, and no red."""
    own = looks(product)
    return any(one not in own and thesaurus.contradicts(own, one) for one in wanted)


def _less_so(product: Shown, wanted: frozenset[str]) -> tuple[int, int]:
    """How many other looks of the same kind a product has, and how many are not in its name.

    What is white and red is less red than what is only red, and less white than what is called white.
    """
    besides = sum(any(thesaurus.contradicts((look,), one) for one in wanted) for look in looks(product))
    return besides, len(wanted - thesaurus.concepts(tuple(tokens(product["name"]))))


def _sounds_in(product: Shown, word: frozenset[str]) -> bool:
    return any(word & sounds(other) for other in tokens(product["name"]))


def looks(product: Shown) -> frozenset[str]:
    """The concepts of a product's name and of what its specifications say of its looks."""
    specifications = product.get("specifications", {})
    described = " ".join(str(specifications.get(name, "")) for name in ("colour", "color", "material", "size"))
    return thesaurus.concepts(tuple(tokens(f"{product['name']} {described}")))


def looks_as(said: Sentence, product: Shown) -> bool:
    """Whether a product has all the colours and materials that a sentence names."""
    return bool(said.qualities) and all(_has_look(product, frozenset({one})) for one in said.qualities)


def _has_look(product: Shown, look: frozenset[str]) -> bool:
    """Whether a product has a look, by one of the names of it."""
    own = looks(product)
    return any(one in own or thesaurus.groups([one]) & own for one in look)


class Told:
    """What a text tells of: its words, however they are written, and the things and qualities that it names."""

    def __init__(self, text: str) -> None:
        self._sounds = sounding(text)
        self._concepts = thesaurus.concepts(tuple(tokens(text)))

    def shared(self, said: Sentence, words: Iterable[str]) -> frozenset[str]:
        """Those of some words of a sentence that it has too, in whatever language."""
        named = {
            word for span in said.spans if span.concepts & self._concepts for word in said.words[span.start : span.end]
        }
        return frozenset(word for word in words if word in named or heard(word) & self._sounds)


def sounding(text: str) -> frozenset[str]:
    """How any of the words of a text may sound."""
    return frozenset[str]().union(*map(heard, tokens(text)))


@lru_cache(maxsize=16384)
def heard(word: str) -> frozenset[str]:
    """How a word and its stems may sound, in whatever script they are written."""
    forms = {word, *lemmas(word), *lemmas(word, english=True)}
    return frozenset(sound for form in forms for sound in sounds(form) if len(sound) >= _LEAST_SOUND)
