"""The pairs that the search's language model is taught with."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from models.finetune.e5.concepts import Concept, kin, things
from models.finetune.e5.noise import in_bengali, in_devanagari, in_latin, noisy
from models.finetune.e5.texts import LANGUAGES, Need, Pair, Texts, needs


def concept(name: str, *, members: tuple[str, ...] = (), **names: tuple[str, ...]) -> Concept:
    empty: dict[str, tuple[str, ...]] = dict.fromkeys(("en", "hi", "mr", "bn", "latin"), ())
    return Concept(name, empty | {"en": (name,)} | names, (), members)


FAN = concept("fan", hi=("पंखा",), mr=("पंखा",), bn=("পাখা",), latin=("pankha",))
SAREE = concept("saree", en=("saree", "sari"), hi=("साड़ी",), mr=("साडी",), bn=("শাড়ি",), latin=("sadi",))


def test_names_are_told_apart_by_language():
    kettle = {thing.name: thing for thing in things()}["electric kettle"]
    assert "electric kettle" in kettle.names["en"]
    assert "ketli" in kettle.names["latin"]
    assert "কেটলি" in kettle.names["bn"]
    assert "to boil water" in kettle.purposes
    assert any("उबालने" in name for name in kettle.names["hi"])
    assert not any("उबालने" in name for name in kettle.names["mr"])
    assert any("उकळण्यासाठी" in name for name in kettle.names["mr"])
    assert not any("उकळण्यासाठी" in name for name in kettle.names["hi"])


def test_about_a_tenth_of_the_concepts_is_held_out():
    concepts = things()
    assert 0.07 < sum(thing.held_out for thing in concepts) / len(concepts) < 0.13


def test_kin_share_a_name_or_a_word_or_are_members():
    family = kin(
        [
            concept("silk saree"),
            SAREE,
            concept("knife", members=("cutter",)),
            concept("cutter"),
            concept("wrap", en=("wrap", "sari")),
            FAN,
        ]
    )
    assert family["saree"] == {"saree", "silk saree", "wrap"}
    assert family["cutter"] == {"cutter", "knife"}
    assert family["fan"] == {"fan"}


def test_a_passage_looks_as_the_catalogue_builds_it():
    texts = Texts([SAREE], ())
    for seed in range(50):
        *names, description = texts.passage(SAREE, Random(seed)).split(" | ")
        assert any(name in names[0].casefold() for name in ("saree", "sari"))
        assert set(names[1:]) <= {"साड़ी", "শাড়ি", "साडी"}
        assert description == "" or description[-1] == "."


def test_a_question_is_another_name_than_the_products():
    two = concept("bag", en=("bag", "sack"))
    texts = Texts([two], ())
    for seed in range(40):
        pair = texts.named(two, "en", Random(seed))
        title = pair.passage.split(" | ")[0].casefold()
        assert not ("bag" in pair.query and "bag" in title)
        assert not ("sack" in pair.query and "sack" in title)


def test_every_language_asks():
    texts = Texts([FAN, SAREE], ())
    for language in LANGUAGES:
        assert texts.named(FAN, language, Random(3)).query


def test_a_batch_is_decided_by_its_seed_and_has_its_share_of_needs():
    asked = [Need(f"need {number}", "en", "fan") for number in range(40)]
    texts = Texts([FAN, SAREE], [*asked, Need("left out", "en", "unknown")])
    batch = texts.batch(20, 0.5, Random(5))
    assert batch == texts.batch(20, 0.5, Random(5))
    assert batch != texts.batch(20, 0.5, Random(6))
    assert len(batch) == 20
    assert sum(pair.query.replace(" ", "").startswith("n") for pair in batch) >= 8
    assert all("left out" not in pair.query for pair in batch)


def test_a_passage_of_another_colour_is_wrong_only_where_a_colour_was_asked_for():
    texts = Texts([FAN, SAREE], ())
    red, blue = (Pair("q", "p", "saree", colour, colour) for colour in ("red", "blue"))
    any_colour = Pair("q", "p", "saree", None, "blue")
    assert not texts.admits(red, blue)
    assert texts.admits(any_colour, red)
    assert texts.admits(blue, any_colour)
    assert not texts.admits(any_colour, Pair("q", "p", "fan"))


def test_needs_ask_for_known_things_in_every_language_alike():
    asked = needs()
    assert len(asked) > 2_000
    counts = Counter(need.language for need in asked)
    assert set(counts) == {"en", "hi", "bn", "mr", "hinglish", "banglish"}
    del counts["banglish"]  # of which only the first needs have one
    assert max(counts.values()) < 1.1 * min(counts.values())
    assert len({(need.need, need.concept) for need in asked}) == len(asked)


def test_a_need_for_an_unknown_thing_is_named(tmp_path):
    path = tmp_path / "needs.toml"
    path.write_text('["fan | flying carpet machine"]\nen = "x"\n')
    with pytest.raises(ValueError, match="flying carpet machine"):
        needs(path)


def test_letters_of_other_languages():
    assert in_latin("पानी की बोतल") == "pani ki botal"
    assert in_latin("জল") == "jol"
    assert in_latin("red saree") == "red saree"
    assert in_devanagari("পাখা") == "पाखा"
    assert in_bengali("पाखा") == "পাখা"
    assert in_bengali("साळी वळ") == "সালী বল"


@pytest.mark.parametrize("text", ["", "tv", "pressure cooker", "साड़ी दिखाओ", "শাড়ি দেখান", "a b"])
def test_noise_leaves_a_text_recognisable(text):
    for seed in range(200):
        heard = noisy(text, Random(seed))
        assert abs(len(heard) - len(text)) <= 3
        assert bool(heard) == bool(text)
    if len(text) > 4:
        assert len({noisy(text, Random(seed)) for seed in range(200)}) > 3
