"""How the customer wants to be spoken to: slower, louder, once more. Decided by words, whichever brain answers.

The words are in resources/manner, a file a language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from engine.lexicon import CODES, PhraseSet, folded, phrase_set
from engine.text import words
from engine.tts.manner import Manner
from resources import ROOT


class Wish(StrEnum):
    """What the customer asks for; its value is the intent's name and the phrase's."""

    SLOWER = "slower"
    FASTER = "faster"
    LOUDER = "louder"
    SOFTER = "softer"
    REPEAT = "repeat"


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish, and whether the customer said nothing else."""

    wish: Wish
    alone: bool


_LIMITS = {Wish.SLOWER: "slowest", Wish.FASTER: "fastest", Wish.LOUDER: "loudest", Wish.SOFTER: "softest"}


def asked(utterance: str) -> Asked | None:
    """The wish in an utterance: the one of the longest phrase; None if there is none."""
    sentence = words(utterance)
    scores = {wish: _phrases(wish).score(sentence) for wish in Wish}
    wish = max(Wish, key=lambda one: scores[one])
    if not scores[wish]:
        return None
    beside = _any_word(wish)
    if all(beside.score([word]) for word in sentence):
        return Asked(wish, alone=True)
    return Asked(wish, alone=False) if _phrases(wish, "said").score(sentence) else None


def granted(wish: Wish, manner: Manner) -> tuple[Manner, str]:
    """The manner that a wish leads to, and the key of what is said about it: at the limit, that this is it.

    Args:
        wish: any but REPEAT.
        manner: as it is.
    """
    changes = {
        Wish.SLOWER: manner.slower,
        Wish.FASTER: manner.faster,
        Wish.LOUDER: manner.louder,
        Wish.SOFTER: manner.softer,
    }
    changed = changes[wish]()
    return changed, f"talk.{_LIMITS[wish] if changed == manner else wish}"


@cache
def _phrases(wish: Wish, *kinds: str) -> PhraseSet:
    wanted = kinds or ("said", "alone")
    return phrase_set(phrase for code in CODES for kind in wanted for phrase in _read(code)[wish][kind])


@cache
def _any_word(wish: Wish) -> PhraseSet:
    """The words of the wish's phrases, and those that may stand beside them, each by itself."""
    beside = {folded(word) for code in CODES for phrase in _read(code)["beside"] for word in words(phrase)}
    return PhraseSet((word,) for word in beside.union(*_phrases(wish).phrases))


@cache
def _read(code: str) -> Mapping[str, Any]:
    with (ROOT / "manner" / f"{code}.toml").open("rb") as file:
        return tomllib.load(file)
