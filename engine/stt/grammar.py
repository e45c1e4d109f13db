"""What a customer of this store is likely to say: patterns of each language filled with the store's own words.

The patterns are data (resources/grammar); the words come from the catalogue. A product's name gives several spoken
forms, because nobody asks for a "Nila Red Cotton Saree (6 m)": its last word, its last two, its first with its last,
and the whole.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from indic_numtowords import num2words

from engine.languages import Language
from engine.text import words
from resources import ROOT

SPOKEN = (Language.HINDI, Language.MARATHI, Language.BENGALI)
_LONGEST_ORDER = 9  # digits; a longer one is not said as one number, and indic-numtowords cannot say it
_MOST_NOUNS = 400  # a language; more would crowd the search, and the likeliest are the most frequent

# One element of a phrase: a word, or a choice between sequences of words.
Choice = tuple[tuple[str, ...], ...]
Element = str | Choice


@dataclass(frozen=True, slots=True)
class StoreWords:
    """The store's own words: product names by language, and the order numbers in use."""

    products: dict[Language, tuple[str, ...]]
    orders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grammar:
    """The phrases of one language, each a sequence of elements."""

    language: Language
    phrases: tuple[tuple[Element, ...], ...]


def build(store: StoreWords) -> list[Grammar]:
    """The grammars of Hindi, Marathi and Bengali for a store."""
    return [_grammar(language, store) for language in SPOKEN]


def spoken_forms(names: Iterable[str], joints: frozenset[str] = frozenset()) -> list[str]:
    """The ways in which customers name products, the most frequent first.

    Figures with their units and brackets are left out: "टीवी (32 इंच)" and "चावल 5 किलो" are asked for as "टीवी" and
    "चावल". A form does not begin with one of `joints`, words that tie to what stands before them ("का", "এর").
    """
    counts: Counter[str] = Counter()
    for name in names:
        parts = words(re.sub(r"\(.*?\)|\d[\d.,]*\s*\S*", " ", name))
        if not parts:
            continue
        forms = {" ".join(parts[-count:]) for count in (1, 2, 3, len(parts))}
        if len(parts) > 2:
            forms.add(f"{parts[0]} {parts[-1]}")
        counts.update(
            form
            for form in forms
            if len(form.split()) <= 4 and form.split()[0] not in joints and not re.search("[A-Za-z]", form)
        )
    return [form for form, _ in counts.most_common(_MOST_NOUNS)]


def _grammar(language: Language, store: StoreWords) -> Grammar:
    path = ROOT / "grammar" / f"{language}.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    slots: dict[str, Choice] = {
        "{product}": _choice(spoken_forms(store.products.get(language, ()), frozenset(data["joints"]))),
        "{price}": _choice(data["slots"]["price"]),
        "{order}": _choice(
            num2words(int(order), lang=language)
            for order in store.orders
            if order.isdecimal() and len(order) <= _LONGEST_ORDER
        ),
    }
    patterns = [*data["phrases"], *data["patterns"]]
    phrases = (tuple(slots.get(part, part) for part in pattern.split()) for pattern in patterns)
    return Grammar(language, tuple(phrase for phrase in phrases if () not in phrase))  # () is a slot without words


def _choice(phrases: Iterable[str]) -> Choice:
    return tuple(tuple(phrase.split()) for phrase in phrases)
