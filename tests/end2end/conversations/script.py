"""The scripted conversations as their files have them; README.md beside this file explains the format."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from engine.turns.partial import LEAST_SECONDS

DATA = Path(__file__).parent / "data"

Code = Literal["hi", "bn", "mr", "en"]
Row = Literal["hi", "bn", "mr", "en", "hinglish"]
Fact = str | list[str]  # a list holds alternatives
_OF_A_PART = 0.7  # how sure the recogniser is of a part of a sentence


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Sound(_Strict):
    """How the recogniser heard a sentence.

    Attributes:
        confidence: how sure it is; of a sentence that is not whole it is less so, unless the script says otherwise.
        seconds: how long it was.
        cut: whether its end is missing.
        doubtful: words of it that might as well be others, with these.
    """

    confidence: float = 1.0
    seconds: float = 2.0
    cut: bool = False
    doubtful: tuple[tuple[str, str], ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _less_sure(cls, given: Any) -> Any:
        if isinstance(given, dict) and (given.get("cut") or given.get("seconds", LEAST_SECONDS) < LEAST_SECONDS):
            return {"confidence": _OF_A_PART, **given}
        return given


class Failing(_Strict):
    """A part that fails in a turn."""

    llm: Literal["timeout", "error", "stream"] | None = None
    tts: Literal["error"] | None = None
    network: Literal["down"] | None = None


class Call(_Strict):
    """A tool call: what it is given, or of an expected one a part of that."""

    name: str
    arguments: dict[str, Any] = Field(default_factory=dict)


class Round(_Strict):
    """What the scripted language model answers in one round."""

    calls: list[Call] = Field(default_factory=list)
    text: str | None = None


class TurnScript(_Strict):
    """What the customer says or touches, what happens meanwhile, and what must come of it."""

    say: str | None = None
    tap: str | None = None
    sound: Sound = Sound()
    after: float = 0.0
    restart: bool = False
    leave: bool = False
    fail: Failing = Failing()
    interrupt: bool = False
    tools: list[Call] | None = None
    no_tools: list[str] = Field(default_factory=list)
    language: Code | None = None
    says: list[Fact] = Field(default_factory=list)
    says_not: list[str] = Field(default_factory=list)
    cards: list[dict[str, str]] = Field(default_factory=list)
    awaiting: bool | None = None
    verified: bool | None = None
    problem: str | None = None
    model: list[Round] = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_of_both(self) -> TurnScript:
        if (self.say is None) == (self.tap is None):
            raise ValueError("a turn has either `say` or `tap`")
        return self

    @property
    def has_sound(self) -> bool:
        """Whether the sentence is heard as a recording."""
        return "sound" in self.model_fields_set

    @property
    def checks_problem(self) -> bool:
        """Whether the problem, or that there is none, is part of what is expected."""
        return "problem" in self.model_fields_set


class End(_Strict):
    """What has changed in the database at the end; whatever is not listed must be as it was."""

    orders: dict[str, str] = Field(default_factory=dict)
    returns: list[dict[str, Any]] = Field(default_factory=list)
    tickets: int = 0


class Script(_Strict):
    """A conversation."""

    id: str
    language: Row
    category: str
    note: str = ""
    turns: list[TurnScript] = Field(min_length=1)
    end: End = End()


_SCRIPTS = TypeAdapter(list[Script])


def read(file: Path) -> list[Script]:
    """The conversations of a file.

    Raises:
        ValueError: it does not keep to the format; says where.
    """
    try:
        return _SCRIPTS.validate_python(yaml.safe_load(file.read_text(encoding="utf-8")) or [])
    except (yaml.YAMLError, ValueError) as wrong:
        raise ValueError(f"{file}: {wrong}") from wrong


def read_all(folder: Path) -> list[Script]:
    """All conversations below a folder; each id once.

    Raises:
        ValueError: a file does not keep to the format, or an id occurs twice.
    """
    scripts = [script for file in sorted(folder.rglob("*.yaml")) for script in read(file)]
    ids = [script.id for script in scripts]
    if twice := {one for one in ids if ids.count(one) > 1}:
        raise ValueError(f"{folder}: these ids occur twice: {', '.join(sorted(twice))}")
    return scripts
