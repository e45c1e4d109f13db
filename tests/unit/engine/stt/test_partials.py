from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.stt.partials import StablePrefix


def updates(*hypotheses: str) -> list[tuple[str, str]]:
    prefix = StablePrefix()
    return [prefix.update(text) for text in hypotheses]


def test_a_first_hypothesis_is_tentative():
    assert updates("where is my") == [("", "where is my")]


def test_words_on_which_two_hypotheses_agree_are_stable():
    assert updates("where is", "where is my", "where is my order") == [
        ("", "where is"),
        ("where is", "my"),
        ("where is my", "order"),
    ]


def test_agreement_is_counted_from_the_beginning():
    assert updates("wear is my", "where is my") == [("", "wear is my"), ("", "where is my")]


def test_words_that_change_are_not_stable_yet():
    assert updates("show me a red", "show me the red", "show me the red") == [
        ("", "show me a red"),
        ("show me", "the red"),
        ("show me the red", ""),
    ]


@pytest.mark.parametrize("later", ["", "there", "show you the", "me the red saree"])
def test_what_is_stable_is_not_taken_back(later):
    assert updates("show me", "show me the", later)[-1] == ("show me", "")


def test_after_a_slip_it_goes_on():
    assert updates("show me", "show me", "so me", "show me the", "show me the red")[-2:] == [
        ("show me", "the"),
        ("show me the", "red"),
    ]


def test_a_hypothesis_that_contradicts_what_is_stable_commits_nothing():
    assert updates("a b", "a b", "x b c", "x b c", "x b c") == [("", "a b"), ("a b", "")] + [("a b", "")] * 3


HYPOTHESES = st.lists(st.lists(st.sampled_from("abc"), max_size=6).map(" ".join), max_size=15)


@given(HYPOTHESES)
def test_stable_words_never_change_and_only_grow(hypotheses):
    prefix, before = StablePrefix(), []
    for text in hypotheses:
        stable, tentative = prefix.update(text)
        assert stable.split()[: len(before)] == before
        before = stable.split()
        if tentative:
            assert f"{stable} {tentative}".split() == text.split()


@given(HYPOTHESES)
def test_a_word_is_stable_only_if_two_hypotheses_in_a_row_had_it_there(hypotheses):
    prefix, last = StablePrefix(), None
    seen = 0
    for text in hypotheses:
        stable = prefix.update(text)[0].split()
        for at in range(seen, len(stable)):
            assert last is not None
            assert last[: at + 1] == text.split()[: at + 1] == stable[: at + 1]
        seen, last = len(stable), text.split()
