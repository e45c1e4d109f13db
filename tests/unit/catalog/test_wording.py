"""How alike two texts are worded."""

from __future__ import annotations

import pytest

from catalog.search import wording


def test_a_spelling_in_latin_letters_is_near_its_own_script() -> None:
    latin, own, other = (wording.features(text) for text in ("kitna paisa", "कितना पैसा", "store band"))
    assert latin @ own > 0.2 > latin @ other


@pytest.mark.parametrize("text", ["", "…", "\u200b", "🙂" * 50])
def test_no_words_are_no_vector(text: str) -> None:
    assert not wording.features(text).any()


def test_the_most_alike_of_some_texts_counts() -> None:
    others = ["Where can I park?", "Can I pay in instalments?"]
    assert wording.likeness("can we pay by instalments", others) > 0.3 > wording.likeness("red saree", others)
    assert wording.likeness("can I pay in instalments", others) == pytest.approx(1, abs=1e-5)
    assert wording.likeness("anything", []) == 0
