from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.audio.format import FRAME_SECONDS
from engine.turns.interrupt import SURE_SPEECH, BargeIn
from engine.turns.start import SPEECH, SpeechStart

SURE, NO = 0.95, 0.1


def test_a_third_of_a_second_of_sure_speech_interrupts():
    policy = BargeIn()
    found = [policy.update(SURE) for _ in range(15)]
    assert found.index(True) + 1 == 11
    assert all(found[10:])


@pytest.mark.parametrize("seconds", [0.05, 0.1, 0.2, 0.3])
def test_a_cough_does_not_interrupt(seconds):
    policy = BargeIn()
    cough = [SURE] * round(seconds / FRAME_SECONDS) + [NO] * 40
    assert not any(policy.update(probability) for probability in cough)


def test_coughs_apart_do_not_add_up():
    policy = BargeIn()
    assert not any(policy.update(probability) for probability in ([SURE] * 6 + [NO] * 14) * 20)


def test_words_with_short_gaps_do():
    policy = BargeIn()
    assert any(policy.update(probability) for probability in ([SURE] * 4 + [NO] * 2) * 3)


def test_speech_that_would_open_a_turn_is_not_sure_enough():
    assert SURE_SPEECH > SPEECH
    policy, start = BargeIn(), SpeechStart()
    unsure = [(SPEECH + SURE_SPEECH) / 2] * 100
    assert not any(policy.update(probability) for probability in unsure)
    assert any(start.update(probability) for probability in unsure)


def test_reset_forgets():
    policy = BargeIn()
    assert not any(policy.update(SURE) for _ in range(10))
    policy.reset()
    assert not any(policy.update(SURE) for _ in range(10))
    assert policy.update(SURE)


@given(st.lists(st.floats(0, 1), max_size=100))
def test_what_interrupts_would_also_have_opened_a_turn(probabilities):
    policy, start = BargeIn(), SpeechStart()
    opened = False
    for probability in probabilities:
        opened = start.update(probability) or opened
        if policy.update(probability):
            assert opened


@given(st.lists(st.sampled_from([SURE, SURE_SPEECH, 0.69, NO]), max_size=100))
def test_it_interrupts_exactly_when_enough_of_the_last_frames_were_sure(probabilities):
    policy = BargeIn()
    for n in range(1, len(probabilities) + 1):
        recent = probabilities[max(0, n - 19) : n]
        assert policy.update(probabilities[n - 1]) == (sum(p >= SURE_SPEECH for p in recent) >= 11)
