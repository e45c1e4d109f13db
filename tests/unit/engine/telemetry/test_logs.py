from __future__ import annotations

import atexit
import json
import logging
import logging.handlers
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from engine.telemetry import logs

PHONE = "9876543210"
KEY = "gsk_Ab12Cd34Ef56Gh78Ij90"
Read = Callable[[], list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """What `configure` does to the whole process is undone."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture
def stops(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """What is to be done when the process ends."""
    found: list[Callable[[], None]] = []
    monkeypatch.setattr(atexit, "register", found.append)
    return found


@pytest.fixture
def written(tmp_path: Path, stops: list[Callable[[], None]]) -> Read:
    """Configures logging; gives what has been written until the process ended."""
    logs.configure(tmp_path / "logs")

    def read() -> list[dict[str, Any]]:
        stops.pop()()
        text = (tmp_path / "logs" / "app.log").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.split("\n")[:-1]]

    return read


def test_an_event_is_a_line_of_json(written: Read) -> None:
    structlog.get_logger("engine.turn").info("turn started", session="s1", words=3, text="लाल साड़ी")
    (entry,) = written()
    assert entry.pop("timestamp").startswith("20")
    assert entry == {
        "event": "turn started",
        "session": "s1",
        "words": 3,
        "text": "लाल साड़ी",
        "level": "info",
        "logger": "engine.turn",
    }


def test_libraries_are_logged_in_the_same_way(written: Read) -> None:
    logging.getLogger("some.library").warning("disk %s at %d %%", "full", 100)
    (entry,) = written()
    assert (entry["event"], entry["level"], entry["logger"]) == ("disk full at 100 %", "warning", "some.library")
    assert "timestamp" in entry


def test_an_exception_keeps_its_trace(written: Read) -> None:
    try:
        raise ValueError(f"no such customer: {PHONE}")
    except ValueError:
        structlog.get_logger("x").exception("lookup failed")
        logging.getLogger("y").exception("lookup failed")
    ours, theirs = written()
    for entry in (ours, theirs):
        assert entry["level"] == "error"
        assert "Traceback" in entry["exception"]
        assert "test_an_exception_keeps_its_trace" in entry["exception"]
        assert "ValueError: no such customer: [number]" in entry["exception"]


@pytest.mark.parametrize(
    "fields",
    [
        {"said": f"my number is {PHONE}"},
        {"said": f"my key is {KEY}"},
        {"number": int(PHONE)},
        {"api_key": "anything"},
        {"phone": "98765"},
        {"shipping_address": "7 Park Street"},
        {"nested": {"list": [{"phone_number": "98765"}, PHONE, (KEY,)]}},
        {"error": ValueError(f"call {PHONE}")},
        {"path": Path("/home") / PHONE},
        {"things": {PHONE}},
        {"raw": PHONE.encode()},
        {"nested": [ValueError(KEY)]},
    ],
)
def test_no_secret_passes(written: Read, fields: dict[str, Any]) -> None:
    structlog.get_logger("x").info("event", **fields)
    (entry,) = written()
    text = json.dumps(entry)
    for secret in (PHONE, KEY, "98765", "anything", "Park"):
        assert secret not in text
    assert entry["event"] == "event"
    assert set(fields) <= set(entry)


def test_no_secret_passes_in_the_event_itself(written: Read) -> None:
    structlog.get_logger("x").info(f"heard {PHONE}")
    logging.getLogger("httpx").warning("POST with Bearer %s", KEY)
    ours, theirs = written()
    assert ours["event"] == "heard [number]"
    assert theirs["event"] == "POST with [key]"


def test_what_libraries_chatter_is_left_out(written: Read) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST")
    logging.getLogger("phonemizer").warning("words count mismatch")
    logging.getLogger("some.library").debug("detail")
    logging.getLogger("some.library").info("news")
    assert [entry["event"] for entry in written()] == ["news"]


def test_a_customer_cannot_forge_a_line(written: Read) -> None:
    structlog.get_logger("x").info("said", text='a\n{"event": "forged"}\r\n\u2028b')
    (entry,) = written()
    assert entry["text"] == 'a\n{"event": "forged"}\r\n\u2028b'


def test_half_a_character_is_written_all_the_same(written: Read, capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger("x").info("said", text="a\ud800b")
    assert len(written()) == 1
    assert capsys.readouterr().err == ""


def test_standard_output_stays_clean(written: Read, capfd: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger("x").error("a problem")
    logging.getLogger("y").error("a problem")
    assert len(written()) == 2
    assert capfd.readouterr() == ("", "")


def test_the_file_is_rotated(tmp_path: Path, stops: list[Callable[[], None]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_LARGEST_BYTES", 2000)
    logs.configure(tmp_path)
    for number in range(100):
        logging.getLogger("x").info("event %d", number)
    stops.pop()()
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["app.log", "app.log.1", "app.log.2", "app.log.3"]
    assert all(path.stat().st_size <= 2000 for path in tmp_path.iterdir())
    assert json.loads((tmp_path / "app.log").read_text().splitlines()[-1])["event"] == "event 99"


@pytest.mark.parametrize("where", ["file", "file/below"])
def test_a_folder_that_cannot_be_written_costs_only_the_log(
    tmp_path: Path, stops: list[Callable[[], None]], where: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("not a folder")
    logs.configure(tmp_path / where)
    structlog.get_logger("x").error("a problem")
    stops.pop()()
    assert capfd.readouterr() == ("", "")


def test_writing_is_not_the_callers_affair(written: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """The caller's thread puts the record into a queue; formatting and the disk belong to the listener's."""
    threads = []
    emit = logging.handlers.RotatingFileHandler.emit

    def watched(handler: logging.handlers.RotatingFileHandler, record: logging.LogRecord) -> None:
        threads.append(threading.current_thread())
        emit(handler, record)

    monkeypatch.setattr(logging.handlers.RotatingFileHandler, "emit", watched)
    structlog.get_logger("x").info("event")
    written()
    assert len(threads) == 1
    assert threads[0] is not threading.current_thread()
