"""The classifier of intents, on an embedder without a language model."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from catalog.search.embedding import E5
from engine.lexicon import CODES
from engine.llm.offline.understanding import semantics
from tests.fakes.fake_embedder import FakeEmbedder


class _Counting(FakeEmbedder):
    """Counts what it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def query(self, text: str):
        self.asked += 1
        return super().query(text)


def test_every_intent_has_examples_in_every_language() -> None:
    assert len(semantics.examples()) > 20
    assert all(len(texts) >= 2 * len(CODES) for texts in semantics.examples().values())
    texts = [text for found in semantics.examples().values() for text in found]
    assert len(texts) == len(set(texts)), "an example cannot belong to two intents"


def test_an_example_is_nearest_to_its_own_intent() -> None:
    embedder = FakeEmbedder()
    model = semantics.learn(embedder, None)
    scores = [model.scores(embedder, text) for text in semantics.examples()["track_order"][:20]]
    share = dict(zip(model.names, model.bias, strict=True))
    gain = {name: sum(one[name] for one in scores) / len(scores) - share[name] for name in model.names}
    assert max(gain, key=lambda name: gain[name]) == "track_order"
    assert set(gain) == set(semantics.examples())


def test_the_shipped_classifier_was_made_of_these_examples() -> None:
    with np.load(semantics.SHIPPED) as shipped:
        assert str(shipped["digest"]) == semantics.digest(E5.name)


def test_the_examples_are_embedded_once_and_kept(tmp_path: Path) -> None:
    first, second = _Counting(), _Counting()
    one = semantics.learn(first, tmp_path)
    other = semantics.learn(second, tmp_path)
    assert (first.asked > 0, second.asked) == (True, 0)
    assert np.array_equal(one.weights, other.weights)


def test_a_broken_file_is_made_anew(tmp_path: Path) -> None:
    semantics.learn(FakeEmbedder(), tmp_path)
    (kept,) = tmp_path.glob("intents-*.npy")
    kept.write_bytes(b"no array")
    assert semantics.learn(_Counting(), tmp_path).names
    assert np.load(kept).shape[1] == 384
