"""The kiosk as an application: it puts the window, the engine and their door together, and takes them apart again."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog
from rich.console import Console

from engine.audio.devices import find
from engine.audio.echo import EchoCanceller, NoEchoCanceller, WebRtcEchoCanceller
from engine.audio.microphone import Microphone
from engine.audio.source import AudioSource, RecordingSource
from engine.audio.speaker import LoudSpeaker, SilentSpeaker, Speaker
from engine.errors import DeviceFailed
from engine.settings import Settings

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """How the kiosk is started.

    Attributes:
        db: the store's database; None is the kiosk's own.
        demo: whether the demo customer speaks though there is a microphone.
        windowed: in a window instead of full screen.
        output: where a run without a screen leaves its files.
    """

    db: Path | None = None
    demo: bool = False
    windowed: bool = False
    output: Path = Path("demo-output")


@dataclass(frozen=True, slots=True)
class Sound:
    """The kiosk's ears and mouth. `customer` is the demo customer's way in, if one speaks."""

    source: AudioSource
    speaker: Speaker
    echo: EchoCanceller
    customer: RecordingSource | None


def has_screen() -> bool:
    """Whether a window can be shown here."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def open_sound(settings: Settings, options: Options, off_screen: bool, tell: Callable[[str], None]) -> Sound:
    """Find microphone and speaker; where one is missing, say so and go on without it."""
    speaker: Speaker = SilentSpeaker()
    if not off_screen:
        try:
            speaker = LoudSpeaker(find("output", settings.speaker))
        except DeviceFailed as failed:
            tell(f"No speaker ({failed.message}): answers are shown, not heard.")
    customer = RecordingSource()
    source: AudioSource = customer
    if options.demo:
        tell("The demo customer speaks.")
    elif off_screen:
        tell("There is no screen: the kiosk runs off the screen, and a demo customer speaks.")
    else:
        try:
            source = Microphone(find("input", settings.microphone))
        except DeviceFailed as failed:
            tell(f"No microphone ({failed.message}): a demo customer speaks instead.")
    if source is not customer and settings.echo_cancellation and isinstance(speaker, LoudSpeaker):
        return Sound(source, speaker, WebRtcEchoCanceller(speaker.rate), None)
    return Sound(source, speaker, NoEchoCanceller(), customer if source is customer else None)


def run_kiosk(settings: Settings, options: Options) -> int:
    """Run the kiosk until its window is closed or, without a screen, until the demo has ended.

    Returns:
        The exit code.
    """
    off_screen = not has_screen() or os.environ.get("QT_QPA_PLATFORM") == "offscreen"
    if off_screen:
        os.environ.update(QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software")
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
    service.start()
    code = int(application.exec())
    service.stop()
    window.close()
    return code or service.report(Console())
