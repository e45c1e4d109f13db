"""Whether the kiosk can show a window."""

from __future__ import annotations

import sys

import pytest

from desktop.app import has_screen

_NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A Linux machine without any screen."""
    monkeypatch.setattr(sys, "platform", "linux")
    for name in _NAMES:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_a_server_has_none(linux):
    assert has_screen() is False


@pytest.mark.parametrize("name", _NAMES)
def test_any_of_the_variables_tells_of_one(linux, name):
    linux.setenv(name, ":0")
    assert has_screen() is True


@pytest.mark.parametrize("name", _NAMES)
def test_an_empty_variable_tells_of_none(linux, name):
    linux.setenv(name, "")
    assert has_screen() is False


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_always_have_one(linux, platform):
    linux.setattr(sys, "platform", platform)
    assert has_screen() is True
