"""What the store's decoder makes of what is said in a shop: trials for measuring and for fitting."""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.audio.format import SAMPLE_RATE
from engine.languages import Language
from engine.settings import home
from engine.stt.base import Hint
from engine.stt.decoding.meaning import figures
from engine.stt.decoding.store_decoder import StoreDecoder, Understood
from engine.stt.grammar import SPOKEN, StoreWords
from engine.stt.indic import combined
from engine.stt.indic_mini import IndicMini
from models.store import PackStore
from phonetics.g2p import phonemes
from resources import ROOT
from tests.benchmarks.shop_phrases import Said
from tests.benchmarks.shop_speech import ShopSpeech

LEVELS: dict[str, float | None] = {"clean": None, "20 dB": 20, "10 dB": 10, "5 dB": 5}  # decibels of speech above noise
ACCEPTED = 0.6


@dataclass(frozen=True, slots=True)
class Trial:
    """One thing said, and what became of it."""

    said: Said
    level: str
    found: Understood
    seconds: float

    @property
    def right(self) -> bool:
        """Whether exactly this was understood: a number by its digits, a sentence by its sound."""
        if self.said.kind.endswith("digits"):
            return self.number == self.said.wanted
        heard, said = (phonemes(text, str(self.said.language)) for text in (self.found.text, self.said.wanted))
        return bool(self.said.wanted) and heard == said and self.found.language == self.said.language

    @property
    def accepted(self) -> bool:
        return self.found.confidence >= ACCEPTED

    @property
    def number(self) -> str:
        """The digits that were understood."""
        return figures(self.found.rivals[0]) if self.found.rivals else ""


@dataclass(slots=True)
class Costs:
    """Processor seconds a second of speech, of each recording."""

    hearing: list[float] = field(default_factory=list)
    searching: list[float] = field(default_factory=list)


def demo_words() -> StoreWords:
    """The demo store's."""
    products = json.loads((ROOT / "demo" / "products.json").read_text(encoding="utf-8"))
    orders = json.loads((ROOT / "demo" / "orders.json").read_text(encoding="utf-8"))
    names = {
        language: tuple(product["name" if language == Language.ENGLISH else f"name_{language}"] for product in products)
        for language in Language
    }
    return StoreWords(names, tuple(order["id"] for order in orders))


def speech(packs: PackStore, training: bool = False) -> ShopSpeech:
    """Voices whose recordings are kept in the home's cache."""
    return ShopSpeech(packs, home() / "cache" / "bench", training)


def seed(said: Said, level: str) -> int:
    """Of the noise in which a text is heard."""
    return zlib.crc32(f"{said.spoken}{level}{said.place}".encode())


def trials(
    decoder: StoreDecoder, model: IndicMini, voices: ShopSpeech, texts: Sequence[Said], costs: Costs
) -> Iterator[Trial]:
    """Hear each text at each level of noise, without Whisper's opinions on the language and on what is close."""
    for said in texts:
        recording = voices.say(said)
        for level, decibels in LEVELS.items():
            audio = voices.in_noise(recording, decibels, seed(said, level))
            seconds = len(audio) / SAMPLE_RATE
            began = time.process_time()
            heard = model.listen(audio)
            costs.hearing.append((time.process_time() - began) / seconds)
            began = time.process_time()
            shares = combined(dict.fromkeys(SPOKEN, 1 / len(SPOKEN)), heard)
            found = decoder.recognise(np.asarray(heard.phonemes), shares, Hint(expecting=said.expecting))
            costs.searching.append((time.process_time() - began) / seconds)
            yield Trial(said, level, found, seconds)
