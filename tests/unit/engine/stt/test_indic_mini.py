from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.languages import Language
from engine.stt import indic_mini
from engine.stt.indic_mini import SPOKEN, IndicMini
from models.errors import PackError
from models.indic_mini.model import Posteriors
from models.indic_mini.ngrams import NGrams
from models.indic_mini.symbols import LETTERS, letter_ids
from phonetics.phonemes import PHONEMES

HI, MR, BN = Language.HINDI, Language.MARATHI, Language.BENGALI
TEXTS = {HI: "लाल साड़ी", MR: "लाल साडी", BN: "লাল শাড়ি"}
EVERY = dict.fromkeys(SPOKEN, 1.0)


def frames(text: str, certainty: float) -> np.ndarray:
    """A blank after each letter; of what remains the letters get equal shares."""
    rows = np.full((2 * len(letter_ids(text)), len(LETTERS) + 1), (1 - certainty) / len(LETTERS))
    for place, symbol in enumerate(letter_ids(text)):
        rows[2 * place, symbol] = certainty
        rows[2 * place + 1, 0] = certainty
    return np.log(rows).astype(np.float32)


class Model:
    """Each language's letters say that language's text."""

    def __init__(self, _folder: Path, _threads: int) -> None:
        self.languages = {"hi": 0.2, "mr": 0.1, "bn": 0.7}
        self.certainty = 0.9

    def posteriors(self, audio: np.ndarray) -> Posteriors:
        letters = {str(language): frames(text, self.certainty) for language, text in TEXTS.items()}
        phonemes = np.zeros((len(audio) // 320, len(PHONEMES) + 1), np.float32)
        return Posteriors(phonemes, letters, self.languages)


@pytest.fixture
def ears(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> IndicMini:
    monkeypatch.setattr(indic_mini, "Model", Model)
    for language in SPOKEN:
        NGrams.count(TEXTS.values()).save(tmp_path / f"letters-{language}.npz")
    return IndicMini(tmp_path)


def test_what_is_heard_is_written_in_the_languages_own_script(ears: IndicMini) -> None:
    heard = ears.listen(np.zeros(16_000, np.float32))
    for language in SPOKEN:
        transcript = ears.dictate(heard, {language: 1.0})
        assert transcript.text == TEXTS[language]
        assert transcript.language == language


def test_the_likeliest_language_is_taken_unless_somebody_knows_better(ears: IndicMini) -> None:
    heard = ears.listen(np.zeros(16_000, np.float32))
    assert ears.dictate(heard, EVERY).language == BN
    assert ears.dictate(heard, {HI: 0.9, BN: 0.05}).language == HI
    assert ears.dictate(heard, {Language.ENGLISH: 1.0}).text == ""
    assert ears.dictate(heard, {}).confidence == 0


def test_confidence_tells_clear_speech_from_mumbling(ears: IndicMini) -> None:
    clear = ears.dictate(ears.listen(np.zeros(16_000, np.float32)), EVERY).confidence
    ears._model.certainty = 0.5  # type: ignore[attr-defined]
    assert ears.dictate(ears.listen(np.zeros(16_000, np.float32)), EVERY).confidence < clear - 0.2


def test_a_pack_without_its_language_models_says_how_to_mend_it(ears: IndicMini, tmp_path: Path) -> None:
    (tmp_path / "letters-mr.npz").write_bytes(b"no archive")
    with pytest.raises(PackError, match="language model") as refused:
        IndicMini(tmp_path)
    assert "models install indic-mini" in refused.value.hint


def test_a_damaged_model_says_how_to_mend_it(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"no model")
    with pytest.raises(PackError, match="indic-mini cannot be loaded") as refused:
        IndicMini(tmp_path)
    assert "models install indic-mini" in refused.value.hint
