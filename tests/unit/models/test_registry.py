from __future__ import annotations

import re

import pytest

from models import registry
from models.errors import UnknownPack
from models.sources.archive import ArchiveMembers
from models.sources.bundled import BundledFile
from models.sources.hugging_face import HuggingFaceFile
from models.sources.installed import InstalledFile

SPDX = {"MIT", "Apache-2.0", "BSD-2-Clause", "GPL-3.0-or-later"}


@pytest.fixture(params=[pack.name for pack in registry.load()])
def pack(request):
    return registry.load()[request.param]


def test_the_kiosk_has_a_pack_for_every_task():
    assert {pack.kind for pack in registry.load()} == {"vad", "stt", "tts", "embedding", "turn"}
    assert [pack.name for pack in registry.load()] == [
        "silero-vad",
        "smart-turn",
        "whisper-base",
        "indic-mini",
        "kokoro",
        "espeak-ng",
        "e5-small",
    ]


def test_a_pack_says_what_it_is(pack):
    assert pack.licence in SPDX
    assert set(pack.languages) <= {"hi", "bn", "mr", "en"}
    assert pack.description
    assert "\n" not in pack.description
    assert pack.version
    assert pack.default is True


def test_a_pack_consists_of_files_or_of_a_distribution(pack):
    assert bool(pack.files) != bool(pack.distribution)
    if pack.files:
        assert pack.size == sum(file.size for file in pack.files)


def test_checksums_and_sizes_are_well_formed(pack):
    for file in (*pack.files, *pack.raw):
        assert re.fullmatch("[0-9a-f]{64}", file.digest.value), file.name
        assert file.size > 0
        for source in file.sources:
            for archive in source.archives:
                length = {"sha256": 64, "sha512": 128}[archive.digest.algorithm]
                assert re.fullmatch(f"[0-9a-f]{{{length}}}", archive.digest.value), archive.label
                assert archive.size > 0
            if isinstance(source, HuggingFaceFile):
                assert re.fullmatch("[0-9a-f]{40}", source.revision), "a branch would move"


def test_sources_are_asked_in_order_nearest_first(pack):
    order = [BundledFile, InstalledFile, ArchiveMembers, HuggingFaceFile]
    for file in (*pack.obtained, *pack.raw):
        ranks = [order.index(type(source)) for source in file.sources]
        assert ranks == sorted(ranks)


def test_what_is_made_has_something_to_be_made_from(pack):
    assert bool(pack.made) == bool(pack.raw) == bool(pack.conversion)
    assert all(file.sources for file in pack.raw)


def test_no_host_is_named():
    assert not re.search(r"https?:|www\.|\.(org|com|io|co|net)\b", registry.SHIPPED.read_text(encoding="utf-8"))


def test_the_joined_parts_come_in_order():
    (model, *_) = registry.load()["whisper-base"].files
    assert [member[-5:] for _, member in model.sources[0].members] == ["part1", "part2"]


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(UnknownPack) as caught:
        registry.load().select(["kokoro", "kokro"])
    assert "'kokro'" in caught.value.message
    assert "silero-vad" in caught.value.hint
    assert "kokoro" in caught.value.hint
    assert caught.value.exit_code == 2


def test_selection(index):
    index.add_pack("one")
    index.add_pack("two")
    index.text[-1] = index.text[-1].replace("default = true", "default = false")
    packs = index.registry()
    assert [pack.name for pack in packs.select([])] == ["one"]
    assert [pack.name for pack in packs.select(["two", "one", "two"])] == ["two", "one"]


@pytest.mark.parametrize("name", ["../evil", "a/b", "..", ".hidden", "c:evil", "a\\\\b"])
def test_a_file_name_that_could_leave_its_folder_is_refused(index, name):
    index.add_pack("one", index.entry("files", name, b"x"))
    with pytest.raises(ValueError, match="plain file name"):
        index.registry()


def test_an_unknown_kind_of_source_is_refused(index):
    index.add_pack("one", index.entry("files", "a", b"x", '{ from = "ftp" }'))
    with pytest.raises(ValueError, match="unknown source 'ftp'"):
        index.registry()
