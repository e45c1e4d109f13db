"""What a source is, and how one asks the tools of this machine."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

from models.download import Downloadable
from models.errors import SourceFailed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from models.digest import Digest
    from models.download import Downloads


@dataclass(frozen=True, slots=True)
class WantedFile:
    """A file that is asked for: its plain name, size in bytes and SHA-256."""

    name: str
    size: int
    digest: Digest


class Archive(Downloadable, Protocol):
    """A published archive."""

    def open_member(self, archive: Path, member: str) -> AbstractContextManager[BinaryIO]:
        """Open one file inside the downloaded archive.

        Raises:
            SourceFailed: the archive is damaged, or has no such file.
        """


class Source(Protocol):
    """Somewhere a file can be had."""

    @property
    def label(self) -> str:
        """`kind: what`, for receipts and messages."""

    @property
    def archives(self) -> tuple[Archive, ...]:
        """What has to be downloaded before the file can be taken out."""

    def fetch(self, file: WantedFile, target: Path, downloads: Downloads) -> None:
        """Write the file to `target`; the caller checks what came.

        Raises:
            SourceFailed: the file cannot be had here.
            OSError: something cannot be read or written.
        """


class Unarchived:
    """What sources have in common whose files come as they are, out of no archive."""

    __slots__ = ()

    @property
    def archives(self) -> tuple[Archive, ...]:
        """None."""
        return ()


def run_tool(name: str, command: Sequence[str], limit_seconds: float) -> subprocess.CompletedProcess[str]:
    """Run a program of this machine and collect what it says.

    Raises:
        SourceFailed: it cannot be started, or takes longer than `limit_seconds`.
    """
    try:
        return subprocess.run(
            command,
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=limit_seconds,
        )
    except subprocess.TimeoutExpired as slow:
        raise SourceFailed(f"{name} gave no answer within {limit_seconds:.0f} seconds") from slow
    except OSError as broken:
        raise SourceFailed(f"{name} cannot be started: {broken}") from broken
