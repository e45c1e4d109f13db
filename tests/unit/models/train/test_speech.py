from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from models.train import espeak, kokoro
from models.train.augment import augment
from models.train.speech import UTTERANCES, Utterance, generate, load
from models.train.texts import Text
from phonetics.g2p import narrow, words

TEXTS = [Text("hi", "kiosk", "लाल साड़ी दिखाओ"), Text("mr", "kiosk", "साडी दाखवा"), Text("bn", "store", "শাড়ি দেখান")]


class Beeper:
    """Says a tone as long as the text; a speaker is a pitch."""

    def __init__(self) -> None:
        self.spoken = 0

    def choose(self, chance: random.Random) -> kokoro.Speaker:
        return kokoro.Speaker((("beep", 1.0),), chance.choice([0.9, 1.1]))

    def speak(self, text: str, _language: str, speaker: kokoro.Speaker) -> np.ndarray:
        self.spoken += 1
        return (1000 * np.sin(np.arange(800 * len(text)) * speaker.speed / 10)).astype(np.int16)


def make(folder: Path, shards: range, seed: int = 1) -> Beeper:
    beeper = Beeper()
    generate(beeper, "beep", TEXTS, folder, seed, shards, lambda *_: None)
    return beeper


def everything(folder: Path, number: int) -> list[tuple[Utterance, bytes]]:
    return [(utterance, samples.tobytes()) for utterance, samples in load(folder / f"beep-{number:05d}")]


def test_a_shard_keeps_what_was_said_by_whom_and_how_it_sounds(tmp_path: Path) -> None:
    make(tmp_path, range(1))
    read = list(load(tmp_path / "beep-00000"))
    assert len(read) == UTTERANCES
    for utterance, samples in read:
        assert len(samples) == 800 * len(utterance.text)
        assert utterance.phonemes == tuple(narrow(word, utterance.language) for word in words(utterance.text))
        assert utterance.speaker.startswith("beep:1.00")


def test_an_interrupted_run_goes_on_with_the_same_choices(tmp_path: Path) -> None:
    make(tmp_path / "at once", range(3))
    make(tmp_path / "later", range(1))
    assert make(tmp_path / "later", range(3)).spoken == 2 * UTTERANCES
    for number in range(3):
        assert everything(tmp_path / "later", number) == everything(tmp_path / "at once", number)
    make(tmp_path / "other", range(1), seed=2)
    assert everything(tmp_path / "other", 0) != everything(tmp_path / "at once", 0)


def test_a_shard_without_its_list_is_made_again(tmp_path: Path) -> None:
    make(tmp_path, range(1))
    (tmp_path / "beep-00000.jsonl").unlink()
    assert make(tmp_path, range(1)).spoken == UTTERANCES


def test_kokoro_is_given_our_own_phonemes() -> None:
    assert kokoro.spell("मुझे साड़ी", "hi", palatal=True) == "mˈʊɟʰeː sˈaːɽiː."
    assert kokoro.spell("চাই", "bn", palatal=False) == "ʧˈai."
    assert kokoro.spell("चांगला", "mr", palatal=True) == "ʦˈaːŋɡlaː."


def test_held_out_voices_are_never_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kokoro.onnxruntime, "InferenceSession", lambda *_, **__: None)
    for name in (*kokoro.HELD_OUT, "hf_alpha", "af_heart", "bm_lewis"):
        np.zeros((510, 256), "<f4").tofile(tmp_path / f"{name}.bin")
    crowd = kokoro.Kokoro(tmp_path / "model.onnx", tmp_path, {})
    chosen = {voice for seed in range(200) for voice, _ in crowd.choose(random.Random(seed)).shares}
    assert chosen == {"hf_alpha", "af_heart", "bm_lewis"}


@pytest.mark.parametrize(
    ("word", "expected"), [("কিনতে", "किन्ते"), ("শাড়ি", "शाड़ि"), ("পাঁচ", "पाँच्"), ("আমার", "आमार्"), ("বড়", "बॉड़ो")]
)
def test_bengali_is_spelt_for_espeak_as_it_sounds(word: str, expected: str) -> None:
    assert espeak.respell(narrow(word, "bn")) == expected


def test_an_augmented_voice_stays_audible_and_in_range() -> None:
    speech = (0.3 * np.sin(np.arange(16_000) / 5)).astype(np.float32)
    for seed in range(40):
        chance = np.random.default_rng(seed)
        heard = augment(speech, [speech[::-1].copy()], chance)
        assert heard.dtype == np.float32
        assert np.abs(heard).max() <= 1
        assert np.isfinite(heard).all()
        assert heard.std() > 1e-4
        assert len(heard) > 13_000
    again = augment(speech, [speech[::-1].copy()], np.random.default_rng(39))
    np.testing.assert_array_equal(heard, again)
