from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dialogue.phrases import day, money, phrase, screen_texts
from engine.errors import KnownProblem
from engine.languages import Language
from resources import ROOT

LANGUAGES = list(Language)


def _file(language: Language) -> dict[str, dict[str, str | list[str]]]:
    return tomllib.loads((ROOT / "phrases" / f"{language}.toml").read_text(encoding="utf-8"))


def _sentences(language: Language) -> Iterator[tuple[str, str]]:
    """Every sentence with its key; some have several for the same."""
    for section, texts in _file(language).items():
        for name, text in texts.items():
            for one in text if isinstance(text, list) else [text]:
                yield f"{section}.{name}", one


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _keys(language: Language) -> dict[str, set[str]]:
    return {section: set(texts) for section, texts in _file(language).items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: Language) -> None:
    assert _keys(language) == _keys(Language.ENGLISH)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_fills_the_same_gaps(language: Language) -> None:
    english = dict(_sentences(Language.ENGLISH))
    for key, text in _sentences(language):
        assert _placeholders(text) == _placeholders(english[key]), key


SCRIPTS = {
    Language.HINDI: ("\u0900", "\u097f"),
    Language.MARATHI: ("\u0900", "\u097f"),
    Language.BENGALI: ("\u0980", "\u09ff"),
    Language.ENGLISH: ("A", "z"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_written_in_the_script_of_its_language_and_in_no_other(language: Language) -> None:
    low, high = SCRIPTS[language]
    for key, text in _sentences(language):
        bare = "".join(literal for literal, *_ in string.Formatter().parse(text))
        letters = [c for c in bare if c.isalpha() and c != "₹"]
        assert letters or key == "spec.value", key
        assert all(low <= c <= high for c in letters), f"{key}: {bare}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_states_a_price_or_a_number_of_its_own(language: Language) -> None:
    for key, text in _sentences(language):
        assert "₹" not in text, key
        assert not any(c.isdecimal() for c in text), key


def test_several_sentences_for_the_same_take_turns() -> None:
    told = [phrase("talk.stop", Language.HINDI, variant) for variant in range(4)]
    assert told[0] == told[2] != told[1] == told[3]


def test_a_sentence_is_filled_with_its_values() -> None:
    said = phrase("search.one", Language.ENGLISH, name="Ceiling Fan", price="₹1,899")
    assert said == "Here it is: Ceiling Fan, ₹1,899."
    assert phrase("search.one", Language.HINDI, name="छत का पंखा", price="₹1,899") == "यह लीजिए: छत का पंखा, ₹1,899।"


def test_values_with_braces_are_no_gaps() -> None:
    assert "{price}" in phrase("search.one", Language.ENGLISH, name="{price}", price="₹1")


@pytest.mark.parametrize("key", ["search.nothing_like_that", "no_section.one", "search", ""])
def test_an_unknown_sentence_is_an_error(key: str) -> None:
    with pytest.raises(KeyError):
        phrase(key, Language.ENGLISH)


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        phrase("search.one", Language.ENGLISH, name="Fan")


def _problems(kind: type[KnownProblem]) -> list[type[KnownProblem]]:
    return [kind, *(below for child in kind.__subclasses__() for below in _problems(child))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_known_problem_can_be_told_to_the_customer(language: Language) -> None:
    for problem in _problems(KnownProblem):
        assert phrase(problem.phrase, language)
    for key in ("problem.store", "problem.microphone"):
        assert phrase(key, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_screen_has_its_texts_in_every_language(language: Language) -> None:
    texts = screen_texts(language)
    assert set(texts) == set(screen_texts(Language.ENGLISH))
    assert texts["yes"] == {"hi": "हाँ", "bn": "হ্যাঁ", "mr": "हो", "en": "Yes"}[language]


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "₹0"),
        (5, "₹5"),
        (99, "₹99"),
        (100, "₹100"),
        (999, "₹999"),
        (1000, "₹1,000"),
        (2999, "₹2,999"),
        (99999, "₹99,999"),
        (100000, "₹1,00,000"),
        (149999, "₹1,49,999"),
        (1234567, "₹12,34,567"),
        (12345678, "₹1,23,45,678"),
        (1000000000, "₹1,00,00,00,000"),
        (40.5, "₹40.50"),
        (40.05, "₹40.05"),
        (1299.99, "₹1,299.99"),
        (0.5, "₹0.50"),
        (2999.0, "₹2,999"),
        (99.999, "₹100"),
    ],
)
def test_money_is_grouped_as_in_india(amount: float, written: str) -> None:
    assert money(amount) == written


def _reference(rupees: int) -> str:
    """The last three figures, and before them twos, from right to left."""
    figures = str(rupees)[::-1]
    groups = [figures[:3], *(figures[i : i + 2] for i in range(3, len(figures), 2))]
    return ",".join(groups)[::-1]


@given(st.integers(0, 10**12))
def test_whole_amounts_agree_with_a_grouping_from_the_right(rupees: int) -> None:
    assert money(float(rupees)) == "₹" + _reference(rupees)


@given(st.integers(0, 10**9), st.integers(1, 99))
def test_paise_stand_after_the_point(rupees: int, paise: int) -> None:
    assert money(rupees + paise / 100) == f"₹{_reference(rupees)}.{paise:02}"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.ENGLISH, "18 January"),
        (Language.HINDI, "18 जनवरी"),
        (Language.BENGALI, "18 জানুয়ারি"),
        (Language.MARATHI, "18 जानेवारी"),
    ],
)
def test_a_day_is_said_in_each_language(language: Language, said: str) -> None:
    assert day("2026-01-18", language) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_twelve_months_have_twelve_names(language: Language) -> None:
    said = [day(date(2026, month, 1).isoformat(), language) for month in range(1, 13)]
    assert all(text.startswith("1 ") for text in said)
    assert len(set(said)) == 12


def test_days_have_no_zero_before_them() -> None:
    assert day("2026-12-05", Language.ENGLISH) == "5 December"
    with pytest.raises(ValueError, match="month must be in"):
        day("2026-13-01", Language.ENGLISH)
