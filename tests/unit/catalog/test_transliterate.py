"""Indian languages in Latin letters, in their own script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.text import Script, is_indic, script, tokens
from catalog.search.transliterate import in_own_script


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("mujhe lal saree dikhao", Script.DEVANAGARI),
        ("mala lal sadi havi aahe", Script.DEVANAGARI),
        ("amar ekta lal shari lagbe", Script.BENGALI),
        ("chhata dekhan", Script.BENGALI),
    ],
)
def test_known_words_are_written_in_their_script(text: str, own: Script) -> None:
    written = [script(word) for word in tokens(in_own_script(text)) if is_indic(word)]
    assert written
    assert set(written) == {own}


@pytest.mark.parametrize(
    "text",
    [
        "show me a red saree",
        "washing machine",
        "keeps my tea hot on a long journey",
        "pressure cooker under 2000 rupees",
        "लाल साड़ी",
        "লাল শাড়ি",
        "",
        "32",
    ],
)
def test_english_and_own_scripts_stay_as_they_are(text: str) -> None:
    assert in_own_script(text) == text


def test_unknown_words_stay() -> None:
    assert "xyzzy" in in_own_script("mujhe xyzzy chahiye").split()


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    in_own_script(text)
