"""Goods that a sentence lists, one by one; other sentences with an "and" list none."""

from __future__ import annotations

import pytest

from engine.llm.offline.understanding import semantics
from engine.llm.offline.understanding.lists import one_by_one
from engine.llm.offline.understanding.requests import parts

LISTS = [
    ("chana dal aur besan ka rate batao", ["chana dal", "besan"]),
    ("rice cooker ka daam aur mixer ka?", ["rice cooker", "mixer"]),
    ("तेल और साबुन दिखाओ", ["तेल", "साबुन"]),
    ("लाल साड़ी और नीली शर्ट चाहिए", ["लाल साड़ी", "नीली शर्ट"]),
    ("সরষের তেল আর চিনি কত করে?", ["সরষের তেল", "চিনি"]),
    ("মধু আর চা দেখান", ["মধু", "চা"]),
    ("साखर आणि चहा केवढ्याला?", ["साखर", "चहा"]),
    ("चादर आणि उशी दाखवा", ["चादर", "उशी"]),
    ("what does a kettle cost and a mixer?", ["kettle", "mixer"]),
    ("show me salt, sugar and tea", ["salt", "sugar", "tea"]),
    ("মধু আর চা কত করে, দুটোই বলবেন", ["মধু", "চা"]),
    ("दोनों का दाम बताओ, कुकर और मिक्सर", ["कुकर", "मिक्सर"]),
    ("haldi aur jeera dono kitne ke hain", ["haldi", "jeera"]),
    ("what do the pen and the notebook cost, tell me both", ["pen", "notebook"]),
    ("साखर आणि चहा केवढ्याला, दोन्ही सांगा", ["साखर", "चहा"]),
    ("bucket and mug", ["bucket", "mug"]),  # the store tells that it is one
    ("एक छाता चाहिए जो पर्स में आ जाए, और एक छोटी बच्ची के लिए भी", ["छाता", "छाता छोटी बच्ची"]),
]
NONE = [
    "show me a red saree",
    "black and white saree",
    "इनवर्टर की बैटरी कितने घंटे चलती है, दो पंखे चलाने हैं",
    "cooker dikhao aur return policy kya hai",
    "order 1005 cancel karo aur mixer dikhao, phir cooker aur kettle",
    "नहीं, साड़ी नहीं, कुर्ता दिखाओ",
    "হ্যাঁ আর কিছু না",
    "मला आणि आईला आवडलं",
    "thank you and bye",
    "टेबल फैन का रेट बताइए, और वापसी के पैसे कितने दिन में आते हैं वो भी",
]


@pytest.fixture(autouse=True)
def _classifier() -> None:
    semantics.load(None)


@pytest.mark.parametrize(("said", "queries"), LISTS)
def test_the_goods_of_a_list_are_sought_one_by_one(said: str, queries: list[str]) -> None:
    assert [one["query"] for one in one_by_one(parts(said))] == queries


@pytest.mark.parametrize("said", NONE)
def test_other_sentences_list_no_goods(said: str) -> None:
    assert one_by_one(parts(said)) == ()
