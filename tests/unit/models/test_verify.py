from __future__ import annotations

import json
import shutil

import pytest

from models.distribution import Damage
from models.errors import PackMissing, UnknownPack
from models.install import install
from models.store import PackStore
from models.verify import State, verify


@pytest.fixture
def store(index, tmp_path, distribution):
    index.add_wheel("w", {"x": b"x" * 1_000, "y": b"y"})
    index.add_pack(
        "p",
        index.entry("files", "x", b"x" * 1_000, index.pypi(("w", "x"))),
        index.entry("files", "y", b"y", index.pypi(("w", "y"))),
    )
    index.add_pack("adopted", distribution="borrowed")
    packs = index.registry()
    root = tmp_path / "models"
    for pack in packs:
        install(pack, root)
    return PackStore(root, packs)


def judge(store, name="p"):
    return verify(store.packs[name], store.root)


def test_a_fresh_pack_is_whole(store):
    assert judge(store).state is State.OK
    assert store.is_installed("p")
    assert store.path("p") == store.root / "p"


def test_a_changed_byte_is_found_with_what_was_expected(store):
    path = store.root / "p" / "x"
    path.write_bytes(b"x" * 999 + b"z")
    verdict = judge(store)
    assert verdict.state is State.DAMAGED
    (damage,) = verdict.damages
    assert damage.file == "x"
    assert damage.expected == f"1000 bytes, {store.packs['p'].files[0].digest}"
    assert damage.found.startswith("1000 bytes, sha256 ")
    assert store.is_installed("p"), "the fast look does not hash"


def test_a_file_of_another_size_is_found_by_both(store):
    (store.root / "p" / "x").write_bytes(b"x")
    assert [damage.file for damage in judge(store).damages] == ["x"]
    assert not store.is_installed("p")


def test_every_damaged_file_is_named(store):
    (store.root / "p" / "x").unlink()
    (store.root / "p" / "y").unlink()
    assert [damage.file for damage in judge(store).damages] == ["x", "y"]
    assert not store.is_installed("p")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"files": {}}', '{"files": {"x": 3}}'])
def test_a_receipt_that_cannot_be_read_is_damage(store, text):
    (store.root / "p" / "pack.json").write_text(text)
    assert [damage.file for damage in judge(store).damages] == ["pack.json"]
    assert not store.is_installed("p")


def test_a_receipt_of_other_files_is_damage(store):
    path = store.root / "p" / "pack.json"
    told = json.loads(path.read_text())
    told["files"]["x"]["sha256"] = "00" * 32
    path.write_text(json.dumps(told))
    assert judge(store).damages == (Damage("pack.json", "the registry's files", "a receipt of other files"),)
    assert not store.is_installed("p")


def test_a_pack_that_is_not_there_is_missing(store, tmp_path):
    elsewhere = PackStore(tmp_path / "elsewhere", store.packs)
    assert judge(elsewhere).state is State.MISSING
    assert not elsewhere.is_installed("p")
    with pytest.raises(PackMissing) as caught:
        elsewhere.path("p")
    assert caught.value.message == "model pack p is not installed"
    assert caught.value.hint == "sahayak models install p"
    assert caught.value.exit_code == 1


def test_an_unknown_pack_is_the_callers_mistake(store):
    with pytest.raises(UnknownPack):
        store.path("q")
    with pytest.raises(UnknownPack):
        store.is_installed("q")


def test_a_distribution_is_checked_by_its_record(store, distribution):
    assert judge(store, "adopted").state is State.OK
    assert store.is_installed("adopted")
    (distribution / "borrowed" / "library.so").write_bytes(b"rotten!")
    (damage,) = judge(store, "adopted").damages
    assert damage.file == "borrowed/library.so"
    assert damage.expected != damage.found
    (distribution / "borrowed" / "library.so").unlink()
    assert judge(store, "adopted").damages[0].found == "no such file"


def test_a_record_without_hashes_proves_nothing(store, distribution):
    (distribution / "borrowed-1.0.dist-info" / "RECORD").write_text("borrowed/library.so,,\n")
    assert judge(store, "adopted").damages == (Damage("RECORD", "a hash for every file", "no hashes"),)


def test_a_distribution_of_another_version_must_be_looked_at_again(store, distribution):
    metadata = distribution / "borrowed-1.0.dist-info" / "METADATA"
    metadata.write_text(metadata.read_text().replace("1.0", "2.0"))
    assert not store.is_installed("adopted")
    assert judge(store, "adopted").damages == (Damage("borrowed", "version 1.0", "version 2.0"),)


def test_a_distribution_that_was_removed_is_damage(store, distribution):
    shutil.rmtree(distribution)
    assert not store.is_installed("adopted")
    assert judge(store, "adopted").damages == (Damage("borrowed", "version 1.0", "not installed"),)


def test_espeak_needs_its_pack(tmp_path):
    with pytest.raises(PackMissing, match="espeak-ng"):
        PackStore(tmp_path).espeak()


def test_espeaks_library_and_data_are_found(tmp_path):
    store = PackStore(tmp_path)
    install(store.packs["espeak-ng"], tmp_path)
    espeak = store.espeak()
    assert espeak.library.is_file()
    assert {"phontab", "hi_dict", "bn_dict", "mr_dict", "en_dict"} <= {path.name for path in espeak.data.iterdir()}
