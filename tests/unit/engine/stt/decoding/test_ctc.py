"""The exact likelihood of texts under a CTC model."""

from __future__ import annotations

from itertools import groupby, product

import numpy as np
import pytest

from engine.stt.decoding.ctc import likelihoods


def counted(frames: np.ndarray, text: list[int]) -> float:
    """By going through all paths."""
    total = 0.0
    for path in product(range(frames.shape[1]), repeat=len(frames)):
        if [symbol for symbol, _ in groupby(path) if symbol] == text:
            total += float(np.exp(sum(frames[frame, symbol] for frame, symbol in enumerate(path))))
    return np.log(total) if total else -np.inf


@pytest.fixture
def frames() -> np.ndarray:
    return np.log(np.random.default_rng(3).dirichlet(np.ones(4), size=5)).astype(np.float32)


def test_it_is_the_sum_over_all_paths(frames):
    texts = [[1], [1, 2], [2, 2], [1, 1, 2], [3, 2, 1, 3], []]
    assert likelihoods(frames, texts) == pytest.approx([counted(frames, text) for text in texts], abs=1e-4)


def test_a_text_that_does_not_fit_into_the_frames_is_never_said(frames):
    assert likelihoods(frames[:2], [[1, 1], [1, 2]])[0] < -1e8
    assert likelihoods(frames[:0], [[1], []]).max() < -1e8
    assert len(likelihoods(frames, [])) == 0
