"""The kiosk's window off the screen, with the real view model behind it."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPointF, QRectF, Qt, QUrl
from PySide6.QtQml import QQmlApplicationEngine, QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem, QQuickWindow
from pytestqt.qtbot import QtBot

from desktop.viewmodels.kiosk import KioskViewModel
from desktop.window import load_fonts
from engine.events import Event, KioskState, LanguageChosen, StateChanged
from engine.languages import Language

_MAIN = Path(__file__).parents[3] / "desktop" / "qml" / "Main.qml"


class Screen:
    """The window as a customer meets it: what is to be seen, what can be touched, and what came of it."""

    def __init__(self, qtbot: QtBot, width: int, height: int, language: Language) -> None:
        self.model = KioskViewModel("Apna Bazaar", language, operator_pin="2468")
        self.commands: list[tuple[str, str]] = []
        self.model.commands.connect(lambda name, argument: self.commands.append((name, argument)))
        self._qtbot = qtbot
        self._qml = QQmlApplicationEngine()
        self._qml.setInitialProperties({"kiosk": self.model})
        self._qml.load(QUrl.fromLocalFile(str(_MAIN)))
        self.window = self._qml.rootObjects()[0]
        assert isinstance(self.window, QQuickWindow)
        # Nothing is to be waited for long.
        hurry = "Theme.quick = Theme.calm = 1; Theme.greeting = 100"
        QQmlExpression(qmlContext(self.window), self.window, hurry).evaluate()
        self.window.resize(width, height)
        self.window.show()

    def tell(self, *events: Event) -> None:
        """The engine tells what happens."""
        for event in events:
            self.model.handle(event)
        self.window.grabWindow()  # lays everything out

    def wake(self, language: Language | None = None) -> None:
        """A customer comes."""
        self.tell(StateChanged(KioskState.ATTRACT), StateChanged(KioskState.LISTENING))
        if language:
            self.tell(LanguageChosen(language))

    def items(self, within: QQuickItem | None = None) -> Iterator[QQuickItem]:
        """All that is visible, parents first."""
        item = within or self.window.contentItem()
        if item.isVisible():
            yield item
            for child in item.childItems():
                yield from self.items(child)

    def find(self, name: str) -> QQuickItem | None:
        """What is visible under this object name."""
        return next((item for item in self.items() if item.objectName() == name), None)

    def get(self, name: str) -> QQuickItem:
        """As `find`, for what has to be there."""
        item = self.find(name)
        assert item is not None, f"{name} is not to be seen"
        return item

    def text(self, name: str) -> str:
        """What is written there; "" if it is not to be seen."""
        item = self.find(name)
        return str(item.property("text")) if item else ""

    def words(self, within: str | None = None) -> list[str]:
        """All that is written, on the screen or within one thing on it."""
        items = self.items(self.get(within) if within else None)
        return [item.property("text") for item in items if item.inherits("QQuickText") and item.property("text")]

    def area(self, item: QQuickItem) -> QRectF:
        """Where it is on the screen."""
        return item.mapRectToScene(item.boundingRect())

    def touch(self, name: str) -> None:
        """Touch the middle of it."""
        item = self.get(name)
        middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        self._qtbot.mouseClick(self.window, Qt.MouseButton.LeftButton, pos=middle)
        self.window.grabWindow()

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait for what is animated."""

        def holds() -> bool:
            self.window.grabWindow()
            return condition()

        self._qtbot.waitUntil(holds, timeout=5000)

    def until_keypad(self, *, is_open: bool = True) -> None:
        """Wait until the keypad has slid in or out."""
        if is_open:
            self.until(lambda: self.area(self.get("keypad")).bottom() == self.window.height())
        else:
            self.until(lambda: self.find("keypad") is None)

    def close(self) -> None:
        """The QML goes before the objects it binds to."""
        shiboken6.delete(self._qml)


@pytest.fixture
def open_screen(qtbot: QtBot) -> Iterator[Callable[..., Screen]]:
    """Opens windows of any size."""
    screens: list[Screen] = []
    load_fonts()

    def open_(width: int = 1366, height: int = 768, language: Language = Language.HINDI) -> Screen:
        screens.append(Screen(qtbot, width, height, language))
        return screens[-1]

    yield open_
    for screen in screens:
        screen.close()


@pytest.fixture
def screen(open_screen: Callable[..., Screen]) -> Screen:
    """A window of the usual size."""
    return open_screen()
