"""Several goods in one sentence: "cooker ka daam aur mixer ka?", "an umbrella, and one for a little girl too".

Whether they are several or one ("bucket and mug"), the store's goods tell; here it is only told how they would be asked
for one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.lexicon import phrase_sets
from engine.llm.offline.understanding import queries, slots
from engine.llm.offline.understanding.intents import score
from engine.llm.offline.understanding.sentence import Sentence, sentence

MOST = 3  # wishes of a sentence
_RELATIVE = frozenset("जो jo that which যে যেটা যা je जे".split())
_BARE = 3  # words beside a name that stands in a list without being asked for


def one_by_one(pieces: Sequence[str]) -> tuple[Mapping[str, Any], ...]:
    """The searches for each of the goods that the pieces of a sentence name; none if they do not list goods.

    Args:
        pieces: the sentence, cut at its stops and its "and"s.
    """
    parts = [part for part in map(sentence, pieces) if part.things or not _means_all(part)]
    if not 1 < len(parts) <= MOST or not parts[0].things:
        return ()
    if not all(_listed(part) for part in parts):
        return ()
    if not any(_asks(part) for part in parts) and not all(part.things for part in parts):
        return ()
    known: frozenset[str] = frozenset()
    found: list[Mapping[str, Any]] = []
    for part in parts:
        if part.things & known:
            return ()
        known |= part.things
        if not part.things:
            part = sentence(" ".join((_first_name(parts[0]), *part.content)))
        found.append(queries.search_for(_without_relative(_without_both(part))))
    return tuple(found)


def _listed(part: Sentence) -> bool:
    """Whether a piece of a sentence asks for something, or only names it."""
    if part.order_ids or part.phones or part.says("speech", "correct"):
        return False
    if slots.aspects(part):
        return False  # a question
    if not part.things:
        told = part.content and part.says("speech", "also")
        return bool(told) and score(part).leading in (None, "search", "price")
    beside = [word for word in part.words if word not in part.named]
    return _asks(part) or (len(beside) <= _BARE and set(part.content) <= set(part.named))


def _means_all(part: Sentence) -> bool:
    """Whether a piece only says that all of the others are meant: "tell me both"."""
    return any(part.says("speech", name) for name in ("both", "these")) and not part.numbers


def _asks(part: Sentence) -> bool:
    return any(part.says("speech", name) for name in ("price", "show", "how_much", "some"))


def _without_both(part: Sentence) -> Sentence:
    """A piece without its "both", which names no goods."""
    both = phrase_sets("speech")["both"]
    return part.without({place for place, word in enumerate(part.words) if both.score([word])})


def _without_relative(part: Sentence) -> Sentence:
    """A piece without the things that only a relative clause names: "a bag that holds a laptop" is a bag."""
    begin = next((place for place, word in enumerate(part.words) if place and word in _RELATIVE), len(part.words))
    if not any(span.end <= begin and not span.may_describe for span in part.spans):
        return part
    later = (span for span in part.spans if span.start > begin and not span.may_describe)
    return part.without({place for span in later for place in range(span.start, span.end)})


def _first_name(part: Sentence) -> str:
    span = next(span for span in part.spans if not span.may_describe)
    return " ".join(part.words[span.start : span.end])
