from __future__ import annotations

import re
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import structlog

from engine.record import Problem, TurnRecord
from engine.telemetry import agent_log
from engine.telemetry.agent_log import AgentLog
from tests.fakes.turn_records import STARTED, ran, record

PHONE = "9876543210"
KEY = "gsk_Ab12Cd34Ef56Gh78Ij90"
NOON = f"{STARTED.astimezone():%H:%M:%S}"
FRONT = re.compile(
    r"---\ntitle: Voice Agent Execution Log\ngenerated: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d\n---\n\n"
)


def write(folder: Path, *entries: TurnRecord | Exception) -> str:
    with closing(AgentLog(folder)) as log:
        for entry in entries:
            log.error(entry) if isinstance(entry, Exception) else log.turn(entry)
    return log.path.read_text(encoding="utf-8")


def test_the_file_has_front_matter_once_and_a_heading_for_each_session(tmp_path: Path) -> None:
    text = write(
        tmp_path, record(session="s1"), record(session="s1", turn=2), record(session="s2"), record(session="s1")
    )
    front = FRONT.match(text)
    assert front
    assert text.count("title:") == 1
    assert re.findall(r"^## .*|^### .*", text, re.MULTILINE) == [
        "## Session: s1",
        f"### Turn 1 | {NOON}",
        f"### Turn 2 | {NOON}",
        "## Session: s2",
        f"### Turn 1 | {NOON}",
        "## Session: s1",
        f"### Turn 1 | {NOON}",
    ]
    assert text[front.end() :].startswith("## Session: s1\n\n### Turn 1")


def test_a_kiosk_that_starts_again_goes_on_in_the_same_file(tmp_path: Path) -> None:
    write(tmp_path, record(session="s1"))
    text = write(tmp_path, record(session="s1", turn=2))
    assert len(FRONT.findall(text)) == 1
    assert text.count("## Session: s1") == 2  # a session of its own, though of the same name
    assert "### Turn 2" in text


def test_an_error_is_written_with_its_type_message_and_trace(tmp_path: Path) -> None:
    try:
        raise LookupError(f"nobody has {PHONE} and {KEY}")
    except LookupError as error:
        text = write(tmp_path, record(), error)
    assert "#### Error: LookupError\n\nnobody has [number] and [key]\n\n    Traceback" in text
    assert "test_an_error_is_written_with_its_type_message_and_trace" in text
    assert PHONE not in text
    assert KEY not in text


FORGERY = "hi\n## Session: forged\n\n### Turn 9 | 00:00:00\r\r## Session: forged\u2028---\n```\n## Session: forged"


@pytest.mark.parametrize(
    "entry",
    [
        record(text=FORGERY),
        record(reply=FORGERY),
        record(heard=FORGERY),
        record(session=FORGERY),
        record(problem=Problem("llm_error", FORGERY)),
        record(runs=(ran(FORGERY, {"status": FORGERY, "error": FORGERY}, query=FORGERY),)),
        ValueError(FORGERY),
    ],
)
def test_nothing_that_is_said_can_look_like_a_heading(tmp_path: Path, entry: TurnRecord | Exception) -> None:
    text = write(tmp_path, record(session="s0"), entry)
    headings = [line for line in text.splitlines() if re.match(r" {0,3}(#{1,3} |---|```)", line)]
    expected = ["---", "---", "## Session: s0", f"### Turn 1 | {NOON}"]
    assert headings[:4] == expected
    if isinstance(entry, TurnRecord):
        assert len(headings) == 6
        assert headings[4].startswith("## Session: ")
        assert headings[5] == f"### Turn 1 | {NOON}"
    else:
        assert headings[4:] == []


def test_half_a_character_does_not_end_the_log(tmp_path: Path) -> None:
    text = write(tmp_path, record("a\ud800b"), record(turn=2))
    assert "### Turn 2" in text


def test_a_large_file_makes_room_for_a_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agent_log, "_LARGEST_BYTES", 1000)
    text = write(tmp_path, *(record(f"question {number}", turn=number, session="s1") for number in range(60)))
    files = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert set(files) == {"agent_log.md", *(f"agent_log.{number}.md" for number in range(1, 6))}
    assert "question 59" in text
    numbers = [[int(n) for n in re.findall(r"question (\d+)", files[name])] for name in sorted(files, reverse=True)]
    newest_last = [n for found in [*numbers[1:], numbers[0]] for n in found]
    assert newest_last == list(range(newest_last[0], 60))  # nothing is lost but the oldest
    for name, content in files.items():
        assert FRONT.match(content), name
        assert content.count("## Session: s1") == 1, name


def _hang(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """The disk hangs: gives what tells that it does, and what ends it."""
    hangs, released = threading.Event(), threading.Event()
    append = AgentLog._append

    def wait(log: AgentLog, entry: Any) -> None:
        hangs.set()
        released.wait(30)
        append(log, entry)

    monkeypatch.setattr(AgentLog, "_append", wait)
    return hangs, released


def test_a_hanging_disk_holds_no_turn_up_and_fills_no_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hangs, released = _hang(monkeypatch)
    monkeypatch.setattr(agent_log, "_MOST_WAITING", 10)
    monkeypatch.setattr(agent_log, "_CLOSE_SECONDS", 0.05)
    with structlog.testing.capture_logs() as warnings:
        log = AgentLog(tmp_path)
        log.turn(record())
        assert hangs.wait(30)
        for number in range(2, 31):
            log.turn(record(turn=number))
        log.close()  # ends, though nothing has been written yet
    assert [entry["event"] for entry in warnings] == ["agent log is full, an entry is dropped"] * 19
    released.set()
    log._queue.put(None, timeout=30)
    log._thread.join(30)
    assert re.findall(r"### Turn (\d+)", log.path.read_text()) == [str(number) for number in range(1, 12)]


def test_what_waits_is_written_before_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hangs, released = _hang(monkeypatch)
    log = AgentLog(tmp_path)
    for number in range(1, 6):
        log.turn(record(turn=number))
    assert hangs.wait(30)
    released.set()
    log.close()
    assert len(re.findall(r"### Turn", log.path.read_text())) == 5


def test_the_disk_is_not_the_callers_affair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    threads = []
    append = AgentLog._append

    def watched(log: AgentLog, entry: Any) -> None:
        threads.append(threading.current_thread())
        append(log, entry)

    monkeypatch.setattr(AgentLog, "_append", watched)
    write(tmp_path, record())
    assert threads[0] is not threading.current_thread()


def test_a_failing_disk_costs_the_entry_and_not_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failures = [OSError(28, "No space left on device")]
    opened = Path.open

    def open_(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == "agent_log.md" and arguments == ("a",) and failures:
            raise failures.pop()
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", open_)
    with structlog.testing.capture_logs() as warnings:
        text = write(tmp_path, record(session="s1"), record(session="s1", turn=2))
    assert warnings[0]["event"] == "agent log cannot be written"
    assert "No space left" in warnings[0]["error"]
    assert FRONT.match(text)
    assert re.findall(r"^##.*", text, re.MULTILINE) == ["## Session: s1", f"### Turn 2 | {NOON}"]


def test_a_folder_that_cannot_be_made_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    log = AgentLog(tmp_path / "file" / "logs")
    log.turn(record())
    log.close()
    assert not log._thread.is_alive()


def test_a_log_without_turns_leaves_no_file(tmp_path: Path) -> None:
    log = AgentLog(tmp_path / "logs")
    log.close()
    log.close()
    assert list(tmp_path.iterdir()) == []
    assert not log._thread.is_alive()
