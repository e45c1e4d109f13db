from __future__ import annotations

import sys

import pytest

from tests.fakes.fake_sounddevice import FakeSoundDevice


@pytest.fixture
def sound_system(monkeypatch) -> FakeSoundDevice:
    """The sound system that the engine's code finds instead of PortAudio."""
    fake = FakeSoundDevice()
    monkeypatch.setitem(sys.modules, "sounddevice", fake)
    return fake
