"""English words as Indian speakers say them, from their spelling: a small lexicon, then letter-to-sound rules."""

from __future__ import annotations

import re

from phonetics.tables import table

_MAGIC_E = re.compile(r"^(.*[^aeiou])?([aeiou])([^aeiouwxy])e(s?)$")
_LONG = {"a": "eː", "e": "iː", "i": "aː i", "o": "oː", "u": "uː"}


def english(word: str) -> list[str]:
    """The narrow phonemes of a Latin word: letter by letter for `TV`, by sound for `charger`."""
    lower = word.lower().replace("'", "")
    known: dict[str, str] = table("en")["words"]
    if lower in known:
        return known[lower].split()
    if len(word) == 1 or (word.isupper() and len(word) <= 4) or not re.search(r"[aeiouy]", lower):
        return " ".join(table("en")["letters"][c] for c in lower).split()
    if lower.endswith("s") and lower[:-1] in known:
        return [*known[lower[:-1]].split(), "s"]
    magic = _MAGIC_E.match(lower)
    if magic:
        start, vowel, consonant, plural = magic.groups()
        tail = {"c": "s", "g": "dʒ"}.get(consonant) or " ".join(_by_rules(consonant))
        return [*_by_rules(start or ""), *_LONG[vowel].split(), *tail.split(), *(["s"] if plural else [])]
    if len(lower) > 3 and lower.endswith("le") and lower[-3] not in "aeiou":
        return [*_by_rules(lower[:-2]), "ə", "l"]
    return _by_rules(lower[:-1] if len(lower) > 3 and lower.endswith("e") and lower[-2] not in "aeiou" else lower)


def _by_rules(letters: str) -> list[str]:
    sounds: list[str] = []
    rest = re.sub(r"([bcdfgklmnprstz])\1", r"\1", letters)
    while rest:
        spelling, sound = next(((s, p) for s, p in table("en")["rules"] if rest.startswith(s)), (rest[0], ""))
        sounds += sound.split()
        rest = rest[len(spelling) :]
    return sounds
