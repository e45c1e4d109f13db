"""How the kiosk is started."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


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
