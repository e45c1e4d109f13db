"""The engine at work behind the window, with fakes for its models and a window that is only its view model."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot
from rich.console import Console

from catalog.errors import CatalogError
from desktop import service as service_module
from desktop.demo import customer
from desktop.demo.customer import Utterance
from desktop.options import Options
from desktop.service import Service
from desktop.sound import Sound
from desktop.viewmodels.kiosk import KioskViewModel
from desktop.window import Window
from engine.audio import wav
from engine.audio.echo import NoEchoCanceller
from engine.audio.source import RecordingSource
from engine.audio.speaker import SilentSpeaker
from engine.dialogue.phrases import phrase
from engine.errors import DeviceFailed
from engine.languages import Language
from engine.llm.offline.brain import OfflineBrain
from engine.parts import Parts
from engine.settings import Settings, home
from engine.tts.voices import Voices
from tests.fakes.fake_store import make_store
from tests.fakes.fake_stt import FakeRecogniser, FakeVad, Speech
from tests.fakes.fake_tts import FakeVoice

RATE = 8000
SAID = ("show me sarees", "return policy")


class Shop:
    """A kiosk of fakes: its window's view model, its microphone, and what a test may change before it starts."""

    def __init__(self, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self._qtbot = qtbot
        self.kiosk = KioskViewModel("Apna Bazaar")
        self.progress: list[str] = []
        self.states: list[str] = []
        self.kiosk.changed.connect(self._changed)
        self.speech = Speech()
        self.voice = FakeVoice(RATE, seconds_a_word=0.01)
        self.speaker = SilentSpeaker(RATE)
        self.air = RecordingSource(noise=0.0)
        self.options = Options(db=make_store(folder), output=folder / "out")
        self.options.output.mkdir()
        self.parts = Parts(
            vad=FakeVad,
            recogniser=lambda _words: FakeRecogniser(self.speech),
            voices=lambda rate: Voices([self.voice], rate),
            brains=lambda _clock: [OfflineBrain()],
        )
        self.services: list[Service] = []
        self.ended: list[Service] = []
        monkeypatch.setattr(service_module, "installed", lambda _settings: self.parts)
        monkeypatch.setattr(service_module, "Recorder", lambda *_: None)  # a window that is none has no picture
        monkeypatch.setattr(service_module, "PackStore", lambda _root: SimpleNamespace(path=lambda name: Path(name)))
        monkeypatch.setattr(service_module, "utterances", lambda: [Utterance(t, Language.ENGLISH, "v") for t in SAID])
        monkeypatch.setattr(service_module, "spoken", lambda utterance, *_: self.speech.of(utterance.text, 0.3))
        monkeypatch.setattr(customer, "_POLITE_PAUSE", 0.0)

    def _changed(self) -> None:
        kiosk = cast(Any, self.kiosk)
        if kiosk.progress not in ("", *self.progress[-1:]):
            self.progress.append(kiosk.progress)
        if kiosk.state not in self.states[-1:]:
            self.states.append(kiosk.state)

    def serve(self, demo: bool = True, off_screen: bool = True) -> Service:
        """Start a kiosk, with the demo customer or with a microphone."""
        sound = Sound(self.air, self.speaker, NoEchoCanceller(), self.air if demo else None, full_duplex=True)
        window = cast(Window, SimpleNamespace(kiosk=self.kiosk, view=None))
        service = Service(Settings(pause_ms=200), self.options, window, sound, off_screen)
        self.services.append(service)
        service.finished.connect(lambda: self.ended.append(service))
        service.start()
        return service

    def stop(self, service: Service) -> None:
        """The window is closed."""
        self.services.remove(service)
        service.stop()

    def serve_to_the_end(self, **how: bool) -> Service:
        """Start a kiosk and wait until it has finished."""
        service = self.serve(**how)
        self.until(lambda: self.ended == [service])
        return service

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait for the engine's thread."""
        self._qtbot.waitUntil(condition, timeout=20_000)


@pytest.fixture
def shop(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    shop = Shop(tmp_path, qtbot, monkeypatch)
    yield shop
    for service in shop.services.copy():
        shop.stop(service)


def report(service: Service) -> tuple[int, str]:
    """The exit code, and what is told on the terminal."""
    console = Console(file=io.StringIO(), width=200)
    code = service.report(console)
    return code, cast(io.StringIO, console.file).getvalue()


def test_the_demo_is_heard_answered_and_written_down(shop: Shop) -> None:
    service = shop.serve_to_the_end()
    code, told = report(service)
    turns = json.loads((shop.options.output / "conversation.json").read_text("utf-8"))
    assert code == 0
    assert [turn["transcript"]["text"] for turn in turns] == list(SAID)
    assert [turn["tools"][0]["name"] for turn in turns] == ["search_products", "get_policy"]
    for text in (*SAID, "search_products", "get_policy"):
        assert text in told
    for number in (1, 2):
        assert len(wav.read(shop.options.output / f"reply-{number}.wav")) > 0


def test_the_window_follows(shop: Shop) -> None:
    shop.serve_to_the_end()
    shop.until(lambda: shop.states[-1] == "listening")
    steps = ("opening_store", "warming_voice", "learning_words")
    assert shop.progress == [phrase(f"screen.{step}", Language.HINDI) for step in steps]
    assert shop.states[:5] == ["starting", "attract", "listening", "thinking", "speaking"]
    assert cast(Any, shop.kiosk).reply == "Return within 7 days with the bill."
    assert cast(Any, shop.kiosk).cards.kinds == ["policy"]


def test_the_turns_are_in_the_agents_log(shop: Shop) -> None:
    service = shop.serve_to_the_end()
    shop.stop(service)
    log = (home() / "logs" / "agent_log.md").read_text("utf-8")
    assert all(text in log for text in SAID)


def test_a_demo_that_nobody_answers_has_failed(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(customer, "_ANSWER_LIMIT", 0.1)
    monkeypatch.setattr(FakeVad, "probability", lambda *_: 0.0)
    code, _ = report(shop.serve_to_the_end())
    assert code == 1
    assert json.loads((shop.options.output / "conversation.json").read_text("utf-8")) == []


def test_with_a_screen_the_demo_customer_comes_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_module, "_BETWEEN_VISITS", 0.0)
    service = shop.serve(off_screen=False)
    shop.until(lambda: service._customer is not None and len(service._customer.records) > len(SAID))
    records = service._customer.records if service._customer else []
    assert records[0].transcript.text == records[2].transcript.text == SAID[0]
    assert records[0].session != records[2].session  # another customer
    assert report(service) == (0, "")
    assert list(shop.options.output.iterdir()) == []


def test_a_customer_at_the_microphone_is_served_until_the_window_closes(shop: Shop) -> None:
    service = shop.serve(demo=False, off_screen=False)
    shop.until(lambda: shop.states[-1:] == ["attract"])
    shop.kiosk.wake()
    shop.until(lambda: shop.states[-1] == "listening")
    shop.kiosk.typeText("return policy")
    shop.until(lambda: "7 days" in cast(Any, shop.kiosk).reply)
    shop.air.say(shop.speech.of("show me sarees", 0.5))
    shop.until(lambda: cast(Any, shop.kiosk).cards.kinds[:1] == ["product"])
    shop.stop(service)
    assert report(service) == (0, "")
    assert "sahayak-engine" not in {thread.name for thread in threading.enumerate()}


def test_what_stops_the_engine_is_shown_and_ends_a_run_without_a_screen(shop: Shop, tmp_path: Path) -> None:
    shop.options = Options(db=tmp_path / "none.db", output=tmp_path / "out")
    service = shop.serve_to_the_end()
    shop.until(lambda: cast(Any, shop.kiosk).state == "problem")
    assert cast(Any, shop.kiosk).problem == phrase("problem.internal", Language.HINDI)
    with pytest.raises(CatalogError, match=r"none\.db"):
        report(service)
    assert list((tmp_path / "out").iterdir()) == []


def test_with_a_screen_the_problem_stays_on_it(shop: Shop, tmp_path: Path) -> None:
    shop.options = Options(db=tmp_path / "none.db")
    service = shop.serve(off_screen=False)
    shop.until(lambda: cast(Any, shop.kiosk).state == "problem")
    shop.stop(service)
    assert shop.ended == []
    with pytest.raises(CatalogError):
        report(service)


def test_a_bug_is_raised_with_its_own_type(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shop.voice, "warm", lambda: [][0])
    with pytest.raises(IndexError):
        report(shop.serve_to_the_end())


def test_a_speaker_that_cannot_be_opened_is_told(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    async def start() -> None:
        raise DeviceFailed("the speaker is in use")

    monkeypatch.setattr(shop.speaker, "start", start)
    with pytest.raises(DeviceFailed, match="in use"):
        report(shop.serve_to_the_end())


def test_it_can_be_stopped_at_any_time(shop: Shop) -> None:
    service = shop.serve()
    shop.stop(service)
    code, _ = report(service)
    assert code in (0, 1)  # without or with its customer, who has not been answered
    assert "sahayak-engine" not in {thread.name for thread in threading.enumerate()}
