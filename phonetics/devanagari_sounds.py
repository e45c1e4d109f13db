"""The sounds of Devanagari's letters, as far as Hindi and Marathi agree, and how nasals are read."""

from __future__ import annotations

from phonetics.letters import Letter

CONSONANTS = {
    "क": "k", "ख": "kʰ", "ग": "ɡ", "घ": "ɡʰ", "ङ": "ŋ", "च": "tʃ", "छ": "tʃʰ", "ज": "dʒ", "झ": "dʒʰ", "ञ": "ɲ",
    "ट": "ʈ", "ठ": "ʈʰ", "ड": "ɖ", "ढ": "ɖʰ", "ण": "ɳ", "त": "t", "थ": "tʰ", "द": "d", "ध": "dʰ", "न": "n",
    "प": "p", "फ": "f", "ब": "b", "भ": "bʰ", "म": "m", "य": "j", "र": "r", "ल": "l", "ळ": "ɭ", "व": "v",
    "श": "ʃ", "ष": "ʃ", "स": "s", "ह": "h",
    "क़": "k", "ख़": "kʰ", "ग़": "ɡ", "ज़": "z", "ड़": "ɽ", "ढ़": "ɽʰ", "फ़": "f", "झ़": "z", "य़": "j",
}  # fmt: skip
VOWELS = {
    "अ": "ə", "अ*": "ə", "आ": "aː", "इ": "i", "ई": "iː", "उ": "u", "ऊ": "uː", "ए": "eː", "ओ": "oː", "ऑ": "ɔ", "ऍ": "æ",
}  # fmt: skip
_PLACES = (("kɡ", "ŋ"), ("ʈɖɽ", "ɳ"), ("pbmf", "m"), ("td", "n"))


def nasal_before(phoneme: str) -> str | None:
    """The nasal consonant that an anusvara stands for before a stop; None where it makes the vowel nasal."""
    if phoneme.startswith(("tʃ", "dʒ", "ts", "dz")):
        return "n"
    return next((nasal for stops, nasal in _PLACES if phoneme[0] in stops), None)


def nasal(vowel: str) -> str:
    """The nasal vowel: the mark belongs before the length."""
    return vowel[0] + "\u0303" + vowel[1:]


def consonant(letter: Letter) -> str:
    """The sound of a consonant, with or without a nukta that changes nothing."""
    return CONSONANTS.get(letter.text) or CONSONANTS[letter.text[0]]
