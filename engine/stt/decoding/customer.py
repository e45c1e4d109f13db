"""What a customer of this store may say now, as grammars: resources/grammar filled with the store's own words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from engine.languages import Language
from engine.stt.decoding import numbers
from engine.stt.decoding.goods import called, goods, qualities
from engine.stt.decoding.network import Grammar, Phrase
from engine.stt.decoding.patterns import Sentence, expand
from engine.stt.grammar import SPOKEN, StoreWords
from resources import ROOT

_FIGURES = re.compile(r"\d+")
_LONGEST_ORDER = 12  # digits that somebody may dictate as one number
_POLITENESS = -3.0  # log-probability of a word of it: most sentences have none


def grammars(store: StoreWords) -> list[Grammar]:
    """The grammars of Hindi, Marathi and Bengali for a store."""
    english = called(store.products.get(Language.ENGLISH, ()), frozenset())  # customers mix it in
    return [_grammar(language, store, english) for language in SPOKEN]


def order_digits(order: str) -> str:
    """The figures of an order's number, which is what customers say of it; empty if it has none or too many."""
    figures = "".join(_FIGURES.findall(order))
    return figures if len(figures) <= _LONGEST_ORDER else ""


def _grammar(language: Language, store: StoreWords, english: list[str]) -> Grammar:
    data = _data(language)
    spoken = data["spoken"]
    rules = _expanded(data["rules"])
    rules |= numbers.rules(len(figures) for order in store.orders if (figures := order_digits(order)))
    rules["goods"] = [("{thing}",), ("{quality}", "{thing}")]
    own = called(store.products.get(language, ()), frozenset(data["joints"]))
    slots: dict[str, list[Phrase]] = {
        "thing": goods(language, [*own, *english]),
        "quality": qualities(language),
        "price": _prices(language),
        "opener": [Phrase(word, weight=_POLITENESS) for word in spoken["openers"]],
        "closer": [Phrase(word, weight=_POLITENESS) for word in spoken["closers"]],
    }
    return Grammar(language, _topics(language), rules, slots | _number_slots(language))


@cache
def _topics(language: Language) -> Mapping[str, list[Sentence]]:
    """The sentences by topic, each with words of politeness before and after it."""
    data = _data(language)
    topics = {
        topic: [one for pattern in patterns for one in expand(pattern)] for topic, patterns in data["topics"].items()
    }
    topics["odd numbers"] = [
        tuple("{odd_number}" if word == "{number}" else word for word in sentence) for sentence in topics["numbers"]
    ]
    topics["shop"] = [*topics["shop"], *(tuple(phrase.split()) for phrase in data["phrases"])]
    renamed = (tuple(pattern.replace("{product}", "{goods}").split()) for pattern in data["patterns"])
    for sentence in renamed:
        topics["order" if "{order}" in sentence else "search"].append(sentence)
    return {
        topic: [("{opening}", *sentence, "{closing}") for sentence in dict.fromkeys(sentences)]
        for topic, sentences in topics.items()
    }


def _expanded(patterns: Mapping[str, list[str]]) -> dict[str, list[Sentence]]:
    return {name: [one for pattern in listed for one in expand(pattern)] for name, listed in patterns.items()}


@cache
def _prices(language: Language) -> list[Phrase]:
    spoken = _data(language)["spoken"]
    amounts = [*spoken["amounts"], *_data(language)["slots"]["price"]]
    return numbers.prices(language, amounts, spoken["currency"])


@cache
def _number_slots(language: Language) -> dict[str, list[Phrase]]:
    spoken = _data(language)["spoken"]
    return numbers.slots(language, spoken["doubled"], spoken["tripled"], spoken["thousand"])


@cache
def _data(language: Language) -> Mapping[str, Any]:
    return tomllib.loads((ROOT / "grammar" / f"{language}.toml").read_text(encoding="utf-8"))
