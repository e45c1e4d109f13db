"""Installation of a pack: all of it, checked, or nothing."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from models import convert, receipt
from models.distribution import damages, version
from models.download import Downloads
from models.errors import DiskFull, PackError, SourceFailed, is_disk_full
from models.receipt import Installed, Receipt
from models.sources.folder import Folder
from models.verify import State, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from models.registry import Pack, PackFile
    from models.sources.base import Source

_DOWNLOADS = ".downloads"
_STAGING = ".staging-"
_RAW = ".raw"
_SPARE = 32 << 20  # bytes that are left free for the rest of the machine


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a pack is: what is being fetched, the bytes of it so far, and in all."""

    pack: str
    file: str
    done_bytes: int
    total_bytes: int


def install(
    pack: Pack, root: Path, *, folder: Path | None = None, on_progress: Callable[[Progress], None] = lambda _: None
) -> Receipt:
    """Install a pack below `root`, unless it is there and whole.

    What an interrupted installation has downloaded is made use of. The pack appears under its name in one step.

    Args:
        pack: what to install.
        root: the folder of all packs; it is created.
        folder: files that the operator brings; it is asked before all other sources.
        on_progress: is told of every piece that arrives.

    Raises:
        DiskFull: there is too little room, before or during the installation.
        PackError: no source has a file, another installation is under way, or the folder cannot be written.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        with _alone(root):
            bill = receipt.read(root / pack.name)
            if bill is not None and verify(pack, root).state is State.OK:
                return bill
            return _Installation(pack, root, folder, on_progress).run()
    except OSError as error:
        if is_disk_full(error):
            raise DiskFull(f"the disk became full while {pack.name} was installed", _room_hint(root)) from error
        hint = f"make sure that {root} can be written and that no kiosk is using the pack, then try again"
        raise PackError(f"{pack.name} cannot be installed: {error}", hint) from error


def obtain_raw(pack: Pack, root: Path, into: Path, *, on_progress: Callable[[Progress], None] = lambda _: None) -> None:
    """Fetch the published files that a pack is made of into a folder; those that are there and whole stay.

    Raises:
        PackError: no source has a file, or an installation is under way.
    """
    into.mkdir(parents=True, exist_ok=True)
    root.mkdir(parents=True, exist_ok=True)
    with _alone(root):
        _Installation(pack, root, None, on_progress).obtain_raw(into)


class _Installation:
    """One installation of one pack, with everything it writes."""

    def __init__(self, pack: Pack, root: Path, folder: Path | None, on_progress: Callable[[Progress], None]) -> None:
        self._pack = pack
        self._root = root
        self._folder = Folder(folder, pack.name) if folder else None
        self._staging = root / f"{_STAGING}{pack.name}-{os.getpid()}"
        self._downloads = Downloads(
            root / _DOWNLOADS, lambda file, done, total: on_progress(Progress(pack.name, file, done, total))
        )

    def run(self) -> Receipt:
        for left_over in self._root.glob(f"{_STAGING}*"):
            shutil.rmtree(left_over, ignore_errors=True)
        self._check_room()
        self._downloads.folder.mkdir(exist_ok=True)
        self._staging.mkdir()
        try:
            bill = self._build()
            bill.write(self._staging)
            self._put_in_place()
        finally:
            shutil.rmtree(self._staging, ignore_errors=True)
        self._downloads.discard()
        with suppress(OSError):  # another pack's unfinished download keeps the folder
            self._downloads.folder.rmdir()
        return bill

    def obtain_raw(self, into: Path) -> None:
        """Fetch the raw files that are missing."""
        self._downloads.folder.mkdir(exist_ok=True)
        for file in self._pack.raw:
            try:
                _check(file, into / file.name)
            except (OSError, SourceFailed):
                self._obtain(file, into)
        self._downloads.discard()
        with suppress(OSError):
            self._downloads.folder.rmdir()

    def _check_room(self) -> None:
        """Compare what will be written with what the disk has."""
        wanted = (*self._pack.obtained, *self._pack.raw)
        archives = dict.fromkeys(archive for file in wanted for archive in file.sources[0].archives)
        missing = 0 if self._folder else sum(a.size - self._downloads.waiting(a) for a in archives)
        needed = missing + sum(file.size for file in (*self._pack.files, *self._pack.raw)) + _SPARE
        free = shutil.disk_usage(self._root).free
        if free < needed:
            message = f"{self._pack.name} needs {needed:,} bytes of disk space, and {free:,} are free in {self._root}"
            raise DiskFull(message, _room_hint(self._root))

    def _build(self) -> Receipt:
        """Fill the staging folder."""
        if self._pack.distribution:
            return self._adopt(self._pack.distribution)
        served = {file.name: self._obtain(file, self._staging) for file in self._pack.obtained}
        served |= self._make()
        files = {f.name: Installed(f.size, f.digest.value, served[f.name]) for f in self._pack.files}
        return Receipt(self._pack.name, self._pack.version, _now(), files)

    def _adopt(self, distribution: str) -> Receipt:
        """Check the installed distribution that the pack consists of."""
        installed = version(distribution)
        if installed is None:
            raise PackError(f"{self._pack.name} needs the Python package {distribution}", f"pip install {distribution}")
        if found := damages(distribution):
            names = ", ".join(damage.file for damage in found[:3]) + (" …" if len(found) > 3 else "")
            message = f"the installed {distribution} is damaged: {names}"
            raise PackError(message, f"pip install --force-reinstall --no-deps {distribution}=={installed}")
        return Receipt(self._pack.name, installed, _now(), {}, distribution)

    def _make(self) -> dict[str, str]:
        """Make what no source has from the raw files, unless the operator brings it ready made; tell who served it."""
        made = self._pack.made
        if not made:
            return {}
        if self._folder:
            with suppress(SourceFailed):
                return {file.name: self._fetch(file, self._staging, self._folder) for file in made}
        raw = self._staging / _RAW
        raw.mkdir()
        labels = dict.fromkeys(self._obtain(file, raw) for file in self._pack.raw)
        size = sum(file.size for file in made)
        self._downloads.report("conversion", 0, size)
        convert.run(str(self._pack.conversion), raw, self._staging)
        self._downloads.report("conversion", size, size)
        shutil.rmtree(raw)
        for file in made:
            try:
                _check(file, self._staging / file.name)
            except SourceFailed as wrong:
                message = f"{self._pack.name} cannot be installed: its conversion made other bytes: {wrong}"
                raise PackError(message, self._by_hand(made)) from wrong
        return {file.name: " + ".join(labels) for file in made}

    def _obtain(self, file: PackFile, into: Path) -> str:
        """Ask one source after the other for a file; return the label of the one that served it."""
        reasons = []
        for source in (*((self._folder,) if self._folder else ()), *file.sources):
            try:
                return self._fetch(file, into, source)
            except SourceFailed as failed:
                reasons.append(f"  {source.label}: {failed}")
        message = f"{self._pack.name} cannot be installed: no source has {file.name}"
        raise PackError("\n".join([message, *reasons]), self._by_hand((*self._pack.obtained, *self._pack.raw)))

    def _fetch(self, file: PackFile, into: Path, source: Source) -> str:
        """Take a file from one source, and check it."""
        try:
            source.fetch(file, into / file.name, self._downloads)
            _check(file, into / file.name)
        except OSError as error:
            if is_disk_full(error):
                raise
            raise SourceFailed(str(error)) from error
        return source.label

    def _put_in_place(self) -> None:
        """Give the finished folder its name; a pack that was there steps aside, and comes back if that fails."""
        for path in self._staging.iterdir():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        place = self._root / self._pack.name
        aside = self._root / f"{_STAGING}replaced-{self._pack.name}"
        if not place.exists():
            self._staging.rename(place)
            return
        place.rename(aside)
        try:
            self._staging.rename(place)
        except OSError:
            aside.rename(place)
            raise
        shutil.rmtree(aside, ignore_errors=True)

    def _by_hand(self, files: Sequence[PackFile]) -> str:
        """How to install without any of the sources."""
        name = self._pack.name
        wanted = [f"    {file.name}  {file.size} bytes  {file.digest}" for file in files]
        told = f"bring the files and type: sahayak models install {name} --from DIR, with in DIR or DIR/{name}:"
        return "\n".join([told, *wanted])


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Let one installation at a time write below `root`; the system frees the lock of a process that died."""
    try:
        with FileLock(root / ".lock", timeout=0):
            yield
    except Timeout as busy:
        message = f"another installation of model packs is under way in {root}"
        raise PackError(message, "wait until it has finished, then try again") from busy


def _check(file: PackFile, path: Path) -> None:
    size = path.stat().st_size
    if size != file.size:
        raise SourceFailed(f"{file.name} has {size} bytes, {file.size} are expected")
    found = file.digest.of(path)
    if found != file.digest:
        raise SourceFailed(f"{file.name} has other bytes: expected {file.digest}, found {found}")


def _room_hint(root: Path) -> str:
    return f"free some disk space, or set SAHAYAK_HOME to a disk with more room than {root} has, then try again"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
