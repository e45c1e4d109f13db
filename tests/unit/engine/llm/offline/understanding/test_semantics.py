"""The classifier of intents, as it is shipped and as it is fitted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.llm.offline.understanding import semantics
from tests.benchmarks import fit_intents

SAID = [  # in no list of examples
    ("track_order", "मेरा पार्सल अभी तक पहुँचा क्यों नहीं"),
    ("track_order", "mera parcel ab tak kyun nahi pahucha"),
    ("policy_shipping", "ডেলিভারি চার্জ কত নেন আপনারা"),
    ("return_order", "पॅन्ट घट्ट होते, परत करायची आहे"),
    ("policy_privacy", "do you give my number to anybody else"),
    ("staff", "please call the manager, I want to talk to a person"),
    ("off_topic", "who will win the cricket match today"),
    ("search", "अम्मा के लिए कोई हल्की चप्पल दिखाइए"),
]


@pytest.mark.parametrize(("intent", "text"), SAID)
def test_what_nobody_has_written_down_is_understood(intent: str, text: str) -> None:
    assert text not in dict(fit_intents.sentences())
    scores = semantics.load().scores(text)
    assert max(scores, key=scores.__getitem__) == intent


def test_the_shipped_weights_are_those_of_the_sentences() -> None:
    sentences = fit_intents.sentences()
    assert {intent for _, intent in sentences} == set(semantics.load().names)
    chosen = sentences[:: len(sentences) // 400]
    scores = [semantics.load().scores(text) for text, _ in chosen]
    right = sum(max(one, key=one.__getitem__) == intent for one, (_, intent) in zip(scores, chosen, strict=True))
    assert right / len(chosen) > 0.95, "fit them again: python -m tests.benchmarks.fit_intents"


@pytest.mark.parametrize("text", ["", "…", "\u200b", "🙂" * 50])
def test_no_words_are_no_mistake(text: str) -> None:
    assert set(semantics.load().scores(text)) == set(semantics.load().names)


def test_a_fit_is_kept_and_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = fit_intents.fit(["show me shoes", "show me bags", "call a person", "call someone"], ["s", "s", "p", "p"])
    model.save(tmp_path / "intents.npz")
    monkeypatch.setattr(semantics, "WEIGHTS", tmp_path / "intents.npz")
    semantics.load.cache_clear()
    try:
        read = semantics.load()
    finally:
        semantics.load.cache_clear()
    assert read.names == ("s", "p")
    assert np.allclose(read.weights, model.weights, atol=1e-3)
