"""What the full-text indices hold of a product and of a question: its words, their lemmas, what they name."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any

from catalog.search import thesaurus
from catalog.search.fulltext import AFTER_THE_THING, concept_term, quantity_term, stored_lemmas
from catalog.search.quantities import stored
from catalog.search.text import tokens
from catalog.search.thesaurus import Span

PRODUCT_COLUMNS = (
    *("product_id", "name", "name_hi", "name_bn", "name_mr", "named"),
    *("details", "description", "heads", "concepts", "groups", "departments", "category", "quantities"),
)
_AND = frozenset("and n और व तथा আর ও এবং आणि".split())
_WITH = frozenset("साथ सहित समेत सह वाला वाली वाले সহ সমেত সঙ্গে সাথে ওয়ালা দেওয়া".split())
_SUFFIX_WITH = "सह"
_YES = frozenset("yes included available हाँ हां हो হ্যাঁ".split())
_BUNDLES = frozenset("set sets pack kit combo box सेट पैक पॅक किट सेटचा সেট প্যাক কিট".split())

FAQ_COLUMNS = ("faq_id", "question", "question_hi", "question_bn", "question_mr", "lemmas", "concepts")


def product_document(row: Sequence[Any]) -> tuple[str, ...]:
    """The values of `PRODUCT_COLUMNS`.

    Args:
        row: id, names in four languages, category, specifications (JSON), descriptions in four languages.
    """
    product_id, *names, category, specifications = row[:7]
    titles = [tokens(name or "") for name in names]
    all_titles = [*chain(*titles)]
    kind = tokens(category)
    details = [token for value in _values(json.loads(specifications)) for token in tokens(value)]
    descriptions = [tokens(text or "") for text in row[7:11]]
    said = next(filter(None, descriptions), [])  # the others say the same, and to look for names in all takes long
    named = _named(titles)
    described = {concept for concept in thesaurus.concepts(details) if thesaurus.is_attribute(concept)}
    heads = named.heads or _kind(kind)
    what = heads or named.others
    return (
        product_id,
        *map(" ".join, titles),
        _lemma_text(all_titles) + " " + " ".join(a + b for title in titles for a, b in pairwise(title)),
        _lemma_text(kind + details),
        _lemma_text(chain(*descriptions)) + " " + _concept_text(thesaurus.concepts(said)),
        _concept_text(heads),
        _concept_text((named.others | described) - heads),
        _concept_text(named.wider | thesaurus.groups(what)),
        _concept_text(thesaurus.departments(what)),
        _concept_text(thesaurus.concepts(kind)),
        " ".join(sorted(quantity_term(*pair) for pair in stored(filter(None, names), json.loads(specifications)))),
    )


def faq_document(row: Sequence[Any]) -> tuple[str, ...]:
    """The values of `FAQ_COLUMNS`.

    Args:
        row: id, questions in four languages.
    """
    titles = [tokens(question or "") for question in row[1:5]]
    named = frozenset().union(*(thesaurus.concepts(title) for title in titles))
    return (row[0], *map(" ".join, titles), _lemma_text(chain(*titles)), _concept_text(named))


@dataclass(frozen=True, slots=True)
class _Named:
    """What the names of a product name.

    Attributes:
        heads: what they say that it is.
        wider: what that is by the end of its own name: a georgette saree is a saree.
        others: what they name beside it.
    """

    heads: frozenset[str]
    wider: frozenset[str]
    others: frozenset[str]


def _named(titles: Sequence[Sequence[str]]) -> _Named:
    """Part what a product is from what its names mention.

    All four languages put the thing itself last: a washing machine is a machine, Assam tea is tea, a tea cup a cup.
    Shops put figures and looks after it (Mosquito Net Double Bed, Mixer 500 W 2 Jars). A word may have more meanings
    than the product; what most names say is meant.
    """
    heads: Counter[str] = Counter()
    wider: set[str] = set()
    everything: set[str] = set()
    for title in titles:
        spans = thesaurus.spans(title)
        everything.update(*(span.concepts for span in spans))
        found: set[str] = set()
        for head in _heads(title, spans):
            found |= head.concepts
            wider |= _wider(title[head.start : head.end])
        found |= _without_looks(title, spans)
        heads.update(found)
    often = max(heads.values(), default=0)
    sure = frozenset(one for one, times in heads.items() if 2 * times > often)
    wide = frozenset(one for one in wider if not thesaurus.is_attribute(one)) - sure
    return _Named(sure, wide, frozenset(everything) - sure - wide)


def _kind(category: Sequence[str]) -> frozenset[str]:
    """What a category says that its products are, if it is the name of one kind of thing: Smartphones."""
    whole = next(iter(thesaurus.spans(category)), None)
    if whole is None or whole.end - whole.start < len(category) or whole.may_describe:
        return frozenset()
    return frozenset(one for one in whole.concepts if not thesaurus.is_department(one))


def _without_looks(title: Sequence[str], spans: Sequence[Span]) -> frozenset[str]:
    """What a title says by a longer name if looks do not part it: Kids' Orange T-Shirt is a kids' T-shirt."""
    plain = [word for word in title if not _is_look(word)]
    if len(plain) == len(title):
        return frozenset()
    longest = max((span.end - span.start for span in _heads(title, spans)), default=0)
    heads = _heads(plain, thesaurus.spans(plain))
    return frozenset().union(*(head.concepts for head in heads if head.end - head.start > longest))


@lru_cache(maxsize=65536)
def _is_look(word: str) -> bool:
    named = thesaurus.concepts([word])
    return any(map(thesaurus.is_look, named))


def _heads(title: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """The last thing before a figure or a word like "with", and what an "and" joins to it: Bucket and Mug.

    What may also be a look is a thing only if nothing else is. A figure before any thing ends nothing: 32 inch TV.
    """
    things = [span for span in spans if not span.describes]
    things = [span for span in things if not span.may_describe] or things
    if not things:
        return []
    things = [span for span in things if not _comes_along(title, span)] or things
    # After a thing, another one before a look is a part of the look: Lipstick Cherry Red.
    looks = {span.start for span in spans if span.describes}
    things = [things[0], *(span for span in things[1:] if span.end not in looks)]
    first = things[0].end
    end = next((place for place in range(first, len(title)) if _ends_the_thing(title[place])), len(title))
    things = [span for span in things if span.start < end]
    heads = [things.pop()]
    while things and [*title[things[-1].end : heads[-1].start]] in ([one] for one in _AND):
        heads.append(things.pop())
    return heads


def _comes_along(title: Sequence[str], thing: Span) -> bool:
    """Whether a thing only comes with another, which Indian languages say after it: ढक्कन के साथ, ঢাকনা সমেত, झाकणासह."""
    after = [word for word in title[thing.end : thing.end + 2] if word != "के"][:1]
    return title[thing.end - 1].endswith(_SUFFIX_WITH) or not _WITH.isdisjoint(after)


def _ends_the_thing(word: str) -> bool:
    return word.isdigit() or word in AFTER_THE_THING


def _wider(name: Sequence[str]) -> frozenset[str]:
    """What shorter names say that a name of several words has in it: its end, or all but "set" or "pack"."""
    shorter = [list(name[start:]) for start in range(1, len(name))]
    if name[-1] in _BUNDLES:
        shorter = [list(name[:-1])]
    return frozenset().union(
        *(span.concepts for part in shorter for span in thesaurus.spans(part) if span.end == len(part))
    )


def _values(value: Any) -> Iterator[str]:
    """The texts and figures in a specification's value, whatever its shape; of what is only so, its name."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from [f"with {name}"] if _is_so(item) else _values(item)
    elif isinstance(value, list):
        for item in value:
            yield from _values(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def _is_so(value: Any) -> bool:
    return value is True or (isinstance(value, str) and value.strip().lower() in _YES)


def _lemma_text(words: Iterable[str]) -> str:
    return " ".join(sorted({term for word in words for term in stored_lemmas(word)}))


def _concept_text(concepts: Iterable[str]) -> str:
    return " ".join(sorted(map(concept_term, concepts)))
