"""Hearing, off the event loop: the recogniser on its own thread, with a limit on every wait."""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor

import structlog

from engine.audio.format import Pcm, to_float
from engine.errors import KnownProblem, RecognitionFailed
from engine.stt.base import Hint, Recogniser, Transcript
from engine.stt.grammar import StoreWords

_LIMIT_SECONDS = 30.0
_log = structlog.get_logger(__name__)


class Ears:
    """A recogniser for the event loop. One recognition runs at a time; partials give way to final ones."""

    def __init__(self, recogniser: Recogniser, executor: Executor) -> None:
        self._recogniser = recogniser
        self._executor = executor
        self._busy = False

    async def transcribe(self, audio: Pcm, hint: Hint) -> Transcript:
        """Recognise an utterance (16 kHz).

        Raises:
            NoSpeech: there is nothing in it.
            RecognitionFailed: it takes too long, or the recogniser broke.
        """
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._executor, self._recogniser.transcribe, to_float(audio), hint)
        try:
            return await asyncio.wait_for(work, _LIMIT_SECONDS)
        except TimeoutError:
            raise RecognitionFailed(f"speech recognition took longer than {_LIMIT_SECONDS:.0f} s") from None
        except KnownProblem:
            raise
        except Exception as broken:  # what a model's runtime raises is of any type
            _log.exception("recogniser broke")
            raise RecognitionFailed(f"speech recognition failed: {broken!r}") from broken

    async def learn(self, store: StoreWords) -> None:
        """Take up a store's words in the background; what is said meanwhile is recognised with those before."""
        await asyncio.to_thread(self._recogniser.learn, store)

    async def partial(self, audio: Pcm, hint: Hint) -> Transcript | None:
        """What has been said so far; None while another partial is still being worked on."""
        if self._busy:
            return None
        self._busy = True
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._executor, self._recogniser.partial, to_float(audio), hint)
        finally:
            self._busy = False
