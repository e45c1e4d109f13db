"""Which language a customer asks the kiosk to speak: "my husband doesn't follow Hindi, please tell us in English".

A language may be named because it is wanted, because it is not understood, or because a book is in it. It is wanted
where it is named as one speaks in it, in a sentence that speaks of speaking or says little else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from engine.languages import Language
from engine.lexicon import PhraseSet, phrase_sets
from engine.text import words

_SHORT = 8  # words; a longer sentence must speak of speaking
_NEAR = 3  # words beside a language's name
_NICELY = frozenset({"ना", "না", "na"})
_CLAUSE = re.compile(r"[,;।.!?]+")


@lru_cache(maxsize=256)
def wanted_language(text: str) -> Language | None:
    """The language that is asked for; None if none is."""
    if not (speaks_of_speaking(text) or len(words(text)) <= _SHORT):
        return None
    wanted = [language for clause in _CLAUSE.split(text) for language in _wanted(words(clause))]
    return wanted[-1] if wanted else None


def names_language(text: str) -> bool:
    """Whether a language is named."""
    return any(_named(word) for word in words(text))


def after_name(text: str) -> str:
    """What follows a language's name: "bata do hindi me kitne ka hai" goes on with "me kitne ka hai"."""
    said = words(text)
    named = [place for place, word in enumerate(said) if _named(word)]
    return " ".join(said[named[-1] + 1 :]) if named else ""


def speaks_of_speaking(text: str) -> bool:
    """Whether a sentence is about talking: "बताइए", "switch to"."""
    return bool(_languages("speaking").score(words(text)))


def _wanted(clause: Sequence[str]) -> list[Language]:
    """The languages that a clause asks for. What is said of one stands nearer to its name than to another's."""
    named = [(place, language) for place, word in enumerate(clause) if (language := _named(word))]
    found: list[Language] = []
    for number, (place, language) in enumerate(named):
        begin = named[number - 1][0] + 1 if number else 0
        end = named[number + 1][0] if number + 1 < len(named) else len(clause)
        before, after = clause[begin:place], clause[place + 1 : end]
        near = [*before[-_NEAR:], clause[place], *after[:_NEAR]]
        asked = phrase_sets("intents")[f"language_{language}"].score(near, between=0) or len(clause) == 1
        unknown = _languages("unknown_before").score(before) or _languages("unknown_after").score(_plainly(after))
        if asked and not unknown:
            found.append(language)
    return found


def _plainly(said: Sequence[str]) -> list[str]:
    """Words without the ना of "बोलिए ना", which asks nicely and denies nothing."""
    return [
        word
        for place, word in enumerate(said)
        if not (word in _NICELY and place and speaks_of_speaking(said[place - 1]))
    ]


@lru_cache(maxsize=4096)
def _named(word: str) -> Language | None:
    return next((language for language in Language if _languages(language).score([word])), None)


def _languages(name: str) -> PhraseSet:
    return phrase_sets("languages")[name]
