"""Guessing goes no further by starting over."""

from __future__ import annotations

import pytest

from engine.tools.attempts import MOST_WRONG, WITHIN_SECONDS, Attempts
from engine.tools.guard import Guard, Identity
from tests.fakes.fake_clock import FakeClock

ASHA, RAVI = "9876543210", "9123456780"


@pytest.fixture
def attempts(clock: FakeClock) -> Attempts:
    return Attempts(clock)


def _try(attempts: Attempts, clock: FakeClock, order_id: str, phone: str, owner: str | None) -> Identity:
    """A new customer tries one pair."""
    guard = Guard(clock, attempts)
    guard.hear(phone)
    return guard.identify(order_id, owner)


def test_one_phone_number_cannot_be_tried_with_one_order_after_the_other(attempts: Attempts, clock: FakeClock) -> None:
    tried = [_try(attempts, clock, str(1000 + number), ASHA, RAVI) for number in range(MOST_WRONG)]
    assert tried == [Identity.REFUSED] * MOST_WRONG
    assert _try(attempts, clock, "1001", ASHA, ASHA) is Identity.LOCKED, "even a right guess says nothing any more"


def test_one_order_cannot_be_tried_with_one_phone_number_after_the_other(attempts: Attempts, clock: FakeClock) -> None:
    for number in range(MOST_WRONG):
        _try(attempts, clock, "1001", f"800000000{number}", ASHA)
    assert _try(attempts, clock, "1001", ASHA, ASHA) is Identity.LOCKED


def test_another_customer_with_their_own_order_is_not_kept_out(attempts: Attempts, clock: FakeClock) -> None:
    for number in range(MOST_WRONG):
        _try(attempts, clock, str(1000 + number), ASHA, RAVI)
    assert _try(attempts, clock, "ORD-2001", RAVI, RAVI) is Identity.VERIFIED


def test_after_an_hour_it_is_forgotten(attempts: Attempts, clock: FakeClock) -> None:
    for number in range(MOST_WRONG):
        _try(attempts, clock, str(1000 + number), ASHA, RAVI)
    clock.now += WITHIN_SECONDS + 1
    assert _try(attempts, clock, "1001", ASHA, ASHA) is Identity.VERIFIED


def test_a_typing_error_that_is_repeated_counts_once(attempts: Attempts, clock: FakeClock) -> None:
    guard = Guard(clock, attempts)
    for _ in range(MOST_WRONG * 2):
        guard.hear(RAVI)
        guard.identify("1001", ASHA)
    assert _try(attempts, clock, "1001", ASHA, ASHA) is Identity.VERIFIED
