"""A kiosk without a screen leaves what it showed, said and understood in a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtQuick import QQuickWindow
from rich.console import Console
from rich.table import Table
from rich.text import Text

from desktop.demo.customer import Utterance
from desktop.viewmodels.kiosk import KioskViewModel
from engine.audio import wav
from engine.audio.format import Pcm
from engine.record import TurnRecord

_SETTLE_MS = 350  # animations have ended, and a partial transcript may have come


class Recorder(QObject):
    """Takes a picture of each state, language and kind of card the first time it is seen."""

    def __init__(self, window: QQuickWindow, kiosk: KioskViewModel, folder: Path) -> None:
        super().__init__()
        self._window = window
        self._kiosk = kiosk
        self._folder = folder
        self._seen: set[str] = set()
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._timer.timeout.connect(self._take)
        folder.mkdir(parents=True, exist_ok=True)
        for old in [*folder.glob("*.png"), *folder.glob("reply-*.wav")]:
            old.unlink()
        kiosk.changed.connect(self._changed)

    def _name(self) -> str:
        kiosk: Any = self._kiosk
        state = "problem" if kiosk.problem else kiosk.state
        parts = [state] if state in ("starting", "attract") else [state, kiosk.language]
        if state == "listening" and (kiosk.reply or not (kiosk.stable or kiosk.tentative)):
            return ""  # the answer is still standing, or nothing has been said yet
        if state == "speaking" and kiosk.cards.kinds:
            parts.append(kiosk.cards.kinds[0])
        return "-".join(parts)

    def _changed(self) -> None:
        name = self._name()
        if name and name not in self._seen and not self._timer.isActive():
            self._timer.start()

    def _take(self) -> None:
        name = self._name()
        if not name or name in self._seen:
            return
        self._seen.add(name)
        self._window.grabWindow().save(str(self._folder / f"{len(self._seen):02d}-{name}.png"))


def write_reply(folder: Path, number: int, pcm: Pcm, rate: int) -> None:
    """Keep the sound of an answer."""
    wav.write(folder / f"reply-{number}.wav", pcm, rate)


def write_conversation(folder: Path, records: list[TurnRecord]) -> None:
    """Keep the turns as JSON."""
    turns = [record.to_json() for record in records]
    (folder / "conversation.json").write_text(json.dumps(turns, ensure_ascii=False, indent=2), encoding="utf-8")


def summarise(console: Console, said: list[Utterance], records: list[TurnRecord], folder: Path) -> None:
    """The conversation on the terminal, as someone reads it who was not there."""
    table = Table(title="What the demo customer said, and what the kiosk answered", show_lines=True)
    for heading in ("customer", "understood", "answer", "voice to voice"):
        table.add_column(heading, overflow="fold")
    for utterance, record in zip(said, records, strict=False):
        understood = f"{record.transcript.text or '—'}\n{record.transcript.language} {record.transcript.confidence:.2f}"
        tools = ", ".join(run.call.name for run in record.runs)
        table.add_row(
            Text(f"{utterance.text}\n({utterance.language})"),
            Text(understood),
            Text(f"{record.reply}\n{tools}".strip()),
            f"{record.timings.voice_to_voice / 1000:.2f} s",
        )
    console.print(table)
    console.print(f"Pictures, sound and words: {folder.resolve()}", highlight=False, soft_wrap=True)
