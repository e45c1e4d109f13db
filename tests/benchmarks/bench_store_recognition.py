"""Recognition of what customers of the demo store say: `sahayak bench store_recognition`.

Sentences are drawn from the grammars with the demo store's words, numbers are made up, and what lies outside the
grammar are sentences of the store's own descriptions. Where the packs `indic-mini` and `kokoro` are installed, voices
that training did not use say them, clean and in shop noise (shop_speech.py; it takes about as long as the speech lasts,
the first time), and the acoustic model hears them. Otherwise posteriors are simulated at phoneme error rates that
correspond, and the results are marked so. Whisper's opinions, on the language and on sentences that are close, are not
asked.

Lines that end in "held out" are of the numbers of odd place, which no weights may be fitted on. The last lines give the
reliability of the confidence, and the weights that would fit it best (decoding/confidence), of all places.
"""

from __future__ import annotations

import json
import random
import statistics
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from indic_numtowords import num2words

from engine.audio.format import SAMPLE_RATE
from engine.languages import Language
from engine.settings import home
from engine.stt.base import Hint
from engine.stt.decoding.confidence import features
from engine.stt.decoding.customer import grammars
from engine.stt.decoding.meaning import is_figure
from engine.stt.decoding.network import Grammar
from engine.stt.decoding.store_decoder import StoreDecoder, Understood
from engine.stt.grammar import SPOKEN, StoreWords
from engine.stt.indic import combined
from engine.stt.indic_mini import IndicMini
from engine.text import words
from models.store import PackStore
from phonetics.g2p import phonemes
from resources import ROOT
from tests.fakes.posteriors import posteriors

# Of each language, at each level of noise; numbers of each length. More of them begin with the same ones.
_SENTENCES, _OUTSIDE, _NUMBERS = 30, 10, 10
_SEED = 27
_LEVELS: dict[str, float | None] = {"clean": None, "20 dB": 20, "10 dB": 10, "5 dB": 5}  # decibels
_ERRORS = {"clean": 0.03, "20 dB": 0.1, "10 dB": 0.2, "5 dB": 0.3}  # simulated, of phonemes
_ACCEPTED = 0.6
_TOPICS = ("search", "search", "search", "product", "orders", "answer", "reason", "shop", "shop")
_FRAME = 0.02  # seconds

Heard = tuple[np.ndarray, Mapping[Language, float]]  # posteriors of phonemes, and how likely each language is
Listen = Callable[[str, Language, str, int], Heard]  # to a text in a language, at a level, by a seed


@dataclass(frozen=True, slots=True)
class Said:
    """What a customer says, how it is spelt out for a voice, and what the dialogue expects."""

    language: Language
    kind: str
    place: int
    spoken: str
    wanted: str
    expecting: str | None


@dataclass(frozen=True, slots=True)
class Trial:
    """One thing said, and what became of it; `wanted` is empty for what the grammar does not have."""

    said: Said
    level: str
    found: Understood

    @property
    def language(self) -> Language:
        return self.said.language

    @property
    def kind(self) -> str:
        return self.said.kind

    @property
    def wanted(self) -> str:
        return self.said.wanted

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
    packs = PackStore(home() / "models")
    installed = packs.is_installed("indic-mini") and packs.is_installed("kokoro")
    hearing: list[float] = []
    listen: Listen = _Spoken(packs, hearing) if installed else _simulated
    results: dict[str, Any] = {"posteriors": "of speech" if installed else "simulated"}
    results["sentences, outside, numbers of each length; a language and level"] = (
        f"{_SENTENCES}, {_OUTSIDE}, {_NUMBERS}"
    )
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
    if hearing:
        results["acoustic model, CPU s a second of speech"] = round(statistics.mean(hearing), 3)
    for level in _LEVELS:
        results |= _numbers([t for t in trials if t.level == level], level)
        results |= _numbers([t for t in trials if t.level == level and t.said.place % 2], level, ", held out")
    for name, kinds in (("sentences", ("sentence", "outside")), ("numbers", ("4 digits", "6 digits", "10 digits"))):
        chosen = [t for t in trials if t.kind in kinds and t.found.rivals]
        results |= {f"{name}: {what}": value for what, value in _reliability(chosen).items()}
    return results


def _trials(decoder: StoreDecoder, store: StoreWords, listen: Listen, costs: list[float]) -> Iterator[Trial]:
    for said in utterances(store):
        for level in _LEVELS:
            frames, shares = listen(said.spoken, said.language, level, said.place)
            began = time.process_time()
            found = decoder.recognise(frames, shares, Hint(expecting=said.expecting))
            costs.append((time.process_time() - began) / (len(frames) * _FRAME))
            yield Trial(said, level, found)


def utterances(store: StoreWords) -> list[Said]:
    """All that is said, the languages and kinds in turn."""
    said = []
    for grammar in grammars(store):
        language = grammar.language
        for place in range(max(_SENTENCES, _OUTSIDE, _NUMBERS)):
            chance = random.Random(f"{_SEED} {language} {place}")
            if place < _SENTENCES:
                said.append(Said(language, "sentence", place, *_sentence(grammar, chance), None))
            if place < _NUMBERS:
                for count, expecting in ((4, "order"), (6, None), (10, "phone")):
                    number = _number(language, count, chance)
                    said.append(Said(language, f"{count} digits", place, *number, expecting))
        said += [
            Said(language, "outside", place, text, "", None) for place, text in enumerate(_outside(language)[:_OUTSIDE])
        ]
    return sorted(said, key=lambda one: one.place)


def _rates(trials: Sequence[Trial], name: str) -> dict[str, Any]:
    sentences = [trial for trial in trials if trial.kind == "sentence"]
    found = {
        f"{name}: sentences right": _share(trial.right for trial in sentences),
        f"{name}: … and accepted": _share(trial.right and trial.accepted for trial in sentences),
        f"{name}: … wrong and accepted": _share(not trial.right and trial.accepted for trial in sentences),
        f"{name}: outside accepted": _share(trial.accepted for trial in trials if trial.kind == "outside"),
    }
    return found | _numbers(trials, name)


def _numbers(trials: Sequence[Trial], name: str, which: str = "") -> dict[str, Any]:
    found = {}
    for count in (4, 6, 10):
        numbers = [trial for trial in trials if trial.kind == f"{count} digits"]
        shares = (
            _share(_figures(trial) == trial.wanted for trial in numbers),
            _share(_figures(trial) == trial.wanted and trial.accepted for trial in numbers),
            _share(_figures(trial) not in ("", trial.wanted) and trial.accepted for trial in numbers),
        )
        found[f"{name}: {count} digits right, accepted, accepted wrong{which}"] = ", ".join(map(str, shares))
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


def _outside(language: Language) -> list[str]:
    """Sentences that no customer's grammar has: of the demo store's descriptions."""
    products = json.loads((ROOT / "demo" / "products.json").read_text(encoding="utf-8"))
    texts = [product.get(f"description_{language}", "").replace(".", "।").split("।") for product in products]
    sentences = [part.strip() for parts in texts for part in parts if 5 <= len(words(part)) <= 12]
    found = sorted({one for one in sentences if not any(c.isdigit() for c in one)})
    random.Random(_SEED).shuffle(found)
    return found


class _Spoken:
    """Said by a voice, and heard by the acoustic model."""

    def __init__(self, packs: PackStore, costs: list[float]) -> None:
        from tests.benchmarks.shop_speech import ShopSpeech

        self._speech = ShopSpeech(packs, home() / "cache" / "bench")
        self._model = IndicMini(packs.path("indic-mini"))
        self._costs = costs

    def __call__(self, text: str, language: Language, level: str, seed: int) -> Heard:
        speech = self._speech.say(text, language, seed)
        audio = self._speech.in_noise(speech, _LEVELS[level], zlib.crc32(f"{text}{level}{seed}".encode()))
        began = time.process_time()
        heard = self._model.listen(audio)
        self._costs.append((time.process_time() - began) / (len(audio) / SAMPLE_RATE))
        return heard.phonemes, combined(dict.fromkeys(SPOKEN, 1 / len(SPOKEN)), heard)


def _simulated(text: str, language: Language, level: str, seed: int) -> Heard:
    rate = _ERRORS[level]
    heard = posteriors(
        phonemes(text, str(language)), rate, zlib.crc32(f"{text}{level}{seed}".encode()), dropped=rate / 4
    )
    return heard, dict.fromkeys(SPOKEN, 1 / len(SPOKEN))


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
