"""The offline brain as a `Brain`: understand, call tools, put their results into words."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from catalog.search.embedding import Embedder
from engine.dialogue.confirmation import agrees
from engine.llm.base import BrainPart, BrainRequest, TextDelta, Understood
from engine.llm.offline.acts import orders, products, talk
from engine.llm.offline.acts.base import Act, Said, Scene, Thread
from engine.llm.offline.acts.play import play
from engine.llm.offline.replies import vocabulary
from engine.llm.offline.understanding import corrections, meant, queries, requests, semantics, slots
from engine.llm.offline.understanding.decide import decide
from engine.llm.offline.understanding.intents import ORDER_INTENTS, before, score
from engine.llm.offline.understanding.sentence import Sentence, sentence
from engine.llm.offline.understanding.wish import View, Wish
from engine.text import words
from engine.tools.base import ToolCall, ToolRun

_MOST_THREADS = 500
_ELSE = ("question", "store_question", "next_in_size", "guess")  # what a customer asks instead of saying yes or no
_ASIDE = ("policy", "question", "store_question")  # what may be asked before a yes
_ORDER_TOOLS = ("track_order", "cancel_order", "initiate_return", "call_staff")


@dataclass
class _Turn:
    """The acts of one turn: each waits for the run of its call, or has said its part."""

    scene: Scene
    acts: list[Act]
    words: list[str | None] = field(default_factory=list)  # each act's part of what was said, if there are several
    waiting: dict[str, int] = field(default_factory=dict)
    said: dict[int, Said] = field(default_factory=dict)
    shown: dict[int, str] = field(default_factory=dict)  # each act's last call that has something to show

    def begin(self) -> list[ToolCall]:
        """The first calls."""
        return [call for place in range(len(self.acts)) if (call := self._advance(place, None))]

    def go_on(self, runs: tuple[ToolRun, ...]) -> list[ToolCall]:
        """The next calls, after the runs of the last ones."""
        places = [(self.waiting.pop(run.call.id), run) for run in runs if run.call.id in self.waiting]
        return [call for place, run in places if (call := self._advance(place, run))]

    def _advance(self, place: int, run: ToolRun | None) -> ToolCall | None:
        if run is not None and run.result.cards:
            self.shown[place] = run.call.id
        try:
            call = next(self.acts[place]) if run is None else self.acts[place].send(run)
        except StopIteration as ended:
            self.said[place] = ended.value
            return None
        self.waiting[call.id] = place
        return replace(call, words=self.words[place]) if self.words else call

    @property
    def shows(self) -> tuple[str, ...]:
        """The calls of whose results the screen shows something, in the order of the wishes."""
        each = (self.said[place].shows or (self.shown.get(place, ""),) for place in sorted(self.said))
        return tuple(call for calls in each for call in calls if call)

    @property
    def answers(self) -> list[Said]:
        """What was said, in the order of the wishes."""
        return [self.said[place] for place in sorted(self.said)]


class OfflineBrain:
    """Answers in four languages without a network, in a few milliseconds.

    Args:
        embedder: makes what the search finds by meaning from, by which it understands meanings too; it may block.
    """

    name = "offline"
    trusted = True  # every fact in a template comes from a tool's result

    def __init__(self, embedder: Callable[[], Embedder | None] = lambda: None) -> None:
        self._embedder = embedder
        self._ready = False
        self._threads: OrderedDict[int, tuple[object, Thread, _Turn | None]] = OrderedDict()

    async def warm(self) -> None:
        """Read the classifiers and what specifications are called, once."""
        await self._read_classifiers()
        await asyncio.to_thread(vocabulary.load)

    async def _read_classifiers(self) -> None:
        if not self._ready:
            for folder in (semantics.WEIGHTS, semantics.REASONS):
                await asyncio.to_thread(self._load, folder)
            self._ready = True

    def _load(self, folder: Path) -> None:
        semantics.load(self._embedder(), folder)

    async def close(self) -> None:
        """Nothing to let go of."""

    async def respond(self, request: BrainRequest) -> AsyncIterator[BrainPart]:
        """See `Brain.respond`."""
        await self._read_classifiers()
        semantics.Understanding.use(self._embedder())
        thread, turn = self._thread(request)
        if request.runs and turn is not None:
            calls = turn.go_on(request.runs)
        else:
            turn = await self._begin(request, thread)
            calls = turn.begin()
            if calls and turn.scene.language is not request.language:  # what is found is named in it already
                yield Understood("language", language=turn.scene.language)
        if calls and not request.last_round:
            self._keep(request, thread, turn)
            for call in calls:
                yield call
            return
        self._keep(request, thread, None)
        for part in _spoken(turn):
            yield part

    async def _begin(self, request: BrainRequest, thread: Thread) -> _Turn:
        scene = Scene(
            request.utterance,
            request.language,
            request.store,
            request.context,
            thread,
            request.categories,
            request.history,
            request.context.intent,
        )
        if request.runs:  # a write that was confirmed, or what another brain had begun
            turn = _Turn(scene, [])
            told = {run.call.name: run for run in request.runs}  # of each tool its last run
            turn.said = {place: _outcome(scene, run) for place, run in enumerate(told.values())}
            return turn
        wishes = await self._wishes(request, thread)
        if request.declined and not _goes_on(wishes):
            turn = _Turn(scene, [])
            turn.said[0] = talk.declined(scene)
            return turn
        if wanted := next((wish.language for wish in wishes if wish.language), None):
            scene = replace(scene, language=wanted)
        several = len(wishes) > 1 or bool(wishes[0].kind == "question" and wishes[0].arguments.get("priced"))
        acts = [play(replace(scene, part=wish.said.text if several else None), wish) for wish in wishes]
        if again := request.dropped:
            reads_back = orders.request(scene, again.tool, again.arguments)
            if not any(_asks_else(wish) for wish in wishes):
                return _Turn(scene, [reads_back])  # "go on", "sure?": no clear yes, so it is asked once more
            if agrees(words(request.utterance)) and all(wish.kind in _ASIDE for wish in wishes):
                return _Turn(scene, [*map(_known, acts), reads_back])  # "yes, but when does the money come?"
        return _Turn(scene, acts, [wish.said.text for wish in wishes] if several else [])

    async def _wishes(self, request: BrainRequest, thread: Thread) -> list[Wish]:
        said, context = sentence(request.utterance), request.context
        if begun := corrections.repaired(said):  # as if what was begun had been asked before
            told, said = begun
            context = replace(context, shown=(), last_product_id=None, last_search=queries.search_for(told))
            thread = replace(thread, listed=(), talked_about=[])
        words_before = request.history[-1].customer if request.history else ""
        wanted_before = before(context.intent)

        def view(part: Sentence) -> View:
            return View(score(part, wanted_before), context, thread, words_before)

        wishes = requests.several(said, lambda part: decide(part, view(part)))
        if sum(wish.kind != "language" for wish in wishes) > 1:
            return wishes
        return [wish if wish.language else meant.corrected(wish, view(wish.said)) for wish in wishes]

    def _thread(self, request: BrainRequest) -> tuple[Thread, _Turn | None]:
        context, thread, turn = self._threads.get(id(request.context), (None, Thread(), None))
        if context is not request.context:
            return Thread(), None
        return thread, turn

    def _keep(self, request: BrainRequest, thread: Thread, turn: _Turn | None) -> None:
        self._threads[id(request.context)] = request.context, thread, turn
        self._threads.move_to_end(id(request.context))
        while len(self._threads) > _MOST_THREADS:
            self._threads.popitem(last=False)


def _outcome(scene: Scene, run: ToolRun) -> Said:
    if run.call.name in _ORDER_TOOLS:
        return orders.outcome(scene, run)
    return products.outcome(scene, run)


def _known(act: Act) -> Act:
    """An answer before the question that is asked again; nothing is said, and nobody offered, where there is none."""
    said = yield from act
    return replace(said, text="", waiting=None) if said.waiting else said


def _goes_on(wishes: list[Wish]) -> bool:
    """Whether a customer who says no wants something else at once, and does not just say why not."""
    return any(_clear(wish) for wish in wishes)


def _clear(wish: Wish) -> bool:
    if wish.kind == "search":
        return bool(wish.said.things) and bool(wish.said.says("speech", "show") or wish.said.says("speech", "price"))
    return wish.kind in ("order", "policy", "staff", "language", "chosen", "price")


def _asks_else(wish: Wish) -> bool:
    """Whether a customer who was asked for a yes asks for something else; of an order only if words say so."""
    said = wish.said
    if wish.kind == "order" and not (said.order_ids or said.phones):
        ways = ("asking", "when", "why", "where", "unwanted")
        told = score(said).words(*ORDER_INTENTS) or slots.action_of(said) or wish.arguments.get("asked")
        return bool(told) or any(said.says("speech", way) for way in ways)
    return _clear(wish) or wish.kind in _ELSE or bool(said.things)


def _spoken(turn: _Turn) -> list[BrainPart]:
    answers = turn.answers or [talk.not_understood(turn.scene)]
    last = next((said for said in reversed(answers) if said.waiting), answers[-1])
    language = next((said.language for said in answers if said.language), None)
    understood = Understood(last.intent, last.waiting, language, last.confidence, last.choices, turn.shows)
    return [understood, TextDelta(" ".join(said.text for said in answers if said.text))]
