from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search import thesaurus
from catalog.search.text import Script, script, tokens
from resources import ROOT

FILES = ("things", "attributes", "departments")


def lines(name: str) -> list[str]:
    text = (ROOT / "search" / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def concepts(text: str) -> frozenset[str]:
    return thesaurus.concepts(tokens(text))


@pytest.mark.parametrize("name", FILES)
def test_the_files_are_normal_text_in_the_four_languages(name: str) -> None:
    scripts = set()
    for line in lines(name):
        assert line == unicodedata.normalize("NFC", line)
        for spoken in line.partition(">")[0].split("|") if name == "departments" else line.split("|")[1:]:
            found = {script(word) for word in tokens(spoken) if not word.isdigit()}
            assert len(found) <= 1, f"{spoken!r} mixes scripts"
            scripts |= found
    assert scripts == {Script.OTHER, Script.DEVANAGARI, Script.BENGALI}


@pytest.mark.parametrize(("name", "least"), [("things", 100), ("attributes", 30), ("departments", 4)])
def test_the_members_of_groups_families_and_departments_are_concepts(name: str, least: int) -> None:
    known = {line.partition("|")[0].partition(">")[0].strip() for file in FILES for line in lines(file)}
    members = set()
    for line in lines(name):
        listed = line if name == "departments" else line.partition("|")[0]
        members |= {member.strip() for member in listed.partition(">")[2].split(",") if member.strip()}
    assert len(members) > least
    assert members <= known


@pytest.mark.parametrize(
    ("concept", "names"),
    [
        ("dustbin", ["dustbin", "कूड़ेदान", "ডাস্টবিন", "कचरापेटी", "kudedan"]),
        ("saree", ["saree", "sarees", "sari", "साड़ी", "साडी", "শাড়ি", "saadi"]),
        ("earphones", ["ईयरफोन", "ईयरफ़ोन", "ইয়ারফোন"]),
        ("sanitary pads", ["सैनिटरी पैड", "स्टेफ्री"]),
        ("dog food", ["dog food", "कुत्ते का खाना", "কুকুরের খাবার", "kutryache khadya"]),
        ("diya", ["पणती", "প্রদীপ", "mitti ka diya"]),
        ("refrigerator", ["fridge", "refrigerator", "फ्रिज", "ফ্রিজ"]),
        ("red", ["red", "laal", "लाल", "লাল"]),
    ],
)
def test_one_thing_has_names_in_every_language(concept: str, names: list[str]) -> None:
    for name in names:
        assert concept in concepts(name), name


def test_a_name_of_several_words_is_one_concept() -> None:
    (span,) = thesaurus.spans(tokens("pressure cooker"))
    assert (span.start, span.end) == (0, 2)
    assert "pressure cooker" in span.concepts


def test_the_longest_name_wins_and_no_word_is_taken_twice() -> None:
    words = tokens("steel pressure cooker and red saree")
    found = thesaurus.spans(words)
    taken = [place for span in found for place in range(span.start, span.end)]
    assert len(taken) == len(set(taken))
    assert [" ".join(words[span.start : span.end]) for span in found] == ["steel", "pressure cooker", "red", "saree"]


def test_attributes_describe_and_things_do_not() -> None:
    assert thesaurus.is_attribute("red")
    assert not thesaurus.is_attribute("saree")


def test_groups_of_groups() -> None:
    assert "toys" in thesaurus.groups(["doll"])
    assert thesaurus.groups(["no such concept"]) == frozenset()


def test_departments_have_what_their_groups_have() -> None:
    assert "kitchen things" in thesaurus.departments(["pressure cooker"])
    assert "kitchen things" not in thesaurus.departments(["saree"])
    for name in ("kitchen items", "रसोई का सामान", "রান্নাঘরের জিনিস", "kitchen ka saman"):
        assert "kitchen things" in concepts(name), name


@pytest.mark.parametrize(
    ("has", "asked", "contradicts"),
    [
        (["blue"], "red", True),
        (["navy blue"], "blue", False),
        (["blue"], "navy blue", False),
        (["navy blue"], "sky blue", True),
        (["red", "blue"], "blue", False),
        (["cotton"], "red", False),
        ([], "red", False),
        (["brass"], "steel", True),
        (["for men"], "for women", True),
        (["for women"], "for girls", False),
        (["for boys"], "for girls", True),
    ],
)
def test_a_family_is_a_choice(has: list[str], asked: str, contradicts: bool) -> None:
    assert thesaurus.contradicts(has, asked) is contradicts


@pytest.mark.parametrize(
    ("said", "sold"),
    [
        ("school ka saman", "notebook"),
        ("puja ka samagri", "incense sticks"),
        ("नवजात शिशु के लिए", "jhabla"),
        ("diwali gift", "mithai box"),
        ("শীতের জিনিস", "sweater"),
        ("barish ke liye", "umbrella"),
        ("পোষ্যের জিনিস", "dog food"),
        ("माँ के लिए", "saree"),
        ("प्रवासासाठी", "suitcase"),
    ],
)
def test_a_department_is_named_as_people_name_it(said: str, sold: str) -> None:
    assert thesaurus.departments([sold]) & concepts(said)


def test_one_concept_a_name_of_a_material() -> None:
    for word in ("cotton", "silk", "velvet", "मखमल", "খাদি"):
        assert concepts(word)
        assert all(map(thesaurus.is_attribute, concepts(word))), word


def test_families_have_no_names() -> None:
    assert concepts("colours") == frozenset()


def test_short_latin_words_do_not_match_by_sound() -> None:
    assert "bat" not in concepts("bath")
    assert concepts("কলা").isdisjoint(concepts("काला"))  # banana and black sound alike


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    words = tokens(text)
    assert all(0 <= span.start < span.end <= len(words) and span.concepts for span in thesaurus.spans(words))
