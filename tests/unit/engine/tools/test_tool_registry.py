from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.errors import CatalogError
from catalog.store import Catalog
from engine.languages import Language
from engine.tools import registry
from engine.tools.base import ToolCall, ToolContext, ToolResult
from engine.tools.guard import Guard
from tests.fakes.fake_store import ASHA

Ask = Callable[..., ToolResult]
State = Callable[[], dict[str, list[Any]]]
NAMES = {
    "search_products": {"query", "category", "max_results", "price_range"},
    "get_product_faq": {"product_id", "question_topic"},
    "track_order": {"order_id", "phone_number"},
    "initiate_return": {"order_id", "reason", "action"},
    "cancel_order": {"order_id", "reason"},
    "get_policy": {"policy_type"},
    "call_staff": {"summary"},
}
REQUIRED = {
    "search_products": {"query"},
    "get_product_faq": {"product_id"},
    "track_order": {"order_id"},
    "initiate_return": {"order_id", "reason", "action"},
    "cancel_order": {"order_id"},
    "get_policy": {"policy_type"},
    "call_staff": {"summary"},
}
RIGHT: dict[str, dict[str, Any]] = {
    "search_products": {"query": "saree"},
    "get_product_faq": {"product_id": "P04"},
    "track_order": {"order_id": "1001"},
    "initiate_return": {"order_id": "1004", "reason": "defective", "action": "refund"},
    "cancel_order": {"order_id": "1001"},
    "get_policy": {"policy_type": "returns"},
    "call_staff": {"summary": "help"},
}


def _functions(categories: tuple[str, ...] = ("Clothing", "Kitchen")) -> dict[str, dict[str, Any]]:
    described = registry.schemas(categories)
    assert all(entry["type"] == "function" for entry in described)
    return {entry["function"]["name"]: entry["function"] for entry in described}


class TestSchemas:
    def test_the_model_sees_seven_tools_with_the_names_and_parameters_of_the_contract(self) -> None:
        functions = _functions()
        assert {name: set(f["parameters"]["properties"]) for name, f in functions.items()} == NAMES
        assert {name: set(f["parameters"]["required"]) for name, f in functions.items()} == REQUIRED
        assert all(len(f["description"]) > 20 for f in functions.values())

    def test_they_are_json(self) -> None:
        assert json.loads(json.dumps(registry.schemas(("ক", "ख")), ensure_ascii=False)) == registry.schemas(("ক", "ख"))

    @pytest.mark.parametrize("name", NAMES)
    def test_each_is_a_schema_in_which_every_reference_leads_somewhere(self, name: str) -> None:
        parameters = _functions()[name]["parameters"]
        assert parameters["type"] == "object"
        known = {"string", "integer", "number", "object", "array", "boolean", "null"}

        def check(node: Any) -> None:
            if isinstance(node, dict):
                if "$ref" in node:
                    assert node["$ref"].removeprefix("#/$defs/") in parameters["$defs"]
                assert not isinstance(node.get("type"), str) or node["type"] in known
                for child in node.values():
                    check(child)
            elif isinstance(node, list):
                for child in node:
                    check(child)

        check(parameters)
        for wanted in parameters["required"]:
            assert wanted in parameters["properties"]

    def test_the_category_is_one_of_the_stores_own(self) -> None:
        category = _functions(("Clothing", "Kitchen"))["search_products"]["parameters"]["properties"]["category"]
        assert category["enum"] == ["Clothing", "Kitchen"]
        assert category["type"] == "string"

    def test_an_empty_store_has_no_list_of_categories(self) -> None:
        category = _functions(())["search_products"]["parameters"]["properties"]["category"]
        assert "enum" not in json.dumps(category)

    def test_one_stores_categories_do_not_stay_for_the_next(self) -> None:
        _functions(("Clothing",))
        assert _functions(("Toys",))["search_products"]["parameters"]["properties"]["category"]["enum"] == ["Toys"]

    def test_reasons_actions_policies_and_topics_are_those_of_the_contract(self) -> None:
        functions = _functions()
        properties = {name: function["parameters"]["properties"] for name, function in functions.items()}
        reasons = ["defective", "wrong_item", "not_as_described", "changed_mind", "size_issue"]
        assert properties["initiate_return"]["reason"]["enum"] == reasons
        assert properties["initiate_return"]["action"]["enum"] == ["refund", "exchange", "store_credit"]
        policies = ["returns", "refunds", "shipping", "privacy", "warranty"]
        assert properties["get_policy"]["policy_type"]["enum"] == policies
        topics = ["warranty", "shipping", "returns", "usage", "specifications"]
        assert properties["get_product_faq"]["question_topic"]["enum"] == topics


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("search_products", {}, "query"),
    ("search_products", {"query": "saree", "max_results": "many"}, "max_results"),
    ("search_products", {"query": "saree", "price_range": "cheap"}, "price_range"),
    ("search_products", {"query": "saree", "price_range": {"max": "cheap"}}, "price_range.max"),
    ("search_products", {"query": "saree", "price_range": {"min": -1}}, "price_range.min"),
    ("search_products", {"query": "saree", "price_range": {"max": float("nan")}}, "price_range.max"),
    ("search_products", {"query": "saree", "category": 5}, "category"),
    ("get_product_faq", {}, "product_id"),
    ("get_product_faq", {"product_id": "P01", "question_topic": "colour"}, "question_topic"),
    ("get_product_faq", {"product_id": ["P04"]}, "product_id"),
    ("track_order", {}, "order_id"),
    ("track_order", {"order_id": ""}, "order_id"),
    ("track_order", {"order_id": "   "}, "order_id"),
    ("track_order", {"order_id": "1" * 65}, "order_id"),
    ("track_order", {"order_id": "x" * 1_000_000}, "order_id"),
    ("track_order", {"order_id": 10**5000}, "order_id"),
    ("track_order", {"order_id": "1001", "phone_number": ["9876543210"]}, "phone_number"),
    ("cancel_order", {"order_id": "1001", "reason": "x" * 501}, "reason"),
    ("cancel_order", {"order_id": "1001", "reason": {"why": "late"}}, "reason"),
    ("cancel_order", {"reason": "late"}, "order_id"),
    ("initiate_return", {"order_id": "1004"}, "reason"),
    ("initiate_return", {"order_id": "1004", "reason": "ugly", "action": "refund"}, "reason"),
    ("initiate_return", {"order_id": "1004", "reason": "defective", "action": "cash"}, "action"),
    ("get_policy", {"policy_type": "everything"}, "policy_type"),
    ("get_policy", {"policy_type": None}, "policy_type"),
    ("get_policy", {"malformed": '{"policy_type": '}, "policy_type"),
    ("call_staff", {}, "summary"),
]


class TestRunning:
    @pytest.mark.parametrize("name", NAMES)
    def test_a_run_tells_the_call_its_result_and_the_time_it_took(
        self, catalog: Catalog, guard: Guard, name: str
    ) -> None:
        call = ToolCall("c7", name, RIGHT[name])
        run = registry.run(call, ToolContext(catalog, guard, "s1", Language.ENGLISH, "warranty"))
        assert run.call is call
        assert run.result.data["status"] not in ("error", "")
        assert 0 < run.milliseconds < 60_000
        json.dumps(run.result.data)

    @pytest.mark.parametrize(("name", "arguments", "wrong"), BAD, ids=range(len(BAD)))
    def test_bad_arguments_are_named_and_nothing_is_written(
        self, ask: Ask, guard: Guard, state: State, name: str, arguments: dict[str, Any], wrong: str
    ) -> None:
        guard.hear(ASHA)
        before = state()
        result = ask(name, **arguments)
        assert result.data["status"] == "error"
        assert result.data["error"] == "bad_arguments"
        assert any(reason.startswith(f"{wrong}: ") for reason in result.data["reasons"])
        assert sum(map(len, result.data["reasons"])) < 2000
        assert result.cards == ()
        assert guard.pending is None
        assert state() == before

    @pytest.mark.parametrize("name", ["drop_tables", "", "Cancel_Order", "__init__", "cancel_order "])
    def test_an_unknown_tool_is_told_with_those_that_there_are(self, ask: Ask, state: State, name: str) -> None:
        before = state()
        result = ask(name, order_id="1001")
        assert result.data["status"] == "error"
        assert result.data["error"] == "unknown_tool"
        assert set(result.data["known"]) == set(NAMES)
        assert state() == before

    @pytest.mark.parametrize(
        ("name", "arguments", "status"),
        [
            ("search_products", {"query": "x" * 1_000_000}, "not_found"),
            ("search_products", {"query": None}, "not_found"),
            ("search_products", {"query": 12345}, "not_found"),
            ("search_products", {"query": "'; DELETE FROM orders; --"}, "not_found"),
            ("search_products", {"query": '"saree" OR NEAR(*'}, "ok"),
            ("search_products", {"query": "\x00\ud800"}, "not_found"),
            ("search_products", {"query": "saree", "max_results": "3"}, "ok"),
            ("search_products", {"query": "saree", "price_range": {"max": float("inf")}}, "ok"),
            ("search_products", {"query": "saree", "price_range": {"min": 2000, "max": 500}}, "nothing_fits"),
            ("search_products", {"query": "saree", "sort": "price"}, "ok"),
            ("get_product_faq", {"product_id": "x" * 1_000_000}, "not_found"),
            ("track_order", {"order_id": "'; DROP TABLE orders; --"}, "phone_needed"),
            ("track_order", {"order_id": "%"}, "phone_needed"),
            ("track_order", {"order_id": "\ud800"}, "phone_needed"),
        ],
    )
    def test_odd_arguments_are_taken_for_what_they_are(
        self, ask: Ask, state: State, name: str, arguments: dict[str, Any], status: str
    ) -> None:
        before = state()
        assert ask(name, **arguments).data["status"] == status
        assert state() == before

    @pytest.mark.parametrize("name", NAMES)
    def test_a_store_that_fails_is_told_without_its_inner_life(
        self, ask: Ask, catalog: Catalog, guard: Guard, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        def locked(*_: object, **__: object) -> None:
            raise CatalogError("The database /home/shop/store.db is locked by another program.")

        guard.hear(ASHA)
        monkeypatch.setattr(catalog.database, "execute_sql", locked)
        monkeypatch.setattr(catalog.database, "begin", locked)
        result = ask(name, **RIGHT[name])
        assert result == ToolResult({"status": "error", "error": "store_unavailable"})

    def test_a_write_that_fails_in_the_store_is_an_error_and_not_a_success(
        self, ask: Ask, catalog: Catalog, guard: Guard, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        guard.hear(ASHA)
        ask("cancel_order", order_id="1001")
        pending = guard.take_pending()
        assert pending is not None
        guard.approve(pending)

        def full(*_: object, **__: object) -> None:
            raise CatalogError("The disk is full.")

        monkeypatch.setattr(catalog.database, "commit", full)
        assert ask("cancel_order", **pending.arguments).data["status"] == "error"
        monkeypatch.undo()
        order = catalog.orders.get("1001")
        assert order is not None
        assert order.status == "pending"

    @given(
        name=st.sampled_from(list(NAMES)) | st.text(max_size=10),
        arguments=st.dictionaries(
            st.sampled_from(sorted(set().union(*NAMES.values()))) | st.text(max_size=6),
            st.none() | st.integers() | st.floats() | st.text() | st.lists(st.integers()) | st.just({}),
            max_size=5,
        ),
    )
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
    def test_no_call_makes_it_fail(self, catalog: Catalog, name: str, arguments: dict[str, Any]) -> None:
        guard = Guard(lambda: 0.0)
        run = registry.run(ToolCall("c", name, arguments), ToolContext(catalog, guard, "s", Language.HINDI, "कुछ"))
        assert isinstance(run.result.data["status"], str)
