"""Bengali (as spoken in Kolkata): a word's phonemes from its spelling.

The inherent vowel is ɔ in a first syllable and o elsewhere, becomes o before a following i or u, and is silent where
Ohala's rule says so; at the end of a word it is spoken after clusters and in the forms and words that are listed. The
second letter of a conjunct doubles the first where it is য, and ব or ম (Chatterji 1926; Thompson 2012).
"""

from __future__ import annotations

from phonetics.devanagari_sounds import nasal
from phonetics.letters import INHERENT, Letter, devanagari, letters
from phonetics.schwa import without_silent
from phonetics.tables import table

_CONSONANTS = {
    "क": "k", "ख": "kʰ", "ग": "ɡ", "घ": "ɡʰ", "ङ": "ŋ", "च": "tʃ", "छ": "tʃʰ", "ज": "dʒ", "झ": "dʒʰ", "ञ": "n",
    "ट": "ʈ", "ठ": "ʈʰ", "ड": "ɖ", "ढ": "ɖʰ", "ण": "n", "त": "t", "थ": "tʰ", "द": "d", "ध": "dʰ", "न": "n",
    "प": "p", "फ": "f", "ब": "b", "भ": "bʰ", "म": "m", "य": "dʒ", "र": "r", "ल": "l",
    "श": "ʃ", "ष": "ʃ", "स": "ʃ", "ह": "h", "ड़": "ɽ", "ढ़": "ɽ", "य़": "j",
}  # fmt: skip
_VOWELS = {"आ": "a", "इ": "i", "ई": "i", "उ": "u", "ऊ": "u", "ए": "e", "ओ": "o", "ऑ": "ɔ", "ऍ": "æ"}
_HIGH = frozenset("इईउऊ")
_DENTAL_AFTER_S = {"स": frozenset("तथनरलटकपफ"), "श": frozenset("रल"), "ष": frozenset()}  # স্তর, শ্রেণি
_KEEPS_O = ("িত", "ীয়", "ৃত", "গত", "ৃঢ়", "ড়ো", "ান্ত")  # endings after which the vowel is spoken: সুরক্ষিত, জাতীয়
# Clusters at the end of English words, after which nothing is spoken: কাউন্ট, কার্ড, চার্জ.
_LOAN_ENDS = frozenset(
    "ন্ট ন্ড র্ড র্ট র্স ল্ড ল্ট স্ট ক্স ফ্ট প্ট র্জ ন্স ল্ফ র্ক ন্ক স্ক ক্ট ল্ম র্ন ল্ক র্ল র্প ন্চ র্চ ম্প ঞ্চ ল্ব ব্যাঙ্ক ঙ্ক্স".split()
)


def bengali(word: str) -> list[str]:
    """The narrow phonemes of a word in Bengali letters."""
    known: str | None = table("bn")["words"].get(word)
    if known:
        return known.split()
    written = letters(devanagari(word).replace("अ्या", "ऍ").replace("ए्या", "ऍ"))
    if not written:
        return []
    spoken = without_silent(written, keep_final=_keeps_final(word, written))
    return _glides(_Reader(word, spoken).sounds())


def _keeps_final(word: str, written: list[Letter]) -> bool:
    if word in table("bn")["final_o"] or (word.endswith(_KEEPS_O) and word not in {"উচিত", "গণিত", "সংগীত"}):
        return True
    if any(word.endswith(cluster) for cluster in _LOAN_ENDS):
        return False
    consonants = [letter for letter in written[-3:-1] if not letter.vowel]
    return len(consonants) == 2 and written[-1].text == INHERENT


class _Reader:
    def __init__(self, word: str, spoken: list[Letter]) -> None:
        self._open_e = word.startswith(tuple(table("bn")["open_e"]))
        self._loan_s = any(mark in word for mark in table("bn")["loan_s"])
        self._spoken = spoken
        self._loan = word.count("্যা") > 1 or any(word.endswith(cluster) for cluster in _LOAN_ENDS)

    def sounds(self) -> list[str]:
        sounds: list[str] = []
        index, first = 0, True
        while index < len(self._spoken):
            letter = self._spoken[index]
            if letter.vowel:
                sounds += self._vowel(index, first)
                first = False
                index += 1
            else:
                stop = index
                while stop < len(self._spoken) and not self._spoken[stop].vowel:
                    stop += 1
                while index < stop:  # consonants that merely meet are read on their own
                    end = index + 1
                    while end < stop and self._spoken[end].joined:
                        end += 1
                    cluster = [x.text for x in self._spoken[index:end]]
                    sounds += self._cluster(cluster, initial=index == 0)
                    index = end
        return sounds

    def _vowel(self, index: int, first: bool) -> list[str]:
        letter = self._spoken[index]
        if letter.text in {INHERENT, "अ"}:
            sounds = [self._inherent(index, first)]
        elif letter.text == "ऋ":
            sounds = ["r", "i"]
        elif letter.text in "ऐऔ":
            sounds = ["o", "i" if letter.text == "ऐ" else "u"]
        elif (letter.text == "ए" and first and self._open_e) or (
            letter.text == "आ" and self._after_ya(index) and (first or self._loan)
        ):
            sounds = ["æ"]
        else:
            sounds = [_VOWELS[letter.text]]
        if "chandrabindu" in letter.marks:
            sounds[-1] = nasal(sounds[-1])
        if "anusvara" in letter.marks:
            sounds.append("ŋ")
        return sounds

    def _after_ya(self, index: int) -> bool:
        """Whether the vowel follows a ্য: ব্যাগ, স্ট্যান্ড."""
        before = self._spoken[max(0, index - 2) : index]
        return len(before) == 2 and before[1].text == "य" and not before[0].vowel

    def _inherent(self, index: int, first: bool) -> str:
        if not first:
            return "o"
        ahead = self._spoken[index + 1 :]
        cluster = []
        for letter in ahead:
            if letter.vowel:
                high = letter.text in _HIGH
                break
            cluster.append(letter.text)
        else:
            high = False
        before = [x.text for x in self._spoken[max(0, index - 2) : index]]
        raised = high or "य" in cluster[1:] or cluster in (["क", "ष"], ["ज", "ञ"])
        after_r = len(before) == 2 and before[1] == "र"  # প্রথম
        return "o" if raised or after_r else "ɔ"

    def _cluster(self, cluster: list[str], initial: bool) -> list[str]:
        if cluster[:2] == ["क", "ष"]:
            return ["kʰ"] if initial else ["k", "kʰ", *self._tail(cluster[2:])]
        if cluster[:2] == ["ज", "ञ"]:
            return ["ɡ"] if initial else ["ɡ", "ɡ"]
        if cluster == ["ह", "य"]:
            return ["dʒ", "dʒʰ"]
        if len(cluster) == 2 and cluster[0] == "ह" and cluster[1] in "नणमल":
            return [self._plain(cluster[1], cluster, 1), "h"]
        sounds: list[str] = []
        for place, text in enumerate(cluster):
            last = place == len(cluster) - 1
            if place and text in {"य", "ब", "म"} and last and not self._sounded(cluster, place):
                if not initial and len(cluster) == 2:
                    double = sounds[-1]
                    sounds.append(double)
                    if "ʰ" in double:
                        sounds[-2] = double.replace("ʰ", "")
                continue
            sounds.append(self._plain(text, cluster, place))
        return sounds

    def _tail(self, cluster: list[str]) -> list[str]:
        return [self._plain(text, cluster, place) for place, text in enumerate(cluster) if text not in "यबम"]

    @staticmethod
    def _sounded(cluster: list[str], place: int) -> bool:
        """Whether a য, ব or ম at the end of a conjunct is a letter of its own: কম্বল, জন্ম, কর্ম."""
        text, before = cluster[place], cluster[place - 1]
        if text == "य":
            return before == "र" and place == 1 and len(cluster) == 2  # কার্য: the reph is not doubled here
        if text == "ब":
            return before in {"म", "र", "ब", "ल"}
        return before in {"ग", "ङ", "न", "म", "र", "ल", "ट", "क"}

    def _plain(self, text: str, cluster: list[str], place: int) -> str:
        if text in {"स", "श"}:
            after = cluster[place + 1] if place + 1 < len(cluster) else ""
            if (after and after in _DENTAL_AFTER_S[text]) or (text == "स" and self._loan_s):
                return "s"
        return _CONSONANTS.get(text) or _CONSONANTS[text[0]]


def _glides(sounds: list[str]) -> list[str]:
    """য় is e at the end of a syllable (চায়), nothing after a front vowel (নিয়ে), a glide otherwise; ওয়া is wa."""
    result: list[str] = []
    for index, sound in enumerate(sounds):
        if sound != "j":
            result.append(sound)
            continue
        before = result[-1][0] if result else ""
        after = sounds[index + 1] if index + 1 < len(sounds) else ""
        if not after or after[0] not in "aeiouɔæãẽĩõũ":
            result.append("e")
        elif (before and before in "ieou" and before != after[0]) or (after == "e" and before != "e"):
            continue
        else:
            result.append("j")
    return result
