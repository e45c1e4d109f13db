"""What a shop's kiosk does not talk about: health, politics; and what it does not answer in kind: abuse.

The words are in resources/scope, a file a language. They are few and plain: what is doubtful is taken for a question
about the shop.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache

from catalog.search.thesaurus import spans
from engine.dialogue.facts import stands
from engine.lexicon import CODES
from engine.text import words
from resources import ROOT

_MOST_BESIDE_ABUSE = 3  # words; in a longer sentence there is something to be answered


def out_of_scope(utterance: str) -> str | None:
    """Why an utterance is not for a shop: "health", "politics" or "abuse"; None if it may be."""
    said = words(utterance)
    named = {place for span in spans(said) if span.end > span.start + 1 for place in range(span.start, span.end)}
    left = [word for place, word in enumerate(said) if place not in named]  # a Modi jacket is no politics
    for subject, asked in (("health", said), ("politics", left)):
        if any(stands(phrase, asked) for phrase in _phrases(subject)):
            return subject
    abusive = [word for word in said if _abuses(word)]
    return "abuse" if abusive and len(said) - len(abusive) <= _MOST_BESIDE_ABUSE else None


@lru_cache(maxsize=4096)
def _abuses(word: str) -> bool:
    return any(stands(phrase, (word,)) for phrase in _phrases("abuse"))


@cache
def _phrases(subject: str) -> tuple[Sequence[str], ...]:
    found = []
    for code in CODES:
        with (ROOT / "scope" / f"{code}.toml").open("rb") as file:
            found += [tuple(text.split()) for text in tomllib.load(file)[subject]["phrases"]]
    return tuple(found)
