from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.importer import import_store
from catalog.search.text import tokens
from catalog.store import Catalog
from catalog.store_files import read_store

Write = Callable[..., Path]


def found(catalog: Catalog, query: str, **filters: object) -> list[str]:
    return [hit.product.id for hit in catalog.products.search(query, **filters).results]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query",
    [
        "red saree",
        "red sarees please",
        "do you have any red sarees?",
        "लाल साड़ी दिखाओ",
        "मुझे एक लाल साड़ी चाहिए",
        "লাল শাড়ি দেখান",
        "আমার একটা লাল শাড়ি লাগবে",
        "लाल साडी दाखवा",
        "मला लाल साडी हवी आहे",
        "laal saree dikhao",
        "lal sadi chahiye",
        "RED SAREE",
        "saree red",
        "लाल saree",
    ],
)
def test_the_red_saree_comes_first_and_no_shirt(catalog: Catalog, query: str) -> None:
    assert found(catalog, query) in (["P01"], ["P01", "P02"])


@pytest.mark.parametrize(
    ("product", "queries"),
    [
        ("P01", "saree sari saadi shari साड़ी साड़ियाँ साडी साड्या শাড়ি শাড়িটা শাড়িগুলো sarees"),
        ("P06", "fan fans pankha pankhaa pankhe पंखा पंखे पंखों পাখা ফ্যান ফ্যানের"),
        ("P04", "kurta kurtha kurtas कुर्ता कुर्ते কুর্তা"),
        ("P11", "bicycle cycle saikil साइकिल সাইকেল सायकल bicycles"),
        ("P08", "smartphone phone फोन फ़ोन ফোন mobile मोबाइल smartfone"),
        ("P12", "cooker कुकर কুকার kukar cookar"),
    ],
)
def test_every_spelling_finds_it(catalog: Catalog, product: str, queries: str) -> None:
    for query in queries.split():
        assert product in found(catalog, query), query


@pytest.mark.parametrize("query", ["helicopter", "हेलीकॉप्टर", "red helicopter", "হেলিকপ্টার দেখান", "xyzzy", "कार"])
def test_what_the_store_does_not_have_is_not_found(catalog: Catalog, query: str) -> None:
    result = catalog.products.search(query)
    assert result.results == ()
    assert result.near_misses == ()


def test_the_index_does_not_split_words_at_vowel_signs(catalog: Catalog) -> None:
    def indexed(term: str) -> set[str]:
        query = "SELECT product_id FROM product_words WHERE product_words MATCH ?"
        return {row[0] for row in catalog.database.rows(query, (f'"{term}"',))}

    (saree,) = tokens("साड़ी")
    assert indexed(saree) == {"P01", "P02"}
    assert indexed("स") == indexed("ड") == indexed("साड") == set()


def test_a_word_inside_a_name_is_found(catalog: Catalog) -> None:
    assert found(catalog, "phone")[0] == "P08"
    assert found(catalog, "smart phone")[0] == "P08"
    assert found(catalog, "स्मार्ट फोन")[0] == "P08"


def test_misspellings_get_a_second_chance(catalog: Catalog) -> None:
    assert found(catalog, "presure coocker")[0] == "P12"
    assert found(catalog, "smartpohne")[0] == "P08"
    assert found(catalog, "biccycle")[0] == "P11"


def test_a_name_weighs_more_than_a_description(catalog: Catalog) -> None:
    by_name = catalog.products.search("fan").results[0].score
    by_description = catalog.products.search("गर्मी").results[0]
    assert by_description.product.id == "P06"
    assert by_description.score < by_name


def test_what_only_mentions_it_is_left_out_beside_the_thing_itself(catalog: Catalog) -> None:
    assert "saree" in catalog.products.get("P03").description  # type: ignore[union-attr]
    assert found(catalog, "saree") == ["P01", "P02"]


def test_what_shares_a_lesser_word_is_left_out(catalog: Catalog) -> None:
    assert found(catalog, "table fan") == ["P07"]
    assert found(catalog, "fan for my table")[0] == "P07"


@pytest.fixture
def with_names(empty_catalog: Catalog, write_store: Write) -> Callable[..., Catalog]:
    """A store of products that have nothing but an English and a Hindi name."""

    def store(**names: str) -> Catalog:
        plain = {"description": "", "category": "Things", "price": 10, "stock_quantity": 1}
        products = []
        for product_id, both in names.items():
            name, _, hindi = both.partition("/")
            products.append(plain | {"id": product_id, "name": name, "name_hi": hindi})
        import_store(empty_catalog, read_store(write_store(products=products, faqs=None, orders=None)))
        return empty_catalog

    return store


def test_parted_words_are_joined(with_names: Callable[..., Catalog]) -> None:
    store = with_names(A="Keypad Phone", B="Wired Earphones", C="Black T-Shirt", D="White Shirt")
    assert found(store, "ear phone") == ["B"]
    assert found(store, "ear phones") == ["B"]
    assert found(store, "tshirt") == ["C"]


def test_the_things_of_a_list_are_each_found(with_names: Callable[..., Catalog]) -> None:
    store = with_names(A="Iron Kadhai/लोहे की कड़ाही", B="Roti Tawa/रोटी तवा", C="White Shirt/सफ़ेद शर्ट")
    assert sorted(found(store, "कड़ाही और तवा दिखाइए")) == ["A", "B"]
    assert sorted(found(store, "kadhai ya tawa")) == ["A", "B"]


def test_what_only_comes_along_is_not_the_thing(with_names: Callable[..., Catalog]) -> None:
    store = with_names(
        A="Spin Mop with Bucket/स्पिन पोछा बाल्टी के साथ", B="Blue Bucket and Mug/नीली बाल्टी और मग", C="Steel Mug/स्टील मग"
    )
    assert found(store, "बाल्टी")[0] == "B"
    assert found(store, "bucket for the bathroom")[0] == "B"


def test_what_no_name_says_the_category_does(empty_catalog: Catalog, write_store: Write) -> None:
    plain = {"description": "", "price": 10, "stock_quantity": 1}
    names = {"A": ("Nova Lite", "Smartphones"), "B": ("Phone Cover", "Covers"), "C": ("Mobile Stand", "Stands")}
    products = [plain | {"id": one, "name": name, "category": kind} for one, (name, kind) in names.items()]
    import_store(empty_catalog, read_store(write_store(products=products, faqs=None, orders=None)))
    for query in ("smartphone", "मोबाइल दिखाइए", "স্মার্টফোন", "मोबाईल हवा", "mobile chahiye"):
        assert found(empty_catalog, query)[:1] == ["A"], query


def test_a_look_does_not_part_a_name(with_names: Callable[..., Catalog]) -> None:
    store = with_names(A="Kids' Orange T-Shirt/बच्चों की नारंगी टी-शर्ट", B="Steel Mug/स्टील मग")
    assert found(store, "kids clothes") == ["A"]


def test_short_words_that_sound_alike_are_left_out(with_names: Callable[..., Catalog]) -> None:
    store = with_names(A="Cricket Bat", B="Bath Towel", C="Wrist Watch/घड़ी", D="Toy Car/खिलौना गाड़ी")
    assert found(store, "bat") == ["A"]
    assert found(store, "ghadi") == ["C"]


def test_a_word_is_not_cut_within_a_cluster(with_names: Callable[..., Catalog]) -> None:
    store = with_names(A="Bucket/बाल्टी", B="Razor/उस्तरा", C="Sandal/सैंडल")
    for query in ("बाल", "तरा", "दाल"):  # hair, nothing, lentils
        assert found(store, query) == [], query
    assert found(store, "बाल्टियाँ") == ["A"]


def test_without_translations_common_words_still_find(with_names: Callable[..., Catalog]) -> None:
    store = with_names(X="Red Fan")
    for query in ("पंखा", "লাল পাখা", "lal pankha"):
        assert found(store, query) == ["X"], query


def test_specifications_and_categories_are_found(catalog: Catalog) -> None:
    assert found(catalog, "silk") == ["P02"]
    assert set(found(catalog, "grocery")) == {"P09", "P10"}


def test_figures_and_units_choose_among_alike_things(catalog: Catalog) -> None:
    assert found(catalog, "5 kg rice")[0] == "P09"
    assert found(catalog, "1 किलो चावल")[0] == "P10"
    assert found(catalog, "৫ কেজি চাল")[0] == "P09"
    assert set(found(catalog, "2 kg rice")) == {"P09", "P10"}  # which is not here in this size


def test_in_stock_comes_before_sold_out(catalog: Catalog) -> None:
    assert found(catalog, "kurta") == ["P04", "P05"]
    assert found(catalog, "printed kurta") == ["P05", "P04"]


def test_a_hit_says_which_words_it_matched(catalog: Catalog) -> None:
    first, second = catalog.products.search("show me a printed kurta").results
    assert first.matched == ("printed", "kurta")
    assert second.matched == ("kurta",)
    assert first.score > second.score > 0


def test_the_limit_is_kept(catalog: Catalog) -> None:
    assert len(found(catalog, "", category="Clothing", limit=2)) == 2
    assert len(found(catalog, "", category="Clothing", limit=0)) == 1


def test_filters_restrict(catalog: Catalog) -> None:
    assert found(catalog, "saree", price_max=1000) == ["P01"]
    assert found(catalog, "saree", price_min=1000) == ["P02"]
    assert set(found(catalog, "red", category="clothing")) == {"P01", "P03"}


def test_an_empty_question_lists_what_the_filters_admit(catalog: Catalog) -> None:
    assert found(catalog, "", category="Clothing") == ["P03", "P04", "P01", "P02", "P05"]
    assert found(catalog, "  ?! ", price_max=100) == ["P10"]
    assert found(catalog, "show me something", category="Toys") == ["P11"]
    assert found(catalog, "") == []


def test_near_misses_leave_the_price_first(catalog: Catalog) -> None:
    result = catalog.products.search("saree", category="Clothing", price_max=500)
    assert result.results == ()
    assert [hit.product.id for hit in result.near_misses] == ["P01", "P02"]


def test_near_misses_leave_the_category_next(catalog: Catalog) -> None:
    result = catalog.products.search("saree", category="Electronics", price_min=2000)
    assert result.results == ()
    assert [hit.product.id for hit in result.near_misses] == ["P02", "P01"]


def test_near_misses_of_a_list_are_the_closest_in_price(catalog: Catalog) -> None:
    result = catalog.products.search("", category="Electronics", price_max=1000)
    assert [hit.product.id for hit in result.near_misses] == ["P07", "P06", "P08"]


def test_no_near_misses_beside_results(catalog: Catalog) -> None:
    assert catalog.products.search("saree", price_max=1000).near_misses == ()


def test_bounds_that_are_no_numbers_are_none(catalog: Catalog) -> None:
    assert found(catalog, "saree", price_max=float("nan"), price_min=float("-inf")) == ["P01", "P02"]


@pytest.mark.parametrize(
    "query",
    [
        "saree " * 1000,
        "x" * 5000,
        "ऱ्" * 2500,
        'AND OR NOT * " ( ) ^ NEAR',
        'NEAR("saree" "red", 2)',
        "name : saree",
        '"',
        "'; DROP TABLE products; --",
        "' OR 1=1 --",
        "😀👩‍👩‍👧",
        "\u200b\u200d\ufeff",
        "\x00saree\x00",
        "\ud800 saree",
        "%s %(x)s {0} \\",
        "लालকলাred漢字עברית",
    ],
)
def test_no_text_breaks_the_search(catalog: Catalog, query: str) -> None:
    before = len(catalog.products.all())
    result = catalog.products.search(query)
    assert all(0 < hit.score <= 1 for hit in result.results)
    catalog.faqs.search(query)
    catalog.products.search("saree", category=query)
    assert len(catalog.products.all()) == before


FINITE = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40), FINITE, FINITE)
def test_any_text_and_any_bounds(catalog: Catalog, query: str, low: float, high: float) -> None:
    for hit in catalog.products.search(query, price_min=low, price_max=high).results:
        assert not hit.product.price < low
        assert not hit.product.price > high


def test_the_demo_store_is_searchable(tmp_path: Path) -> None:
    demo = Path(__file__).parents[3] / "resources" / "demo"
    with Catalog(tmp_path / "demo.db") as catalog:
        import_store(catalog, read_store(demo))
        for product in catalog.products.all():
            for language in ("en", "hi", "bn", "mr"):
                assert product.id in found(catalog, product.name_in(language), limit=10), product.name_in(language)


@pytest.mark.parametrize(
    "query",
    ["helmet for grown ups", "बड़ों का हेलमेट", "বড়দের হেলমেট", "मोठ्यांसाठी हेल्मेट", "bado ka helmet", "a helmet for myself"],
)
def test_what_is_for_children_is_not_for_adults(empty_catalog: Catalog, write_store: Write, query: str) -> None:
    plain = {"description": "", "price": 10, "stock_quantity": 1, "category": "Cycling"}
    names = {"A": "Star Kids Helmet", "B": "Wind Cycle Helmet Adult"}
    products = [plain | {"id": one, "name": name} for one, name in names.items()]
    import_store(empty_catalog, read_store(write_store(products=products, faqs=None, orders=None)))
    assert found(empty_catalog, query)[0] == "B"
