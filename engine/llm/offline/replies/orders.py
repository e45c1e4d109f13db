"""What is said of orders, returns and calls for the staff: the same for an unknown order and a wrong phone number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.dialogue.phrases import day, money
from engine.llm.offline.acts.base import Scene
from engine.tools.base import ToolRun


def outcome(scene: Scene, run: ToolRun) -> str:
    """Put a tool's result into words, at most two short sentences."""
    data = run.result.data
    if data["status"] == "error":
        return scene.phrase("problem.store")
    return _OUTCOMES[run.call.name](scene, data)


def of_order(scene: Scene, order: Mapping[str, Any], asked: str) -> str:
    """What is asked about an order: its items, who brings it, its total."""
    if asked == "carrier" and not order["carrier"]:
        return _status(scene, order)
    number = order["tracking_number"] or ""
    told = scene.phrase(f"order.{asked}", carrier=order["carrier"], number=number, **_read_back(order))
    return f"{told} {_status(scene, order)}" if asked == "carrier" else told  # who brings it is asked with when


def _staff(scene: Scene, data: Mapping[str, Any]) -> str:
    return scene.phrase("staff.called", ticket=data["ticket"])


def _track(scene: Scene, data: Mapping[str, Any]) -> str:
    return _not_shown(scene, data) or _status(scene, data["order"])


def _cancel(scene: Scene, data: Mapping[str, Any]) -> str:
    return _not_shown(scene, data) or _written(scene, data, "cancel")


def _return(scene: Scene, data: Mapping[str, Any]) -> str:
    return _not_shown(scene, data) or _written(scene, data, "return")


def _written(scene: Scene, data: Mapping[str, Any], what: str) -> str:
    """What becomes of a write: it cannot be, it waits for a yes, or it is done; of a return, what is given for it."""
    order = data["order"]
    if data["status"] == "not_possible":
        return scene.phrase(f"{what}.{data['why']}", id=order["id"])
    step = "confirm" if data["status"] == "confirmation_needed" else "done"
    given = f"_{data['action']}" if what == "return" else ""
    return scene.phrase(f"{what}.{step}{given}", refund=money(data["refund"]), **_read_back(order))


def _not_shown(scene: Scene, data: Mapping[str, Any]) -> str | None:
    keys = {"phone_needed": "ask_phone", "not_verified": "not_verified", "locked": "locked"}
    key = keys.get(data["status"])
    return scene.phrase(f"order.{key}", id=data["order_id"]) if key else None


def _status(scene: Scene, order: Mapping[str, Any]) -> str:
    status = order["order_status"]
    if status == "cancelled":
        return scene.phrase("order.cancelled", id=order["id"])
    date = order["updated_on"] if status == "delivered" else order["estimated_delivery"]
    if not date:
        return scene.phrase("order.no_day", id=order["id"])
    key = "shipped_plain" if status == "shipped" and not order["carrier"] else status
    return scene.phrase(f"order.{key}", id=order["id"], day=day(date, scene.language), carrier=order["carrier"])


def _read_back(order: Mapping[str, Any]) -> dict[str, str]:
    items = ", ".join(
        item["name"] if item["quantity"] == 1 else f"{item['quantity']} × {item['name']}" for item in order["items"]
    )
    return {"id": order["id"], "items": items, "total": money(order["total"])}


_OUTCOMES = {
    "call_staff": _staff,
    "track_order": _track,
    "cancel_order": _cancel,
    "initiate_return": _return,
}
