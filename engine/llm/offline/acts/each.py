"""Several goods of one sentence, each looked for by itself; the best of each is told, and the screen shows them all."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any

from engine.llm.offline.acts.base import Said, Scene
from engine.llm.offline.acts.seeking import best, search_products
from engine.llm.offline.replies import products as replies
from engine.llm.offline.understanding import references
from engine.llm.offline.understanding.sentence import sentence
from engine.tools.base import ToolCall, ToolRun

_LIKELY, _SURE = 0.6, 0.7  # how well a product must fit that is called so, and one that is not


def each(
    scene: Scene, whole: Mapping[str, Any], goods: Sequence[Mapping[str, Any]]
) -> Generator[ToolCall, ToolRun, Said | None]:
    """Tell the price of each; None where one product has them all in its name, or the store has no two of them.

    Args:
        scene: where it is played.
        whole: the search for all of them together.
        goods: the searches for each.
    """
    together = best((yield search_products(whole)))
    if together and all(_is(together, one) for one in goods):
        return None
    runs: list[ToolRun] = []
    for one in goods:
        run = yield search_products(one)
        first = best(run)
        if first and first["score"] >= (_LIKELY if _is(first, one) else _SURE):
            runs.append(run)
    found = {run.result.data["products"][0]["id"]: run for run in runs}
    if len(found) < 2:
        return None
    firsts = [run.result.data["products"][0] for run in found.values()]
    scene.thread.listed = tuple(firsts)
    for product in firsts:
        scene.thread.talk_about(product)
    text = " ".join(replies.price(scene, product) for product in firsts)
    return Said(text, "search", shows=tuple(run.call.id for run in found.values()))


def _is(product: Mapping[str, Any], sought: Mapping[str, Any]) -> bool:
    """Whether a product is called what was sought."""
    return references.named_in(sentence(str(sought["query"])), product)
