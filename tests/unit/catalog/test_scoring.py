"""Evidence and probabilities."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from catalog.search.fulltext import Document, concept_term, quantity_term
from catalog.search.matching import among, matches, texts
from catalog.search.quantities import Quantity
from catalog.search.question import Word
from catalog.search.scoring import EVIDENCE, Evidence, evidence, probabilities

SAREE = Word("saree", "saree", attribute=False, telling=True, concepts=frozenset({"saree"}), head=True)
RED = Word("red", "red", attribute=True, telling=True, concepts=frozenset({"red"}))


def document(
    name: str, heads: tuple[str, ...] = (), concepts: tuple[str, ...] = (), **more: frozenset[str]
) -> Document:
    words = name.split()
    return Document(
        name,
        frozenset(words),
        frozenset(words[-1:]),
        (name,),
        heads=frozenset(map(concept_term, heads)),
        concepts=frozenset(map(concept_term, concepts)),
        **more,
    )


RED_SAREE = document("red saree", ("saree",), ("red",))
BLUE_SAREE = document("blue saree", ("saree",), ("blue",))
SHIRT = document("red shirt", ("shirt",), ("red",))


def seen(
    words: list[Word],
    documents: list[Document],
    cosines: dict[str, float] | None = None,
    quantities: tuple[Quantity, ...] = (),
    needed: dict[str, float] | None = None,
) -> Evidence:
    alike = among(texts(words), {word for document in documents for word in document.words})
    found = [matches(word, documents, alike) for word in words]
    return evidence(words, quantities, documents, found, cosines or {}, needed or {})


def column(found: Evidence, name: str) -> list[float]:
    return [round(float(value), 3) for value in found[:, EVIDENCE.index(name)]]


def test_each_candidate_has_a_row_of_all_columns() -> None:
    assert seen([SAREE], [RED_SAREE, SHIRT]).shape == (2, len(EVIDENCE))
    assert seen([SAREE], []).shape == (0, len(EVIDENCE))
    assert len(set(EVIDENCE)) == len(EVIDENCE)


def test_another_thing_and_another_colour_are_known() -> None:
    found = seen([RED, SAREE], [RED_SAREE, BLUE_SAREE, SHIRT])
    assert column(found, "something else") == [0, 0, 1]
    assert column(found, "something else in few") == [0, 0, 0.5]
    assert column(found, "contradicted") == [0, 1, 0]
    assert column(found, "head") == [1, 1, 0]
    assert column(found, "best of all") == [1, 1, 0]


def test_what_is_known_and_not_here_is_told_of_all_candidates() -> None:
    assert column(seen([SAREE], [SHIRT]), "known but not here") == [1]
    assert column(seen([SAREE], [SHIRT, RED_SAREE]), "known but not here") == [0, 0]


def test_quantities_agree_or_differ_or_are_not_told() -> None:
    six, twelve = (frozenset({quantity_term("pieces", number)}) for number in ("6", "12"))
    documents = [document("a", quantities=six), document("b", quantities=twelve), document("c")]
    found = seen([SAREE], documents, quantities=(Quantity("pieces", "6"),))
    assert column(found, "quantities") == [1, 0, 0]
    assert column(found, "other quantities") == [0, 1, 0]


def test_meaning_is_told_beside_the_best() -> None:
    found = seen([SAREE], [RED_SAREE, SHIRT], {"red saree": 0.5, "red shirt": 0.1})
    assert column(found, "cosine") == [0.5, 0.1]
    assert column(found, "cosine behind the best") == [0, 0.4]
    assert column(found, "nearest") == [1, 0]
    assert column(found, "cosine above the mean") == [0.2, -0.2]


@pytest.mark.parametrize("with_meaning", [True, False])
def test_the_asked_thing_is_likelier_than_another_colour_and_that_than_another_thing(with_meaning: bool) -> None:
    documents = [SHIRT, BLUE_SAREE, RED_SAREE]
    cosines = {"red saree": 0.5, "blue saree": 0.4, "red shirt": 0.2} if with_meaning else {}
    shirt, blue, red = probabilities(seen([RED, SAREE], documents, cosines), with_meaning=with_meaning)
    assert 1 > red > blue > shirt > 0
    assert red > 0.5


def test_probabilities_of_nothing_are_none() -> None:
    assert np.array_equal(probabilities(seen([SAREE], []), with_meaning=True), [])


def test_what_others_with_such_a_need_asked_for_is_nearer() -> None:
    words = [replace(SAREE, text="wedding", said="wedding", concepts=frozenset(), head=False)]
    needed = {concept_term("saree"): 0.8, concept_term("umbrella"): 0.9}
    found = seen(words, [SHIRT, RED_SAREE], {"red saree": 0.1, "red shirt": 0.1}, needed=needed)
    assert column(found, "needed") == [0.0, 0.8]
    assert column(found, "needed behind the best") == [0.8, 0.0]
    assert column(found, "nearest need") == [0.0, 1.0]
    shirt, saree = probabilities(found, with_meaning=True)
    assert saree > shirt
    assert column(seen(words, [SHIRT]), "nearest need") == [0.0]
