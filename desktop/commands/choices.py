"""Choices that several commands offer."""

from __future__ import annotations

from enum import StrEnum


class LanguageChoice(StrEnum):
    """A language of the kiosk, or whatever the customer speaks."""

    auto = "auto"
    hi = "hi"
    bn = "bn"
    mr = "mr"
    en = "en"


class ImportMode(StrEnum):
    """What becomes of the data that a store has already."""

    REPLACE = "replace"
    UPSERT = "upsert"


class Brain(StrEnum):
    """Who answers."""

    auto = "auto"
    groq = "groq"
    offline = "offline"
