from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.audio.format import FRAME, FRAME_SECONDS, SAMPLE_RATE, to_float
from engine.audio.vad import SileroVad, speech_spans
from engine.languages import Language


@pytest.fixture(scope="module")
def vad(packs):
    return SileroVad(packs.path("silero-vad") / "model.onnx")


@pytest.fixture(scope="module")
def noise():
    return (np.random.default_rng(1).standard_normal(3 * SAMPLE_RATE) * 300).astype(np.int16)


@pytest.fixture(scope="module")
def sentence(spoken):
    return spoken("Where is my order, please?", Language.ENGLISH)


@pytest.mark.models
def test_speech_is_told_from_silence_and_noise(vad, noise, sentence):
    silence = np.zeros(3 * SAMPLE_RATE, np.float32)
    assert vad.probabilities(silence).max() < 0.2
    assert vad.probabilities(to_float(noise)).max() < 0.5
    assert np.median(vad.probabilities(to_float(sentence))) > 0.8


@pytest.mark.models
@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.HINDI, "मुझे लाल साड़ी दिखाइए"),
        (Language.BENGALI, "আমাকে লাল শাড়ি দেখান"),
        (Language.MARATHI, "मला लाल साडी दाखवा"),
    ],
)
def test_every_language_is_speech(vad, spoken, language, text):
    assert np.mean(vad.probabilities(to_float(spoken(text, language))) > 0.5) > 0.6


@pytest.mark.models
def test_speech_is_found_where_it_is(vad, noise, sentence):
    recording = np.concatenate([noise[: 16 * FRAME], sentence, noise[: 32 * FRAME]])
    ((start, end),) = speech_spans(vad.probabilities(to_float(recording)))
    assert start == pytest.approx(16 * FRAME_SECONDS, abs=0.25)
    assert end == pytest.approx((16 * FRAME + len(sentence)) / SAMPLE_RATE, abs=0.35)


@pytest.mark.models
def test_a_stream_is_heard_as_the_whole_recording_is(vad, sentence):
    whole = vad.probabilities(to_float(sentence))
    vad.reset()
    frames = sentence[: len(whole) * FRAME].reshape(-1, FRAME)
    streamed = [vad.probability(frame) for frame in frames]
    assert streamed == pytest.approx(whole.tolist(), abs=0.01)
    assert len(whole) == len(sentence) // FRAME


@pytest.mark.models
def test_reset_forgets_what_was_heard(vad, noise, sentence):
    vad.reset()
    fresh = [vad.probability(frame) for frame in noise[: 4 * FRAME].reshape(-1, FRAME)]
    for frame in sentence[: 20 * FRAME].reshape(-1, FRAME):
        vad.probability(frame)
    after_speech = vad.probability(noise[:FRAME])
    assert abs(after_speech - fresh[0]) > 0.01
    vad.reset()
    assert [vad.probability(frame) for frame in noise[: 4 * FRAME].reshape(-1, FRAME)] == fresh
    vad.probability(sentence[:FRAME])
    assert vad.probabilities(to_float(noise[: 4 * FRAME])).tolist() == pytest.approx(fresh, abs=0.001)


@pytest.mark.models
def test_less_than_a_frame_has_no_probabilities(vad):
    assert vad.probabilities(np.zeros(FRAME - 1, np.float32)).shape == (0,)
    assert vad.probabilities(np.zeros(0, np.float32)).shape == (0,)


def seconds(frames: float) -> float:
    return pytest.approx(frames * FRAME_SECONDS)


def test_spans():
    quiet, loud = [0.1], [0.9]
    assert speech_spans(np.array(quiet * 5)) == []
    assert speech_spans(np.zeros(0)) == []
    assert speech_spans(np.array(quiet * 2 + loud * 3 + quiet)) == [(seconds(2), seconds(5))]
    assert speech_spans(np.array(loud + quiet * 12 + loud)) == [(0, seconds(14))], "0.384 s is bridged"
    assert speech_spans(np.array(loud + quiet * 13 + loud)) == [(0, seconds(1)), (seconds(14), seconds(15))]
    assert speech_spans(np.array([0.5, 0.49])) == [(0, seconds(1))], "the threshold itself is speech"
    assert speech_spans(np.array([0.5, 0.8]), threshold=0.6) == [(seconds(1), seconds(2))]
    assert len(speech_spans(np.array(loud + quiet * 5 + loud), gap=0.1)) == 2


@given(st.lists(st.floats(0, 1, width=32), max_size=80), st.floats(0.05, 1))
def test_every_frame_of_speech_lies_in_one_span_and_the_spans_lie_apart(probabilities, gap):
    spans = speech_spans(np.array(probabilities, np.float32), gap=gap)
    for (_, end), (start, _) in pairwise(spans):
        assert start - end > gap
    for index, probability in enumerate(probabilities):
        middle = (index + 0.5) * FRAME_SECONDS
        inside = sum(start <= middle <= end for start, end in spans)
        assert inside == 1 if probability >= 0.5 else inside <= 1
    for start, end in spans:
        assert probabilities[round(start / FRAME_SECONDS)] >= 0.5
        assert probabilities[round(end / FRAME_SECONDS) - 1] >= 0.5
