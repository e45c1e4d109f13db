"""Spelling keys: every way that people write a word in Latin letters, in Devanagari or in Bengali, brought to one form.

Nobody agrees on how to write Hindi or Bengali in Latin letters (saree, sari, saadi, shari), so both a transliteration
and a Latin spelling are folded into a small alphabet in which the usual differences are gone: vowel length, sh/s, w/v,
z/j, doubled letters. A d that may stand for the flap ड़ is taken both ways. साड़ी, শাড়ি, saree and sadi all sound "sari".

A sound keeps the aspirates that a Latin spelling shows dependably (K, G, B, J for kh, gh, bh, jh): घड़ी and ghadi are
"Gari", गाड़ी is "gari". A key is a sound without them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from catalog.search.text import Script, is_indic, script

_SCHWA = "ə"  # a consonant's own vowel: unlike a written one it may be silent
_FLAP = "ɽ"  # a d that may be spoken, and spelt, as r
_VIRAMA = ("\u094d", "\u09cd")
_NUKTA = ("\u093c", "\u09bc")


def _table(letters: str, sounds: str) -> dict[str, str]:
    return dict(zip(letters.split(), sounds.split(), strict=True))


_CONSONANTS = _table(
    "क ख ग घ ङ च छ ज झ ञ ट ठ ड ढ ण त थ द ध न प फ ब भ म य र ऱ ल ळ व श ष स ह "
    "ক খ গ ঘ ঙ চ ছ জ ঝ ঞ ট ঠ ড ঢ ণ ত থ দ ধ ন প ফ ব ভ ম য র ল শ ষ স হ ৎ ৱ ৰ",
    "k K g G n c c j J n t t ɽ ɽ n t t d d n p f b B m y r r l l v s s s h "
    "k K g G ng c c j J n t t ɽ ɽ n t t d d n p f b B m j r l s s s h t v r",
)
_WITH_NUKTA = _table("ज ड ढ फ य ড ঢ য", "j r r f y r r y")
_VOWELS = _table(
    "अ आ इ ई उ ऊ ऋ ए ऐ ओ औ ऑ ऍ ऎ ऒ ॲ অ আ ই ঈ উ ঊ ঋ এ ঐ ও ঔ",
    "a a i i u u ri e ai o au o a e o a o a i i u u ri e oi o au",
)
_SIGNS = _table(
    "ा ि ी ु ू ृ े ै ो ौ ॉ ॅ ॆ ॊ া ি ী ু ূ ৃ ে ৈ ো ৌ",
    "a i i u u ri e ai o au o a e o a i i u u ri e oi o au",
)
_NASALS = {"\u0902": "n", "\u0901": "n", "\u0982": "ng", "\u0981": "n"}

_CLUSTERS = (("ज्ञ", "ग्य"), ("জ্ঞ", "গ"), ("ক্ষ", "খ"), ("অ্যা", "আ"), ("্যা", "া"), ("্য", ""))


@lru_cache(maxsize=65536)
def sounds(word: str) -> frozenset[str]:
    """How one word of `text.tokens` may be spoken: in several ways where its letters do not tell."""
    if not is_indic(word):
        return _settled([_fold(word)])
    inherent = "ao" if script(word) is Script.BENGALI else "a"
    spoken = _silent_schwas(_transliterate(word))
    return _settled(form.replace(_SCHWA, vowel) for form in spoken for vowel in inherent)


@lru_cache(maxsize=65536)
def keys(word: str) -> frozenset[str]:
    """The spelling keys of one word of `text.tokens`."""
    return frozenset(sound.lower() for sound in sounds(word))


def _transliterate(word: str) -> str:
    if any(virama in word for virama in _VIRAMA):
        for cluster, plain in _CLUSTERS:
            word = word.replace(cluster, plain)
    sounds: list[str] = []
    for here, character in enumerate(word):
        following = word[here + 1 : here + 2]
        if character in _CONSONANTS:
            nukta = following in _NUKTA
            sounds.append(_WITH_NUKTA.get(character, _CONSONANTS[character]) if nukta else _CONSONANTS[character])
            after = word[here + 1 + nukta : here + 2 + nukta]
            if after not in _SIGNS and after not in _VIRAMA:
                sounds.append(_SCHWA)
        else:
            sounds.append(_VOWELS.get(character) or _SIGNS.get(character) or _NASALS.get(character, ""))
    return "".join(sounds)


def _silent_schwas(sounds: str) -> set[str]:
    """The spoken forms: a schwa falls silent at the end, and between a vowel-consonant and a consonant-vowel.

    The rule is Ohala's (Aspects of Hindi Phonology, 1983). Spelling follows it only sometimes (kapada, kapda), so both
    forms are kept; and so are both after a final cluster (vastra).
    """
    ends = {sounds.removesuffix(_SCHWA)} if len(sounds) > 2 else {sounds}
    if _FINAL_CLUSTER.search(sounds):
        ends.add(sounds)
    return ends | {_INNER.sub(r"\1", end) for end in ends}


_VOWEL, _CONSONANT = f"[aeiou{_SCHWA}]", f"[^aeiou{_SCHWA}]"
_FINAL_CLUSTER = re.compile(rf"{_CONSONANT}{{2}}{_SCHWA}$")
_INNER = re.compile(rf"({_VOWEL}{_CONSONANT}){_SCHWA}(?={_CONSONANT}{_VOWEL})")


# Letters without which a rule changes nothing, the rule, what it makes: to look for letters costs next to nothing.
_LATIN_RULES = tuple(
    (letters, re.compile(pattern), sound)
    for letters, pattern, sound in (
        ("ch", r"tch|cchh|cch|chh", "ch"),
        ("c", r"c(?=[eiy])", "s"),
        ("c", r"c(?!h)", "k"),
        ("ch", r"ch", "c"),
        ("ph", r"ph", "f"),
        ("sh", r"sh", "s"),
        ("x", r"x", "ks"),
        ("q", r"q", "k"),
        ("w", r"wh?", "v"),
        ("z", r"z", "j"),
        ("kh", r"kh", "K"),
        ("gh", r"gh", "G"),
        ("bh", r"bh", "B"),
        ("jh", r"jh", "J"),
        ("h", r"(?<=[dtr])h", ""),  # th and dh are as often t and d
        ("", r"ee|ea|ii|ie", "i"),
        ("", r"oo|uu", "u"),
        ("aa", r"aa", "a"),
        ("ou", r"ou", "au"),
        ("d", r"(?<=[aeiou])d(?=[aeiouy])|(?<=[bgkp])d(?=[aeiou])", _FLAP),
    )
)


def _fold(latin: str) -> str:
    """The sounds of a word in Latin letters (or in a script that is only lower-cased)."""
    plain = latin
    if not latin.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", latin) if unicodedata.category(c) != "Mn")
    for letters, pattern, sound in _LATIN_RULES:
        if letters in plain:
            plain = pattern.sub(sound, plain)
    return plain


_SETTLING = tuple(
    (letters, re.compile(pattern, re.IGNORECASE), sound)
    for letters, pattern, sound in (
        ("y", r"y(?![aeiou])", "i"),
        ("n", r"n(?=[bp])", "m"),
        ("h", r"(?<=\w{3})h$", ""),
        ("", r"([a-z])\1+", r"\1"),
    )
)
_NO_FLAP = re.compile(rf"(?<![aeiou{_SCHWA}bgkp]){_FLAP}")  # at the start of a word and after another consonant


def _settled(forms: Iterable[str]) -> frozenset[str]:
    """The forms with a flap taken both ways, and without what spelling does not tell apart."""
    settled = set()
    for form in forms:
        ways = {form}
        if _FLAP in form:
            flapped = _NO_FLAP.sub("d", form)
            ways = {flapped.replace(_FLAP, "d"), flapped.replace(_FLAP, "r")}
        for sound in ways:
            for letters, pattern, instead in _SETTLING:
                if letters in sound:
                    sound = pattern.sub(instead, sound)
            settled.add(sound)
    return frozenset(settled - {""})
