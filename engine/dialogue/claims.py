"""Is what a language model says supported by what the tools of this conversation have told?

Each sentence is read for facts (facts.py) and held against the evidence (evidence.py): prices, percentages, numbers of
days, dates, ids, the states of orders and products, and deeds ("I have cancelled it"). A sentence with one unsupported
fact is not spoken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from string import ascii_lowercase

from engine.dialogue.evidence import Evidence
from engine.dialogue.facts import Facts, Figure, bare_id, claims, facts, phrases, sentence_words, stands
from engine.languages import Language

_ORDER_STATES = ("confirmed", "shipped", "delivered", "cancelled")
_STOCK = {"in_stock": True, "sold_out": False}
_RELATIVE = {"today": 0, "tomorrow": 1, "yesterday": -1}
_PAUSE = re.compile(r"(?:,(?!\d)|[;:—–])")


def unsupported(sentence: str, language: Language, evidence: Evidence, today: date) -> str | None:
    """The first fact of a sentence that nothing supports, for the log; None if all is supported."""
    told = facts(sentence)
    found = [_figures(told, evidence)]
    if not sentence.rstrip().endswith("?"):
        found += [_days(told, sentence, evidence, today), _states(sentence, language, evidence)]
    return next(chain.from_iterable(found), None)


def _figures(told: Facts, evidence: Evidence) -> Iterator[str]:
    for figure in told.figures:
        if not _figure_supported(figure, evidence):
            yield f"{figure.kind} {figure.value:g}"
    for name in told.ids - evidence.ids:
        yield f"id {name}"
    known = {(day.month, day.day) for day in evidence.dates} | evidence.days
    for month, day in told.dates - known:
        yield f"date {day}.{month}."


def _figure_supported(figure: Figure, evidence: Evidence) -> bool:
    if figure in evidence.figures or figure in evidence.said:
        return True
    if figure.kind != "plain":
        return False
    # An order's number may be told without its letters and zeros, and what is shown may be counted.
    number = f"{figure.value:g}"
    ids = any(name.lstrip(ascii_lowercase).lstrip("0") == number for name in evidence.ids)
    known = {other.value for other in evidence.figures} | {float(day.year) for day in evidence.dates}
    return figure.value in known or ids or figure.value <= evidence.shown


def _days(told: Facts, sentence: str, evidence: Evidence, today: date) -> Iterator[str]:
    words = {word for word in sentence_words(sentence) if (day := facts(word)).relative or day.weekdays}
    if any(words <= text for text in evidence.own_words):
        return
    for name in told.relative:
        # "कल" and "কাল" are yesterday and tomorrow.
        near = {today + timedelta(_RELATIVE[other]) for other in _same_word(name, words)}
        if not near & evidence.dates:
            yield f"day {name}"
    for weekday in told.weekdays - {day.weekday() for day in evidence.dates}:
        yield f"weekday {weekday}"


def _same_word(name: str, words: Iterable[str]) -> set[str]:
    return {other for word in words if name in (meant := facts(word).relative) for other in meant}


def _states(sentence: str, language: Language, evidence: Evidence) -> Iterator[str]:
    """States and deeds, clause by clause; a condition or a possibility tells none."""
    for words in _clauses(sentence, language):
        if _any("hedges", words, language) or _time_is_over(words, language):
            continue
        negated = _any("negations", words, language)
        for state in claims("en")["states"]:
            matching = [phrase for phrase in phrases("states", state, language) if stands(phrase, words)]
            told = any(stands(phrase, text) for phrase in matching for text in evidence.own_words)
            if matching and not told and not _state_supported(state, negated, words, evidence):
                yield f"{'not ' if negated else ''}{state}"


def _time_is_over(words: Sequence[str], language: Language) -> bool:
    """Whether a clause says that of a time or a warranty, in the words in which goods are sold out."""
    ends = any(stands(phrase, words) for phrase in phrases("states", "sold_out", language))
    return ends and _any("periods", words, language)


def _state_supported(state: str, negated: bool, words: Sequence[str], evidence: Evidence) -> bool:
    if state in _ORDER_STATES:
        named = {bare_id(word) for word in words} & set(evidence.orders)
        meant = {evidence.orders[name] for name in named or list(evidence.orders)[-1:]}
        return bool(meant) and (state not in meant if negated else state in meant)
    if state in _STOCK:
        return (_STOCK[state] != negated) in evidence.stock
    return negated or state in evidence.done


def _clauses(sentence: str, language: Language) -> Iterator[list[str]]:
    joints = {word for phrase in phrases("joints", "words", language) for word in phrase}
    for part in _PAUSE.split(sentence):
        clause: list[str] = []
        for word in sentence_words(part):
            if word in joints:
                yield clause
                clause = []
            else:
                clause.append(word)
        yield clause


def _any(section: str, words: Sequence[str], language: Language) -> bool:
    return any(stands(phrase, words) for phrase in phrases(section, "words", language))
