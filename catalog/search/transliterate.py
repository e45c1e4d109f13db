"""Hindi, Marathi and Bengali in Latin letters, written in their own script where the words are known.

The language model reads its own scripts better than anybody's spelling of them. English stays as it is.
"""

from __future__ import annotations

from functools import cache, lru_cache

from catalog.search.fillers import fillers
from catalog.search.romanise import keys, sounds
from catalog.search.text import Script, is_indic, script, tokens
from catalog.search.thesaurus import all_names, plain_names

# Words that tell Bengali from Hindi and Marathi in Latin letters.
_BENGALI_WORDS = frozenset(
    "ami amar amake amader apni apnar tumi tomar ekta ekti koto kichu kono lagbe chai dekhan dekhao ache achhe nei ki "
    "jonno jonyo kom beshi taka takar er ta ti gulo kore korar jabe hobe bhalo boro chhoto choto notun jol ghor barir "
    "emon jemon jeno jate theke moddhe diye niye rannar".split()
)
_SHARED = frozenset("ki ta ti er".split())  # by themselves these tell nothing


_ENGLISH_FILLERS = tuple(
    "a an the i we you my our it is are do does have has can could please show me get give need want looking look for "
    "of in on to with and or at by from some something any that this which what how much buy under below above less "
    "more than between around good best cheap cheapest rupees s".split()
)
# Words that make a sentence English, and those that make it Indian.
_ENGLISH_SPEECH = frozenset(
    "the a an my for with on of that and i you your something some it want need what which can is are have at from "
    "show any this these please would like looking".split()
)
_INDIAN_SPEECH = _BENGALI_WORDS - _SHARED | frozenset(
    "ka ki ke ko se mein hai hain ho chahiye chahie wala wali wale dikhao dikha dikhana dikhaiye liye mujhe mere apne "
    "koi kuch karne pe par nahi kya hona mala havi hava pahije dakhva dakhava aahe ahe cha chi che kahi".split()
)


def _is_english(latin: list[str]) -> bool:
    """Whether Latin words are English: by the words between the things, else by the things."""
    if _INDIAN_SPEECH.intersection(latin):
        return False
    known = sum(word in _english_words() for word in latin)
    return bool(_ENGLISH_SPEECH.intersection(latin)) or 2 * known > len(latin)


@cache
def _english_words() -> frozenset[str]:
    """The words of the concepts' plain English names, and English words that name nothing."""
    names = {word for name in plain_names() for word in tokens(name)}
    return frozenset(names | {form + "s" for form in names} | set(_ENGLISH_FILLERS))


def load() -> None:
    """Read the words, as the first question in Latin letters would."""
    _by_sound()


@lru_cache(maxsize=4096)
def in_own_script(text: str) -> str:
    """The text with its Latin words that sound like known Indian ones in their script; an English text as it is."""
    words = tokens(text)
    latin = [word for word in words if not is_indic(word) and not word.isdigit()]
    if not latin or _is_english(latin):
        return text
    bengali = _BENGALI_WORDS.intersection(latin)
    own = Script.BENGALI if bengali - _SHARED else Script.DEVANAGARI
    return " ".join(_word(word, own) for word in words)


def _word(word: str, own: Script) -> str:
    if is_indic(word) or word.isdigit():
        return word
    known = _by_sound()[own]
    return next((known[sound] for sound in (*sorted(sounds(word)), *sorted(keys(word))) if sound in known), word)


@cache
def _by_sound() -> dict[Script, dict[str, str]]:
    found: dict[Script, dict[str, str]] = {Script.DEVANAGARI: {}, Script.BENGALI: {}}
    for word in (*sorted(fillers()), *(word for name in all_names() for word in name)):
        if (own := script(word)) in found:
            for sound in sounds(word) | keys(word):
                found[own].setdefault(sound, word)
    return found
