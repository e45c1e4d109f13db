"""In which language the conversation is held: the customer's, without jumping at every borrowed word."""

from __future__ import annotations

import pytest

from engine.dialogue.following import Following
from engine.languages import Language, detect

HI, BN, MR, EN = Language.HINDI, Language.BENGALI, Language.MARATHI, Language.ENGLISH


def _after(*said: str, start: Language | None = None, preferred: Language | None = None) -> Language:
    following, current = Following(), start
    for words in said:
        current = following.hear(words, detect(words, current).language, current, preferred)
    assert current is not None
    return current


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("लाल साड़ी दिखाइए", HI),
        ("mujhe red saree show karo", HI),
        ("मला red saree दाखवा", MR),
        ("একটা red saree দেখান", BN),
        ("show me a red saree", EN),
    ],
)
def test_the_first_sentence_decides_by_its_grammar(said: str, language: Language) -> None:
    assert _after(said) is language


@pytest.mark.parametrize(
    ("start", "said", "language"),
    [
        (EN, "मुझे नीली साड़ी दिखाइए", HI),
        (HI, "show me the blue one please", EN),
        (HI, "একটা নীল শাড়ি দেখান", BN),
        (BN, "मला निळी साडी दाखवा", MR),
        (EN, "साड़ी दिखाओ", HI),
        (HI, "where is order 1019", EN),
        (HI, "শাড়ি দেখান", BN),
    ],
)
def test_a_clear_sentence_changes_it_at_once(start: Language, said: str, language: Language) -> None:
    assert _after(said, start=start) is language


@pytest.mark.parametrize("said", ["ok", "1003", "P001", "yes", "red saree", "thank you"])
@pytest.mark.parametrize("start", [HI, BN, MR])
def test_a_borrowed_word_does_not(start: Language, said: str) -> None:
    assert _after(said, start=start) is start


def test_a_single_word_that_comes_twice_does() -> None:
    assert _after("where", "when", start=HI) is EN
    assert _after("where", "कहाँ", "when", start=HI) is HI


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (MR, "हो चालेल की"),
        (MR, "हाँ"),
        (HI, "हो चालेल"),
        (HI, "yes please"),
        (HI, "order number 1003"),
        (BN, "haan ji"),
        (BN, "ok thank you"),
        (EN, "হ্যাঁ ঠিক আছে"),
        (EN, "theek hai"),
        (MR, "ठीक है"),
        (EN, "नको नको"),
    ],
)
def test_an_answer_never_changes_it(start: Language, said: str) -> None:
    assert _after(said, said, said, start=start) is start


def test_who_asked_for_a_language_keeps_it_until_they_have_spoken_another_twice() -> None:
    assert _after("show me the blue one please", start=HI, preferred=HI) is HI
    assert _after("show me the blue one please", "and what does it cost", start=HI, preferred=HI) is EN
