"""What `sahayak doctor` says of Groq: the key, the address and the models."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest

from desktop.commands.doctor import Finding, _groq, _guarded
from tests.fakes import groq_server
from tests.fakes.groq_server import GroqServer

_KEY = "gsk_not_a_real_one"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[GroqServer]:
    with groq_server.serving() as server:
        monkeypatch.setenv("GROQ_API_KEY", _KEY)
        monkeypatch.setenv("GROQ_BASE_URL", server.url)
        yield server


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_password", lambda service, entry: None)


def groq() -> Finding:
    finding = _guarded("Groq", _groq)
    assert "\n" not in finding.detail + finding.remedy
    assert _KEY not in finding.detail + finding.remedy
    return finding


def test_it_is_reached_with_the_key_and_says_its_model(server):
    assert groq() == Finding("Groq", "ok", f"reachable, {groq_server.MODEL}")
    (request,) = server.received
    assert request.headers["Authorization"] == f"Bearer {_KEY}"


def test_nothing_is_asked_without_a_key(server, monkeypatch):
    monkeypatch.delenv("GROQ_API_KEY")
    monkeypatch.delenv("GROQ_BASE_URL")
    finding = groq()
    assert (finding.state, finding.remedy) == ("warn", "set GROQ_API_KEY to use Groq")
    assert server.received == []


def test_a_server_of_ones_own_needs_no_key(server, monkeypatch):
    monkeypatch.delenv("GROQ_API_KEY")
    assert groq().state == "ok"


def test_the_key_may_lie_in_the_keyring(server, monkeypatch):
    monkeypatch.delenv("GROQ_API_KEY")
    monkeypatch.setattr(keyring, "get_password", lambda service, entry: f"{_KEY} of the keyring")
    assert groq().state == "ok"
    assert server.received[0].headers["Authorization"] == f"Bearer {_KEY} of the keyring"


def test_a_wrong_key(server):
    server.listing = groq_server.status(401, "Invalid API Key")
    finding = groq()
    assert finding.state == "fail"
    assert "key" in finding.detail.lower()
    assert "GROQ_API_KEY" in finding.remedy


@pytest.mark.parametrize(
    "listing",
    [groq_server.status(500, "oh"), groq_server.status(429, "slowly"), groq_server.page(), groq_server.as_json([1])],
    ids=["broken", "busy", "web page", "other"],
)
def test_a_server_that_answers_badly(server, listing):
    server.listing = listing
    finding = groq()
    assert finding.state == "fail"
    assert finding.detail
    assert finding.remedy


def test_no_network(server, monkeypatch):
    server.shutdown()
    server.server_close()
    finding = groq()
    assert finding.state == "fail"
    assert finding.remedy


def test_an_address_that_is_none(monkeypatch):
    monkeypatch.setenv("GROQ_BASE_URL", "not an address")
    finding = groq()
    assert finding.state == "fail"
    assert finding.remedy


def test_a_server_that_says_nothing_is_not_waited_for(server, monkeypatch):
    monkeypatch.setenv("SAHAYAK_ANSWER_SECONDS", "0.2")
    server.listing = groq_server.waits(60)
    finding = groq()
    assert finding.state == "fail"
    assert finding.remedy


def test_other_models_than_the_preferred_ones(server, monkeypatch):
    server.listing = groq_server.models("llama-of-mine", "another")
    finding = groq()
    assert finding.state == "warn"
    assert "llama-of-mine is used" in finding.detail
    assert "groq_models" in finding.remedy
    monkeypatch.setenv("SAHAYAK_GROQ_MODELS", "none, another")
    assert groq() == Finding("Groq", "ok", "reachable, another")


def test_a_server_without_any_model(server):
    server.listing = groq_server.models()
    finding = groq()
    assert finding.state == "fail"
    assert "no model" in finding.detail
    assert finding.remedy
