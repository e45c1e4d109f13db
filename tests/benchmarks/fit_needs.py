"""Embed the needs of resources/search/needs.toml, by which the search tells what is asked for without being named.

`python -m tests.benchmarks.fit_needs`, whenever a need or the language model has changed. `--left-out` instead tells
how often the needs of one language find their things by those of the others.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from catalog.search.embedding import E5
from catalog.search.fulltext import concept_term
from catalog.search.needs import load, make, read
from catalog.search.text import plain
from catalog.search.transliterate import in_own_script
from engine.settings import home
from models.store import PackStore

_FIRST = 5


def main() -> None:
    """See the module."""
    embedder = E5(PackStore(home() / "models").path("e5-small"))
    told = read()
    if "--left-out" not in sys.argv:
        make(told, embedder)
        return
    for language in ("en", "hi", "bn", "mr", "hinglish"):
        first, among, asked = _left_out(told, language, embedder)
        sys.stdout.write(f"{language}: {first / asked:.3f} first, {among / asked:.3f} in the first {_FIRST}\n")


def _left_out(told: Mapping[str, Mapping[str, str]], language: str, embedder: E5) -> tuple[int, int, int]:
    """How many needs of a language find their thing first and among the first ones, and how many there are."""
    others = {
        things: {code: need for code, need in needs.items() if code != language} for things, needs in told.items()
    }
    with tempfile.TemporaryDirectory() as folder:
        make(others, embedder, Path(folder) / "others.npz")
        known = load(embedder, Path(folder) / "others.npz")
    assert known is not None
    places = []
    for things, needs in told.items():
        found = known.likeness(embedder.query(in_own_script(plain(needs[language]))))
        own = max(found[concept_term(thing)] for thing in things.split(" | "))
        places.append(sum(cosine > own for cosine in found.values()))
    return places.count(0), sum(place < _FIRST for place in places), len(places)


if __name__ == "__main__":
    main()
