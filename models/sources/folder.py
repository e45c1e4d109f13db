"""A folder that the operator brings, for a kiosk without a network."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.errors import SourceFailed
from models.sources.base import Unarchived

if TYPE_CHECKING:
    from pathlib import Path

    from models.download import Downloads
    from models.sources.base import WantedFile


@dataclass(frozen=True, slots=True)
class Folder(Unarchived):
    """Files by their names in the registry: `<folder>/<pack>/<file>`, or `<folder>/<file>`."""

    path: Path
    pack: str

    @property
    def label(self) -> str:
        """For example `folder: /media/usb`."""
        return f"folder: {self.path}"

    def fetch(self, file: WantedFile, target: Path, downloads: Downloads) -> None:  # noqa: ARG002  # nothing to download
        """Copy the first of the two files that is the right one."""
        found = [path for path in (self.path / self.pack / file.name, self.path / file.name) if path.is_file()]
        if not found:
            raise SourceFailed(f"neither {self.pack}/{file.name} nor {file.name} is there")
        for path in found:
            if path.stat().st_size == file.size and file.digest.of(path) == file.digest:
                shutil.copyfile(path, target)
                return
        raise SourceFailed(f"{found[0]} is another file: {found[0].stat().st_size} bytes, {file.digest.of(found[0])}")
