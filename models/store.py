"""Where the installed packs lie."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from models import registry
from models.errors import PackMissing
from models.verify import intact

ESPEAK_PACK = "espeak-ng"


@dataclass(frozen=True, slots=True)
class Espeak:
    """What espeak-ng is loaded from: the shared library, and its data folder `espeak-ng-data`."""

    library: Path
    data: Path


@dataclass(frozen=True, slots=True)
class PackStore:
    """The installed packs below one folder, a folder a pack."""

    root: Path
    packs: registry.Registry = field(default_factory=registry.load)

    def is_installed(self, name: str) -> bool:
        """Whether the pack's receipt is there and its files have the right sizes; nothing is hashed.

        Raises:
            UnknownPack: no pack has this name.
        """
        return intact(self.packs[name], self.root)

    def path(self, name: str) -> Path:
        """The folder of an installed pack.

        Raises:
            PackMissing: it is not installed, or files are missing.
            UnknownPack: no pack has this name.
        """
        if not self.is_installed(name):
            raise PackMissing(name)
        return self.root / name

    def espeak(self) -> Espeak:
        """The espeak-ng that the pack stands for. It stays where pip put it, a library of its own (GPL-3.0).

        Raises:
            PackMissing: the pack is not installed.
        """
        self.path(ESPEAK_PACK)
        import espeakng_loader  # found only where the pack is installed

        return Espeak(Path(espeakng_loader.get_library_path()), Path(espeakng_loader.get_data_path()))
