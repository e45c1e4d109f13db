"""Sounds that are no request, heard by the real acoustic model: nothing of them may count, whatever was asked for."""

from __future__ import annotations

import numpy as np
import pytest

from engine.audio.format import SAMPLE_RATE
from engine.languages import Language
from engine.stt.base import READ_BACK, Hint
from engine.stt.decoding.store_decoder import StoreDecoder
from engine.stt.grammar import SPOKEN, StoreWords
from engine.stt.indic import combined
from engine.stt.indic_mini import IndicMini
from models.store import PackStore

pytestmark = pytest.mark.models
SURE = 0.6
STORE = StoreWords({Language.HINDI: ("लाल साड़ी", "7UP"), Language.ENGLISH: ("iPhone 15",)}, ("1030", "1042"))


@pytest.fixture(scope="module")
def decoder() -> StoreDecoder:
    return StoreDecoder(STORE)


@pytest.fixture(scope="module")
def model(packs: PackStore) -> IndicMini:
    return IndicMini(packs.path("indic-mini"))


def sound(kind: str, seed: int, seconds: float = 3.0) -> np.ndarray:
    chance = np.random.default_rng(seed)
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    hiss = chance.standard_normal(len(time))
    match kind:
        case "silence":
            wave = np.zeros(len(time))
        case "noise":
            wave = 0.1 * hiss
        case "hum":
            wave = 0.3 * np.sign(np.sin(2 * np.pi * 50 * time))
        case "music":  # a chord that changes twice a second
            notes = 220 * 2 ** (chance.integers(0, 24, (int(2 * seconds) + 1, 3)) / 12)
            wave = 0.1 * np.sin(2 * np.pi * notes[(2 * time).astype(int)].T * time).sum(0)
        case "cough":  # two bursts
            wave = hiss * sum(0.5 * np.exp(-12 * np.abs(time - at)) * (time > at) for at in (0.8, 1.4))
        case "clipped":
            wave = np.clip(20 * hiss, -1, 1)
        case unknown:
            raise ValueError(unknown)
    return wave.astype(np.float32)


@pytest.mark.parametrize("kind", ["silence", "noise", "hum", "music", "cough", "clipped"])
@pytest.mark.parametrize("expecting", [None, "phone", "order", "answer"])
def test_what_is_no_speech_is_no_request(model, decoder, kind, expecting):
    for seed in range(3):
        heard = model.listen(sound(kind, seed))
        shares = combined(dict.fromkeys(SPOKEN, 1 / 3), heard)
        found = decoder.recognise(np.asarray(heard.phonemes), shares, Hint(None, Language.HINDI, expecting))
        number = any(mine.isdecimal() for mine, _ in found.doubtful)
        assert found.confidence < SURE * (READ_BACK if number else 1), found.text


def test_what_is_longer_than_a_question_is_bounded(model, decoder):
    heard = model.listen(np.concatenate([sound("music", seed, 10.0) for seed in range(6)]))
    assert len(heard.phonemes) <= 30 * 50
    assert decoder.recognise(np.asarray(heard.phonemes), dict.fromkeys(SPOKEN, 1 / 3), Hint()).confidence < SURE
