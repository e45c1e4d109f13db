"""Whether an installed pack is whole."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from models import receipt
from models.distribution import Damage, damages, version

if TYPE_CHECKING:
    from pathlib import Path

    from models.registry import Pack, PackFile


class State(StrEnum):
    """How a pack is."""

    OK = "ok"
    MISSING = "missing"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a pack is, and what is wrong with it."""

    pack: str
    state: State
    damages: tuple[Damage, ...] = ()


def verify(pack: Pack, root: Path) -> Verdict:
    """Hash every file of a pack and compare it with the registry and with the receipt."""
    folder = root / pack.name
    if not folder.is_dir():
        return Verdict(pack.name, State.MISSING)
    bill = receipt.read(folder)
    if bill is None:
        return Verdict(pack.name, State.DAMAGED, (Damage(receipt.NAME, "a receipt", "none that can be read"),))
    found = _distribution(pack.distribution, bill) if pack.distribution else _files(pack, folder, bill)
    return Verdict(pack.name, State.DAMAGED if found else State.OK, found)


def intact(pack: Pack, root: Path) -> bool:
    """Tell in a blink whether a pack is there: the receipt is the registry's, and every file has its size."""
    bill = receipt.read(root / pack.name)
    if bill is None:
        return False
    if pack.distribution:
        return bill.version == version(pack.distribution)
    return _billed(pack) == _stated(bill) and all(
        _size(root / pack.name / file.name) == file.size for file in pack.files
    )


def _files(pack: Pack, folder: Path, bill: receipt.Receipt) -> tuple[Damage, ...]:
    found = []
    for file in pack.files:
        path = folder / file.name
        expected = f"{file.size} bytes, {file.digest}"
        actual = _describe(file, path)
        if actual != expected:
            found.append(Damage(file.name, expected, actual))
    if not found and _billed(pack) != _stated(bill):
        found.append(Damage(receipt.NAME, "the registry's files", "a receipt of other files"))
    return tuple(found)


def _distribution(name: str, bill: receipt.Receipt) -> tuple[Damage, ...]:
    installed = version(name)
    if installed != bill.version:
        return (Damage(name, f"version {bill.version}", f"version {installed}" if installed else "not installed"),)
    return damages(name)


def _billed(pack: Pack) -> dict[str, tuple[int, str]]:
    return {file.name: (file.size, file.digest.value) for file in pack.files}


def _stated(bill: receipt.Receipt) -> dict[str, tuple[int, str]]:
    return {name: (file.size, file.sha256) for name, file in bill.files.items()}


def _describe(file: PackFile, path: Path) -> str:
    try:
        return f"{path.stat().st_size} bytes, {file.digest.of(path)}"
    except OSError as unreadable:
        return str(unreadable.strerror)


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None
