"""What a customer does not mean: "नीला नहीं, सफ़ेद", "not the red one, the blue one", "बटन वाला नहीं"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from engine.lexicon import folded, phrase_sets, words_of
from engine.llm.offline.understanding.sentence import Sentence, sentence

_CLAUSE = re.compile(r"[^,;।.!?…]+[,;।.!?…]*")
_PAUSES = re.compile(r"(\.{2,}|…|\s[–—-]+\s|[,;।?!])\s*")
_OPENING = 3  # words, in which one says that one misspoke
_NEAR = 3  # words, within which what is denied stands before its "not"; "বিছানা নষ্ট না হয়" denies no bed
_PLEASE = frozenset({"ना", "না", "na"})
_OR_NOT = frozenset("कि या की ki ya নাকি কি or".split())  # "है कि नहीं" asks
_NOT_ASKING = frozenset("কি কী ki".split())  # so does "না কি"


@dataclass(frozen=True, slots=True)
class Affirmed:
    """A sentence without what it denies.

    Attributes:
        said: what is left of it.
        denied: the things and qualities that are not meant.
    """

    said: Sentence
    denied: frozenset[str]


def repaired(said: Sentence) -> tuple[Sentence, Sentence] | None:
    """A sentence that is begun anew, before and after: "do you have pens... sorry, I meant pencils"; None if it is not.

    What was begun may still tell what the rest leaves out: "the blue shirt, no wait, in white".
    """
    if said.phones:
        return None
    for pause in reversed([*_PAUSES.finditer(said.text)]):
        before, after = sentence(said.text[: pause.start()].strip()), sentence(said.text[pause.end() :].strip())
        if not _says_anew(after, broken_off=pause[1] not in ",;।?!"):
            continue
        if before.things and not before.order_ids and (after.things or after.qualities or after.numbers):
            return before, _without_opening(after)
    return None


def _without_opening(said: Sentence) -> Sentence:
    """What is said anew, without the words that take back: a bare name is asked for as what was begun."""
    opening = [" ".join(said.words[: place + 1]) for place in range(min(_OPENING, len(said.words) - 1))]
    takes = [place for place, text in enumerate(opening) if _takes_back(sentence(text), place)]
    return said.without(set(range(takes[-1] + 1))) if takes else said


def _takes_back(said: Sentence, place: int) -> bool:
    """Whether words end with one that takes back what was said."""
    names = ("correct", "saying", "not_after")
    word, before = sentence(said.words[place]), sentence(" ".join(said.words[:place]))
    ends_phrase = said.says("speech", "repair") > before.says("speech", "repair")
    return ends_phrase or any(word.says("speech", name) for name in names)


def _says_anew(said: Sentence, *, broken_off: bool) -> bool:
    """Whether words open with taking back what was begun: "sorry, I meant", "नहीं नहीं"; after a break, with any no."""
    opening = [sentence(word) for word in said.words[:_OPENING]]
    noes = [word.text for word in opening if any(word.says("speech", name) for name in ("correct", "not_after"))]
    if broken_off and opening and opening[0].text in noes:
        return True
    return len(noes) > len({*noes}) or bool(sentence(" ".join(word.text for word in opening)).says("speech", "repair"))


def affirmed(said: Sentence) -> Affirmed:
    """Take out what is denied: what stands before a "नहीं" and after a "not", within its clause."""
    kept: list[str] = []
    denied: set[str] = set()
    for clause in _CLAUSE.findall(said.text):
        part = sentence(clause.strip())
        places = frozenset() if clause.rstrip().endswith("?") else _denied(part)
        left = part.without(places) if places else part
        if places:
            gone = set(places)
            denied |= {
                concept
                for span in part.spans
                if gone.intersection(range(span.start, span.end))
                for concept in span.concepts
            }
        kept.append(left.text if places else clause.strip())
    if not denied and " ".join(kept) == " ".join(clause.strip() for clause in _CLAUSE.findall(said.text)):
        return Affirmed(said, frozenset())
    return Affirmed(sentence(" ".join(kept)), frozenset(denied))


def _denied(part: Sentence) -> frozenset[int]:
    after, before = negations("not_after"), negations("not_before")
    found = [folded(word) for word in part.words]
    named = {place for span in part.spans for place in range(span.start, span.end)}
    named |= {place for one in part.numbers if not part.order_ids for place in range(one.start, one.end)}
    telling = {place for place, word in enumerate(part.words) if word in part.content}
    begin = 0
    denied: set[int] = set()
    if left := _left(part):
        return left if named & left else frozenset()
    for place, word in enumerate(found):
        if word in before and place + 1 < len(found):
            following = range(place + 1, min(len(found), place + 4))
            if named.intersection(following):
                return frozenset({place, *following})
        if word in _PLEASE and place and bids(sentence(part.words[place - 1])):
            continue  # "দেখান না", "batao na" ask, and deny nothing
        if word not in after or (place and found[place - 1] in _OR_NOT) or found[place + 1 : place + 2] == ["का"]:
            continue
        if _NOT_ASKING.intersection(found[place + 1 : place + 2]):
            continue
        scope = range(begin, place)
        if part.price.taken.intersection(scope):
            return frozenset()
        if named.intersection(scope[-_NEAR:]) or (telling.intersection(scope) and _ends(part, place)):
            denied |= {*scope, place}
        begin = place + 1
    return frozenset(denied)


def _left(part: Sentence) -> frozenset[int]:
    """The places of what is told to be left: what stands before "रहने दो", and after "leave the"; none if nothing is."""
    words = [folded(word) for word in part.words]
    for place in range(len(words)):
        for phrase in phrase_sets("speech")["let_be_after"].phrases:
            if tuple(words[place : place + len(phrase)]) == phrase and _ends(part, place + len(phrase) - 1):
                return frozenset(range(place + len(phrase)))
        for phrase in phrase_sets("speech")["let_be_before"].phrases:
            if tuple(words[place : place + len(phrase)]) == phrase:
                return frozenset(range(place, len(words)))
    return frozenset()


def bids(said: Sentence) -> bool:
    """Whether words ask somebody to do something."""
    return any(said.says("speech", name) for name in ("demand", "tell"))


def _ends(part: Sentence, place: int) -> bool:
    """Whether nothing but asking follows a word: "बटन वाला नहीं", "बटन वाला नहीं चाहिए"."""
    rest = " ".join(part.words[place + 1 :])
    return not rest or bool(sentence(rest).says("speech", "demand"))


@cache
def negations(name: str) -> frozenset[str]:
    """The words that deny what stands before them ("not_after") or after them ("not_before"), folded."""
    return frozenset(folded(word) for word in words_of("speech", name)) - {"चाई", "चाहि", "want", "don", "t", "চাই"}
