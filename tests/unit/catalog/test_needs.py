"""What is asked for by who tells a need."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from catalog.search import needs, thesaurus
from catalog.search.embedding import E5
from catalog.search.fulltext import concept_term
from catalog.search.text import plain
from catalog.search.transliterate import in_own_script
from models.store import PackStore
from tests.fakes.fake_embedder import FakeEmbedder

TOLD = {
    "kettle | electric kettle": {"en": "hot water for tea", "hi": "चाय tea का पानी"},
    "saree": {"en": "a saree to wear at the wedding"},
}
SAID = [  # in no list of needs
    ("my knees pain a lot when I climb the stairs", "knee"),
    ("दफ़्तर पहुँचने तक चाय ठंडी हो जाती है", "thermos"),
    ("ঘরে মশা খুব, রাতে ঘুমোতে পারি না", "mosquito"),
    ("रात्री डास खूप चावतात हो", "mosquito"),
    ("haath se kapde dhote dhote thak gayi hoon", "washing machine"),
    ("baarish mein bheegna nahi chahta", "umbrella"),
]


def test_a_question_is_like_the_nearest_need_for_a_thing(tmp_path: Path) -> None:
    needs.make(TOLD, FakeEmbedder(), tmp_path / "needs.npz")
    known = needs.load(FakeEmbedder(), tmp_path / "needs.npz")
    assert known is not None
    assert known.vectors.dtype == np.float32
    found = known.likeness(FakeEmbedder().query("tea"))
    assert found.keys() == set(map(concept_term, ("kettle", "electric kettle", "saree")))
    assert found[concept_term("kettle")] == found[concept_term("electric kettle")] > 0.5
    assert found[concept_term("saree")] < 0


def test_the_needs_of_another_language_model_tell_nothing() -> None:
    assert needs.load(FakeEmbedder()) is None


def test_the_vectors_are_those_of_the_needs_that_are_told() -> None:
    told = needs.read()
    with np.load(needs.VECTORS) as kept:
        assert kept["things"].tolist() == [*told]
        assert kept["counts"].tolist() == [*map(len, told.values())]
        assert str(kept["embedder"]) == E5.name
    for names in told:
        for thing in names.split(" | "):
            assert thing in thesaurus.concepts(plain(thing).split()), thing


@pytest.mark.models
@pytest.mark.parametrize(("said", "thing"), SAID)
def test_a_need_that_nobody_has_written_down_finds_its_thing(packs: PackStore, said: str, thing: str) -> None:
    assert said not in {need for told in needs.read().values() for need in told.values()}
    embedder = E5(packs.path("e5-small"))
    known = needs.load(embedder)
    assert known is not None
    found = known.likeness(embedder.query(in_own_script(plain(said))))
    first = sorted(found, key=found.__getitem__, reverse=True)[:5]
    assert any(one.startswith(concept_term(thing)) for one in first)
