"""Speech in a shop that nobody recorded: Kokoro's voices, with noise made here, to measure and to fit.

A recording is synthesised once and kept in a cache, since that takes about as long as it lasts.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from kokoro_onnx.tokenizer import Tokenizer
from numpy.typing import NDArray

from engine.audio import wav
from engine.audio.format import SAMPLE_RATE
from models.store import PackStore
from models.train.kokoro import HELD_OUT, Kokoro, Speaker
from models.train.recipe import kokoro_voices
from tests.benchmarks.shop_phrases import Said

Wave = NDArray[np.float32]
_SILENCE = 0.3  # seconds before and after
_RATES = (0.85, 1.15)
_HISS = 1e-4  # of the microphone, where there is no other noise
_BABBLE, _KNOCKS = 3, 1.5  # voices; knocks a second
_LOUD = 0.05  # of a shop in which nobody speaks
_TALKERS = 24  # recordings that talk in the background: of sentences that no customer says


class ShopSpeech:
    """Says texts and mixes in noise.

    Args:
        packs: `kokoro` is installed.
        cache: a folder for recordings and for the voices that the pack does not have.
        training: whether the voices of the training speak, blended; otherwise those that are held out.

    Raises:
        PackError: the voices can be neither found in the cache nor downloaded.
    """

    def __init__(self, packs: PackStore, cache: Path, training: bool = False) -> None:
        self._recordings = cache / "recordings"
        self._recordings.mkdir(parents=True, exist_ok=True)
        self._kokoro = Kokoro(packs.path("kokoro") / "model.onnx", kokoro_voices(cache), Tokenizer().vocab)
        self._training = training
        self._talkers: list[Wave] = []

    def record(self, texts: Sequence[Said], seconds: float) -> list[Said]:
        """Say what was never said before, within so many seconds of processor time; return what there is now."""
        began = time.process_time()
        for text in texts:
            if not self._path(text).exists() and time.process_time() - began < seconds:
                wav.write(
                    self._path(text),
                    self._kokoro.speak(text.spoken, str(text.language), self._speaker(text)),
                    SAMPLE_RATE,
                )
        there = [text for text in texts if self._path(text).exists()]
        self._talkers = [self.say(text) for text in there if text.kind == "outside"][:_TALKERS]
        return there

    def say(self, text: Said) -> Wave:
        """A recording: float32 in [-1, 1) at 16 kHz, silence around it."""
        speech = wav.read(self._path(text)).astype(np.float32) / 32768
        return np.pad(speech, int(_SILENCE * SAMPLE_RATE))

    def _path(self, text: Said) -> Path:
        speaker = self._speaker(text)
        said = f"{speaker.name}|{speaker.speed}|{text.language}|{text.spoken}"
        return self._recordings / f"{hashlib.sha256(said.encode()).hexdigest()[:16]}.wav"

    def _speaker(self, text: Said) -> Speaker:
        chance = random.Random(f"{text.place} {text.spoken}")
        if self._training:
            return self._kokoro.choose(chance)
        # The one Hindi voice takes every second text: the foreign ones mispronounce more than customers do.
        voice = HELD_OUT[0] if chance.random() < 0.5 else chance.choice(HELD_OUT[1:])
        return Speaker(((voice, 1.0),), round(chance.uniform(*_RATES), 2))

    def in_noise(self, speech: Wave, decibels: float | None, seed: int) -> Wave:
        """Speech in a shop: people talking, a fan, vessels.

        Args:
            speech: float32 at 16 kHz.
            decibels: of the speech above the noise, both over the whole; None for a quiet room.
            seed: of the noise.
        """
        chance = np.random.default_rng(seed)
        if decibels is None:
            return speech + chance.standard_normal(len(speech), np.float32) * np.float32(_HISS)
        others = [talker for talker in self._talkers if not np.array_equal(talker, speech)]
        noise = _fan(len(speech), chance) + chance.uniform(0.2, 1) * _knocks(len(speech), chance)
        if others:
            noise = noise + chance.uniform(0.5, 2) * _babble(len(speech), others, chance)
        gain = _loudness(speech) / _loudness(noise) * 10 ** (-decibels / 20)
        return np.asarray(np.clip(speech + gain * noise, -1, 1), np.float32)


def noise(seconds: float, seed: int) -> Wave:
    """A shop in which nobody speaks to the kiosk: a fan and vessels, float32 at 16 kHz."""
    chance = np.random.default_rng(seed)
    length = int(seconds * SAMPLE_RATE)
    return np.float32(_LOUD) * _even(_fan(length, chance) + chance.uniform(0.2, 3) * _knocks(length, chance))


def _fan(length: int, chance: np.random.Generator) -> Wave:
    """Rushing air, its power falling by 3 dB an octave, and the blades."""
    spectrum = np.fft.rfft(chance.standard_normal(length))
    air = np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 30)), length)
    blades = np.sin(2 * np.pi * chance.uniform(40, 120) * np.arange(length) / SAMPLE_RATE)
    return _even(air) + np.float32(0.3) * _even(blades)


def _knocks(length: int, chance: np.random.Generator) -> Wave:
    """Vessels: short ringing tones."""
    total = np.zeros(length)
    moments = np.arange(int(0.15 * SAMPLE_RATE)) / SAMPLE_RATE
    for start in chance.integers(0, length, 1 + int(_KNOCKS * length / SAMPLE_RATE)):
        ring = np.sin(2 * np.pi * chance.uniform(500, 5000, 3)[:, None] * moments).sum(0) * np.exp(-30 * moments)
        total[start : start + len(moments)] += ring[: length - start]
    return _even(total)


def _babble(length: int, talkers: list[Wave], chance: np.random.Generator) -> Wave:
    """Other people, from anywhere in what they say."""
    voices = [talkers[place] for place in chance.integers(len(talkers), size=_BABBLE)]
    return _even(sum(np.roll(np.resize(_even(voice), length), int(chance.integers(length))) for voice in voices))


def _even(wave: NDArray[np.floating] | int) -> Wave:
    """At loudness 1."""
    samples = np.asarray(wave, np.float32)
    return samples / _loudness(samples)


def _loudness(wave: Wave) -> np.float32:
    return np.float32(np.sqrt(np.square(wave).mean()) + 1e-9)
