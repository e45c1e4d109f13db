from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engine.dialogue.context import Context
from engine.errors import BrainFailed, BrainTimeout, NetworkDown
from engine.languages import Language
from engine.llm.base import BrainPart, BrainRequest, Exchange, Restarted, Spent, TextDelta, Usage
from engine.llm.groq import GroqBrain
from engine.tools.base import ToolCall
from tests.fakes.fake_clock import FakeClock
from tests.fakes.groq_server import (
    MODEL,
    GroqServer,
    Handler,
    as_json,
    fragment,
    models,
    page,
    plain_usage,
    serving,
    status,
    stream,
    text,
    usage,
    waits,
)

REQUEST = BrainRequest("show me sarees", Language.ENGLISH, "Apna Bazaar", Context(), categories=("Clothing",))
SOON, LATE = 0.25, 30.0  # seconds: limits that are to be met, and what is far beyond them


@pytest.fixture
def server() -> Iterator[GroqServer]:
    with serving() as server:
        yield server


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(0.0)


Make = Callable[..., GroqBrain]


@pytest.fixture
async def make(server: GroqServer, clock: FakeClock) -> AsyncIterator[Make]:
    made = []

    def brain(
        base_url: str | None = None,
        preferred: tuple[str, ...] = (MODEL, "llama-3.3-70b-versatile"),
        first_token: float = 10.0,
        answer: float = 20.0,
    ) -> GroqBrain:
        url = server.url if base_url is None else base_url
        made.append(GroqBrain("gsk_test", url, preferred, first_token, answer, clock, lambda: date(2026, 1, 15)))
        return made[-1]

    yield brain
    for one in made:
        await one.close()


def _request() -> BrainRequest:
    return replace(REQUEST, spent=Spent())


async def _parts(brain: GroqBrain, given: list[BrainPart]) -> None:
    """Ask, and keep what comes before an error."""
    async for part in brain.respond(_request()):
        given.append(part)  # noqa: PERF401  # extend would lose what came before the error


async def _ask(brain: GroqBrain, request: BrainRequest = REQUEST) -> list[BrainPart]:
    return [part async for part in brain.respond(replace(request, spent=Spent()))]


class TestAnswers:
    async def test_text_comes_in_the_pieces_in_which_it_was_sent(self, make: Make, server: GroqServer) -> None:
        server.replies = [stream(text(""), text("Here are "), text("साड़ियाँ।"), usage(120, 7))]
        assert await _ask(make()) == [TextDelta("Here are "), TextDelta("साड़ियाँ।"), Usage(120, 7)]

    async def test_the_cost_is_understood_where_other_servers_put_it(self, make: Make, server: GroqServer) -> None:
        server.replies = [stream(text("Hi"), plain_usage(12, 3))]
        assert await _ask(make()) == [TextDelta("Hi"), Usage(12, 3)]

    async def test_text_is_given_before_the_answer_has_ended(self, make: Make, server: GroqServer) -> None:
        server.replies = [stream(text("First."), LATE, text("Last."))]
        parts = make().respond(_request())
        assert await asyncio.wait_for(anext(aiter(parts)), 10) == TextDelta("First.")

    async def test_a_call_comes_together_from_its_fragments(self, make: Make, server: GroqServer) -> None:
        server.replies = [
            stream(
                fragment(0, "call_a", "search_products", ""),
                fragment(0, arguments='{"que'),
                fragment(0, arguments='ry": "लाल साड़ी"'),
                fragment(0, arguments="}"),
            )
        ]
        assert await _ask(make()) == [ToolCall("call_a", "search_products", {"query": "लाल साड़ी"})]

    async def test_several_calls_are_kept_apart_and_in_order(self, make: Make, server: GroqServer) -> None:
        server.replies = [
            stream(
                text("Let me look."),
                fragment(1, "b", "get_policy", '{"policy_type":'),
                fragment(0, "a", "search_products", '{"query": "fan"'),
                fragment(1, arguments=' "returns"}'),
                fragment(0, arguments=', "max_results": 2}'),
            )
        ]
        assert await _ask(make()) == [
            TextDelta("Let me look."),
            ToolCall("a", "search_products", {"query": "fan", "max_results": 2}),
            ToolCall("b", "get_policy", {"policy_type": "returns"}),
        ]

    @pytest.mark.parametrize(
        ("sent", "arguments"),
        [
            ("", {}),
            ("{}", {}),
            ('{"query": ', {"malformed": '{"query": '}),
            ('["saree"]', {"malformed": '["saree"]'}),
            ("null", {"malformed": "null"}),
            ("x" * 1000, {"malformed": "x" * 200}),
            ("9" * 5000, {"malformed": "9" * 200}),
        ],
    )
    async def test_arguments_that_are_no_object_reach_the_tool_as_such(
        self, make: Make, server: GroqServer, sent: str, arguments: dict[str, Any]
    ) -> None:
        server.replies = [stream(fragment(0, "a", "search_products", sent))]
        assert await _ask(make()) == [ToolCall("a", "search_products", arguments)]

    async def test_calls_without_ids_get_some(self, make: Make, server: GroqServer) -> None:
        server.replies = [stream(fragment(0, None, "call_staff", "{}"), fragment(1, None, "call_staff", "{}"))]
        calls = await _ask(make())
        assert [call.id for call in calls if isinstance(call, ToolCall)] == ["call_0", "call_1"]

    async def test_an_empty_answer_is_empty(self, make: Make, server: GroqServer) -> None:
        server.replies = [stream()]
        assert await _ask(make()) == []


class TestRequests:
    async def test_the_server_is_asked_as_the_protocol_wants_it(self, make: Make, server: GroqServer) -> None:
        await _ask(make())
        (request,) = server.asked
        assert request.path == "/openai/v1/chat/completions"
        assert request.headers["Authorization"] == "Bearer gsk_test"
        assert request.body["model"] == MODEL
        assert request.body["stream"] is True
        assert 0 < request.body["max_completion_tokens"] <= 1000
        assert request.body["messages"][-1] == {"role": "user", "content": "show me sarees"}
        assert "Thursday, 15 January 2026" in request.body["messages"][0]["content"]
        names = [tool["function"]["name"] for tool in request.body["tools"]]
        assert names[:2] == ["search_products", "get_product_faq"]
        assert len(names) == 7
        assert request.body["tools"][0]["function"]["parameters"]["properties"]["category"]["enum"] == ["Clothing"]

    async def test_in_the_last_round_no_tool_is_offered(self, make: Make, server: GroqServer) -> None:
        last = BrainRequest("hi", Language.ENGLISH, "Apna Bazaar", Context(), last_round=True)
        await _ask(make(), last)
        assert "tools" not in server.asked[0].body

    @pytest.mark.parametrize(("model", "effort"), [("openai/gpt-oss-20b", "low"), ("llama-3.3-70b-versatile", None)])
    async def test_only_models_that_reason_are_told_to_be_quick(
        self, make: Make, server: GroqServer, model: str, effort: str | None
    ) -> None:
        server.listing = models(model)
        await _ask(make())
        assert server.asked[0].body.get("reasoning_effort") == effort


class TestModels:
    @pytest.mark.parametrize(
        ("offered", "preferred", "used"),
        [
            (("a", "b", "c"), ("b", "a"), "b"),
            (("a", "b", "c"), ("x", "c"), "c"),
            (("a", "b"), ("x", "y"), "a"),
            (("a",), (), "a"),
        ],
    )
    async def test_the_first_preferred_model_that_is_offered_is_used(
        self, make: Make, server: GroqServer, offered: tuple[str, ...], preferred: tuple[str, ...], used: str
    ) -> None:
        server.listing = models(*offered)
        await _ask(make(preferred=preferred))
        assert server.asked[0].body["model"] == used

    async def test_the_list_is_asked_for_once(self, make: Make, server: GroqServer) -> None:
        brain = make()
        await _ask(brain)
        await _ask(brain)
        assert [request.method for request in server.received] == ["GET", "POST", "POST"]

    async def test_the_list_can_be_seen(self, make: Make, server: GroqServer) -> None:
        server.listing = models("a", "b")
        assert await make().models() == ["a", "b"]

    async def test_a_server_without_models_has_no_answer(self, make: Make, server: GroqServer) -> None:
        server.listing = models()
        with pytest.raises(BrainFailed, match="offers no model"):
            await _ask(make())


class TestWarming:
    async def test_the_connection_is_open_and_the_model_known_before_the_question(
        self, make: Make, server: GroqServer
    ) -> None:
        brain = make()
        await brain.warm()
        assert [request.method for request in server.received] == ["GET"]
        await _ask(brain)
        assert [request.method for request in server.received] == ["GET", "POST"]
        assert server.connections == 1, "the question goes over the connection that was opened for it"

    async def test_it_is_done_again_after_a_while_only(self, make: Make, server: GroqServer, clock: FakeClock) -> None:
        brain = make()
        for seconds in (0, 10, 10, 15):
            clock.now += seconds
            await brain.warm()
        assert len(server.received) == 2

    async def test_a_server_that_cannot_be_warmed_is_no_trouble_yet(self, make: Make, server: GroqServer) -> None:
        server.listing = status(503, "busy")
        brain = make()
        await brain.warm()
        server.listing = models(MODEL)
        await brain.warm()
        assert await _ask(brain) == [TextDelta("Hello!")]


class TestFailures:
    @pytest.mark.parametrize(
        ("code", "message"),
        [
            (400, "answered 400"),
            (401, "refuses the key"),
            (403, "refuses the key"),
            (404, "answered 404"),
            (422, "answered 422"),
        ],
    )
    async def test_an_error_that_would_come_again_is_told_at_once(
        self, make: Make, server: GroqServer, code: int, message: str
    ) -> None:
        server.replies = [status(code, "what is wrong"), stream(text("Again."))]
        brain = make()
        with pytest.raises(BrainFailed, match=message) as failed:
            await _ask(brain)
        assert failed.value.kind == "llm_error"
        assert "gsk_test" not in failed.value.message
        assert len(server.asked) == (2 if code == 404 else 1)  # another path is looked for once
        assert await _ask(brain) == [TextDelta("Again.")]

    async def test_an_error_in_the_list_of_models_is_told(self, make: Make, server: GroqServer) -> None:
        server.listing = status(401, "no")
        with pytest.raises(BrainFailed, match="refuses the key"):
            await make().models()
        with pytest.raises(BrainFailed, match="refuses the key"):
            await _ask(make())

    @pytest.mark.parametrize("listing", [page(), as_json({"error": "x"}), as_json([1]), as_json("models")])
    async def test_a_list_of_models_that_is_none_is_told(self, make: Make, server: GroqServer, listing: Any) -> None:
        server.listing = listing
        with pytest.raises(BrainFailed):
            await _ask(make())
        with pytest.raises(BrainFailed):
            await make().models()

    @pytest.mark.parametrize(
        "reply",
        [
            stream("data: {broken\n\n"),
            stream(text("Half"), 'data: {"choices": [{"delta": \n\n'),
            stream('data: {"error": {"message": "overloaded"}}\n\n'),
            stream("event: error\ndata: {}\n\n", 'data: "text"\n\n'),
        ],
    )
    async def test_an_answer_that_cannot_be_read_is_told(self, make: Make, server: GroqServer, reply: Any) -> None:
        server.replies = [reply]
        with pytest.raises(BrainFailed) as failed:
            await _ask(make())
        assert failed.value.kind == "llm_error"

    async def test_a_connection_that_breaks_mid_way_is_told_after_what_came(
        self, make: Make, server: GroqServer
    ) -> None:
        server.replies = [stream(text("I found"), ends=False)]
        parts: list[BrainPart] = []
        with pytest.raises(BrainFailed):
            await _parts(make(), parts)
        assert parts == [TextDelta("I found"), Restarted()] * 2 + [TextDelta("I found")]

    async def test_a_broken_call_is_not_made(self, make: Make, server: GroqServer) -> None:
        server.replies = [stream(fragment(0, "a", "cancel_order", '{"order_id": "1001"}'), ends=False)]
        parts: list[BrainPart] = []
        with pytest.raises(BrainFailed):
            await _parts(make(), parts)
        assert parts == []


class TestLimits:
    async def test_a_slow_beginning_is_given_up(self, make: Make, server: GroqServer) -> None:
        server.replies = [waits(LATE)]
        with pytest.raises(BrainTimeout) as failed:
            await asyncio.wait_for(_ask(make(first_token=SOON)), LATE / 2)
        assert failed.value.kind == "llm_timeout"

    async def test_headers_alone_are_no_beginning(self, make: Make, server: GroqServer) -> None:
        server.replies = [stream(LATE, text("Hello"))]
        with pytest.raises(BrainTimeout):
            await asyncio.wait_for(_ask(make(first_token=SOON)), LATE / 2)

    async def test_a_slow_list_of_models_is_given_up(self, make: Make, server: GroqServer) -> None:
        server.listing = waits(LATE)
        with pytest.raises(BrainTimeout):
            await asyncio.wait_for(_ask(make(first_token=SOON)), LATE / 2)
        with pytest.raises(BrainTimeout):
            await asyncio.wait_for(make(answer=SOON).models(), LATE / 2)

    async def test_an_answer_that_does_not_end_is_given_up(self, make: Make, server: GroqServer) -> None:
        server.replies = [stream(text("I found"), LATE, text(" nothing"))]
        parts: list[BrainPart] = []
        with pytest.raises(BrainTimeout):
            await asyncio.wait_for(_parts(make(answer=2 * SOON), parts), LATE / 2)
        assert parts == [TextDelta("I found")], "there is no time to try again"

    async def test_an_answer_that_trickles_is_given_up_as_well(self, make: Make, server: GroqServer) -> None:
        server.replies = [stream(*[event for _ in range(200) for event in (text("and "), SOON / 5)])]
        with pytest.raises(BrainTimeout):
            await asyncio.wait_for(_ask(make(answer=2 * SOON)), LATE / 2)

    async def test_after_the_first_word_the_rest_has_the_longer_limit(self, make: Make, server: GroqServer) -> None:
        server.replies = [stream(text("I found"), 3 * SOON, text(" it"))]
        assert await _ask(make(first_token=2 * SOON, answer=LATE)) == [TextDelta("I found"), TextDelta(" it")]

    async def test_the_time_that_the_voice_takes_is_none_of_the_servers(self, make: Make, server: GroqServer) -> None:
        server.replies = [stream(text("One. "), text("Two. "), text("Three."))]
        parts = []
        async for part in make(first_token=2 * SOON, answer=2 * SOON).respond(_request()):
            parts.append(part)
            await asyncio.sleep(SOON)  # a clause is spoken before the next is taken
        assert len(parts) == 3

    async def test_whoever_listens_is_not_interrupted_by_the_limit(self, make: Make, server: GroqServer) -> None:
        server.replies = [stream(text("One. "), text("Two. "))]
        parts = make(first_token=SOON, answer=SOON).respond(_request())
        assert await anext(aiter(parts)) == TextDelta("One. ")
        await asyncio.sleep(3 * SOON)

    async def test_an_answer_that_is_interrupted_lets_go_of_its_connection(
        self, make: Make, server: GroqServer
    ) -> None:
        hung_up = threading.Event()

        def talks_on(handler: Handler) -> None:
            handler.begin(200, "text/event-stream", Transfer_Encoding="chunked")
            try:
                while not server.released.wait(0.01):
                    handler.chunk(f"data: {json.dumps(text('and '))}\n\n")
            except OSError:
                hung_up.set()
                raise

        server.replies = [talks_on, stream(text("Next."))]
        brain = make()
        parts = brain.respond(_request())
        assert await anext(aiter(parts)) == TextDelta("and ")
        await parts.aclose()  # type: ignore[attr-defined]  # it is a generator
        assert await asyncio.to_thread(hung_up.wait, 10)
        assert await _ask(brain) == [TextDelta("Next.")]


class TestRetries:
    @pytest.mark.parametrize("code", [429, 500, 502, 503])
    async def test_what_passes_is_tried_again(self, make: Make, server: GroqServer, code: int) -> None:
        server.replies = [status(code, "busy"), stream(text("Here."))]
        assert await _ask(make()) == [TextDelta("Here.")]
        assert len(server.asked) == 2

    async def test_a_stream_that_broke_begins_anew(self, make: Make, server: GroqServer) -> None:
        server.replies = [stream(text("I fou"), ends=False), stream(text("I found it."))]
        assert await _ask(make()) == [TextDelta("I fou"), Restarted(), TextDelta("I found it.")]

    async def test_a_slow_answer_is_asked_for_again_with_a_simple_prompt(self, make: Make, server: GroqServer) -> None:
        server.replies = [waits(LATE), stream(text("Here."))]
        request = replace(REQUEST, history=tuple(Exchange(f"q{n}", f"a{n}") for n in range(5)))
        assert await asyncio.wait_for(_ask(make(first_token=SOON), request), LATE / 2) == [TextDelta("Here.")]
        long, short = (len(json.dumps(asked.body)) for asked in server.asked)
        assert short < long
        assert [len(asked.body["messages"]) for asked in server.asked] == [12, 4]

    async def test_the_last_try_has_the_simple_prompt(self, make: Make, server: GroqServer) -> None:
        server.replies = [status(503, "busy"), status(503, "busy"), stream(text("Here."))]
        assert await _ask(make()) == [TextDelta("Here.")]
        sizes = [len(json.dumps(asked.body)) for asked in server.asked]
        assert sizes[0] == sizes[1] > sizes[2]

    async def test_after_three_tries_it_is_given_up(self, make: Make, server: GroqServer) -> None:
        server.replies = [status(503, "busy")]
        with pytest.raises(BrainFailed, match="answered 503"):
            await _ask(make())
        assert len(server.asked) == 3

    async def test_the_server_says_how_long_to_wait(self, make: Make, server: GroqServer) -> None:
        server.replies = [status(429, "slow down", Retry_After="0.2"), stream(text("Here."))]
        request = _request()
        assert [part async for part in make().respond(request)] == [TextDelta("Here.")]
        assert request.spent.seconds >= 0.2

    async def test_a_wait_that_is_longer_than_a_customers_is_not_waited(
        self, make: Make, server: GroqServer, clock: FakeClock
    ) -> None:
        server.replies = [status(429, "slow down", Retry_After="40"), stream(text("Here."))]
        brain = make()
        with pytest.raises(BrainFailed, match="answered 429"):
            await _ask(brain)
        clock.now = 39.0
        with pytest.raises(BrainFailed, match="tried again in 1 s"):
            await _ask(brain)
        assert len(server.asked) == 1, "the server is left alone for as long as it asks"
        clock.now = 41.0
        assert await _ask(brain) == [TextDelta("Here.")]

    async def test_a_call_that_the_server_could_not_read_is_repaired_once(self, make: Make, server: GroqServer) -> None:
        broken = as_json({"error": {"message": "Failed to call a function.", "code": "tool_use_failed"}}, 400)
        server.replies = [broken, stream(text("Here."))]
        assert await _ask(make()) == [TextDelta("Here.")]
        assert "could not be read" in server.asked[1].body["messages"][-1]["content"]
        server.replies = [broken]
        with pytest.raises(BrainFailed):
            await _ask(make())
        assert len(server.asked) == 4

    async def test_all_rounds_of_a_turn_wait_within_one_limit(self, make: Make, server: GroqServer) -> None:
        server.replies = [stream(2 * SOON, text("One."))]
        brain, request = make(answer=5 * SOON), _request()
        assert [part async for part in brain.respond(request)] == [TextDelta("One.")]
        assert [part async for part in brain.respond(request)] == [TextDelta("One.")]
        with pytest.raises(BrainTimeout):
            [part async for part in brain.respond(request)]


class TestNetwork:
    @pytest.fixture
    def nobody(self) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            return f"http://127.0.0.1:{free.getsockname()[1]}"

    async def test_a_server_that_is_not_there_is_told(self, make: Make, nobody: str) -> None:
        with pytest.raises(NetworkDown) as failed:
            await _ask(make(nobody))
        assert failed.value.kind == "network"
        assert failed.value.hint

    async def test_for_half_a_minute_it_is_not_tried_again(
        self, make: Make, server: GroqServer, clock: FakeClock
    ) -> None:
        brain = make()
        server.replies = [*[stream(text("I"), ends=False)] * 3, stream(text("Back."))]
        with pytest.raises(NetworkDown):
            await _ask(brain)
        for clock.now in (0.0, 15.0, 29.9):
            with pytest.raises(NetworkDown, match="tried again in"):
                await _ask(brain)
        assert len(server.asked) == 3
        clock.now = 30.1
        assert await _ask(brain) == [TextDelta("Back.")]

    async def test_other_failures_do_not_count_as_a_network_that_is_down(self, make: Make, server: GroqServer) -> None:
        server.replies = [*[status(500, "oh")] * 3, waits(LATE), waits(LATE), waits(LATE), stream(text("Here."))]
        brain = make(first_token=SOON)
        with pytest.raises(BrainFailed):
            await _ask(brain)
        with pytest.raises(BrainTimeout):
            await _ask(brain)
        assert await _ask(brain) == [TextDelta("Here.")]


class TestAddresses:
    @pytest.mark.parametrize("prefix", ["/v1", "/openai/v1"])
    @pytest.mark.parametrize("given", ["", "/"])
    async def test_a_plain_address_finds_either_path(
        self, make: Make, server: GroqServer, prefix: str, given: str
    ) -> None:
        server.prefix = prefix
        assert await _ask(make(server.url + given)) == [TextDelta("Hello!")]
        assert server.asked[-1].path == f"{prefix}/chat/completions"

    @pytest.mark.parametrize("prefix", ["/v1", "/openai/v1", "/api/v1"])
    @pytest.mark.parametrize("slash", ["", "/"])
    async def test_an_address_that_ends_in_v1_is_taken_at_its_word(
        self, make: Make, server: GroqServer, prefix: str, slash: str
    ) -> None:
        server.prefix = prefix
        assert await _ask(make(server.url + prefix + slash)) == [TextDelta("Hello!")]
        assert {request.path for request in server.received} == {f"{prefix}/models", f"{prefix}/chat/completions"}

    async def test_the_other_path_is_tried_once_and_then_remembered(self, make: Make, server: GroqServer) -> None:
        server.prefix = "/v1"
        brain = make()
        await _ask(brain)
        await _ask(brain)
        assert [request.path for request in server.received] == [
            "/openai/v1/models",
            "/v1/models",
            "/v1/chat/completions",
            "/v1/chat/completions",
        ]

    async def test_the_whole_question_is_sent_again(self, make: Make, server: GroqServer) -> None:
        server.replies = [status(404, "the model is gone"), stream(text("Hello!"))]
        brain = make()
        with pytest.raises(BrainFailed, match="404"):
            await _ask(brain)
        assert await _ask(brain) == [TextDelta("Hello!")]
        first, second, third = server.asked
        assert second.path == "/v1/chat/completions"
        assert first.body == second.body == third.body
        assert third.path == "/openai/v1/chat/completions"

    async def test_a_server_with_neither_path_is_told(self, make: Make, server: GroqServer) -> None:
        server.prefix = "/somewhere"
        with pytest.raises(BrainFailed, match="404"):
            await _ask(make())
