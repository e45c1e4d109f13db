"""Asking on about what was just answered: a rule, an order or a frequent question tells more than one thing.

"What would the deposit be?" after "Wheelchairs are lent for ₹50 a day, with a deposit of ₹2,000" names nothing that
could be looked up, and "how long would that take?" says nothing at all but that it asks on. Where no other answer is
nearer to the words, the last one is told again.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import cache

from catalog.search.fillers import fillers
from catalog.search.text import tokens
from engine.lexicon import folded, words_of
from engine.llm.offline.acts import answers, orders
from engine.llm.offline.acts.base import Said, Scene, call
from engine.llm.offline.replies import vocabulary
from engine.llm.offline.understanding import slots
from engine.llm.offline.understanding.intents import ORDER_INTENTS, score
from engine.llm.offline.understanding.references import Told
from engine.llm.offline.understanding.sentence import Sentence, sentence
from engine.tools.base import ToolCall, ToolRun
from engine.tools.products import STORE

_ASKS = 0.5  # how likely words are a question, or goods that are looked for, by their wording
_CLEAR = 0.8  # how likely words must be a request about an order
_WAYS = ("asking", "how_much", "when")  # of asking, which name nothing
_TIMES = ("time", "period")  # kinds of units
# Marathi's "it", which are Hindi's "then", "just" and "or".
_NOT_POINTING = frozenset({"तो", "ही", "या", "to", "hi", "ya", "one"})


def goes_on(scene: Scene, said: Sentence) -> bool:
    """Whether words ask on about a rule or the answer to a frequent question: they name nothing that it tells not of.

    Of a rule, it may be asked too whether it goes for something else.
    """
    told = _told(scene)
    if told is None or said.says("speech", "demand") or not _asks(said):
        return False
    if scene.before == "policy" and said.says("speech", "likewise"):
        return True
    bare = not said.things and _of_the_store(scene)
    return (bare and (_points(said) or _of_time(said, told))) or _says_again(said, told)


def asks_rule(scene: Scene, said: Sentence) -> bool:
    """Whether words that sound like a request about an order ask on about a rule: "he opened it, will you take it?"."""
    if scene.before != "policy" or scene.context.last_order_id or said.order_ids or said.phones or slots.wishes(said):
        return False
    asks = "?" in said.text or any(said.says("speech", name) for name in (*_WAYS, "can"))
    return asks and score(said).means(*ORDER_INTENTS) < _CLEAR


def again(scene: Scene, asks: Sentence | None = None) -> Generator[ToolCall, ToolRun, Said | None]:
    """The last answer, if it was one that may hold the answer to these words too; None if not.

    Args:
        scene: where it is played.
        asks: the words, if they may as well be another frequent question, where one is near to them.
    """
    near = answers.SAME_QUESTION
    if asks and not _points(asks) and not _says_again(asks, _told(scene) or ""):
        near = answers.ALIKE  # "and which day are you shut"
    match scene.before:
        case "policy" if scene.thread.policy:
            run = (yield call("get_product_faq", product_id=STORE)) if asks else None
            if run and (other := answers.surely(run, least=near)):
                scene.thread.answered = STORE, other
                return Said(other, "faq", confidence=0.5)
            return (yield from orders.policy(scene, scene.thread.policy))
        case "track_order" if scene.context.last_order_id:
            run = yield call("track_order", order_id=scene.context.last_order_id)
            return orders.outcome(scene, run)
        case "faq" if scene.thread.answered:
            about, answer = scene.thread.answered
            run = yield call("get_product_faq", product_id=about)  # the screen shows whom it is about
            scene.thread.answered = about, answers.surely(run, least=near) or answer
            return Said(scene.thread.answered[1], "faq", confidence=0.4)
    return None


def _told(scene: Scene) -> str | None:
    """The rule, or the answer to a frequent question, that was told last."""
    if scene.before == "policy":
        return scene.thread.rule
    return scene.thread.answered[1] if scene.before == "faq" and scene.thread.answered else None


def _of_the_store(scene: Scene) -> bool:
    """Whether it was a rule, or an answer about the store, which has no other side that a bare question may mean."""
    return scene.before == "policy" or (scene.thread.answered is not None and scene.thread.answered[0] == STORE)


def _asks(said: Sentence) -> bool:
    """Whether words are a question, by how they are worded, or by a word of asking where they look for no goods."""
    scores = score(said)
    if scores.means("product_question") + scores.means("store_question") + scores.rules >= _ASKS:
        return True
    worded = "?" in said.text or any(said.says("speech", name) for name in (*_WAYS, "likewise"))
    return worded and scores.means("search", "price") < _ASKS


def _points(said: Sentence) -> bool:
    """Whether words point at what was talked about."""
    return not _pointing().isdisjoint(said.words)


def _says_again(said: Sentence, told: str) -> bool:
    """Whether words say something that was told, and name nothing else."""
    of_it = Told(told).shared(said, said.content)
    return bool(of_it - _asking()) and all(word in of_it for word in said.named if word not in fillers())


def _of_time(said: Sentence, told: str) -> bool:
    """Whether it is asked when or how long, and that was told."""
    asks = said.says("speech", "when") or (said.says("speech", "how_much") and _times(said.words))
    return bool(asks) and (_times(tokens(told)) or bool(sentence(told).says("speech", "day")))


def _times(words: Sequence[str]) -> bool:
    """Whether a unit of time is said."""
    return any(kind in _TIMES for _, kind, _ in vocabulary.units(words))


@cache
def _pointing() -> frozenset[str]:
    """The words that point at what was talked about."""
    return words_of("speech", "this") - _NOT_POINTING


@cache
def _asking() -> frozenset[str]:
    """The words of asking."""
    return frozenset(folded(word) for name in _WAYS for word in words_of("speech", name))
