"""Which product a sentence names: that of the talk, another one, or none but what is asked about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.search import thesaurus
from catalog.search.text import tokens
from engine.lexicon import PhraseSet, phrase_sets
from engine.llm.offline.understanding import phrasing, queries, references, slots
from engine.llm.offline.understanding.sentence import Sentence
from engine.llm.offline.understanding.wish import View

_MEASURES = frozenset("inch litre kg gram watt ton ml metre meter cm gb".split())
Product = Mapping[str, Any]


def names_focus(said: Sentence, focus: Product | None) -> bool:
    """Whether the product of the talk is named."""
    if focus is None:
        return False
    if references.named_in(said, focus):
        return True
    kinds = thesaurus.concepts(tuple(tokens(str(focus.get("category", "")))))  # "that book", of one in Books
    return bool(said.things & kinds and said.says("speech", "this")) and not said.says("speech", "kind")


def names_other(said: Sentence, focus: Product | None, asked: tuple[str, ...]) -> bool:
    """Whether a thing is named that is not the product of the talk, nor only what is asked about it."""
    if not said.things or names_focus(said, focus):
        return False
    if focus is None:
        return True
    if is_only_asked(said, asked) or said.says("speech", "inside") or counted(said):
        return False
    if phrasing.goes_on(said) and references.unheard_of(said, focus):
        return True  # "and sample papers for science too?", after a guide with solved papers
    return bool(said.says("speech", "price") or said.says("speech", "show")) or not references.has_part(said, focus)


def of_this(said: Sentence) -> bool:
    """Whether a question says itself that it is about the thing of the talk: "how far does it reach"."""
    amount = said.says("speech", "how_much") or "how" in said.words
    pointed = bool(said.says("speech", "this") and amount)
    return pointed or bool(said.says("speech", "inside")) or counted(said)


def counted(said: Sentence) -> bool:
    """Whether things are named only to ask how many of them: "how many phones can be connected"."""
    asking = phrase_sets("speech")["how_much"]
    things = [span for span in said.spans if not span.may_describe]
    counting = (asking.score(said.words[max(0, span.start - 2) : span.start], 0) for span in things)
    return any(counting) and not said.says("speech", "price")


def is_only_asked(said: Sentence, asked: tuple[str, ...]) -> bool:
    """Whether the things that are named are but words of the question: "does it work on induction"."""
    left = said.without({place for place, word in enumerate(said.words) if word in said.named})
    return bool(set(asked) - set(slots.aspects(left)))


def is_no_search(asked: tuple[str, ...]) -> bool:
    """Whether what is asked cannot be part of a search: a colour can, a warranty cannot."""
    return bool(
        set(asked) & {"warranty", "care", "weight", "pages", "expiry", "players", "brand", "about", "thickness"}
    )


def named(said: Sentence, asked: tuple[str, ...]) -> dict[str, Any]:
    """The searches for the product of a question: by all that is said besides what is asked, and by names alone."""
    left = besides(said, asked)
    return {"query": queries.search_for(left), "names": _names(left)}


def besides(said: Sentence, asked: tuple[str, ...]) -> Sentence:
    """A sentence without the words that say what is asked about a thing: in "किस कपड़े का" no clothes are named."""
    asking: set[int] = set()
    for aspect in asked:
        for phrase in phrase_sets("aspects")[aspect].phrases:
            if PhraseSet((phrase,)).score(said.words, 1):
                words = PhraseSet(tuple((word,) for word in phrase))
                asking |= {place for place, word in enumerate(said.words) if words.score([word])}
    return said.without(asking)


def _names(said: Sentence) -> str:
    """The words of a sentence that name goods and their qualities; a measure only with its number."""
    ends = {number.end for number in said.numbers}
    kept: list[str] = []
    for span in said.spans:
        if span.describes and span.concepts & _MEASURES:
            if span.start in ends:
                number = next(one for one in said.numbers if one.end == span.start)
                kept += [f"{number.value:g}", *said.words[span.start : span.end]]
        else:
            kept += said.words[span.start : span.end]
    return " ".join(kept)


def of_order(said: Sentence, view: View) -> dict[str, Any] | None:
    """The search for an item of the order that was talked about, if the sentence names one."""
    for name in view.thread.order_items:
        if references.named_in(said, {"name": name}):
            return {"query": {"query": name}}
    return None
