"""How words about goods are put: whether they describe a thing, point at one, or ask how much it is."""

from __future__ import annotations

from engine.lexicon import folded, phrase_sets
from engine.llm.offline.understanding import slots
from engine.llm.offline.understanding.sentence import CLAUSE, Sentence, sentence

_RELATIVE = frozenset(map(folded, "जो jo जिस jis जी जे जा ja je যে যেটা যেটার যা jeta".split()))
_ONE = 4  # letters of "the one", and of what is one at least


def describes_another(said: Sentence) -> bool:
    """Whether a thing is described that is not there yet: "something that ...", "and the one which ..."."""
    if said.says("speech", "such"):
        return True
    opening = [folded(word) for word in said.words[:2]]
    relative = bool(opening) and opening[-1] in _RELATIVE and bool(sentence(said.words[0]).says("speech", "and"))
    return relative and not said.says("speech", "how_much")


def elliptical(said: Sentence) -> bool:
    """Whether "one" or वाला stands for the thing: "रिमोट वाला", but not "बर्तन धोने वाला लिक्विड"."""
    kind = phrase_sets("speech")["kind"]
    last = max((place for place, word in enumerate(said.words) if kind.score([word])), default=None)
    return last is not None and not any(word in said.content for word in said.words[last + 1 :])


def asks_of_this(said: Sentence) -> bool:
    """Whether a quality is asked about, rather than asked for: "ये चमड़े की है क्या"."""
    return bool(said.says("speech", "this")) and not said.says("speech", "kind") and not slots.corrected(said)


def asks_how_much(said: Sentence) -> bool:
    """Whether words end in how much, of nothing: "ওটা কত", "और ये वाला कितने"."""
    ends = phrase_sets("speech")["how_much"].score(said.words[-1:])
    return bool(ends) and len(said.words) > 1 and not slots.aspects(said)


def is_definite(word: str) -> bool:
    """Whether a word says itself that one of a kind is meant, as Bengali's do: মোটাটা is "the thick one"."""
    return word.endswith(("টা", "টার", "টি", "টির")) and len(word) > _ONE


def apart(said: Sentence) -> tuple[Sentence, Sentence] | None:
    """The clause that asks for something cheaper, if it names nothing, and what the others say is enough."""
    clauses = [sentence(clause) for clause in CLAUSE.split(said.text) if clause.strip()]
    asks = [one for one in clauses if one.says("speech", "cheaper") and not (one.things or one.price.order)]
    others = [one for one in clauses if one not in asks]
    return (asks[0], sentence(", ".join(one.text for one in others))) if len(asks) == 1 and others else None


def telling(said: Sentence) -> bool:
    """Whether words say more than what a price is asked with."""
    return any(not word.isdecimal() for word in said.content if not _is_price_word(word))


def _is_price_word(word: str) -> bool:
    return bool(phrase_sets("speech")["price"].score([word]))


def beyond_names(said: Sentence) -> bool:
    """Whether more is said than what the thing is called: it may be a question about it."""
    return any(word not in said.named and not word.isdecimal() for word in said.content) and len(said.words) > 3
