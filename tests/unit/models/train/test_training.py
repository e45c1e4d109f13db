"""Training and export on a network of one layer; they need the extra `train`."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

import torch

from models.indic_mini.model import IndicMini
from models.train import training
from models.train.data import batches, draw, examples, held_out
from models.train.export import export, restore
from models.train.network import Network
from models.train.speech import generate
from models.train.texts import Text
from models.train.training import Plan, train

TEXTS = [Text("hi", "kiosk", text) for text in ("लाल", "कब", "साड़ी", "दो तीन", "चार पाँच छह")]


class Babbler:
    """A tone for each letter: something that can be learnt."""

    def choose(self, chance: random.Random) -> object:
        return type("Speaker", (), {"name": "babbler"})()

    def speak(self, text: str, _language: str, _speaker: object) -> np.ndarray:
        tones = [np.sin(np.arange(3200) * (0.02 + (ord(c) % 61) / 60)) for c in text]
        return (6000 * np.concatenate(tones)).astype(np.int16)


@pytest.fixture
def speech(tmp_path: Path) -> Path:
    folder = tmp_path / "speech"
    generate(Babbler(), "kokoro", TEXTS, folder, 1, range(2), lambda *_: None)
    return folder


def test_batches_carry_the_labels_of_their_examples(speech: Path) -> None:
    found = examples(speech, {})
    assert len(found) == 80
    total = 0
    for batch in batches(found, 20.0, 3, augmented=True):
        size = len(batch.letters)
        total += size
        assert batch.input.shape[0] == batch.mask.shape[0] == size
        assert batch.input.shape[2] == 2 * batch.mask.shape[1]
        assert all(len(own) <= frames for own, frames in zip(batch.phonemes, batch.frames.tolist(), strict=True))
    assert total == 80


def test_shards_are_read_once_and_new_ones_are_added(speech: Path) -> None:
    known: dict[str, list[object]] = {}
    assert len(examples(speech, known)) == 80
    first = known["kokoro-00000"]
    generate(Babbler(), "espeak", TEXTS, speech, 1, range(1), lambda *_: None)
    assert len(examples(speech, known)) == 120
    assert known["kokoro-00000"] is first


def test_engines_are_heard_in_proportion_and_texts_are_held_out_for_good(speech: Path) -> None:
    generate(Babbler(), "espeak", TEXTS, speech, 1, range(1), lambda *_: None)
    chosen = draw(examples(speech, {}), {"kokoro": 0.75, "espeak": 0.25}, 200, random.Random(1))
    assert sum(each.engine == "espeak" for each in chosen) == 50
    assert sum(each.engine == "kokoro" for each in chosen) == 150
    texts = [f"text {i}" for i in range(4000)]
    held = {text for text in texts if held_out(text, 0.05)}
    assert 120 < len(held) < 280
    assert held == {text for text in reversed(texts) if held_out(text, 0.05)}


def test_training_learns_goes_on_where_it_stopped_and_exports(speech: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(training, "_ROUND", 60)
    monkeypatch.setattr(training, "_DEVELOPMENT_SHARE", 1.0)
    monkeypatch.setattr(training, "held_out", lambda text, _share: text == "लाल")
    scores = []
    plan = Plan(minutes=0.05, frozen=0, seconds=30)
    train(Network(None, layers=1), speech, plan, tmp_path / "run", lambda _, score: scores.append(score))
    lines = (tmp_path / "run" / "log.jsonl").read_text().splitlines()
    assert (tmp_path / "run" / "checkpoint.pt").exists()
    again = Plan(minutes=0.1, frozen=0, seconds=30)
    network = train(Network(None, layers=1), speech, again, tmp_path / "run", lambda _, score: scores.append(score))
    assert len((tmp_path / "run" / "log.jsonl").read_text().splitlines()) > len(lines)
    assert all(set(score.phonemes) == {"hi"} for score in scores)

    (tmp_path / "pack").mkdir()
    assert export(network, tmp_path / "pack" / "model.onnx") < 2e-3
    heard = IndicMini(tmp_path / "pack").posteriors(np.zeros(16_000, np.float32))
    assert heard.phonemes.shape == (50, 32)
    assert sum(heard.languages.values()) == pytest.approx(1, abs=1e-3)
    np.testing.assert_allclose(np.exp(heard.phonemes).sum(-1), 1, atol=1e-3)

    restored = restore(tmp_path / "pack" / "model.onnx").eval()
    for name, value in network.state_dict().items():
        torch.testing.assert_close(restored.state_dict()[name], value, atol=0.02, rtol=0.02)


def test_attention_is_the_same_with_and_without_gradients() -> None:
    network = Network(None, layers=2).eval()
    mel = torch.randn(2, 80, 60, generator=torch.Generator().manual_seed(1))
    mask = torch.arange(30)[None] < torch.tensor([30, 17])[:, None]
    learning = network(mel, mask)
    with torch.no_grad():
        listening = network(mel, mask)
    for one, other in zip(learning, listening, strict=True):
        torch.testing.assert_close(one[0], other[0], atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(learning.phonemes[1, :17], listening.phonemes[1, :17], atol=1e-4, rtol=1e-4)


def test_without_kokoro_what_the_others_say_is_held_out(speech: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generate(Babbler(), "espeak", TEXTS, speech, 1, range(1), lambda *_: None)
    found = examples(speech, {})
    monkeypatch.setattr(training, "held_out", lambda text, _share: text == "लाल")
    assert {each.engine for each in training._development(found)} == {"kokoro"}
    espeak = [each for each in found if each.engine == "espeak"]
    assert {each.text for each in training._development(espeak)} == {"लाल"}
    monkeypatch.setattr(training, "held_out", lambda *_: False)
    assert training._development(espeak) == []


def test_no_speech_is_said_to_be_missing(tmp_path: Path) -> None:
    (tmp_path / "speech").mkdir()
    with pytest.raises(ValueError, match="no speech to learn from"):
        train(Network(None, layers=1), tmp_path / "speech", Plan(minutes=1), tmp_path / "run", lambda *_: None)
