"""Looking for goods in several wordings, where one may hold too much of what a customer tells.

"Girlfriend ka birthday hai, koi soft toy dikhao" names two things, and only one is wanted; "a folding one for the kid"
changes what was looked for, or is something new. Which of it is so, the store's goods tell: what is found by more than
one wording, or far better by one, is what was meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Mapping, Sequence
from typing import Any

from engine.llm.offline.acts.base import call
from engine.llm.offline.understanding import references
from engine.llm.offline.understanding.sentence import Sentence, sentence
from engine.tools.base import ToolCall, ToolRun

Seeking = Generator[ToolCall, ToolRun, ToolRun]
Wordings = Sequence[Mapping[str, Any]]

BROWSED = 5  # results
_SHOWN = 0.1  # score on average, of which a search finds more by chance
_WHOLE = 1.5  # what a search for all that is told weighs beside one for the clause alone that asks
_NEW = 0.5  # what one word that is borne out weighs against scores
_CLEARLY = 0.2  # how much better something beyond the bounds of the price must fit
_NAMED = 0.6  # how well a product must fit words that may mean something else


def search_products(arguments: Mapping[str, Any]) -> ToolCall:
    """A search that shows a few products."""
    return call("search_products", **{"max_results": BROWSED, **arguments})


def sought(wordings: Wordings, new: Sentence | None = None) -> Seeking:
    """The search that has the best supported product first; the screen shows that one.

    Args:
        wordings: the arguments of searches for the same wish, the likeliest first.
        new: the words that change what was looked for before, which what is found has to bear out.
    """
    runs: list[ToolRun] = []
    for arguments in reversed(wordings):  # the likeliest last, which then stays on the screen
        run = yield search_products(arguments)
        runs.append(run)
    if len(runs) == 1:
        return runs[0]
    support: defaultdict[str, float] = defaultdict(float)
    found = {product["id"]: product for run in runs for product in run.result.data.get("products", ())}
    for run in runs:
        weight = _WHOLE if run is runs[-1] and new is None else 1.0
        for product in run.result.data.get("products", ()):
            support[product["id"]] += weight * product["score"] / len(runs)
    if new is not None:
        before = sentence(str(wordings[0]["query"]))
        for name, product in found.items():
            support[name] += _fits(product, before, new) if support[name] >= _SHOWN else 0.0
    likeliest = max(support, key=lambda name: support[name], default=None)
    if _first(runs[-1]) == likeliest is not None:
        return runs[-1]
    again = next((run.call.arguments for run in reversed(runs) if _first(run) == likeliest), None)
    if again is None:  # it is first in none of them
        again = {**wordings[0], "query": found[str(likeliest)]["name"]}
    return (yield search_products(again))


def sought_anew(wordings: Wordings, new: Sentence) -> Seeking:
    """The search for what was changed, within the bounds of before unless only what lies beyond them is named now.

    Args:
        wordings: as of `sought`.
        new: what was said now: "the thousand litre one?", after tanks below five thousand.
    """
    if new.price.bounded or "price_range" not in wordings[0]:
        return (yield from sought(wordings, new))
    plain = wordings[min(1, len(wordings) - 1)]  # without the story around what was looked for before
    free = {name: value for name, value in plain.items() if name != "price_range"}
    everywhere = yield search_products(free)
    within = yield from sought(wordings, new)
    scores = {one["id"]: one["score"] for one in everywhere.result.data.get("products", ())}
    beyond, first = best(everywhere), best(within)
    if beyond is None or beyond["score"] < _NAMED:
        return within
    told = references.told(new, first) + scores.get(first["id"], 0.0) if first else 0.0
    if references.told(new, beyond) + beyond["score"] < told + _CLEARLY:
        return within
    return (yield search_products(free))


def _fits(product: Mapping[str, Any], before: Sentence, new: Sentence) -> float:
    """How much a product is of the kind that was looked for, and what is said of it now."""
    known = references.sounding(product["name"])
    alike = references.named_in(before, product) or any(references.heard(word) & known for word in before.kinds)
    return _NEW * (alike + references.told(new, product))


def named(said: Sentence, wordings: Wordings) -> Generator[ToolCall, ToolRun, ToolRun | None]:
    """The search for words that may name goods, or may not; None if the store has nothing of that name.

    Args:
        said: the words.
        wordings: of the search.
    """
    run = yield from sought(wordings)
    found = best(run)
    return run if found and found["score"] >= _NAMED and references.called(said, found) else None


def best(run: ToolRun) -> Mapping[str, Any] | None:
    """The product that a search has found first; None if it has found none that fits."""
    found: Mapping[str, Any] | None = next(iter(run.result.data.get("products", ())), None)
    return found


def _first(run: ToolRun) -> str | None:
    found = best(run)
    return str(found["id"]) if found else None
