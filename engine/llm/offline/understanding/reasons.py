"""Why a thing goes back, as the store's records name it: by words that say so, else by what a clause of it means.

Nobody can list what may be wrong with a thing: "the gear gets stuck", "बटन ही नहीं दबते". What no phrase of the lexicon
tells is left to the classifier that is fitted on such complaints (tests/benchmarks/fit_intents.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from engine.lexicon import PhraseSet, folded, phrase_sets
from engine.llm.offline.understanding.semantics import Understanding
from engine.llm.offline.understanding.sentence import CLAUSE, Sentence, sentence

_SURE, _ASKED = 0.5, 0.35  # how likely a clause must tell a reason; less where it was asked for
_TELLING = 2  # words besides numbers, of which the meaning says something
_NONE = "none"
_NOT_AFTER = frozenset(map(folded, "नहीं नही नाही नाहीये না নয় নেই nahi nahin noy".split()))
_NOT_BEFORE = frozenset("not nothing isn wasn".split())
_AT_ALL = frozenset(map(folded, "कुछ भी तो काही কিছু kuch kuchh bhi to toh kahi kichu".split()))


def told(said: Sentence, asked: bool = False) -> str | None:
    """Why somebody returns a thing; None if they do not say.

    Args:
        said: what they said.
        asked: whether the kiosk has just asked for it.
    """
    if (telling := _without_wish(said)) and len(named := _named(telling)) == 1:
        return named[0]
    if len(named := _named(said)) == 1:
        return named[0]
    meant = _meant(said, named or tuple(phrase_sets("reasons")), _ASKED if asked or named else _SURE)
    return meant or next(iter(named), None)


def _without_wish(said: Sentence) -> Sentence | None:
    """The clauses that do not say what is wanted for it, if others do: "another one" tells no reason there."""
    clauses = [sentence(clause.strip()) for clause in CLAUSE.split(said.text) if clause.strip()]
    wishing = [clause for clause in clauses if any(clause.score(one) for one in phrase_sets("actions").values())]
    left = [clause for clause in clauses if clause not in wishing and _tells(clause)]
    return sentence(", ".join(clause.text for clause in left)) if wishing and left else None


def reason_of(said: Sentence) -> str | None:
    """The reason that words of the lexicon tell, None if none does."""
    return next(iter(_named(said)), None)


@lru_cache(maxsize=256)
def of_mind(said: Sentence) -> frozenset[int]:
    """The places of words that say that a mind has changed: no exchange is asked for in "मन बदल गया"."""
    words = [folded(word) for word in said.words]
    found: set[int] = set()
    for phrase in phrase_sets("reasons")["changed_mind"].phrases:
        size = len(phrase)
        for start in range(len(words) - size + 1) if size > 1 else ():
            if all(_is(one, word) for one, word in zip(phrase, words[start : start + size], strict=True)):
                found |= {*range(start, start + size)}
    return frozenset(found)


def _is(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def _named(said: Sentence) -> tuple[str, ...]:
    """The reasons told by most words. Who says what is wrong with it, and that they do not want it, means the first."""
    besides = frozenset({"defective"}) if _is_whole(said) else frozenset()
    named = said.best("reasons", besides)
    if named[:1] == ("changed_mind",) and said.says("speech", "unwanted"):
        return said.best("reasons", besides | {"changed_mind"}) or named
    return named


def _meant(said: Sentence, names: Iterable[str], least: float) -> str | None:
    """The one of some reasons that a clause means most clearly, None if none is likely enough."""
    clauses = [clause.strip() for clause in CLAUSE.split(said.text) if _tells(sentence(clause.strip()))]
    scores = [Understanding.reasons().scores(clause) for clause in clauses]
    likely = {name: max((score[name] for score in scores if score[name] > score[_NONE]), default=0.0) for name in names}
    best = max(likely, key=lambda name: likely[name])
    return best if likely[best] >= least else None


def _tells(clause: Sentence) -> bool:
    """Whether a clause may tell why: it says more than numbers and what is to be done."""
    numbers = {place for number in clause.numbers for place in range(number.start, number.end)}
    return len(clause.words) - len(numbers) >= _TELLING


@cache
def _broken() -> PhraseSet:
    """The single words that say that something is broken."""
    return PhraseSet(phrase for phrase in phrase_sets("reasons")["defective"].phrases if len(phrase) == 1)


def _is_whole(said: Sentence) -> bool:
    """Whether it is denied that anything is broken: "kharab kuch nahi hai", "it is not broken"."""
    for clause in CLAUSE.split(said.text):
        words = [folded(word) for word in sentence(clause).words]
        for place, word in enumerate(words):
            after = [one for one in words[place + 1 : place + 3] if one not in _AT_ALL][:1]
            before = words[max(0, place - 2) : place]
            if _broken().score([word]) and ({*after} & _NOT_AFTER or {*before} & _NOT_BEFORE):
                return True
    return False
