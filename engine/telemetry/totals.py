"""What the kiosk has done since it started, in numbers: turns by brain, tokens, problems by kind, tools by outcome."""

from __future__ import annotations

from collections import Counter

from engine.record import TurnRecord


class Totals:
    """Adds up turns.

    Attributes:
        counts: by name: "turns.groq", "tokens.prompt", "tokens.completion", "problems.llm_timeout",
            "tools.search_products.ok".
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def add(self, record: TurnRecord) -> None:
        """Count a turn."""
        self.counts[f"turns.{record.brain or 'none'}"] += 1
        if record.usage:
            self.counts["tokens.prompt"] += record.usage.prompt_tokens
            self.counts["tokens.completion"] += record.usage.completion_tokens
        if record.problem:
            self.counts[f"problems.{record.problem.kind}"] += 1
        for run in record.runs:
            self.counts[f"tools.{run.call.name}.{run.result.data['status']}"] += 1
