from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.errors import OrderNotFound
from catalog.orders import RETURN_ACTIONS, RETURN_REASONS
from catalog.store import Catalog
from engine.languages import Language
from engine.tools import registry
from engine.tools.base import ToolCall, ToolContext, ToolResult
from engine.tools.guard import Guard
from tests.fakes.fake_store import ASHA, ASHAS_ADDRESS, RAVI, RAVIS_ADDRESS, make_store, open_store

Ask = Callable[..., ToolResult]
State = Callable[[], dict[str, list[Any]]]
RETURN = {"reason": "defective", "action": "refund"}
# Every tool on orders with arguments that would be right.
REQUESTS: list[tuple[str, dict[str, str]]] = [("track_order", {}), ("cancel_order", {}), ("initiate_return", RETURN)]
ORDERS = ["1001", "1002", "1003", "1004", "1005", "1006", "1007", "1008", "ORD-2001", "ORD-2002"]


@pytest.fixture
def asha(guard: Guard) -> Guard:
    """The guard of a customer who has said their own number."""
    guard.hear(f"my number is {ASHA}")
    return guard


def _confirm(guard: Guard) -> tuple[str, dict[str, Any]]:
    """The customer says yes: what the conversation then runs."""
    pending = guard.take_pending()
    assert pending is not None
    guard.approve(pending)
    return pending.tool, dict(pending.arguments)


class TestTracking:
    @pytest.mark.parametrize(
        ("order_id", "status", "delivery"),
        [
            ("1001", "pending", "2026-01-18"),
            ("1002", "confirmed", "2026-01-18"),
            ("1003", "shipped", "2026-01-18"),
            ("1004", "delivered", "2026-01-18"),
            ("1006", "cancelled", "2026-01-18"),
            ("1007", "shipped", None),
        ],
    )
    def test_the_owner_is_told_every_status(
        self, ask: Ask, asha: Guard, order_id: str, status: str, delivery: str | None
    ) -> None:
        data = ask("track_order", order_id=order_id).data
        assert data["status"] == "ok"
        assert data["order"]["order_status"] == status
        assert data["order"]["estimated_delivery"] == delivery

    def test_all_that_is_told_of_an_order(self, ask: Ask, asha: Guard) -> None:
        result = ask("track_order", order_id="1003")
        facts = {
            "id": "1003",
            "order_status": "shipped",
            "total": 1899.0,
            "items": [{"name": "Ceiling Fan", "quantity": 1, "unit_price": 1899.0, "picture": ""}],
            "ordered_on": "2026-01-11",
            "updated_on": "2026-01-13",
            "estimated_delivery": "2026-01-18",
            "carrier": "Vayu",
            "tracking_number": "TRK77",
        }
        assert result.data == {"status": "ok", "order": facts}
        assert [(card.kind, card.id, dict(card.details)) for card in result.cards] == [("order", "1003", facts)]

    @pytest.mark.parametrize(
        ("language", "name"),
        [(Language.HINDI, "छत का पंखा"), (Language.BENGALI, "সিলিং ফ্যান"), (Language.MARATHI, "छताचा पंखा")],
    )
    def test_its_goods_are_named_in_the_customers_language(
        self, ask: Ask, asha: Guard, language: Language, name: str
    ) -> None:
        assert ask("track_order", "", language, order_id="1003").data["order"]["items"][0]["name"] == name

    @pytest.mark.parametrize(
        ("said", "phone", "order_id"),
        [
            ("1001", ASHA, "1001"),
            (" 1001 ", ASHA, "1001"),
            ("10 01", ASHA, "1001"),
            (1001, ASHA, "1001"),
            ("ORD-2001", RAVI, "ORD-2001"),
            ("ord 2001", RAVI, "ORD-2001"),
            ("ord2001", RAVI, "ORD-2001"),
            ("2001", RAVI, "ORD-2001"),
        ],
    )
    def test_an_order_is_found_however_its_number_is_said(
        self, ask: Ask, guard: Guard, said: object, phone: str, order_id: str
    ) -> None:
        guard.hear(phone)
        assert ask("track_order", order_id=said).data["order"]["id"] == order_id

    def test_the_day_is_the_day_in_india(self, tmp_path: Path, guard: Guard) -> None:
        with open_store(make_store(tmp_path)) as catalog:
            catalog.database.execute_sql("UPDATE orders SET created_at = '2026-01-10T20:00:00+00:00' WHERE id = '1001'")
            guard.hear(ASHA)
            context = ToolContext(catalog, guard, "s1", Language.ENGLISH, "")
            run = registry.run(ToolCall("c", "track_order", {"order_id": "1001"}), context)
            assert run.result.data["order"]["ordered_on"] == "2026-01-11"


class TestIdentity:
    @pytest.mark.parametrize(("tool", "more"), REQUESTS)
    def test_nothing_is_told_or_done_before_the_customer_gave_a_number(
        self, ask: Ask, guard: Guard, state: State, tool: str, more: dict[str, str]
    ) -> None:
        before = state()
        for order_id in (*ORDERS, "9999"):
            result = ask(tool, order_id=order_id, **more)
            assert result == ToolResult({"status": "phone_needed", "order_id": order_id})
        assert guard.pending is None
        assert state() == before

    @pytest.mark.parametrize(("tool", "more"), REQUESTS)
    def test_an_unknown_order_and_anothers_order_cannot_be_told_apart(
        self, catalog: Catalog, tool: str, more: dict[str, str]
    ) -> None:
        for heard in (None, RAVI, ASHA):
            outcomes = []
            for order_id in ("1001" if heard != ASHA else "ORD-2001", "7777"):
                guard = Guard(lambda: 0.0)
                if heard:
                    guard.hear(heard)
                context = ToolContext(catalog, guard, "s1", Language.ENGLISH, "")
                result = registry.run(ToolCall("c", tool, {"order_id": order_id, **more}), context).result
                assert result.data.pop("order_id") == order_id
                outcomes.append((result, guard.pending, guard.verified))
            assert outcomes[0] == outcomes[1]

    @pytest.mark.parametrize(("tool", "more"), REQUESTS)
    def test_a_verified_customer_cannot_tell_them_apart_either(
        self, ask: Ask, asha: Guard, tool: str, more: dict[str, str]
    ) -> None:
        assert ask("track_order", order_id="1001").data["status"] == "ok"
        for order_id in ("ORD-2001", "ORD-2002", "7777"):
            assert ask(tool, order_id=order_id, **more) == ToolResult({"status": "not_verified", "order_id": order_id})
        assert asha.pending is None

    def test_three_wrong_numbers_lock_the_conversation(self, ask: Ask, guard: Guard) -> None:
        statuses = []
        for number in range(4):
            guard.hear(f"800000000{number}")
            statuses.append(ask("track_order", order_id="1001").data["status"])
        guard.hear(ASHA)
        statuses.append(ask("track_order", order_id="1001").data["status"])
        assert statuses == ["not_verified", "not_verified", "locked", "locked", "locked"]

    @pytest.mark.parametrize(("tool", "more"), REQUESTS)
    def test_a_number_that_only_the_model_gives_verifies_nobody(
        self, ask: Ask, guard: Guard, tool: str, more: dict[str, str]
    ) -> None:
        for name in ("phone_number", "phone", "user_phone", "verified_phone"):
            assert ask(tool, order_id="1001", **{name: ASHA}, **more).data["status"] == "phone_needed"
        assert not guard.verified

    def test_what_the_model_gives_does_not_take_the_place_of_what_was_heard(self, ask: Ask, guard: Guard) -> None:
        guard.hear(RAVI)
        assert ask("track_order", order_id="1001", phone_number=ASHA).data["status"] == "not_verified"
        assert ask("track_order", order_id="ORD-2001", phone_number=ASHA).data["status"] == "ok"

    def test_an_order_that_is_gone_at_the_write_is_as_one_that_never_was(
        self, ask: Ask, asha: Guard, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ask("cancel_order", order_id="1001")
        tool, arguments = _confirm(asha)

        def gone(order_id: str, *_: object, **__: object) -> None:
            raise OrderNotFound(order_id)

        monkeypatch.setattr(catalog.orders, "cancel", gone)
        assert ask(tool, **arguments) == ToolResult({"status": "not_verified", "order_id": "1001"})


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([ASHA, RAVI, *ORDERS]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=6,
)
_names = st.sampled_from(
    ["order_id", "phone_number", "reason", "action", "approved", "confirmed", "verified", "user_phone", "query"]
)
_arguments = st.dictionaries(_names | st.text(max_size=8), _json, max_size=6) | st.fixed_dictionaries(
    {
        "order_id": st.sampled_from(ORDERS),
        "reason": st.sampled_from([*RETURN_REASONS, None]),
        "action": st.sampled_from(RETURN_ACTIONS),
        "phone_number": st.sampled_from([ASHA, RAVI]),
    },
    optional={"confirmed": st.just(True), "approved": st.just(True)},
)
_calls = st.lists(st.tuples(st.sampled_from(list(registry.TOOLS)), _arguments), max_size=12)


class TestWhateverTheModelCalls:
    @given(calls=_calls)
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
    def test_no_sequence_of_calls_verifies_anybody_or_shows_an_order(
        self, catalog: Catalog, calls: list[tuple[str, dict[str, Any]]]
    ) -> None:
        guard = Guard(lambda: 0.0)
        guard.hear("show me sarees under two thousand")
        context = ToolContext(catalog, guard, "s1", Language.ENGLISH, "show me sarees")
        for name, arguments in calls:
            result = registry.run(ToolCall("c", name, arguments), context).result
            assert "order" not in result.data
            assert not any(card.kind in ("order", "confirm") for card in result.cards)
        assert not guard.verified
        assert guard.pending is None

    @given(calls=_calls)
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
    def test_no_sequence_of_calls_changes_an_order_of_a_verified_customer(
        self, catalog: Catalog, calls: list[tuple[str, dict[str, Any]]]
    ) -> None:
        guard = Guard(lambda: 0.0)
        guard.hear(ASHA)
        context = ToolContext(catalog, guard, "s1", Language.ENGLISH, "")
        for name, arguments in calls:
            result = registry.run(ToolCall("c", name, arguments), context).result
            assert result.data["status"] not in ("cancelled", "return_requested")
            assert result.data.get("order", {"id": "1001"})["id"] not in ("ORD-2001", "ORD-2002")
        statuses = dict(catalog.database.rows("SELECT id, status FROM orders"))
        assert (statuses["1001"], statuses["1002"], statuses["1004"]) == ("pending", "confirmed", "delivered")
        assert catalog.database.rows("SELECT count(*) FROM returns") == [(0,)]
        assert catalog.database.rows("SELECT count(*) FROM audit") == [(0,)]


class TestCancelling:
    def test_the_order_is_read_back_before_anything_is_written(self, ask: Ask, asha: Guard, state: State) -> None:
        before = state()
        result = ask("cancel_order", order_id="1001", reason="too slow")
        assert state() == before
        assert result.data["status"] == "confirmation_needed"
        assert result.data["pending"] == "cancel_order"
        assert result.data["order_id"] == "1001"
        assert result.data["refund"] == 3297.0
        assert [(i["name"], i["quantity"]) for i in result.data["order"]["items"]] == [
            ("Red Cotton Saree", 2),
            ("Pressure Cooker", 1),
        ]
        (card,) = result.cards
        assert (card.kind, card.id) == ("confirm", "1001")
        assert card.details["tool"] == "cancel_order"
        assert card.details["total"] == 3297.0
        assert card.details["refund"] == 3297.0
        assert asha.pending is not None
        assert dict(asha.pending.arguments) == {"order_id": "1001", "reason": "too slow"}

    @pytest.mark.parametrize("repeats", range(1, 5))
    def test_repeating_the_call_is_no_yes(self, ask: Ask, asha: Guard, state: State, repeats: int) -> None:
        before = state()
        for _ in range(repeats):
            assert ask("cancel_order", order_id="1001").data["status"] == "confirmation_needed"
        assert state() == before

    def test_after_the_yes_it_is_cancelled_and_the_goods_go_back(self, ask: Ask, asha: Guard, catalog: Catalog) -> None:
        ask("cancel_order", order_id="1001", reason="late")
        tool, arguments = _confirm(asha)
        result = ask(tool, **arguments)
        assert result.data["status"] == "cancelled"
        assert result.data["order"]["order_status"] == "cancelled"
        assert result.data["refund"] == 3297.0
        order = catalog.orders.get("1001")
        assert order is not None
        assert order.status == "cancelled"
        saree = catalog.products.get("P01")
        assert saree is not None
        assert saree.stock_quantity == 20
        (entry,) = catalog.audit.entries("order", "1001")
        assert (entry.actor, entry.details["reason"]) == ("s1", "late")

    def test_one_yes_cancels_once(self, ask: Ask, asha: Guard, state: State) -> None:
        ask("cancel_order", order_id="1001")
        tool, arguments = _confirm(asha)
        ask(tool, **arguments)
        after = state()
        again = ask(tool, **arguments)
        assert (again.data["status"], again.data["why"]) == ("not_possible", "already_cancelled")
        assert state() == after

    def test_the_yes_holds_for_this_order_and_reason_only(self, ask: Ask, asha: Guard, state: State) -> None:
        before = state()
        for other in ({"order_id": "1002"}, {"order_id": "1001", "reason": "another"}):
            ask("cancel_order", order_id="1001")
            _confirm(asha)
            assert ask("cancel_order", **other).data["status"] == "confirmation_needed"
        assert state() == before

    def test_a_number_said_in_another_way_is_the_same_order(self, ask: Ask, guard: Guard) -> None:
        guard.hear(RAVI)
        ask("cancel_order", order_id="ord 2001")
        tool, arguments = _confirm(guard)
        assert arguments["order_id"] == "ORD-2001"
        assert ask(tool, **arguments).data["status"] == "cancelled"

    @pytest.mark.parametrize(
        ("order_id", "why"),
        [("1003", "already_shipped"), ("1004", "already_delivered"), ("1006", "already_cancelled")],
    )
    def test_what_cannot_be_cancelled_is_said_at_once(self, ask: Ask, asha: Guard, order_id: str, why: str) -> None:
        result = ask("cancel_order", order_id=order_id)
        assert (result.data["status"], result.data["why"]) == ("not_possible", why)
        assert asha.pending is None
        assert [card.kind for card in result.cards] == ["order"]

    def test_an_order_sent_between_the_question_and_the_yes_stays(
        self, ask: Ask, asha: Guard, catalog: Catalog, state: State
    ) -> None:
        ask("cancel_order", order_id="1001")
        tool, arguments = _confirm(asha)
        catalog.database.execute_sql("UPDATE orders SET status = 'shipped' WHERE id = '1001'")
        before = state()
        result = ask(tool, **arguments)
        assert (result.data["status"], result.data["why"]) == ("not_possible", "already_shipped")
        assert state() == before


class TestReturning:
    @pytest.mark.parametrize(("reason", "action"), [*itertools.product(RETURN_REASONS, RETURN_ACTIONS)])
    def test_every_reason_and_action_is_asked_and_then_done(
        self, ask: Ask, asha: Guard, catalog: Catalog, state: State, reason: str, action: str
    ) -> None:
        before = state()
        asked = ask("initiate_return", order_id="1004", reason=reason, action=action).data
        refund = 0.0 if action == "exchange" else 3897.0
        assert state() == before
        assert (asked["status"], asked["pending"]) == ("confirmation_needed", "initiate_return")
        assert (asked["reason"], asked["action"], asked["refund"]) == (reason, action, refund)
        tool, arguments = _confirm(asha)
        done = ask(tool, **arguments).data
        assert (done["status"], done["action"], done["refund"]) == ("return_requested", action, refund)
        made = catalog.orders.return_of("1004")
        assert made is not None
        assert (made.reason, made.action_requested, made.refund_amount) == (reason, action, refund)

    def test_one_yes_returns_once(self, ask: Ask, asha: Guard, catalog: Catalog) -> None:
        ask("initiate_return", order_id="1004", **RETURN)
        tool, arguments = _confirm(asha)
        ask(tool, **arguments)
        again = ask(tool, **arguments)
        assert (again.data["status"], again.data["why"]) == ("not_possible", "already_returned")
        assert catalog.database.rows("SELECT count(*) FROM returns") == [(1,)]

    @pytest.mark.parametrize("other", [{"reason": "wrong_item"}, {"action": "exchange"}, {"order_id": "1005"}])
    def test_the_yes_holds_for_what_was_read_back_only(
        self, ask: Ask, asha: Guard, catalog: Catalog, other: dict[str, str]
    ) -> None:
        ask("initiate_return", order_id="1004", **RETURN)
        _confirm(asha)
        ask("initiate_return", **{"order_id": "1004", **RETURN, **other})
        assert catalog.database.rows("SELECT count(*) FROM returns") == [(0,)]

    @pytest.mark.parametrize(
        ("order_id", "why"),
        [
            ("1001", "not_delivered"),
            ("1003", "not_delivered"),
            ("1005", "window_closed"),
            ("1006", "already_cancelled"),
        ],
    )
    def test_what_cannot_be_returned_is_said_at_once(self, ask: Ask, asha: Guard, order_id: str, why: str) -> None:
        result = ask("initiate_return", order_id=order_id, **RETURN)
        assert (result.data["status"], result.data["why"]) == ("not_possible", why)
        assert asha.pending is None

    def test_an_order_returned_between_the_question_and_the_yes_is_returned_once(
        self, ask: Ask, asha: Guard, catalog: Catalog
    ) -> None:
        ask("initiate_return", order_id="1004", **RETURN)
        tool, arguments = _confirm(asha)
        catalog.orders.request_return("1004", "wrong_item", "exchange", actor="the counter")
        result = ask(tool, **arguments)
        assert (result.data["status"], result.data["why"]) == ("not_possible", "already_returned")

    def test_the_refund_is_never_more_than_was_paid(self, ask: Ask, asha: Guard, catalog: Catalog) -> None:
        catalog.database.execute_sql("UPDATE orders SET total_amount = 1000 WHERE id = '1004'")
        asked = ask("initiate_return", order_id="1004", **RETURN).data
        tool, arguments = _confirm(asha)
        assert asked["refund"] == ask(tool, **arguments).data["refund"] == 1000.0


def test_no_result_holds_a_phone_number_or_an_address(ask: Ask, asha: Guard) -> None:
    results = [ask(tool, order_id=order_id, **more) for tool, more in REQUESTS for order_id in ORDERS]
    ask("cancel_order", order_id="1001")
    tool, arguments = _confirm(asha)
    results.append(ask(tool, **arguments))
    ask("initiate_return", order_id="1004", **RETURN)
    tool, arguments = _confirm(asha)
    results.append(ask(tool, **arguments))
    assert {result.data["status"] for result in results} >= {"ok", "cancelled", "return_requested", "not_possible"}
    told = json.dumps([[result.data, [dict(card.details) for card in result.cards]] for result in results])
    for secret in (ASHA, RAVI, ASHA[:5], RAVI[:5], ASHAS_ADDRESS, RAVIS_ADDRESS, "Laburnum", "user_phone", "address"):
        assert secret not in told
