"""The kiosk's state for the window: what it does, what was heard, what is answered, and the texts of the screen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot

from desktop.viewmodels.cards import CardsModel
from desktop.viewmodels.operator import OperatorViewModel
from engine.dialogue.phrases import phrase, screen_texts
from engine.events import (
    CardsShown,
    ChoicesOffered,
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
    TicketsWaiting,
    TurnCompleted,
)
from engine.languages import Language


class KioskViewModel(QObject):
    """What Main.qml binds to. Events change it; it never calls the engine: `commands` carries what is touched."""

    changed = Signal()
    levelChanged = Signal()  # noqa: N815  # Qt's naming
    # What the customer touches, for the bridge: a command's name and its argument.
    commands = Signal(str, str)

    def __init__(self, store: str, language: Language = Language.HINDI, operator_pin: str = "") -> None:
        super().__init__()
        self._operator = OperatorViewModel(operator_pin)
        self._operator.commands.connect(self.commands)
        self._cards = CardsModel()
        self._store = store
        self._start_language = language
        self._level = 0.0
        self._values: dict[str, Any] = {"state": str(KioskState.STARTING), "progress": ""}
        self._clear()

    def handle(self, event: Event) -> None:
        """Take an event of the engine, on the window's thread."""
        match event:
            case LevelMeasured(level):
                self._level = level
                self.levelChanged.emit()
                return
            case StateChanged(state):
                self._state_changed(state)
            case PartialTranscript(stable, tentative, language):
                # The next question begins: the last answer goes, its cards stay for "the second one".
                self._set(stable=stable, tentative=tentative, language=str(language), reply="")
            case QuestionHeard(text, language, _):
                self._cards.show((), language)
                self._set(stable=text, tentative="", language=str(language), reply="", problem="")
                self._set(wanted="", confirming=False, choices=[])
            case ClauseSpoken(text, language):
                self._set(reply=text, language=str(language))
            case CardsShown(cards, language):
                self._cards.show(cards, language)
                self._set(language=str(language), confirming=any(card["kind"] == "confirm" for card in cards))
            case InputWanted(kind):
                self._set(wanted=kind)
            case ChoicesOffered(choices):
                self._set(choices=[{"label": label, "words": words} for label, words in choices])
            case TicketsWaiting():
                self._operator.handle(event)
                return
            case ProblemMet(_, _, words, language):
                self._set(problem=words, language=str(language))
            case LanguageChosen(language):
                self._set(language=str(language))
            case TurnCompleted(record):
                confirming = bool(record.context["awaiting_confirmation"])
                self._set(reply=record.reply, language=str(record.language), confirming=confirming)
            case ConversationEnded():
                self._clear()
        self.changed.emit()

    def starting(self, progress: str) -> None:
        """Tell what the kiosk is waiting for before it can serve."""
        self._set(progress=progress)
        self.changed.emit()

    def broken(self, words: str) -> None:
        """The kiosk cannot serve at all, and says why."""
        self._set(state=str(KioskState.PROBLEM), problem=words)
        self.changed.emit()

    @Slot(str)
    def chooseLanguage(self, code: str) -> None:  # noqa: N802
        """The customer touches a language."""
        self.commands.emit("language", code)

    @Slot(str)
    def typeText(self, text: str) -> None:  # noqa: N802
        """The customer has typed something."""
        self._set(wanted="")
        self.changed.emit()
        self.commands.emit("text", text)

    @Slot(str)
    def choose(self, words: str) -> None:
        """The customer touches one of the things that they may have meant."""
        self._set(choices=[])
        self.changed.emit()
        self.commands.emit("text", words)

    @Slot(bool)
    def answer(self, yes: bool) -> None:
        """The customer touches yes or no."""
        texts = screen_texts(self._language)
        self.commands.emit("text", texts["yes"] if yes else texts["no"])

    @Slot()
    def wake(self) -> None:
        """The customer touches the screen."""
        self.commands.emit("wake", "")

    @Slot()
    def startOver(self) -> None:  # noqa: N802
        """The customer is done."""
        self.commands.emit("start_over", "")

    def _state_changed(self, state: KioskState) -> None:
        if state is KioskState.LISTENING and self._values["state"] == KioskState.ATTRACT:
            self._set(stable="", tentative="", reply="")
        self._set(state=str(state))
        if state in (KioskState.LISTENING, KioskState.THINKING):
            self._set(problem="")

    def _clear(self) -> None:
        self._cards.show((), self._start_language)
        self._set(stable="", tentative="", reply="", problem="", wanted="", confirming=False)
        self._set(choices=[])
        self._set(language=str(self._start_language))

    def _set(self, **values: Any) -> None:
        self._values.update(values)

    @property
    def _language(self) -> Language:
        return Language(self._values["language"])

    def _languages(self) -> list[dict[str, str]]:
        return [{"code": str(language), "name": language.native_name} for language in Language]

    def _attract(self) -> list[dict[str, str]]:
        return [{"code": str(language), "greeting": phrase("talk.attract", language)} for language in Language]

    def _read(name: str) -> Any:  # type: ignore[misc]  # noqa: N805  # makes a getter; not a method
        return lambda self: self._values[name]

    state = Property(str, _read("state"), notify=changed)
    progress = Property(str, _read("progress"), notify=changed)
    language = Property(str, _read("language"), notify=changed)
    stable = Property(str, _read("stable"), notify=changed)
    tentative = Property(str, _read("tentative"), notify=changed)
    reply = Property(str, _read("reply"), notify=changed)
    problem = Property(str, _read("problem"), notify=changed)
    wanted = Property(str, _read("wanted"), notify=changed)
    confirming = Property(bool, _read("confirming"), notify=changed)
    texts = Property("QVariantMap", lambda self: dict(screen_texts(self._language)), notify=changed)  # type: ignore[arg-type]
    greeting = Property(str, lambda self: phrase("talk.greeting", self._language, store=self._store), notify=changed)
    help = Property(str, lambda self: phrase("talk.help", self._language), notify=changed)
    level = Property(float, lambda self: self._level, notify=levelChanged)
    storeName = Property(str, lambda self: self._store, constant=True)  # noqa: N815
    languages = Property("QVariantList", _languages, constant=True)  # type: ignore[arg-type]
    attract = Property("QVariantList", _attract, constant=True)  # type: ignore[arg-type]
    choices = Property("QVariantList", _read("choices"), notify=changed)  # type: ignore[arg-type]
    operator = Property(QObject, lambda self: self._operator, constant=True)
    cards = Property(QObject, lambda self: self._cards, constant=True)
