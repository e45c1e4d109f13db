from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.audio.format import FRAME, FRAME_SECONDS, SAMPLE_RATE, level, resample, to_float, to_pcm

PCM = hnp.arrays(np.int16, st.integers(0, 300))


def test_a_frame_is_32_ms():
    assert pytest.approx(0.032) == FRAME_SECONDS
    assert (FRAME, SAMPLE_RATE) == (512, 16_000)


@given(PCM)
def test_there_and_back_again(pcm):
    samples = to_float(pcm)
    assert samples.dtype == np.float32
    assert np.array_equal(to_pcm(samples), pcm)


def test_full_scale():
    assert to_float(np.array([-32768, 16384], np.int16)).tolist() == [-1.0, 0.5]
    assert to_float(np.array([32767], np.int16))[0] < 1


@given(st.floats(width=32, allow_nan=False))
def test_what_is_too_loud_is_clipped(sample):
    pcm = to_pcm(np.array([sample], np.float32))
    assert pcm.dtype == np.int16
    assert pcm[0] == pytest.approx(32768 * max(-1.0, min(sample, 32767 / 32768)), abs=1)


def tone(rate: int, seconds: float = 1.0, pitch: float = 440.0) -> np.ndarray:
    return (np.sin(2 * np.pi * pitch * np.arange(int(rate * seconds)) / rate) * 10_000).astype(np.int16)


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000])
def test_a_tone_stays_itself_at_another_rate(rate):
    found = resample(tone(rate), rate, SAMPLE_RATE)
    wanted = tone(SAMPLE_RATE)
    assert found.dtype == np.int16
    assert abs(len(found) - len(wanted)) <= 1
    middle = slice(2000, 14_000)
    assert np.abs(found[middle].astype(int) - wanted[middle]).max() < 100


def test_at_the_same_rate_nothing_is_done():
    pcm = tone(16_000)
    assert resample(pcm, 16_000, 16_000) is pcm


@given(PCM)
def test_the_level_lies_between_0_and_1(pcm):
    assert 0 <= level(pcm) <= 1


def test_the_level_is_linear_in_decibels():
    def square(amplitude: float) -> np.ndarray:
        return np.tile(np.array([amplitude, -amplitude]) * 32767, 500).astype(np.int16)

    assert level(square(1.0)) == pytest.approx(1, abs=0.001)
    assert level(square(0.1)) == pytest.approx(1 - 20 / 60, abs=0.001)
    assert level(square(0.01)) == pytest.approx(1 - 40 / 60, abs=0.01)
    assert level(square(0.0005)) == 0
    assert level(np.zeros(0, np.int16)) == level(np.zeros(100, np.int16)) == 0
