"""Fit the offline brain's classifiers of intents and of reasons, and write their weights.

`python -m tests.benchmarks.fit_intents`. The intents are learnt from the sentences of `data/intents`, and from what
customers say in the scripted conversations where the script names the tool that serves it; the reasons from
`data/reasons` alone. `--left-out` first says how many turns of each store's conversations are right when none of them
are learnt from.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from catalog.search.embedding import E5, Embedder
from catalog.search.wording import Vector
from engine.dialogue.context import INTENTS
from engine.llm.offline.understanding import intents
from engine.llm.offline.understanding.semantics import REASONS, WEIGHTS, IntentModel, inputs_of, readings_of
from engine.llm.offline.understanding.sentence import sentence
from engine.settings import home
from models.store import PackStore
from tests.end2end.conversations.script import DATA, Call, TurnScript, read
from tests.end2end.conversations.store import Remembering

SENTENCES = Path(__file__).with_name("data") / "intents"
WHY = SENTENCES.with_name("reasons")
# Conversations that only tell how well others are understood, and attacks.
_NOT_LEARNT = ("held_out", "held_out_2", "safety")
_RIDGE = 1.0  # of 1, 2, 3 and 4 the best in stores that were left out
_TURN = 3.0  # what a turn of a conversation weighs beside a sentence that was written for an intent
_ORDERS = {"track_order": "track_order", "cancel_order": "cancel_order", "initiate_return": "return_order"}
_LEAST = 4  # words of a turn that goes on: fewer mean what the kiosk asked for
_DIGITS = 7  # of a turn that gives numbers rather than saying what is wanted


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, what its speaker wants, the store whose conversations it is from, and what was wanted before it."""

    text: str
    intent: str
    store: str = ""
    before: str | None = None

    @property
    def weight(self) -> float:
        """How much it counts."""
        return _TURN if self.store else 1.0


def sentences(folder: Path = SENTENCES) -> list[Example]:
    """What customers say, each with what they want, or why, in every language and spelling."""
    found = {}
    for file in sorted(folder.glob("*.toml")):
        with file.open("rb") as opened:
            intents = tomllib.load(opened)
        found |= {text: intent for intent, texts in intents.items() for text in texts}
    return [Example(text, intent) for text, intent in found.items()]


def turns() -> list[Example]:
    """What the customers of the opened conversations say, where one tool serves it."""
    found = {}
    for folder in sorted(DATA.iterdir()):
        if folder.is_dir() and folder.name not in _NOT_LEARNT:
            for file in sorted(folder.glob("*/*.yaml")):
                found |= {one.text: one for script in read(file) for one in _of(script.turns, folder.name)}
    return list(found.values())


def _of(script: Sequence[TurnScript], store: str) -> Iterator[Example]:
    before: str | None = None
    for place, turn in enumerate(script):
        wanted, before = intents.before(before), INTENTS.get(turn.tools[-1].name) if turn.tools else before
        if not turn.say or len(turn.tools or ()) != 1 or (place and len(turn.say.split()) < _LEAST):
            continue
        assert turn.tools is not None
        intent = _intent(turn.tools[0], turn.say)
        numbers = sum(letter.isdigit() for letter in turn.say) >= _DIGITS
        if intent and not (numbers and len(turn.say.split()) <= _LEAST + 1):
            yield Example(turn.say, intent, store, wanted)


def _intent(call: Call, said: str) -> str | None:
    match call.name:
        case "search_products":
            return "price" if sentence(said).says("speech", "price") else "search"
        case "get_product_faq":
            return "store_question" if call.arguments.get("product_id", "store") == "store" else "product_question"
        case "get_policy":
            return f"policy_{call.arguments['policy_type']}" if "policy_type" in call.arguments else None
        case "call_staff":
            return "staff"
    return _ORDERS.get(call.name)


def fit(examples: Sequence[Example], embedder: Embedder | None = None) -> IntentModel:
    """The regression in closed form, solved between sentences or between features, whichever are fewer."""
    names = tuple(dict.fromkeys(one.intent for one in examples))
    centre = _centre(examples, embedder)
    inputs = np.stack([inputs_of(one.text, one.before, embedder, centre) for one in examples])
    targets = np.eye(len(names), dtype=np.float32)[[names.index(one.intent) for one in examples]]
    mean, bias = inputs.mean(axis=0), targets.mean(axis=0)
    counts = np.sqrt(np.array([one.weight for one in examples], np.float32))[:, None]
    inputs = counts * (inputs - mean)
    wanted = counts * (targets - bias)
    if len(inputs) < inputs.shape[1]:
        weights = inputs.T @ np.linalg.solve(_ridged(inputs @ inputs.T), wanted)
    else:
        weights = np.linalg.solve(_ridged(inputs.T @ inputs), inputs.T @ wanted)
    return IntentModel(names, mean, weights, bias, centre, embedder)


def _ridged(products: Vector) -> Vector:
    products[np.diag_indices(len(products))] += _RIDGE
    return products


def _centre(examples: Sequence[Example], embedder: Embedder | None) -> Vector:
    if embedder is None:
        return np.zeros(0, np.float32)
    centre: Vector = np.mean([readings_of(one.text, embedder) for one in examples], axis=0)
    return centre


def _left_out(examples: Sequence[Example], store: str, embedder: Embedder | None) -> float:
    """How many turns of a store's conversations are right when none of them are learnt from."""
    model = fit([one for one in examples if one.store != store], embedder)
    asked = [one for one in examples if one.store == store]
    scores = (model.scores(one.text, one.before) for one in asked)
    right = sum(max(score, key=score.__getitem__) == one.intent for score, one in zip(scores, asked, strict=True))
    return right / len(asked)


def main() -> None:
    """See the module."""
    examples = [*sentences(), *turns()]
    embedder = Remembering(E5(PackStore(home() / "models").path("e5-small")))
    for store in sorted({one.store for one in examples} - {""}) if "--left-out" in sys.argv else ():
        by_words, by_meaning = (_left_out(examples, store, one) for one in (None, embedder))
        sys.stdout.write(f"{store}: {by_words:.3f} by wording, {by_meaning:.3f} with meaning\n")
    for folder, learnt in ((WEIGHTS, examples), (REASONS, sentences(WHY))):
        folder.mkdir(exist_ok=True)
        fit(learnt).save(folder / "wording.npz")
        fit(learnt, embedder).save(folder / "meaning.npz")


if __name__ == "__main__":
    main()
