from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from catalog.store import Catalog
from engine.languages import Language
from engine.record import Problem, Timings, TurnRecord
from engine.telemetry.agent_log import format_turn
from engine.tools import registry
from engine.tools.base import ToolCall, ToolContext, ToolRun
from engine.tools.guard import Guard
from tests.fakes.fake_store import ASHA, make_store, open_store
from tests.fakes.texts import any_text
from tests.fakes.turn_records import ran, record

PHONE = "9876543210"
KEY = "gsk_Ab12Cd34Ef56Gh78Ij90"


@pytest.fixture(autouse=True)
def _in_india(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_turn_as_a_person_reads_it() -> None:
    turn = record(
        "show me sarees\nunder 2000",
        "I found 2.\nRed Saree is ₹899.",
        turn=3,
        runs=(
            ran("search_products", {"status": "ok", "products": [{"id": "P01"}, {"id": "P02"}]}, query="saree"),
            ran("track_order", {"status": "ok", "order": {"id": "1001", "total": 899}}, 12.0, order_id="1001"),
        ),
        heard="I found 2.",
        spoken_seconds=2.345,
        timings=Timings(stt=410.4, first_token=20.2, tools=16.0, tts_first_audio=150.0, voice_to_voice=880.6),
        brain="offline",
        problem=Problem("llm_timeout", "Groq took too long"),
    )
    assert (
        format_turn(turn)
        == """### Turn 3 | 12:00:05

**Customer** (en): show me sarees under 2000

- STT confidence: 0.93
- Language: en
- Processing time: 431 ms
- Brain: offline

**Tool calls**

1. `search_products`
   - Input: `{"query": "saree"}`
   - Output: `{"status": "ok", "products": ["P01", "P02"]}`
   - Time: 4.1 ms
2. `track_order`
   - Input: `{"order_id": "1001"}`
   - Output: `{"status": "ok", "order": "1001"}`
   - Time: 12.0 ms

**Agent response**

> I found 2.
> Red Saree is ₹899.

- Heard of it: I found 2.
- TTS duration: 2.35 s
- Total latency: 881 ms
- Problem: llm_timeout: Groq took too long

"""
    )


def test_a_turn_without_tools_voice_or_trouble() -> None:
    text = format_turn(record(timings=Timings(stt=1.0, first_token=2.0)))
    assert "Tool calls" not in text
    assert "Heard of it" not in text
    assert "Problem" not in text
    assert "- Brain: none" in text
    assert "- Total latency: 3 ms" in text  # nothing was spoken, so the answer's first word counts


def test_an_interrupted_turn_tells_what_was_heard() -> None:
    assert "- Heard of it: (nothing)" in format_turn(record(heard=""))
    assert "Heard of it" not in format_turn(record(reply="Hello!", heard="Hello!"))


def test_silence_is_told() -> None:
    assert "**Customer** (en): (nothing)" in format_turn(record(""))


def test_a_long_value_is_shortened() -> None:
    text = format_turn(record(runs=(ran("search_products", {"status": "ok"}, query="x" * 1000),)))
    (line,) = [line for line in text.splitlines() if "Input" in line]
    assert len(line) < 450
    assert line.endswith("…`")


def test_every_result_of_a_tool_can_be_written(tmp_path: Path) -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("search_products", {"query": "saree"}),
        ("search_products", {"query": "saree", "price_range": {"max": 1}}),
        ("search_products", {"query": "helicopter"}),
        ("search_products", {"max_results": "many"}),
        ("get_product_faq", {"product_id": "P04"}),
        ("get_product_faq", {"product_id": "nothing"}),
        ("get_product_faq", {"product_id": "store"}),
        ("track_order", {"order_id": "1001"}),
        ("cancel_order", {"order_id": "1001"}),
        ("cancel_order", {"order_id": "1003"}),
        ("initiate_return", {"order_id": "1004", "reason": "defective", "action": "refund"}),
        ("get_policy", {"policy_type": "returns"}),
        ("get_policy", {"policy_type": "refunds"}),
        ("call_staff", {"summary": f"angry, {PHONE}"}),
        ("no_such_tool", {}),
    ]
    runs = []
    with open_store(make_store(tmp_path)) as catalog:
        for guard in (Guard(lambda: 0.0), Guard(lambda: 0.0)):
            runs += [_run(catalog, guard, name, arguments) for name, arguments in calls]
            guard.hear(ASHA)
            runs += [_run(catalog, guard, name, arguments) for name, arguments in calls]
    statuses = {run.result.data["status"] for run in runs}
    assert statuses >= {
        "ok",
        "nothing_fits",
        "not_found",
        "error",
        "phone_needed",
        "confirmation_needed",
        "not_possible",
    }
    text = format_turn(record(runs=tuple(runs)))
    assert text.count("   - Output: `{") == len(runs)
    assert ASHA not in text
    assert "Laburnum" not in text


def _run(catalog: Catalog, guard: Guard, name: str, arguments: dict[str, Any]) -> ToolRun:
    return registry.run(ToolCall("c", name, arguments), ToolContext(catalog, guard, "s", Language.ENGLISH, "warranty"))


SECRETS = f"call {PHONE}, key {KEY}"


@pytest.mark.parametrize(
    "turn",
    [
        record(text=SECRETS),
        record(reply=SECRETS),
        record(heard=SECRETS),
        record(problem=Problem("llm_error", SECRETS)),
        record(runs=(ran("track_order", {"status": "ok"}, order_id="1", phone_number=PHONE),)),
        record(runs=(ran("track_order", {"status": "ok"}, order_id=int(PHONE)),)),
        record(runs=(ran("call_staff", {"status": "ok", "ticket": PHONE, "why": SECRETS}, summary=SECRETS),)),
        record(runs=(ran(SECRETS, {"status": "error", "error": SECRETS}),)),
    ],
)
def test_no_phone_number_and_no_key_is_written(turn: TurnRecord) -> None:
    text = format_turn(turn)
    assert PHONE not in text
    assert KEY not in text
    assert "[" in text


@given(any_text())
def test_any_turn_can_be_written_on_its_own_lines(text: str) -> None:
    turn = record(text, text, heard=text[:5], problem=Problem("x", text), runs=(ran(text, {"status": text}, a=text),))
    lines = format_turn(turn).splitlines()
    assert [line for line in lines if line.startswith("#")] == ["### Turn 1 | 12:00:05"]
    starts = ("### ", "**", "- ", "> ", ">", "1. ", "   - ", "")
    assert all(line.startswith(starts[:-1]) or not line for line in lines)
