"""The notation of resources/grammar: `(मुझे|) {goods} (चाहिए|दिखा (दो|दीजिए))` is six sentences."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[()|]|\{\w+\}|[^\s()|{}]+")
Sentence = tuple[str, ...]


def expand(pattern: str) -> list[Sentence]:
    """The sentences of a pattern, in words.

    Args:
        pattern: words, `{slots}`, and `(choices|between|sequences)`, of which one may be empty.

    Raises:
        ValueError: a bracket or bar has no counterpart.
    """
    tokens = _TOKEN.findall(pattern)
    found, end = _choice(tokens, 0, pattern)
    if end != len(tokens):
        raise ValueError(f"the pattern {pattern!r} has a ')' too many")
    return list(dict.fromkeys(found))


def _choice(tokens: list[str], start: int, pattern: str) -> tuple[list[Sentence], int]:
    """The alternatives from a place up to the bracket that closes them."""
    alternatives: list[Sentence] = []
    sequence: list[Sentence] = [()]
    place = start
    while place < len(tokens) and tokens[place] != ")":
        part = tokens[place]
        if part == "|":
            alternatives += sequence
            sequence = [()]
        elif part == "(":
            inner, place = _choice(tokens, place + 1, pattern)
            if place == len(tokens):
                raise ValueError(f"the pattern {pattern!r} lacks a ')'")
            sequence = [(*before, *after) for before in sequence for after in inner]
        else:
            sequence = [(*before, part) for before in sequence]
        place += 1
    return alternatives + sequence, place
