"""A clean synthetic voice made to sound as if it stood in a shop: rate and pitch, room, noise, microphone, level.

All noise is made here: hiss of several colours, fans and mains hum, clatter, and babble of other synthetic speakers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
Wave = NDArray[np.float32]


def augment(speech: Wave, babble: list[Wave], chance: np.random.Generator) -> Wave:
    """One utterance as a microphone might take it.

    Args:
        speech: float32 in [-1, 1] at 16 kHz.
        babble: other people's speech, to talk in the background.
        chance: every choice.

    Returns:
        float32 in [-1, 1], longer by the silence around the speech.
    """
    wave = _resample(speech, chance.uniform(0.86, 1.16))
    wave = np.pad(wave, (int(chance.uniform(0.05, 0.5) * RATE), int(chance.uniform(0.1, 0.6) * RATE)))
    if chance.random() < 0.5:
        wave = _room(wave, chance)
    wave = _microphone(wave, chance)
    loudness = _rms(wave)
    if chance.random() < 0.65:
        noise = _noise(len(wave), babble, chance)
        wave = wave + noise * (loudness / _rms(noise)) * 10 ** (-chance.uniform(2, 25) / 20)
    wave = wave + chance.standard_normal(len(wave), np.float32) * loudness * 10 ** (-chance.uniform(22, 55) / 20)
    if chance.random() < 0.12:
        wave = np.tanh(wave / loudness * chance.uniform(0.4, 1.5))
    return _level(wave, chance)


def _resample(wave: Wave, rate: float) -> Wave:
    """Faster and higher, or slower and lower."""
    return np.asarray(np.interp(np.arange(0, len(wave) - 1, rate), np.arange(len(wave)), wave), np.float32)


def _room(wave: Wave, chance: np.random.Generator) -> Wave:
    """A direct sound, and a tail of noise that falls by 60 dB within the room's reverberation time."""
    length = int(chance.uniform(0.08, 0.7) * RATE)
    tail = chance.standard_normal(length) * 10 ** (-3 * np.arange(length) / length)
    tail[: int(chance.uniform(0.001, 0.012) * RATE)] = 0
    tail *= 10 ** (-chance.uniform(-2, 14) / 20) / (np.sqrt(np.square(tail).sum()) + 1e-9)
    tail[0] = 1
    size = 1 << (len(wave) + length).bit_length()
    heard = np.fft.irfft(np.fft.rfft(wave, size) * np.fft.rfft(tail, size), size)
    return heard[: len(wave)].astype(np.float32)


def _microphone(wave: Wave, chance: np.random.Generator) -> Wave:
    """A coloured response; at times a telephone's band, or no heights at all."""
    spectrum = np.fft.rfft(wave)
    hertz = np.linspace(0, RATE / 2, len(spectrum))
    gain = np.interp(hertz, [0, 250, 600, 1500, 3000, 5000, 8000], chance.uniform(-7, 7, 7))
    kind = chance.random()
    if kind < 0.15:
        gain -= 40 * np.clip((300 - hertz) / 150, 0, 1) + 50 * np.clip((hertz - 3400) / 400, 0, 1)
    elif kind < 0.4:
        gain -= 50 * np.clip((hertz - chance.uniform(3500, 7500)) / 500, 0, 1)
    return np.asarray(np.fft.irfft(spectrum * 10 ** (gain / 20), len(wave)), np.float32)


def _noise(length: int, babble: list[Wave], chance: np.random.Generator) -> Wave:
    kind = chance.random()
    if kind < 0.4 and babble:
        return _babble(length, babble, chance)
    if kind < 0.6:
        return _fan(length, chance)
    if kind < 0.75:
        return _clatter(length, chance) + 0.1 * _hiss(length, chance)
    return _hiss(length, chance)


def _babble(length: int, voices: list[Wave], chance: np.random.Generator) -> Wave:
    total = np.zeros(length, np.float32)
    for _ in range(int(chance.integers(1, 5))):
        voice = voices[chance.integers(len(voices))]
        voice = np.roll(np.resize(voice, length), int(chance.integers(length)))
        total += voice / _rms(voice) * np.float32(chance.uniform(0.3, 1))
    return total


def _hiss(length: int, chance: np.random.Generator) -> Wave:
    """Noise whose power falls by 0 to 9 dB an octave, slowly swelling."""
    spectrum = np.fft.rfft(chance.standard_normal(length))
    spectrum /= np.maximum(np.arange(len(spectrum)), 20) ** chance.uniform(0, 1.5)
    swell = np.interp(np.arange(length), np.linspace(0, length, 6), chance.uniform(0.4, 1, 6))
    return np.asarray(np.fft.irfft(spectrum, length) * swell, np.float32)


def _fan(length: int, chance: np.random.Generator) -> Wave:
    """The harmonics of a motor or of the mains, over a hiss."""
    time = np.arange(length) / RATE
    pitch = chance.choice([50.0, 100.0, chance.uniform(60, 240)])
    hum = sum(
        chance.uniform(0, 1) / n * np.sin(2 * np.pi * pitch * n * time + chance.uniform(0, 6)) for n in range(1, 9)
    )
    hiss = _hiss(length, chance)
    return np.asarray(hum / _rms(np.asarray(hum, np.float32)) + hiss / _rms(hiss), np.float32)


def _clatter(length: int, chance: np.random.Generator) -> Wave:
    """Vessels and trolleys: short ringing knocks."""
    total = np.zeros(length, np.float32)
    for _ in range(int(chance.integers(2, 12))):
        size = int(chance.uniform(0.02, 0.25) * RATE)
        time = np.arange(size) / RATE
        ring = sum(np.sin(2 * np.pi * chance.uniform(300, 6000) * time + chance.uniform(0, 6)) for _ in range(4))
        knock = ((ring + chance.standard_normal(size)) * np.exp(-time * chance.uniform(15, 80))).astype(np.float32)
        start = int(chance.integers(max(1, length - size)))
        piece = total[start : start + size]
        piece += knock[: len(piece)] * np.float32(chance.uniform(0.2, 1))
    return total


def _level(wave: Wave, chance: np.random.Generator) -> Wave:
    """Whispered, usual, or too loud for the converter."""
    peak = 10 ** (chance.uniform(-30, 4) / 20)
    return np.asarray(np.clip(wave / (np.abs(wave).max() + 1e-9) * peak, -1, 1), np.float32)


def _rms(wave: Wave) -> np.float32:
    return np.float32(np.sqrt(np.square(wave).mean()) + 1e-7)
