"""Reading an array of records from a JSON file of any size, one record at a time.

`json` itself reads only whole texts, and the streaming parsers that there are tell neither line nor column, quote what
they stumble over (which may be somebody's phone number) or differ from it in what they take for JSON. So `json` decodes
each record here, from a window that moves along the file.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from catalog.errors import CatalogError
from catalog.json_files import no_constant, unreadable
from catalog.raw_records import Findings, RawRecord

_CHUNK = 1 << 18  # bytes
_LONGEST = 1 << 24  # characters of one record; what is longer was never closed
_SPACE = re.compile(r"[ \t\n\r]*")
_CUT_OFF = 12  # characters: what is wrong so close to the window's end may only be cut off, as in `tru`


class JsonArray:
    """The records of a JSON file; see `catalog.raw_records.Source`.

    Args:
        path: the file, in UTF-8, with or without a byte order mark.
        findings: get what is wrong with the file; what is wrong with a record is somebody else's to say.
    """

    in_table = False

    def __init__(self, path: Path, findings: Findings) -> None:
        self.file = path.name
        self.broken = False
        self.skipped_ids: list[str] = []
        self._path = path
        self._findings = findings

    def __iter__(self) -> Iterator[RawRecord]:
        """The records; a file that is no JSON array ends where that is found.

        Raises:
            CatalogError: the file cannot be read.
        """
        try:
            with self._path.open("rb") as file:
                for index, value in enumerate(_values(_Window(file))):
                    yield RawRecord(self.file, index, value)
        except _NotJson as problem:
            self.broken = True
            self._findings.problem(f"{self.file}: {problem}")
        except OSError as error:
            raise CatalogError(
                f"{self._path} cannot be read: {error.strerror}.", "Check the rights of the file."
            ) from error


class _NotJson(Exception):
    """What is wrong with the file, in words."""


class _Window:
    """The part of a text that is being decoded."""

    def __init__(self, file: BinaryIO) -> None:
        self.text = ""
        self.at = 0
        self.ended = False
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            file.seek(0)
        self._decoded = file.tell()  # bytes
        self._lines, self._column = 1, 1  # of the window's beginning

    def skip_space(self) -> str:
        """Go on to the next character that is none, and tell it; "" at the end of the file."""
        while True:
            found = _SPACE.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text) or self.ended:
                return self.text[self.at : self.at + 1]
            self.more()

    def more(self) -> None:
        """Take in as much again as is waiting to be decoded, and let go of what has been."""
        gone = self.text[: self.at]
        self._lines += gone.count("\n")
        self._column = len(gone) - gone.rfind("\n") if "\n" in gone else self._column + len(gone)
        self.text, self.at = self.text[self.at :], 0
        data = self._file.read(max(_CHUNK, len(self.text)))
        pending = len(self._decoder.getstate()[0])
        try:
            self.text += self._decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            place = self._decoded - pending + error.start
            raise _NotJson(
                f"is not UTF-8 text (byte {error.object[error.start]:#04x} at {place}); save it as UTF-8"
            ) from None
        self._decoded += len(data)
        self.ended = not data

    def wrong(self, reason: str, at: int) -> _NotJson:
        """What is wrong at a place of the window."""
        before = self.text[:at]
        line = self._lines + before.count("\n")
        column = at - before.rfind("\n") if "\n" in before else self._column + at
        return _NotJson(f"is not JSON at line {line}, column {column}: {reason}")


def _values(window: _Window) -> Iterator[Any]:
    if window.skip_space() != "[":
        _decoded(window)  # says what is wrong if it is no JSON at all
        raise _NotJson("must be an array of records")
    window.at += 1
    if window.skip_space() != "]":
        while True:
            yield _decoded(window)
            mark = window.skip_space()
            if mark == "]":
                break
            if mark != ",":
                raise window.wrong("Expecting ',' delimiter", window.at)
            window.at += 1
            window.skip_space()
    window.at += 1
    if window.skip_space():
        raise window.wrong("Extra data", window.at)


def _decoded(window: _Window) -> Any:
    """Decode the value that begins here, with as much of the file as it takes."""
    decoder = json.JSONDecoder(parse_constant=no_constant)
    while True:
        try:
            value, end = decoder.raw_decode(window.text, window.at)
        except json.JSONDecodeError as error:
            cut_off = error.msg.startswith("Unterminated string") or error.pos >= len(window.text) - _CUT_OFF
            if window.ended or not cut_off:
                raise window.wrong(error.msg, error.pos) from None
            if len(window.text) - window.at > _LONGEST:
                raise window.wrong("a record that never ends begins here", window.at) from None
        except (ValueError, RecursionError) as error:
            raise _NotJson(unreadable(error)) from None
        else:
            if end + 2 < len(window.text) or window.ended:  # a number at the window's end may go on: 10 | .5, 10 | e+5
                window.at = end
                return value
        window.more()
