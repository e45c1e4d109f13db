"""Where and how well words are found in documents."""

from __future__ import annotations

from catalog.search import fulltext
from catalog.search.documents import product_document
from catalog.search.fulltext import Document
from catalog.search.matching import Alike, Match, Sense, among, join, joined, matches, similar, texts, unanswered
from catalog.search.question import Word, content_words


def product(
    name: str, hindi: str = "", *, category: str = "Things", description: str = "", specs: str = "{}"
) -> Document:
    values = product_document(("P", name, hindi, None, None, category, specs, description, None, None, None, 1.0))
    return fulltext.document(values[0], values[1:5], values[7], values[6], *values[8:])


def alike(words: tuple[Word, ...], documents: list[Document]) -> Alike:
    return among(texts(words), {word for document in documents for word in document.words})


def match(text: str, document: Document) -> Match:
    (word,) = content_words(text)
    (found,) = matches(word, [document], alike((word,), [document]))
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
        documents = [product(name)]
        assert matches(red, documents, alike((red,), documents))[0].contradicted is contradicted, name


def test_parted_words_are_joined_where_a_title_has_them_as_one() -> None:
    words = content_words("zork phones")
    assert [word.text for word in joined(words)] == ["zorkphones"]
    whole, parted = [product("Zorkphones")], [product("Zork Stand")]
    (together,) = join(words, whole, alike((*words, *joined(words)), whole))
    assert together.text == "zorkphones"
    assert together.head
    assert join(words, parted, alike((*words, *joined(words)), parted)) == words


def test_only_unknown_words_get_a_second_chance() -> None:
    documents = [product("Red Saree")]
    words = content_words("zorkphone printer")
    assert unanswered(words, documents, alike(words, documents)) == words[:1]
    assert unanswered(content_words("saree"), documents, alike(content_words("saree"), documents)) == ()
    assert set(similar(words[0], ["zorkphones", "zorkfone", "saree"])) == {"zorkphones", "zorkfone"}
