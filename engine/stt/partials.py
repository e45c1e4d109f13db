"""Which words of a growing transcript will stay (LocalAgreement, Liu et al. 2020, with two hypotheses)."""

from __future__ import annotations


class StablePrefix:
    """Commits the words on which two successive hypotheses agree; what is committed is never taken back."""

    def __init__(self) -> None:
        self._committed: list[str] = []
        self._before: list[str] = []

    def update(self, text: str) -> tuple[str, str]:
        """Take the next hypothesis; return the stable words, and the tentative ones after them."""
        words = text.split()
        agreed = 0
        for old, new in zip(self._before, words, strict=False):
            if old != new:
                break
            agreed += 1
        if agreed > len(self._committed) and words[: len(self._committed)] == self._committed:
            self._committed = words[:agreed]
        self._before = words
        tail = words[len(self._committed) :] if words[: len(self._committed)] == self._committed else []
        return " ".join(self._committed), " ".join(tail)
