"""Points in time as the database keeps them: UTC in ISO 8601, to the second, so that text order is time order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

INDIA = timezone(timedelta(hours=5, minutes=30), "IST")
"""The shop's own time; India has one zone and no summer time."""

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time now, aware, in UTC."""
    return datetime.now(UTC)


def to_text(moment: datetime) -> str:
    """An aware point in time as the database keeps it, for example "2026-01-15T04:30:00+00:00"."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def from_text(text: str) -> datetime:
    """The point in time that `to_text` wrote, aware, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)
