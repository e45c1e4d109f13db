"""A narrator on fakes: what is written for it, what it speaks, and what it tells."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field

from engine.audio.playback import PlaybackBuffer
from engine.audio.speaker import SilentSpeaker, Speaker
from engine.languages import Language
from engine.tts.narrator import Narration, Narrator
from engine.tts.voices import Voices
from tests.fakes.executor import InlineExecutor
from tests.fakes.fake_tts import FakeVoice
from tests.fakes.virtual_time import run

RATE = 8000
WORD = 0.4  # seconds that the fake voice takes for a word


class StalledSpeaker:
    """Takes everything and plays nothing."""

    rate = RATE

    def __init__(self) -> None:
        self.buffer = PlaybackBuffer()

    async def start(self) -> None:
        """Nothing to start."""

    async def close(self) -> None:
        """Nothing to close."""


@dataclass
class Stage:
    """A narrator on fakes, and what it told."""

    voice: FakeVoice = field(default_factory=lambda: FakeVoice(RATE, WORD))
    executor: Executor = field(default_factory=InlineExecutor)
    speaker: Speaker = field(default_factory=lambda: SilentSpeaker(RATE))
    language: Language = Language.HINDI
    shown: list[str] = field(default_factory=list)
    sounds: int = 0
    narrator: Narrator = field(init=False)

    def __post_init__(self) -> None:
        self.narrator = Narrator(Voices([self.voice], RATE), self.speaker, self.executor)

    def first_sound(self) -> None:
        self.sounds += 1

    async def narrate(self, *clauses: str | float) -> Narration:
        """Speak clauses; a number is a pause in the writing, in seconds."""
        return await self.narrator.narrate(written(clauses), lambda: self.language, self.first_sound, self.shown.append)


async def written(clauses: Sequence[str | float]) -> AsyncIterator[str]:
    for clause in clauses:
        if isinstance(clause, float):
            await asyncio.sleep(clause)
        else:
            yield clause


def play(stage: Stage, scene: Callable[[], Awaitable[None]]) -> None:
    """Run a scene with the speaker on."""

    async def performance() -> None:
        await stage.speaker.start()
        try:
            await scene()
        finally:
            await stage.speaker.close()

    run(performance())


async def interrupted(stage: Stage, seconds: float, *clauses: str | float) -> None:
    """Narrate, and interrupt it after some seconds."""
    task = asyncio.create_task(stage.narrate(*clauses))
    await asyncio.sleep(seconds)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
