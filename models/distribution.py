"""A pack that is an installed Python distribution, checked by the distribution's own RECORD."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError
from pathlib import Path

from models.digest import Digest


@dataclass(frozen=True, slots=True)
class Damage:
    """A file that is not what it should be: its name, and in words what was expected and what is there."""

    file: str
    expected: str
    found: str


def version(name: str) -> str | None:
    """The installed version of a distribution; None if it is not installed."""
    try:
        return Distribution.from_name(name).version
    except PackageNotFoundError:
        return None


def damages(name: str) -> tuple[Damage, ...]:
    """Hash every file of an installed distribution and compare it with its RECORD.

    RECORD: packaging specifications, "Recording installed projects". Byte-compiled files carry no hash there.

    Raises:
        PackageNotFoundError: it is not installed.
    """
    distribution = Distribution.from_name(name)
    recorded = [file for file in distribution.files or () if file.hash is not None]
    if not recorded:
        return (Damage("RECORD", "a hash for every file", "no hashes"),)
    found = []
    for file in recorded:
        assert file.hash is not None
        expected = Digest.from_base64(file.hash.mode, file.hash.value)
        path = Path(str(file.locate()))
        actual = str(expected.of(path)) if path.is_file() else "no such file"
        if actual != str(expected):
            found.append(Damage(str(file), str(expected), actual))
    return tuple(found)
