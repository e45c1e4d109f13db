"""What happens to words on their way: misspellings, a recogniser's errors, one language in the letters of another."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_BENGALI = 0x0980 - 0x0900  # the blocks of Unicode are laid out alike
_DEVANAGARI_LETTERS = re.compile("[\u0901-\u0903\u0905-\u0939\u093c\u093e-\u094d\u095c-\u095f\u0966-\u096f]")
_BENGALI_LETTERS = re.compile("[\u0981-\u0983\u0985-\u09b9\u09bc\u09be-\u09cd\u09dc-\u09df\u09e6-\u09ef]")
_MISSING = {"\u0935": "\u09ac", "\u0933": "\u09b2", "\u0911": "\u0985", "\u0949": "\u09be", "\u090d": "\u098f"}
_MISSING |= {"\u0945": "\u09cd\u09af\u09be", "\u095e": "\u09ab", "\u095b": "\u099c"}

# Letters that sound nearly or quite the same, so that people and recognisers take one for the other.
_ALIKE = ("िी", "ुू", "ेै", "ोौ", "शस", "नण", "बव", "टत", "डद", "জয", "িী", "ুূ", "শসষ", "নণ", "টত", "রড়")
_SOUNDS = (
    *(("ee", "i"), ("i", "ee"), ("oo", "u"), ("aa", "a"), ("sh", "s"), ("w", "v"), ("v", "w"), ("ph", "f")),
    *(("f", "ph"), ("z", "j"), ("k", "c"), ("c", "k"), ("x", "ks"), ("d", "r"), ("th", "t"), ("y", "i"), ("e", "i")),
)
_CONSONANTS = dict(
    zip(
        "कखगघङचछजझञटठडढणतथदधनपफबभमयरलळवशषसह",
        "k kh g gh ng ch chh j jh n t th d dh n t th d dh n p ph b bh m y r l l v sh sh s h".split(),
        strict=True,
    )
)
_VOWELS = dict(zip("अआइईउऊऋएऐओऔऑ", "a aa i ee u oo ri e ai o au o".split(), strict=True))
_SIGNS = dict(zip("ािीुूृेैोौॉॅ", "a i i u u ri e ai o au o e".split(), strict=True))


def noisy(text: str, random: Random) -> str:
    """A text as somebody may type it, or a recogniser write it down."""
    words = text.split()
    if not words:
        return text
    place = random.randrange(len(words))
    if len(words) > 1 and random.random() < 0.15:  # a pause that was not heard
        place = min(place, len(words) - 2)
        return " ".join([*words[:place], words[place] + words[place + 1], *words[place + 2 :]])
    words[place] = _misspelt(words[place], random)
    return " ".join(words)


def in_latin(text: str) -> str:
    """Devanagari or Bengali as it is typed in Latin letters; what is no such letter stays."""
    bengali = _BENGALI_LETTERS.search(text) is not None
    word: list[str] = []
    for letter in in_devanagari(unicodedata.normalize("NFD", text)):
        if letter in _CONSONANTS:
            word += [_CONSONANTS[letter], "\0"]  # its own vowel, unless another one follows
        elif letter in _SIGNS:
            word[-1:] = [_SIGNS[letter]] if word and word[-1] == "\0" else [*word[-1:], _SIGNS[letter]]
        elif letter == "\u094d":
            word[-1:] = []
        elif letter in "\u0902\u0901":
            word.append("n")
        elif letter != "\u093c":
            word.append(_VOWELS.get(letter, letter))
    spelt = re.sub(r"\0(?=\W|$)", "", "".join(word))
    return spelt.replace("\0", "o" if bengali else "a")


def in_devanagari(text: str) -> str:
    """Bengali in Devanagari's letters, as a recogniser of the wrong language writes."""
    return _BENGALI_LETTERS.sub(lambda match: chr(ord(match[0]) - _BENGALI), text)


def in_bengali(text: str) -> str:
    """Devanagari in Bengali letters."""
    text = "".join(_MISSING.get(letter, letter) for letter in text)
    return _DEVANAGARI_LETTERS.sub(lambda match: chr(ord(match[0]) + _BENGALI), text)


def _misspelt(word: str, random: Random) -> str:
    """A word with one letter or sound wrong; a very short one stays."""
    if len(word) < 4:
        return word
    alike = [(place, kin) for place, letter in enumerate(word) for kin in _ALIKE if letter in kin]
    if alike and random.random() < 0.8:
        place, kin = random.choice(alike)
        return word[:place] + random.choice(kin) + word[place + 1 :]
    sounds = [(heard, spelt) for heard, spelt in _SOUNDS if heard in word]
    if sounds and word.isascii() and random.random() < 0.6:
        heard, spelt = random.choice(sounds)
        return word.replace(heard, spelt, 1)
    place = random.randrange(1, len(word) - 1)
    if word.isascii() and random.random() < 0.4:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + word[place + 1 :] if random.random() < 0.6 else word[:place] + word[place] + word[place:]
