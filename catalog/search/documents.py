"""What the full-text indices hold of a product and of a question: its words, their lemmas, what they name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Any

from catalog.search import thesaurus
from catalog.search.fulltext import concept_term, stored_lemmas
from catalog.search.text import tokens

PRODUCT_COLUMNS = (
    *("product_id", "name", "name_hi", "name_bn", "name_mr", "named"),
    *("details", "description", "heads", "concepts", "groups", "category"),
)
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
    description = tokens(" ".join(text or "" for text in row[7:11]))
    heads, named = _concepts(titles)
    described = {concept for concept in thesaurus.concepts(details) if thesaurus.is_attribute(concept)}
    return (
        product_id,
        *map(" ".join, titles),
        _lemma_text(all_titles) + " " + " ".join(a + b for title in titles for a, b in pairwise(title)),
        _lemma_text(kind + details),
        _lemma_text(description),
        _concept_text(heads),
        _concept_text((named | described) - heads),
        _concept_text(thesaurus.groups(heads or named)),
        _concept_text(thesaurus.concepts(kind)),
    )


def faq_document(row: Sequence[Any]) -> tuple[str, ...]:
    """The values of `FAQ_COLUMNS`.

    Args:
        row: id, questions in four languages.
    """
    titles = [tokens(question or "") for question in row[1:5]]
    named = frozenset().union(*(thesaurus.concepts(title) for title in titles))
    return (row[0], *map(" ".join, titles), _lemma_text(chain(*titles)), _concept_text(named))


def _concepts(titles: Iterable[list[str]]) -> tuple[frozenset[str], frozenset[str]]:
    """The concepts of what the names say that the product is, and all that they name.

    All four languages put the thing itself last: a washing machine is a machine, Assam tea is tea, a tea cup a cup.
    """
    heads: set[str] = set()
    named: set[str] = set()
    for title in titles:
        things = []
        for span in thesaurus.spans(title):
            named |= span.concepts
            if not all(map(thesaurus.is_attribute, span.concepts)):
                things.append(span)
        if things:
            heads |= things[-1].concepts
    return frozenset(heads), frozenset(named)


def _values(value: Any) -> Iterator[str]:
    """The texts and figures in a specification's value, whatever its shape."""
    if isinstance(value, dict):
        for item in value.values():
            yield from _values(item)
    elif isinstance(value, list):
        for item in value:
            yield from _values(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def _lemma_text(words: Iterable[str]) -> str:
    return " ".join(sorted({term for word in words for term in stored_lemmas(word)}))


def _concept_text(concepts: Iterable[str]) -> str:
    return " ".join(sorted(map(concept_term, concepts)))
