"""Finding goods, telling their prices, and answering questions about them."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from engine.llm.offline.acts import answers, evidence, orders, talk
from engine.llm.offline.acts.again import again
from engine.llm.offline.acts.base import Act, Said, Scene, call, offer_staff
from engine.llm.offline.acts.one_product import price_of
from engine.llm.offline.acts.seeking import Wordings, best, named, search_products, sought, sought_anew
from engine.llm.offline.replies import products as replies
from engine.llm.offline.understanding import naming, queries, references, slots
from engine.llm.offline.understanding.intents import score
from engine.llm.offline.understanding.sentence import Sentence, sentence
from engine.tools.base import ToolCall, ToolRun
from engine.tools.products import STORE

Product = Mapping[str, Any]
Asking = Generator[ToolCall, ToolRun, Said | None]

_ALIKE = 10  # of one kind, of which the biggest or smallest may be asked for
_STORY = 2  # wordings of what is looked for with a story around it; more are of what is looked for again
_CLEAR = 0.9  # how likely words must be a question about a product not to be answered by its description alone
_RULED = 0.5  # how likely words must ask for a rule where no frequent question is answered
_POLICY_TOPICS = ("warranty", "shipping", "returns")


def search(
    scene: Scene,
    wordings: Wordings,
    said: Sentence,
    intent: str = "search",
    priced: bool = False,
    refines: bool = False,
) -> Act:
    """Look for goods, unless the words ask what the store has answered about them.

    Args:
        scene: where it is played.
        wordings: of the search.
        said: the words.
        intent: what the customer wanted.
        priced: the price was asked for, so that of the best is the answer.
        refines: the words change what was looked for before.
    """
    there = {one["id"] for one in scene.context.shown}
    run = yield from (sought_anew(wordings, said) if refines else sought(wordings))
    products = run.result.data.get("products", ())
    new = len(wordings) <= _STORY and not evidence.of_talk(scene, said)
    if products and said.things and new and evidence.may_ask(said):
        if told := (yield from evidence.of_found(scene, said, products)):
            return told
        run = yield search_products(run.call.arguments)  # the screen shows them again
    if products and references.asks_for_size(said):
        run = yield from _of_size(said, run)
        products = run.result.data.get("products", ())
    _remember(scene, run)
    if intent == "cheaper" and not products:
        return Said(scene.phrase("search.no_cheaper"), intent)
    if not products and run.result.data["status"] == "error":
        return Said(scene.phrase("problem.store"), intent)
    if not products and (answer := answers.surely((yield call("get_product_faq", product_id=STORE)))):
        return _answered(scene, STORE, answer)
    if not products and not run.result.data.get("near_misses"):
        return Said(scene.phrase("search.none"), intent)
    if refines and not priced and products and products[0]["id"] in there:
        return Said(replies.described(scene, products[0]), intent)  # it was on the screen: what is it like?
    return Said(replies.found(scene, run.result.data, priced), intent)


def _of_size(said: Sentence, run: ToolRun) -> Generator[ToolCall, ToolRun, ToolRun]:
    """The search for the biggest or smallest of what was found; the one before, if sizes do not tell them apart."""
    first = run.result.data["products"][0]
    kind = queries.kind(first)
    alike = yield search_products({"query": kind or first["name"], "max_results": _ALIKE})
    same = [one for one in alike.result.data.get("products", ()) if queries.kind(one) == kind]  # no rice cooker
    sized = references.by_size(said, same)
    again = run.call.arguments if sized is None else {"query": sized["name"], "max_results": 1}
    return (yield search_products(again))


def guess(scene: Scene, wordings: Wordings, said: Sentence, product: Product | None = None) -> Act:
    """Words that name something which may be goods, or may be a question to the store.

    Args:
        scene: where it is played.
        wordings: of the search.
        said: the words.
        product: whose price they ask for, if they name no other.
    """
    if product is not None:
        return (yield from _price_of_named(scene, wordings, said, product))
    asked = yield call("get_product_faq", product_id=STORE)
    if told := (yield from evidence.answered(scene, asked, said)):
        return told
    run = yield from sought(wordings)
    data = run.result.data
    called = any(references.called(said, product) for product in data.get("products", ())[:1])
    if not (called or said.says("speech", "demand") or slots.corrected(said)):
        if scene.before == "faq" and (answer := answers.likeliest(asked)):
            return _answered(scene, STORE, answer)
        if told := (yield from again(scene)):
            return told
    _remember(scene, run)
    if data.get("products"):
        return Said(replies.found(scene, data, bool(said.says("speech", "price"))), "search", confidence=0.6)
    if answer := answers.likeliest(asked):
        return _answered(scene, STORE, answer)
    if data.get("near_misses"):
        return Said(replies.found(scene, data, False), "search", confidence=0.5)
    asks = said.says("speech", "show") or said.says("speech", "price")
    return Said(scene.phrase("search.none" if asks else "talk.not_understood"), "search", confidence=0.4)


def _price_of_named(scene: Scene, wordings: Wordings, said: Sentence, product: Product) -> Act:
    """The price of what words call by its name, else of the product of the talk: "fair enough, and the price?"."""
    if not references.called(said, product) and (run := (yield from named(said, wordings))):
        _remember(scene, run)
        return Said(replies.found(scene, run.result.data, priced=True), "search", confidence=0.6)
    return (yield from price_of(scene, product, said))


def perhaps(scene: Scene, wordings: Wordings, said: Sentence) -> Act:
    """Words of which nothing tells what they want, unless the store has something of that name."""
    if run := (yield from named(said, wordings)):
        _remember(scene, run)
        return Said(replies.found(scene, run.result.data, priced=False), "search", confidence=0.4)
    return talk.not_understood(scene)


def other_look(scene: Scene, said: Sentence, product: Product, arguments: Mapping[str, Any]) -> Act:
    """Whether a thing comes in another colour or material: the one that does is shown, if there is one."""
    run = yield from sought_anew([arguments], said)
    found = best(run)
    if found and found["id"] != product["id"] and references.looks_as(said, found):
        _remember(scene, run)
        return Said(replies.found(scene, run.result.data, priced=False), "search")
    return (yield from question(scene, said, product, {}))


def doubtful(scene: Scene, said: Sentence, product: Product | None, arguments: Mapping[str, Any]) -> Act:
    """Words that seem to be none of the shop's business, unless they ask about the talk's product or name another."""
    asked = slots.aspects(said)
    if product is not None and not said.says("speech", "show") and not slots.corrected(said):
        run = yield call("get_product_faq", product_id=product["id"])
        if answer := answers.to_question(scene, run, said, asked):
            return Said(answer, "faq", confidence=0.5)
    run = yield search_products(arguments)
    found = [one for one in run.result.data.get("products", ()) if references.called(said, one)]
    if found and asked:
        return (yield from question(scene, said, found[0], {}))
    if found:
        _remember(scene, run)
        if said.says("speech", "asking") and not said.says("speech", "show"):
            asked_of = yield call("get_product_faq", product_id=found[0]["id"])
            if answer := answers.own_near(asked_of) or answers.overlapping(asked_of, said):
                return Said(answer, "faq", confidence=0.5)
        return Said(replies.found(scene, run.result.data, bool(said.says("speech", "price"))), "search")
    run = yield call("get_product_faq", product_id=STORE)
    if answer := answers.likeliest(run):
        return Said(answer, "faq", confidence=0.5)
    return Said(scene.phrase("talk.off_topic", store=scene.store), "off_topic")


def question(scene: Scene, said: Sentence, product: Product | None, arguments: Mapping[str, Any]) -> Act:
    """A question about a product.

    Args:
        scene: where it is played.
        said: the question.
        product: which; None looks for it.
        arguments: `query`, the search for it; `names`, the words that name it, where that search finds nothing;
            `priced`, its price was asked for too.
    """
    searched = product is None
    for query in (arguments.get("query"), {"query": arguments.get("names")}):
        if product is not None or not query or not query["query"]:
            continue
        run = yield search_products(query)
        if run.result.data["status"] == "error":
            return Said(scene.phrase("problem.store"), "faq")
        _remember(scene, run)
        found = run.result.data.get("products") or run.result.data.get("near_misses") or ()
        product = found[0] if found else None
    asked = slots.aspects(said)
    if product is None:
        return (yield from _of_last(scene, asked)) or (yield from store_question(scene))
    topic = slots.topic(asked) if asked[:1] == ("warranty",) else None
    run = yield call("get_product_faq", product_id=product["id"], question_topic=topic)
    told = run.result.data.get("product", product)
    scene.thread.talk_about(told)
    with_price = bool(said.says("speech", "price") or arguments.get("priced"))
    guessed = searched and not arguments.get("priced") and not references.called(said, told)
    answer = (answers.surely(run, asked) if guessed else None) or answers.own(scene, run, said, asked)
    elsewhere = not searched and not naming.of_this(said) and not references.called(said, told)
    if answer is None and elsewhere and said.content:
        other = yield from named(said, [queries.search_for(said)])
        found = best(other) if other else None
        if other and found and found["id"] != told["id"] and _called_besides_looks(said, found):
            _remember(scene, other)
            return Said(replies.found(scene, other.result.data, with_price), "search", confidence=0.5)
        run = yield call("get_product_faq", product_id=product["id"], question_topic=topic)  # shown again
    answer = answer or answers.to_question(scene, run, said, asked)
    if answer is None and "stock" in asked:
        answer = replies.stock(scene, told)
    if answer is None and "about" in asked:
        answer = replies.described(scene, told)
    if answer is None and topic in _POLICY_TOPICS:
        policy = yield call("get_policy", policy_type=topic)
        answer = policy.result.data.get("content")
    if with_price:
        price = replies.price(scene, told)
        return Said(f"{price} {answer}" if answer else price, "faq" if answer else "price")
    if answer is None and not searched and answers.described(said, told):
        answer = str(told["description"])
    if answer is None and not searched and not asked and (told_again := (yield from again(scene))):
        return told_again
    if answer is None and searched and not asked and score(said).means("product_question") < _CLEAR:
        return Said(replies.described(scene, told), "search", confidence=0.5)
    if answer is None:
        # It may be in the description; of a product that was just found the price is news too.
        described = replies.described(scene, told) if searched else str(told.get("description") or "").strip()
        parts = (described, answers.own_best(run, said, asked), scene.phrase("faq.none", name=told["name"]))
        return Said(" ".join(filter(None, parts)), "faq", offer_staff(scene))
    looks_for = said.says("speech", "show") or said.says("speech", "some")
    if searched and (looks_for or not asked):  # so that the customer knows which one is meant
        scene.thread.answered = told["id"], answer
        return Said(f"{replies.price(scene, told)} {answer}", "faq")
    return _answered(scene, told["id"], answer)


def _of_last(scene: Scene, asked: tuple[str, ...]) -> Asking:
    """The answer of the talk's product to what names only something that the store has not: "I have an iPhone"."""
    if (last := evidence.talked_of(scene)) is None:
        return None
    answer = answers.own_near((yield call("get_product_faq", product_id=last["id"])), asked)
    return _answered(scene, last["id"], answer) if answer else None


def _called_besides_looks(said: Sentence, product: Product) -> bool:
    """Whether words call a product by more than a colour or a material: "if this turns black" means no black chair."""
    places = {place for span in said.spans if span.may_describe for place in range(span.start, span.end)}
    return references.called(said.without(places), product)


def store_question(
    scene: Scene, said: Sentence | None = None, query: Mapping[str, Any] | None = None, rule: str | None = None
) -> Act:
    """A question to the store itself; where it has no answer, one about goods that it names, or about a rule.

    Args:
        scene: where it is played.
        said: the question.
        query: the search for the goods that it names.
        rule: the policy that was quoted just before.
    """
    if not (rule and query):
        run = yield call("get_product_faq", product_id=STORE)
        going_on = said if scene.before == "faq" else None
        if answer := answers.surely(run) if rule else answers.likeliest(run, said=going_on):
            return _answered(scene, STORE, answer)
        if said and not rule and (told := (yield from evidence.asked(scene, said, run))):
            return told
    if query and said:
        shown = yield search_products(query)
        _remember(scene, shown)
        if products := shown.result.data.get("products"):
            run = yield call("get_product_faq", product_id=products[0]["id"])
            asked = slots.aspects(said)
            asks = bool(said.says("speech", "asking")) or not said.says("speech", "show")
            if asks and (answer := answers.own_near(run) or answers.overlapping(run, said)):
                scene.thread.talk_about(products[0])
                return _answered(scene, products[0]["id"], answer)
            if asked and (answer := replies.specification(scene, products[0], said, asked)):
                return Said(f"{replies.price(scene, products[0])} {answer}", "faq")
            if not rule:
                return Said(replies.found(scene, shown.result.data, False), "search", confidence=0.5)
    if said and said.content and not query and (found := (yield from named(said, [queries.search_for(said)]))):
        _remember(scene, found)
        return Said(replies.found(scene, found.result.data, False), "search", confidence=0.5)
    if rule:
        run = yield call("get_policy", policy_type=rule)
        if run.result.data["status"] == "ok":
            return Said(str(run.result.data["content"]), "policy")
    if told := (yield from again(scene)):
        return told
    scores = score(said) if said else None
    if scores and scores.means(f"policy_{scores.policy}") >= _RULED:  # "what does it cost to send it home"
        return (yield from orders.policy(scene, scores.policy))
    return Said(scene.phrase("faq.none_store"), "faq", offer_staff(scene))


def _answered(scene: Scene, about: str, answer: str) -> Said:
    scene.thread.answered = about, answer
    return Said(answer, "faq", confidence=0.6)


def _remember(scene: Scene, run: ToolRun) -> None:
    found = tuple(run.result.data.get("products") or run.result.data.get("near_misses") or ())
    if len(found) > 1:
        scene.thread.listed = found
    if found:
        scene.thread.talk_about(found[0])


def outcome(scene: Scene, run: ToolRun) -> Said:
    """What another brain's last call has come to, in words."""
    data = run.result.data
    if data["status"] == "error":
        return Said(scene.phrase("problem.store"), "unknown")
    if run.call.name == "get_policy":
        return Said(str(data.get("content") or scene.phrase("policy.none")), "policy")
    if run.call.name == "get_product_faq":
        said = sentence(scene.utterance)
        answer = answers.to_question(scene, run, said, slots.aspects(said))
        return Said(answer or scene.phrase("faq.none_store"), "faq", None if answer else offer_staff(scene))
    _remember(scene, run)
    return Said(replies.found(scene, data, priced=False), "search")
