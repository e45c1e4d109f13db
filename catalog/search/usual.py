"""What every shop is asked, told from the customer's words: "what are your timings" asks when it opens and closes.

A store writes such a question plainly; customers ask it in few and colloquial words, and often in Latin letters, where
vectors of meaning are weak. What is recognised is compared with the store's questions in plain words too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from catalog.search.romanise import sounds
from catalog.search.text import tokens
from resources import ROOT

_ANY_ENDING = "*"
_SHORT = 4  # letters of a word that alone may sound like another
_Part = tuple[frozenset[str], bool]  # how a word may sound or is spelt, and whether it may go on


@lru_cache(maxsize=256)
def questions(text: str) -> tuple[str, ...]:
    """The usual questions that a text asks, in plain words of all four languages."""
    words = [_spoken(word) for word in tokens(text)]
    initials = frozenset(spoken[:1] for word in words for spoken in word)
    asked = (question for question, phrase in _usual() if _begins(phrase, initials) and _stands(phrase, words))
    return tuple(dict.fromkeys(asked))


def _begins(phrase: tuple[_Part, ...], initials: frozenset[str]) -> bool:
    """Whether all words of a phrase have initials that the words of a text have: most are told apart by that."""
    return all(any(one[:1] in initials for one in spoken) for spoken, _ in phrase)


def _stands(phrase: tuple[_Part, ...], words: list[frozenset[str]]) -> bool:
    places = range(len(words) - len(phrase) + 1)
    return any(all(_is(part, words[place + at]) for at, part in enumerate(phrase)) for place in places)


def _is(part: _Part, word: frozenset[str]) -> bool:
    spoken, goes_on = part
    if not goes_on:
        return bool(spoken & word)
    return any(one.startswith(beginning) for beginning in spoken for one in word)


def _spoken(word: str) -> frozenset[str]:
    return sounds(word) | {word}


@cache
def _usual() -> tuple[tuple[str, tuple[_Part, ...]], ...]:
    return tuple(_read())


def _read() -> Iterator[tuple[str, tuple[_Part, ...]]]:
    with (ROOT / "search" / "usual.toml").open("rb") as file:
        known: Mapping[str, Mapping[str, str | list[str]]] = tomllib.load(file)
    for usual in known.values():
        for phrase in usual["phrases"]:
            written = phrase.split()
            words = [tokens(word.removesuffix(_ANY_ENDING))[0] for word in written]
            alone = len(words) == 1 and len(words[0]) <= _SHORT
            parts = [
                (frozenset({word}) if alone else _spoken(word), word_written.endswith(_ANY_ENDING))
                for word, word_written in zip(words, written, strict=True)
            ]
            yield str(usual["question"]), tuple(parts)
