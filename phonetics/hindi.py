"""Hindi: a word's phonemes from its spelling."""

from __future__ import annotations

from phonetics.devanagari_sounds import VOWELS, consonant, nasal, nasal_before
from phonetics.letters import Letter, letters
from phonetics.schwa import without_silent
from phonetics.tables import table


def hindi(word: str) -> list[str]:
    """The narrow phonemes of a word in Devanagari, decomposed."""
    known: str | None = table("hi")["words"].get(word)
    if known:
        return known.split()
    written = letters(word)
    spoken = without_silent(written, keep_final=_keeps_final(written))
    sounds = _sounds(spoken, aspirated_p=word.startswith(tuple(table("hi")["aspirated_p"])))
    return _open_before_h(sounds)


def _keeps_final(written: list[Letter]) -> bool:
    """A cluster that ends in य or व cannot be said without a vowel."""
    consonants = [letter.text for letter in written[-3:-1] if not letter.vowel]
    return len(consonants) == 2 and consonants[1] in "यव"


def _sounds(spoken: list[Letter], aspirated_p: bool) -> list[str]:
    sounds: list[str] = []
    for index, letter in enumerate(spoken):
        following = spoken[index + 1] if index + 1 < len(spoken) else None
        if letter.vowel:
            sounds += _vowel(letter, following)
        elif letter.text == "ज" and following and following.text == "ञ":
            sounds.append("ɡ")
        elif letter.text == "ञ" and index and spoken[index - 1].text == "ज":
            sounds.append("j")
        elif letter.text == "फ" and aspirated_p:
            sounds.append("pʰ")
        else:
            sounds.append(consonant(letter))
    return sounds


def _vowel(letter: Letter, following: Letter | None) -> list[str]:
    if letter.text == "ऋ":
        return ["r", "i"]
    if letter.text == "ऐ":
        vowel = "ə i" if following and following.text == "य" else "ɛː"
    elif letter.text == "औ":
        vowel = "ə u" if following and following.text == "व" else "ɔː"
    else:
        vowel = VOWELS[letter.text]
    sounds = vowel.split()
    if "chandrabindu" in letter.marks:
        sounds[-1] = nasal(sounds[-1])
    elif "anusvara" in letter.marks:
        ahead = consonant(following) if following and not following.vowel else ""
        stop = "n" if ahead in {"s", "ʃ"} else nasal_before(ahead) if ahead else None
        if stop is None or letter.text == "आ":  # पांच is how many write पाँच
            sounds[-1] = nasal(sounds[-1])
        else:
            sounds.append(stop)
    elif "visarga" in letter.marks:
        sounds.append("h")
    return sounds


def _open_before_h(sounds: list[str]) -> list[str]:
    """A schwa before h is opened where no other vowel follows: कहना is kɛhnaː, शहर is ʃɛhɛr."""
    opened = list(sounds)
    for index in range(len(sounds) - 1):
        if sounds[index] == "ə" and sounds[index + 1] == "h":
            after = sounds[index + 2 : index + 3]
            if not after or after == ["ə"] or after[0][0] not in "aeiouɛɔæəãẽĩõũ":
                opened[index] = "ɛ"
                if after == ["ə"]:
                    opened[index + 2] = "ɛ"
    return opened
