"""A customer made of prepared utterances, spoken by the installed voices into the kiosk's microphone input."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from engine.audio import wav
from engine.audio.format import SAMPLE_RATE, Pcm, resample
from engine.audio.source import RecordingSource
from engine.events import Event, KioskState, StateChanged, TurnCompleted
from engine.languages import Language
from engine.record import TurnRecord
from engine.settings import home
from resources import ROOT

_POLITE_PAUSE = 1.2  # seconds after the answer before the customer speaks again
_ANSWER_LIMIT = 60.0


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the customer says, and whether it is meant to be understood."""

    text: str
    language: Language
    voice: str
    understood: bool = True


def utterances(path: Path = ROOT / "demo" / "customers.yaml") -> list[Utterance]:
    """The prepared utterances, in order."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Utterance(entry["text"], Language(entry["language"]), entry["voice"], entry.get("understood", True))
        for entry in entries
    ]


def spoken(utterance: Utterance, kokoro_folder: Path, cache: Path) -> Pcm:
    """An utterance as a recording at 16 kHz, synthesised once and kept.

    Args:
        utterance: what to say.
        kokoro_folder: the voice's pack.
        cache: where recordings are kept.
    """
    name = hashlib.sha256(f"{utterance.voice}|{utterance.language}|{utterance.text}".encode()).hexdigest()[:16]
    path = cache / f"{name}.wav"
    if not path.exists():
        from engine.tts.kokoro import Kokoro

        kokoro = Kokoro(kokoro_folder, dict.fromkeys(Language, utterance.voice))
        parts = list(kokoro.speak(utterance.text, utterance.language, threading.Event()))
        wav.write(path, resample(np.concatenate(parts), kokoro.rate, SAMPLE_RATE), SAMPLE_RATE)
    return wav.read(path)


class DemoCustomer:
    """Says the utterances one after the other, each after the answer to the one before has been heard.

    Attributes:
        records: the turns that came of them.
    """

    def __init__(self, source: RecordingSource) -> None:
        self._source = source
        self._ready = asyncio.Event()
        self._answered = asyncio.Event()
        self.records: list[TurnRecord] = []

    def notice(self, event: Event) -> None:
        """Take an event of the engine, on its loop."""
        match event:
            case StateChanged(state):
                if state in (KioskState.ATTRACT, KioskState.LISTENING):
                    self._ready.set()
                else:
                    self._ready.clear()
            case TurnCompleted(record):
                self.records.append(record)
                self._answered.set()

    async def visit(self, recordings: list[Pcm]) -> None:
        """Say everything once. An utterance that gets no answer within a minute is given up."""
        for recording in recordings:
            await self._ready.wait()
            await asyncio.sleep(_POLITE_PAUSE)
            self._answered.clear()
            seconds = self._source.say(recording)
            try:
                await asyncio.wait_for(self._answered.wait(), seconds + _ANSWER_LIMIT)
            except TimeoutError:
                continue


def recordings_cache() -> Path:
    """Where the demo customer's recordings are kept."""
    return home() / "cache" / "demo"
