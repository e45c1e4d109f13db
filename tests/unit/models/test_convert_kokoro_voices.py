from __future__ import annotations

import numpy as np
import pytest

from models.convert.kokoro_voices import convert
from models.errors import PackError


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    for seed, name in enumerate(["hm_psi", "af_heart"]):
        np.random.default_rng(seed).standard_normal(510 * 256).astype("<f4").tofile(folder / f"{name}.bin")
    return folder


def test_every_voice_is_an_array_under_its_name(raw, tmp_path):
    convert(raw, tmp_path)
    voices = np.load(tmp_path / "voices.npz")
    assert sorted(voices.files) == ["af_heart", "hm_psi"]
    for name in voices.files:
        assert (voices[name].shape, voices[name].dtype) == ((510, 1, 256), np.float32)
        assert voices[name].ravel().tobytes() == (raw / f"{name}.bin").read_bytes()


def test_the_same_voices_make_the_same_bytes(raw, tmp_path):
    convert(raw, tmp_path)
    first = (tmp_path / "voices.npz").read_bytes()
    for path in raw.iterdir():
        path.touch()
    convert(raw, tmp_path)
    assert (tmp_path / "voices.npz").read_bytes() == first


def test_a_voice_of_another_size_is_named(raw, tmp_path):
    (raw / "hm_psi.bin").write_bytes(bytes(400))
    with pytest.raises(PackError, match=r"hm_psi\.bin is no Kokoro voice: it has 100 values instead of 130560"):
        convert(raw, tmp_path)
