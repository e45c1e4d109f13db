"""Which language the conversation is held in: the customer's, but not at every borrowed word.

A sentence that tells its language clearly changes it at once; a word or two only when they come twice, and an answer
such as "ok", a number or "हो चालेल" never. Who has asked for a language keeps it until they have spoken another one
twice.
"""

from __future__ import annotations

from engine.dialogue.confirmation import is_answer
from engine.languages import Language, detect
from engine.text import words

_SURE = 0.75
_SISTERS = {Language.HINDI, Language.MARATHI}  # of one script
_SHORT_ANSWER = 3  # words, of which none tells more than yes or no
_TELLING_WORDS = 3  # "thank you" is said in any language


SPEAK = {  # what a customer says to go on in a language
    Language.HINDI: "हिंदी में",
    Language.BENGALI: "বাংলায়",
    Language.MARATHI: "मराठीत",
    Language.ENGLISH: "in English",
}


def mismatch(utterance: str, chosen: Language) -> Language | None:
    """The language in which an utterance clearly is, if it is not the chosen one."""
    told = detect(utterance, chosen)
    clear = told.confidence >= _SURE and len(words(utterance)) >= _TELLING_WORDS
    return told.language if clear and told.language is not chosen else None


class Following:
    """Follows the customer's language through one conversation."""

    def __init__(self) -> None:
        self._other: Language | None = None

    def hear(
        self, utterance: str, language: Language, current: Language | None, preferred: Language | None = None
    ) -> Language:
        """The language to answer in.

        Args:
            utterance: what the customer said; in a mixed sentence the language of its grammar counts.
            language: in which it was understood.
            current: in which the conversation was held before.
            preferred: that the customer has asked for.
        """
        if current is None or language is current:
            self._other = None
            return language
        if len(words(utterance)) <= _SHORT_ANSWER and is_answer(utterance):
            return current
        told = detect(utterance, current)
        borrows = language is Language.ENGLISH or {language, current} == _SISTERS
        least = _TELLING_WORDS if borrows else _TELLING_WORDS - 1
        clear = told.language is language and told.confidence >= _SURE and len(words(utterance)) >= least
        again = self._other is language
        self._other = language
        if again or (clear and preferred is not current):
            self._other = None
            return language
        return current
