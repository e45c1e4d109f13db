"""The kiosk's own sentences in four languages (resources/phrases), and how prices and days are written in them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from engine.languages import Language
from resources import ROOT


def phrase(key: str, language: Language, variant: int = 0, **values: Any) -> str:
    """A sentence by its key, such as "search.one", filled with values.

    Args:
        key: section and name.
        language: in which.
        variant: where there are several sentences for the same, which of them.
        values: what is filled in.

    Raises:
        KeyError: there is no such sentence, or a value is missing.
    """
    section, _, name = key.partition(".")
    found: Any = _phrases(language)[section][name]
    sentence = found[variant % len(found)] if isinstance(found, list) else found
    return str(sentence).format(**values)


def screen_texts(language: Language) -> Mapping[str, str]:
    """The short texts of the screen."""
    return _phrases(language)["screen"]


def money(amount: float) -> str:
    """An amount as the screen shows it, with Indian grouping: ₹1,49,999 and ₹40.50."""
    whole, _, fraction = f"{amount:.2f}".partition(".")
    head, tail = whole[:-3], whole[-3:]
    groups: list[str] = []
    while head:
        head, group = head[:-2], head[-2:]
        groups.insert(0, group)
    return "₹" + ",".join([*groups, tail]) + (f".{fraction}" if fraction != "00" else "")


def day(iso_date: str, language: Language) -> str:
    """A date as one says it: "18 January", "18 जनवरी"."""
    parsed = date.fromisoformat(iso_date)
    with (ROOT / "readout" / f"{language}.toml").open("rb") as file:
        months = tomllib.load(file)["months"]
    return f"{parsed.day} {months[parsed.month - 1]}"


@cache
def _phrases(language: Language) -> Mapping[str, Mapping[str, str]]:
    with (ROOT / "phrases" / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)
