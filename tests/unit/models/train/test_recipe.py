"""The recipe's stages with speakers that beep; training itself has tests of its own."""

from __future__ import annotations

import dataclasses
import json
import random
from pathlib import Path

import numpy as np
import pytest

from models.digest import Digest
from models.errors import PackError
from models.indic_mini.ngrams import NGrams
from models.store import PackStore
from models.train import recipe
from models.train.texts import Counts

SIZES = dataclasses.replace(recipe.SMALL, speech={"kokoro": 0.0, "espeak": 2.7}, texts=Counts(20, 20, 20, 20))


class Beeper:
    def choose(self, chance: random.Random) -> object:
        return type("Speaker", (), {"name": str(chance.random())})()

    def speak(self, _text: str, _language: str, _speaker: object) -> np.ndarray:
        return np.ones(8000, np.int16)


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PackStore:
    """A store in which whisper-base seems to be installed."""
    folder = tmp_path / "packs" / "whisper-base"
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(b"weights")
    monkeypatch.setattr(PackStore, "path", lambda self, name: self.root / name)
    monkeypatch.setattr(recipe, "_engine", lambda *_: Beeper())
    return PackStore(tmp_path / "packs")


def test_each_stage_leaves_its_files_and_says_what_went_in(packs: PackStore, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(recipe, "make_model", lambda work, packs, sizes, pack, report, start: report("trained"))
    said: list[str] = []
    pack = recipe.run(tmp_path / "work", packs, SIZES, recipe.Sources(), said.append)
    assert len(list((tmp_path / "work" / "speech").glob("espeak-*.npz"))) == 2
    assert not list((tmp_path / "work" / "speech").glob("kokoro-*"))
    assert "speech: espeak 2 of 2, 20 s" in said
    assert NGrams.load(pack / "letters-bn.npz").after((1,)).shape == (101,)
    manifest = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))
    weights = tmp_path / "packs" / "whisper-base" / "model.bin"
    assert manifest["encoder"]["digest"] == str(Digest.sha256("0" * 64).of(weights))
    assert manifest["speech_minutes"] == SIZES.speech
    assert manifest["texts"]["hi store"] > 100


def test_a_second_run_makes_nothing_twice(packs: PackStore, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(recipe, "make_model", lambda *_: None)
    recipe.run(tmp_path / "work", packs, SIZES, recipe.Sources(), lambda _: None)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "work").rglob("*") if "pack" not in path.parts}
    monkeypatch.setattr(recipe, "_engine", lambda *_: pytest.fail("everything has been said already"))
    said: list[str] = []
    recipe.run(tmp_path / "work", packs, SIZES, recipe.Sources(), said.append)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert not [line for line in said if line.startswith("speech")]


def test_without_torch_the_way_out_is_told(packs: PackStore, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    monkeypatch.delitem(__import__("sys").modules, "models.train.export", raising=False)
    with pytest.raises(PackError, match="torch") as refused:
        recipe.make_model(tmp_path, packs, SIZES, tmp_path, lambda _: None)
    assert "[train]" in refused.value.hint
