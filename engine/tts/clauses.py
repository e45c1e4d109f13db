"""Cutting a streaming answer into clauses that can be spoken one after the other.

The first clause is short on purpose: the customer hears something while the rest is still being made. A full stop in
"Rs. 500", "1.5" or "₹2,999" ends nothing.
"""

from __future__ import annotations

import re

_FIRST_LEAST = 4  # characters; "हो," is worth speaking at once
_LEAST = 25
_LONGEST = 180
_SENTENCE_END = re.compile(r"(?:[।!?\n]+|\.(?=\s))[\"')”’]*\s*")
_PAUSE = re.compile(r"(?:[,;:—–]\s+|\s[-–—]\s)")
_ABBREVIATION = re.compile(r"(?:\b(?:Rs|No|Mr|Mrs|Dr|St|approx|e\.g|i\.e)|\bरु|\bडॉ|\bডা)$", re.IGNORECASE)


class ClauseSplitter:
    """Takes text as it arrives and gives back whole clauses. Joined, they are the text."""

    def __init__(self) -> None:
        self._pending = ""
        self._first = True

    def feed(self, text: str) -> list[str]:
        """Add text; return the clauses that are complete now."""
        self._pending += text
        clauses = []
        while (end := self._end()) is not None:
            clauses.append(self._pending[:end])
            self._pending = self._pending[end:]
            self._first = False
        return clauses

    def finish(self) -> list[str]:
        """The text has ended; return what is left, if it says anything."""
        rest, self._pending = self._pending, ""
        return [rest] if rest.strip() else []

    def _end(self) -> int | None:
        least = _FIRST_LEAST if self._first else _LEAST
        for match in _SENTENCE_END.finditer(self._pending):
            if not _ABBREVIATION.search(self._pending[: match.start()]) and match.end() < len(self._pending):
                return match.end()
        for match in _PAUSE.finditer(self._pending):
            if match.start() >= least and match.end() < len(self._pending):
                return match.end()
        if len(self._pending) > _LONGEST:
            return self._pending.rfind(" ", 0, _LONGEST) + 1 or _LONGEST
        return None
