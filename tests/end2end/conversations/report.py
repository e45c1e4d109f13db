"""How many conversations were right: a table of languages and categories, and how many are right each time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from engine.record import TurnRecord
from tests.end2end.conversations.checks import failures
from tests.end2end.conversations.runner import play
from tests.end2end.conversations.script import Script
from tests.end2end.conversations.store import PreparedStore

REPETITIONS = 3


@dataclass
class Outcome:
    """A conversation, played several times.

    Attributes:
        failures: of each time.
        turns: the records of all turns.
    """

    script: Script
    failures: list[list[str]] = field(default_factory=list)
    turns: list[TurnRecord] = field(default_factory=list)

    @property
    def right(self) -> int:
        """How often it was right."""
        return sum(not found for found in self.failures)


def evaluate(
    scripts: Iterable[Script],
    store: PreparedStore,
    brain: str,
    repetitions: int = REPETITIONS,
    progress: Callable[[Outcome], None] = lambda _outcome: None,
) -> list[Outcome]:
    """Play all conversations, each several times; a bug counts as a failure."""
    outcomes = []
    for script in scripts:
        outcome = Outcome(script)
        for seed in range(repetitions):
            try:
                played = play(script, store, brain, seed)
                outcome.failures.append(failures(played))
                outcome.turns += played.turns
            except Exception as bug:
                outcome.failures.append([f"{type(bug).__name__}: {bug}"])
        outcomes.append(outcome)
        progress(outcome)
    return outcomes


def rows(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """For each language, each category and all: the share of right plays, and of conversations right every time."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[f"language {outcome.script.language}"].append(outcome)
        groups[f"category {outcome.script.category}"].append(outcome)
    groups = dict(sorted(groups.items(), key=lambda group: (group[0].startswith("category"), group[0])))
    groups["all"] = list(outcomes)
    return {name: _row(group) for name, group in groups.items()}


def _row(group: Sequence[Outcome]) -> str:
    plays = sum(len(outcome.failures) for outcome in group)
    right = sum(outcome.right for outcome in group)
    every = sum(outcome.right == len(outcome.failures) for outcome in group)
    times = max(len(outcome.failures) for outcome in group)
    return f"{right / plays:6.1%} right, {every / len(group):6.1%} right {times} times of {times} ({len(group)})"
