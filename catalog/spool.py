"""Values that wait on the disk, since there may be more of them than fit into memory."""

from __future__ import annotations

import pickle
import tempfile
from array import array
from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar, overload

from catalog.errors import CatalogError

_T = TypeVar("_T")
_IN_MEMORY = 1 << 20  # bytes, from which on the disk is used


class Spool(Sequence[_T], Generic[_T]):
    """A sequence that grows at its end and keeps its values in a temporary file of its own.

    The file has no name, or is deleted when it is closed, so that nobody else can change it and nothing is left behind.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # lives as long as this
        self._starts = array("Q")
        self._end = 0

    def append(self, value: _T) -> None:
        """Add a value.

        Raises:
            CatalogError: the disk is full.
        """
        data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        try:
            self._file.seek(self._end)
            self._file.write(data)
        except OSError as error:
            raise CatalogError(
                f"The folder for temporary files ({tempfile.gettempdir()}) cannot be written: {error.strerror}.",
                "Make room on the disk.",
            ) from error
        self._starts.append(self._end)
        self._end += len(data)

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> _T: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[_T]: ...

    def __getitem__(self, index: int | slice) -> _T | Sequence[_T]:
        if isinstance(index, slice):
            return [self._at(start) for start in self._starts[index]]
        return self._at(self._starts[index])

    def __iter__(self) -> Iterator[_T]:
        return map(self._at, self._starts)

    def _at(self, start: int) -> _T:
        self._file.seek(start)
        value: _T = pickle.load(self._file)  # noqa: S301  # what this very object has written
        return value
