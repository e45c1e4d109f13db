from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.viewmodels.cards import CardsModel, picture_url
from engine.dialogue.phrases import screen_texts
from engine.languages import Language

HINDI, BENGALI, MARATHI, ENGLISH = Language
PRODUCT: dict[str, Any] = {
    "kind": "product",
    "id": "P01",
    "name": "लाल साड़ी",
    "price": 149999.0,
    "stock": 8,
    "picture": "/pictures/saree 1.svg",
}
ORDER: dict[str, Any] = {
    "kind": "order",
    "id": "1019",
    "order_status": "shipped",
    "total": 2697.5,
    "items": [
        {"name": "Saree", "quantity": 2, "unit_price": 899.0, "picture": "/s.svg"},
        {"name": "Fan", "quantity": 1, "unit_price": 899.5, "picture": ""},
    ],
    "updated_on": "2026-01-12",
    "estimated_delivery": "2026-01-18",
}
CONFIRM = ORDER | {"kind": "confirm", "tool": "cancel_order", "action": None, "refund": 2697.5}
POLICY = {"kind": "policy", "id": "POL-1", "title": "Returns", "content": "Within 7 days."}
FAQ = {"kind": "faq", "id": "F1", "topic": "warranty", "question": "How long?", "answer": "Two years."}


@pytest.fixture
def model(qtbot: QtBot) -> CardsModel:
    model = CardsModel()
    model.tester = QAbstractItemModelTester(model)  # type: ignore[attr-defined]  # fails where Qt's contract is broken
    return model


def rows(model: CardsModel) -> list[dict[str, Any]]:
    """The cards as the window reads them."""
    roles = {role: bytes(name.data()).decode() for role, name in model.roleNames().items()}
    return [
        {name: model.data(model.index(row, 0), role) for role, name in roles.items()} for row in range(model.rowCount())
    ]


def card(model: CardsModel, card: dict[str, Any], language: Language) -> dict[str, Any]:
    """A single card, without what it leaves empty."""
    model.show((card,), language)
    (row,) = rows(model)
    return {name: value for name, value in row.items() if value != ""}


def test_a_product(model: CardsModel) -> None:
    assert card(model, PRODUCT, HINDI) == {
        "kind": "product",
        "cardId": "P01",
        "title": "लाल साड़ी",
        "price": "₹1,49,999",
        "stock": "in",
        "stockText": screen_texts(HINDI)["in_stock"],
        "picture": "file:///pictures/saree 1.svg",
    }


@pytest.mark.parametrize(("left", "stock"), [(-1, "out"), (0, "out"), (1, "few"), (3, "few"), (4, "in"), (500, "in")])
@pytest.mark.parametrize("language", Language)
def test_what_is_left_of_a_product(model: CardsModel, language: Language, left: int, stock: str) -> None:
    shown = card(model, PRODUCT | {"stock": left}, language)
    assert shown["stock"] == stock
    texts = screen_texts(language)
    words = {"out": texts["sold_out"], "in": texts["in_stock"], "few": texts["only_left"].format(count=left)}
    assert shown["stockText"] == words[stock]


def test_an_order(model: CardsModel) -> None:
    assert card(model, ORDER, ENGLISH) == {
        "kind": "order",
        "cardId": "1019",
        "title": "Order 1019",
        "text": "18 January",
        "price": "₹2,697.50",
        "status": "shipped",
        "stockText": "On its way",
        "lines": [
            {"text": "2 × Saree", "price": "₹1,798", "picture": "file:///s.svg"},
            {"text": "Fan", "price": "₹899.50", "picture": ""},
        ],
    }


@pytest.mark.parametrize(
    ("language", "title", "day"),
    [
        (HINDI, "ऑर्डर 1019", "18 जनवरी"),
        (BENGALI, "অর্ডার 1019", "18 জানুয়ারি"),
        (MARATHI, "ऑर्डर 1019", "18 जानेवारी"),
    ],
)
def test_an_order_in_the_other_languages(model: CardsModel, language: Language, title: str, day: str) -> None:
    shown = card(model, ORDER, language)
    assert (shown["title"], shown["text"]) == (title, day)
    assert shown["stockText"] == screen_texts(language)["status_shipped"]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("status", ["pending", "confirmed", "shipped", "delivered", "cancelled"])
def test_every_status_has_its_words_and_its_day(model: CardsModel, language: Language, status: str) -> None:
    shown = card(model, ORDER | {"order_status": status}, language)
    assert shown["status"] == status
    assert shown["stockText"] == screen_texts(language)[f"status_{status}"]
    days = {"delivered": "12 ", "cancelled": ""}
    assert shown.get("text", "").startswith(days.get(status, "18 "))
    assert bool(shown.get("text")) == (status != "cancelled")


def test_an_order_without_a_day(model: CardsModel) -> None:
    assert "text" not in card(model, ORDER | {"estimated_delivery": None}, ENGLISH)


@pytest.mark.parametrize(
    ("more", "title"),
    [
        ({}, "Shall I cancel order 1019?"),
        ({"tool": "initiate_return", "action": "refund"}, "Shall I return order 1019?"),
        ({"tool": "initiate_return", "action": "exchange"}, "Shall I exchange order 1019?"),
        ({"tool": "initiate_return", "action": "store_credit"}, "Shall I return order 1019?"),
    ],
)
def test_what_is_to_be_confirmed(model: CardsModel, more: dict[str, Any], title: str) -> None:
    shown = card(model, CONFIRM | more, ENGLISH)
    assert (shown["kind"], shown["title"], shown["text"]) == ("confirm", title, "Refund: ₹2,697.50")
    assert [line["text"] for line in shown["lines"]] == ["2 × Saree", "Fan"]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("action", [None, "refund", "exchange", "store_credit"])
def test_it_is_a_question_in_every_language(model: CardsModel, language: Language, action: str | None) -> None:
    tool = "initiate_return" if action else "cancel_order"
    shown = card(model, CONFIRM | {"tool": tool, "action": action}, language)
    assert shown["title"].endswith("?")
    assert shown["title"].count("?") == 1
    assert "1019" in shown["title"]


def test_without_a_refund_none_is_shown(model: CardsModel) -> None:
    assert "text" not in card(model, CONFIRM | {"refund": 0}, ENGLISH)


def test_a_policy_and_an_answer(model: CardsModel) -> None:
    model.show((POLICY, FAQ), ENGLISH)
    assert [(row["kind"], row["cardId"], row["title"], row["text"]) for row in rows(model)] == [
        ("policy", "POL-1", "Returns", "Within 7 days."),
        ("faq", "F1", "How long?", "Two years."),
    ]


@pytest.mark.parametrize(
    ("cards", "saying"),
    [
        ((), ""),
        ((PRODUCT,), ""),
        ((POLICY,), "Within 7 days."),
        ((PRODUCT, FAQ), "Two years."),
        ((POLICY, FAQ), ""),
    ],
)
def test_what_a_single_card_says_itself(model: CardsModel, cards: tuple[dict[str, Any], ...], saying: str) -> None:
    model.show(cards, ENGLISH)
    assert model.property("saying") == saying


def test_cards_replace_each_other(model: CardsModel, qtbot: QtBot) -> None:
    model.show((PRODUCT, PRODUCT, PRODUCT), HINDI)
    with qtbot.waitSignals([model.modelReset, model.changed]):
        model.show((ORDER, POLICY), HINDI)
    assert list(model.property("kinds")) == ["order", "policy"]
    assert model.rowCount() == 2
    model.show((), HINDI)
    assert model.rowCount() == 0


def test_a_card_of_a_kind_that_is_not_known_is_left_out(model: CardsModel) -> None:
    model.show(({"kind": "map", "id": "1"}, POLICY), ENGLISH)
    assert list(model.property("kinds")) == ["policy"]


def test_cards_have_no_cards_within(model: CardsModel) -> None:
    model.show((POLICY,), ENGLISH)
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.data(QModelIndex(), Qt.ItemDataRole.UserRole) is None


@pytest.mark.parametrize(
    ("picture", "url"),
    [
        ("", ""),
        ("https://shop.example/a.png", "https://shop.example/a.png"),
        ("http://shop.example/a.png", "http://shop.example/a.png"),
        ("/a/b c#.png", "file:///a/b c%23.png"),
        (str(Path("/साड़ी.svg")), "file:///साड़ी.svg"),
    ],
)
def test_pictures_are_urls(picture: str, url: str) -> None:
    assert picture_url(picture) == url
