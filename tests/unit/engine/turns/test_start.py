from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.audio.format import FRAME_SECONDS
from engine.turns.start import SPEECH, SpeechStart

YES, NO = 0.9, 0.1


def opens_after(policy: SpeechStart, probabilities: list[float]) -> int | None:
    """The number of frames after which the turn is open."""
    return next((n for n, probability in enumerate(probabilities, 1) if policy.update(probability)), None)


def test_a_tenth_of_a_second_of_speech_opens_a_turn():
    assert opens_after(SpeechStart(), [YES] * 20) == 3


@pytest.mark.parametrize("pattern", [[YES], [YES, YES], [YES, NO, YES, NO, NO, NO], [YES, YES, NO, NO, NO, NO]])
def test_a_click_opens_nothing(pattern):
    assert opens_after(SpeechStart(), [*pattern, *[NO] * 20]) is None


def test_frames_of_speech_count_only_within_the_window():
    assert opens_after(SpeechStart(), [YES, NO, YES, NO, YES]) == 5
    assert opens_after(SpeechStart(), [YES, NO, NO, YES, NO, YES]) == 6
    assert opens_after(SpeechStart(), [YES, NO, NO, NO, YES, NO, YES]) is None


def test_the_threshold_itself_is_speech():
    assert opens_after(SpeechStart(), [SPEECH] * 3) == 3
    assert opens_after(SpeechStart(), [SPEECH - 0.001] * 20) is None


def test_reset_forgets():
    policy = SpeechStart()
    policy.update(YES)
    policy.update(YES)
    policy.reset()
    assert not policy.update(YES)
    assert not policy.update(YES)
    assert policy.update(YES)


def test_even_the_shortest_need_is_one_frame():
    assert opens_after(SpeechStart(needed=0.0, window=0.0), [NO, NO, YES]) == 3


@given(st.lists(st.floats(0, 1)), st.floats(0, 0.5), st.floats(0, 0.5))
def test_it_opens_exactly_when_enough_of_the_last_frames_were_speech(probabilities, needed, window):
    policy = SpeechStart(needed, window)
    least = max(1, round(needed / FRAME_SECONDS))
    length = max(least, round(window / FRAME_SECONDS))
    for n in range(1, len(probabilities) + 1):
        recent = probabilities[max(0, n - length) : n]
        assert policy.update(probabilities[n - 1]) == (sum(p >= SPEECH for p in recent) >= least)
