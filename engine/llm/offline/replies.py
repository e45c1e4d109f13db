"""What the offline brain says: a phrase for each outcome of a tool, filled from its result and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.dialogue.phrases import day, money, phrase
from engine.languages import Language
from engine.tools.base import ToolRun


def reply(run: ToolRun, language: Language) -> str:
    """Put a tool's result into words, at most two short sentences."""
    data = run.result.data
    if data["status"] == "error":
        return phrase("problem.store", language)
    return _REPLIES[run.call.name](data, language)


def _search(data: Mapping[str, Any], language: Language) -> str:
    found = data["products"]
    if not found:
        if near := data["near_misses"]:
            return phrase("search.near", language, **_named(near[0]))
        return phrase("search.none", language)
    first = _named(found[0])
    if not found[0]["in_stock"]:
        return phrase("search.sold_out", language, **first)
    if len(found) == 1:
        return phrase("search.one", language, **first)
    return phrase("search.many", language, count=len(found), **first)


def _faq(data: Mapping[str, Any], language: Language) -> str:
    if data.get("faqs"):
        return str(data["faqs"][0]["answer"])
    if "product" in data:
        return phrase("faq.none", language, name=data["product"]["name"])
    return phrase("faq.none_store", language)


def _policy(data: Mapping[str, Any], language: Language) -> str:
    return str(data["content"]) if data["status"] == "ok" else phrase("policy.none", language)


def _staff(data: Mapping[str, Any], language: Language) -> str:
    return phrase("staff.called", language, ticket=data["ticket"])


def _track(data: Mapping[str, Any], language: Language) -> str:
    return _not_shown(data, language) or _status(data["order"], language)


def _cancel(data: Mapping[str, Any], language: Language) -> str:
    if refused := _not_shown(data, language):
        return refused
    order = data["order"]
    if data["status"] == "not_possible":
        return phrase(f"cancel.{data['why']}", language, id=order["id"])
    key = "cancel.confirm" if data["status"] == "confirmation_needed" else "cancel.done"
    return phrase(key, language, refund=money(data["refund"]), **_read_back(order))


def _return(data: Mapping[str, Any], language: Language) -> str:
    if refused := _not_shown(data, language):
        return refused
    order = data["order"]
    if data["status"] == "not_possible":
        return phrase(f"return.{data['why']}", language, id=order["id"])
    step = "confirm" if data["status"] == "confirmation_needed" else "done"
    return phrase(f"return.{step}_{data['action']}", language, refund=money(data["refund"]), **_read_back(order))


def _not_shown(data: Mapping[str, Any], language: Language) -> str | None:
    phrases = {"phone_needed": "ask_phone", "not_verified": "not_verified", "locked": "locked"}
    key = phrases.get(data["status"])
    return phrase(f"order.{key}", language, id=data["order_id"]) if key else None


def _status(order: Mapping[str, Any], language: Language) -> str:
    status = order["order_status"]
    if status == "cancelled":
        return phrase("order.cancelled", language, id=order["id"])
    date = order["updated_on"] if status == "delivered" else order["estimated_delivery"]
    if not date:
        return phrase("order.no_day", language, id=order["id"])
    key = "shipped_plain" if status == "shipped" and not order["carrier"] else status
    return phrase(f"order.{key}", language, id=order["id"], day=day(date, language), carrier=order["carrier"])


def _read_back(order: Mapping[str, Any]) -> dict[str, str]:
    items = ", ".join(
        item["name"] if item["quantity"] == 1 else f"{item['quantity']} × {item['name']}" for item in order["items"]
    )
    return {"id": order["id"], "items": items, "total": money(order["total"])}


def _named(product: Mapping[str, Any]) -> dict[str, str]:
    return {"name": product["name"], "price": money(product["price"])}


_REPLIES = {
    "search_products": _search,
    "get_product_faq": _faq,
    "get_policy": _policy,
    "call_staff": _staff,
    "track_order": _track,
    "cancel_order": _cancel,
    "initiate_return": _return,
}
