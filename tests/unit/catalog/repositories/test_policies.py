"""What the store promises, on any database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from catalog.store import Repositories


def test_a_policy_is_found_by_type(store: Repositories) -> None:
    policy = store.policies.get("returns")
    assert policy is not None
    assert (policy.title_in("hi"), policy.title_in("bn")) == ("वापसी", "Returns")
    assert policy.content_in("hi") == "7 दिन के भीतर वापस करें।"
    assert policy.effective_date == date(2026, 1, 1)
    assert store.policies.get("warranty") is None


@pytest.mark.parametrize(
    ("content", "days"),
    [
        ("Return within 10 days.", 10),
        ("A 30-day return.", 30),
        ("Refunds take 5 working days. Return within 14 days.", 14),
        ("Bring it back within fifteen (15) days.", 15),
        ("Within 1 day.", 1),
        ("Any time.", 7),
    ],
)
def test_the_return_window_is_read_from_the_policy(
    store: Repositories, fill: Callable[..., None], content: str, days: int
) -> None:
    policy = {"id": "R", "type": "returns", "title": "Returns", "content": content, "effective_date": "2026-01-01"}
    fill(policies=[policy])
    assert store.policies.return_window_days() == days


def test_without_a_policy_the_window_is_seven_days(empty_store: Repositories) -> None:
    assert empty_store.policies.return_window_days() == 7
