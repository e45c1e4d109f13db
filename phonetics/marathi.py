"""Marathi: a word's phonemes from its spelling."""

from __future__ import annotations

from phonetics.devanagari_sounds import VOWELS, consonant, nasal, nasal_before
from phonetics.letters import INHERENT, Letter, letters
from phonetics.schwa import without_silent
from phonetics.tables import table

# Before back vowels, except in the beginnings that are listed as palatal.
_DENTAL = {"tʃ": "ts", "dʒ": "dz", "dʒʰ": "dzʰ"}
_NASALS = {"s": "n", "ʃ": "n", "v": "m", "l": "n", "r": "n", "j": "n", "n": "n", "m": "m"}
_FRONT = frozenset("iːeɛæj")


def marathi(word: str) -> list[str]:
    """The narrow phonemes of a word in Devanagari, decomposed."""
    known: str | None = table("mr")["words"].get(word)
    if known:
        return known.split()
    for suffix in table("mr")["suffixes"]:
        if word.endswith(suffix) and len(word) > len(suffix) + 2 and word[-len(suffix) - 1] != "्":
            return [*marathi(word[: -len(suffix)]), *marathi(suffix)]
    written = letters(word)
    neuter = bool(written) and written[-1].text == INHERENT and "anusvara" in written[-1].marks
    if neuter:  # उघडं: the dot says that the vowel is spoken
        written[-1].marks = frozenset()
    spoken = without_silent(written, keep_final=neuter or _keeps_final(written), light="य")
    sounds: list[str] = []
    for index, letter in enumerate(spoken):
        following = spoken[index + 1] if index + 1 < len(spoken) else None
        if letter.vowel:
            sounds += _vowel(letter, following)
        elif letter.text == "ज" and following and following.text == "ञ":
            sounds += ["d", "n"]
        elif letter.text == "ञ" and index and spoken[index - 1].text == "ज":
            sounds.append("j")
        elif letter.text == "ह" and letter.joined and index and spoken[index - 1].text == "व":
            continue  # टीव्ही: व्ह is how Marathi writes an English v
        else:
            sounds.append(consonant(letter))
    return sounds if word.startswith(tuple(table("mr")["palatal"])) else _dental_affricates(sounds)


def _keeps_final(written: list[Letter]) -> bool:
    """After a cluster the last vowel is spoken, if faintly: मित्र, पुस्तकस्थ; not in loans on a nasal and a stop."""
    consonants = [letter.text for letter in written[-3:-1] if not letter.vowel]
    if len(consonants) < 2:
        return False
    return consonants[1] in "यव" or (consonants[1] in "रतनण" and consonants[0] not in "नमसलर")


def _vowel(letter: Letter, following: Letter | None) -> list[str]:
    if letter.text == "ऋ":
        return ["r", "u"]
    if letter.text == "ऐ":
        sounds = ["ə", "i"]
    elif letter.text == "औ":
        sounds = ["ə", "u"]
    else:
        sounds = [VOWELS[letter.text]]
    if letter.marks & {"anusvara", "chandrabindu"}:
        if following is None:
            return sounds  # नाहीं, the old spelling: no longer nasal
        ahead = consonant(following) if not following.vowel else "a"
        stop = nasal_before(ahead) or _NASALS.get(ahead)
        if stop:
            sounds.append(stop)
        else:
            sounds[-1] = nasal(sounds[-1])
    elif "visarga" in letter.marks:
        sounds.append("h")
    return sounds


def _dental_affricates(sounds: list[str]) -> list[str]:
    changed = list(sounds)
    for index, sound in enumerate(sounds):
        after = sounds[index + 1] if index + 1 < len(sounds) else ""
        if sound in _DENTAL and after and after[0] not in _FRONT and after not in _DENTAL and after != "tʃʰ":
            changed[index] = _DENTAL[sound]
    return changed
