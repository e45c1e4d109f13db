"""Asking on about what was just answered: a rule, an order or a frequent question tells more than one thing.

"What would the deposit be?" after "Wheelchairs are lent for ₹50 a day, with a deposit of ₹2,000" names nothing that
could be looked up. Where no other answer is found, the last one is told again.
"""

from __future__ import annotations

from collections.abc import Generator

from catalog.search.fillers import fillers
from engine.llm.offline.acts import orders
from engine.llm.offline.acts.base import Said, Scene, call
from engine.llm.offline.understanding.intents import score
from engine.llm.offline.understanding.references import heard, sounding
from engine.llm.offline.understanding.sentence import Sentence
from engine.tools.base import ToolCall, ToolRun

_ASKS = 0.5  # how likely words are a question, by their wording


def goes_on(scene: Scene, said: Sentence) -> bool:
    """Whether words ask on about the answer to a frequent question: they name nothing that it does not tell of."""
    if scene.before != "faq" or not scene.thread.answered or said.says("speech", "demand"):
        return False
    scores = score(said)
    if scores.means("product_question") + scores.means("store_question") < _ASKS:
        return False
    told = sounding(scene.thread.answered[1])
    named = (word for word in said.named if word not in fillers())
    return any(heard(word) & told for word in said.content) and all(heard(word) & told for word in named)


def again(scene: Scene) -> Generator[ToolCall, ToolRun, Said | None]:
    """The last answer, if it was one that may hold the answer to these words too; None if not."""
    match scene.before:
        case "policy" if scene.thread.policy:
            return (yield from orders.policy(scene, scene.thread.policy))
        case "track_order" if scene.context.last_order_id:
            run = yield call("track_order", order_id=scene.context.last_order_id)
            return orders.outcome(scene, run)
        case "faq" if scene.thread.answered:
            about, answer = scene.thread.answered
            yield call("get_product_faq", product_id=about)  # the screen shows whom it is about
            return Said(answer, "faq", confidence=0.4)
    return None
