"""The demo customer: what is said, when it is said, and what came of it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest

from desktop.demo.customer import DemoCustomer, Utterance, recordings_cache, spoken, utterances
from engine.audio import wav
from engine.audio.source import RecordingSource
from engine.events import KioskState, LevelMeasured, StateChanged, TurnCompleted
from engine.languages import Language
from tests.fakes.turn_records import record
from tests.fakes.virtual_time import run

_HELLO = Utterance("Hello", Language.ENGLISH, "am_michael")
_FIRST, _SECOND, _THIRD = (np.full(16_000, level, np.int16) for level in (100, 200, 300))


class Air(RecordingSource):
    """Notes what is said, and when; a recording sounds for a second."""

    def __init__(self) -> None:
        super().__init__(noise=0.0)
        self.said: list[tuple[float, int]] = []

    def say(self, recording):
        self.said.append((asyncio.get_running_loop().time(), int(recording[0])))
        return 1.0

    @property
    def words(self) -> list[int]:
        return [level for _, level in self.said]


class FakeKokoro:
    """Speaks zeros at 24 kHz, and notes what it was asked."""

    rate = 24_000
    asked: list[tuple[Path, str, str, Language]]

    def __init__(self, folder, voices) -> None:
        self._folder = folder
        self._voices = voices

    def speak(self, text, language, cancelled):
        assert not cancelled.is_set()
        self.asked.append((self._folder, self._voices[language], text, language))
        yield np.full(12_000, 1000, np.int16)
        yield np.full(12_000, 1000, np.int16)


@pytest.fixture
def kokoro(monkeypatch: pytest.MonkeyPatch) -> type[FakeKokoro]:
    FakeKokoro.asked = []
    monkeypatch.setattr("engine.tts.kokoro.Kokoro", FakeKokoro)
    return FakeKokoro


def turn(number: int) -> TurnCompleted:
    return TurnCompleted(record(turn=number))


def test_the_prepared_utterances_are_in_every_language_and_one_is_not_to_be_understood():
    said = utterances()
    assert {utterance.language for utterance in said} == set(Language)
    assert [utterance.understood for utterance in said].count(False) == 1
    assert all(utterance.text and utterance.voice for utterance in said)


def test_utterances_of_ones_own_keep_their_order(tmp_path):
    path = tmp_path / "customers.yaml"
    path.write_text(
        '- {language: hi, voice: b, text: "पंखा"}\n- {language: en, voice: a, text: "hm", understood: false}\n',
        encoding="utf-8",
    )
    assert utterances(path) == [
        Utterance("पंखा", Language.HINDI, "b"),
        Utterance("hm", Language.ENGLISH, "a", understood=False),
    ]


def test_an_utterance_is_spoken_once_and_kept(kokoro, tmp_path):
    first = spoken(_HELLO, tmp_path / "pack", tmp_path / "cache")
    again = spoken(_HELLO, tmp_path / "pack", tmp_path / "cache")
    assert kokoro.asked == [(tmp_path / "pack", "am_michael", "Hello", Language.ENGLISH)]
    assert first.dtype == np.int16
    assert len(first) == pytest.approx(16_000, abs=50), "a second, at 16 kHz"
    assert np.array_equal(first, again)


@pytest.mark.parametrize(
    "other",
    [
        Utterance("Hullo", Language.ENGLISH, "am_michael"),
        Utterance("Hello", Language.HINDI, "am_michael"),
        Utterance("Hello", Language.ENGLISH, "am_adam"),
    ],
    ids=["text", "language", "voice"],
)
def test_another_text_language_or_voice_is_another_recording(kokoro, tmp_path, other):
    for utterance in (_HELLO, other):
        spoken(utterance, tmp_path, tmp_path / "cache")
    assert len(kokoro.asked) == 2
    assert len(list((tmp_path / "cache").glob("*.wav"))) == 2


def test_a_kept_recording_needs_no_voice(kokoro, tmp_path, monkeypatch):
    spoken(_HELLO, tmp_path, tmp_path / "cache")
    (path,) = (tmp_path / "cache").glob("*.wav")
    wav.write(path, _FIRST, 16_000)
    assert np.array_equal(spoken(_HELLO, tmp_path / "nowhere", tmp_path / "cache"), _FIRST)
    assert len(kokoro.asked) == 1


def test_recordings_are_kept_in_the_kiosks_home(tmp_path):
    assert recordings_cache().is_relative_to(tmp_path / "home")


def test_nothing_is_said_before_the_kiosk_is_ready():
    async def scene() -> None:
        air = Air()
        customer = DemoCustomer(air)
        visit = asyncio.create_task(customer.visit([_FIRST]))
        customer.notice(StateChanged(KioskState.STARTING))
        await asyncio.sleep(100)
        assert air.words == []
        customer.notice(StateChanged(KioskState.ATTRACT))
        await asyncio.sleep(10)
        assert air.words == [100]
        visit.cancel()

    run(scene())


def test_the_next_is_said_after_the_answer_to_the_one_before_has_been_heard():
    async def scene() -> None:
        air = Air()
        customer = DemoCustomer(air)
        customer.notice(StateChanged(KioskState.LISTENING))
        visit = asyncio.create_task(customer.visit([_FIRST, _SECOND]))
        await asyncio.sleep(5)
        customer.notice(StateChanged(KioskState.SPEAKING))
        customer.notice(turn(1))
        await asyncio.sleep(30)
        assert air.words == [100], "the kiosk still speaks"
        customer.notice(LevelMeasured(0.5))
        customer.notice(StateChanged(KioskState.LISTENING))
        await asyncio.sleep(5)
        assert air.words == [100, 200]
        assert not visit.done()
        customer.notice(turn(2))
        await visit
        assert [done.turn for done in customer.records] == [1, 2]

    run(scene())


def test_the_customer_does_not_speak_in_the_very_moment_in_which_the_kiosk_falls_silent():
    async def scene() -> None:
        air = Air()
        customer = DemoCustomer(air)
        visit = asyncio.create_task(customer.visit([_FIRST]))
        await asyncio.sleep(7)
        customer.notice(StateChanged(KioskState.LISTENING))
        await asyncio.sleep(5)
        ((when, _),) = air.said
        assert when > 7
        visit.cancel()

    run(scene())


def test_an_utterance_without_an_answer_is_given_up_and_the_rest_is_said():
    async def scene() -> None:
        air = Air()
        customer = DemoCustomer(air)
        customer.notice(StateChanged(KioskState.LISTENING))
        visit = asyncio.create_task(customer.visit([_FIRST, _SECOND, _THIRD]))
        await visit
        assert air.words == [100, 200, 300]
        assert customer.records == []

    run(scene())


def test_an_answer_that_comes_late_does_not_count_for_the_next():
    async def scene() -> None:
        air = Air()
        customer = DemoCustomer(air)
        customer.notice(StateChanged(KioskState.LISTENING))
        visit = asyncio.create_task(customer.visit([_FIRST, _SECOND]))
        await asyncio.sleep(62.5)  # the first is given up, the second not yet said
        assert air.words == [100]
        customer.notice(turn(1))
        await asyncio.sleep(20)
        assert air.words == [100, 200]
        assert not visit.done(), "it waits for the second answer"
        customer.notice(turn(2))
        await visit

    run(scene())


def test_a_second_visit_says_everything_again():
    async def scene() -> None:
        air = Air()
        customer = DemoCustomer(air)
        customer.notice(StateChanged(KioskState.LISTENING))
        for _ in range(2):
            await customer.visit([_FIRST, _SECOND])
        assert air.words == [100, 200, 100, 200]

    run(scene())
