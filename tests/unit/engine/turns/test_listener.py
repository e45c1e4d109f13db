from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.audio.format import FRAME, FRAME_SECONDS
from engine.turns.end import PauseEnd
from engine.turns.interrupt import BargeIn
from engine.turns.listener import Heard, Listener, SpeechBegan, SpeechEnded, SpeechPaused, SpeechResumed
from engine.turns.start import SpeechStart

YES, NO = 0.95, 0.05
PAUSE, LONGEST = 0.6, 5.0
PAUSE_FRAMES, LONGEST_FRAMES, BREATH_FRAMES = 19, 156, 6
BEFORE, BEFORE_INTERRUPTION = 12, 31  # frames: 0.4 s and 1 s


class Ear:
    """A listener fed with numbered frames, so that a test can tell which of them an utterance holds."""

    def __init__(self) -> None:
        self.listener = Listener(SpeechStart(), PauseEnd(PAUSE, LONGEST), BargeIn())
        self.count = 0

    def hear(self, *probabilities: float) -> list[Heard]:
        happened = []
        for probability in probabilities:
            heard = self.listener.hear(np.full(FRAME, self.count, np.int16), probability)
            self.count += 1
            if heard is not None:
                happened.append(heard)
        return happened


@pytest.fixture
def ear():
    return Ear()


def numbers(audio: np.ndarray) -> list[int]:
    assert len(audio) % FRAME == 0
    return audio[::FRAME].tolist()


def kinds(happened: list[Heard]) -> list[type]:
    return [type(heard) for heard in happened]


def test_silence_is_nothing(ear):
    assert ear.hear(*[NO] * 500) == []
    assert not ear.listener.open
    assert len(ear.listener.utterance()) == 0


def test_an_utterance_from_just_before_its_start_to_its_end(ear):
    ear.hear(*[NO] * 100)
    assert kinds(ear.hear(*[YES] * 3)) == [SpeechBegan]
    assert ear.listener.open
    assert kinds(ear.hear(*[YES] * 20)) == []
    *_, ended = ear.hear(*[NO] * PAUSE_FRAMES)
    assert isinstance(ended, SpeechEnded)
    assert numbers(ended.audio) == list(range(103 - BEFORE, 123 + PAUSE_FRAMES))
    assert ended.silence == pytest.approx(PAUSE_FRAMES * FRAME_SECONDS)
    assert not ear.listener.open


def test_the_first_frames_of_the_stream_are_all_there_is_before(ear):
    ear.hear(NO, *[YES] * 10)
    assert numbers(ear.listener.utterance()) == list(range(11))


def test_a_breath_is_told_once_with_all_that_was_said(ear):
    ear.hear(*[YES] * 10)
    assert ear.hear(*[NO] * (BREATH_FRAMES - 1)) == []
    (paused,) = ear.hear(NO)
    assert isinstance(paused, SpeechPaused)
    assert numbers(paused.audio) == list(range(10 + BREATH_FRAMES))
    assert ear.hear(*[NO] * 8) == []
    assert kinds(ear.hear(YES)) == [SpeechResumed]
    assert ear.hear(*[YES] * 5) == []
    assert kinds(ear.hear(*[NO] * PAUSE_FRAMES)) == [SpeechPaused, SpeechEnded]


def test_one_utterance_does_not_hold_the_one_before(ear):
    ear.hear(*[YES] * 10, *[NO] * PAUSE_FRAMES)
    ended_at = ear.count
    began, _, ended = ear.hear(*[NO] * 2, *[YES] * 10, *[NO] * PAUSE_FRAMES)
    assert isinstance(began, SpeechBegan)
    assert numbers(ended.audio)[0] == ended_at
    assert ended.silence == pytest.approx(PAUSE_FRAMES * FRAME_SECONDS)


def test_the_limit_ends_an_utterance_without_a_pause(ear):
    *_, ended = ear.hear(*[YES] * (3 + LONGEST_FRAMES))
    assert isinstance(ended, SpeechEnded)
    assert ended.silence == 0
    assert len(numbers(ended.audio)) == 3 + LONGEST_FRAMES
    assert kinds(ear.hear(*[YES] * 3)) == [SpeechBegan], "who goes on speaking begins the next turn"


def test_interrupting_the_kiosk_takes_more_than_beginning(ear):
    ear.listener.kiosk_speaks(True)
    assert ear.hear(*[YES] * 10, *[NO] * 20, *[0.6] * 60) == []
    assert kinds(ear.hear(*[YES] * 11)) == [SpeechBegan]


def test_an_interruption_keeps_what_was_said_before_it_was_noticed(ear):
    ear.listener.kiosk_speaks(True)
    ear.hear(*[NO] * 100, *[YES] * 11)
    assert numbers(ear.listener.utterance()) == list(range(111 - BEFORE_INTERRUPTION, 111))


def test_what_was_heard_at_the_other_bar_does_not_count(ear):
    ear.hear(YES, YES)
    ear.listener.kiosk_speaks(True)
    ear.hear(*[YES] * 10)
    ear.listener.kiosk_speaks(False)
    assert ear.hear(YES, YES) == []
    assert kinds(ear.hear(YES)) == [SpeechBegan]
    ear.hear(*[NO] * PAUSE_FRAMES)
    ear.listener.kiosk_speaks(True)
    ear.hear(*[YES] * 10)
    ear.listener.kiosk_speaks(True)
    assert kinds(ear.hear(YES)) == [SpeechBegan], "nothing changed, nothing is forgotten"


def test_reset_drops_what_was_heard(ear):
    ear.hear(*[YES] * 10)
    ear.listener.reset()
    assert not ear.listener.open
    assert len(ear.listener.utterance()) == 0
    began_at = ear.count
    assert ear.hear(YES, YES) == []
    assert kinds(ear.hear(YES)) == [SpeechBegan]
    assert numbers(ear.listener.utterance()) == [began_at, began_at + 1, began_at + 2]


def test_reset_drops_what_was_kept_from_before_a_turn(ear):
    ear.hear(*[NO] * 5, YES, YES)
    ear.listener.reset()
    assert kinds(ear.hear(*[YES] * 3)) == [SpeechBegan]
    assert numbers(ear.listener.utterance()) == [7, 8, 9]


def test_a_new_turn_is_not_paused_because_the_last_one_was(ear):
    ear.hear(*[YES] * 5, *[NO] * (BREATH_FRAMES + 1))
    ear.listener.reset()
    assert kinds(ear.hear(*[YES] * 10)) == [SpeechBegan]


# Stretches of frames with about the same probability, as a VAD gives, and switches of who speaks.
STREAM = st.lists(
    st.tuples(st.floats(0, 1), st.integers(1, 60), st.sampled_from([None, None, True, False])), max_size=25
)


@given(STREAM)
def test_whatever_is_heard(stretches):
    ear = Ear()
    opened_at, kiosk_spoke, paused = None, False, False
    speaking = False
    for probability, length, switch in stretches:
        if switch is not None:
            speaking = switch
            ear.listener.kiosk_speaks(speaking)
        for _ in range(length):
            happened = ear.hear(probability)
            assert len(happened) <= 1
            heard = happened[0] if happened else None
            match heard:
                case SpeechBegan():
                    assert opened_at is None, "a turn begins only after the last one has ended"
                    opened_at, kiosk_spoke, paused = ear.count, speaking, False
                case SpeechPaused(audio):
                    assert opened_at is not None
                    assert not paused
                    assert numbers(audio)[-1] == ear.count - 1
                    paused = True
                case SpeechResumed():
                    assert opened_at is not None
                    assert paused
                    paused = False
                case SpeechEnded(audio, silence):
                    assert opened_at is not None, "only what has begun can end"
                    before = BEFORE_INTERRUPTION if kiosk_spoke else BEFORE
                    held = numbers(audio)
                    assert held == list(range(held[0], ear.count)), "not a frame is missing"
                    assert max(0, opened_at - before) <= held[0] < opened_at
                    assert len(held) <= before + LONGEST_FRAMES
                    assert silence <= PAUSE_FRAMES * FRAME_SECONDS + 1e-9
                    opened_at = None
            assert ear.listener.open == (opened_at is not None)
            if opened_at is not None:
                assert ear.count - opened_at < LONGEST_FRAMES, "no turn stays open beyond its limit"


@given(st.floats(0, 1), st.booleans())
def test_after_the_customer_falls_silent_every_turn_ends(probability, speaking):
    ear = Ear()
    ear.listener.kiosk_speaks(speaking)
    happened = ear.hear(*[probability] * 40, *[NO] * PAUSE_FRAMES)
    assert kinds(happened).count(SpeechBegan) == kinds(happened).count(SpeechEnded)
    assert not ear.listener.open
