"""Conversions: files as they are published into files as the kiosk loads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def run(conversion: str, raw: Path, pack: Path) -> None:
    """Make a pack's files in the folder `pack` from the published files in the folder `raw`.

    Args:
        conversion: as `packs.toml` calls it.
        raw: is only read.
        pack: is written to.

    Raises:
        PackError: a published file is not what the conversion knows.
        OSError: a file cannot be read or written.
    """
    match conversion:  # each brings libraries that only its own pack needs
        case "e5":
            from models.convert import e5

            e5.convert(raw, pack)
        case "kokoro-voices":
            from models.convert import kokoro_voices

            kokoro_voices.convert(raw, pack)
        case unknown:
            raise ValueError(f"there is no conversion called {unknown!r}")
