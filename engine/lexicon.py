"""What words mean to the kiosk, read from resources/lexicon: one file a language, in script and in Latin letters.

Customers mix languages, so what is asked of a sentence is asked of all languages' words at once.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from engine.text import words
from resources import ROOT

CODES = ("hi", "bn", "mr", "en")
# The dots below of Devanagari and Bengali, and Bengali's moon dot; Devanagari's moon dot is its other nasal sign.
_LEFT_OUT = {0x093C: None, 0x09BC: None, 0x0981: None, 0x0901: 0x0902}


class PhraseSet:
    """Phrases of which each may match: all of its words stand near each other in the sentence, in any order.

    A word that ends in * matches any ending.
    """

    def __init__(self, phrases: Iterable[tuple[str, ...]]) -> None:
        self.phrases = tuple(phrases)
        # A sentence has a few words and a set many phrases: each is looked for at one of its words only, a whole one
        # if it has any.
        self._at: dict[str, list[tuple[str, ...]]] = {}
        for phrase in filter(None, self.phrases):
            rarest = max(phrase, key=lambda word: (not word.endswith("*"), len(word)))
            self._at.setdefault(rarest, []).append(phrase)
        self._words = frozenset(self._at)

    def score(self, sentence: Sequence[str], between: int = 3) -> int:
        """The most words of a phrase that matches, 0 if none does.

        Args:
            sentence: in words.
            between: how many other words may stand between those of a phrase.
        """
        said = tuple(sentence)
        matched = _matched(said)
        matching = (
            len(phrase)
            for word in matched & self._words
            for phrase in self._at[word]
            if matched.issuperset(phrase) and (len(phrase) == 1 or _together(phrase, said, between))
        )
        return max(matching, default=0)


def _together(phrase: tuple[str, ...], said: tuple[str, ...], between: int) -> bool:
    """Whether all words of a phrase stand in one stretch of the sentence, with a few words between them."""
    stretch = len(phrase) + between
    starts = range(max(1, len(said) - stretch + 1))
    return any(_matched(said[start : start + stretch]).issuperset(phrase) for start in starts)


@lru_cache(maxsize=512)
def _matched(said: tuple[str, ...]) -> frozenset[str]:
    """All words of phrases that some words match: themselves, and each beginning of theirs with a *."""
    return frozenset().union(*map(_patterns, said))


@lru_cache(maxsize=2048)
def _patterns(word: str) -> frozenset[str]:
    plain = folded(word)
    return frozenset({plain, *(f"{plain[:length]}*" for length in range(len(plain) + 1))})


@lru_cache(maxsize=16384)
def folded(word: str) -> str:
    """A word without the dots and nasal signs that people write or leave out: ज़रा and जरा, हाँ and हां, পাঁচ and পাচ."""
    plain = unicodedata.normalize("NFD", word).translate(_LEFT_OUT)
    return unicodedata.normalize("NFC", plain)


def phrase_set(phrases: Iterable[str]) -> PhraseSet:
    """Phrases as they are written in a file, ready to be matched."""

    def parts(phrase: str) -> tuple[str, ...]:
        return tuple(folded(part) for word in phrase.split() for part in _with_star(word))

    return PhraseSet(parts(phrase) for phrase in phrases)


def _with_star(word: str) -> list[str]:
    found = words(word)
    if word.endswith("*"):
        found[-1] += "*"
    return found


@cache
def read(code: str) -> Mapping[str, Any]:
    """A language's file as it stands."""
    with (ROOT / "lexicon" / f"{code}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def markers(code: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words that tell that a text is in a language: in its own script, and in Latin letters."""
    entry = read(str(code))["markers"]  # a Language is another key of a cache than its code
    return frozenset(words(entry["native"])), frozenset(words(entry["roman"]))


@cache
def all_markers() -> frozenset[str]:
    """The words of `markers` of all languages, in both scripts."""
    return frozenset().union(*(part for code in CODES for part in markers(code)))


@cache
def fillers() -> frozenset[str]:
    """Words that say how something is asked, and not what for: function words, and the words of asking."""
    asking = ("search", "this_price", "more", "cheaper", "greeting", "help")
    found = frozenset().union(*(words_of("intents", intent) for intent in asking))
    return found | all_markers()


@cache
def words_of(section: str, name: str) -> frozenset[str]:
    """The words of a section's phrases of one name, of all languages together, as they are written."""
    return frozenset(word for code in CODES for phrase in read(code)[section][name] for word in words(phrase))


@cache
def phrase_sets(section: str) -> Mapping[str, PhraseSet]:
    """A section's phrases by name ("intents", "topics", "reasons", "actions", "answers"), of all languages together."""
    merged: dict[str, list[str]] = {}
    for code in CODES:
        for name, phrases in read(code)[section].items():
            merged.setdefault(name, []).extend(phrases)
    return {name: phrase_set(phrases) for name, phrases in merged.items()}


def best(section: str, sentence: Sequence[str]) -> str | None:
    """The name in a section whose phrase matches with the most words; the first named wins a tie."""
    scores = {name: phrases.score(sentence) for name, phrases in phrase_sets(section).items()}
    name = max(scores, key=lambda key: scores[key])
    return name if scores[name] else None
