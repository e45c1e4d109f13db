"""Fit the confidence of what is understood: `python -m tests.benchmarks.fit_recognition [SECONDS]` writes its weights.

To be run again for a new acoustic model. Voices of the training say other texts than the bench's, in the same noises,
and in some noise nobody speaks; missing recordings are made within SECONDS of processor time (600) and kept. Sentences
and numbers have weights of their own, from a logistic regression with a ridge. More of each feature is better, so no
weight is below 0.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.languages import Language
from engine.settings import home
from engine.stt.base import Hint
from engine.stt.decoding.confidence import FEATURES, features, is_number
from engine.stt.decoding.store_decoder import StoreDecoder
from engine.stt.grammar import SPOKEN
from engine.stt.indic import combined
from engine.stt.indic_mini import IndicMini
from models.store import PackStore
from resources import ROOT
from tests.benchmarks.shop_phrases import Said, training
from tests.benchmarks.shop_speech import noise
from tests.benchmarks.store_trials import Costs, Trial, demo_words, speech, trials

_RIDGE = 0.3
_SILENCES, _SILENT_SECONDS = 90, 3.0
_SECONDS = 600.0  # of processor time, for recordings


def fit(seconds: float) -> str:
    """The weights as the text of resources/recognition/confidence.toml."""
    packs = PackStore(home() / "models")
    voices = speech(packs, training=True)
    texts = voices.record(training(), seconds)
    decoder = StoreDecoder(demo_words())
    model = IndicMini(packs.path("indic-mini"))
    heard = trials(decoder, model, voices, texts, Costs())
    found = [trial for trial in [*heard, *_nothing(decoder, model)] if trial.found.rivals]
    lines = ["# The weights of confidence.py; see there, and tests/benchmarks/fit_recognition.py, which wrote them."]
    for kind, chosen in (
        ("sentence", [trial for trial in found if not is_number(trial.found.rivals[0])]),
        ("number", [trial for trial in found if is_number(trial.found.rivals[0])]),
    ):
        weights = logistic(*_table(decoder, chosen))
        lines += [f"\n[{kind}]  # from {len(chosen)} recordings"]
        lines += [f"{name} = {weight:.3f}" for name, weight in zip(("constant", *FEATURES), weights, strict=True)]
    return "\n".join(lines) + "\n"


def _nothing(decoder: StoreDecoder, model: IndicMini) -> Iterator[Trial]:
    """What is understood where nobody speaks."""
    said = Said(Language.HINDI, "nothing", 0, None, "", "")
    for seed in range(_SILENCES):
        expecting = ("phone", "order", None)[seed % 3]
        heard = model.listen(noise(_SILENT_SECONDS, seed))
        shares = combined(dict.fromkeys(SPOKEN, 1 / len(SPOKEN)), heard)
        found = decoder.recognise(np.asarray(heard.phonemes), shares, Hint(expecting=expecting))
        yield Trial(said, "noise", found, _SILENT_SECONDS)


def _table(decoder: StoreDecoder, chosen: Sequence[Trial]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rows = [features(trial.found.rivals, [decoder.score(rival) for rival in trial.found.rivals]) for trial in chosen]
    return np.array(rows), np.array([trial.right for trial in chosen], np.float64)


def logistic(table: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights of a logistic regression, the constant first, none but that below 0 (Newton's method).

    Args:
        table: features, [trials, features]; more of each is better.
        right: 1 where the trial was right, 0 where not.
    """
    kept = list(range(table.shape[1]))
    while True:
        rows = np.column_stack([np.ones(len(table)), table[:, kept]])
        ridge = _RIDGE * np.eye(rows.shape[1])
        ridge[0, 0] = 0
        weights = np.zeros(rows.shape[1])
        for _ in range(40):
            sure = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
            slope = rows.T @ (right - sure) - ridge @ weights
            weights = weights + np.linalg.solve((rows * (sure * (1 - sure))[:, None]).T @ rows + ridge, slope)
        if (weights[1:] >= 0).all():
            break
        del kept[int(np.argmin(weights[1:]))]
    whole = np.zeros(table.shape[1] + 1)
    whole[[0, *(place + 1 for place in kept)]] = weights
    return whole


if __name__ == "__main__":
    path = ROOT / "recognition" / "confidence.toml"
    path.write_text(fit(float(sys.argv[1]) if len(sys.argv) > 1 else _SECONDS), encoding="utf-8")
