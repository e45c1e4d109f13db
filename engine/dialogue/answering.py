"""One turn of a conversation as it is answered: what was asked, what ran, and what is left to say."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.dialogue.calls import is_bad
from engine.dialogue.context import Waiting
from engine.llm.base import Brain, BrainRequest
from engine.tools.base import ToolCall, ToolRun

# What became of an order is told in the kiosk's own words: read-backs and refusals leave no room for a model's.
SETTLED = ("confirmation_needed", "cancelled", "return_requested", "phone_needed", "not_verified", "locked")


@dataclass(slots=True)
class Answering:
    """One turn as it goes on.

    Attributes:
        asked: what every brain is asked.
        waiting: what the kiosk had asked for before.
        asks: what the answer asks the customer for.
        switched: whether the customer has changed the language, and it has not been confirmed yet.
        approved: the write that the customer has said yes to.
        runs: the tools that ran.
        spoke: whether something was said.
        settled: whether what is left to say is the kiosk's own.
        doubtful: words of goods that may be others; the answer names them first.
        manner_granted: whether what the customer wants of the kiosk's manner of speaking has been done already.
    """

    asked: BrainRequest
    waiting: Waiting | None
    asks: Waiting | None = None
    switched: bool = False
    approved: ToolCall | None = None
    runs: list[ToolRun] = field(default_factory=list)
    spoke: bool = False
    settled: bool = False
    doubtful: str = ""
    manner_granted: bool = False

    def runs_for(self, brain: Brain) -> list[ToolRun]:
        """The runs as a brain is told: a model its mistakes too, any other the outcomes, the one to be told last."""
        if not brain.trusted:
            return self.runs
        right = [run for run in self.runs if not is_bad(run)]
        return sorted(right, key=lambda run: run.result.data["status"] in SETTLED) if self.settled else right
