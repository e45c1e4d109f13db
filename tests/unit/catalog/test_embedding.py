"""The real language model, where it is installed."""

from __future__ import annotations

import numpy as np
import pytest

from catalog.search.embedding import DIMENSIONS, E5, READINGS
from models.store import PackStore


@pytest.fixture(scope="module")
def e5(packs: PackStore) -> E5:
    return E5(packs.path("e5-small"))


@pytest.mark.models
@pytest.mark.parametrize(
    "text", ["", " ", "साड़ी", "\ud800", "half \udfff", "😀\u200d", "\x00", "x" * 5000, "ग " * 5000]
)
def test_any_text_has_a_vector_of_length_one(e5: E5, text: str) -> None:
    for vector in (e5.query(text), e5.passages([text])[0]):
        assert vector.shape == (DIMENSIONS,)
        assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.models
def test_the_readings_of_a_question_begin_with_what_it_is_about(e5: E5) -> None:
    for text in ("", "লাল শাড়ি দেখান", "when do you open"):
        assert e5.readings(text).shape == (READINGS, DIMENSIONS)
        assert np.array_equal(e5.readings(text)[0], e5.query(text))


@pytest.mark.models
def test_the_middle_layers_tell_a_question_from_a_wish(e5: E5) -> None:
    """Of four sentences about two things the matter is nearer in the last layer, the kind in the middle ones."""

    def nearness(one: str, other: str) -> np.ndarray:
        pair = [
            readings / np.linalg.norm(readings, axis=1, keepdims=True) for readings in map(e5.readings, (one, other))
        ]
        return (pair[0] * pair[1]).sum(1)

    same_thing = nearness("is this kettle safe for children?", "show me a kettle")
    same_kind = nearness("is this kettle safe for children?", "is that fan noisy at night?")
    assert (same_kind - same_thing)[1] > (same_kind - same_thing)[0]


@pytest.mark.models
def test_passages_do_not_depend_on_their_neighbours(e5: E5) -> None:
    texts = ["saree", "a much longer text about a ceiling fan that moves a lot of air", "চা", ""]
    together = e5.passages(texts)
    for text, vector in zip(texts, together, strict=True):
        assert e5.passages([text])[0].tobytes() == vector.tobytes()


@pytest.mark.models
def test_no_passages_have_no_vectors(e5: E5) -> None:
    assert e5.passages([]).shape == (0, DIMENSIONS)


@pytest.mark.models
def test_a_question_is_nearest_to_what_it_asks_for_in_any_language(e5: E5) -> None:
    passages = e5.passages(["Red cotton saree", "Ceiling fan", "Pressure cooker"])
    for question in ("लाल साड़ी", "লাল শাড়ি", "red sari", "लाल साडी"):
        assert int(np.argmax(passages @ e5.query(question))) == 0
