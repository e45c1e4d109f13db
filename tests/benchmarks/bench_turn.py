"""From the end of a customer's sentence to the first sound of the answer, with the offline brain, warm."""

from __future__ import annotations

import asyncio
import statistics
import threading
from typing import Any

import numpy as np
import psutil

from desktop.store import database
from engine.audio.echo import NoEchoCanceller
from engine.audio.format import SAMPLE_RATE, Pcm, resample
from engine.audio.source import RecordingSource
from engine.audio.speaker import SilentSpeaker
from engine.engine import Engine
from engine.events import Event, TurnCompleted
from engine.languages import Language
from engine.live import LiveSession
from engine.parts import installed
from engine.record import TurnRecord
from engine.settings import home, load
from engine.tts.kokoro import Kokoro
from models.store import PackStore

_SENTENCES = {
    Language.ENGLISH: ("am_michael", "Please show me red cotton sarees under three thousand rupees."),
    Language.HINDI: ("hm_omega", "मुझे एक लाल साड़ी दिखाइए"),
    Language.MARATHI: ("hm_psi", "मला एक सायकल दाखवा"),
    Language.BENGALI: ("hf_beta", "প্রেশার কুকার দেখান"),
}
_WARM, _RUNS, _LIVE_RUNS = 2, 9, 5


def measure() -> dict[str, Any]:
    """Ask from a recording, and in real time through the open microphone with the pause that ends a turn."""
    return asyncio.run(_measure())


def _say(language: Language) -> Pcm:
    voice, text = _SENTENCES[language]
    kokoro = Kokoro(PackStore(home() / "models").path("kokoro"), dict.fromkeys(Language, voice))
    parts = list(kokoro.speak(text, language, threading.Event()))
    return resample(np.concatenate(parts), kokoro.rate, SAMPLE_RATE)


async def _measure() -> dict[str, Any]:
    results: dict[str, Any] = {}
    settings = load(brain="offline")
    recordings = {language: _say(language) for language in Language}
    engine = Engine(settings, database(None), installed(settings))
    await engine.start()
    speaker = SilentSpeaker(paced=False)
    await engine.open_voice(speaker)
    for language, recording in recordings.items():
        records = [await engine.ask_audio(language, recording) for _ in range(_WARM + _RUNS)][_WARM:]
        results[f"{language}: sentence, s"] = round(len(recording) / SAMPLE_RATE, 1)
        results[f"{language}: understood"] = records[-1].transcript.text
        for name in ("stt", "first_token", "tts_first_audio", "voice_to_voice"):
            median = statistics.median(getattr(record.timings, name) for record in records)
            results[f"{language}: {name}, median ms"] = round(median)
    results["resident memory with four languages warm, MB"] = round(psutil.Process().memory_info().rss / 1e6)
    await speaker.close()
    await engine.close()
    live = await _live(recordings[Language.ENGLISH])
    median = statistics.median(record.timings.voice_to_voice for record in live)
    results["en: voice_to_voice live with the pause, median ms"] = round(median)
    return results


async def _live(recording: Pcm) -> list[TurnRecord]:
    """The same sentence spoken into the open microphone, in real time."""
    settings = load(brain="offline")
    parts = installed(settings)
    records: list[TurnRecord] = []
    answered = asyncio.Event()

    def emit(event: Event) -> None:
        if isinstance(event, TurnCompleted):
            records.append(event.record)
            answered.set()

    engine = Engine(settings, database(None), parts, emit)
    await engine.start()
    speaker, source = SilentSpeaker(), RecordingSource()
    await engine.open_voice(speaker)
    await engine.open_ears()
    session = LiveSession(engine, source, speaker, NoEchoCanceller(), parts.vad(), emit, barge_in=True)
    serving = asyncio.create_task(session.run())
    for _ in range(_LIVE_RUNS + 1):
        await asyncio.sleep(1.0)
        answered.clear()
        source.say(recording)
        await asyncio.wait_for(answered.wait(), 60)
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    await speaker.close()
    await engine.close()
    return records[1:]
