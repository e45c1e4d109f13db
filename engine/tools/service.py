"""The tools on the store itself: its policies, and its staff."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field

from engine.telemetry.redact import redact
from engine.tools import coercion
from engine.tools.base import Card, Tool, ToolContext, ToolResult
from engine.tools.products import Text

_LONGEST_SAID = 200


class GetPolicy(BaseModel):
    """Arguments of get_policy."""

    policy_type: Annotated[
        Literal["returns", "refunds", "shipping", "privacy", "warranty"], BeforeValidator(coercion.policy)
    ]


class CallStaff(BaseModel):
    """Arguments of call_staff."""

    summary: Text = Field(description="What the customer needs, in one sentence of English.")


def get_policy(arguments: GetPolicy, context: ToolContext) -> ToolResult:
    """Quote one of the store's policies."""
    policy = context.catalog.policies.get(arguments.policy_type)
    if policy is None:
        return ToolResult({"status": "not_found", "policy_type": arguments.policy_type})
    shown = {
        "title": policy.title_in(context.language),
        "content": policy.content_in(context.language),
        "effective_date": policy.effective_date.isoformat(),
    }
    return ToolResult({"status": "ok", "policy_type": policy.type, **shown}, (Card("policy", policy.id, shown),))


def call_staff(arguments: CallStaff, context: ToolContext) -> ToolResult:
    """Call a member of the staff to the kiosk; once, until they have had the time to come."""
    if coming := context.guard.coming:
        return ToolResult({"status": "ok", "ticket": coming, "called_before": True})
    summary = arguments.summary.strip() or f"A customer asks for help: {context.utterance[:_LONGEST_SAID]}"
    ticket = context.catalog.tickets.open(redact(summary), context.session_id, context.guard.verified_phone)
    context.guard.called(ticket.id)
    return ToolResult({"status": "ok", "ticket": ticket.id, "summary": ticket.summary})


TOOLS = (
    Tool(
        "get_policy",
        "The store's rules on returns, refunds, shipping, privacy or warranty. Never answer them from memory.",
        GetPolicy,
        get_policy,
    ),
    Tool(
        "call_staff",
        "Call a person. Use it when the customer asks for one, or needs what no other tool can do.",
        CallStaff,
        call_staff,
        writes=True,
    ),
)
