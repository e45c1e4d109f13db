from __future__ import annotations

import errno
from typing import Any

import pytest

from catalog import spool as module
from catalog.errors import CatalogError
from catalog.spool import Spool


@pytest.mark.parametrize("in_memory", [1, 1 << 20], ids=["on disk", "in memory"])
def test_what_waits_comes_back(monkeypatch: pytest.MonkeyPatch, in_memory: int) -> None:
    monkeypatch.setattr(module, "_IN_MEMORY", in_memory)
    values = [{"id": str(number), "text": "ग" * number} for number in range(50)]
    spool: Spool[dict[str, Any]] = Spool()
    for value in values:
        spool.append(value)
    assert len(spool) == 50
    assert list(spool) == values == list(spool)
    assert (spool[7], spool[-1], spool[3:5]) == (values[7], values[-1], values[3:5])
    with pytest.raises(IndexError):
        spool[50]


def test_two_readers_and_a_writer_do_not_disturb_each_other() -> None:
    spool: Spool[int] = Spool()
    for number in range(3):
        spool.append(number)
    seen = []
    for a, b in zip(spool, spool, strict=True):
        seen.append((a, b, spool[0]))
    spool.append(3)
    assert seen == [(0, 0, 0), (1, 1, 0), (2, 2, 0)]
    assert list(spool) == [0, 1, 2, 3]


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    spool: Spool[int] = Spool()

    class Full:
        def seek(self, place: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(spool, "_file", Full())
    with pytest.raises(CatalogError, match=r"temporary files .* cannot be written: No space left"):
        spool.append(1)
