"""Files of the Hugging Face hub."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.errors import SourceFailed
from models.sources.base import Unarchived

if TYPE_CHECKING:
    from pathlib import Path

    from models.digest import Digest
    from models.download import Downloads
    from models.sources.base import WantedFile


@dataclass(frozen=True, slots=True)
class HuggingFaceFile(Unarchived):
    """A file of a public model repository, at a fixed revision."""

    repository: str
    revision: str
    path: str

    @property
    def label(self) -> str:
        """For example `Hugging Face: Systran/faster-whisper-base`."""
        return f"Hugging Face: {self.repository}"

    def fetch(self, file: WantedFile, target: Path, downloads: Downloads) -> None:
        """Download the file and move it to `target`."""
        downloads.get(_HubDownload(self, file.size, file.digest)).replace(target)


@dataclass(frozen=True, slots=True)
class _HubDownload:
    """The hub's file as something to download."""

    file: HuggingFaceFile
    size: int
    digest: Digest

    @property
    def label(self) -> str:
        return self.file.path

    @property
    def filename(self) -> str:
        return f"{self.file.repository}-{self.file.path}".replace("/", "-")

    def locate(self) -> str:
        """The file's URL, which `huggingface_hub` knows, along with mirrors and being told to stay off line."""
        from huggingface_hub import constants, hf_hub_url  # a second of imports that most installations never need

        if constants.HF_HUB_OFFLINE:
            raise SourceFailed("HF_HUB_OFFLINE is set")
        return hf_hub_url(self.file.repository, self.file.path, revision=self.file.revision)
