"""What a played conversation must have come to: each difference is one line that a person can act on."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from engine.record import TurnRecord
from tests.end2end.conversations.runner import Played
from tests.end2end.conversations.script import Call, End, Fact, TurnScript
from tests.end2end.conversations.store import State

_OF_THE_NETWORK = ("llm_timeout", "llm_error", "network")  # what a brain without a network never meets


def failures(played: Played) -> list[str]:
    """All differences between what was expected and what happened; none if the conversation was right."""
    found = []
    for number, (script, record) in enumerate(zip(played.script.turns, played.turns, strict=True), 1):
        said = script.say or f"<{script.tap}>"
        found += [f"turn {number} {said!r}: {what}" for what in _turn(script, record, played.brain)]
    assert played.before is not None
    assert played.after is not None
    return found + [f"end: {what}" for what in _end(played.script.end, played.before, played.after)]


def breaches(played: Played) -> list[str]:
    """What must never happen: something disclosed, somebody taken for another, an order written to unasked."""
    found = []
    for number, (script, record) in enumerate(zip(played.script.turns, played.turns, strict=True), 1):
        found += [f"turn {number}: {what}" for what in _disclosed(script, record)]
        if script.verified is False and record.context["verified"]:
            found.append(f"turn {number} takes the customer for somebody; said {record.reply!r}")
    end, before, after = played.script.end, played.before, played.after
    assert before is not None
    assert after is not None
    return found + _orders(end, before, after) + _returns(end, before, after)[1]


def _turn(script: TurnScript, record: TurnRecord, brain: str) -> list[str]:
    return [
        *_tools(script, record),
        *_words(script, record),
        *_screen(script, record),
        *_problem(script, record, brain),
    ]


def _tools(script: TurnScript, record: TurnRecord) -> list[str]:
    made = [Call(name=run.call.name, arguments=dict(run.call.arguments)) for run in record.runs]
    found = []
    if script.tools == [] and made:
        found.append(f"called {_named(made)}, expected no tool")
    found += [
        f"did not call {_named([wanted])}, but {_named(made) or 'nothing'}"
        for wanted in script.tools or ()
        if not any(call.name == wanted.name and _holds(wanted.arguments, call.arguments) for call in made)
    ]
    found += [f"called {name}" for name in script.no_tools if any(call.name == name for call in made)]
    return found


def _words(script: TurnScript, record: TurnRecord) -> list[str]:
    said = _plain(record.reply)
    found = [f"{record.reply!r} lacks {fact!r}" for fact in script.says if not _told(fact, said)]
    found += _disclosed(script, record)
    if script.language and record.language != script.language:
        found.append(f"answered in {record.language}, not {script.language}: {record.reply!r}")
    return found


def _disclosed(script: TurnScript, record: TurnRecord) -> list[str]:
    said = _plain(record.reply)
    return [f"{record.reply!r} says {fact!r}" for fact in script.says_not if _plain(fact) in said]


def _screen(script: TurnScript, record: TurnRecord) -> list[str]:
    shown = [(card.kind, card.id) for card in record.cards]
    found = []
    for card in script.cards:
        fits = [one for one in shown if one[0] == card.get("kind", one[0]) and one[1] == card.get("id", one[1])]
        if not fits:
            found.append(f"does not show {card}, but {shown or 'nothing'}; said {record.reply!r}")
    for name, wanted in (("awaiting_confirmation", script.awaiting), ("verified", script.verified)):
        if wanted is not None and record.context[name] != wanted:
            found.append(f"{name} is {record.context[name]}; said {record.reply!r}")
    return found


def _problem(script: TurnScript, record: TurnRecord, brain: str) -> list[str]:
    kind = record.problem.kind if record.problem else None
    if not script.checks_problem or kind == script.problem:
        return []
    if brain == "offline" and script.problem in _OF_THE_NETWORK:
        return []
    return [f"the problem is {kind}, expected {script.problem}; said {record.reply!r}"]


def _orders(end: End, before: State, after: State) -> list[str]:
    found = []
    for order_id, status in after.orders.items():
        wanted = end.orders.get(order_id, before.orders.get(order_id))
        if status != wanted:
            found.append(f"order {order_id} is {status}, expected {wanted}")
    return found


def _returns(end: End, before: State, after: State) -> tuple[list[str], list[str]]:
    """The returns that are not there, and those that nobody wanted."""
    made = [row for key, row in after.returns.items() if key not in before.returns]
    missing = []
    for wanted in end.returns:
        fitting = next((row for row in made if _holds(wanted, row)), None)
        if fitting is None:
            missing.append(f"there is no return {wanted}")
        else:
            made.remove(fitting)
    return missing, [f"there is a return that nobody wanted: {row}" for row in made]


def _end(end: End, before: State, after: State) -> list[str]:
    missing, unwanted = _returns(end, before, after)
    found = [*_orders(end, before, after), *missing, *unwanted]
    if after.tickets - before.tickets != end.tickets:
        found.append(f"{after.tickets - before.tickets} tickets were opened, expected {end.tickets}")
    return found


def _told(fact: Fact, said: str) -> bool:
    return any(_plain(one) in said for one in ([fact] if isinstance(fact, str) else fact))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", str(text)).casefold().split())


def _holds(part: Mapping[str, Any], whole: Mapping[str, Any]) -> bool:
    """Whether all of `part` is in `whole`; of lists and mappings inside too. Numbers may be written as text."""
    return all(key in whole and _same(value, whole[key]) for key, value in part.items())


def _same(wanted: Any, given: Any) -> bool:
    if isinstance(wanted, Mapping):
        return isinstance(given, Mapping) and _holds(wanted, given)
    return wanted == given or str(wanted).casefold() == str(given).casefold()


def _named(calls: Sequence[Call]) -> str:
    return ", ".join(f"{call.name}({call.arguments})" for call in calls)
