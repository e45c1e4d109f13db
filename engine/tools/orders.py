"""The tools on orders: track, cancel, return. The guard decides first, the store's rules after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field

from catalog.errors import OrderNotFound, RuleViolation
from catalog.records import Order
from catalog.times import INDIA
from engine.tools import coercion
from engine.tools.base import Card, Tool, ToolContext, ToolResult
from engine.tools.guard import Identity
from engine.tools.service import CallStaff, call_staff

OrderId = Annotated[
    str,
    BeforeValidator(coercion.order_number),
    Field(min_length=1, max_length=64),
]


class TrackOrder(BaseModel):
    """Arguments of track_order. A phone number of the model's does not count; the guard has heard the customer's."""

    order_id: OrderId
    phone_number: Annotated[
        str | None, BeforeValidator(lambda value: None if value is None else coercion.text(value))
    ] = None


class CancelOrder(BaseModel):
    """Arguments of cancel_order."""

    order_id: OrderId
    reason: str | None = Field(None, max_length=500)


class InitiateReturn(BaseModel):
    """Arguments of initiate_return."""

    order_id: OrderId
    reason: Annotated[
        Literal["defective", "wrong_item", "not_as_described", "changed_mind", "size_issue"],
        BeforeValidator(coercion.choice),
    ]
    action: Annotated[Literal["refund", "exchange", "store_credit"], BeforeValidator(coercion.choice)]


def track_order(arguments: TrackOrder, context: ToolContext) -> ToolResult:
    """Tell where an order is."""
    return _for_owner(arguments.order_id, context, lambda order: _shown(order, context, "ok"))


def cancel_order(arguments: CancelOrder, context: ToolContext) -> ToolResult:
    """Cancel an order that has not been sent, after the customer's yes."""

    def cancel(order: Order) -> ToolResult:
        # The order's own number, so that what was asked and what is done are the same however it was said.
        checked = {"order_id": order.id, "reason": arguments.reason}
        if not context.guard.approved("cancel_order", checked):
            if order.status not in ("pending", "confirmed"):
                return _shown(order, context, "not_possible", why=f"already_{order.status}")
            return _ask("cancel_order", checked, order, context, refund=order.total_amount)
        try:
            done = context.catalog.orders.cancel(order.id, arguments.reason, actor=context.session_id)
        except RuleViolation as refused:
            return _shown(order, context, "not_possible", why=refused.kind)
        return _shown(done, context, "cancelled", refund=done.total_amount)

    return _for_owner(arguments.order_id, context, cancel)


def initiate_return(arguments: InitiateReturn, context: ToolContext) -> ToolResult:
    """Ask for the return of a delivered order, after the customer's yes."""

    def start_return(order: Order) -> ToolResult:
        checked = {"order_id": order.id, "reason": arguments.reason, "action": arguments.action}
        if not context.guard.approved("initiate_return", checked):
            try:
                context.catalog.orders.check_returnable(order.id)
            except RuleViolation as refused:
                return _shown(order, context, "not_possible", why=refused.kind)
            refund = 0.0 if arguments.action == "exchange" else _cost(order)
            return _ask("initiate_return", checked, order, context, refund=refund)
        try:
            made = context.catalog.orders.request_return(
                order.id, arguments.reason, arguments.action, actor=context.session_id
            )
        except RuleViolation as refused:
            return _shown(order, context, "not_possible", why=refused.kind)
        return _shown(order, context, "return_requested", refund=made.refund_amount, action=made.action_requested)

    return _for_owner(arguments.order_id, context, start_return)


def _for_owner(order_id: str, context: ToolContext, act: Callable[[Order], ToolResult]) -> ToolResult:
    """Act on an order if the guard finds that it is the customer's."""
    order = context.catalog.orders.find(order_id)
    identity = context.guard.identify(order_id, order.user_phone if order else None)
    if identity is Identity.LOCKED:
        called = call_staff(CallStaff(summary="A customer could not show that an order is theirs."), context)
        return ToolResult({"status": identity.value, "order_id": order_id, "ticket": called.data["ticket"]})
    if order is None or identity is not Identity.VERIFIED:
        return ToolResult({"status": identity.value, "order_id": order_id})
    try:
        return act(order)
    except OrderNotFound:  # deleted by an import between the look and the write
        return ToolResult({"status": Identity.REFUSED.value, "order_id": order_id})


def _ask(tool: str, arguments: dict[str, Any], order: Order, context: ToolContext, refund: float) -> ToolResult:
    read_back = {**_facts(order, context), **arguments, "refund": refund}
    context.guard.ask(tool, arguments, read_back)
    facts = {"order": _facts(order, context), "refund": refund}
    data = {"status": "confirmation_needed", "pending": tool, **arguments, **facts}
    return ToolResult(data, (Card("confirm", order.id, {"tool": tool, **read_back}),))


def _shown(order: Order, context: ToolContext, status: str, **more: Any) -> ToolResult:
    facts = _facts(order, context)
    return ToolResult({"status": status, "order": facts, **more}, (Card("order", order.id, facts),))


def _facts(order: Order, context: ToolContext) -> dict[str, Any]:
    """What may be told of an order to its owner. Address and phone number stay out: others may listen."""
    items = []
    for item in order.items:
        product = context.catalog.products.get(item.product_id)
        items.append(
            {
                "name": product.name_in(context.language) if product else item.product_id,
                "quantity": item.quantity,
                "unit_price": item.unit_price,
                "picture": (product.image_url or "") if product else "",
            }
        )
    return {
        "id": order.id,
        "order_status": order.status,
        "total": order.total_amount,
        "items": items,
        "ordered_on": order.created_at.astimezone(INDIA).date().isoformat(),
        "updated_on": order.updated_at.astimezone(INDIA).date().isoformat(),
        "estimated_delivery": order.estimated_delivery.isoformat() if order.estimated_delivery else None,
        "carrier": order.shipping_carrier,
        "tracking_number": order.tracking_number,
    }


def _cost(order: Order) -> float:
    return min(round(sum(item.quantity * item.unit_price for item in order.items), 2), order.total_amount)


TOOLS = (
    Tool(
        "track_order",
        "Where an order is and when it comes. Needs the order's number and the phone number it was placed with.",
        TrackOrder,
        track_order,
    ),
    Tool(
        "cancel_order",
        "Cancel an order that has not been sent. The kiosk asks the customer for a yes by itself.",
        CancelOrder,
        cancel_order,
        writes=True,
    ),
    Tool(
        "initiate_return",
        "Return a delivered order. Ask for the reason and for what the customer wants. The kiosk asks for a yes.",
        InitiateReturn,
        initiate_return,
        writes=True,
    ),
)
