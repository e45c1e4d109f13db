"""The phonemes: a narrow form, which a voice can read aloud, and the 31 classes that the recogniser tells apart.

A narrow phoneme is written in IPA (`kʰ`, `aː`, `ũ`). Its class leaves out what speakers of the three languages do not
keep apart reliably, or what a customer's spelling does not tell: vowel length, dental and alveolar, `tʃ` and `ts`,
`dʒ` and `z`. An aspirate is its stop followed by `h`, a nasal vowel is its vowel followed by `~`.
"""

from __future__ import annotations

from collections.abc import Iterable

PHONEMES = tuple("əaieuoɛɔkɡCJtdʈɖɽpbmnŋfsʃhjvlɾ~")
"""The classes, 31 with the nasality mark last; `C` and `J` are the affricates of चाय and जूता."""

_CLASSES = {
    "ə": "ə", "a": "a", "i": "i", "u": "u", "e": "e", "o": "o", "ɛ": "ɛ", "æ": "ɛ", "ɔ": "ɔ",
    "k": "k", "ɡ": "ɡ", "tʃ": "C", "ts": "C", "dʒ": "J", "dz": "J", "t": "t", "d": "d", "ʈ": "ʈ", "ɖ": "ɖ", "ɽ": "ɽ",
    "p": "p", "b": "b", "m": "m", "n": "n", "ɳ": "n", "ɲ": "n", "ŋ": "ŋ", "f": "f", "z": "J", "s": "s", "ʃ": "ʃ",
    "h": "h", "j": "j", "v": "v", "w": "v", "l": "l", "ɭ": "l", "r": "ɾ",
}  # fmt: skip
_NASAL, _ASPIRATED, _LONG = "\u0303", "ʰ", "ː"


def classes(narrow: Iterable[str]) -> str:
    """The classes of a sequence of narrow phonemes, one character each; a doubled phoneme counts once."""
    spelled: list[str] = []
    before = ""
    for phoneme in narrow:
        if phoneme == before:
            continue
        before = phoneme
        base = phoneme.replace(_LONG, "").replace(_NASAL, "").replace(_ASPIRATED, "")
        previous = spelled[-1] if spelled else ""
        # a doubled stop whose second half is aspirated (बच्छा, অক্ষর) is one long stop
        if not (previous == _CLASSES[base] and _ASPIRATED in phoneme):
            spelled.append(_CLASSES[base])
        if _ASPIRATED in phoneme:
            spelled.append("h")
        if _NASAL in phoneme:
            spelled.append("~")
    return "".join(spelled)
