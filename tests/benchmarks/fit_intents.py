"""Fit the offline brain's classifier of intents on the sentences of `data/intents`, and write its weights.

`python -m tests.benchmarks.fit_intents`. It first says how many sentences are right when their fifth is left out.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import numpy as np

from catalog.search.wording import DIMENSIONS, features
from engine.llm.offline.understanding.semantics import WEIGHTS, IntentModel

SENTENCES = Path(__file__).with_name("data") / "intents"
_RIDGE = 1.0  # of 0.3, 0.5, 1 and 2 the best on the scripted conversations of the demo store
_FOLDS = 5


def sentences() -> list[tuple[str, str]]:
    """What customers say, each with what they want, in every language and spelling."""
    found = []
    for file in sorted(SENTENCES.glob("*.toml")):
        with file.open("rb") as opened:
            intents = tomllib.load(opened)
        found += [(text, intent) for intent, texts in intents.items() for text in texts]
    return list(dict(found).items())


def fit(texts: list[str], intents: list[str]) -> IntentModel:
    """The regression in closed form."""
    names = tuple(dict.fromkeys(intents))
    inputs = np.stack([features(text) for text in texts])
    targets = np.eye(len(names), dtype=np.float32)[[names.index(intent) for intent in intents]]
    mean, bias = inputs.mean(axis=0), targets.mean(axis=0)
    inputs -= mean
    gram = inputs.T @ inputs + _RIDGE * np.eye(DIMENSIONS, dtype=np.float32)
    return IntentModel(names, mean, np.linalg.solve(gram, inputs.T @ (targets - bias)), bias)


def _left_out(texts: list[str], intents: list[str]) -> float:
    folds = np.random.default_rng(1).integers(_FOLDS, size=len(texts))
    right = 0
    for fold in range(_FOLDS):
        kept = [place for place in range(len(texts)) if folds[place] != fold]
        model = fit([texts[place] for place in kept], [intents[place] for place in kept])
        for place in np.flatnonzero(folds == fold):
            scores = model.scores(texts[place])
            right += max(scores, key=scores.__getitem__) == intents[place]
    return right / len(texts)


def main() -> None:
    """See the module."""
    texts, intents = map(list, zip(*sentences(), strict=True))
    if "--quick" not in sys.argv:
        sys.stdout.write(f"right of those left out: {_left_out(texts, intents):.3f} of {len(texts)}\n")
    fit(texts, intents).save(WEIGHTS)


if __name__ == "__main__":
    main()
