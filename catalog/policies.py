"""What the store promises."""

from __future__ import annotations

import re
from datetime import date

from catalog.cache import Cache, Timer, monotonic
from catalog.database import Database
from catalog.records import Policy
from catalog.schema import PolicyRow

DEFAULT_RETURN_DAYS = 7
_REMEMBERED, _SECONDS = 16, 3600.0  # policies, and for how long: they hardly ever change

# "within 7 days", "a 30-day return", "seven (7) calendar days"; not "5 working days", which is how long a refund takes
_DAYS = re.compile(r"\b(\d{1,3})\)?[\s-]*(?:calendar[\s-]*)?days?\b", re.IGNORECASE)


class Policies:
    """The repository of policies."""

    def __init__(self, database: Database, timer: Timer = monotonic) -> None:
        self._database = database
        self._read: Cache[Policy | None] = Cache(_REMEMBERED, _SECONDS, timer)

    def get(self, policy_type: str) -> Policy | None:
        """The policy of a type (returns, refunds, shipping, privacy or warranty), None if the store states none."""
        return self._read.get(policy_type, self._database.revision("policies"), lambda: self._get(policy_type))

    def _get(self, policy_type: str) -> Policy | None:
        query = PolicyRow.select().where(PolicyRow.type == policy_type)
        return next((_policy(row) for row in query.execute(self._database)), None)

    def return_window_days(self) -> int:
        """For how many days after its delivery an order can be returned: what the returns policy says, else 7."""
        policy = self.get("returns")
        days = policy and (_DAYS.search(policy.content) or _DAYS.search(policy.title))
        return int(days[1]) if days else DEFAULT_RETURN_DAYS


def _policy(row: PolicyRow) -> Policy:
    return Policy(
        id=row.id,
        type=row.type,
        title=row.title,
        title_hi=row.title_hi,
        title_bn=row.title_bn,
        title_mr=row.title_mr,
        content=row.content,
        content_hi=row.content_hi,
        content_bn=row.content_bn,
        content_mr=row.content_mr,
        effective_date=date.fromisoformat(row.effective_date),
    )
