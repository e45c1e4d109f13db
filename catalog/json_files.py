"""Reading JSON that somebody wrote: what is wrong with it is said, not raised."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from catalog.errors import CatalogError
from catalog.raw_records import Findings, RawRecords

UNREADABLE = object()
"""Stands for the content of a file that is no JSON."""


def content(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        CatalogError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise CatalogError(f"{path} cannot be read: {error.strerror}.", "Check the rights of the file.") from error


def read_json(path: Path, findings: Findings) -> Any:
    """What a file holds, or `UNREADABLE`, with a problem that says why.

    Raises:
        CatalogError: the file cannot be read.
    """
    try:
        return json.loads(content(path).decode("utf-8-sig"), parse_constant=no_constant)
    except UnicodeDecodeError as error:
        reason = f"is not UTF-8 text (byte {error.object[error.start]:#04x} at {error.start}); save it as UTF-8"
    except json.JSONDecodeError as error:
        reason = f"is not JSON at line {error.lineno}, column {error.colno}: {error.msg}"
    except RecursionError:
        reason = "is nested too deeply"
    except ValueError as error:
        reason = f"is not JSON: {error}"
    findings.problems.append(f"{path.name}: {reason}")
    return UNREADABLE


def read_array(path: Path, findings: Findings) -> RawRecords | None:
    """The records that a file holds, None if there is a problem with it.

    Raises:
        CatalogError: the file cannot be read.
    """
    found = read_json(path, findings)
    if isinstance(found, list):
        return RawRecords(path.name, found)
    if found is not UNREADABLE:
        findings.problems.append(f"{path.name}: must be an array of records")
    return None


def no_constant(name: str) -> None:
    """Refuse NaN and Infinity, which Python reads and JSON does not know."""
    raise ValueError(f"{name} is no number")
