"""The words of a question that name nothing: show me, मुझे, চাই, how much, please."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from catalog.search.text import tokens
from resources import ROOT

# In Latin letters Hindi's tea is Bengali's "want": only beside one of these words is it a filler.
_BENGALI_SPEECH = frozenset("ami amake amar apnar apnader amader tumi ekta ekti koto kichu dekhan".split())
_BENGALI_WANT = "chai"


def telling(words: Iterable[str]) -> list[str]:
    """The words of a question that are no fillers."""
    said = list(words)
    wanted = {_BENGALI_WANT} if _BENGALI_SPEECH.intersection(said) else set()
    return [word for word in said if word not in fillers() and word not in wanted]


@cache
def fillers() -> frozenset[str]:
    """All of them, in every spelling that the list has."""
    lines = (ROOT / "search" / "fillers.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(tokens(" ".join(line for line in lines if not line.startswith("#"))))
