"""A training of a tiny encoder; it needs torch, which is installed only where models are fine-tuned."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import onnxruntime
import pytest

from models.convert.e5 import convert
from models.errors import PackError
from tests.fakes.fake_e5 import write_raw

torch = pytest.importorskip("torch", reason="fine-tuning needs torch")

from models.finetune.e5.train import Recipe, Training  # noqa: E402

RECIPE = Recipe(steps=4, batch=8, general=4, rank=4, rate=0.01, warm_up=1, every=2)


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    write_raw(folder)
    return folder


def learnt(training: Training) -> dict[str, np.ndarray]:
    return training.encoder.adapter()


def test_training_changes_the_adapter_and_tells_its_losses(raw, tmp_path):
    training = Training(raw, tmp_path / "work", RECIPE)
    before = learnt(training)
    told = []
    training.run(told.append)
    assert (told[-1].step, told[-1].steps) == (4, 4)
    assert np.isfinite([told[-1].contrast, told[-1].kept]).all()
    assert all(not values.any() for name, values in before.items() if name.endswith(".b"))
    assert all(values.any() for name, values in learnt(training).items())


def test_an_interrupted_training_ends_as_one_that_was_not(raw, tmp_path):
    whole = Training(raw, tmp_path / "whole", RECIPE)
    whole.run()
    interrupted = Training(raw, tmp_path / "parts", RECIPE)
    teach = interrupted._teach

    def until_the_third(random):
        if interrupted.step == 3:
            raise KeyboardInterrupt
        return teach(random)

    interrupted._teach = until_the_third
    with pytest.raises(KeyboardInterrupt):
        interrupted.run()
    again = Training(raw, tmp_path / "parts", RECIPE)
    assert again.step == 2
    again.run()
    for name, values in learnt(whole).items():
        np.testing.assert_allclose(learnt(again)[name], values, atol=1e-3)


def test_a_training_can_go_on_with_another_recipe_and_tells_so(raw, tmp_path):
    Training(raw, tmp_path / "work", RECIPE).run()
    longer = Training(raw, tmp_path / "work", replace(RECIPE, steps=6, share_of_needs=0.0))
    longer.run()
    assert longer.step == 6
    told = longer.write(tmp_path / "adapter.npz", tmp_path / "adapter.json")
    assert [(stage["from step"], stage["recipe"]["steps"]) for stage in told["stages"]] == [(0, 4), (4, 6)]


def test_the_converted_model_is_the_one_that_was_taught(raw, tmp_path):
    training = Training(raw, tmp_path / "work", RECIPE)
    training.run()
    told = training.write(tmp_path / "adapter.npz", tmp_path / "adapter.json")
    assert json.loads((tmp_path / "adapter.json").read_text(encoding="utf-8")) == told
    assert set(told["held out"]["after"]) >= {"names", "needs"}
    assert told["held out"]["after"]["names"]["questions"] > 100
    folder = tmp_path / "pack"
    folder.mkdir()
    convert(raw, folder, tmp_path / "adapter.npz")
    model = onnxruntime.InferenceSession(folder / "model.onnx", providers=["CPUExecutionProvider"])
    ids = [0, 5, 6, 7, 8, 2]
    inputs = {"input_ids": np.array([ids]), "attention_mask": np.ones((1, len(ids)), np.int64)}
    with torch.no_grad():
        taught, published = (training.encoder([ids], adapted=adapted)[0].numpy() for adapted in (True, False))
    got = model.run(None, inputs)[0][0]
    assert got @ taught > 0.998
    assert got @ taught > got @ published


def test_another_weight_file_is_refused(raw, tmp_path):
    (raw / "e5-small-q4.bin").write_bytes(b"GGUF")
    with pytest.raises(PackError, match="is no E5S1 weight file"):
        Training(raw, tmp_path / "work", RECIPE)
