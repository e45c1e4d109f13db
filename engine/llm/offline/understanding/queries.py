"""What to search for: the words of a sentence without the asking, or the last search with what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.search import thesaurus
from catalog.search.numbers import Number
from catalog.search.prices import Order
from catalog.search.quantities import quantities
from engine.llm.offline.understanding.sentence import CLAUSE, Sentence, sentence

_ASKING = ("show", "price", "some")
_ORDERED = {Order.CHEAPEST: "cheapest", Order.DEAREST: "most expensive"}  # the search knows these words


def search_for(said: Sentence) -> dict[str, Any]:
    """The arguments of a search for what a sentence names."""
    return _arguments(_words(said) or list(said.words), said)


def asking(said: Sentence) -> tuple[dict[str, Any], ...]:
    """The searches for what only the clauses name that ask, where others tell a story."""
    clauses = [sentence(clause) for clause in CLAUSE.split(said.text)]
    telling = [clause for clause in clauses if clause.content]
    asks = [clause for clause in telling if any(clause.says("speech", name) for name in _ASKING)]
    focused = sentence(", ".join(clause.text for clause in asks))
    # Who asks for something, without a name for it, has told the need in the other clauses.
    names = focused.things or not (said.things or focused.says("speech", "some"))
    if not 0 < len(asks) < len(telling) or not names or any(map(_takes_back, clauses)):
        return ()
    return ({**search_for(said), "query": search_for(focused)["query"]},)


def _takes_back(clause: Sentence) -> bool:
    return bool(sentence(" ".join(clause.words[:2])).says("speech", "correct"))


def refined(
    said: Sentence, last: Mapping[str, Any], denied: frozenset[str] = frozenset(), *, describes: bool = False
) -> dict[str, Any]:
    """The last search with what a sentence adds or changes: "in blue", "under five hundred", "not red".

    Args:
        said: the sentence.
        last: the arguments of the search.
        denied: the things and qualities that are not meant.
        describes: the things that it names describe the one that was looked for: "रिमोट वाला" is a fan with a remote.
    """
    before = sentence(str(last.get("query", "")))
    gone: set[int] = set(before.price.taken)
    another = bool(said.says("speech", "some") or said.says("speech", "also")) and bool(said.qualities)
    another = another or (bool(said.says("speech", "correct")) and bool(said.content))
    for span in before.spans:
        rivals = any(thesaurus.contradicts(span.concepts, quality) for quality in said.qualities)
        if (
            (another and span.may_describe)
            or span.concepts & denied
            or (rivals and span.may_describe)
            or (said.things and not describes and not span.may_describe)
        ):
            gone |= set(range(span.start, span.end))
    kept = [word for place, word in enumerate(before.words) if place not in gone and word in before.content]
    new = [word for word in _words(said) if word not in kept]
    found = _arguments([*kept, *new], said)
    if "category" in last:
        found["category"] = last["category"]
    any_price = said.price.order or said.says("speech", "any_price")
    if not said.price.bounded and "price_range" in last and not any_price:
        found["price_range"] = last["price_range"]
    return found


def anew(
    said: Sentence, last: Mapping[str, Any], found: Mapping[str, Any], *, describes: bool = False
) -> tuple[dict[str, Any], ...]:
    """Other wordings of a search that was refined: the thing alone with what is new, and only what is new.

    What is only described may be of another kind of the same: after a table fan "one with a remote" is a fan too.

    Args:
        said: the sentence that refined it.
        last: the arguments before.
        found: the arguments now.
        describes: the things that are named describe the one that was looked for.
    """
    before, new = sentence(str(last.get("query", ""))), _words(said)
    still = [word for word in before.kinds if word in str(found["query"]).split()]
    wider = _heads(before, still) if describes else []
    wordings = dict.fromkeys((" ".join([*still, *new]), " ".join([*wider, *new]))) if new else ()
    return tuple({**found, "query": query} for query in wordings)


def _heads(said: Sentence, still: list[str]) -> list[str]:
    """The last words of the names of things, where they name the wider kind: the fan of a table fan."""
    found: list[str] = []
    for span in said.spans:
        words = said.words[span.start : span.end]
        if span.may_describe or not set(words) <= set(still):
            continue
        head = thesaurus.concepts(words[-1:]) & (span.concepts | thesaurus.groups(span.concepts))
        found += words[-1:] if head else words
    return found


def kind(product: Mapping[str, Any]) -> str | None:
    """What a product is, without its size, brand and colour."""
    said = sentence(product["name"])
    named = [" ".join(said.words[span.start : span.end]) for span in said.spans if not span.describes]
    return " ".join(named) or None


def cheaper(last: Mapping[str, Any], than: float, said: Sentence) -> dict[str, Any]:
    """The last search below a price, for another thing if the sentence names one."""
    query = search_for(said)["query"] if said.things else last.get("query", "")
    found = {"query": _without_price(query), "price_range": {"max": than - 1}}
    return found | ({"category": last["category"]} if "category" in last and not said.things else {})


def _without_price(query: str) -> str:
    said = sentence(query)
    return " ".join(word for place, word in enumerate(said.words) if place not in said.price.taken)


def _arguments(words: list[str], said: Sentence) -> dict[str, Any]:
    if said.price.order:
        words = [*words, _ORDERED[said.price.order]]
    found: dict[str, Any] = {"query": " ".join(words)}
    if said.price.bounded:
        bounds = {"min": said.price.low, "max": said.price.high}
        found["price_range"] = {name: bound for name, bound in bounds.items() if bound is not None}
    return found


def _words(said: Sentence) -> list[str]:
    """The words that say what is asked for, with spoken numbers as figures: "पाँच लीटर" is 5 लीटर."""
    starts: dict[int, Number] = {number.start: number for number in said.numbers}
    measured = {place for one in quantities(said.words) for place in range(one.start, one.end)}
    content, found, place = set(said.content), list[str](), 0
    while place < len(said.words):
        number = starts.get(place)
        inside = number is not None and not said.price.taken & set(range(number.start, number.end))
        if number is not None and inside and (number.end > number.start + 1 or _before_unit(said, number)):
            found.append(f"{number.value:g}")
            place = number.end
            continue
        telling = said.words[place] in content or place in measured  # "दीड नंबरचा"
        if telling and place not in said.price.taken:
            found.append(said.words[place])
        place += 1
    return found


def _before_unit(said: Sentence, number: Number) -> bool:
    """Whether what follows a number is a measure; "एक साड़ी" is no search for 1."""
    following = said.words[number.end : number.end + 1]
    return bool(following) and any(
        span.start == number.end and span.may_describe for span in thesaurus.spans(list(said.words))
    )
