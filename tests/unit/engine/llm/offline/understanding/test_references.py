"""Which of the shown products is meant, in four languages."""

from __future__ import annotations

from typing import Any

import pytest

from engine.llm.offline.understanding.measures import SIZE, bigger, size
from engine.llm.offline.understanding.references import has_part, meant
from engine.llm.offline.understanding.sentence import sentence


def _product(product_id: str, name: str, price: float, **specifications: Any) -> dict[str, Any]:
    return {"id": product_id, "name": name, "price": price, "in_stock": True, "specifications": specifications}


RED = _product("red", "Red Cotton Saree", 899, colour="Red", material="Cotton")
BLUE = _product("blue", "Blue Silk Saree", 2499, colour="Blue", material="Silk")
GREEN = _product("green", "Green Cotton Saree", 949, colour="Green", material="Cotton")
SAREES = (BLUE, RED, GREEN)
SMALL = _product("3l", "Pressure Cooker 3 L", 1099, capacity="3 litre", wattage="500 W")
LARGE = _product("5l", "Pressure Cooker 5 L", 1599, capacity="5 litre", wattage="750 W")
TV = [_product(f"tv{inch}", f"LED TV {inch} inch", 300.0 * inch, screen_size=f"{inch} inch") for inch in (24, 32, 43)]


@pytest.mark.parametrize(
    ("said", "shown", "product"),
    [
        ("the second one", SAREES, "red"),
        ("दूसरा वाला कितने का है", SAREES, "red"),
        ("দ্বিতীয়টা দেখান", SAREES, "red"),
        ("दुसरी किती रुपयांना", SAREES, "red"),
        ("pehla wala", SAREES, "blue"),
        ("the last one", SAREES, "green"),
        ("आख़िरी वाली", SAREES, "green"),
        ("the red one", SAREES, "red"),
        ("वो लाल वाला", SAREES, "red"),
        ("লালটা", SAREES, "red"),
        ("ती निळी", SAREES, "blue"),
        ("रेशम वाली", SAREES, "blue"),
        ("which one is cheaper", SAREES, "red"),
        ("इनमें सस्ती कौन सी है", SAREES, "red"),
        ("সস্তা কোনটা", SAREES, "red"),
        ("यातलं स्वस्त कोणतं", SAREES, "red"),
        ("the most expensive one", SAREES, "blue"),
        ("ছোটটার দাম কত", (LARGE, SMALL), "3l"),
        ("बड़ा वाला", (SMALL, LARGE), "5l"),
        ("which of the two is more powerful", (SMALL, LARGE), "5l"),
        ("कमी वीज लागणारा कोणता", (LARGE, SMALL), "3l"),
    ],
)
def test_it_is_told_by_place_price_size_or_looks(said: str, shown: tuple[dict[str, Any], ...], product: str) -> None:
    found = meant(sentence(said), shown)
    assert found is not None
    assert found["id"] == product


@pytest.mark.parametrize("said", ["show me fans", "something cheaper", "कुछ और सस्ता दिखाओ", "the yellow one", "hello"])
def test_what_points_at_none_of_them_means_none(said: str) -> None:
    assert meant(sentence(said), SAREES) is None
    assert meant(sentence(said), ()) is None


@pytest.mark.parametrize("said", ["the red one", "लाल रंग में", "লাল রঙেরটা", "लाल रंगात", "laal wali"])
def test_what_is_only_red_is_meant_before_what_is_also_white(said: str) -> None:
    white = _product("white", "White Tant Saree", 1199, colour="White and red")
    found = meant(sentence(said), (white, BLUE, RED))
    assert found is not None
    assert found["id"] == "red"


def test_the_next_bigger_and_smaller_one() -> None:
    small, middle, large = TV
    assert bigger(middle, TV) == large
    assert bigger(middle, TV, -1) == small
    assert bigger(large, TV) is None
    assert bigger(RED, SAREES) is None


@pytest.mark.parametrize(
    ("specifications", "amount"),
    [({"capacity": "1.5 litre"}, 1500), ({"weight": "2 kg"}, 2000), ({"screen_size": "43 inch"}, 43), ({}, 7)],
)
def test_a_size_is_a_number_in_the_unit_of_its_kind(specifications: dict[str, str], amount: float) -> None:
    assert size(_product("x", "Washing Machine 7 kg", 1) | {"specifications": specifications}) == (
        amount if specifications else 7000
    )


def test_the_jars_of_a_mixer_are_a_part_of_it() -> None:
    mixer = _product("m", "Mixer Grinder", 3499, jars="3")
    assert has_part(sentence("और जार कितने आते हैं"), mixer)
    assert not has_part(sentence("और साड़ी कितने की है"), mixer)


BEDSHEETS = (
    _product("double", "Blue Cotton Double Bedsheet", 899, size="double"),
    _product("single", "Pink Cotton Single Bedsheet", 520, size="single"),
    _product("other", "Mosquito Net", 300, size="double") | {"score": 0.1},
)
CABLES = (_product("2m", "Type-C Cable 2 m", 299), _product("1m", "Type-C Cable 1 m", 199))
TANKS = (_product("1000", "Water Tank 1000 litre", 7250), _product("500", "Water Tank 500 litre", 3990))
VESTS = (_product("m", "Cotton Vest M", 190), _product("l", "Cotton Vest L", 210))
WHITES = (
    _product("saver", "Fan with Remote", 3249, colour="White"),
    _product("white", "Fan White 48 inch", 1949, colour="White"),
)


@pytest.mark.parametrize(
    ("said", "shown", "product"),
    [
        ("the cheaper of the two", BEDSHEETS, "single"),  # and not what is only shown beside them
        ("the cotton single, for my big sister", BEDSHEETS, "single"),
        ("the one metre one", CABLES, "1m"),
        ("ek meter wali", CABLES, "1m"),
        ("एक मीटर वाली", CABLES, "1m"),
        ("पाचशेचीच बरी", TANKS, "500"),
        ("পাঁচশোরটা", TANKS, "500"),
        ("এল লাগবে", VESTS, "l"),
        ("अब तो एल लगता है", VESTS, "l"),
        ("the white one", WHITES, "white"),
        ("সাদাটা", WHITES, "white"),
    ],
)
def test_it_is_told_by_its_name_its_figures_and_its_letters(
    said: str, shown: tuple[dict[str, Any], ...], product: str
) -> None:
    found = meant(sentence(said), shown)
    assert found is not None
    assert found["id"] == product


@pytest.mark.parametrize(
    "said",
    ["kitna bada chhed karna padega", "ছেলেটা পাঁচ বছরের", "how big is it", "माझ्या मोठ्या मुलीसाठी", "for my little son"],
)
def test_how_big_a_hole_and_how_old_a_child_is_choose_nothing(said: str) -> None:
    assert meant(sentence(said), (SMALL, LARGE)) is None


BANGLES = (
    _product("gold", "Golden Bangles, Set of 4", 649, colour="Golden"),
    _product("green", "Green Glass Bangles, Dozen", 130, colour="Green", material="Glass"),
    _product("red", "Red Bridal Bangles", 1399, colour="Red"),
)


@pytest.mark.parametrize(
    "said", ["and the red glass ones by the dozen", "और लाल काँच वाली दर्जन", "লাল কাচেরটা ডজন", "लाल काचेच्या डझन"]
)
def test_what_looks_otherwise_than_it_is_called_is_not_meant(said: str) -> None:
    assert meant(sentence(said), BANGLES) is None


def test_what_hardly_answered_is_not_chosen_by_its_looks() -> None:
    shown = ({**RED, "score": 0.96}, {**BANGLES[0], "score": 0.1})
    assert meant(sentence("golden bhi dikha do"), shown) is None


@pytest.mark.parametrize(("sign", "name"), [(1, "l"), (-1, "s")])
def test_sizes_in_letters_have_their_order(sign: int, name: str) -> None:
    sizes = {
        size: _product(size, f"Baby Vest {size.upper()}", 200, size=size.upper()) for size in ("s", "m", "l", "xl")
    }
    found = bigger(sizes["m"], tuple(sizes.values()), sign, SIZE)
    assert found is not None
    assert found["id"] == name


@pytest.mark.parametrize(
    ("said", "product"), [("how many does that do", None), ("do you have it", None), ("do litre wala", "2l")]
)
def test_an_english_do_is_no_two(said: str, product: str | None) -> None:
    shown = (LARGE, _product("2l", "Pressure Cooker 2 L", 899, capacity="2 litre"))
    found = meant(sentence(said), shown)
    assert (found and found["id"]) == product
