"""Several requests in one sentence: "what does the carrom board cost, and do you wrap gifts?"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from engine.dialogue.language_request import after_name, names_language
from engine.lexicon import CODES, read
from engine.llm.offline.understanding import lists, naming, queries, reasons, slots
from engine.llm.offline.understanding.corrections import affirmed
from engine.llm.offline.understanding.intents import score
from engine.llm.offline.understanding.objections import grounds
from engine.llm.offline.understanding.sentence import Sentence, sentence
from engine.llm.offline.understanding.wish import Wish

_CLEAR = 0.8  # how likely a sentence, or what stands beside another wish, is what it seems to be, by its wording
_CERTAIN = 0.95  # how likely a sentence only looks for goods, by its wording
_CALLS = 0.5  # how sure it must be that a part calls somebody
_OPENING = 2  # words, in which a correction says that it is one
_STOPS = re.compile(r"[।?!;…]+\s*|(?<!\d)\.(?!\d)\s*|,\s*|\s+[–—-]\s+")
_ORDER = "order"
_OF_GOODS = ("search", "guess", "question")
_LISTED = (*_OF_GOODS, "price", "store_question", "policy", "unknown")  # as what goods one by one may be taken
_QUESTIONS = ("question", "store_question")
_ASKING = ("asking", "price", "how_much", "when", "show", "policy", "can")
_FOR_MORE = ("price", "also", "some", "policy")  # in which something else is asked for
_BARE = 3  # words: a name and "how much"


def parts(text: str) -> list[str]:
    """Where a sentence may be cut: at its stops and before its "and"s."""
    found: list[str] = []
    for clause in _STOPS.split(text):
        found += [part.strip() for part in _ands().split(clause) if part and part.strip()]
    return found


def several(said: Sentence, decide: Callable[[Sentence], Wish]) -> list[Wish]:
    """The wishes of a sentence; one, unless its parts say clearly that there are more.

    Args:
        said: the whole sentence.
        decide: tells the wish of a part.
    """
    said = _without_shrug(said)
    wishes = _price_and_question(said, decide) or _several(said, decide)
    goods = lists.one_by_one(parts(said.text)) if len(wishes) == 1 and wishes[0].kind in _LISTED else ()
    if not goods:
        return wishes
    return [Wish("each", said, {"all": queries.search_for(said), "goods": goods, "whole": wishes[0]})]


def _price_and_question(said: Sentence, decide: Callable[[Sentence], Wish]) -> list[Wish]:
    """A price asked for, and after an "and" a question that names nothing else: it is about the same thing.

    "What are the bangles, and I don't know her size, what shall I do?"
    """
    pieces = [sentence(piece.strip(" ,;।")) for piece in _ands().split(said.text, maxsplit=1)]
    if len(pieces) < 2 or not all(piece.words for piece in pieces):
        return []
    priced, more = pieces
    if not priced.things or more.order_ids or more.phones or any(more.says("speech", way) for way in _FOR_MORE):
        return []
    of_goods, asked = decide(priced), decide(more)
    if of_goods.kind != "search" or not of_goods.arguments.get("priced"):
        return []
    aspects, leading = slots.aspects(more), score(more).leading
    unnamed = not more.things or (bool(aspects) and naming.is_only_asked(more, aspects))
    asks = asked.kind in ("question", "unknown", "guess", "talk") and leading in ("product_question", "help")
    if not unnamed or not (aspects or asks):
        return []
    query = {name: value for name, value in of_goods.arguments.items() if name in ("query", "price_range")}
    return [Wish("question", more, {"query": query, "names": " ".join(priced.named), "priced": True})]


def _several(said: Sentence, decide: Callable[[Sentence], Wish]) -> list[Wish]:
    whole = decide(said)
    pieces = [piece for piece in parts(said.text) if not grounds(sentence(piece))]
    if whole.kind == "language":
        return _with_language(whole, pieces, decide)
    if len(pieces) < 2 or whole.kind == "ambiguous" or _takes_back(said):
        return [whole]
    if whole.kind == "policy" and not any(_names_goods(sentence(piece)) for piece in pieces):
        return [whole]
    decided = [_unless_told((sentence(piece), decide(sentence(piece))), whole) for piece in pieces]
    if _ORDER in (whole.kind, *(wish.kind for part, wish in decided if part.order_ids)):
        return _beside_an_order(whole, decided, decide)
    joined = _joined(said.text)
    groups: list[tuple[Sentence, Wish]] = []
    for part, wish in decided:
        if groups and not _own(groups[-1], part, wish, joined):
            both = sentence(f"{groups[-1][0].text}, {part.text}")
            groups[-1] = both, decide(both)
        else:
            groups.append((part, wish))
    wishes = [wish for _, wish in groups if _says_something(wish)]
    wishes = [wish for wish in wishes if not _in_passing(wish)] or wishes
    if len(wishes) < 2 or len({_act(wish) for wish in wishes}) < 2:
        return [whole]
    if all(wish.kind in _QUESTIONS for wish in wishes) and not joined:
        return [whole]  # "I want a project bound, what do you charge" is one question
    return wishes[: lists.MOST]


def _unless_told(decided: tuple[Sentence, Wish], whole: Wish) -> tuple[Sentence, Wish]:
    """A part and its wish, unless it only tells what goods are for: "I take tuition at home and need a board"."""
    part, wish = decided
    if whole.kind == "staff" and wish.kind in _LISTED and not (part.things or _asks_anything(part)):
        return part, Wish("unknown", part)  # "this machine is not for me, is there somebody I could talk to"
    if whole.kind not in _OF_GOODS or wish.kind not in ("store_question", "policy", _ORDER):
        return decided
    meaning = score(whole.said)
    if part.order_ids or part.phones or meaning.leading != "search":
        return decided
    asks = wish.kind != "store_question" or score(part).means("store_question") >= _CLEAR
    asks = asks or _asks_anything(part)
    only_looks = meaning.means("search") >= _CERTAIN
    return decided if asks and not only_looks else (part, Wish("unknown", part))


def _asks_anything(part: Sentence) -> bool:
    return any(part.says("speech", name) for name in ("asking", "where"))


def _with_language(language: Wish, pieces: list[str], decide: Callable[[Sentence], Wish]) -> list[Wish]:
    """A language that is asked for, and what is asked in the same breath: "in Hindi please, and what does it cost"."""
    others = [piece for piece in pieces if not names_language(piece)]
    asked = sentence(", ".join(others) or after_name(language.said.text))
    asks = slots.aspects(asked) or asked.order_ids or any(asked.says("speech", way) for way in _ASKING)
    if len(asked.words) < 2 or not asks:
        return [language]
    wish = decide(asked)
    if not _says_something(wish) or wish.kind == "language":
        return [language]
    return [replace(language, arguments={"brief": True}), wish]


def _without_shrug(said: Sentence) -> Sentence:
    """A sentence without its "never mind, ...": what was asked for before it is over."""
    first, comma, rest = said.text.partition(",")
    shrugs = comma and rest.strip() and sentence(first).says("speech", "never_mind")
    return sentence(rest.strip()) if shrugs and not sentence(first).things else said


def _beside_an_order(
    whole: Wish, decided: list[tuple[Sentence, Wish]], decide: Callable[[Sentence], Wish]
) -> list[Wish]:
    """A request about an order may take many words; only what clearly asks for something else stands beside it."""
    beside = [(part, wish) for part, wish in decided if _clearly_else(part, wish)]
    if not beside or len(beside) == len(decided):
        return [whole]
    others = [part for part, wish in decided if not _clearly_else(part, wish)]
    about = sentence(", ".join(part.text for part in others))
    order = decide(about)
    if whole.kind == order.kind == _ORDER and whole.arguments != order.arguments:
        order = whole  # why it goes back may stand anywhere
    found = [order, *(wish for _, wish in beside)]
    if decided.index(beside[0]) == 0:
        found = [*found[1:], found[0]]
    return found[: lists.MOST]


def _clearly_else(part: Sentence, wish: Wish) -> bool:
    if part.order_ids or part.phones:
        return False
    if wish.kind == "policy":
        return bool(part.says("speech", "policy"))
    if wish.kind in (*_OF_GOODS, "price"):
        asks = part.says("speech", "price") or (part.says("speech", "show") and score(part).leading == "search")
        return bool(part.things) and bool(asks)
    if wish.kind == "store_question":
        return score(part).means("store_question") >= _CLEAR
    # "I am the manager" calls nobody
    calls = wish.kind == "staff" and wish.confidence >= _CALLS and not part.says("speech", "claims_to_be")
    return calls and reasons.reason_of(part) is None  # "nobody at home likes it" calls nobody either


def _own(before: tuple[Sentence, Wish], part: Sentence, wish: Wish, joined: bool) -> bool:
    """Whether a part is a request of its own, and no more about the one before it.

    Args:
        before: the part before it, with its wish.
        part: itself.
        wish: its wish.
        joined: an "and" joins the parts, and no stop alone.
    """
    _, asked = before
    if not _strong(part, wish) or not _strong(*before):
        return False
    if wish.kind in ("price", "which_price") and asked.kind in _OF_GOODS:
        return False  # "do you keep ropes? what do they cost"
    if asked.kind in _OF_GOODS and not part.things and _points(part) and not joined:
        return False  # "your battery drill, how long does it run"
    # "its RAM and its weight" is one question
    return not (wish.kind == "question" and asked.kind == "question" and not part.things)


def _points(part: Sentence) -> bool:
    return bool(part.says("speech", "this") or part.says("speech", "inside"))


def _strong(part: Sentence, wish: Wish) -> bool:
    if wish.kind in ("search", "guess"):
        if not part.things and part.says("speech", "not_after"):
            return False  # "I cannot pay so much" asks for nothing
        asks_price = bool(part.says("speech", "price")) or bool(part.things and wish.arguments.get("priced"))
        asks_price = asks_price or (len(part.words) <= _BARE and bool(part.things and part.says("speech", "how_much")))
        return (asks_price and bool(part.content)) or bool(part.things and part.says("speech", "show"))
    if wish.kind == "question":
        return bool(part.things) or bool(slots.aspects(part) and part.says("speech", "asking"))
    return wish.kind in ("order", "policy", "staff", "store_question", "price")


def _joined(text: str) -> bool:
    """Whether an "and" joins parts of a sentence, and no stop alone."""
    clauses = [clause.strip() for clause in _STOPS.split(text) if clause and clause.strip()]
    opening = _ands().split(clauses[0])[1:] if clauses and _ands().match(clauses[0]) else clauses[:1]
    return any(len(_ands().split(clause)) > 1 for clause in (*opening, *clauses[1:]))


def _names_goods(part: Sentence) -> bool:
    return bool(part.things or part.says("speech", "price"))


def _takes_back(said: Sentence) -> bool:
    """Whether a sentence corrects what was said: its parts belong together."""
    return bool(affirmed(said).denied) or bool(sentence(" ".join(said.words[:_OPENING])).says("speech", "correct"))


def _in_passing(wish: Wish) -> bool:
    """Whether a part seems to call somebody, or to say yes to that, and may be but the way to another wish: "okay"."""
    return wish.kind == "staff" and (wish.confidence < _CALLS or "summary" in wish.arguments)


def _says_something(wish: Wish) -> bool:
    return wish.kind not in ("unknown", "talk", "declined", "which_price")


def _act(wish: Wish) -> tuple[str, str]:
    told = wish.arguments.get("tool") or wish.arguments.get("policy_type") or wish.arguments.get("query") or ""
    return wish.kind, str(told)


@cache
def _ands() -> re.Pattern[str]:
    joining = {phrase for code in CODES for phrase in read(code)["speech"]["and"]}
    words = "|".join(re.escape(word) for word in sorted(joining, key=len, reverse=True))
    # "fifty two thousand and six" is one number
    return re.compile(rf"(?:^|(?<=\s))(?<!thousand )(?<!hundred )(?:{words})(?=\s|$)", re.IGNORECASE)
