"""`app.log`: the program's own log, JSON lines, rotated, written off the event loop. Standard output stays clean."""

from __future__ import annotations

import atexit
import logging
import logging.handlers
import queue
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

from engine.telemetry.redact import redact, redact_data

_LARGEST_BYTES = 2_000_000
_KEPT_FILES = 3


def configure(folder: Path) -> None:
    """Send all logging, ours and the libraries', to `app.log` in a folder.

    A folder that cannot be written costs the log, not the kiosk.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writer: logging.Handler = logging.handlers.RotatingFileHandler(
            folder / "app.log",
            maxBytes=_LARGEST_BYTES,
            backupCount=_KEPT_FILES,
            encoding="utf-8",
            delay=True,
            errors="backslashreplace",
        )
    except OSError:
        writer = logging.NullHandler()
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    rendering: list[Any] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        _without_secrets,
        structlog.processors.JSONRenderer(ensure_ascii=False, default=lambda value: redact(str(value))),
    ]
    writer.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=rendering))
    waiting: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    listener = logging.handlers.QueueListener(waiting, writer)
    root = logging.getLogger()
    root.handlers = [_Queue(waiting)]
    root.setLevel(logging.INFO)
    for noisy in ("httpx", "httpcore", "faster_whisper", "filelock"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("phonemizer").setLevel(logging.ERROR)  # it warns of every English word in a Hindi sentence
    structlog.configure(
        processors=[
            *shared,
            structlog.processors.format_exc_info,  # here, since the writing thread does not know the exception
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    listener.start()
    atexit.register(listener.stop)


class _Queue(logging.handlers.QueueHandler):
    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        return record  # the usual preparation renders the message, and structlog's is not a text yet


def _without_secrets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    plain = {name: event.pop(name) for name in ("timestamp", "level", "logger") if name in event}
    return {**redact_data(event), **plain}
