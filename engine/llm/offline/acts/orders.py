"""Requests about orders, policies and people: each asks for what it lacks, then calls its tool."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.dialogue.context import Waiting
from engine.llm.base import Choice
from engine.llm.offline.acts.base import Act, Said, Scene, call, offer_staff
from engine.llm.offline.replies import orders as replies
from engine.llm.offline.understanding import slots
from engine.tools.base import ToolRun

_ASK = {
    "order_id": "order.ask_number",
    "phone_number": "order.ask_phone",
    "reason": "return.ask_reason",
    "action": "return.ask_action",
}


def request(scene: Scene, tool: str, arguments: Mapping[str, Any]) -> Act:
    """Track, cancel or return an order, or ask for what is missing."""
    asked = str(arguments.get("asked", ""))
    known = {name: value for name, value in arguments.items() if value is not None and name != "asked"}
    scene.thread.order_tool, scene.thread.order_arguments = tool, dict(known)
    if lacking := slots.missing(tool, known):
        return ask(scene, Waiting(tool, known, lacking))
    run = yield call(tool, **known)
    if asked and run.result.data["status"] == "ok":
        told = replies.of_order(scene, run.result.data["order"], asked)
        scene.thread.order_items = tuple(item["name"] for item in run.result.data["order"]["items"])
        return Said(told, tool)
    return outcome(scene, run)


def ask(scene: Scene, waiting: Waiting) -> Said:
    """Ask for what a request lacks."""
    return Said(scene.phrase(_ASK[waiting.missing], id=waiting.arguments.get("order_id", "")), waiting.tool, waiting)


def outcome(scene: Scene, run: ToolRun) -> Said:
    """Put what came of a request into words."""
    data, tool = run.result.data, run.call.name
    if "order" in data:
        scene.thread.order_items = tuple(item["name"] for item in data["order"]["items"])
    waiting = None
    if data["status"] in ("phone_needed", "not_verified"):
        lacking = "phone_number" if data["status"] == "phone_needed" else "order_id"
        waiting = Waiting(tool, dict(run.call.arguments), lacking)
    elif tool == "cancel_order" and data["status"] == "not_possible" and data["why"] == "already_delivered":
        waiting = Waiting("initiate_return", {"order_id": data["order"]["id"]}, "reason")  # which the answer offers
    return Said(replies.outcome(scene, run), tool, waiting)


def policy(scene: Scene, policy_type: str) -> Act:
    """Quote a policy."""
    run = yield call("get_policy", policy_type=policy_type)
    if run.result.data["status"] != "ok":
        return Said(scene.phrase("policy.none"), "policy", offer_staff(scene))
    scene.thread.policy, scene.thread.rule = policy_type, str(run.result.data["content"])
    return Said(scene.thread.rule, "policy")


def staff(scene: Scene, summary: str | None = None) -> Act:
    """Call a person."""
    run = yield call("call_staff", summary=summary or f"A customer asks for help: {scene.utterance[:200]}")
    return Said(replies.outcome(scene, run), "staff")


def return_or_policy(scene: Scene) -> Said:
    """The customer said "return" and nothing else: the rules, or an order?"""
    choices = tuple(
        Choice(scene.phrase(f"choice.{name}"), scene.phrase(f"choice.{name}_words")) for name in ("policy", "order")
    )
    text = scene.phrase("choice.which", first=choices[0].label, second=choices[1].label)
    waiting = Waiting("choose", {"first": "policy", "second": "initiate_return"}, "choice")
    return Said(text, "ambiguous", waiting, choices=choices, confidence=0.4)
