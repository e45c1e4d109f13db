"""What a customer does not like about what was shown: its price, its looks, what it lacks.

It is no wish beside the wish: "too dear, any in cotton?", "plastic will break, show me a brass one".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.search import thesaurus
from engine.llm.offline.understanding import references
from engine.llm.offline.understanding.corrections import bids
from engine.llm.offline.understanding.sentence import CLAUSE, Sentence, sentence

Product = Mapping[str, Any]


def changed(said: Sentence, focus: Product | None) -> Sentence:
    """A sentence without the look of the product of the talk, where it names another: "this is blue, any in pink?"."""
    own = references.looks(focus) if focus else frozenset()
    others = said.qualities - own
    rivals = {one for one in own & said.qualities if any(thesaurus.contradicts([one], other) for other in others)}
    if not rivals:
        return said
    clauses = [clause for clause in CLAUSE.split(said.text) if clause.strip()]
    bidding = [clause for clause in clauses if not sentence(clause).qualities or bids(sentence(clause))]
    if len(bidding) < len(clauses) and any(sentence(clause).qualities for clause in bidding):
        return sentence(", ".join(bidding))  # "plastic will break, show me a brass one"
    kept = [clause for clause in clauses if not sentence(clause).qualities & rivals]
    if any(sentence(clause).qualities for clause in kept):
        return sentence(", ".join(kept))
    return said.without(
        {place for span in said.spans if span.concepts & rivals for place in range(span.start, span.end)}
    )


def without_grounds(said: Sentence) -> Sentence:
    """A sentence without why what was shown is not liked, where it asks for another: "too dear, any in cotton?"."""
    clauses = [sentence(clause) for clause in CLAUSE.split(said.text) if clause.strip()]
    kept = [clause for clause in clauses if not grounds(clause)]
    if len(kept) == len(clauses) or not any(clause.content or clause.price.bounded for clause in kept):
        return said
    return sentence(", ".join(clause.text.strip() for clause in kept))


def grounds(clause: Sentence) -> bool:
    """Whether a clause only tells why what was shown is not liked: it costs too much, or does not do something."""
    ends = sentence(" ".join((*clause.words[:1], *clause.words[-1:])))  # "is it too dear", "महँगा है क्या"
    if ends.says("speech", "asking") or "?" in clause.text or clause.price.bounded:
        return False
    if any(clause.says("speech", name) for name in ("demand", "some")):
        return False
    return bool(
        clause.says("speech", "too_dear") or (clause.says("speech", "inside") and clause.says("speech", "not_after"))
    )


def too_dear(said: Sentence) -> bool:
    """Whether it is only said that something costs too much: something cheaper is wanted."""
    return bool(said.says("speech", "too_dear")) and grounds(said)
