"""How surely a word of a question and a word of the store are the same: by letters, form or sound, or nearly so.

`likeness` is what counts first. `resemblance` is the second chance of a word that nothing in the store is like: a part
of a compound, another form of its stem, or a misspelling of what a name says.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import product, takewhile

from catalog.search.fulltext import stored_lemmas
from catalog.search.inflection import forms, lemmas
from catalog.search.orthography import spelling
from catalog.search.romanise import keys, sounds
from catalog.search.text import Script, is_indic, is_sign, script

SAME_FORM = 0.95  # from here on there is no doubt
_SOUND, _LEMMA, _SHORT = 0.7, 0.85, 0.6
_COMPOUND, _MISSPELT = 0.6, 0.55
_REMEMBERED = 65536


@lru_cache(maxsize=_REMEMBERED)
def likeness(word: str, token: str) -> float:
    """How surely they are the same, 0 to 1.

    Args:
        word: of the question.
        token: of the store, where Latin letters mean English.
    """
    if word == token:
        return 1.0
    if asked_terms(word).isdisjoint(stored_terms(token)):
        return 0.0
    if forms(word) & forms(token):
        # A silent e is one only to who writes English in another script: a kite is no kit.
        return _SHORT if _differ_in_an_e(word, token) else SAME_FORM
    alike = keys(word) & keys(token)
    length = max(map(len, alike), default=0)
    sound_alike = length >= 5 or (bool(sounds(word) & sounds(token)) and not _begin_apart(word, token))
    if length >= 4 and sound_alike:
        return SAME_FORM
    # Short words sound alike by chance: bat and bath, चाय (tea) and ছাই (ash).
    if {script(word), script(token)} == {Script.DEVANAGARI, Script.BENGALI}:
        return _SHORT if length >= 4 else 0.0  # and endings of the one say nothing about words of the other
    if alike:
        return _SOUND if sound_alike and script(word) != script(token) else _SHORT
    common = lemmas(word) & stored_lemmas(token)
    return _LEMMA if any(len(lemma) >= 4 for lemma in common) else _SHORT if common else 0.0


def _differ_in_an_e(word: str, token: str) -> bool:
    return word != token and not is_indic(word) and not is_indic(token) and word.rstrip("e") == token.rstrip("e")


def _begin_apart(word: str, token: str) -> bool:
    """Whether two words of one Indic script begin with letters that only Latin spelling mixes up: साडी, शादी."""
    return is_indic(word) and script(word) is script(token) and spelling(word)[0] != spelling(token)[0]


@lru_cache(maxsize=_REMEMBERED)
def resemblance(word: str, token: str) -> float:
    """How likely a word that nothing is like is meant to be a token of the store, 0 to 1."""
    if word.isdigit() or token.isdigit():
        return 0.0
    if _compound(word, token) or _same_stem(word, token):
        return _COMPOUND
    return _MISSPELT if any(_misspelt(asked, stored) for asked in keys(word) for stored in keys(token)) else 0.0


@lru_cache(maxsize=_REMEMBERED)
def asked_terms(word: str) -> frozenset[str]:
    """The forms and lemmas of a word of a question: a word of the store that has none of them is not like it."""
    return forms(word) | lemmas(word)


@lru_cache(maxsize=_REMEMBERED)
def stored_terms(token: str) -> frozenset[str]:
    """The forms and lemmas of a word of the store."""
    return forms(token) | stored_lemmas(token)


def _compound(word: str, token: str) -> bool:
    """Whether a name's word is composed with the asked one: phone in smartphone, फोन in स्मार्टफोन, smart in smartwatch.

    An Indic word must be whole letters of the name, vowel signs included: दाल is not in सैंडल.
    """
    if script(word) != script(token):
        return False
    if not is_indic(word):
        word, token = word.removesuffix("s"), token.removesuffix("s")
        return len(word) >= 4 and len(token) - len(word) >= 2 and token.startswith(word) | token.endswith(word)
    if len(token) - len(word) < 2:
        return False
    if len(word) >= 3 and token.endswith(word):
        return not _is_virama(token[-len(word) - 1])
    return len(word) >= 4 and token.startswith(word) and not is_sign(token[len(word)])


def _same_stem(word: str, token: str) -> bool:
    """Whether two Indic words differ only in the vowel signs after a common stem of two letters or more."""
    if not is_indic(word) or script(word) != script(token):
        return False
    stem = "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, token, strict=False)))
    if sum(not is_sign(letter) for letter in stem) < 2:
        return False
    tails = word[len(stem) :], token[len(stem) :]
    return all(not tail or (len(tail) <= 5 and is_sign(tail[0]) and not _is_virama(tail[0])) for tail in tails)


def _misspelt(asked: str, stored: str) -> bool:
    """Whether one key is a slip away from the other.

    Short words are all a slip away from each other (milk, silk), so below five letters there is no second chance, at
    five only for a vowel or two letters swapped, and from nine letters on two slips are forgiven.
    """
    shorter, longer = sorted((asked, stored), key=len)
    if len(shorter) < 5 or asked[0] != stored[0] or len(longer) - len(shorter) > 2:
        return False
    slips = _slips(asked, stored)
    if len(shorter) == 5:
        return slips <= 1 and (sorted(asked) == sorted(stored) or _consonants(asked) == _consonants(stored))
    return slips <= (2 if len(shorter) >= 9 else 1)


def _consonants(key: str) -> str:
    return "".join(letter for letter in key if letter not in "aeiou")


def _slips(a: str, b: str) -> int:
    """Damerau's edit distance: letters left out, put in, changed, or swapped with their neighbour."""
    table = [[i + j if not i * j else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i, j in product(range(1, len(a) + 1), range(1, len(b) + 1)):
        changed = table[i - 1][j - 1] + (a[i - 1] != b[j - 1])
        table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, changed)
        if i > 1 and j > 1 and a[i - 2 : i] == b[j - 2 : j][::-1]:
            table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


def _is_virama(character: str) -> bool:
    return unicodedata.combining(character) == 9  # the class that Unicode gives to viramas alone
