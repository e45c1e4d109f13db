"""The lines that `sahayak ask --stdin` reads: each is a question, or is told what is wrong with it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop.commands.ask import Failure, Question, _line, parse_line
from engine.languages import Language


def parse(data: object):
    return parse_line(json.dumps(data).encode() + b"\n")


def refused(line: bytes) -> Failure:
    failure = parse_line(line)
    assert isinstance(failure, Failure)
    assert failure.problem.exit_code == 2
    return failure


def test_words_become_a_question():
    assert parse({"session": "s1", "text": "पंखा", "language": "hi"}) == Question("s1", "पंखा", None, Language.HINDI)


def test_a_recording_becomes_a_question():
    assert parse({"session": "s1", "audio": "a/b.wav"}) == Question("s1", None, Path("a/b.wav"), None)


@pytest.mark.parametrize("named", [{}, {"session": None}, {"session": ""}])
def test_without_a_session_there_is_one_for_all(named):
    assert parse({**named, "text": "x"}).session == "default"


def test_a_session_may_be_a_number():
    assert parse({"session": 7, "text": "x"}).session == "7"


@pytest.mark.parametrize("language", [None, "", "auto"])
def test_without_a_language_the_customers_own_counts(language):
    assert parse({"text": "x", "language": language}).language is None


def test_words_may_be_empty_and_a_null_recording_is_none():
    assert parse({"text": "", "audio": None}) == Question("default", "", None, None)


@pytest.mark.parametrize(
    "line",
    [
        b"hello",
        b'{"text": "x"',
        b"{'text': 'x'}",
        b'{"text": "x"} {"text": "y"}',
        b'{"text": "\xff"}',
        b'\xef\xbb\xbf{"text": "x"}',
        b'{"text": "a\x01b"}',
        b'{"text": "x", "n": ' + b"9" * 5000 + b"}",
        b"[" * 200_000,
        b'{"a":' * 200_000 + b"1" + b"}" * 200_000,
    ],
    ids=["word", "cut", "quotes", "two", "bytes", "mark", "control", "number", "deep", "deeper"],
)
def test_what_is_not_json_is_said_with_an_example(line):
    failure = refused(line)
    assert failure.problem.kind == "bad_input"
    assert failure.problem.message.startswith("the line is not JSON")
    assert '"text"' in failure.problem.hint


@pytest.mark.parametrize("line", [b"null", b"[]", b'["text"]', b'"text"', b"1", b"NaN", b"true"])
def test_json_that_is_no_object_is_said(line):
    assert "not a JSON object" in refused(line).problem.message


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"text": "x", "audio": "a.wav"},
        {"text": "", "audio": "a.wav"},
        {"text": None},
        {"text": 1},
        {"text": ["x"]},
        {"audio": 1},
        {"text": 1, "audio": "a.wav"},
        {"audio": {"path": "a.wav"}},
    ],
    ids=str,
)
def test_exactly_one_of_words_and_recording_is_needed(data):
    failure = refused(json.dumps({"session": "s1", **data}).encode())
    assert failure.session == "s1"
    assert '"text" or "audio"' in failure.problem.message


@pytest.mark.parametrize("language", ["fr", "HI", "hindi", "\ud800", 5, ["hi"], {"code": "hi"}, True], ids=repr)
def test_an_unknown_language_is_answered_with_the_known_ones(language):
    failure = refused(json.dumps({"session": "s1", "text": "x", "language": language}).encode())
    assert failure.session == "s1"
    assert failure.problem.kind == "unknown_language"
    assert repr(language) in failure.problem.message
    assert failure.problem.hint == "choose one of: auto, hi, bn, mr, en"


def test_half_a_character_is_a_character():
    question = parse_line(b'{"session": "\\ud800", "text": "a\\udc00"}')
    assert (question.session, question.text) == ("\ud800", "a\udc00")


def test_deep_values_that_nobody_asks_for_do_not_matter():
    assert parse_line(b'{"text": "x", "more": ' + b"[" * 100 + b"]" * 100 + b"}") == Question(
        "default", "x", None, None
    )


@pytest.mark.parametrize("text", ["पंखा", "\ud800", "a\\\udfffb", "\U0001f600", 'quote " and \\ud800'])
def test_an_answer_is_one_line_of_utf_8_that_says_the_same(text, monkeypatch):
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=written))
    _line({"session": text})
    line = written.getvalue()
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert json.loads(line.decode("utf-8")) == {"session": text}
