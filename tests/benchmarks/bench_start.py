"""How long the kiosk takes from nothing to ready, with all its models loaded and warmed, and what it weighs then."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

_RUNS = 3
_KIOSK = """
import json, os, sys, time
import psutil
os.environ.update(QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software")
from PySide6.QtGui import QGuiApplication
from desktop.options import Options
from desktop.service import Service
from desktop.sound import open_sound
from desktop.window import Window
from engine.events import KioskState, StateChanged
from engine.settings import load

application = QGuiApplication(sys.argv[:1])
settings = load(brain="offline")
window = Window(settings, full_screen=False)
options = Options(output=__import__("pathlib").Path(sys.argv[1]))
service = Service(settings, options, window, open_sound(settings, options, True, lambda text: None), True)

def look():
    if window.kiosk.state == KioskState.ATTRACT:
        process = psutil.Process()
        seconds = time.time() - process.create_time()
        memory = process.memory_info().rss / 1e6
        print(json.dumps({"seconds": seconds, "megabytes": memory}), flush=True)
        os._exit(0)

window.kiosk.changed.connect(look)
service.start()
application.exec()
"""


def measure() -> dict[str, Any]:
    """Start the kiosk off the screen some times; the first start of a store also learns its words."""
    import tempfile

    runs = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(_RUNS):
            command = [sys.executable, "-c", _KIOSK, folder]
            done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
            runs.append(json.loads(done.stdout.splitlines()[-1]))
    return {
        "ready from cold, best, s": round(min(run["seconds"] for run in runs), 2),
        "ready from cold, each, s": [round(run["seconds"], 2) for run in runs],
        "resident memory when ready, MB": round(max(run["megabytes"] for run in runs)),
    }
