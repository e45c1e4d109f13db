"""Files that ship with Sahayak itself: models of our own, which nobody else has."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import SourceFailed
from models.sources.base import Unarchived

if TYPE_CHECKING:
    from models.download import Downloads
    from models.sources.base import WantedFile

ROOT = Path(__file__).resolve().parents[1] / "bundled"


@dataclass(frozen=True, slots=True)
class BundledFile(Unarchived):
    """A file by its path below `models/bundled`."""

    path: str

    @property
    def label(self) -> str:
        """For example `bundled: indic-mini/model.onnx`."""
        return f"bundled: {self.path}"

    def fetch(self, file: WantedFile, target: Path, downloads: Downloads) -> None:  # noqa: ARG002  # nothing to download
        """Copy the file; whether it is whole is the caller's check."""
        source = ROOT / self.path
        if not source.is_file():
            raise SourceFailed(f"this installation of Sahayak lacks {self.path}")
        shutil.copyfile(source, target)
