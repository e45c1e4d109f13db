"""kill -9 in the middle of an installation."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from models.install import install
from models.verify import State, verify

MODEL = os.urandom(500_000)

INSTALLER = """
import subprocess, sys
from pathlib import Path
from models import registry
from models.install import install
from models.sources import pypi

registry_file, root, url = sys.argv[1:]
told = '{"install": [{"download_info": {"url": "%s"}}]}' % url
pypi.run_tool = lambda name, command, limit: subprocess.CompletedProcess(command, 0, told, "")
install(registry.load(Path(registry_file))["p"], Path(root))
"""


def test_a_killed_installation_leaves_nothing_half_installed_and_is_resumed(index, shelf, tmp_path):
    wheel = index.add_wheel("w", {"x": MODEL})
    index.add_pack("p", index.entry("files", "x", MODEL, index.pypi(("w", "x"))))
    pack, root = index.registry()["p"], tmp_path / "models"
    shelf.hold_after = 200_000
    command = [sys.executable, "-c", INSTALLER, tmp_path / "packs.toml", root, shelf.url("w.whl")]
    installer = subprocess.Popen(command, cwd=Path(__file__).parents[3])
    try:
        assert shelf.holding.wait(30), "the installation never asked for the wheel"
        partial = root / ".downloads" / "w-1.0.whl.partial"
        while not (partial.exists() and partial.stat().st_size > 0):
            assert installer.poll() is None
    finally:
        installer.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        installer.wait(30)
    had = partial.stat().st_size
    assert 0 < had < len(wheel)
    assert not (root / "p").exists()
    assert list(root.glob(".staging-*")), "the kill came too early to prove anything"

    shelf.hold_after = None
    shelf.requests.clear()
    install(pack, root)

    assert shelf.requests == [("w.whl", f"bytes={had}-")]
    assert verify(pack, root).state is State.OK
    assert [path.name for path in root.iterdir() if path.name != ".lock"] == ["p"]
