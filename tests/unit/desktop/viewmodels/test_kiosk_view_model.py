from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.viewmodels.kiosk import KioskViewModel
from engine.dialogue.phrases import phrase, screen_texts
from engine.events import (
    CardsShown,
    ClauseSpoken,
    ConversationEnded,
    Event,
    InputWanted,
    KioskState,
    LanguageChosen,
    LevelMeasured,
    PartialTranscript,
    ProblemMet,
    QuestionHeard,
    StateChanged,
    TurnCompleted,
)
from engine.languages import Language
from tests.fakes.turn_records import record

HINDI, BENGALI, MARATHI, ENGLISH = Language
ORDER: dict[str, Any] = {
    "kind": "order",
    "id": "1019",
    "order_status": "pending",
    "total": 899.0,
    "items": [{"name": "Saree", "quantity": 1, "unit_price": 899.0, "picture": ""}],
    "updated_on": "2026-01-12",
    "estimated_delivery": "2026-01-18",
}
CONFIRM = ORDER | {"kind": "confirm", "tool": "cancel_order", "action": None, "refund": 899.0}
PROPERTIES = ("state", "progress", "language", "stable", "tentative", "reply", "problem", "wanted", "confirming")


@pytest.fixture
def kiosk(qtbot: QtBot) -> KioskViewModel:
    return KioskViewModel("Apna Bazaar", HINDI)


def see(kiosk: KioskViewModel) -> dict[str, Any]:
    """What the window reads, by its own way of reading."""
    values = {name: kiosk.property(name) for name in PROPERTIES}
    cards = kiosk.property("cards")
    assert isinstance(cards, QObject)
    return values | {"cards": list(cards.property("kinds"))}


def changes(kiosk: KioskViewModel, *events: Event) -> dict[str, Any]:
    """What events change of what the window reads."""
    before = see(kiosk)
    for event in events:
        kiosk.handle(event)
    return {name: value for name, value in see(kiosk).items() if value != before[name]}


def busy(kiosk: KioskViewModel) -> None:
    """An answer stands on the screen, with a problem and everything else."""
    for event in (
        StateChanged(KioskState.LISTENING),
        QuestionHeard("cancel order 1019", ENGLISH, 0.9),
        ClauseSpoken("Shall I?", ENGLISH),
        CardsShown((CONFIRM,), ENGLISH),
        InputWanted("phone_number"),
        ProblemMet("tts_error", "no voice", "Sorry", ENGLISH),
    ):
        kiosk.handle(event)


def test_it_begins_empty(kiosk: KioskViewModel) -> None:
    assert see(kiosk) == {
        "state": "starting",
        "progress": "",
        "language": "hi",
        "stable": "",
        "tentative": "",
        "reply": "",
        "problem": "",
        "wanted": "",
        "confirming": False,
        "cards": [],
    }


@pytest.mark.parametrize("state", KioskState)
def test_the_state_is_shown(kiosk: KioskViewModel, state: KioskState) -> None:
    kiosk.handle(StateChanged(state))
    assert kiosk.property("state") == state.value


@pytest.mark.parametrize(
    ("event", "changed"),
    [
        (PartialTranscript("लाल", "साड़ी", MARATHI), {"stable": "लाल", "tentative": "साड़ी", "language": "mr"}),
        (QuestionHeard("लाल साड़ी", MARATHI, 0.9), {"stable": "लाल साड़ी", "language": "mr"}),
        (ClauseSpoken("यह है", MARATHI), {"reply": "यह है", "language": "mr"}),
        (CardsShown((ORDER, ORDER), BENGALI), {"cards": ["order", "order"], "language": "bn"}),
        (CardsShown((CONFIRM,), BENGALI), {"cards": ["confirm"], "language": "bn", "confirming": True}),
        (InputWanted("order_id"), {"wanted": "order_id"}),
        (ProblemMet("network", "no route", "क्षमा करें", BENGALI), {"problem": "क्षमा करें", "language": "bn"}),
        (LanguageChosen(ENGLISH), {"language": "en"}),
        (
            TurnCompleted(record(reply="Done.", context={"awaiting_confirmation": False})),
            {"reply": "Done.", "language": "en"},
        ),
        (
            TurnCompleted(record(reply="Sure?", context={"awaiting_confirmation": True})),
            {"reply": "Sure?", "language": "en", "confirming": True},
        ),
        (ConversationEnded("s1"), {}),
        (LevelMeasured(0.5), {}),
    ],
)
def test_each_event_changes_what_it_should_and_nothing_else(
    kiosk: KioskViewModel, event: Event, changed: dict[str, Any]
) -> None:
    assert changes(kiosk, event) == changed


def test_a_question_takes_the_last_answer_away(kiosk: KioskViewModel) -> None:
    busy(kiosk)
    kiosk.handle(QuestionHeard("next", ENGLISH, 0.9))
    seen = see(kiosk)
    assert seen == {
        **seen,
        "stable": "next",
        "tentative": "",
        "reply": "",
        "problem": "",
        "wanted": "",
        "confirming": False,
        "cards": [],
    }


def test_while_the_next_question_is_spoken_the_cards_stay(kiosk: KioskViewModel) -> None:
    busy(kiosk)
    kiosk.handle(PartialTranscript("the", "second one", ENGLISH))
    seen = see(kiosk)
    assert (seen["reply"], seen["cards"], seen["confirming"]) == ("", ["confirm"], True)
    assert (seen["stable"], seen["tentative"]) == ("the", "second one")


@pytest.mark.parametrize("state", [KioskState.LISTENING, KioskState.THINKING])
def test_a_problem_is_over_when_the_kiosk_goes_on(kiosk: KioskViewModel, state: KioskState) -> None:
    busy(kiosk)
    kiosk.handle(StateChanged(state))
    assert kiosk.property("problem") == ""


def test_a_problem_stays_while_it_is_spoken(kiosk: KioskViewModel) -> None:
    busy(kiosk)
    kiosk.handle(StateChanged(KioskState.SPEAKING))
    assert kiosk.property("problem") == "Sorry"


def test_a_new_customer_finds_nothing_of_the_one_before(kiosk: KioskViewModel) -> None:
    busy(kiosk)
    kiosk.handle(ConversationEnded("s1"))
    assert see(kiosk) == see(KioskViewModel("Apna Bazaar", HINDI)) | {"state": "listening"}


def test_waking_up_clears_what_was_said(kiosk: KioskViewModel) -> None:
    kiosk.handle(StateChanged(KioskState.ATTRACT))
    kiosk.handle(PartialTranscript("a", "b", HINDI))
    kiosk.handle(ClauseSpoken("c", HINDI))
    kiosk.handle(StateChanged(KioskState.LISTENING))
    assert (kiosk.property("stable"), kiosk.property("tentative"), kiosk.property("reply")) == ("", "", "")


def test_an_answer_stays_when_the_kiosk_listens_again(kiosk: KioskViewModel) -> None:
    kiosk.handle(ClauseSpoken("यह है", HINDI))
    kiosk.handle(StateChanged(KioskState.SPEAKING))
    kiosk.handle(StateChanged(KioskState.LISTENING))
    assert kiosk.property("reply") == "यह है"


def test_the_level_has_a_signal_of_its_own(kiosk: KioskViewModel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(kiosk.changed), qtbot.waitSignal(kiosk.levelChanged):
        kiosk.handle(LevelMeasured(0.75))
    assert kiosk.property("level") == 0.75


@pytest.mark.parametrize(
    "event", [StateChanged(KioskState.ATTRACT), ClauseSpoken("a", HINDI), ConversationEnded("s1"), InputWanted("")]
)
def test_the_window_is_told_of_changes(kiosk: KioskViewModel, qtbot: QtBot, event: Event) -> None:
    with qtbot.waitSignal(kiosk.changed):
        kiosk.handle(event)


def test_what_it_waits_for_is_told(kiosk: KioskViewModel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(kiosk.changed):
        kiosk.starting("Opening the shop…")
    assert changes(kiosk) == {}
    assert (kiosk.property("progress"), kiosk.property("state")) == ("Opening the shop…", "starting")


def test_a_kiosk_that_cannot_serve_says_why(kiosk: KioskViewModel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(kiosk.changed):
        kiosk.broken("Sorry")
    assert (kiosk.property("state"), kiosk.property("problem")) == ("problem", "Sorry")


@pytest.mark.parametrize("language", Language)
def test_the_screens_texts_are_in_the_customers_language(kiosk: KioskViewModel, language: Language) -> None:
    kiosk.handle(LanguageChosen(language))
    assert kiosk.property("texts") == dict(screen_texts(language))
    assert kiosk.property("greeting") == phrase("talk.greeting", language, store="Apna Bazaar")
    assert kiosk.property("help") == phrase("talk.help", language)


@pytest.mark.parametrize(("language", "words"), [(HINDI, "हाँ"), (BENGALI, "হ্যাঁ"), (MARATHI, "हो"), (ENGLISH, "Yes")])
def test_yes_and_no_are_typed_in_the_customers_language(kiosk: KioskViewModel, language: Language, words: str) -> None:
    typed: list[tuple[str, str]] = []
    kiosk.commands.connect(lambda name, argument: typed.append((name, argument)))
    kiosk.handle(LanguageChosen(language))
    kiosk.answer(True)
    kiosk.answer(False)
    assert typed == [("text", words), ("text", screen_texts(language)["no"])]


def test_what_is_touched_becomes_a_command(kiosk: KioskViewModel) -> None:
    commands: list[tuple[str, str]] = []
    kiosk.commands.connect(lambda name, argument: commands.append((name, argument)))
    kiosk.handle(InputWanted("phone_number"))
    kiosk.chooseLanguage("mr")
    kiosk.wake()
    kiosk.startOver()
    assert kiosk.property("language") == "hi"  # it is the engine that decides
    assert kiosk.property("wanted") == "phone_number"
    kiosk.typeText("98765")
    assert kiosk.property("wanted") == ""
    assert commands == [("language", "mr"), ("wake", ""), ("start_over", ""), ("text", "98765")]


def test_what_never_changes(kiosk: KioskViewModel) -> None:
    assert kiosk.property("storeName") == "Apna Bazaar"
    languages = kiosk.property("languages")
    assert languages == [
        {"code": "hi", "name": "हिन्दी"},
        {"code": "bn", "name": "বাংলা"},
        {"code": "mr", "name": "मराठी"},
        {"code": "en", "name": "English"},
    ]
    attract = kiosk.property("attract")
    assert [entry["code"] for entry in attract] == ["hi", "bn", "mr", "en"]
    assert attract[3]["greeting"] == "Touch or speak: ask for anything in the shop"
