"""Where and how well words are found in documents."""

from __future__ import annotations

from catalog.search.documents import product_document
from catalog.search.fulltext import Document, _document
from catalog.search.matching import Match, Sense, join, joined, matches, similar, unanswered
from catalog.search.question import content_words


def product(
    name: str, hindi: str = "", *, category: str = "Things", description: str = "", specs: str = "{}"
) -> Document:
    values = product_document(("P", name, hindi, None, None, category, specs, description, None, None, None, 1.0))
    return _document(values[0], values[1:5], *(frozenset(part.split()) for part in values[6:]))


def match(text: str, document: Document) -> Match:
    (word,) = content_words(text)
    (found,) = matches(word, [document], {})
    return found


def test_what_a_product_is_and_what_it_has_beside_that() -> None:
    assert match("cup", product("Tea Cup Set of 6")).sense is Sense.HEAD
    assert match("rice", product("Rice Shirt")).sense is Sense.BESIDE
    assert match("tea", product("Assam Tea 500 g")).sense in (Sense.HEAD, Sense.GROUP)


def test_figures_and_looks_after_a_thing_are_not_what_it_is() -> None:
    assert match("mosquito net", product("Mosquito Net Double Bed")).sense is Sense.HEAD
    assert match("lipstick", product("Matte Lipstick Cherry Red")).sense in (Sense.HEAD, Sense.GROUP)
    assert match("jar", product("Mixer Grinder 500 W 2 Jars")).sense is not Sense.HEAD
    assert match("mixer", product("Mixer Grinder 500 W 2 Jars", "मिक्सर ग्राइंडर 500 वॉट 2 जार")).sense is Sense.HEAD


def test_a_longer_name_is_what_it_ends_in() -> None:
    assert match("saree", product("Banarasi Saree")).sense in (Sense.HEAD, Sense.GROUP)


def test_groups_and_departments() -> None:
    assert match("toys", product("Little Doll")).sense is Sense.GROUP
    assert match("kitchen ka saman", product("Pressure Cooker")).sense in (Sense.GROUP, Sense.DEPARTMENT)


def test_another_language_and_another_spelling() -> None:
    fan = product("Ceiling Fan", "छत का पंखा")
    for text in ("fan", "fans", "पंखे", "pankha", "পাখা", "पंख्याला"):
        assert match(text, fan).quality >= 0.85, text


def test_details_and_descriptions_count_less_than_names() -> None:
    title = match("teakwood", product("Teakwood"))
    detail = match("teakwood", product("Chair", specs='{"made of": "teakwood"}'))
    description = match("teakwood", product("Chair", description="Looks like teakwood."))
    assert title.quality > detail.quality > description.quality > 0
    assert (detail.detail, description.described) == (True, True)


def test_another_colour_contradicts_and_none_does_not() -> None:
    red = content_words("red saree")[0]
    for name, contradicted in (("Blue Saree", True), ("Red Saree", False), ("Saree", False)):
        assert matches(red, [product(name)], {})[0].contradicted is contradicted, name


def test_parted_words_are_joined_where_a_title_has_them_as_one() -> None:
    words = content_words("zork phones")
    assert [word.text for word in joined(words)] == ["zorkphones"]
    (together,) = join(words, [product("Zorkphones")])
    assert together.text == "zorkphones"
    assert together.head
    assert join(words, [product("Zork Stand")]) == words


def test_only_unknown_words_get_a_second_chance() -> None:
    documents = [product("Red Saree")]
    unknown, known = content_words("zorkphone printer")
    assert unanswered((unknown, known), documents) == (unknown,)
    assert unanswered(content_words("saree"), documents) == ()
    assert set(similar(unknown, ["zorkphones", "zorkfone", "saree"])) == {"zorkphones", "zorkfone"}
