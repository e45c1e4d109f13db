from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.audio.format import FRAME_SECONDS
from engine.turns.end import STILL_SPEECH, Pause, PauseEnd

YES, NO = 0.9, 0.1


def states(policy: PauseEnd, probabilities: list[float]) -> list[Pause]:
    return [policy.update(probability) for probability in probabilities]


def frames(seconds: float) -> int:
    return round(seconds / FRAME_SECONDS)


def test_a_breath_may_be_the_end_and_a_pause_is():
    found = states(PauseEnd(pause=0.6), [YES] * 5 + [NO] * frames(0.6))
    breath = frames(0.2)
    assert found[: 5 + breath - 1] == [Pause.NONE] * (5 + breath - 1)
    assert found[5 + breath - 1 : -1] == [Pause.MAYBE_DONE] * (frames(0.6) - breath)
    assert found[-1] is Pause.DONE


def test_speech_begins_the_pause_anew():
    policy = PauseEnd(pause=0.6)
    assert states(policy, [NO] * (frames(0.6) - 1))[-1] is Pause.MAYBE_DONE
    assert policy.update(YES) is Pause.NONE
    assert policy.silent_frames == 0
    assert Pause.DONE not in states(policy, [NO] * (frames(0.6) - 1))
    assert policy.update(NO) is Pause.DONE
    assert policy.silent_frames == frames(0.6)


def test_the_soft_end_of_a_word_is_still_the_word():
    assert set(states(PauseEnd(), [STILL_SPEECH] * 100)) == {Pause.NONE}
    assert states(PauseEnd(pause=0.2), [STILL_SPEECH - 0.01] * frames(0.2))[-1] is Pause.DONE


@pytest.mark.parametrize("probability", [YES, NO, 0.4])
def test_a_turn_ends_in_noise_too(probability):
    found = states(PauseEnd(pause=3.0, longest=2.0), [probability] * frames(2.0))
    assert found[-1] is Pause.DONE
    assert Pause.DONE not in found[:-1]


def test_a_pause_shorter_than_a_breath_ends_at_once():
    assert states(PauseEnd(pause=0.1), [NO] * frames(0.1)) == [Pause.NONE] * (frames(0.1) - 1) + [Pause.DONE]


def test_reset_opens_a_new_turn():
    policy = PauseEnd(pause=0.6, longest=2.0)
    states(policy, [YES] * (frames(2.0) - 1) + [NO])
    policy.reset()
    assert policy.silent_frames == 0
    assert Pause.DONE not in states(policy, [YES] * (frames(2.0) - 1))


@given(st.lists(st.floats(0, 1), max_size=200), st.floats(0.1, 1.0), st.floats(1, 4))
def test_it_is_done_exactly_after_the_pause_or_the_limit(probabilities, pause, longest):
    policy = PauseEnd(pause, longest)
    silent = 0
    for n, probability in enumerate(probabilities, 1):
        silent = 0 if probability >= STILL_SPEECH else silent + 1
        done = policy.update(probability) is Pause.DONE
        assert done == (silent >= frames(pause) or n >= frames(longest))
        if done:
            return
