"""The tables of words and rules (resources/phonetics), one file a language."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from resources import ROOT


@cache
def table(language: str) -> dict[str, Any]:
    """The contents of a language's file."""
    return tomllib.loads((ROOT / "phonetics" / f"{language}.toml").read_text(encoding="utf-8"))
