"""What can go wrong with a model pack, in words that say what to do."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING
from urllib.error import URLError

if TYPE_CHECKING:
    from collections.abc import Iterable

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC})


class PackError(Exception):
    """A pack that cannot be installed, verified or used.

    Attributes:
        message: what happened, naming the pack and the file.
        hint: what to do about it.
        exit_code: of a command that ends with it; 2 is the caller's input, 1 the machine's state.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class PackMissing(PackError):
    """A pack that is not installed, or not completely."""

    def __init__(self, name: str) -> None:
        super().__init__(f"model pack {name} is not installed", f"sahayak models install {name}")


class UnknownPack(PackError):
    """A name that no pack has."""

    exit_code = 2

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"there is no model pack called {name!r}", f"the packs are: {', '.join(known)}")


class DiskFull(PackError):
    """The disk has no room for the pack."""


class SourceFailed(Exception):
    """Why one source cannot serve a file; whoever asked turns to the next source."""


def is_disk_full(error: OSError) -> bool:
    """Tell a full disk (or quota) from other failures; urllib's errors are the network's, whatever they carry."""
    return not isinstance(error, URLError) and error.errno in _FULL
