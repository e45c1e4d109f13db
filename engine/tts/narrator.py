"""The way of an answer from text to loudspeaker: each clause is made while the one before it plays."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field

import numpy as np
import structlog

from engine.audio.chime import chime
from engine.audio.format import Pcm
from engine.audio.speaker import Speaker
from engine.errors import VoiceFailed
from engine.languages import Language
from engine.pacing import Filler
from engine.tts.manner import USUAL, Manner
from engine.tts.voices import Voices

_CLAUSE_LIMIT = 20.0  # seconds that the synthesis of one clause may take
_AHEAD_SECONDS = 8.0  # sound made in advance; more would only be thrown away by an interruption
_POLL_SECONDS = 0.02
_STALLED_SECONDS = 3.0  # in which a working speaker would have played something
_CHIME = -1  # in place of a clause: no voice, the answer stands on the screen
_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Narration:
    """What became of an answer.

    Attributes:
        clauses: as they were spoken.
        synthesised: seconds of sound made.
        failed: why there was no voice, if there was none.
    """

    clauses: list[str] = field(default_factory=list)
    synthesised: float = 0.0
    failed: VoiceFailed | None = None

    def text(self, clauses: int | None = None) -> str:
        """The first clauses as one text, without fillers."""
        return "".join(clause for clause in self.clauses[:clauses] if not isinstance(clause, Filler))


class Narrator:
    """Speaks answers, one at a time."""

    def __init__(self, voices: Voices, speaker: Speaker, executor: Executor) -> None:
        self._voices = voices
        self._speaker = speaker
        self._executor = executor
        self.narration = Narration()

    async def narrate(
        self,
        clauses: AsyncIterator[str],
        language: Callable[[], Language],
        on_first_sound: Callable[[], None],
        on_clause: Callable[[str], None],
        manner: Callable[[], Manner] = lambda: USUAL,
    ) -> Narration:
        """Speak clauses until they end and have been heard. Cancelling it silences the kiosk at once.

        Args:
            clauses: as the answer is written.
            language: tells in which to speak; an answer may change it before its first clause.
            on_first_sound: called when the first sound is ready to be played; after a filler's, for the answer's again.
            on_clause: called with all that has begun to be heard, at the start of each clause.
            manner: tells how to speak; asked at each clause, since an answer may change it as well.

        Returns:
            What was spoken. When no voice works it says so, and the text stands on the screen.
        """
        loop = asyncio.get_running_loop()
        narration = self.narration = Narration()
        buffer = self._speaker.buffer
        buffer.forget()

        def started(clause: int) -> None:
            if clause != _CHIME and not isinstance(narration.clauses[clause], Filler):
                loop.call_soon_threadsafe(on_clause, narration.text(clause + 1))

        buffer.on_clause_started = started
        cancelled = threading.Event()
        queued = 0.0
        only_fillers = True
        try:
            async for clause in clauses:
                index = len(narration.clauses)
                narration.clauses.append(clause)
                if narration.failed:
                    on_clause(narration.text())
                    continue
                await self._caught_up(queued)
                try:
                    parts = await self._make(clause, language(), manner(), cancelled)
                except VoiceFailed as failed:
                    narration.failed = failed
                    on_clause(narration.text())
                    buffer.put(_CHIME, chime(self._speaker.rate), last=True)
                    continue
                if parts and (not narration.synthesised or (only_fillers and not isinstance(clause, Filler))):
                    on_first_sound()
                only_fillers = only_fillers and isinstance(clause, Filler)
                parts = parts or [np.zeros(0, np.int16)]  # a clause without a sound is heard as well
                for number, part in enumerate(parts):
                    buffer.put(index, part, last=number == len(parts) - 1)
                    queued += len(part) / self._speaker.rate
                narration.synthesised = queued
            await self._played_out()
        finally:
            cancelled.set()
            buffer.stop()
        return narration

    def heard_text(self) -> str:
        """The part of the last answer that has left the loudspeaker, to the word."""
        heard = []
        for index, clause in enumerate(self.narration.clauses):
            if isinstance(clause, Filler):
                continue
            share = self._speaker.buffer.heard(index)
            words = clause.split()
            heard.append(clause if share >= 1.0 else " ".join(words[: int(len(words) * share)]))
            if share < 1.0:
                break
        return "".join(heard).strip()

    @property
    def playing(self) -> bool:
        """Whether there is something to hear."""
        return not self._speaker.buffer.empty

    async def _caught_up(self, queued: float) -> None:
        """Let the speaker come near what is queued, a few seconds at most: a stalled one must not hold the text up."""
        for _ in range(int(_AHEAD_SECONDS / _POLL_SECONDS)):
            if queued - self._heard_seconds() <= _AHEAD_SECONDS:
                return
            await asyncio.sleep(_POLL_SECONDS)

    async def _played_out(self) -> None:
        """Wait until all has been heard, or until the speaker has stood still."""
        clock = asyncio.get_running_loop().time
        buffer = self._speaker.buffer
        played, since = buffer.played, clock()
        while not buffer.empty:
            await asyncio.sleep(_POLL_SECONDS)
            if buffer.played != played:
                played, since = buffer.played, clock()
            elif clock() - since > _STALLED_SECONDS:
                self.narration.failed = VoiceFailed("the speaker does not play", "check the speaker in the settings")
                return

    def _heard_seconds(self) -> float:
        return self._speaker.buffer.played / self._speaker.rate

    async def _make(self, clause: str, language: Language, manner: Manner, cancelled: threading.Event) -> list[Pcm]:
        def work() -> list[Pcm]:
            return list(self._voices.speak(clause, language, cancelled, manner))

        loop = asyncio.get_running_loop()
        try:
            return await asyncio.wait_for(loop.run_in_executor(self._executor, work), _CLAUSE_LIMIT)
        except TimeoutError:
            cancelled.set()
            raise VoiceFailed(f"synthesis took longer than {_CLAUSE_LIMIT:.0f} s") from None
        except VoiceFailed:
            raise
        except Exception as broken:  # what a model's runtime raises is of any type; the answer stands on the screen
            _log.exception("voice broke")
            raise VoiceFailed(f"synthesis failed: {broken!r}") from broken
