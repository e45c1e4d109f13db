"""Downloads that survive a cut connection, a crash and a power cut."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import TYPE_CHECKING, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from models.errors import SourceFailed, is_disk_full

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.client import HTTPResponse
    from pathlib import Path

    from models.digest import Digest

CHUNK = 1 << 18  # bytes that are read or written at a time

_SILENCE_SECONDS = 20.0  # a connection that says nothing for so long is cut
_PAUSE_SECONDS = 1.0  # between two tries
_PATIENCE = 3  # tries in a row that bring nothing, after one that did
_SLOWEST = 8_000  # bytes a second; a slower link is as good as none
_PARTIAL_CONTENT = 206
_RANGE_NOT_SATISFIABLE = 416


class Downloadable(Protocol):
    """Something published whose bytes are known in advance."""

    @property
    def label(self) -> str:
        """What people call it."""

    @property
    def filename(self) -> str:
        """Under which name it waits among the downloads."""

    @property
    def size(self) -> int:
        """Bytes."""

    @property
    def digest(self) -> Digest:
        """Checksum of the whole."""

    def locate(self) -> str:
        """Find out its URL.

        Raises:
            SourceFailed: nobody here can tell.
        """


@dataclass(slots=True)
class Downloads:
    """A folder of downloads, complete and `.partial`.

    Attributes:
        folder: it exists.
        report: is told label, bytes so far and bytes in all.
    """

    folder: Path
    report: Callable[[str, int, int], None]
    _used: set[Path] = field(default_factory=set)

    def get(self, item: Downloadable) -> Path:
        """The item's complete and checked file, downloaded unless it is there already.

        An unfinished download goes on where it stopped, as long as new tries bring something.

        Raises:
            SourceFailed: it cannot be had, or its bytes are not the expected ones.
            OSError: it cannot be written; on a full disk the unfinished file is given up.
        """
        complete = self.folder / item.filename
        self._used.add(complete)
        if complete.exists():
            if item.digest.of(complete) == item.digest:
                return complete
            complete.unlink()
        partial = self._partial(item)
        began_earlier = partial.exists()
        url = item.locate()
        found = self._pull(item, url, partial)
        if found != item.digest and began_earlier:  # what was there may have been the beginning of something else
            partial.unlink()
            found = self._pull(item, url, partial)
        if found != item.digest:
            partial.unlink()
            raise SourceFailed(f"{item.label} came with other bytes: expected {item.digest}, found {found}")
        return partial.replace(complete)

    def waiting(self, item: Downloadable) -> int:
        """How many bytes of the item are on this disk."""
        candidates = (self.folder / item.filename, self._partial(item))
        return max((path.stat().st_size for path in candidates if path.exists()), default=0)

    def discard(self) -> None:
        """Delete the complete files that were asked for; they have been made use of."""
        for path in self._used:
            path.unlink(missing_ok=True)

    def _partial(self, item: Downloadable) -> Path:
        return self.folder / f"{item.filename}.partial"

    def _pull(self, item: Downloadable, url: str, partial: Path) -> Digest:
        """Download in as many tries as it takes; return the checksum of what came."""
        deadline = time.monotonic() + 60 + item.size / _SLOWEST
        fruitless, patience = 0, 1  # a server that never answers is not asked twice
        while (had := _size(partial)) < item.size:
            reason = self._try(item, url, partial, deadline)
            have = _size(partial)
            fruitless, patience = (fruitless + 1, patience) if have == had else (0, _PATIENCE)
            if time.monotonic() > deadline:
                raise SourceFailed(f"the connection is too slow: {have} of {item.size} bytes of {item.label}")
            if fruitless == patience:
                raise SourceFailed(reason)
            if have < item.size:
                time.sleep(_PAUSE_SECONDS)
        return item.digest.of(partial)

    def _try(self, item: Downloadable, url: str, partial: Path, deadline: float) -> str:
        """One connection; return why it brought no more than it did."""
        try:
            self._stream(item, url, partial, deadline)
        except (OSError, HTTPException) as cut:
            if isinstance(cut, OSError) and is_disk_full(cut):
                partial.unlink(missing_ok=True)
                raise
            if isinstance(cut, HTTPError) and cut.code == _RANGE_NOT_SATISFIABLE:
                partial.unlink(missing_ok=True)
            return _reason(cut)
        return "the connection was cut"

    def _stream(self, item: Downloadable, url: str, partial: Path, deadline: float) -> None:
        """Append what the server sends, or start anew if it will not go on from where we are."""
        have = _size(partial)
        if urlsplit(url).scheme not in {"https", "http", "file"}:
            raise SourceFailed(f"{item.label} lies at an address of unknown kind: {url}")
        headers = {"User-Agent": "sahayak"} | ({"Range": f"bytes={have}-"} if have else {})
        with urlopen(Request(url, headers=headers), timeout=_SILENCE_SECONDS) as response:  # noqa: S310  # scheme is checked
            done = _start(response, have)
            offered = response.headers.get("Content-Length")
            if offered is not None and done + int(offered) != item.size:
                raise SourceFailed(f"{item.label} has {done + int(offered)} bytes there, {item.size} are expected")
            with partial.open("ab" if done else "wb") as out:
                self.report(item.label, done, item.size)
                while (chunk := response.read1(CHUNK)) and time.monotonic() < deadline:
                    done += len(chunk)
                    if done > item.size:
                        raise SourceFailed(f"{item.label} is longer than the {item.size} bytes expected")
                    out.write(chunk)
                    self.report(item.label, done, item.size)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _start(response: HTTPResponse, have: int) -> int:
    """At which byte the answer begins; RFC 9110, section 14.4: `Content-Range: bytes 100-199/200`."""
    if response.status != _PARTIAL_CONTENT:
        return 0
    told = response.headers.get("Content-Range", "")
    if not told.startswith(f"bytes {have}-"):
        raise HTTPException(f"the server sent {told or 'an unknown range'} instead of bytes {have} onwards")
    return have


def _reason(error: OSError | HTTPException) -> str:
    """What to tell about a connection that failed."""
    if isinstance(error, HTTPError):
        return f"the server answered {error.code} {error.reason}"
    if isinstance(error, URLError):
        return f"no connection: {error.reason}"
    return f"the connection was cut: {error or type(error).__name__}"
