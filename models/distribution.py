"""A pack that is an installed Python distribution, checked by the distribution's own RECORD."""

from __future__ import annotations

import csv
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

    RECORD: packaging specifications, "Recording installed projects". Byte-compiled files carry no hash there. It is
    read here because `Distribution.files` leaves out, since Python 3.12, exactly the files that are missing.

    Raises:
        PackageNotFoundError: it is not installed.
    """
    distribution = Distribution.from_name(name)
    rows = csv.reader((distribution.read_text("RECORD") or "").splitlines())
    recorded = [(row[0], row[1]) for row in rows if len(row) > 1 and row[1]]
    if not recorded:
        return (Damage("RECORD", "a hash for every file", "no hashes"),)
    found = []
    for file, digest in recorded:
        mode, _, value = digest.partition("=")
        expected = Digest.from_base64(mode, value)
        path = Path(str(distribution.locate_file(file)))
        actual = str(expected.of(path)) if path.is_file() else "no such file"
        if actual != str(expected):
            found.append(Damage(file, str(expected), actual))
    return tuple(found)
