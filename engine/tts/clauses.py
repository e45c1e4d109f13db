"""Cutting a streaming answer into clauses that can be spoken one after the other.

The first clause is short on purpose: the customer hears something while the rest is still being made. A full stop in
"Rs. 500", "1.5" or "₹2,999" ends nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FIRST_LEAST = 2  # characters; "हो," is worth speaking at once
_LEAST = 25
_LONGEST = 120
_SENTENCE_END = re.compile(r"(?:[।!?\n]+|\.(?=\s))[\"')”’]*\s*")
_PAUSE = re.compile(r"(?:[,;:—–]\s+|\s[-–—]\s)")
_ABBREVIATION = re.compile(r"(?:\b(?:Rs|No|Mr|Mrs|Dr|St|approx|e\.g|i\.e)|\bरु|\bडॉ|\bডা)$", re.IGNORECASE)


def sentence_end(text: str) -> int | None:
    """Where the first sentence of a text ends, once it is sure because more text follows; None before that."""
    return next(_ends(text, _SENTENCE_END, _FIRST_LEAST), None)


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
        """Where the next clause ends: the first one at its first pause, the others at the end of their sentence."""
        sentence = sentence_end(self._pending)
        if self._first:
            pause = next(_ends(self._pending, _PAUSE, _FIRST_LEAST), None)
            sentence = min((end for end in (sentence, pause) if end is not None), default=None)
        if sentence is not None and sentence <= _LONGEST:
            return sentence
        if len(self._pending) <= _LONGEST:
            return None
        pauses = [end for end in _ends(self._pending, _PAUSE, _LEAST) if end <= _LONGEST]
        return pauses[-1] if pauses else self._pending.rfind(" ", 0, _LONGEST) + 1 or _LONGEST


def _ends(text: str, boundary: re.Pattern[str], least: int) -> Iterator[int]:
    """The ends of boundaries after at least `least` characters, with text following so that they are sure."""
    for match in boundary.finditer(text):
        enough = match.start() >= least and match.end() < len(text)
        shortened = match[0].startswith(".") and _ABBREVIATION.search(text[: match.start()])
        if enough and not shortened:
            yield match.end()
