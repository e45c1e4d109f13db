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
from engine.llm.offline.understanding.sentence import Sentence
from engine.tools.base import ToolCall, ToolRun

Seeking = Generator[ToolCall, ToolRun, ToolRun]
Wordings = Sequence[Mapping[str, Any]]

BROWSED = 5  # results
_NAMED = 0.6  # how well a product must fit words that may mean something else


def search_products(arguments: Mapping[str, Any]) -> ToolCall:
    """A search that shows a few products."""
    return call("search_products", **{"max_results": BROWSED, **arguments})


def sought(wordings: Wordings) -> Seeking:
    """The search that has the best supported product first; the screen shows that one.

    Args:
        wordings: the arguments of searches for the same wish, the likeliest first.
    """
    runs: list[ToolRun] = []
    for arguments in reversed(wordings):  # the likeliest last, which then stays on the screen
        run = yield search_products(arguments)
        runs.append(run)
    if len(runs) == 1:
        return runs[0]
    support: defaultdict[str, float] = defaultdict(float)
    for run in runs:
        for product in run.result.data.get("products", ()):
            support[product["id"]] += product["score"]
    likeliest = max(support, key=lambda name: support[name], default=None)
    if _first(runs[-1]) == likeliest is not None:
        return runs[-1]
    again = next((run.call.arguments for run in reversed(runs) if _first(run) == likeliest), None)
    if again is None:  # it is first in none of them
        found = next(one for run in runs for one in run.result.data["products"] if one["id"] == likeliest)
        again = {**wordings[0], "query": found["name"]}
    return (yield search_products(again))


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
