from __future__ import annotations

from pathlib import Path

import pytest

from models.digest import Digest
from models.download import Downloads
from models.errors import SourceFailed
from models.sources import bundled
from models.sources.base import WantedFile


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(bundled, "ROOT", tmp_path / "bundled")
    folder = tmp_path / "bundled" / "small"
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(b"weights")
    return tmp_path


def fetch(path: str, folder: Path) -> Path:
    target = folder / "out"
    wanted = WantedFile("model.onnx", 7, Digest.sha256("0" * 64))
    bundled.BundledFile(path).fetch(wanted, target, Downloads(folder, lambda *_: None))
    return target


def test_a_file_comes_from_the_program_itself(shipped: Path) -> None:
    assert fetch("small/model.onnx", shipped).read_bytes() == b"weights"
    assert bundled.BundledFile("small/model.onnx").archives == ()


def test_a_file_that_is_not_shipped_is_named(shipped: Path) -> None:
    with pytest.raises(SourceFailed, match="lacks small/other"):
        fetch("small/other", shipped)
