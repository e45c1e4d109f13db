"""`sahayak run` on a machine without screen and sound: the demo customer is heard, understood, answered and shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.demo.customer import utterances
from engine.audio import wav

pytestmark = pytest.mark.models


def test_the_demo_shows_the_whole_kiosk(sahayak: Any, tmp_path: Path) -> None:
    done = sahayak("run", "--brain", "offline", "--output", tmp_path / "out")
    assert done.code == 0, done.err
    assert "demo customer" in done.err
    folder = tmp_path / "out"
    turns = json.loads((folder / "conversation.json").read_text(encoding="utf-8"))
    said = utterances()
    assert len(turns) == len(said)
    for utterance, turn in zip(said, turns, strict=True):
        if utterance.understood:
            assert turn["problem"] is None, utterance.text
            assert turn["reply"]["language"] == utterance.language
            assert turn["tools"], utterance.text
            assert turn["timings_ms"]["voice_to_voice"] > 0
        else:
            assert turn["problem"]["kind"] == "stt_low_confidence"
    order = turns[6]
    assert order["context"]["verified"]
    assert "1019" in order["reply"]["text"]
    states = {path.stem.split("-")[1] for path in folder.glob("*.png")}
    assert {"starting", "attract", "listening", "thinking", "speaking", "problem"} <= states
    for path in folder.glob("*.png"):
        assert path.stat().st_size > 20_000, f"{path.name} is nearly empty"
    replies = sorted(folder.glob("reply-*.wav"))
    assert len(replies) == len(turns)
    assert all(len(wav.read(path)) > 8000 for path in replies)
    for turn in turns:
        assert turn["reply"]["text"].split()[0] in done.out


def test_help_needs_no_models(sahayak: Any, tmp_path: Path) -> None:
    done = sahayak("run", "--help", SAHAYAK_HOME=str(tmp_path / "empty"))
    assert done.code == 0
    assert "--windowed" in done.out
    assert not (tmp_path / "empty" / "models").exists()
