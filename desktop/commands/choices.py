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


class Brain(StrEnum):
    """Who answers."""

    auto = "auto"
    groq = "groq"
    offline = "offline"
