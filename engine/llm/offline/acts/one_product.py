"""One product of those that were shown: what it is and costs, where to get it, a bigger or smaller one."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from engine.llm.offline.acts import answers
from engine.llm.offline.acts.base import Act, Said, Scene, call
from engine.llm.offline.acts.seeking import best
from engine.llm.offline.replies import products as replies
from engine.llm.offline.understanding import measures, queries, slots
from engine.llm.offline.understanding.sentence import Sentence, sentence
from engine.tools.base import ToolCall, ToolRun

Product = Mapping[str, Any]

_COMPARED = 10


def chosen(scene: Scene, product: Product, said: Sentence) -> Act:
    """Talk about one of the shown products: its price, what is asked of it, or what it is."""
    found = yield from _looked_up(product)
    if found is None:
        return Said(scene.phrase("search.none"), "search")
    scene.thread.talk_about(found)
    if said.says("speech", "price"):
        return Said(replies.price(scene, found), "price")
    asked = slots.aspects(said)
    if asked and (answer := replies.specification(scene, found, said, asked)):
        return Said(answer, "faq")
    if scene.before == "faq" and scene.history and said.says("speech", "and"):
        same = sentence(scene.history[-1].customer)  # "and the large one?" asks the same of another
        run = yield call("get_product_faq", product_id=product["id"])
        if answer := answers.own(scene, run, same, slots.aspects(same)) or answers.overlapping(run, same):
            return Said(f"{replies.price(scene, found)} {answer}", "faq", confidence=0.6)
    return Said(replies.described(scene, found), "search")


def price_of(scene: Scene, product: Product, said: Sentence) -> Act:
    """The price of a product that is talked about."""
    return (yield from chosen(scene, product, sentence(f"{said.text} price")))


def taken(scene: Scene, product: Product) -> Act:
    """The customer wants to have one of the shown products: where they get it, unless it is sold out."""
    found = yield from _looked_up(product)
    if found is None:
        return Said(scene.phrase("search.none"), "search")
    scene.thread.talk_about(found)
    return Said(replies.take(scene, found), "take")


def next_in_size(scene: Scene, product: Product, sign: int, kind: str | None = None) -> Act:
    """A bigger or smaller one of the same kind; by what is measured, if that is told."""
    query = scene.context.last_search.get("query") or product["name"]
    run = yield call("search_products", query=queries.kind(product) or query, max_results=_COMPARED)
    found = measures.bigger(product, run.result.data.get("products", ()), sign, kind)
    if found is None:
        return Said(scene.phrase("search.none_such"), "search")
    scene.thread.talk_about(found)
    yield call("search_products", query=found["name"], max_results=1)  # the screen shows it
    return Said(replies.described(scene, found), "search")


def _looked_up(product: Product) -> Generator[ToolCall, ToolRun, Product | None]:
    """A product as it is now."""
    run = yield call("search_products", query=product["name"], max_results=1)
    known = best(run)
    if known is None or known["id"] != product["id"]:
        run = yield call("get_product_faq", product_id=product["id"])
        known = run.result.data.get("product")
    return known
