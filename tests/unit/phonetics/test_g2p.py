"""Spelling to sound. The lists in data/ were written from the dictionary and by ear, a word and its classes a line."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from phonetics.g2p import narrow, phonemes, words
from phonetics.phonemes import PHONEMES, classes

_DATA = Path(__file__).parent / "data"
_LANGUAGES = ("hi", "mr", "bn")


def _list(language: str) -> list[tuple[str, str]]:
    lines = (_DATA / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [(line.split()[0], line.split()[1]) for line in lines]


@pytest.mark.parametrize("language", _LANGUAGES)
def test_the_words_of_a_shop_sound_right(language: str) -> None:
    pairs = _list(language)
    assert len(pairs) >= 200
    assert {word: classes(narrow(word, language)) for word, _ in pairs} == dict(pairs)


def test_there_are_31_classes_and_nothing_else_comes_out() -> None:
    assert len(set(PHONEMES)) == len(PHONEMES) == 31
    for language in _LANGUAGES:
        for word, _ in _list(language):
            assert set(phonemes(word, language)) <= set(PHONEMES)


@pytest.mark.parametrize(
    ("language", "word", "expected"),
    [
        ("hi", "समझना", "səməJhna"),  # from the end: the vowel before ना goes, the one before झ stays
        ("hi", "अगरबत्ती", "əɡəɾbəti"),
        ("hi", "पसंद", "pəsənd"),  # a nasal vowel never goes
        ("mr", "माझं", "maJhə"),  # the dot says that the last vowel is spoken
        ("mr", "दुकानासाठी", "dukanasaʈhi"),  # a suffix is a word of its own
        ("bn", "করতে", "koɾte"),
        ("bn", "ছোট", "Choʈo"),
        ("bn", "ব্যাগ", "bɛɡ"),
        ("bn", "লাগবে", "laɡbe"),  # গ and ব meet; only a written conjunct doubles
        ("bn", "বিশ্ব", "biʃo"),
    ],
)
def test_vowels_that_are_not_written(language: str, word: str, expected: str) -> None:
    assert phonemes(word, language) == expected


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_dot_below_is_read_however_it_is_encoded(form: str) -> None:
    assert phonemes(unicodedata.normalize(form, "साड़ी"), "hi") == "saɽi"
    assert phonemes(unicodedata.normalize(form, "শাড়ি"), "bn") == "ʃaɽi"
    assert phonemes(unicodedata.normalize(form, "হয়েছে"), "bn") == "hoeChe"


def test_joiners_and_punctuation_are_not_heard() -> None:
    assert phonemes("क्‍या, हुआ?", "hi") == phonemes("क्या हुआ", "hi") == "kjahua"


@pytest.mark.parametrize("text", ["", "।", "123", "☎", "१२३", "़", "ं", "्"])
def test_what_has_no_sound_gives_nothing(text: str) -> None:
    assert phonemes(text, "hi") == ""


def test_each_script_is_read_by_its_own_rules() -> None:
    assert words("iPhone के लिए কভার 15") == ["iPhone", "के", "लिए", "কভার"]
    assert phonemes("लाल লাল", "hi") == "lallal"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("TV", "ʈivi"),
        ("charger", "CaɾJəɾ"),
        ("bottle", "bɔʈəl"),
        ("Note", "noʈ"),
        ("phones", "fons"),
        ("kg", "keJi"),
    ],
)
def test_english_as_it_is_said_in_india(word: str, expected: str) -> None:
    got = phonemes(word, "hi")
    assert got == expected


def test_a_long_consonant_counts_once() -> None:
    assert classes(["b", "ə", "tʃ", "tʃʰ", "aː"]) == "bəCha"
    assert classes(["ɡʰ", "i"]) == "ɡhi"
