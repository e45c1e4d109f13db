"""What a sentence asks for, as far as it matters whether another sentence asks for the same."""

from __future__ import annotations

from functools import lru_cache

from catalog.search.text import tokens
from catalog.search.thesaurus import concepts
from engine.lexicon import best
from engine.stt.decoding.nbest import Said, Sentence
from engine.text import words

Meaning = tuple[object, ...]

_GOODS = frozenset(["thing", "quality"])
_POLITE = frozenset(["opener", "closer"])


def meaning(sentence: Sentence) -> Meaning:
    """Equal for sentences that the kiosk answers alike: "लाल साड़ी दिखाइए" and "मुझे red saree चाहिए"."""
    return (_asked(_words(sentence)), figures(sentence), *_goods(sentence), *_others(sentence))


def _words(sentence: Sentence) -> str:
    return " ".join(phrase.text for phrase in sentence.said if phrase.slot not in _POLITE)


@lru_cache(maxsize=4096)
def _asked(text: str) -> Meaning:
    said = words(text)
    found = tuple(best(section, said) for section in ("intents", "answers", "topics", "reasons", "actions"))
    return found if any(found) else (text,)


@lru_cache(maxsize=16384)
def _named(text: str) -> frozenset[str]:
    return concepts(tokens(text)) or frozenset([text])


def _goods(sentence: Sentence) -> Meaning:
    return tuple(_named(phrase.text) for phrase in sentence.said if phrase.slot in _GOODS)


def figures(sentence: Sentence) -> str:
    """The digits that were dictated, one after the other."""
    return "".join(phrase.text for phrase in sentence.said if is_figure(phrase))


def _others(sentence: Sentence) -> Meaning:
    return tuple(phrase.text for phrase in sentence.said if phrase.slot == "price")


def is_figure(phrase: Said) -> bool:
    """Whether a phrase is part of a number that was dictated."""
    return bool(phrase.slot) and phrase.slot not in _GOODS and phrase.text.isdecimal()
