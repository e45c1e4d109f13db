"""A product's specifications in words: "वज़न 1.1 किलो है", "It comes in S, M and L"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from catalog.search.numbers import split
from engine.languages import Language
from engine.llm.offline.acts.base import Scene
from engine.llm.offline.replies import fields, vocabulary
from engine.llm.offline.replies.fields import Field
from engine.llm.offline.understanding.sentence import Sentence

_UNIT = 2  # letters
_WORD = re.compile(r"[A-Za-z]+(?:[ -][A-Za-z]+)*")
_UP_TO, _EACH = "up to ", " each"
_GENERATION = "G"  # of a network, not a gram


def answer(scene: Scene, product: Mapping[str, Any], said: Sentence, asked: Sequence[str]) -> str | None:
    """What the specifications answer; None if they do not.

    Args:
        scene: tells the language.
        product: as the tools tell it.
        said: the question.
        asked: the aspects that it asks for.
    """
    return told(scene, product, said, fields.asked(product, said, asked))


def told(scene: Scene, product: Mapping[str, Any], said: Sentence, found: Sequence[Field]) -> str | None:
    """What some fields of the specifications say to a question; None if there are none."""
    specifications = fields.specified(product)
    return " ".join(_sentence(scene, one, specifications[one.name], said) for one in found) or None


def _sentence(scene: Scene, found: Field, value: Any, said: Sentence) -> str:
    language, told = scene.language, _value(scene.language, value)
    if (is_yes := fields.is_yes(value)) is not None:
        return _yes_or_no(scene, found.name, is_yes)
    if found.wanted:
        there = {word for item in fields.items(value) for word in split(item.casefold())}
        key = "has_size" if found.wanted.casefold() in there else "has_no_size"
        return scene.phrase(f"spec.{key}", size=found.wanted, value=told)
    label = _label(language, found.name)
    if _kind(found.name) == "people" and any(character.isdigit() for character in told):
        return scene.phrase("spec.people", value=told)
    if found.named and not vocabulary.amounts(said.words) and not vocabulary.leaves_open(said.words):
        if len(fields.items(value)) > len(found.named):
            return scene.phrase("spec.has", value=_value(language, list(found.named)))
        return scene.phrase("spec.is", label=label, value=told)
    if found.name in fields.SIZES or (found.name == "size" and len(fields.items(value)) > 1):
        return scene.phrase("spec.sizes", value=told)
    counts = str(value).isdecimal() and str(value) != "1" and found.name.endswith("s") and not found.name.endswith("ss")
    return scene.phrase("spec.count" if counts else "spec.value", label=label, value=told)


def _yes_or_no(scene: Scene, name: str, is_yes: bool) -> str:
    kind = name if name == "induction" else _kind(name)
    owned = vocabulary.read(scene.language.value).get("owned", {})
    label = owned.get(name) or _label(scene.language, name)
    return scene.phrase(f"spec.{kind}{'_' if kind else ''}{'yes' if is_yes else 'no'}", label=label)


def _kind(name: str) -> str:
    """How a key is told; empty if the thing has it or has it not."""
    last = name.split("_")[-1]
    return next((kind for kind, words in vocabulary.keys()["told"].items() if last in words), "")


def _label(language: Language, name: str) -> str:
    label: str = vocabulary.read(language.value)["labels"].get(name) or name.replace("_", " ")
    return label


def _value(language: Language, value: Any) -> str:
    parts = value if isinstance(value, list) else [value]
    return ", ".join(_translated(language, str(part)) for part in parts)


def _translated(language: Language, text: str) -> str:
    """The words that the language has its own for; numbers, names and the rest stay."""
    known: Mapping[str, str] = vocabulary.read(language.value)["values"]
    if len(text) > _UNIT and (whole := known.get(text.casefold())):
        return whole
    if text.casefold().startswith(_UP_TO) and (until := known.get(_UP_TO.strip())):
        return f"{_translated(language, text[len(_UP_TO) :])} {until}"  # 350 वर्ग फ़ुट तक
    if text.casefold().endswith(_EACH) and (every := known.get(_EACH.strip())):
        return f"{every} {_translated(language, text[: -len(_EACH)])}"

    def word(match: re.Match[str]) -> str:
        said = match[0]
        if len(said) <= _UNIT and not text[: match.start()].rstrip()[-1:].isdecimal():
            return said  # M is a size, and a metre only after a number
        if said == _GENERATION:
            return said
        return _longest(known, said)

    return _WORD.sub(word, text)


def _longest(known: Mapping[str, str], said: str) -> str:
    """Words translated, as many at once as are known together: "hours with case", "dry clean only"."""
    if both := known.get(said.casefold()):
        return both
    words = said.split(" ")
    for length in range(len(words) - 1, 0, -1):
        for start in range(len(words) - length + 1):
            if length > 1 and (found := known.get(" ".join(words[start : start + length]).casefold())):
                around = (words[:start], words[start + length :])
                before, after = (_longest(known, " ".join(part)) if part else "" for part in around)
                return " ".join(filter(None, (before, found, after)))
    return " ".join(known.get(one.casefold(), one) for one in words)
