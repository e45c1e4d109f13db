"""The kiosk as an application: it puts the window, the engine and their door together, and takes them apart again."""

from __future__ import annotations

import os
import signal
import sys

from rich.console import Console

from desktop.options import Options
from desktop.sound import open_sound
from engine.settings import Settings

_SIGNAL_CHECK_MS = 200


def has_screen() -> bool:
    """Whether a window can be shown here."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def run_kiosk(settings: Settings, options: Options) -> int:
    """Run the kiosk until its window is closed or, without a screen, until the demo has ended.

    Returns:
        The exit code.
    """
    off_screen = not has_screen() or os.environ.get("QT_QPA_PLATFORM") == "offscreen"
    if off_screen:
        os.environ.update(QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software")
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QGuiApplication

    from desktop.window import Window

    console = Console(stderr=True)
    tell = lambda text: console.print(text, highlight=False)  # noqa: E731
    application = QGuiApplication(sys.argv[:1])
    application.setApplicationName("Sahayak")
    window = Window(settings, full_screen=not (options.windowed or off_screen))
    from desktop.service import Service

    service = Service(settings, options, window, open_sound(settings, options, off_screen, tell), off_screen)
    service.finished.connect(application.quit)
    for asked_to_end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked_to_end, lambda *_: application.quit())
    awake = QTimer(interval=_SIGNAL_CHECK_MS)  # Python sees a signal only when it gets to run
    awake.timeout.connect(lambda: None)
    awake.start()
    service.start()
    code = int(application.exec())
    service.stop()
    window.close()
    return code or service.report(Console())
