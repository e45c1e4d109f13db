"""Which specification a question asks for: 741 questions of five ways to speak, and what the rules are there for."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from engine.lexicon import CODES
from engine.llm.offline.replies import fields, vocabulary
from engine.llm.offline.understanding import slots
from engine.llm.offline.understanding.sentence import sentence

ROOT = Path(__file__).parents[6]
QUESTIONS = [
    json.loads(line)
    for line in (ROOT / "tests/benchmarks/data/specification_questions.jsonl").read_text(encoding="utf-8").splitlines()
]
STORES = [
    *ROOT.glob("tests/end2end/conversations/data/*_store/store/products.json"),  # not those that are held out
    ROOT / "resources/demo/products.json",
]


def _asked(question: str, specifications: dict[str, Any], name: str = "Thing") -> list[str]:
    said = sentence(question)
    found = fields.asked({"name": name, "specifications": specifications}, said, slots.aspects(said))
    return [one.name for one in found]


@pytest.mark.parametrize("language", ["hi", "bn", "mr", "en", "hinglish"])
def test_questions_find_their_field(language: str) -> None:
    counts: Counter[str] = Counter()
    for one in (one for one in QUESTIONS if one["language"] == language):
        found = _asked(one["question"], one["specifications"])
        if one["key"] is None:
            counts["false" if found else "silent"] += 1
        else:
            counts["hit" if one["key"] in found else "wrong" if found else "miss"] += 1
    answered = counts["hit"] + counts["miss"] + counts["wrong"]
    assert answered > 100
    assert counts["hit"] >= 0.95 * answered, counts
    assert counts["wrong"] + counts["false"] <= 3, counts


@pytest.mark.parametrize(
    ("question", "specifications", "names"),
    [
        ("how many kilos can it take", {"weight": "11 kg", "max_weight": "110 kg"}, ["max_weight"]),
        ("what does it weigh", {"max_weight": "110 kg", "weight": "11 kg"}, ["weight"]),
        ("একবার চার্জ দিলে কতক্ষণ চলবে", {"battery": "4000 mAh", "backup": "6 hours"}, ["backup"]),
        ("battery kitne mah ki hai", {"backup": "6 hours", "battery": "4000 mAh"}, ["battery"]),
        ("RAM kitni hai aur weight kitna", {"ram": "8 GB", "weight": "1.7 kg"}, ["ram", "weight"]),
        ("इसमें पानी कितनी देर में गरम होता है", {"capacity": "1.5 litre"}, []),
        ("कितने घंटे ठंडा रखती है", {"insulated": "Yes"}, []),
        ("कितने दिन में वापस कर सकते हैं", {"shelf_life": "6 months"}, []),
        ("मध्ये किती इंच जाड आहे गादी", {"size": "72 x 36 inch", "thickness": "6 inch"}, ["thickness"]),
        ("will it fold into the car", {"foldable": "Yes"}, ["foldable"]),
        ("jar kitne aate hain", {"weight": "4 kg", "jars": "3"}, ["jars"]),
        ("धुतल्यावर रंग जातो का", {"colour": "Yellow"}, []),
    ],
)
def test_the_unit_and_the_words_decide(question: str, specifications: dict[str, Any], names: list[str]) -> None:
    assert _asked(question, specifications) == names


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("paanch number hai isme", "5"),
        ("XL mil jayega kya", "XL"),
        ("would you have a nine", "9"),
        ("do you get it in medium", "M"),
        ("which sizes do they come in", ""),
    ],
)
def test_a_size_that_is_asked_for_is_told_apart(question: str, wanted: str) -> None:
    value = ["M", "L", "XL"] if wanted.isalpha() else [5, 6, 7, 8, 9]
    found = fields.asked({"name": "Thing", "specifications": {"sizes": value}}, sentence(question), ("sizes",))
    assert [one.wanted for one in found] == [wanted]


def test_what_a_product_is_called_by_asks_for_no_field() -> None:
    specifications = {"material": "Memory foam", "thickness": "6 inch"}
    assert _asked("मेमोरी फोम वाला कितना मोटा है", specifications, "Memory Foam Mattress") == ["thickness"]


def test_keys_of_all_stores_have_labels_in_every_language() -> None:
    keys = {
        key
        for path in STORES
        for product in json.loads(path.read_text(encoding="utf-8"))
        for key in fields.specified(product)
    }
    for code in ("hi", "bn", "mr"):
        assert not keys - set(vocabulary.read(code)["labels"])


def test_what_is_asked_for_has_words_in_every_language() -> None:
    families = set(vocabulary.keys()["families"])
    for code in CODES:
        known = set(vocabulary.read(code)["names"]) | set(vocabulary.read(code)["labels"])
        assert not families - known, code
        assert set(vocabulary.read(code)["units"]) == {u for us in vocabulary.keys()["units"].values() for u in us}
