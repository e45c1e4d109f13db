from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tools.guard import CONFIRMATION_SECONDS, MOST_FAILURES, Guard, Identity
from tests.fakes.fake_clock import FakeClock

ASHA, RAVI = "9876543210", "9123456780"
ARGUMENTS = {"order_id": "1001", "reason": None}


def _failed(guard: Guard, times: int) -> None:
    for number in range(times):
        guard.hear(f"800000000{number}")
        guard.identify("1001", ASHA)


class TestIdentity:
    def test_nobody_is_verified_to_begin_with(self, guard: Guard) -> None:
        assert not guard.verified
        assert guard.identify("1001", ASHA) is Identity.PHONE_NEEDED
        assert not guard.verified

    @pytest.mark.parametrize(
        "said", [ASHA, "my number is 98765 43210", "+91-98765-43210", "नौ आठ सात छह पाँच चार तीन दो एक शून्य"]
    )
    @pytest.mark.parametrize("owner", [ASHA, "+91 98765 43210", "098765 43210"])
    def test_the_owners_number_verifies_however_it_is_said_and_stored(
        self, guard: Guard, said: str, owner: str
    ) -> None:
        guard.hear(said)
        assert guard.identify("1001", owner) is Identity.VERIFIED
        assert guard.verified_phone == ASHA

    def test_another_number_does_not(self, guard: Guard) -> None:
        guard.hear(RAVI)
        assert guard.identify("1001", ASHA) is Identity.REFUSED
        assert not guard.verified

    def test_the_number_may_be_said_before_the_order(self, guard: Guard) -> None:
        guard.hear(ASHA)
        guard.hear("order 1001")
        assert guard.identify("1001", ASHA) is Identity.VERIFIED

    def test_only_the_last_number_of_an_utterance_counts(self, guard: Guard) -> None:
        guard.hear(f"{ASHA} or {RAVI}")
        assert guard.identify("1001", ASHA) is Identity.REFUSED
        guard.hear(f"{RAVI}, no, {ASHA}")
        assert guard.identify("1001", ASHA) is Identity.VERIFIED

    def test_a_later_number_takes_the_place_of_an_earlier(self, guard: Guard) -> None:
        guard.hear(ASHA)
        guard.hear(RAVI)
        assert guard.identify("1001", ASHA) is Identity.REFUSED

    def test_a_verified_customer_sees_no_order_of_another(self, guard: Guard) -> None:
        guard.hear(ASHA)
        guard.identify("1001", ASHA)
        assert guard.identify("ORD-2001", RAVI) is Identity.REFUSED
        guard.hear(RAVI)
        assert guard.identify("ORD-2001", RAVI) is Identity.REFUSED
        assert guard.verified_phone == ASHA
        assert guard.identify("1002", ASHA) is Identity.VERIFIED

    def test_looking_for_orders_of_others_does_not_lock_a_verified_customer(self, guard: Guard) -> None:
        guard.hear(ASHA)
        guard.identify("1001", ASHA)
        for number in range(10):
            guard.identify(str(number), None)
        assert guard.identify("1001", ASHA) is Identity.VERIFIED

    @pytest.mark.parametrize("owner", [None, "", "12345", "no phone"])
    def test_an_order_without_a_usable_number_is_nobodys(self, guard: Guard, owner: str | None) -> None:
        assert guard.identify("1001", owner) is Identity.PHONE_NEEDED
        guard.hear(ASHA)
        assert guard.identify("1001", owner) is Identity.REFUSED

    def test_three_failures_lock(self, guard: Guard) -> None:
        outcomes = []
        for number in range(MOST_FAILURES):
            guard.hear(f"800000000{number}")
            outcomes.append(guard.identify("1001", ASHA))
        assert outcomes == [Identity.REFUSED, Identity.REFUSED, Identity.LOCKED]

    def test_the_right_number_opens_nothing_after_that(self, guard: Guard) -> None:
        _failed(guard, MOST_FAILURES)
        guard.hear(ASHA)
        assert guard.identify("1001", ASHA) is Identity.LOCKED
        assert not guard.verified

    def test_the_right_number_opens_before_that(self, guard: Guard) -> None:
        _failed(guard, MOST_FAILURES - 1)
        guard.hear(ASHA)
        assert guard.identify("1001", ASHA) is Identity.VERIFIED

    def test_guesses_of_orders_with_one_number_count_as_guesses(self, guard: Guard) -> None:
        guard.hear(RAVI)
        assert [guard.identify(order_id, ASHA) for order_id in ("1", "2", "3")][-1] is Identity.LOCKED

    def test_the_same_wrong_pair_again_is_one_failure(self, guard: Guard) -> None:
        guard.hear(RAVI)
        for _ in range(5):
            assert guard.identify("1001", ASHA) is Identity.REFUSED

    @given(st.lists(st.text(alphabet="0123456789 +-", max_size=14), max_size=6))
    def test_no_number_but_the_owners_verifies(self, said: list[str]) -> None:
        guard = Guard(lambda: 0.0)
        for words in said:
            guard.hear(words)
        if ASHA not in "".join("".join(words.split()) for words in said).replace("-", "").replace("+", ""):
            assert guard.identify("1001", ASHA) is not Identity.VERIFIED

    def test_two_guards_know_nothing_of_each_other(self) -> None:
        one, other = Guard(lambda: 0.0), Guard(lambda: 0.0)
        one.hear(ASHA)
        _failed(other, MOST_FAILURES)
        assert one.identify("1001", ASHA) is Identity.VERIFIED
        assert other.identify("1001", ASHA) is Identity.LOCKED


SPOKEN_IN_TWO = [
    ("98765", "43210"),
    ("nine eight seven six five", "four three two one zero"),
    ("नौ आठ सात छह पाँच", "चार तीन दो एक शून्य"),
    ("নয় আট সাত ছয় পাঁচ", "চার তিন দুই এক শূন্য"),
    ("नऊ आठ सात सहा पाच", "चार तीन दोन एक शून्य"),
    ("९८७६५", "४३२१०"),
    ("+91 98765", "43210"),
    ("my number is 98765", "and then 43210"),
]


class TestDictation:
    @pytest.mark.parametrize(("first", "second"), SPOKEN_IN_TWO)
    def test_a_number_may_come_in_two_parts(self, guard: Guard, first: str, second: str) -> None:
        assert guard.hear(first, dictating=True) is None
        assert guard.dictated
        assert guard.identify("1001", ASHA) is Identity.PHONE_NEEDED
        assert guard.hear(second, dictating=True) == ASHA
        assert not guard.dictated
        assert guard.identify("1001", ASHA) is Identity.VERIFIED

    def test_three_parts(self, guard: Guard) -> None:
        for part in ("987", "654", "3210"):
            whole = guard.hear(part, dictating=True)
        assert whole == ASHA

    def test_figures_that_were_not_asked_for_are_no_part_of_a_number(self, guard: Guard) -> None:
        guard.hear("98765")
        guard.hear("43210")
        assert guard.identify("1001", ASHA) is Identity.PHONE_NEEDED

    @pytest.mark.parametrize("between", ["order 1005", "show me sarees", "यह क्या है", "two of them"])
    def test_anything_else_between_begins_anew(self, guard: Guard, between: str) -> None:
        guard.hear("98765", dictating=True)
        guard.hear(between, dictating=True)
        assert not guard.dictated
        assert guard.hear("43210", dictating=True) is None
        assert guard.identify("1001", ASHA) is Identity.PHONE_NEEDED

    def test_too_many_figures_are_no_number(self, guard: Guard) -> None:
        guard.hear("98765", dictating=True)
        assert guard.hear("4321098", dictating=True) is None
        assert guard.identify("1001", ASHA) is Identity.PHONE_NEEDED

    @pytest.mark.parametrize(
        "said",
        [
            "nine eight seven six double five four three two one",
            "नौ आठ सात छह डबल पाँच चार तीन दो एक",
            "नऊ आठ सात सहा डबल पाच चार तीन दोन एक",
            "নয় আট সাত ছয় ডবল পাঁচ চার তিন দুই এক",
            "nau aath saat chhah double paanch chaar teen do ek",
        ],
    )
    def test_double_five(self, guard: Guard, said: str) -> None:
        guard.hear(said)
        assert guard.identify("1001", "9876554321") is Identity.VERIFIED


class TestConfirmation:
    def test_nothing_waits_to_begin_with(self, guard: Guard) -> None:
        assert guard.take_pending() is None

    def test_what_waits_can_be_taken_once(self, guard: Guard) -> None:
        asked = guard.ask("cancel_order", ARGUMENTS, {"total": 5})
        assert guard.pending is asked
        assert guard.take_pending() is asked
        assert guard.take_pending() is None
        assert guard.pending is None

    @pytest.mark.parametrize(("seconds", "taken"), [(0, True), (59, True), (60, True), (60.5, False), (3600, False)])
    def test_it_waits_a_minute(self, guard: Guard, clock: FakeClock, seconds: float, taken: bool) -> None:
        guard.ask("cancel_order", ARGUMENTS, {})
        clock.now += seconds
        assert (guard.take_pending() is not None) is taken
        assert guard.pending is None
        assert CONFIRMATION_SECONDS == 60

    def test_a_second_question_takes_the_place_of_the_first(self, guard: Guard) -> None:
        guard.ask("cancel_order", ARGUMENTS, {})
        second = guard.ask("initiate_return", {"order_id": "1004"}, {})
        assert guard.take_pending() is second
        assert guard.take_pending() is None

    def test_nothing_is_approved_without_a_yes(self, guard: Guard) -> None:
        guard.ask("cancel_order", ARGUMENTS, {})
        assert not guard.approved("cancel_order", ARGUMENTS)

    def test_a_yes_is_good_for_one_write(self, guard: Guard) -> None:
        guard.approve(guard.ask("cancel_order", ARGUMENTS, {}))
        assert guard.approved("cancel_order", ARGUMENTS)
        assert not guard.approved("cancel_order", ARGUMENTS)

    @pytest.mark.parametrize(
        ("tool", "arguments"),
        [
            ("initiate_return", ARGUMENTS),
            ("cancel_order", {"order_id": "1002", "reason": None}),
            ("cancel_order", {"order_id": "1001", "reason": "late"}),
            ("cancel_order", {"order_id": "1001"}),
            ("cancel_order", {**ARGUMENTS, "force": True}),
        ],
    )
    def test_a_yes_is_for_what_was_asked_and_for_nothing_else(
        self, guard: Guard, tool: str, arguments: dict[str, Any]
    ) -> None:
        guard.approve(guard.ask("cancel_order", ARGUMENTS, {}))
        assert not guard.approved(tool, arguments)
        assert not guard.approved("cancel_order", ARGUMENTS)  # asking used it up

    def test_a_yes_that_was_not_used_is_void_when_the_customer_speaks_again(self, guard: Guard) -> None:
        guard.approve(guard.ask("cancel_order", ARGUMENTS, {}))
        guard.hear("no wait")
        assert not guard.approved("cancel_order", ARGUMENTS)
