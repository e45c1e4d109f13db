"""The window: fonts, QML and the view model it binds to."""

from __future__ import annotations

from pathlib import Path

import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFontDatabase
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from desktop.viewmodels.kiosk import KioskViewModel
from engine.languages import Language
from engine.settings import Settings
from resources import ROOT

_MAIN = Path(__file__).resolve().parent / "qml" / "Main.qml"


def load_fonts() -> None:
    """Make the shipped fonts known to Qt: Noto Sans for Latin and Devanagari, Noto Sans Bengali."""
    for path in sorted((ROOT / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


class Window:
    """The kiosk's window with its view model.

    Raises:
        RuntimeError: the QML cannot be loaded; Qt has said why on standard error.
    """

    def __init__(self, settings: Settings, full_screen: bool) -> None:
        load_fonts()
        language = Language.HINDI if settings.language == "auto" else Language(settings.language)
        self.kiosk = KioskViewModel(settings.store_name, language, settings.operator_pin)
        self._qml = QQmlApplicationEngine()
        self._qml.setInitialProperties({"kiosk": self.kiosk})
        self._qml.load(QUrl.fromLocalFile(str(_MAIN)))
        roots = self._qml.rootObjects()
        if not roots or not isinstance(roots[0], QQuickWindow):
            raise RuntimeError(f"{_MAIN} cannot be loaded")
        self.view: QQuickWindow = roots[0]
        if full_screen:
            self.view.showFullScreen()
        else:
            self.view.show()

    def close(self) -> None:
        """Take the QML apart before the objects that it binds to."""
        shiboken6.delete(self._qml)
