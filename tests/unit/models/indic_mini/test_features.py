from __future__ import annotations

import numpy as np
import pytest
from faster_whisper.feature_extractor import FeatureExtractor

from models.indic_mini.features import BANDS, RATE, log_mel


def test_it_is_the_spectrogram_that_whisper_was_trained_on() -> None:
    time = np.arange(3 * RATE) / RATE
    sweep = 0.3 * np.sin(2 * np.pi * (100 + 1000 * time) * time).astype(np.float32)
    noisy = sweep + np.random.default_rng(0).normal(0, 0.01, len(sweep)).astype(np.float32)
    mel = log_mel(noisy)
    assert mel.dtype == np.float32
    assert mel.shape == (BANDS, 300)
    np.testing.assert_allclose(mel, FeatureExtractor()(noisy, padding=0)[:, :300], atol=1e-4)


@pytest.mark.parametrize("length", [0, 1, 160, 799, 16_000, 16_161])
def test_the_number_of_frames_is_even_and_grows_with_the_sound(length: int) -> None:
    frames = log_mel(np.zeros(length, np.float32)).shape[1]
    assert frames % 2 == 0
    assert frames == max(length, 800) // 160 // 2 * 2


def test_silence_and_clipped_sound_give_finite_values() -> None:
    for sound in (np.zeros(RATE), np.ones(RATE), -np.ones(RATE)):
        assert np.isfinite(log_mel(sound)).all()
