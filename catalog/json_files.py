"""Reading a small JSON file that somebody wrote: what is wrong with it is said, not raised."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from catalog.errors import CatalogError
from catalog.raw_records import Findings

UNREADABLE = object()
"""Stands for the content of a file that is no JSON."""


def read_json(path: Path, findings: Findings) -> Any:
    """What a file holds, or `UNREADABLE`, with a problem that says why.

    Raises:
        CatalogError: the file cannot be read.
    """
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=no_constant)
    except OSError as error:
        raise CatalogError(f"{path} cannot be read: {error.strerror}.", "Check the rights of the file.") from error
    except (ValueError, RecursionError) as error:
        findings.problem(f"{path.name}: {unreadable(error)}")
    return UNREADABLE


def unreadable(error: ValueError | RecursionError) -> str:
    """What an error says of the text that is no JSON; never the text itself."""
    if isinstance(error, UnicodeDecodeError):
        return f"is not UTF-8 text (byte {error.object[error.start]:#04x} at {error.start}); save it as UTF-8"
    if isinstance(error, json.JSONDecodeError):
        return f"is not JSON at line {error.lineno}, column {error.colno}: {error.msg}"
    return "is nested too deeply" if isinstance(error, RecursionError) else f"is not JSON: {error}"


def no_constant(name: str) -> None:
    """Refuse NaN and Infinity, which Python reads and JSON does not know."""
    raise ValueError(f"{name} is no number")
