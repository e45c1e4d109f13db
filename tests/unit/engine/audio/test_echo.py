from __future__ import annotations

import threading

import numpy as np
import pytest

from engine.audio.echo import NoEchoCanceller, WebRtcEchoCanceller
from engine.audio.format import FRAME, SAMPLE_RATE, resample, to_pcm
from engine.languages import Language

SECONDS = 8
DELAY = int(0.06 * SAMPLE_RATE)
LOUDNESS = 0.3


def speechlike(rate: int, seconds: float, seed: int) -> np.ndarray:
    """Noise with the spectrum and the syllables of speech, at most 1 loud."""
    random = np.random.default_rng(seed)
    spectrum = np.fft.rfft(random.standard_normal(int(rate * seconds)))
    pitch = np.fft.rfftfreq(int(rate * seconds), 1 / rate)
    sound = np.fft.irfft(spectrum * (pitch > 150) / (1 + (pitch / 1200) ** 2))
    syllables = np.clip(np.sin(2 * np.pi * 2.3 * np.arange(len(sound)) / rate + seed), 0, None)
    sound *= syllables
    return sound / np.abs(sound).max()


def in_the_room(played: np.ndarray, rate: int) -> np.ndarray:
    """What comes back to the microphone of what was played, at 16 kHz."""
    echo = np.zeros(SAMPLE_RATE * SECONDS)
    at_16k = resample(played, rate, SAMPLE_RATE) / 32768
    echo[DELAY:] = LOUDNESS * at_16k[: len(echo) - DELAY]
    return echo


def cancel(canceller, played: np.ndarray, rate: int, heard: np.ndarray) -> np.ndarray:
    block = FRAME * rate // SAMPLE_RATE
    out = []
    for index in range(len(heard) // FRAME):
        canceller.played(played[index * block : (index + 1) * block])
        frame = canceller.clean(heard[index * FRAME : (index + 1) * FRAME])
        assert frame.dtype == np.int16
        assert len(frame) == FRAME
        out.append(frame)
    return np.concatenate(out)


def decibels(sound: np.ndarray, start: float, end: float) -> float:
    part = sound[int(start * SAMPLE_RATE) : int(end * SAMPLE_RATE)].astype(float)
    return 10 * np.log10(np.mean(part**2) + 1e-9)


def alike(before: np.ndarray, after: np.ndarray) -> tuple[int, float]:
    """After how many samples the loudness of one sound follows the other's best, and how well."""
    smooth = np.ones(80) / 80
    first, second = (np.convolve(np.abs(sound.astype(float)), smooth, "same") for sound in (before, after))
    lags = range(0, 2 * FRAME, 8)
    likeness = [np.corrcoef(first[: len(first) - lag], second[lag:])[0, 1] for lag in lags]
    best = int(np.argmax(likeness))
    return lags[best], float(likeness[best])


def room(near: np.ndarray, echo: np.ndarray) -> np.ndarray:
    hiss = np.random.default_rng(0).standard_normal(len(near)) * 1e-4
    return to_pcm(near + echo + hiss)


@pytest.mark.parametrize("rate", [16_000, 24_000, 48_000])
def test_the_kiosks_own_voice_is_taken_out(rate):
    played = to_pcm(speechlike(rate, SECONDS, seed=1) * 0.6)
    heard = room(np.zeros(SAMPLE_RATE * SECONDS), in_the_room(played, rate))
    cleaned = cancel(WebRtcEchoCanceller(rate), played, rate, heard)
    assert decibels(heard, 3, 8) - decibels(cleaned, 3, 8) > 20


def test_the_customer_is_heard_over_the_kiosks_voice():
    played = to_pcm(speechlike(24_000, SECONDS, seed=1) * 0.6)
    near = np.zeros(SAMPLE_RATE * SECONDS)
    speaking = slice(5 * SAMPLE_RATE, 7 * SAMPLE_RATE)
    near[speaking] = speechlike(SAMPLE_RATE, 2, seed=5) * 0.5
    cleaned = cancel(WebRtcEchoCanceller(24_000), played, 24_000, room(near, in_the_room(played, 24_000)))
    assert decibels(cleaned, 5, 7) > decibels(to_pcm(near), 5, 7) - 6
    customer = to_pcm(near)[speaking]
    assert alike(customer, cleaned[speaking])[1] > 0.9
    assert decibels(cleaned, 3, 4.9) < decibels(cleaned, 5, 7) - 20


def test_the_customer_passes_when_nothing_is_played(spoken):
    voice = spoken("I would like to see a pressure cooker, please.", Language.ENGLISH)
    near = np.concatenate([np.zeros(SAMPLE_RATE), voice / 32768])
    silence = np.zeros(len(near), np.int16)
    cleaned = cancel(WebRtcEchoCanceller(16_000), silence, 16_000, to_pcm(near))
    end = len(near) / SAMPLE_RATE
    assert abs(decibels(cleaned, 1, end) - decibels(to_pcm(near), 1, end)) < 6


def test_the_output_lags_by_less_than_thirty_milliseconds(spoken):
    voice = spoken("I would like to see a pressure cooker, please.", Language.ENGLISH)
    voice = voice[: len(voice) // FRAME * FRAME]
    cleaned = cancel(WebRtcEchoCanceller(16_000), np.zeros_like(voice), 16_000, voice)
    lag, likeness = alike(voice, cleaned)
    assert lag < 0.03 * SAMPLE_RATE
    assert likeness > 0.9


@pytest.mark.parametrize("sizes", [[512], [100, 7, 1000, 160, 1], [0, 512]])
def test_as_many_samples_come_out_as_go_in(sizes):
    canceller = WebRtcEchoCanceller(24_000)
    for size in sizes * 5:
        canceller.played(np.zeros(300, np.int16))
        assert len(canceller.clean(np.zeros(size, np.int16))) == size


def test_what_is_played_on_another_thread_while_nobody_listens_is_not_hoarded():
    canceller = WebRtcEchoCanceller(16_000)
    speaker = threading.Thread(target=lambda: [canceller.played(np.ones(1600, np.int16)) for _ in range(600)])
    speaker.start()
    for _ in range(50):
        canceller.clean(np.zeros(FRAME, np.int16))
    speaker.join(30)
    assert not speaker.is_alive()
    assert len(canceller._far) <= SAMPLE_RATE


def test_without_a_canceller_the_frame_is_as_it_was():
    frame = np.arange(FRAME).astype(np.int16)
    canceller = NoEchoCanceller()
    canceller.played(np.ones(FRAME, np.int16))
    assert canceller.clean(frame) is frame
