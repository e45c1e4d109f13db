from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from models.train import texts
from models.train.loans import spelt
from phonetics.g2p import phonemes

COUNTS = texts.Counts(kiosk=150, numbers=60, words=80, mixed=80)


@pytest.fixture(scope="module")
def gathered() -> list[texts.Text]:
    return texts.gather(1, {}, {}, COUNTS)


def test_every_language_gets_every_kind_that_needs_no_catalogue(gathered: list[texts.Text]) -> None:
    kinds = {(text.language, text.kind) for text in gathered}
    assert kinds == {(language, kind) for language in texts.LANGUAGES for kind in ("kiosk", "numbers", "store")}


def test_everything_can_be_said_and_is_short(gathered: list[texts.Text]) -> None:
    for text in gathered:
        assert not any(c.isdigit() for c in text.text)
        assert 4 <= len(phonemes(text.text, text.language)) <= 80


def test_the_same_seed_gives_the_same_texts(gathered: list[texts.Text], tmp_path: Path) -> None:
    assert texts.gather(1, {}, {}, COUNTS) == gathered
    assert texts.gather(2, {}, {}, COUNTS) != gathered
    texts.write(tmp_path / "texts.jsonl", gathered)
    assert texts.read(tmp_path / "texts.jsonl") == gathered


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("hi", "मुझे 2 साड़ी", "मुझे दो साड़ी"),
        ("hi", "कीमत ₹1,200 है!", "कीमत एक हज़ार दो सौ है"),
        ("bn", "৫টা", "পাঁচ টা"),
        ("mr", "फोन 9876543210", ""),
    ],
)
def test_numbers_are_spelt_out(language: str, sentence: str, expected: str) -> None:
    assert texts.spell_numbers(sentence, language) == expected


def test_messages_of_software_are_general_texts(tmp_path: Path) -> None:
    catalogue = tmp_path / "app.mo"
    catalogue.write_bytes(
        _compiled({"": "", "Open": "फ़ाइल खोलें", "%d files": "%d फ़ाइलें मिलीं", "New": "नया ~दस्तावेज़ बनाएँ"})
    )
    found = texts.gather(1, {"hi": [catalogue]}, {}, COUNTS)
    assert {text.text for text in found if text.kind == "general"} == {"फ़ाइल खोलें", "नया दस्तावेज़ बनाएँ"}


def test_lists_give_rows_of_words_sentences_and_sentences_with_english(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("রাস্তা\nনদী\nx\nপাহাড়\n", encoding="utf-8")
    (tmp_path / "help.txt").write_text("আমি বাড়ি যাই। Title is: নতুন\nহাঁটতে ভালো লাগে\n", encoding="utf-8")
    found = texts.gather(1, {}, {"bn": [tmp_path / "words.txt", tmp_path / "help.txt"]}, COUNTS)
    by_kind = {kind: [text for text in found if text.kind == kind] for kind in ("general", "words", "mixed")}
    assert {text.text for text in by_kind["general"]} == {"আমি বাড়ি যাই", "হাঁটতে ভালো লাগে"}
    assert {word for text in by_kind["words"] for word in text.text.split()} == {"রাস্তা", "নদী", "পাহাড়"}
    assert all(re.search("[a-z]", text.text) and text.language == "bn" for text in by_kind["mixed"])
    assert any(re.search("[ক-হ]", text.text) for text in by_kind["mixed"])


@pytest.mark.parametrize(("text", "expected"), [("red bag दिखाइए", "रेड बैग दिखाइए"), ("TV", "टीवी"), ("pen", "पेन")])
def test_english_is_labelled_as_it_sounds(text: str, expected: str) -> None:
    assert spelt(text) == expected


def _compiled(messages: dict[str, str]) -> bytes:
    """A gettext catalogue (GNU gettext manual, "MO Files")."""
    pairs = sorted((key.encode(), value.encode()) for key, value in messages.items())
    pairs[0] = (b"", b"Content-Type: text/plain; charset=UTF-8\n")
    start = 28 + 16 * len(pairs)
    keys, values, blob = b"", b"", b""
    for key, _ in pairs:
        keys += struct.pack("<II", len(key), start + len(blob))
        blob += key + b"\0"
    for _, value in pairs:
        values += struct.pack("<II", len(value), start + len(blob))
        blob += value + b"\0"
    header = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return header + keys + values + blob
