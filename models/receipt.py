"""The receipt that lies in every installed pack: what was installed, when, and who served it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = "pack.json"


@dataclass(frozen=True, slots=True)
class Installed:
    """One installed file: bytes, SHA-256 in hexadecimal, and the label of the source that served it."""

    size: int
    sha256: str
    served_by: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is installed.

    Attributes:
        pack: its name.
        version: of the pack, or of the distribution that it consists of.
        installed_at: UTC, ISO 8601.
        files: by name.
        distribution: the Python distribution that holds the files, if the pack has none of its own.
    """

    pack: str
    version: str
    installed_at: str
    files: Mapping[str, Installed]
    distribution: str | None = None

    @property
    def origins(self) -> tuple[str, ...]:
        """The kinds of sources that served the pack, each once."""
        labels = [file.served_by for file in self.files.values()]
        labels += [f"Python package: {self.distribution}"] if self.distribution else []
        return tuple(dict.fromkeys(label.partition(":")[0] for label in labels))

    def write(self, folder: Path) -> None:
        """Write the receipt into a pack's folder."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> Receipt | None:
    """The receipt of a pack's folder; None if there is none that can be read."""
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
        told["files"] = {name: Installed(**file) for name, file in told["files"].items()}
        return Receipt(**told)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
