"""Whether a frequent question is what the customer asks, by the evidence of the store's data and of the wording.

Neither decides alone: "how much is the 55 inch TV" is near to a question about hanging it up, and a sentence that is
worded like a search may be a question that the store has answered. A logistic regression weighs how near the question
is against what the sentence is worded like.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping
from typing import Any

from engine.llm.offline.acts.base import Said, Scene, call
from engine.llm.offline.understanding import references
from engine.llm.offline.understanding.intents import score
from engine.llm.offline.understanding.sentence import Sentence
from engine.tools.base import ToolCall, ToolRun
from engine.tools.products import STORE

# Fitted to the turns of six stores' scripted conversations: .90 are told rightly by a fit on the turns of the others.
_LIKENESS, _OWN, _OTHERS, _BIAS = 7.7, 2.3, 0.4, -3.85
_WORDED = {"store_question": 3.0, "product_question": 0.3, "search": -5.4, "price": -5.4}
_MOST = 0.8  # likeness, beyond which hardly any is
_LIKELY = 0.6  # from which on a question is taken to be asked

Faq = Mapping[str, Any]
Found = Generator[ToolCall, ToolRun, Said | None]


def asked(scene: Scene, said: Sentence, run: ToolRun | None = None) -> Found:
    """The answer to a frequent question of the talk's product or of the store; None if most likely none is asked.

    Args:
        scene: where it is played.
        said: what may ask it.
        run: of the tool that looks for the store's questions, if it has run already.
    """
    if said.text != scene.utterance or _plain(said) or _likely(_LIKENESS * _MOST, said) < _LIKELY:
        return None  # the tool compares all that was said
    product_id = of_talk(scene, said)
    if run is None or product_id:
        run = yield call("get_product_faq", product_id=product_id or STORE)
    return (yield from answered(scene, run, said))


def own_rule(scene: Scene, said: Sentence) -> Found:
    """What the store has answered about the talk's product goes before its rule for all: "can I return it opened"."""
    product_id = of_talk(scene, said)
    if not product_id or scene.before == "policy" or said.says("speech", "policy") or said.text != scene.utterance:
        return None
    run = yield call("get_product_faq", product_id=product_id)
    faq = _most_likely(run, said)
    return (yield from answered(scene, run, said)) if faq and faq["about"] == "product" else None


def answered(scene: Scene, run: ToolRun, said: Sentence) -> Found:
    """The answer to the frequent question of those that a tool has found, if it was asked."""
    faq = _most_likely(run, said)
    if faq is None or (said.things and faq["about"] == STORE and not faq["near"]):
        return None
    if "name" in faq:
        if not references.called(said, faq):
            return None
        run = yield call("get_product_faq", product_id=faq["product_id"])
    about = run.result.data["product_id"] if faq["about"] == "product" else STORE
    if about != STORE:
        scene.thread.talk_about(run.result.data["product"])
    scene.thread.answered = about, str(faq["answer"])
    return Said(str(faq["answer"]), "faq", confidence=0.6)


def of_talk(scene: Scene, said: Sentence) -> str | None:
    """The product of the talk, unless another thing is named."""
    known = next((one for one in scene.thread.talked_about[-1:] if one["id"] == scene.context.last_product_id), None)
    pointed = not said.things or said.says("speech", "this")
    return known["id"] if known and (pointed or references.named_in(said, known)) else None


def _plain(said: Sentence) -> bool:
    """Whether goods or their price are asked for in so many words."""
    meaning = score(said).meaning
    priced = said.says("speech", "price") and meaning["price"] >= meaning["store_question"]
    return bool(priced) or bool(said.things and said.says("speech", "demand"))


def _most_likely(run: ToolRun, said: Sentence) -> Faq | None:
    """The frequent question that was asked, if it is likely enough that it was."""
    found = [*run.result.data.get("faqs", ()), *filter(None, [run.result.data.get("perhaps")])]
    best = max(found, key=_nearness, default=None)
    return best if best and _likely(_nearness(best), said) >= _LIKELY else None


def _nearness(faq: Faq) -> float:
    own = _OTHERS if "name" in faq else _OWN if faq["about"] == "product" else 0.0
    return _LIKENESS * float(faq["likeness"]) + own


def _likely(nearness: float, said: Sentence) -> float:
    meaning = score(said).meaning
    worded = sum(weight * meaning[name] for name, weight in _WORDED.items())
    return 1 / (1 + math.exp(-(nearness + worded + _BIAS)))
