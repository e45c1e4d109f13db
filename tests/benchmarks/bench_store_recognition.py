"""Recognition of what customers of the demo store say: `sahayak bench store_recognition`.

Sentences are drawn from the grammars with the demo store's words, numbers are made up, and what lies outside the
grammar are sentences of the store's own descriptions. Where the packs `indic-mini` and `kokoro` are installed, a voice
that training did not use says them, clean and in shop noise; otherwise posteriors are simulated at phoneme error rates
that correspond, and the results are marked so.

The last lines give the reliability of the confidence, and the weights that would fit it best (decoding/confidence).
"""

from __future__ import annotations

import json
import random
import statistics
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from indic_numtowords import num2words

from engine.languages import Language
from engine.stt.base import Hint
from engine.stt.decoding.confidence import features
from engine.stt.decoding.customer import grammars
from engine.stt.decoding.meaning import is_figure
from engine.stt.decoding.network import Grammar
from engine.stt.decoding.store_decoder import StoreDecoder, Understood
from engine.stt.grammar import SPOKEN, StoreWords
from engine.text import words
from phonetics.g2p import phonemes
from resources import ROOT
from tests.fakes.posteriors import posteriors

_SENTENCES, _OUTSIDE, _NUMBERS = 60, 30, 12  # of each language, at each level of noise
_LEVELS = {"clean": 0.03, "20 dB": 0.1, "10 dB": 0.2, "5 dB": 0.3}  # and the simulated error rate
_ACCEPTED = 0.6
_TOPICS = ("search", "search", "search", "product", "orders", "answer", "reason", "shop", "shop")
_FRAME = 0.02  # seconds

Listen = Callable[[str, Language, str, int], np.ndarray]  # what is heard of a text in a language, at a level, by a seed


@dataclass(frozen=True, slots=True)
class Trial:
    """One thing said, and what became of it; `wanted` is empty for what the grammar does not have."""

    language: Language
    kind: str
    level: str
    wanted: str
    found: Understood

    @property
    def right(self) -> bool:
        """Whether exactly this was understood, by its sound."""
        said, heard = (_sound(text, self.language) for text in (self.wanted, self.found.text))
        return bool(self.wanted) and said == heard and self.found.language == self.language

    @property
    def accepted(self) -> bool:
        return self.found.confidence >= _ACCEPTED


def measure() -> dict[str, Any]:
    """See the module."""
    store = _demo()
    listen, kind = _simulated, "simulated"
    results: dict[str, Any] = {"posteriors": kind}
    began = time.process_time()
    decoder = StoreDecoder(store)
    results["build, cold, CPU s"] = round(time.process_time() - began, 2)
    began = time.process_time()
    decoder = StoreDecoder(store)
    results["build, the catalogue has changed, CPU s"] = round(time.process_time() - began, 2)
    costs: list[float] = []
    trials = list(_trials(decoder, store, listen, costs))
    for level in _LEVELS:
        for language in SPOKEN:
            results |= _rates([t for t in trials if t.level == level and t.language == language], f"{language} {level}")
    results["language right"] = _share(t.found.language == t.language for t in trials if t.kind == "sentence")
    results["search, CPU s a second of speech"] = round(statistics.mean(costs), 3)
    for name, kinds in (("sentences", ("sentence", "outside")), ("numbers", ("4 digits", "6 digits", "10 digits"))):
        chosen = [t for t in trials if t.kind in kinds and t.found.rivals]
        results |= {f"{name}: {what}": value for what, value in _reliability(chosen).items()}
    return results


def _trials(decoder: StoreDecoder, store: StoreWords, listen: Listen, costs: list[float]) -> Iterator[Trial]:
    chance = random.Random(1)
    for grammar in grammars(store):
        language = grammar.language
        said = [("sentence", *_sentence(grammar, chance), None) for _ in range(_SENTENCES)]
        said += [("outside", text, "", None) for text in _outside(language, chance)]
        for count, expecting in ((4, "order"), (6, None), (10, "phone")):
            said += [(f"{count} digits", *_number(language, count, chance), expecting) for _ in range(_NUMBERS)]
        for level in _LEVELS:
            for place, (kind, spoken, wanted, expecting) in enumerate(said):
                heard = listen(spoken, language, level, place)
                began = time.process_time()
                found = decoder.recognise(heard, dict.fromkeys(SPOKEN, 1 / 3), Hint(expecting=expecting))
                costs.append((time.process_time() - began) / (len(heard) * _FRAME))
                yield Trial(language, kind, level, wanted, found)


def _rates(trials: Sequence[Trial], name: str) -> dict[str, Any]:
    sentences = [trial for trial in trials if trial.kind == "sentence"]
    found = {
        f"{name}: sentences right": _share(trial.right for trial in sentences),
        f"{name}: … and accepted": _share(trial.right and trial.accepted for trial in sentences),
        f"{name}: false acceptance": _share(trial.accepted for trial in trials if trial.kind == "outside"),
    }
    for count in (4, 6, 10):
        numbers = [trial for trial in trials if trial.kind == f"{count} digits"]
        right = _share(_figures(trial) == trial.wanted for trial in numbers)
        wrong = _share(_figures(trial) != trial.wanted and trial.accepted for trial in numbers)
        found[f"{name}: {count} digits right, accepted wrong"] = f"{right}, {wrong}"
    return found


def _reliability(trials: Sequence[Trial]) -> dict[str, Any]:
    """The confidence against how often it was right, and the weights that would fit best."""
    right = np.array([trial.right or (_figures(trial) == trial.wanted != "") for trial in trials])
    sure = np.array([trial.found.confidence for trial in trials])
    bins = np.minimum((sure * 5).astype(int), 4)
    curve = [f"{sure[bins == b].mean():.2f}→{right[bins == b].mean():.2f}" for b in range(5) if (bins == b).any()]
    error = sum(abs(sure[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist()))
    table = np.array([features(trial.found.rivals[0], trial.found.margin) for trial in trials])
    weights = ", ".join(f"{weight:.2f}" for weight in _logistic(table, right))
    return {
        "confidence → right": ", ".join(curve),
        "calibration error": round(float(error), 3),
        "best weights": weights,
    }


def _logistic(table: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression, the constant first (Newton's method, a little ridge)."""
    rows = np.column_stack([np.ones(len(table)), table])
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        sure = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (right - sure) - 0.1 * weights
        curvature = (rows * (sure * (1 - sure))[:, None]).T @ rows + 0.1 * np.eye(len(weights))
        weights = weights + np.linalg.solve(curvature, slope)
    return weights


def _sentence(grammar: Grammar, chance: random.Random) -> tuple[str, str]:
    """A sentence of the grammar, as it is said and as it is written."""

    def fill(parts: Sequence[str]) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for part in parts:
            name = part[1:-1]
            if part[0] != "{":
                found.append((part, part))
            elif name in grammar.rules:
                usual = name not in ("opening", "closing", "goods") or chance.random() < 0.15
                found += fill(chance.choice(grammar.rules[name]) if usual else grammar.rules[name][0])
            else:
                phrase = chance.choice([p for p in grammar.slots[name] if p.weight == 0 and not p.text.isascii()])
                found.append((phrase.spoken or phrase.text, phrase.text))
        return found

    said = fill(chance.choice(grammar.topics[chance.choice(_TOPICS)]))
    return " ".join(spoken for spoken, _ in said), " ".join(written for _, written in said)


def _number(language: Language, count: int, chance: random.Random) -> tuple[str, str]:
    """A number dictated digit by digit, with a doubled one now and then; some in English."""
    digits = str(chance.choice(range(6, 10))) + "".join(str(chance.randrange(10)) for _ in range(count - 1))
    code = "en" if chance.random() < 0.2 else str(language)
    spoken, place = [], 0
    while place < count:
        twice = digits[place : place + 2] == digits[place] * 2 and chance.random() < 0.5
        spoken += [*(["double"] if twice else []), num2words(int(digits[place]), lang=code)]
        place += 2 if twice else 1
    return " ".join(spoken), digits


def _outside(language: Language, chance: random.Random) -> list[str]:
    """Sentences that no customer's grammar has: of the demo store's descriptions."""
    products = json.loads((ROOT / "demo" / "products.json").read_text(encoding="utf-8"))
    texts = [product.get(f"description_{language}", "").replace(".", "।").split("।") for product in products]
    sentences = [part.strip() for parts in texts for part in parts if 5 <= len(words(part)) <= 12]
    return chance.sample(sorted({one for one in sentences if not any(c.isdigit() for c in one)}), _OUTSIDE)


def _simulated(text: str, language: Language, level: str, seed: int) -> np.ndarray:
    rate = _LEVELS[level]
    return posteriors(
        phonemes(text, str(language)), rate, zlib.crc32(f"{text}{level}{seed}".encode()), dropped=rate / 4
    )


def _figures(trial: Trial) -> str:
    return (
        "".join(phrase.text for phrase in trial.found.rivals[0].said if is_figure(phrase)) if trial.found.rivals else ""
    )


def _sound(text: str, language: Language) -> str:
    return phonemes(text, str(language))


def _share(found: Any) -> float:
    values = [bool(one) for one in found]
    return round(sum(values) / max(1, len(values)), 3)


def _demo() -> StoreWords:
    products = json.loads((ROOT / "demo" / "products.json").read_text(encoding="utf-8"))
    orders = json.loads((ROOT / "demo" / "orders.json").read_text(encoding="utf-8"))
    names = {
        language: tuple(product["name" if language == Language.ENGLISH else f"name_{language}"] for product in products)
        for language in Language
    }
    return StoreWords(names, tuple(order["id"] for order in orders))
