from __future__ import annotations

import tomllib

import pytest

from engine import errors
from engine.errors import KnownProblem
from resources import ROOT

PROBLEMS = [error for error in vars(errors).values() if isinstance(error, type) and issubclass(error, KnownProblem)]


@pytest.mark.parametrize("error", PROBLEMS)
@pytest.mark.parametrize("code", ["hi", "bn", "mr", "en"])
def test_every_problem_has_a_phrase_that_the_customer_hears(error, code):
    entry = tomllib.loads((ROOT / "phrases" / f"{code}.toml").read_text(encoding="utf-8"))
    for part in error.phrase.split("."):
        entry = entry[part]
    assert entry


def test_a_problem_carries_its_message_and_the_way_out():
    problem = errors.DeviceFailed("the microphone is gone", "plug it in")
    assert (str(problem), problem.message, problem.hint) == ("the microphone is gone", *problem.args, "plug it in")
    assert KnownProblem("x").hint == ""


@pytest.mark.parametrize(
    ("error", "kind", "exit_code"),
    [
        (errors.BadAudio, "bad_audio", 2),
        (errors.NoSpeech, "no_speech", 2),
        (errors.UnknownLanguage, "unknown_language", 2),
        (errors.BadSettings, "bad_settings", 2),
        (errors.RecognitionFailed, "stt_timeout", 1),
        (errors.BrainFailed, "llm_error", 1),
        (errors.BrainTimeout, "llm_timeout", 1),
        (errors.NetworkDown, "network", 1),
        (errors.VoiceFailed, "tts_error", 1),
        (errors.DeviceFailed, "device", 1),
        (KnownProblem, "internal", 1),
    ],
)
def test_the_names_and_exit_codes_that_outsiders_rely_on(error, kind, exit_code):
    assert (error.kind, error.exit_code) == (kind, exit_code)


def test_the_brains_problems_can_be_caught_together():
    assert issubclass(errors.BrainTimeout, errors.BrainFailed)
    assert issubclass(errors.NetworkDown, errors.BrainFailed)
    assert issubclass(errors.BadAudio, errors.BadInput)
