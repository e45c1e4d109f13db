"""The record of conversations, on any database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from catalog.store import Repositories


def test_a_conversation_is_saved_over_and_over(empty_store: Repositories, clock: Any) -> None:
    conversations = empty_store.conversations
    assert conversations.load("s1") is None
    conversations.save("s1", [{"text": "नमस्ते \ud83d"}], {"intent": "greet"}, "hi")
    first = conversations.load("s1")
    assert first is not None
    started = clock.now
    clock.now += timedelta(minutes=1)
    conversations.save("s1", [{"text": "नमस्ते"}, {"text": "पंखा"}], {"last_product_id": "P06"}, "hi", "+919876543210")
    saved = conversations.load("s1")
    assert saved is not None
    assert [turn["text"] for turn in saved.turns] == ["नमस्ते", "पंखा"]
    assert saved.context == {"last_product_id": "P06"}
    assert (saved.language, saved.user_phone) == ("hi", "+919876543210")
    assert (saved.created_at, saved.updated_at) == (started, clock.now)
    assert saved.id == first.id


def test_whose_conversation_it_is_is_remembered(empty_store: Repositories) -> None:
    empty_store.conversations.save("s1", [], {}, "bn", "+919876543210")
    assert empty_store.customers.preferences("9876543210").language == "bn"
    empty_store.conversations.save("s2", [], {}, None, "9876543210")
    assert empty_store.customers.preferences("9876543210").language == "bn"
    empty_store.conversations.save("s3", [], {}, "mr", "9876543210")
    assert empty_store.customers.preferences("9876543210").language == "mr"


def test_the_latest_conversation_of_a_kind(empty_store: Repositories, clock: Any) -> None:
    conversations = empty_store.conversations
    assert conversations.latest("kiosk-") is None
    for session in ("kiosk-1", "kiosk-2", "s1"):
        clock.now += timedelta(minutes=1)
        conversations.save(session, [], {}, "hi")
    latest = conversations.latest("kiosk-")
    assert latest is not None
    assert latest.session_id == "kiosk-2"
    clock.now += timedelta(minutes=1)
    conversations.save("kiosk-1", [], {}, "hi")
    latest = conversations.latest("kiosk-")
    assert latest is not None
    assert latest.session_id == "kiosk-1"
