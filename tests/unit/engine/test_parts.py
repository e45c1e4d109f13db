"""The engine's parts from the settings and the installed packs."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import parts
from engine.errors import VoiceFailed
from engine.languages import Language
from engine.llm.groq import GroqBrain
from engine.llm.offline.brain import OfflineBrain
from engine.parts import NoGroqKey, brains, installed
from engine.settings import BrainChoice, Settings
from engine.stt.grammar import StoreWords
from engine.stt.indic import IndicRecogniser
from engine.tts.base import Voice
from models.errors import PackError, PackMissing, UnknownPack
from models.store import PackStore
from tests.fakes.fake_tts import FakeVoice


@pytest.fixture(autouse=True)
def _empty_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.llm.credentials.keyring.get_password", lambda *_: None)


def _made(choice: BrainChoice) -> list[type]:
    return [type(brain) for brain in brains(Settings(brain=choice), time.monotonic)]


def test_without_a_key_the_offline_brain_answers_alone() -> None:
    assert _made("auto") == [OfflineBrain]


def test_who_insists_on_groq_is_told_that_there_is_no_key() -> None:
    with pytest.raises(NoGroqKey) as missing:
        _made("groq")
    assert missing.value.kind == "llm_error"
    assert "no Groq key" in missing.value.message
    assert "GROQ_API_KEY" in missing.value.hint
    assert missing.value.exit_code == 1


@pytest.mark.parametrize(("variable", "value"), [("GROQ_API_KEY", "gsk_x"), ("GROQ_BASE_URL", "http://10.0.0.5:8000")])
def test_with_a_key_or_a_server_of_ones_own_groq_comes_first(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    assert _made("auto") == _made("groq") == [GroqBrain, OfflineBrain]
    assert _made("offline") == [OfflineBrain]


def test_the_key_in_the_keyring_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.llm.credentials.keyring.get_password", lambda *_: "gsk_ring")
    assert _made("auto") == [GroqBrain, OfflineBrain]


def test_the_engine_makes_its_brains_from_the_settings() -> None:
    made = installed(Settings(brain="groq"))
    with pytest.raises(NoGroqKey):
        made.brains(time.monotonic)


def test_missing_voice_packs_are_told_with_the_way_out() -> None:
    with pytest.raises(VoiceFailed, match="no voice is installed") as missing:
        installed(Settings()).voices(16_000)
    assert missing.value.hint == "sahayak models install kokoro espeak-ng"


def _speaks(made: parts.Parts, rate: int) -> int:
    """How many samples a word becomes."""
    spoken = made.voices(rate).speak("hello", Language.ENGLISH, threading.Event())
    return len(np.concatenate(list(spoken)))


@pytest.mark.parametrize("present", ["_kokoro", "_espeak"])
def test_one_voice_is_enough(monkeypatch: pytest.MonkeyPatch, present: str) -> None:
    voice = FakeVoice(rate=8000, seconds_a_word=1.0)
    monkeypatch.setattr(parts, present, lambda *_: voice)
    assert _speaks(installed(Settings()), 8000) == 8000
    assert _speaks(installed(Settings()), 16_000) == 16_000
    assert [text for text, _ in voice.spoken] == ["hello", "hello"]


@pytest.mark.parametrize("error", [PackMissing("kokoro"), VoiceFailed("Kokoro has no voice 'x'")])
def test_a_voice_that_cannot_be_loaded_gives_way_to_the_next(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def missing(*_: Any) -> Voice:
        raise error

    voice = FakeVoice()
    monkeypatch.setattr(parts, "_kokoro", missing)
    monkeypatch.setattr(parts, "_espeak", lambda *_: voice)
    missing.__name__ = "_kokoro"
    assert _speaks(installed(Settings()), 8000) > 0
    assert len(voice.spoken) == 1


def test_kokoro_speaks_where_both_voices_are(monkeypatch: pytest.MonkeyPatch) -> None:
    kokoro, espeak = FakeVoice(), FakeVoice()
    monkeypatch.setattr(parts, "_kokoro", lambda *_: kokoro)
    monkeypatch.setattr(parts, "_espeak", lambda *_: espeak)
    _speaks(installed(Settings()), 8000)
    assert (len(kokoro.spoken), len(espeak.spoken)) == (1, 0)


def test_missing_packs_are_named() -> None:
    made = installed(Settings())
    with pytest.raises(PackMissing, match="silero-vad"):
        made.vad()
    with pytest.raises(PackMissing, match="whisper-base") as missing:
        made.recogniser(StoreWords({}))
    assert missing.value.hint == "sahayak models install whisper-base"


@pytest.fixture
def recognisers(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Stand-ins for what reads Whisper's weights; the arguments of each that is made."""
    made: list[Any] = []
    monkeypatch.setattr("engine.stt.phrases.PhraseRecogniser", lambda *given: made.append(given) or "phrases")
    monkeypatch.setattr("engine.stt.second_opinion.SecondOpinion", lambda *given: made.append(given) or "opinion")
    return made


WHISPER: Any = object()


@pytest.mark.parametrize("error", [PackMissing("indic-mini"), UnknownPack("indic-mini", []), PackError("damaged")])
def test_without_the_small_recogniser_whisper_looks_for_phrases(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, recognisers: list[Any], error: PackError
) -> None:
    def missing(*_: Any) -> Path:
        raise error

    monkeypatch.setattr(PackStore, "path", missing)
    store = StoreWords({})
    found: Any = parts._indic(PackStore(tmp_path), Settings(), store, WHISPER, tmp_path)
    assert found == "phrases"
    assert recognisers[0][:3] == (WHISPER, tmp_path, store)


def test_the_small_recogniser_comes_first_where_it_is_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, recognisers: list[Any]
) -> None:
    loaded: list[Path] = []
    monkeypatch.setattr("engine.stt.indic_mini.IndicMini", lambda folder, _threads: loaded.append(folder))
    monkeypatch.setattr(PackStore, "path", lambda _packs, name: tmp_path / name)
    found = parts._indic(PackStore(tmp_path), Settings(), StoreWords({}), WHISPER, tmp_path)
    assert isinstance(found, IndicRecogniser)
    assert loaded == [tmp_path / "indic-mini"]
    assert recognisers == [(WHISPER,)]  # a second opinion, and no search that takes a minute to prepare
