"""What customers call goods: a store's products by their names, whole and shortened, and all things by any name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from catalog.search.thesaurus import is_attribute
from catalog.search.thesaurus import named as names_and_concepts
from engine.languages import Language
from engine.stt.decoding.network import Phrase
from engine.text import words

_LONGEST = 5  # words of a name that is said whole
_MOST_FORMS = 50_000  # so that 50,000 products are bounded in memory and in the time of building
_BRACKETS = re.compile(r"\(.*?\)")
_FIGURES = re.compile(r"\d[\d.,]*\s*\S*")  # with their unit: "5 किलो"
# Log-probabilities: of what the store has by its name there and by another, of what it has not, and of a quality.
_OWN, _KNOWN, _UNKNOWN = -2.0, -3.0, -4.5
_QUALITY = -1.0
_SCRIPTS = {Language.HINDI: 0x0900, Language.MARATHI: 0x0900, Language.BENGALI: 0x0980}  # first code points


def called(names: Iterable[str], joints: frozenset[str]) -> list[str]:
    """The ways in which customers name products.

    Nobody asks for a "Nila Red Cotton Saree (6 m)": a name gives its last word, its last two and three, its first with
    its last, and the whole, with and without figures. Of a very large store's, the most frequent are taken.

    Args:
        names: of products, in one language.
        joints: words that tie to what stands before them ("का", "এর"), with which no form begins.
    """
    found: Counter[str] = Counter()
    for name in names:
        plain = _BRACKETS.sub(" ", name)
        whole, bare = words(plain), words(_FIGURES.sub(" ", plain))
        forms = [bare[-count:] for count in (1, 2, 3)] + [bare, whole]
        if len(bare) > 2:
            forms.append([bare[0], bare[-1]])
        found.update({" ".join(form) for form in forms if 0 < len(form) <= _LONGEST and form[0] not in joints})
    return [form for form, _ in found.most_common(_MOST_FORMS)]


def goods(language: Language, own: Sequence[str]) -> list[Phrase]:
    """The phrases for goods: the store's as they are `called`, then all other things by the thesaurus' names."""
    sold = frozenset(concept for text in own for concept in _named().get(text.lower(), ()))
    phrases = {text: Phrase(text, weight=_OWN) for text in own}
    for text, meant in _things(language).items():
        phrases.setdefault(text, Phrase(text, weight=_KNOWN if meant & sold else _UNKNOWN))
    return list(phrases.values())


@cache
def qualities(language: Language) -> list[Phrase]:
    """Colours, materials and sizes."""
    described = (text for text, meant in _named().items() if any(map(is_attribute, meant)))
    return [Phrase(text, weight=_QUALITY) for text in described if _written(text, language)]


@cache
def _things(language: Language) -> dict[str, frozenset[str]]:
    """The names of things in a language's script, with what they mean."""
    return {
        text: meant
        for text, meant in _named().items()
        if _written(text, language) and not all(map(is_attribute, meant))
    }


def _written(text: str, language: Language) -> bool:
    first = _SCRIPTS[language]
    return all(first <= ord(c) < first + 0x80 or c == " " for c in text)


@cache
def _named() -> dict[str, frozenset[str]]:
    """All names of the thesaurus, with what they mean."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for concept, name in names_and_concepts():
        said = words(name)
        if 0 < len(said) <= _LONGEST:
            found[" ".join(said)].add(concept)
    return {text: frozenset(meant) for text, meant in found.items()}
