from __future__ import annotations

import pytest

from engine.dialogue.memory import Memory
from engine.llm.base import Exchange
from tests.fakes.fake_clock import FakeClock


@pytest.fixture
def memory(clock: FakeClock) -> Memory:
    return Memory(clock)


def _fill(memory: Memory, count: int) -> list[Exchange]:
    said = [Exchange(f"question {number}", f"answer {number}") for number in range(count)]
    for exchange in said:
        memory.add(exchange.customer, exchange.kiosk)
    return said


def test_it_begins_empty(memory: Memory) -> None:
    assert memory.recent == ()
    assert memory.kept == ()


def test_ten_exchanges_are_kept_and_the_oldest_goes(memory: Memory) -> None:
    said = _fill(memory, 12)
    assert memory.kept == tuple(said[2:])


def test_the_brain_is_told_the_last_five_oldest_first(memory: Memory) -> None:
    said = _fill(memory, 8)
    assert memory.recent == tuple(said[3:])


def test_fewer_than_five_are_all_told(memory: Memory) -> None:
    said = _fill(memory, 3)
    assert memory.recent == tuple(said)


@pytest.mark.parametrize(("minutes", "over"), [(0, False), (29.9, False), (30, False), (30.1, True), (600, True)])
def test_a_conversation_is_over_after_half_an_hour_of_silence(
    memory: Memory, clock: FakeClock, minutes: float, over: bool
) -> None:
    clock.now += minutes * 60
    assert memory.expired is over


def test_a_touch_begins_the_half_hour_anew(memory: Memory, clock: FakeClock) -> None:
    clock.now += 29 * 60
    memory.touch()
    clock.now += 29 * 60
    assert not memory.expired
    clock.now += 2 * 60
    assert memory.expired


def test_an_exchange_begins_the_half_hour_anew(memory: Memory, clock: FakeClock) -> None:
    clock.now += 29 * 60
    memory.add("hello", "welcome")
    clock.now += 29 * 60
    assert not memory.expired
