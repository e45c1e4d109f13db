from __future__ import annotations

import pytest

from engine.stt.decoding.patterns import expand


@pytest.mark.parametrize(
    ("pattern", "sentences"),
    [
        ("", {""}),
        ("मुझे {goods} दिखाइए", {"मुझे {goods} दिखाइए"}),
        ("(मुझे|) {goods}", {"मुझे {goods}", "{goods}"}),
        ("(a|b c) d", {"a d", "b c d"}),
        ("a (b (c|d)|e)", {"a b c", "a b d", "a e"}),
        ("(a|a) b", {"a b"}),
        ("(|a)(b|)", {"", "a", "b", "a b"}),
        ("a|b c", {"a", "b c"}),
    ],
)
def test_a_pattern_is_all_its_sentences(pattern, sentences):
    found = expand(pattern)
    assert {" ".join(sentence) for sentence in found} == sentences
    assert len(found) == len(sentences)


@pytest.mark.parametrize("pattern", ["(a", "a)", "((a|b)", "(a|b))"])
def test_a_bracket_without_its_counterpart_is_named(pattern):
    with pytest.raises(ValueError, match="the pattern"):
        expand(pattern)
