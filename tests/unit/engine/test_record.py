"""A turn as `sahayak ask --json` promises it, key by key."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.errors import BadAudio, KnownProblem, NetworkDown, NoSpeech, RecognitionFailed
from engine.languages import Language
from engine.llm.base import TextDelta
from engine.llm.offline.brain import OfflineBrain
from engine.record import Problem, Timings, TurnRecord
from engine.stt.base import Transcript
from engine.tools.base import Card, ToolCall, ToolResult, ToolRun
from tests.fakes.fake_brain import FakeBrain
from tests.fakes.fake_kiosk import open_kiosk
from tests.fakes.fake_store import ASHA
from tests.fakes.virtual_time import in_virtual_time


def _record(**more: Any) -> TurnRecord:
    transcript = Transcript("ok", Language.HINDI, 0.5)
    return TurnRecord("s1", 1, datetime(2026, 1, 15, tzinfo=UTC), transcript, "हाँ", Language.HINDI, **more)


def test_every_key() -> None:
    run = ToolRun(
        ToolCall("c1", "search_products", {"query": "साड़ी"}), ToolResult({"status": "ok", "products": []}), 4.1499
    )
    record = TurnRecord(
        session="s7",
        turn=3,
        started_at=datetime(2026, 1, 15, tzinfo=UTC),
        transcript=Transcript("लाल साड़ी", Language.HINDI, 0.92999),
        reply="₹2,999",
        language=Language.MARATHI,
        runs=(run,),
        heard="₹2,999",
        spoken_seconds=1.5,
        cards=(Card("product", "P01", {"name": "Saree", "price": 899}), Card("confirm", "1003")),
        context={"intent": "search"},
        timings=Timings(100.04, 200.06, 4.1499, 50, 350, 2000),
        brain="offline",
        problem=Problem("network", "no network", "plug it in", "problem.internal"),
    )
    assert record.to_json() == {
        "session": "s7",
        "turn": 3,
        "transcript": {"text": "लाल साड़ी", "language": "hi", "confidence": 0.93},
        "tools": [
            {
                "name": "search_products",
                "arguments": {"query": "साड़ी"},
                "result": {"status": "ok", "products": []},
                "ms": 4.1,
            }
        ],
        "reply": {"text": "₹2,999", "language": "mr"},
        "cards": [{"kind": "product", "id": "P01"}, {"kind": "confirm", "id": "1003"}],
        "context": {"intent": "search"},
        "timings_ms": {
            "stt": 100.0,
            "first_token": 200.1,
            "tools": 4.1,
            "tts_first_audio": 50,
            "voice_to_voice": 350,
        },
        "problem": {"kind": "network", "message": "no network"},
    }


def test_a_turn_in_which_nothing_happened() -> None:
    data = _record().to_json()
    assert (data["tools"], data["cards"], data["problem"]) == ([], [], None)
    assert set(data["timings_ms"].values()) == {0}


def test_the_record_is_not_changed_through_its_json() -> None:
    arguments = {"query": "fan"}
    record = _record(runs=(ToolRun(ToolCall("c1", "search_products", arguments), ToolResult({}), 1.0),))
    record.to_json()["tools"][0]["arguments"]["query"] = "lamp"
    assert arguments == {"query": "fan"}


@in_virtual_time
async def test_a_real_turn_keeps_the_contract(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, OfflineBrain()) as kiosk:
        question = kiosk.speech.of(f"cancel order 1002, my number is {ASHA}")
        record = await kiosk.engine.ask_audio("s1", question, Language.ENGLISH)
    data = json.loads(json.dumps(record.to_json()))
    assert list(data) == [
        "session",
        "turn",
        "transcript",
        "tools",
        "reply",
        "cards",
        "context",
        "timings_ms",
        "problem",
    ]
    assert list(data["transcript"]) == ["text", "language", "confidence"]
    assert [list(tool) for tool in data["tools"]] == [["name", "arguments", "result", "ms"]]
    assert list(data["reply"]) == ["text", "language"]
    assert data["cards"] == [{"kind": "confirm", "id": "1002"}]
    assert data["context"] == {
        "intent": "cancel_order",
        "last_product_id": None,
        "last_order_id": "1002",
        "awaiting_confirmation": True,
        "pending_action": {"tool": "cancel_order", "arguments": {"order_id": "1002", "reason": None}},
        "verified": True,
    }
    assert list(data["timings_ms"]) == ["stt", "first_token", "tools", "tts_first_audio", "voice_to_voice"]
    assert all(isinstance(value, int | float) for value in data["timings_ms"].values())


@in_virtual_time
async def test_a_problem_keeps_the_contract(tmp_path: Path) -> None:
    async with open_kiosk(tmp_path, FakeBrain([NetworkDown("no network")]), FakeBrain([TextDelta("Hi.")])) as kiosk:
        record = await kiosk.engine.ask_text("s1", "hello")
    assert record.to_json()["problem"] == {"kind": "network", "message": "no network"}


@pytest.mark.parametrize(
    ("known", "kind", "phrase"),
    [
        (NoSpeech("m", "h"), "no_speech", "problem.no_speech"),
        (BadAudio("m", "h"), "bad_audio", "problem.not_understood"),
        (RecognitionFailed("m", "h"), "stt_timeout", "problem.not_heard"),
        (KnownProblem("m", "h"), "internal", "problem.internal"),
    ],
)
def test_a_known_problem_in_the_record(known: KnownProblem, kind: str, phrase: str) -> None:
    assert Problem.of(known) == Problem(kind, "m", "h", phrase)
