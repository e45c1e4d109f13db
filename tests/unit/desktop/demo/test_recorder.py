"""What a kiosk without a screen leaves: pictures, sound, words and a summary."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from rich.console import Console

from desktop.demo.customer import Utterance
from desktop.demo.recorder import Recorder, summarise, write_conversation, write_reply
from desktop.viewmodels.kiosk import KioskViewModel
from engine.audio import wav
from engine.errors import BadInput
from engine.events import (
    CardsShown,
    ClauseSpoken,
    Event,
    KioskState,
    LanguageChosen,
    PartialTranscript,
    ProblemMet,
    QuestionHeard,
    StateChanged,
)
from engine.languages import Language
from engine.record import Timings
from tests.fakes.turn_records import ran, record

HINDI, BENGALI, MARATHI, ENGLISH = Language
PRODUCT = {"kind": "product", "id": "P01", "name": "Saree", "price": 899.0, "stock": 8, "picture": ""}
POLICY = {"kind": "policy", "id": "POL-1", "title": "Returns", "content": "Within 7 days."}
LISTENING, SPEAKING = StateChanged(KioskState.LISTENING), StateChanged(KioskState.SPEAKING)
THINKING, ATTRACT = StateChanged(KioskState.THINKING), StateChanged(KioskState.ATTRACT)


class FakeWindow:
    """Its picture is what the view model says at that moment."""

    def __init__(self, kiosk: KioskViewModel) -> None:
        self._kiosk: Any = kiosk

    def grabWindow(self) -> FakeWindow:  # noqa: N802  # Qt's name
        return self

    def save(self, path: str) -> None:
        Path(path).write_text(f"{self._kiosk.state} {self._kiosk.language}")


class Studio:
    """A view model that is recorded."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.kiosk = KioskViewModel("Apna Bazaar", HINDI)
        self.folder = folder
        self._qtbot = qtbot
        self._recorder = Recorder(FakeWindow(self.kiosk), self.kiosk, folder)

    def tell(self, *events: Event) -> None:
        """The engine tells what happens; then everything has settled."""
        for event in events:
            self.kiosk.handle(event)
        self.settle()

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: not self._recorder._timer.isActive())

    @property
    def pictures(self) -> list[str]:
        return sorted(path.stem for path in self.folder.glob("*.png"))


@pytest.fixture
def studio(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Studio]:
    monkeypatch.setattr("desktop.demo.recorder._SETTLE_MS", 1)
    return lambda: Studio(qtbot, tmp_path / "out" / "demo")


def test_the_folder_is_made_and_empty_at_first(studio):
    assert studio().pictures == []
    assert studio().folder.is_dir()


def test_pictures_are_numbered_in_their_order_and_named_by_what_they_show(studio):
    kiosk = studio()
    kiosk.kiosk.starting("opening")
    kiosk.settle()
    kiosk.tell(ATTRACT)
    kiosk.tell(LISTENING, PartialTranscript("show", "me", ENGLISH))
    kiosk.tell(QuestionHeard("show me", ENGLISH, 0.9), THINKING)
    kiosk.tell(CardsShown((PRODUCT,), ENGLISH), SPEAKING, ClauseSpoken("Here.", ENGLISH))
    assert kiosk.pictures == [
        "01-starting",
        "02-attract",
        "03-listening-en",
        "04-thinking-en",
        "05-speaking-en-product",
    ]
    assert (kiosk.folder / "04-thinking-en.png").read_text() == "thinking en"


def test_each_language_and_kind_of_card_has_a_picture_and_only_one(studio):
    kiosk = studio()
    for _ in range(2):
        for language in (HINDI, BENGALI):
            for cards in ((PRODUCT,), (POLICY,), (PRODUCT, PRODUCT), ()):
                kiosk.tell(THINKING, CardsShown(cards, language))
                kiosk.tell(SPEAKING)
    assert [name.partition("-")[2] for name in kiosk.pictures] == [
        "thinking-hi",
        "speaking-hi-product",
        "speaking-hi-policy",
        "speaking-hi",
        "thinking-bn",
        "speaking-bn-product",
        "speaking-bn-policy",
        "speaking-bn",
    ]
    assert [name[:2] for name in kiosk.pictures] == [f"{number:02d}" for number in range(1, 9)]


def test_starting_and_waiting_look_the_same_in_every_language(studio):
    kiosk = studio()
    kiosk.tell(ATTRACT)
    kiosk.tell(LanguageChosen(BENGALI))
    assert kiosk.pictures == ["01-attract"]


def test_listening_is_shown_once_something_was_said_and_not_while_an_answer_stands(studio):
    kiosk = studio()
    kiosk.tell(LISTENING)
    kiosk.tell(ClauseSpoken("Here.", HINDI))
    assert kiosk.pictures == []
    kiosk.tell(PartialTranscript("", "पंखा", HINDI))
    assert kiosk.pictures == ["01-listening-hi"]


def test_a_problem_is_its_own_picture(studio):
    kiosk = studio()
    kiosk.tell(SPEAKING, ProblemMet("network", "down", "The network is down.", MARATHI))
    assert kiosk.pictures == ["01-problem-mr"]


def test_what_has_passed_before_it_settled_is_not_shown_under_its_name(studio):
    kiosk = studio()
    kiosk.tell(THINKING, SPEAKING)
    assert kiosk.pictures == ["01-speaking-hi"]
    assert (kiosk.folder / "01-speaking-hi.png").read_text() == "speaking hi"


def test_the_files_of_the_last_run_are_removed_and_nothing_else(studio, tmp_path):
    folder = tmp_path / "out" / "demo"
    folder.mkdir(parents=True)
    old = ["01-starting.png", "12-speaking-en-product.png", "reply-1.wav", "reply-12.wav"]
    others = ["holiday.png", "2026-01-15.png", "song.wav", "conversation.json", "notes.txt"]
    for name in old + others:
        (folder / name).write_text("mine")
    studio()
    assert sorted(path.name for path in folder.iterdir()) == sorted(others)


@pytest.mark.parametrize("name", ["out", "out/demo"])
def test_a_file_where_the_folder_should_be_is_said_and_kept(studio, tmp_path, name):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    with pytest.raises(BadInput) as refused:
        studio()
    assert str(tmp_path / "out" / "demo") in refused.value.message
    assert "--output" in refused.value.hint
    assert path.read_text() == "mine"


def test_an_answers_sound_is_kept_under_its_number(tmp_path):
    pcm = np.arange(1600, dtype=np.int16)
    write_reply(tmp_path, 3, pcm, 16_000)
    assert np.array_equal(wav.read(tmp_path / "reply-3.wav"), pcm)


def test_the_conversation_is_json_that_a_person_can_read(tmp_path):
    turns = [
        record("लाल साड़ी", "यह रही।", language=HINDI, runs=(ran("search_products", {"status": "ok"}, query="साड़ी"),)),
        record('say "hi"\n', "Hi.", turn=2),
    ]
    write_conversation(tmp_path, turns)
    text = (tmp_path / "conversation.json").read_text(encoding="utf-8")
    assert json.loads(text) == [turn.to_json() for turn in turns]
    assert "लाल साड़ी" in text


def test_no_conversation_is_an_empty_list(tmp_path):
    (tmp_path / "conversation.json").write_text("of the last run")
    write_conversation(tmp_path, [])
    assert json.loads((tmp_path / "conversation.json").read_text()) == []


def summary(said: list[Utterance], records: list[Any], folder: Path) -> str:
    written = io.StringIO()
    summarise(Console(file=written, width=160), said, records, folder)
    return written.getvalue()


def test_the_summary_tells_every_turn(tmp_path):
    said = [Utterance(f"Question {number}", ENGLISH, "v") for number in range(1, 4)]
    turns = [
        record(f"heard {number}", f"Answer {number}.", timings=Timings(voice_to_voice=1000.0 * number + 230))
        for number in range(1, 4)
    ]
    text = summary(said, turns, tmp_path)
    for number in range(1, 4):
        (line,) = [line for line in text.splitlines() if f"Question {number}" in line]
        assert f"heard {number}" in line
        assert f"Answer {number}." in line
        assert f"{number}.23 s" in line
    assert str(tmp_path) in text


def test_the_summary_tells_what_was_used_and_how_sure_the_kiosk_was(tmp_path):
    runs = (ran("search_products", {"status": "ok"}), ran("get_order", {"status": "ok"}))
    text = summary([Utterance("q", HINDI, "v")], [record("", "r", language=HINDI, runs=runs)], tmp_path)
    assert "search_products, get_order" in text
    assert "hi 0.93" in text
    assert "—" in text, "nothing was understood"


def test_an_answer_in_square_brackets_is_no_markup(tmp_path):
    text = summary([Utterance("[red]q[/red]", HINDI, "v")], [record("[b]h[/b]", "[/nothing]")], tmp_path)
    assert all(words in text for words in ("[red]q[/red]", "[b]h[/b]", "[/nothing]"))


def test_more_turns_than_utterances_are_told_too(tmp_path):
    turns = [record("heard 1", "Answer 1."), record("heard 2", "Answer 2.")]
    text = summary([Utterance("Question 1", ENGLISH, "v")], turns, tmp_path)
    assert "heard 2" in text
    assert "Answer 2." in text


def test_an_utterance_without_an_answer_is_told_too(tmp_path):
    said = [Utterance(f"Question {number}", ENGLISH, "v") for number in (1, 2)]
    text = summary(said, [record("heard 1", "Answer 1.")], tmp_path)
    assert "Question 2" in text
