"""The whole program as its users start it: a process with a home of its own and the real models."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.audio.format import SAMPLE_RATE, Pcm, resample
from engine.languages import Language
from engine.tts.kokoro import Kokoro
from models.store import PackStore

_LIMIT_SECONDS = 900  # the demo speaks in real time, and a busy machine is slow


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output as JSON, a line each: nothing else may stand there."""
        return [json.loads(line) for line in self.out.splitlines()]


Sahayak = Callable[..., Done]


@pytest.fixture
def sahayak(real_home: Path, tmp_path: Path) -> Sahayak:
    """Runs `sahayak` with arguments, standard input and further environment."""

    def run(*arguments: str | Path, stdin: str | bytes = "", **environment: str) -> Done:
        variables = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        variables |= {"SAHAYAK_HOME": str(real_home), "PYTHONPATH": str(Path(__file__).parents[2])} | environment
        done = subprocess.run(
            [sys.executable, "-m", "desktop.cli", *map(str, arguments)],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=tmp_path,
            env=variables,
            timeout=_LIMIT_SECONDS,
            check=False,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture(scope="session")
def say(packs: PackStore) -> Callable[[str, Language, str], Pcm]:
    """Makes a recording at 16 kHz with one of Kokoro's voices; the kiosk's own is another."""
    voices: dict[str, Kokoro] = {}

    def speak(text: str, language: Language, voice: str = "hm_omega") -> Pcm:
        if voice not in voices:
            voices[voice] = Kokoro(packs.path("kokoro"), dict.fromkeys(Language, voice))
        parts = list(voices[voice].speak(text, language, threading.Event()))
        return resample(np.concatenate(parts), voices[voice].rate, SAMPLE_RATE)

    return speak
