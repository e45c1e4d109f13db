"""The bundled pack: it is what the registry says, and it hears a voice that it was not trained on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine.audio.format import SAMPLE_RATE, Pcm, resample, to_float
from engine.languages import Language
from engine.stt.indic_mini import IndicMini
from engine.tts.kokoro import Kokoro
from models import registry
from models.indic_mini.symbols import collapse, phonemes, spelling
from models.install import install
from models.store import PackStore
from models.verify import State, verify
from phonetics.g2p import phonemes as sound

_LARGEST_MODEL = 25_000_000  # bytes


def test_the_bundled_pack_installs_and_verifies(tmp_path: Path) -> None:
    pack = registry.load()["indic-mini"]
    bill = install(pack, tmp_path)
    assert bill.origins == ("bundled",)
    assert verify(pack, tmp_path).state is State.OK
    assert (tmp_path / "indic-mini" / "model.onnx").stat().st_size <= _LARGEST_MODEL
    assert IndicMini(tmp_path / "indic-mini").listen(np.zeros(SAMPLE_RATE, np.float32)).phonemes.shape == (50, 32)


@pytest.fixture(scope="module")
def ears(tmp_path_factory: pytest.TempPathFactory) -> IndicMini:
    root = tmp_path_factory.mktemp("packs")
    install(registry.load()["indic-mini"], root)
    return IndicMini(root / "indic-mini")


@pytest.fixture(scope="module")
def say(packs: PackStore) -> Callable[[str, Language], Pcm]:
    """Speaks with the voice that no training utterance has."""
    voice = Kokoro(packs.path("kokoro"), dict.fromkeys(Language, "hm_psi"))

    def speak(text: str, language: Language) -> Pcm:
        import threading

        parts = list(voice.speak(text, language, threading.Event()))
        return resample(np.concatenate(parts), voice.rate, SAMPLE_RATE)

    return speak


@pytest.mark.models
@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.HINDI, "मुझे लाल साड़ी दिखाइए"),
        (Language.HINDI, "मेरा ऑर्डर कहाँ है"),
        (Language.MARATHI, "मला एक सायकल दाखवा"),
        (Language.MARATHI, "माझी ऑर्डर कधी येणार"),
        (Language.BENGALI, "আমাকে প্রেশার কুকার দেখান"),
        (Language.BENGALI, "আমার অর্ডার কোথায়"),
    ],
)
def test_a_voice_that_it_does_not_know_is_heard(
    ears: IndicMini, say: Callable[[str, Language], Pcm], language: Language, text: str
) -> None:
    heard = ears.listen(to_float(say(text, language)))
    spoken, wanted = phonemes(collapse(heard.phonemes.argmax(-1).tolist())), sound(text, language)
    assert _errors(wanted, spoken) < 0.4 * len(wanted)
    written = spelling(ears.dictate(heard, {language: 1.0}).text)
    assert _errors(spelling(text), written) < 0.5 * len(spelling(text))


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.5, 60.0])
def test_any_length_of_silence_and_of_noise_is_listened_to(ears: IndicMini, seconds: float) -> None:
    length = int(seconds * SAMPLE_RATE)
    for sound_of in (np.zeros(length), np.random.default_rng(0).uniform(-1, 1, length)):
        heard = ears.listen(sound_of.astype(np.float32))
        assert np.isfinite(heard.phonemes).all()
        transcript = ears.dictate(heard, {Language.HINDI: 1.0})
        assert 0 <= transcript.confidence <= 1
    assert len(heard.phonemes) <= 1500


def _errors(wanted: str, got: str) -> int:
    row = list(range(len(got) + 1))
    for i, a in enumerate(wanted, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(got, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]
