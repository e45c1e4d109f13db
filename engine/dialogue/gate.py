"""The gate between a language model and the customer's ear: whole sentences pass, checked, and only so many.

A sentence is held until it has ended. One with a fact that nothing supports (claims.py), in another language or in
another script than the conversation's is dropped; after a few sentences the answer is cut, however long it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import structlog

from engine.dialogue.claims import unsupported
from engine.dialogue.evidence import Evidence
from engine.languages import Language, detect, is_foreign
from engine.lexicon import markers
from engine.text import words
from engine.tts.clauses import sentence_end

MOST_SENTENCES = 4
LONGEST_SENTENCE = 400  # characters without an end
_TELLING_WORDS = 4  # fewer may be a product's name
_SURE = 0.8
_SURE_MARKERS = 2  # words of a sister language more than of its own
_SISTERS = {Language.HINDI: Language.MARATHI, Language.MARATHI: Language.HINDI}  # in one script
_LEAST_SHARE = 0.3  # of the letters in the language's own script, or
_LEAST_WORDS = 2  # words in it: "Samsung Galaxy M14 5G ₹12,999 का है।" is Hindi
_SCRIPTS = {
    Language.HINDI: re.compile(r"[\u0900-\u097f]"),
    Language.MARATHI: re.compile(r"[\u0900-\u097f]"),
    Language.BENGALI: re.compile(r"[\u0980-\u09ff]"),
    Language.ENGLISH: re.compile(r"[A-Za-z]"),
}
_LETTER = re.compile(r"[^\W\d_]")
_MARKUP = re.compile(r"[*#`_>|]+|^\s*(?:[-•]|\d+[.)])\s+|[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]|<\|?\w+\|?>")
_SPACES = re.compile(r"\s{2,}|\n")
_log = structlog.get_logger(__name__)


class Gate:
    """Holds, checks and counts the sentences of one answer.

    Args:
        language: tells in which language the answer has to be.
        evidence: what may be said.
        today: tells the date in India.

    Attributes:
        passed: how many sentences have gone through.
        dropped: the reasons of those that have not.
    """

    def __init__(self, language: Callable[[], Language], evidence: Evidence, today: Callable[[], date]) -> None:
        self._language = language
        self._evidence = evidence
        self._today = today
        self._held = ""
        self.passed = 0
        self.dropped: list[str] = []

    @property
    def full(self) -> bool:
        """Whether nothing more will pass: enough has been said, or it has no end."""
        return self.passed + len(self.dropped) >= MOST_SENTENCES or len(self._held) > LONGEST_SENTENCE

    def feed(self, text: str) -> list[str]:
        """Add text; return the sentences that may be said now."""
        self._held += text
        said = []
        while not self.full and (end := sentence_end(self._held)) is not None:
            sentence, self._held = self._held[:end], self._held[end:]
            said += self._checked(sentence)
        return said

    def finish(self) -> list[str]:
        """The answer has ended: check what is left."""
        rest, self._held = self._held, ""
        if self.passed + len(self.dropped) >= MOST_SENTENCES:
            return []
        if len(rest) > LONGEST_SENTENCE:
            self.dropped.append("no end")
            return []
        return self._checked(rest)

    def restart(self) -> None:
        """What is held belongs to an answer that broke off."""
        self._held = ""

    def _checked(self, sentence: str) -> list[str]:
        sentence = _SPACES.sub(" ", _MARKUP.sub("", sentence))
        if not sentence.strip():
            return []
        language = self._language()
        reason = wrong_language(sentence, language) or unsupported(sentence, language, self._evidence, self._today())
        if reason:
            self.dropped.append(reason)
            _log.warning("sentence not spoken", reason=reason, sentence=sentence.strip())
            return []
        self.passed += 1
        return [sentence]


def wrong_language(sentence: str, language: Language) -> str | None:
    """Why a sentence is not in a language, for the log; None if it is, or if it is too short to tell."""
    found = words(sentence)
    if len(found) < _TELLING_WORDS:
        return None
    script = _SCRIPTS[language]
    own = len(script.findall(sentence))
    own_words = sum(bool(script.search(word)) for word in found)
    if own_words < _LEAST_WORDS and own < _LEAST_SHARE * len(_LETTER.findall(sentence)):
        return f"not in the script of {language.name}"
    if other := _SISTERS.get(language):
        theirs, ours = (sum(word in markers(code)[0] for word in found) for code in (other, language))
        return f"in {other.name}" if theirs >= ours + _SURE_MARKERS else None
    told = detect(sentence, language)
    if told.language is not language and told.confidence >= _SURE:
        return f"in {told.language.name}"
    return "in a foreign language" if language is Language.ENGLISH and is_foreign(sentence) else None
