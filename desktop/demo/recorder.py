"""A kiosk without a screen leaves what it showed, said and understood in a folder."""

from __future__ import annotations

import json
from itertools import zip_longest
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
from engine.errors import BadInput
from engine.record import TurnRecord

_SETTLE_MS = 350  # animations have ended, and a partial transcript may have come


class Recorder(QObject):
    """Takes a picture of each state, language and kind of card the first time it is seen.

    The pictures and sounds that an earlier run left in the folder go; other files stay.

    Raises:
        BadInput: the folder cannot be made or written.
    """

    def __init__(self, window: QQuickWindow, kiosk: KioskViewModel, folder: Path) -> None:
        super().__init__()
        self._window = window
        self._kiosk = kiosk
        self._folder = folder
        self._seen: set[str] = set()
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._timer.timeout.connect(self._take)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for old in [*folder.glob("[0-9][0-9]-[a-z]*.png"), *folder.glob("reply-[0-9]*.wav")]:
                old.unlink()
        except OSError as failed:
            raise BadInput(
                f"{folder} cannot be written: {failed.strerror}", "choose a folder with --output"
            ) from failed
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
    for utterance, record in zip_longest(said, records):
        table.add_row(
            Text(f"{utterance.text}\n({utterance.language})" if utterance else "—"),
            *(_told(record) if record else ("—", "—", "—")),
        )
    console.print(table)
    console.print(f"Pictures, sound and words: {folder.resolve()}", highlight=False, soft_wrap=True)


def _told(record: TurnRecord) -> tuple[Text, Text, str]:
    heard = record.transcript
    tools = ", ".join(run.call.name for run in record.runs)
    return (
        Text(f"{heard.text or '—'}\n{heard.language} {heard.confidence:.2f}"),
        Text(f"{record.reply}\n{tools}".strip()),
        f"{record.timings.voice_to_voice / 1000:.2f} s",
    )
