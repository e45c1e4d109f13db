"""Whether a frequent question is what the customer asks, by the evidence of the store's data and of the wording.

Neither decides alone: "how much is the 55 inch TV" is near to a question about hanging it up, and a sentence that is
worded like a search may be a question that the store has answered. A logistic regression weighs how near the question
is against what the sentence is worded like.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.llm.offline.acts.answers import SAME_QUESTION, shares
from engine.llm.offline.acts.base import Said, Scene, call
from engine.llm.offline.replies import products as replies
from engine.llm.offline.understanding import phrasing, references
from engine.llm.offline.understanding.intents import ORDER_INTENTS, POLICIES, score
from engine.llm.offline.understanding.sentence import Sentence
from engine.tools.base import ToolCall, ToolRun
from engine.tools.products import STORE

# Fitted to the turns of thirteen stores' scripted conversations: .94 are told rightly by a fit on the turns of others.
_LIKENESS, _OWN, _OWN_ASKED, _OTHERS, _BIAS = 8.9, -0.9, 4.2, 0.4, -4.1
_WORDED = {"store_question": 1.8, "product_question": -2.7, "search": -3.5, "price": -4.8}
_SAYS = {"asking": 0.4, "show": -0.9}
_BOUNDED, _BEYOND = -1.2, 0.9  # a price is told; more is said than what the goods are called
_LEAST, _MOST = 0.2, 0.8  # likeness, below which none is asked, and beyond which hardly any is
_LIKELY = 0.4  # from which on a question is taken to be asked
_ELSE = ("off_topic", "staff", *ORDER_INTENTS, *(f"policy_{name}" for name in POLICIES))
_NEARLY = 0.8  # of the best score, from which on a product may be meant as well
_CLEAR = 0.9  # how likely words must be a question to the store, where none of its questions is near
_CERTAIN = 0.95  # how likely goods are asked for by the wording, where they are demanded
_HINT = 0.15  # how likely words that seem to be small talk must be a question to the store
_MEANT, _SURELY = 0.55, 0.62  # how likely something else must be to be meant, and a question to be asked instead of it

Faq = Mapping[str, Any]
Product = Mapping[str, Any]
Found = Generator[ToolCall, ToolRun, Said | None]


def asked(scene: Scene, said: Sentence, run: ToolRun | None = None) -> Found:
    """The answer to a frequent question of the talk's product or of the store; None if most likely none is asked.

    Args:
        scene: where it is played.
        said: what may ask it.
        run: of the tool that looks for the store's questions, if it has run already.
    """
    if not may_ask(said):
        return None
    product_id = of_talk(scene, said)
    if run is None or product_id:
        run = yield call("get_product_faq", product_id=product_id or STORE)
    return (yield from answered(scene, run, said))


def may_ask(said: Sentence) -> bool:
    """Whether words may ask a frequent question, if only one is near enough to them."""
    nearest = {"likeness": _MOST, "about": "product"}
    if _plain(said):
        return False
    return _likely(nearest, said) >= _LIKELY or _is_same(nearest, said)


def of_found(scene: Scene, said: Sentence, products: Sequence[Product]) -> Found:
    """The answer to a frequent question of the store or of what a search has found; None if most likely none is asked.

    Args:
        scene: where it is played.
        said: what may ask it.
        products: what the search has found, the best first.
    """
    run = yield call("get_product_faq", product_id=STORE)
    nearest = {faq["product_id"] for faq in run.result.data.get("perhaps", ()) if "name" in faq}
    likely = (one for one in products if one["score"] >= _NEARLY * products[0]["score"])
    about = next((one for one in likely if one["id"] in nearest), None)
    about = about or next((one for one in products[:1] if references.called(said, one)), None)
    if about is None:
        return (yield from answered(scene, run, said))
    run = yield call("get_product_faq", product_id=about["id"])
    told = yield from answered(scene, run, said)
    if told and scene.thread.answered and scene.thread.answered[0] == about["id"]:
        return replace(told, text=f"{replies.price(scene, about)} {told.text}")  # so that it is known which is meant
    return told


def rather(scene: Scene, said: Sentence, talk: bool = False) -> Found:
    """The store's answer to words that seem to mean something else, but not clearly: "I have lost the bill".

    Args:
        scene: where it is played.
        said: the words.
        talk: they seem to be small talk.
    """
    if said.order_ids or said.phones or scene.context.waiting or said.says("speech", "policy"):
        return None
    scores = score(said)
    if scores.means(*_ELSE) >= _MEANT or said.text != scene.words:
        return None
    if talk and scores.means("store_question") < _HINT:
        return None
    run = yield call("get_product_faq", product_id=STORE)
    faq = _most_likely(run, said)
    surely = faq and faq["about"] == STORE and faq["near"] and _likely(faq, said) >= _SURELY
    return (yield from answered(scene, run, said)) if surely else None


def own_rule(scene: Scene, said: Sentence) -> Found:
    """What the store has answered about the talk's product goes before its rule for all: "can I return it opened"."""
    product_id = of_talk(scene, said)
    if not product_id or scene.before == "policy" or said.says("speech", "policy") or said.text != scene.words:
        return None
    run = yield call("get_product_faq", product_id=product_id)
    faq = _most_likely(run, said)
    return (yield from answered(scene, run, said)) if faq and faq["about"] == "product" else None


def answered(scene: Scene, run: ToolRun, said: Sentence) -> Found:
    """The answer to the frequent question of those that a tool has found, if it was asked."""
    faq = _most_likely(run, said)
    if faq is None or (faq["about"] == STORE and not faq["near"] and not _surely_the_store(faq, said)):
        return None
    if faq["about"] == STORE and scene.before == "faq" and not shares(faq, said):
        return None  # it may ask on about the last answer
    if "name" in faq:
        if not references.called(said, faq):
            return None
        run = yield call("get_product_faq", product_id=faq["product_id"])
    about = run.result.data["product_id"] if faq["about"] == "product" else STORE
    if about != STORE:
        scene.thread.talk_about(run.result.data["product"])
    scene.thread.answered = about, str(faq["answer"])
    return Said(str(faq["answer"]), "faq", confidence=0.6)


def _surely_the_store(faq: Faq, said: Sentence) -> bool:
    """Whether the store is asked, however little is said of what."""
    return not said.things and faq["likeness"] >= _LEAST and score(said).means("store_question") >= _CLEAR


def talked_of(scene: Scene) -> Product | None:
    """The product of the talk, if it is what was talked about last."""
    return next((one for one in scene.thread.talked_about[-1:] if one["id"] == scene.context.last_product_id), None)


def of_talk(scene: Scene, said: Sentence) -> str | None:
    """The product of the talk, unless another thing is named."""
    known = talked_of(scene)
    pointed = not said.things or said.says("speech", "this")
    return known["id"] if known and (pointed or references.named_in(said, known)) else None


def _plain(said: Sentence) -> bool:
    """Whether goods or their price are asked for in so many words, and nothing more is said."""
    meaning = score(said).meaning
    priced = said.says("speech", "price") and meaning["price"] >= meaning["store_question"]
    told = phrasing.beyond_names(said) and meaning["search"] < _CERTAIN  # "show me the Lightning set, the box of five"
    return bool(priced) or bool(said.says("speech", "demand") and not told)


def _most_likely(run: ToolRun, said: Sentence) -> Faq | None:
    """The frequent question that was asked, if it is likely enough that it was."""
    found: list[Faq] = [*run.result.data.get("faqs", ()), *run.result.data.get("perhaps", ())]
    best = max(found, key=lambda faq: _likely(faq, said), default=None)
    if best is None or (_likely(best, said) < _LIKELY and not _is_same(best, said)):
        return None
    return best


def _is_same(faq: Faq, said: Sentence) -> bool:
    """Whether a question about a product is asked in nearly the same words, however its name makes it sound."""
    asks = said.says("speech", "asking") and not said.says("speech", "demand")
    return bool(asks) and faq["about"] == "product" and faq["likeness"] >= SAME_QUESTION


def _likely(faq: Faq, said: Sentence) -> float:
    """How likely it is that a frequent question is asked, 0 to 1."""
    meaning = score(said).meaning
    own = _OTHERS if "name" in faq else 0.0
    if "name" not in faq and faq["about"] == "product":
        own = _OWN + _OWN_ASKED * meaning["product_question"]
    worded = sum(weight * meaning[name] for name, weight in _WORDED.items())
    worded += sum(weight for name, weight in _SAYS.items() if said.says("speech", name))
    worded += _BOUNDED * said.price.bounded + _BEYOND * phrasing.beyond_names(said)
    return 1 / (1 + math.exp(-(_LIKENESS * float(faq["likeness"]) + own + worded + _BIAS)))
