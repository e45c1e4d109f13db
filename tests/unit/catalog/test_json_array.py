"""Reading an array piece by piece gives what reading it at once gives, wherever the pieces are cut."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog import json_array as module
from catalog.json_array import JsonArray
from catalog.raw_records import Findings

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def read(path: Path, content: bytes) -> tuple[list[Any], Findings]:
    path.write_bytes(content)
    findings = Findings()
    array = JsonArray(path, findings)
    values = [record.value for record in array]
    assert array.broken == bool(findings.count)
    return values, findings


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(_VALUES, max_size=5),
    escaped=st.booleans(),
    indent=st.sampled_from([None, 0, 1]),
    chunk=st.integers(1, 40),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf"]),
)
def test_any_array_is_read_as_json_reads_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    values: list[Any],
    escaped: bool,
    indent: Any,
    chunk: int,
    mark: bytes,
) -> None:
    monkeypatch.setattr(module, "_CHUNK", chunk)
    text = json.dumps(values, ensure_ascii=escaped, indent=indent).encode("utf-8", "replace")
    expected = json.loads(text)
    assert read(tmp_path / "a.json", mark + text) == (expected, Findings())


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(_VALUES, min_size=1, max_size=3), cut=st.integers(0, 10**6), chunk=st.integers(1, 40))
def test_an_array_that_ends_too_soon_is_named_where_json_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, values: list[Any], cut: int, chunk: int
) -> None:
    monkeypatch.setattr(module, "_CHUNK", chunk)
    text = json.dumps(values, indent=1)
    text = text[: cut % len(text)]
    with pytest.raises(json.JSONDecodeError) as expected:
        json.loads(text)
    found, findings = read(tmp_path / "a.json", text.encode())
    assert found[:-1] == values[: len(found)][:-1]  # the last may be a number whose end is missing
    (problem,) = findings.problems
    place, _, reason = problem.removeprefix("a.json: is not JSON at ").partition(": ")
    assert reason
    if text.strip():  # how `json` counts the end of nothing is its own affair
        line, column = (int(part.split()[1]) for part in place.split(", "))
        assert (line, column) <= (expected.value.lineno, expected.value.colno)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'[{"a": 1}\n {"a": 2}]', "is not JSON at line 2, column 2: Expecting ',' delimiter"),
        (b'[{"a": 1},\n]', "is not JSON at line 2, column 1: Expecting value"),
        (b'[{"a": 1}]\n\n x', "is not JSON at line 3, column 2: Extra data"),
        (b'[{"a": tru}]', "is not JSON at line 1, column 8: Expecting value"),
        (b'[1, {"a": "\x01"}]', "is not JSON at line 1, column 12: Invalid control character at"),
        (b'[{"a": "b', "is not JSON at line 1, column 8: Unterminated string starting at"),
        (b'[{"a": "\xe0\xa4"}]', "is not UTF-8 text (byte 0xe0 at 8); save it as UTF-8"),
        (b'\xef\xbb\xbf[{"a": "\xe9"}]', "is not UTF-8 text (byte 0xe9 at 11); save it as UTF-8"),
        (b'"text"', "must be an array of records"),
        (b"12", "must be an array of records"),
    ],
)
@pytest.mark.parametrize("chunk", [1, 7, 1 << 18])
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, problem: str, chunk: int
) -> None:
    monkeypatch.setattr(module, "_CHUNK", chunk)
    assert read(tmp_path / "a.json", content)[1].problems == [f"a.json: {problem}"]


def test_the_records_before_what_is_wrong_are_read(tmp_path: Path) -> None:
    assert read(tmp_path / "a.json", b"[1, 2, x]")[0] == [1, 2]


def test_a_quotation_mark_too_many_does_not_take_the_whole_file_into_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LONGEST", 10_000)
    monkeypatch.setattr(module, "_CHUNK", 1_000)
    content = b'[{"a": "' + b"x" * 5_000_000
    (tmp_path / "a.json").write_bytes(content)
    findings = Findings()
    tracemalloc.start()
    try:
        assert list(JsonArray(tmp_path / "a.json", findings)) == []
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    assert findings.problems == ["a.json: is not JSON at line 1, column 2: a record that never ends begins here"]


def test_a_long_file_takes_little_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHUNK", 10_000)
    (tmp_path / "a.json").write_text("[" + ",".join(f'{{"id": {n}, "x": "{"x" * 1000}"}}' for n in range(5_000)) + "]")
    tracemalloc.start()
    try:
        assert sum(1 for _ in JsonArray(tmp_path / "a.json", Findings())) == 5_000
        assert tracemalloc.get_traced_memory()[1] < 500_000
    finally:
        tracemalloc.stop()
