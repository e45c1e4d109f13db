"""What is wanted of goods: to see some, their price, to choose one of those shown, or an answer about one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from catalog.search import thesaurus
from engine.llm.offline.understanding import measures, naming, objections, phrasing, queries, references, slots
from engine.llm.offline.understanding.corrections import affirmed
from engine.llm.offline.understanding.sentence import Sentence
from engine.llm.offline.understanding.wish import View, Wish

_CLEAR, _SURE, _LIKELY, _HINT = 0.9, 0.45, 0.35, 0.2
_SIGNS = {"bigger": 1, "smaller": -1}
_LOOKS = frozenset({"colour", "sizes", "bigness", "material", "stock"})  # aspects
Product = Mapping[str, Any]


def about_goods(said: Sentence, view: View) -> Wish | None:
    """The wish about goods that a sentence makes, if it makes one."""
    kept = objections.without_grounds(said) if view.context.last_search else said
    if kept is said or not said.says("speech", "too_dear"):
        return _about_goods(kept, view, view.focus)
    wish = _about_goods(kept, view, None)
    return _below(wish, view) if wish and wish.kind in ("search", "guess") else wish


def _below(wish: Wish, view: View) -> Wish:
    """A search for less money than what was too dear, unless it says itself for how much."""
    if view.focus is None or wish.said.price.bounded or wish.said.price.order:
        return wish
    bound = {"price_range": {"max": float(view.focus["price"]) - 1}}
    own = {name: value for name, value in wish.arguments.items() if name != "refines"}
    others = tuple({**one, **bound} for one in wish.others)
    return replace(wish, kind="search", arguments=own | bound, others=others)


def _about_goods(said: Sentence, view: View, focus: Product | None) -> Wish | None:
    meant = affirmed(said)
    said = objections.changed(meant.said if meant.said.words else said, focus)
    shown = _shown(said, view)
    pointing = (said.says("speech", "kind") or said.says("speech", "which")) and set(slots.aspects(said)) <= {"about"}
    if _asks_the_store(said, view) and not (pointing and references.meant(said, shown)):
        asked = {"query": queries.search_for(said)} if said.things else {}
        rule = {"rule": view.thread.policy} if view.context.intent == "policy" and view.thread.policy else {}
        return Wish("store_question", said, {**asked, **rule})
    return (
        (_comparison(said, view, focus, shown) if _compares(said) else None)
        or (_reference(said, view, shown) if pointing and not said.says("speech", "than") else None)
        or (None if meant.denied and said.things else _question(said, view, focus, shown))
        or _comparison(said, view, focus, shown)
        or _reference(said, view, shown)
        or _price(said, view, focus)
        or _search(said, view, meant.denied)
        or _by_meaning(said, view, focus)
    )


def _asks_the_store(said: Sentence, view: View) -> bool:
    scores = view.scores
    asks = scores.means("store_question")
    if said.says("speech", "price") or said.says("speech", "demand") or said.says("speech", "inside"):
        return False
    if said.price.bounded and said.says("speech", "show"):
        return False  # "do you have a gift for about two thousand?"
    if asks < _CLEAR and said.says("speech", "some") and said.says("speech", "show"):
        return False  # "is there something soft to put into shoes?"
    about_goods = scores.means("search", "product_question", "price")
    if scores.leading == "store_question" and not said.things:
        return True
    return asks >= _SURE and asks > about_goods + (_HINT if view.focus and not said.things else 0.0)


def _question(said: Sentence, view: View, focus: Product | None, shown: Sequence[Product]) -> Wish | None:
    """A question about a product: the one that is named, else the one that is pointed at, else the last one."""
    asked = slots.aspects(said)
    inside = bool(said.says("speech", "inside")) and not said.price.bounded
    scores = view.scores
    alike = scores.means("product_question")
    others = scores.means("search", "price", "store_question")
    questions_it = bool(asked) or bool(said.says("speech", "asking")) or "?" in said.text
    of_this = phrasing.asks_of_this(said) and bool(said.says("speech", "asking"))
    of_this = of_this and focus is not None and (not said.things or naming.names_focus(said, focus))
    part = questions_it and focus is not None and bool(said.things) and not naming.names_other(said, focus, asked)
    part = part or of_this
    if not (
        asked
        or inside
        or part
        or (alike >= _LIKELY and alike > others and (focus or not said.things) and not _adds(said, view))
    ):
        return None
    if said.qualities and not asked and not inside and not said.things and not phrasing.asks_of_this(said):
        return None
    if phrasing.describes_another(said) and not inside:
        return None  # "something that fits on the handle?"
    if said.price.bounded and (not asked or (said.things and said.says("speech", "show"))):
        return None  # "I need a phone under ten thousand with a good battery"
    seen = bool(said.says("speech", "demand"))  # "let me see it in red"
    of_another = focus is not None and set(asked) <= _LOOKS and _other_look(said, focus)
    sought = of_another and (seen or not phrasing.asks_of_this(said))
    if sought and not (asked and references.meant(said, shown)):
        return None  # "will there be a white one?"
    if of_another and view.context.last_search:
        return Wish("other_look", said, queries.refined(said, view.context.last_search), product=focus)
    if (said.says("speech", "price") or phrasing.asks_how_much(said)) and (
        not asked or (said.things and not naming.names_focus(said, focus))
    ):
        return None
    if said.qualities and said.things and not asked and not inside and not said.says("speech", "asking"):
        return None
    if naming.names_focus(said, focus) and not asked and not inside and not of_this and alike < _LIKELY:
        return None
    other = naming.names_other(said, focus, asked)
    if other and set(asked) == {"stock"}:
        return None  # "do you stock bangles" looks for them
    if said.says("speech", "show") and not inside and other and not naming.is_no_search(asked):
        return None
    if other:
        return Wish("question", said, naming.of_order(said, view) or naming.named(said, asked))
    chosen = references.meant(said, shown) if not inside else None
    if chosen and not asked and not said.says("speech", "asking") and references.only_called(said, chosen):
        return None  # "and the one with a handle?"
    if chosen or focus:
        return Wish("question", said, product=chosen or focus)
    if said.things:
        return Wish("question", said, naming.of_order(said, view) or naming.named(said, asked))
    named = naming.named(said, asked)
    if asked and named["query"]["query"] and scores.means("product_question") >= scores.means("store_question"):
        return Wish("question", said, named)
    if scores.of("store_question") >= _HINT:
        return Wish("store_question", said)
    return None


def _other_look(said: Sentence, focus: Product) -> bool:
    """Whether a look is named that the product of the talk does not have."""
    return not said.things and any(thesaurus.contradicts(references.looks(focus), one) for one in said.qualities)


def _relative(said: Sentence) -> bool:
    """Whether something bigger or smaller than this is meant, or more or less of what is measured."""
    if measures.more_of(said) or measures.next_size(said):
        return True
    return bool(said.says("speech", "than")) and any(said.says("speech", name) for name in _SIGNS)


def _compares(said: Sentence) -> bool:
    return bool(said.says("speech", "cheaper")) or objections.too_dear(said) or _relative(said)


def _comparison(said: Sentence, view: View, focus: Product | None, shown: Sequence[Product]) -> Wish | None:
    """Cheaper, bigger or smaller than what was shown; or more of it."""
    last, price = view.context.last_search, view.context.last_price
    if not last:
        return None
    too_dear = objections.too_dear(said)
    cheaper = view.scores.words("cheaper") or said.says("speech", "cheaper") or too_dear
    cheaper = cheaper and not said.price.bounded
    of_this = said.says("speech", "than") or too_dear
    besides = phrasing.apart(said)
    if cheaper and said.things and not (of_this or besides or naming.names_focus(said, focus)):
        return None  # "plastic chairs, which is the cheapest", after lamps
    if cheaper and price and (of_this or said.says("speech", "some") or references.meant(said, shown) is None):
        least = float(focus["price"]) if focus else price  # they have heard of that one
        found = queries.cheaper(last, least, besides[0] if besides else said)
        kind = focus and (besides or not said.things) and queries.kind(focus)  # the last words may tell a story too
        wanted = besides[1].content if besides else ()
        others = ({**found, "query": " ".join((kind, *wanted))},) if kind else ()
        return Wish("search", said, {**found, "intent": "cheaper"}, others=others)
    if focus and (measure := measures.more_of(said)):
        kind, sign = measure
        return Wish("next_in_size", said, {"sign": sign, "kind": kind}, product=focus)
    if focus and (sign := measures.next_size(said)):
        return Wish("next_in_size", said, {"sign": sign, "kind": measures.SIZE}, product=focus)
    if focus and not said.things and said.says("speech", "than"):
        for name, sign in _SIGNS.items():
            if said.says("speech", name):
                return Wish("next_in_size", said, {"sign": sign}, product=focus)
    changes = said.price.bounded or said.price.order or said.qualities
    if not said.things and not changes and (view.scores.words("more") or said.says("speech", "more")):
        return Wish("search", said, {**last, "max_results": 10, "intent": "more"})
    return None


def _reference(said: Sentence, view: View, shown: Sequence[Product]) -> Wish | None:
    """One of the shown products."""
    talked = view.thread.talked_about
    if said.price.bounded or said.says("speech", "any_price"):
        return None  # "a black one, below twelve thousand"
    if said.says("speech", "before") and len(talked) > 1 and not said.things:
        return Wish("chosen", said, product=talked[-2])
    chosen = references.other(said, shown, view.focus if len(view.context.shown) == 1 else None)
    chosen = chosen or references.meant(said, shown)
    return Wish("chosen", said, product=chosen) if chosen else None


def _price(said: Sentence, view: View, focus: Product | None) -> Wish | None:
    asks = bool(said.says("speech", "price")) or phrasing.asks_how_much(said) or view.scores.means("price") >= 0.5
    if not asks:
        return None
    if asked := slots.aspects(said):
        said = naming.besides(said, asked)
    if said.things and not naming.names_focus(said, focus):
        return _sought("search", said, priced=True)
    telling = len(said.content) > 1 and phrasing.asks_how_much(said)  # "a plain one for the accounts, কত?"
    pointing = said.content and (said.says("speech", "kind") or any(map(phrasing.is_definite, said.content)) or telling)
    if (said.qualities or pointing) and not said.things and view.context.last_search:
        return _refined(said, view, priced=True)
    if said.things and said.qualities:
        return _sought("search", said, priced=True)
    if focus and not phrasing.telling(said):
        return Wish("price", said, product=focus)
    if said.content:
        return _sought("guess", said, priced=True, product=focus)
    return Wish("price", said, product=focus) if focus else Wish("which_price", said)


def _search(said: Sentence, view: View, denied: frozenset[str]) -> Wish | None:
    last = view.context.last_search
    shows = bool(said.says("speech", "show"))
    another = phrasing.describes_another(said)
    described = bool(last) and (another or any(said.says("speech", name) for name in ("kind", "having")))
    names_it = said.says("speech", "kind") and not phrasing.elliptical(said)  # "बर्तन धोने वाला लिक्विड"
    if said.things and described and not names_it and not shows and not said.qualities:
        return _refined(said, view, denied, describes=True)
    if said.things:
        return _sought("search", said)
    if last and (said.qualities or said.price.bounded or said.price.order or denied or (another and said.content)):
        return _refined(said, view, denied, describes=another)
    if said.qualities or said.price.bounded:
        return _sought("search", said)
    scores = view.scores
    if not said.content or scores.words("greeting", "thanks", "goodbye", "help"):
        return None
    compares = any(said.says("speech", name) for name in (*_SIGNS, "stronger", "less_power"))
    if last and (described or compares or slots.corrected(said)):
        return _refined(said, view, denied)
    asks = scores.means("store_question", "product_question") > max(scores.means("search"), _HINT)
    counts = all(any(one.start <= said.words.index(word) < one.end for one in said.numbers) for word in said.content)
    if not asks and not counts and (shows or scores.means("search") >= _LIKELY or _adds(said, view)):
        return _sought("guess", said, confidence=0.6)
    return None


def _sought(kind: str, said: Sentence, *, priced: bool = False, **more: Any) -> Wish:
    """The wish for what a sentence names."""
    arguments = queries.search_for(said)
    return Wish(kind, said, arguments | ({"priced": True} if priced else {}), others=queries.asking(said), **more)


def _refined(
    said: Sentence, view: View, denied: frozenset[str] = frozenset(), *, describes: bool = False, priced: bool = False
) -> Wish:
    """The wish for what was looked for last, with what a sentence changes."""
    last = view.context.last_search
    found = queries.refined(said, last, denied, describes=describes)
    told = {"refines": True} | ({"priced": True} if priced else {})
    return Wish("search", said, found | told, others=queries.anew(said, last, found, describes=describes))


def _adds(said: Sentence, view: View) -> bool:
    """Whether a word or two go on with a talk about goods: "और मूंग?"."""
    follows = bool(view.context.last_search) and view.context.intent in ("search", "price", "faq", "cheaper", "more")
    return follows and len(said.content) <= 2 and bool(said.says("speech", "and") or said.says("speech", "also"))


def _by_meaning(said: Sentence, view: View, focus: Product | None) -> Wish | None:
    """What only its likeness to the examples tells."""
    scores = view.scores
    if not said.content or scores.words("greeting", "thanks", "goodbye", "help"):
        return None
    kinds = ("store_question", "product_question", "search", "price")
    best = scores.best(*kinds)
    if focus and best in ("store_question", "product_question") and scores.means(best) >= _HINT:
        return Wish("question", said, product=focus)
    talk = scores.means("off_topic", "abuse", "greeting", "thanks", "goodbye", "help", "repeat", "stop", "yes", "no")
    if scores.means(best) < _HINT or talk > scores.means(best):
        asks = bool(said.says("speech", "asking")) and talk < _LIKELY
        return Wish("question", said, product=focus, confidence=0.4) if focus and asks else None
    if best == "price":
        return Wish("price", said, product=focus) if focus else Wish("which_price", said)
    if best == "search" and said.content:
        return _sought("guess", said, confidence=0.5)
    if best == "product_question" and focus:
        return Wish("question", said, product=focus)
    return Wish("store_question", said) if said.content else None


def _shown(said: Sentence, view: View) -> Sequence[Product]:
    """The products that a sentence may choose from: the two last ones, those on the screen, or the last list."""
    talked, on_screen = view.thread.talked_about, view.context.shown
    choosing = said.says("speech", "these") or said.says("speech", "which")
    two = said.says("speech", "both")
    both = two or (choosing and len(references.comparable(on_screen)) <= 1)
    if both and len(talked) > 1:
        return talked[-2:]
    if two and len(on_screen) > 1:
        return [{**product, "score": 1.0} for product in on_screen[:2]]  # however well they fit
    if len(on_screen) > 1:
        return on_screen
    listed, last = view.thread.listed, view.focus
    gone = last is not None and all(one["id"] != last["id"] for one in listed)  # something else has been found since
    return talked[-2:] if gone and len(talked) > 1 else listed or on_screen
