from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.audio.playback import PlaybackBuffer


def ramp(start: int, count: int) -> np.ndarray:
    return np.arange(start, start + count, dtype=np.int16)


def test_what_is_put_is_pulled_in_order_and_then_silence():
    buffer = PlaybackBuffer()
    buffer.put(0, ramp(1, 5), last=False)
    buffer.put(0, ramp(6, 3), last=True)
    buffer.put(1, ramp(9, 2), last=True)
    assert buffer.pull(4).tolist() == [1, 2, 3, 4]
    assert buffer.pull(5).tolist() == [5, 6, 7, 8, 9]
    assert not buffer.empty
    assert buffer.pull(3).tolist() == [10, 0, 0]
    assert buffer.empty
    assert buffer.pull(2).tolist() == [0, 0]
    assert buffer.pull(2).dtype == np.int16


def test_the_ledger_tells_how_much_of_each_clause_was_heard():
    buffer = PlaybackBuffer()
    buffer.put(0, ramp(0, 10), last=True)
    buffer.put(1, ramp(0, 20), last=True)
    assert (buffer.heard(0), buffer.heard(1), buffer.heard(2)) == (0, 0, 0)
    buffer.pull(15)
    assert (buffer.heard(0), buffer.heard(1), buffer.played) == (1, 0.25, 15)
    buffer.pull(100)
    assert (buffer.heard(0), buffer.heard(1), buffer.played) == (1, 1, 30)


def test_a_clause_still_being_made_is_not_wholly_heard():
    buffer = PlaybackBuffer()
    buffer.put(0, ramp(0, 10), last=False)
    buffer.pull(10)
    assert 0.9 < buffer.heard(0) < 1
    buffer.put(0, ramp(0, 10), last=True)
    assert buffer.heard(0) == 0.5
    buffer.pull(10)
    assert buffer.heard(0) == 1


def test_a_clause_without_sound_holds_nothing_up():
    buffer = PlaybackBuffer()
    buffer.put(0, ramp(0, 0), last=False)
    assert buffer.heard(0) == 0
    buffer.put(0, ramp(0, 0), last=True)
    assert buffer.heard(0) == 1
    buffer.put(1, ramp(1, 2), last=True)
    assert buffer.pull(2).tolist() == [1, 2]


def test_stop_drops_what_waits_and_keeps_the_ledger():
    buffer = PlaybackBuffer()
    buffer.put(0, ramp(1, 10), last=True)
    buffer.pull(4)
    buffer.stop()
    assert buffer.empty
    assert buffer.pull(3).tolist() == [0, 0, 0]
    assert (buffer.heard(0), buffer.played) == (0.4, 4)


def test_forget_begins_a_new_ledger():
    buffer = PlaybackBuffer()
    buffer.put(0, ramp(1, 10), last=True)
    buffer.pull(4)
    buffer.forget()
    assert buffer.empty
    assert (buffer.heard(0), buffer.played) == (0, 0)
    buffer.put(0, ramp(1, 2), last=True)
    buffer.pull(1)
    assert (buffer.heard(0), buffer.played) == (0.5, 1)


def test_a_clause_is_told_once_when_its_first_sample_is_pulled():
    started = []
    buffer = PlaybackBuffer(on_clause_started=started.append)
    buffer.put(0, ramp(1, 4), last=False)
    buffer.put(0, ramp(1, 4), last=True)
    buffer.put(1, ramp(1, 0), last=False)
    buffer.put(1, ramp(1, 4), last=True)
    buffer.put(2, ramp(1, 4), last=True)
    assert started == []
    buffer.pull(2)
    assert started == [0]
    buffer.pull(6)
    assert started == [0], "the next one begins only now"
    buffer.pull(5)
    assert started == [0, 1, 2]


def test_all_that_leaves_is_told_silence_included():
    played = []
    buffer = PlaybackBuffer(on_played=lambda pcm: played.append(pcm.tolist()))
    buffer.put(0, ramp(1, 2), last=True)
    buffer.pull(3)
    buffer.pull(2)
    assert played == [[1, 2, 0], [0, 0]]


def test_a_callback_may_use_the_buffer():
    buffer = PlaybackBuffer()
    seen = []
    buffer.on_clause_started = lambda clause: seen.append((clause, buffer.heard(clause), buffer.empty))
    buffer.on_played = lambda _pcm: buffer.stop()
    buffer.put(0, ramp(1, 4), last=True)
    buffer.pull(2)
    assert seen == [(0, 0.5, False)]
    assert buffer.empty


@given(
    st.lists(st.lists(st.integers(0, 50), min_size=1, max_size=4), min_size=1, max_size=5),
    st.lists(st.integers(1, 60), max_size=20),
)
def test_nothing_is_lost_or_doubled_however_it_is_cut(clauses, pulls):
    buffer = PlaybackBuffer()
    sent, value = [], 1
    for clause, parts in enumerate(clauses):
        for number, length in enumerate(parts):
            buffer.put(clause, ramp(value, length), last=number == len(parts) - 1)
            sent += range(value, value + length)
            value += length
    got = [sample for count in pulls for sample in buffer.pull(count).tolist() if sample]
    assert got == sent[: len(got)]
    assert len(got) == min(len(sent), sum(pulls))
    assert buffer.played == len(got)
    before = 0
    for clause, parts in enumerate(clauses):
        played = min(max(0, len(got) - before), sum(parts))
        assert buffer.heard(clause) == (played / sum(parts) if sum(parts) else 1.0)
        before += sum(parts)


def test_two_threads_lose_nothing():
    buffer = PlaybackBuffer()
    parts = [ramp(1, 1 + i % 37) for i in range(3000)]
    total = sum(map(len, parts))
    done = threading.Event()
    pulled = [0]

    def speaker() -> None:
        while not (done.is_set() and buffer.empty):
            pulled[0] += int(np.count_nonzero(buffer.pull(64)))

    thread = threading.Thread(target=speaker)
    thread.start()
    for index, part in enumerate(parts):
        buffer.put(index, part, last=True)
        assert 0 <= buffer.heard(index) <= 1
    done.set()
    thread.join(30)
    assert not thread.is_alive()
    assert pulled[0] == buffer.played == total
    assert all(buffer.heard(index) == 1 for index in range(len(parts)))


def test_a_heard_share_is_never_more_than_one():
    buffer = PlaybackBuffer()
    buffer.put(0, ramp(1, 3), last=True)
    buffer.pull(1000)
    assert buffer.heard(0) == pytest.approx(1)
