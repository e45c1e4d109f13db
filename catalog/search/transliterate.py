"""Hindi in Latin letters, written in Devanagari where the words are known: the language model reads that far better."""

from __future__ import annotations

from functools import cache, lru_cache

from catalog.search.fillers import fillers
from catalog.search.romanise import keys, sounds
from catalog.search.text import Script, is_indic, script, tokens
from catalog.search.thesaurus import all_names


@lru_cache(maxsize=4096)
def in_devanagari(text: str) -> str:
    """The text with its Latin words that sound like known Hindi ones in Devanagari; English words stay."""
    return " ".join(_word(word) for word in tokens(text))


def _word(word: str) -> str:
    if is_indic(word) or word.isdigit():
        return word
    known = _by_sound()
    return next((known[sound] for sound in (*sorted(sounds(word)), *sorted(keys(word))) if sound in known), word)


@cache
def _by_sound() -> dict[str, str]:
    found: dict[str, str] = {}
    for word in (*sorted(fillers()), *(word for name in all_names() for word in name)):
        if script(word) is Script.DEVANAGARI:
            for sound in sounds(word) | keys(word):
                found.setdefault(sound, word)
    return found
