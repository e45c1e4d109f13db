"""A product's specifications in words: "वज़न 1.1 किलो है", "It comes in S, M and L"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from catalog.search import thesaurus
from catalog.search.text import tokens
from engine.languages import Language
from engine.llm.offline.acts.base import Scene
from engine.llm.offline.understanding.references import heard
from engine.llm.offline.understanding.sentence import Sentence
from resources import ROOT

# Where the answer to a question stands, the likeliest first. Other keys are found by their own words.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "weight": ("weight",),
    "colour": ("colour", "color", "colours", "shades"),
    "material": ("material", "body", "fabric"),
    "sizes": ("sizes", "shoe_sizes", "waist_sizes", "size"),
    "length": ("length", "cable_length"),
    "height": ("height",),
    "thickness": ("thickness",),
    "bigness": ("screen_size", "size", "wheel_size", "diameter", "height", "length", "capacity"),
    "power": ("wattage", "power"),
    "capacity": ("capacity", "volume", "tank"),
    "pages": ("pages", "sheets"),
    "battery": ("battery_life", "play_time", "run_time", "battery"),
    "memory": ("memory", "storage"),
    "screen": ("screen_size", "resolution", "display"),
    "camera": ("camera",),
    "warranty": ("warranty",),
    "induction": ("induction",),
    "age": ("age", "baby_weight"),
    "pieces": ("pieces", "contents", "jars", "pairs"),
    "players": ("players",),
    "care": ("care", "washable"),
    "features": ("features", "functions", "contents"),
    "brand": ("brand",),
    "expiry": ("shelf_life",),
}
_MOST = 2  # sentences
_LEAST_SOUND, _UNIT = 3, 2  # letters
_YES, _NO = ("yes", "true"), ("no", "false", "none")
_WORD = re.compile(r"[A-Za-z]+(?:[ -][A-Za-z]+)*")


def answer(scene: Scene, product: Mapping[str, Any], said: Sentence, asked: Sequence[str]) -> str | None:
    """What the specifications answer; None if they do not.

    Args:
        scene: tells the language.
        product: as the tools tell it.
        said: the question.
        asked: the aspects that it asks for.
    """
    specifications = dict(product.get("specifications", {}))
    found: dict[str, str] = {}
    for aspect in asked:
        names = [name for name in _KEYS.get(aspect, ()) if name in specifications]
        for name in names[: 2 if aspect == "memory" else 1]:
            found.setdefault(name, _sentence(scene, aspect, name, specifications[name]))
    if not found:
        found = _by_words(scene, specifications, said)
    return " ".join(list(found.values())[:_MOST]) or None


def _sentence(scene: Scene, aspect: str, name: str, value: Any) -> str:
    plain = str(value).casefold()
    label = _label(scene.language, name, aspect)
    if plain in _YES or plain in _NO:
        key = "yes" if plain in _YES else "no"
        return scene.phrase(f"spec.induction_{key}" if name == "induction" else f"spec.{key}", label=label)
    if name in ("sizes", "shoe_sizes", "waist_sizes"):
        return scene.phrase("spec.sizes", value=_value(scene.language, value))
    return scene.phrase("spec.value", label=label, value=_value(scene.language, value))


def _by_words(scene: Scene, specifications: Mapping[str, Any], said: Sentence) -> dict[str, str]:
    """Specifications whose name, or a value of which, sounds like a word of the question."""
    asked = [heard(word) for word in said.content if len(word) >= _LEAST_SOUND and not word.isdecimal()]
    found: dict[str, str] = {}
    for name in ("colour", "color", "material"):
        if said.qualities and name in specifications:
            described = thesaurus.concepts(tuple(tokens(str(specifications[name]))))
            if said.qualities & described:
                found[name] = scene.phrase("spec.has", value=_value(scene.language, specifications[name]))
            elif any(thesaurus.contradicts(described, quality) for quality in said.qualities):
                found[name] = _sentence(scene, name, name, specifications[name])
    if found:
        return found
    for name, value in specifications.items():
        if any(one & other for one in asked for other in map(heard, name.split("_")) if name != "brand"):
            found[name] = _sentence(scene, name, name, value)
            continue
        for part in value if isinstance(value, list) else [value]:
            spoken = [heard(word) for word in tokens(str(part)) if len(word) >= _LEAST_SOUND]
            if spoken and name not in ("brand", "type") and all(any(one & other for one in asked) for other in spoken):
                found[name] = scene.phrase("spec.has", value=_value(scene.language, part))
    return found


@cache
def _words(language: Language) -> Mapping[str, Mapping[str, str]]:
    with (ROOT / "specifications" / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)


def _label(language: Language, name: str, aspect: str) -> str:
    labels = _words(language)["labels"]
    return labels.get(name) or labels.get(aspect) or name.replace("_", " ")


def _value(language: Language, value: Any) -> str:
    parts: Iterable[Any] = value if isinstance(value, list) else [value]
    return ", ".join(_translated(language, str(part)) for part in parts)


def _translated(language: Language, text: str) -> str:
    """The words that the language has its own for; numbers, names and the rest stay."""
    known = _words(language)["values"]
    if len(text) > _UNIT and (whole := known.get(text.casefold())):
        return whole

    def word(match: re.Match[str]) -> str:
        said = match[0]
        if len(said) <= _UNIT and not text[: match.start()].rstrip()[-1:].isdecimal():
            return said  # M is a size, and a metre only after a number
        if both := known.get(said.casefold()):
            return both
        return " ".join(known.get(one.casefold(), one) for one in said.split(" "))

    return _WORD.sub(word, text)
