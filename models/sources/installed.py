"""Files inside Python distributions that are installed already."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import SourceFailed
from models.sources.base import Unarchived

if TYPE_CHECKING:
    from models.download import Downloads
    from models.sources.base import WantedFile


@dataclass(frozen=True, slots=True)
class InstalledFile(Unarchived):
    """A file by its path inside an installed distribution."""

    distribution: str
    path: str

    @property
    def label(self) -> str:
        """For example `Python package: faster-whisper`."""
        return f"Python package: {self.distribution}"

    def fetch(self, file: WantedFile, target: Path, downloads: Downloads) -> None:  # noqa: ARG002  # nothing to download
        """Copy the file; whether this version of the distribution carries the right one is the caller's check."""
        try:
            path = Path(str(Distribution.from_name(self.distribution).locate_file(self.path)))
        except PackageNotFoundError as missing:
            raise SourceFailed(f"{self.distribution} is not installed") from missing
        if not path.is_file():
            raise SourceFailed(f"the installed {self.distribution} has no {self.path}")
        shutil.copyfile(path, target)
