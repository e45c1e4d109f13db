from __future__ import annotations

import errno
import itertools
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from models.errors import SourceFailed

CONTENT = os.urandom(700_000)


def partial(downloads) -> Path:
    return downloads.folder / "thing.partial"


def test_a_download_arrives_whole_and_leaves_no_partial(downloads, item_of):
    path = downloads.get(item_of(CONTENT))
    assert path.read_bytes() == CONTENT
    assert list(downloads.folder.iterdir()) == [path]


def test_progress_is_told_up_to_the_last_byte(downloads, item_of):
    told = []
    downloads.report = lambda *progress: told.append(progress)
    downloads.get(item_of(CONTENT))
    assert told[0] == ("thing 1.0", 0, len(CONTENT))
    assert told[-1] == ("thing 1.0", len(CONTENT), len(CONTENT))
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


def test_a_complete_download_is_not_asked_for_again(downloads, item_of, shelf):
    item = item_of(CONTENT)
    downloads.get(item)
    shelf.requests.clear()
    assert downloads.get(item).read_bytes() == CONTENT
    assert shelf.requests == []


def test_a_damaged_complete_download_is_replaced(downloads, item_of):
    (downloads.folder / "thing").write_bytes(b"rotten")
    assert downloads.get(item_of(CONTENT)).read_bytes() == CONTENT


def test_a_cut_connection_is_taken_up_where_it_stopped(downloads, item_of, shelf):
    shelf.cuts = [100_000, 250_000]
    assert downloads.get(item_of(CONTENT)).read_bytes() == CONTENT
    assert [asked for _, asked in shelf.requests] == [None, "bytes=100000-", "bytes=350000-"]


def test_fruitless_tries_after_a_cut_are_forgiven_but_not_for_ever(downloads, item_of, shelf):
    shelf.cuts = [100_000, 0, 0]
    assert downloads.get(item_of(CONTENT)).read_bytes() == CONTENT
    (downloads.folder / "thing").unlink()
    shelf.cuts = [100_000, 0, 0, 0]
    with pytest.raises(SourceFailed, match="cut"):
        downloads.get(item_of(CONTENT))
    assert partial(downloads).read_bytes() == CONTENT[:100_000], "what came is kept for the next time"


def test_an_earlier_partial_is_continued(downloads, item_of, shelf):
    partial(downloads).write_bytes(CONTENT[:300_000])
    assert downloads.get(item_of(CONTENT)).read_bytes() == CONTENT
    assert shelf.requests == [("thing", "bytes=300000-")]


def test_a_server_without_ranges_makes_us_start_anew(downloads, item_of, shelf):
    shelf.knows_ranges = False
    partial(downloads).write_bytes(CONTENT[:300_000])
    assert downloads.get(item_of(CONTENT)).read_bytes() == CONTENT
    assert len(shelf.requests) == 1


@pytest.mark.parametrize("length", [300_000, len(CONTENT), len(CONTENT) + 5])
def test_a_partial_of_another_file_is_thrown_away(downloads, item_of, shelf, length):
    partial(downloads).write_bytes(os.urandom(length))
    assert downloads.get(item_of(CONTENT)).read_bytes() == CONTENT
    assert shelf.requests[-1] == ("thing", None)


def test_wrong_bytes_are_named_and_not_kept(downloads, item_of):
    item = item_of(CONTENT, served=os.urandom(len(CONTENT)))
    with pytest.raises(SourceFailed, match="other bytes: expected sha256") as caught:
        downloads.get(item)
    assert item.digest.value in str(caught.value)
    assert list(downloads.folder.iterdir()) == []


@pytest.mark.parametrize("served", [b"<html>please log in</html>", CONTENT + b"more"])
def test_another_size_is_refused_before_it_is_downloaded(downloads, item_of, served):
    with pytest.raises(SourceFailed, match=f"{len(served)} bytes there, {len(CONTENT)} are expected"):
        downloads.get(item_of(CONTENT, served=served))
    assert not partial(downloads).exists()


def test_a_server_that_does_not_tell_the_size_is_fine(downloads, item_of, shelf):
    shelf.tells_length = False
    assert downloads.get(item_of(CONTENT)).read_bytes() == CONTENT


def test_more_than_was_expected_is_not_written(downloads, item_of, shelf):
    shelf.tells_length = False
    with pytest.raises(SourceFailed, match=f"longer than the {len(CONTENT)} bytes expected"):
        downloads.get(item_of(CONTENT, served=CONTENT + b"more"))
    assert partial(downloads).stat().st_size <= len(CONTENT)


def test_what_is_not_there_is_a_reason(downloads, item_of, shelf):
    item = item_of(CONTENT)
    shelf.files.clear()
    with pytest.raises(SourceFailed, match="404"):
        downloads.get(item)
    assert len(shelf.requests) == 1, "asking again would not help"


def test_no_server_is_a_reason(downloads, item_of, shelf):
    item = item_of(CONTENT)
    shelf.shutdown()
    shelf.server_close()
    with pytest.raises(SourceFailed, match="no connection"):
        downloads.get(item)


def test_a_file_url_is_a_local_wheel_house(downloads, item_of, tmp_path):
    item = item_of(CONTENT)
    house = tmp_path / "wheel house"
    house.mkdir()
    (house / "thing").write_bytes(CONTENT)
    object.__setattr__(item, "url", (house / "thing").as_uri())
    partial(downloads).write_bytes(b"old")
    assert downloads.get(item).read_bytes() == CONTENT


def test_other_kinds_of_addresses_are_refused(downloads, item_of):
    item = item_of(CONTENT)
    object.__setattr__(item, "url", "data:text/plain,x")
    with pytest.raises(SourceFailed, match="unknown kind"):
        downloads.get(item)


def test_a_link_slower_than_slow_ends_some_time(downloads, item_of, shelf, monkeypatch):
    shelf.cuts = [10] * 100
    clock = itertools.count(step=20)
    monkeypatch.setattr("models.download.time", SimpleNamespace(monotonic=lambda: next(clock), sleep=lambda _: None))
    with pytest.raises(SourceFailed, match="too slow"):
        downloads.get(item_of(CONTENT))


def test_a_full_disk_is_not_the_servers_fault(downloads, item_of, monkeypatch):
    fill_the_disk(monkeypatch, after=300_000)
    with pytest.raises(OSError, match="No space left") as caught:
        downloads.get(item_of(CONTENT))
    assert caught.value.errno == errno.ENOSPC
    assert not partial(downloads).exists(), "half a file would keep the disk full"


def fill_the_disk(monkeypatch, after: int) -> None:
    """Let every file opened for a download take so many bytes and no more."""
    really = Path.open

    def opened(path, mode="r", *rest, **options):
        file = really(path, mode, *rest, **options)
        if path.suffix != ".partial" or "r" in mode:
            return file
        return _Full(file, after)

    monkeypatch.setattr(Path, "open", opened)


class _Full:
    def __init__(self, file, room: int) -> None:
        self.file, self.room = file, room

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def write(self, chunk: bytes) -> None:
        if self.file.tell() + len(chunk) > self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        self.file.write(chunk)


def test_only_what_was_asked_for_is_discarded(downloads, item_of):
    downloads.get(item_of(CONTENT))
    other = downloads.folder / "other.whl.partial"
    other.write_bytes(b"half")
    downloads.discard()
    assert list(downloads.folder.iterdir()) == [other]
