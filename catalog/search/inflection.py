"""Lemmas: the dictionary forms that an inflected word may come from, as written and as spelling keys.

Rules by script, best effort: plurals and oblique forms of Hindi and Marathi (साड़ियाँ, पंखों, साड्या), Marathi cases
(साडीचे, कपड्यांना, शाळेसाठी), Bengali articles and cases (শাড়িটা, শার্টগুলোর), English plurals, and the endings of
Bengali and Marathi in Latin letters (shalecha, sarigulo). A rule may offer a form that is no word; that costs nothing,
since a form only counts when the other side has it too.
"""

from __future__ import annotations

import re
from functools import lru_cache

from catalog.search.romanise import keys
from catalog.search.text import Script, is_indic, script

_BENGALI_ENDINGS = (
    *"গুলোকে গুলোতে গুলিতে গুলোর গুলির গুলো গুলি খানা খানি টাকে টাতে টিকে টিতে টার টির টা টি দেরকে দের ের কে তে রা র ে".split(),
    *("\u099f\u09be\u09af\u09bc", "\u09af\u09bc\u09c7\u09b0", "\u09af\u09bc"),  # টায়, য়ের, য়, spelt as NFC leaves them
)
_HINDI_ENDINGS = ("वाली", "वाला", "वाले", "वालों")
# Marathi writes cases and postpositions into the word, after its oblique form.
_MARATHI_CASES = tuple(
    "साठीचा साठीची साठीचे साठी मध्ये मधला मधली मधले मधील पासून पर्यंत सारखा सारखी सारखे वरचा वरची वरचे वरील वर "
    "तला तली तले तलं तील खाली च्यासाठी च्या ची चा चे चं ना ला नी ने शी हून त वाल्या".split()
)
# Marathi's oblique forms: कपड्यां- of कपडा, शाळे- of शाळा, काचे- of काच, दुधा- of दूध, पुस्तकां- of पुस्तक.
_OBLIQUE = (
    ("्यां", ("ा", "ी", "े")),
    ("्या", ("ा", "ी", "े")),
    ("ां", ("", "ा", "े")),
    ("ा", ("",)),
    ("े", ("", "ा")),
)
_LATIN_ENDINGS = (
    *("gulor", "gulo", "guli", "tar", "tir", "ta", "ti", "der", "er", "r", "ke", "te"),
    *("sati", "made", "ancya", "anci", "anca", "ance", "cya", "ci", "ca", "ce", "ana", "na", "la", "ne", "var"),
)
_SHORTEST_LATIN = 4  # letters that must remain: of less, English is full

# Endings of keys and what may stand in their place: sariyan → sari, panke → panka, sarya → sari.
_KEY_ENDINGS = (
    ("iyan", ("i",)),
    ("iyon", ("i",)),
    ("iya", ("i",)),
    ("yan", ("i",)),
    ("yon", ("i",)),
    ("ya", ("i", "a")),
    ("on", ("a", "")),
    ("ein", ("",)),
    ("en", ("",)),
    ("e", ("a",)),
)


@lru_cache(maxsize=65536)
def forms(word: str) -> frozenset[str]:
    """A word of `text.tokens` and, in its own script, the forms that it may be inflected from."""
    if not is_indic(word):
        return frozenset({word} | _english_singulars(word))
    if script(word) is Script.BENGALI:
        return frozenset({word} | _without(word, _BENGALI_ENDINGS, shortest=2))
    oblique = _without(word, _MARATHI_CASES, shortest=2)
    return frozenset({word} | _without(word, _HINDI_ENDINGS, shortest=3) | oblique | _direct(oblique))


@lru_cache(maxsize=65536)
def lemmas(word: str, *, english: bool = False) -> frozenset[str]:
    """The keys of a word of `text.tokens` and of its dictionary forms.

    Args:
        word: the word.
        english: the word is known to be English, so that no Hindi ending is looked for in it (table is no tabla).
    """
    found = {key for form in forms(word) for key in keys(form)}
    if not english and not word.isdigit():
        found |= {lemma for key in found for lemma in _key_lemmas(key)}
        if not is_indic(word):
            found |= {stem for key in found for stem in latin_stems(key)}
    return frozenset(found)


def latin_stems(key: str) -> set[str]:
    """A key of a word in Latin letters without what may be a Bengali or Marathi ending."""
    stems = _without(key, _LATIN_ENDINGS, shortest=_SHORTEST_LATIN)
    return stems | {stem[:-1] + "a" for stem in stems if stem.endswith("e")}  # shale-cha, of shala


def _english_singulars(word: str) -> set[str]:
    forms = set()
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")):
        forms.add(word[:-1])
        if word.endswith("ies"):
            forms.add(word[:-3] + "y")
        if word.endswith(("ches", "shes", "sses", "xes", "zes", "oes")):
            forms.add(word[:-2])
    if re.search(r"\w{2}[^aeiou]e$", word):
        forms.add(word[:-1])  # silent: phone is फ़ोन
    return forms


def _without(word: str, endings: tuple[str, ...], shortest: int) -> set[str]:
    if not word.endswith(endings):  # most words: told at once
        return set()
    return {
        word.removesuffix(ending) for ending in endings if word.endswith(ending) and len(word) - len(ending) >= shortest
    }


def _direct(oblique: set[str]) -> set[str]:
    """What Marathi oblique forms are of."""
    return {
        form.removesuffix(ending) + instead
        for form in oblique
        for ending, replacements in _OBLIQUE
        if form.endswith(ending) and len(form) - len(ending) >= 2
        for instead in replacements
    }


def _key_lemmas(key: str) -> set[str]:
    return {
        key.removesuffix(ending) + instead
        for ending, replacements in _KEY_ENDINGS
        if key.endswith(ending)
        for instead in replacements
        if len(key) - len(ending) + len(instead) >= 3
    }
