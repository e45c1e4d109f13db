"""`agent_log.md`: each turn as a person reads it, written by a thread from a queue, so that no turn waits for a disk.

Format: front matter with title and time; `## Session: <id>`; `### Turn N | HH:MM:SS` with the customer's words, the
tools with input, output and time, the answer as a quote, and the times. Phone numbers and keys are taken out.
"""

from __future__ import annotations

import json
import queue
import textwrap
import threading
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import structlog

from engine.record import TurnRecord
from engine.telemetry.redact import redact, redact_data
from engine.tools.base import ToolRun

TITLE = "Voice Agent Execution Log"
_LARGEST_BYTES = 5_000_000
_KEPT_FILES = 5
_MOST_WAITING = 1000
_CLOSE_SECONDS = 5.0
_LONGEST_VALUE = 400
_log = structlog.get_logger(__name__)


class AgentLog:
    """Appends turns to `agent_log.md` in a folder; at 5 MB it becomes `agent_log.1.md`, and so on up to five."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "agent_log.md"
        self._queue: queue.Queue[str | tuple[str, str] | None] = queue.Queue(_MOST_WAITING)
        self._session = ""
        self._thread = threading.Thread(target=self._write, name="sahayak-agent-log", daemon=True)
        self._thread.start()

    def turn(self, record: TurnRecord) -> None:
        """Write a turn, sometime soon. When the disk has hung for a thousand turns, this one is dropped."""
        self._put((record.session, format_turn(record)))

    def error(self, error: BaseException) -> None:
        """Write an error with its trace."""
        trace = textwrap.indent(redact("".join(traceback.format_exception(error))), "    ").rstrip()
        self._put(f"#### Error: {type(error).__name__}\n\n{_line(str(error))}\n\n{trace}\n\n")

    def close(self) -> None:
        """Write what waits and stop. A disk that hangs is not waited for."""
        with suppress(queue.Full):
            self._queue.put(None, timeout=_CLOSE_SECONDS)
            self._thread.join(_CLOSE_SECONDS)

    def _put(self, entry: str | tuple[str, str]) -> None:
        try:
            self._queue.put_nowait(entry)
        except queue.Full:
            _log.warning("agent log is full, an entry is dropped")

    def _write(self) -> None:
        while (entry := self._queue.get()) is not None:
            try:
                self._append(entry)
            except OSError as failed:
                _log.warning("agent log cannot be written", path=str(self.path), error=str(failed))

    def _append(self, entry: str | tuple[str, str]) -> None:
        if self.path.exists() and self.path.stat().st_size > _LARGEST_BYTES:
            self._rotate()
        text = ""
        if not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            now = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
            text += f"---\ntitle: {TITLE}\ngenerated: {now}\n---\n\n"
            self._session = ""
        session, body = entry if isinstance(entry, tuple) else (self._session, entry)
        if session != self._session:
            text += f"## Session: {' '.join(session.splitlines())}\n\n"
        with self.path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text + body)
        self._session = session

    def _rotate(self) -> None:
        for number in range(_KEPT_FILES - 1, 0, -1):
            older = self.path.with_name(f"agent_log.{number}.md")
            if older.exists():
                older.replace(self.path.with_name(f"agent_log.{number + 1}.md"))
        self.path.replace(self.path.with_name("agent_log.1.md"))


def format_turn(record: TurnRecord) -> str:
    """A turn in Markdown."""
    said = _line(record.transcript.text)
    lines = [
        f"### Turn {record.turn} | {record.started_at.astimezone():%H:%M:%S}",
        "",
        f"**Customer** ({record.transcript.language}): {said or '(nothing)'}",
        "",
        f"- STT confidence: {record.transcript.confidence:.2f}",
        f"- Language: {record.transcript.language}",
        f"- Processing time: {record.timings.stt + record.timings.first_token:.0f} ms",
        f"- Brain: {record.brain or 'none'}",
        "",
    ]
    if record.runs:
        lines += ["**Tool calls**", ""]
        for number, run in enumerate(record.runs, 1):
            lines += _tool(number, run)
        lines.append("")
    quoted = "\n> ".join(redact(record.reply).splitlines())
    lines += ["**Agent response**", "", f"> {quoted}", ""]
    if record.heard is not None and record.heard != record.reply:
        lines += [f"- Heard of it: {_line(record.heard) or '(nothing)'}"]
    lines += [
        f"- TTS duration: {record.spoken_seconds:.2f} s",
        f"- Total latency: {record.timings.voice_to_voice or record.timings.stt + record.timings.first_token:.0f} ms",
    ]
    if record.usage:
        lines += [f"- Tokens: {record.usage.prompt_tokens} in, {record.usage.completion_tokens} out"]
    if record.problem:
        lines += [f"- Problem: {record.problem.kind}: {_line(record.problem.message)}"]
    return "\n".join(lines) + "\n\n"


def _tool(number: int, run: ToolRun) -> list[str]:
    return [
        f"{number}. `{_line(run.call.name)}`",
        f"   - Input: `{_short(dict(run.call.arguments))}`",
        f"   - Output: `{_summary(run)}`",
        f"   - Time: {run.milliseconds:.1f} ms",
    ]


def _summary(run: ToolRun) -> str:
    data = run.result.data
    summary = {"status": data["status"]}
    for name in ("products", "near_misses", "faqs"):
        if name in data:
            summary[name] = [entry["id"] for entry in data[name]]
    for name in ("order", "product"):
        if name in data:
            summary[name] = data[name]["id"]
    summary |= {name: data[name] for name in ("policy_type", "ticket", "why", "error", "refund") if name in data}
    return _short(summary)


def _line(text: str) -> str:
    """On one line, so that nothing that was said can look like a heading."""
    return " ".join(redact(text).splitlines())


def _short(value: object) -> str:
    text = json.dumps(redact_data(value), ensure_ascii=False)
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"
