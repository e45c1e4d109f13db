from __future__ import annotations

from collections.abc import Iterator

import keyring
import keyring.backend
import keyring.backends.fail
import pytest
from keyring.errors import KeyringLocked

from engine.llm.credentials import ENTRY, SERVICE, groq_base_url, groq_key


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring that forgets."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.secrets: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("locked")
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.secrets[service, username] = password


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    monkeypatch.delenv("GROQ_API_KEY", raising=False)
    monkeypatch.delenv("GROQ_BASE_URL", raising=False)
    before = keyring.get_keyring()
    ring = MemoryKeyring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def test_without_a_key_there_is_none(ring: MemoryKeyring) -> None:
    assert groq_key() is None


def test_the_key_in_the_keyring_is_found(ring: MemoryKeyring) -> None:
    keyring.set_password(SERVICE, ENTRY, "gsk_ring")
    assert groq_key() == "gsk_ring"


def test_the_environment_comes_first(ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.set_password(SERVICE, ENTRY, "gsk_ring")
    monkeypatch.setenv("GROQ_API_KEY", " gsk_environment\n")
    assert groq_key() == "gsk_environment"


@pytest.mark.parametrize("blank", ["", "  ", "\n"])
def test_a_blank_variable_is_no_key(ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, blank: str) -> None:
    monkeypatch.setenv("GROQ_API_KEY", blank)
    assert groq_key() is None
    keyring.set_password(SERVICE, ENTRY, "gsk_ring")
    assert groq_key() == "gsk_ring"


def test_an_empty_entry_is_no_key(ring: MemoryKeyring) -> None:
    keyring.set_password(SERVICE, ENTRY, "")
    assert groq_key() is None


def test_a_locked_keyring_is_no_key(ring: MemoryKeyring) -> None:
    keyring.set_password(SERVICE, ENTRY, "gsk_ring")
    ring.locked = True
    assert groq_key() is None


def test_a_machine_without_a_keyring_has_no_key(ring: MemoryKeyring) -> None:
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    assert groq_key() is None


def test_the_key_is_written_nowhere_else(
    ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GROQ_API_KEY", "gsk_environment")
    groq_key()
    ring.locked = True
    monkeypatch.delenv("GROQ_API_KEY")
    groq_key()
    assert ring.secrets == {}
    assert "gsk" not in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("value", "url"),
    [
        (None, None),
        ("", None),
        (" ", None),
        ("http://10.0.0.5:8000", "http://10.0.0.5:8000"),
        (" http://10.0.0.5:8000/v1/ ", "http://10.0.0.5:8000/v1"),
    ],
)
def test_the_address_of_another_server(
    ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, value: str | None, url: str | None
) -> None:
    if value is not None:
        monkeypatch.setenv("GROQ_BASE_URL", value)
    assert groq_base_url() == url
