"""The cards of the last answer as a list for QML, with texts in the customer's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import (
    Property,
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QUrl,
    Signal,
)

from engine.dialogue.phrases import day, money, phrase, screen_texts
from engine.languages import Language

_FEW_LEFT = 3
_ROLES = ("kind", "cardId", "title", "text", "price", "stock", "stockText", "picture", "status", "lines")
Index = QModelIndex | QPersistentModelIndex


class CardsModel(QAbstractListModel):
    """Each row is a card.

    Roles:
        kind: "product", "order", "policy", "faq" or "confirm".
        cardId: the id of what it shows.
        title, text: what to write large and small.
        price: ready to show, or "".
        stock: "in", "few", "out" or "".
        stockText: the same in words.
        picture: a URL, or "".
        status: an order's: "pending", "confirmed", "shipped", "delivered" or "cancelled"; else "".
        lines: an order's items, each {text, price, picture}.

    Properties:
        kinds: the kinds of all cards, by which the window divides its space.
        saying: the text of the only policy or FAQ card, else ""; an answer that quotes it need not be shown twice.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[dict[str, Any]] = []

    def show(self, cards: tuple[Mapping[str, Any], ...], language: Language) -> None:
        """Replace the cards."""
        self.beginResetModel()
        self._rows = [_BUILDERS[card["kind"]](card, language) for card in cards if card["kind"] in _BUILDERS]
        self.endResetModel()
        self.changed.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008  # Qt's signature
        """How many cards there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A card's value for a role; None for Qt's own roles."""
        number = role - Qt.ItemDataRole.UserRole
        if not index.isValid() or not 0 <= number < len(_ROLES):
            return None
        return self._rows[index.row()].get(_ROLES[number], "")

    def roleNames(self) -> dict[int, QByteArray]:  # noqa: N802  # Qt's name
        """The roles, as QML names them."""
        return {Qt.ItemDataRole.UserRole + number: QByteArray(name.encode()) for number, name in enumerate(_ROLES)}

    def _kinds(self) -> list[str]:
        return [row["kind"] for row in self._rows]

    def _saying(self) -> str:
        texts = [row["text"] for row in self._rows if row["kind"] in ("policy", "faq")]
        return texts[0] if len(texts) == 1 else ""

    kinds = Property("QStringList", _kinds, notify=changed)  # type: ignore[arg-type]
    saying = Property(str, _saying, notify=changed)


def picture_url(picture: str) -> str:
    """A picture's file or address as QML loads it."""
    if not picture or picture.startswith(("http://", "https://")):
        return picture
    return QUrl.fromLocalFile(picture).toString()


def _product(card: Mapping[str, Any], language: Language) -> dict[str, Any]:
    left = int(card["stock"])
    texts = screen_texts(language)
    if left <= 0:
        stock, words = "out", texts["sold_out"]
    elif left <= _FEW_LEFT:
        stock, words = "few", phrase("screen.only_left", language, count=left)
    else:
        stock, words = "in", texts["in_stock"]
    return {
        "kind": "product",
        "cardId": card["id"],
        "title": card["name"],
        "price": money(card["price"]),
        "stock": stock,
        "stockText": words,
        "picture": picture_url(card["picture"]),
    }


def _order(card: Mapping[str, Any], language: Language) -> dict[str, Any]:
    texts = screen_texts(language)
    status = card["order_status"]
    date = card["updated_on"] if status == "delivered" else card["estimated_delivery"]
    return {
        "kind": card["kind"],
        "cardId": card["id"],
        "title": f"{texts['order']} {card['id']}",
        "text": day(date, language) if date and status != "cancelled" else "",
        "price": money(card["total"]),
        "status": status,
        "stockText": texts[f"status_{status}"],
        "lines": [
            {
                "text": item["name"] if item["quantity"] == 1 else f"{item['quantity']} × {item['name']}",
                "price": money(item["unit_price"] * item["quantity"]),
                "picture": picture_url(item["picture"]),
            }
            for item in card["items"]
        ],
    }


def _confirm(card: Mapping[str, Any], language: Language) -> dict[str, Any]:
    refund = f"{screen_texts(language)['refund']}: {money(card['refund'])}" if card["refund"] else ""
    return {**_order(card, language), "title": _question(card, language), "text": refund}


def _question(card: Mapping[str, Any], language: Language) -> str:
    """What is to be confirmed, as it is asked aloud; the card itself shows the items and amounts that follow."""
    key = "cancel.confirm" if card["tool"] == "cancel_order" else f"return.confirm_{card['action']}"
    values = {"id": card["id"], "items": "", "total": money(card["total"]), "refund": money(card["refund"])}
    return re.split("[?:]", phrase(key, language, **values))[0] + "?"


def _policy(card: Mapping[str, Any], _language: Language) -> dict[str, Any]:
    return {"kind": "policy", "cardId": card["id"], "title": card["title"], "text": card["content"]}


def _faq(card: Mapping[str, Any], _language: Language) -> dict[str, Any]:
    return {"kind": "faq", "cardId": card["id"], "title": card["question"], "text": card["answer"]}


_BUILDERS = {"product": _product, "order": _order, "confirm": _confirm, "policy": _policy, "faq": _faq}
