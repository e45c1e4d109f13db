from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from catalog.store import Catalog
from engine.dialogue.context import Waiting
from engine.dialogue.conversation import MOST_OWN_ROUNDS, Conversation
from engine.dialogue.phrases import phrase
from engine.errors import BrainFailed, BrainTimeout, NetworkDown
from engine.languages import Language
from engine.llm.base import Exchange, TextDelta, Understood, Usage
from engine.tools.base import ToolResult, ToolRun
from tests.fakes.fake_brain import FakeBrain, Step, call
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_store import ASHA

Begin = Callable[..., Conversation]
HELLO: Sequence[Step] = [TextDelta("Hello!")]


async def _say(
    conversation: Conversation, text: str, language: Language = Language.ENGLISH
) -> tuple[str, list[ToolRun]]:
    """The text of the answer, and the tools that ran for it."""
    parts = [part async for part in conversation.respond(text, language)]
    texts = [part.text for part in parts if isinstance(part, TextDelta)]
    return "".join(texts), [part for part in parts if isinstance(part, ToolRun)]


def _waiting(conversation: Conversation) -> Waiting | None:
    return conversation.context.waiting


class TestRounds:
    async def test_text_is_passed_on_as_it_is_written(self, conversation: Begin) -> None:
        brain = FakeBrain([TextDelta("Hel"), TextDelta("lo"), Usage(5, 2)])
        talk = conversation(brain)
        parts = [part async for part in talk.respond("hi", Language.ENGLISH)]
        assert parts == [TextDelta("Hel"), TextDelta("lo")]
        assert talk.brain == "fake"
        assert talk.problem is None

    async def test_the_brain_gets_what_it_needs(self, conversation: Begin) -> None:
        brain = FakeBrain(HELLO)
        talk = conversation(brain)
        for number in range(7):
            talk.memory.add(f"q{number}", f"a{number}")
        await _say(talk, "saree dikhao", Language.HINDI)
        (request,) = brain.requests
        assert request.utterance == "saree dikhao"
        assert request.language is Language.HINDI
        assert request.store == "Apna Bazaar"
        assert request.categories == ("Clothing", "Electronics", "Kitchen")
        assert request.history == tuple(Exchange(f"q{number}", f"a{number}") for number in range(2, 7))
        assert request.runs == ()
        assert request.declined is None
        assert not request.last_round

    async def test_after_calls_the_brain_is_asked_again_with_their_results(self, conversation: Begin) -> None:
        both = [call("search_products", query="fan"), call("get_policy", call_id="c2", policy_type="returns")]
        brain = FakeBrain(both, [TextDelta("Here.")])
        text, runs = await _say(conversation(brain), "a fan, and may I return it?")
        assert text == "Here."
        assert [run.call.name for run in runs] == ["search_products", "get_policy"]
        assert [run.result.data["status"] for run in runs] == ["ok", "ok"]
        assert brain.requests[1].runs == tuple(runs)

    async def test_a_brain_that_only_calls_is_stopped(self, conversation: Begin) -> None:
        brain = FakeBrain([call("search_products", query="fan")])
        text, runs = await _say(conversation(brain), "fan")
        assert len(runs) == MOST_OWN_ROUNDS
        assert [request.last_round for request in brain.requests] == [*[False] * MOST_OWN_ROUNDS, True]
        assert text == phrase("talk.not_understood", Language.ENGLISH)

    async def test_after_the_last_tools_there_is_still_a_round_for_the_answer(self, conversation: Begin) -> None:
        search = [call("search_products", query="fan")]
        text, runs = await _say(conversation(FakeBrain(search, search, search, HELLO)), "fan")
        assert (text, len(runs)) == ("Hello!", 3)

    @pytest.mark.parametrize("language", list(Language))
    async def test_a_brain_that_says_nothing_is_spoken_for(self, conversation: Begin, language: Language) -> None:
        text, _ = await _say(conversation(FakeBrain([])), "?", language)
        assert text == phrase("talk.not_understood", language)

    async def test_bad_calls_are_told_to_the_brain(self, conversation: Begin) -> None:
        brain = FakeBrain([call("fly_me"), call("get_policy", policy_type="x")], HELLO, trusted=False)
        await _say(conversation(brain), "hi")
        assert [run.result.data["error"] for run in brain.requests[1].runs] == ["unknown_tool", "bad_arguments"]

    async def test_a_bug_in_a_tool_is_not_hidden(self, conversation: Begin) -> None:
        async def broken(*_: Any) -> ToolRun:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await _say(conversation(FakeBrain([call("get_policy", policy_type="returns")]), run_tool=broken), "policy")


class TestFailingBrains:
    async def test_the_next_brain_steps_in(self, conversation: Begin) -> None:
        online, offline = FakeBrain([NetworkDown("no network")], name="online"), FakeBrain(HELLO, name="offline")
        talk = conversation(online, offline)
        assert await _say(talk, "hi") == ("Hello!", [])
        assert talk.brain == "offline"
        assert talk.problem is not None
        assert (talk.problem.kind, talk.problem.message) == ("network", "no network")

    async def test_a_problem_does_not_stay_for_the_next_turn(self, conversation: Begin) -> None:
        online = FakeBrain([NetworkDown("no network")], HELLO, name="online")
        talk = conversation(online, FakeBrain(HELLO))
        await _say(talk, "hi")
        await _say(talk, "hi")
        assert talk.problem is None
        assert talk.brain == "online"

    async def test_the_next_brain_goes_on_from_the_tools_that_ran(self, conversation: Begin) -> None:
        online = FakeBrain([call("search_products", query="fan")], [BrainTimeout("slow")], name="online")
        offline = FakeBrain(HELLO)
        text, runs = await _say(conversation(online, offline), "fan")
        assert text == "Hello!"
        assert len(runs) == 1
        assert offline.requests[0].runs == tuple(runs)

    async def test_what_was_begun_to_be_said_is_not_said_again_by_another(self, conversation: Begin) -> None:
        online = FakeBrain([TextDelta("I found "), BrainFailed("broken off")], name="online")
        offline = FakeBrain(HELLO)
        talk = conversation(online, offline)
        assert await _say(talk, "fan") == ("I found ", [])
        assert offline.requests == []
        assert talk.problem is not None
        assert talk.problem.kind == "llm_error"

    async def test_when_all_fail_the_last_problem_is_told(self, conversation: Begin) -> None:
        talk = conversation(FakeBrain([NetworkDown("a")]), FakeBrain([BrainTimeout("b")]))
        assert await _say(talk, "fan") == ("", [])
        assert talk.problem is not None
        assert talk.problem.kind == "llm_timeout"

    async def test_the_brain_that_steps_in_knows_what_was_asked_for(self, conversation: Begin) -> None:
        waiting = Waiting("track_order", {}, "order_id")
        online = FakeBrain([Understood("track_order", waiting), TextDelta("Which?")], [NetworkDown("gone")])
        offline = FakeBrain(HELLO)
        talk = conversation(online, offline)
        await _say(talk, "where is my order")
        await _say(talk, "1001")
        assert offline.requests[0].context.waiting == waiting

    async def test_what_was_asked_for_still_waits_when_no_brain_answered(self, conversation: Begin) -> None:
        waiting = Waiting("track_order", {}, "order_id")
        brain = FakeBrain([Understood("track_order", waiting), TextDelta("Which?")], [NetworkDown("gone")], HELLO)
        talk = conversation(brain)
        for words in ("where is my order", "1001", "1001"):
            await _say(talk, words)
        assert brain.requests[2].context.waiting == waiting


class TestWaitingRequests:
    async def test_a_request_waits_for_the_next_words_only(self, conversation: Begin) -> None:
        waiting = Waiting("track_order", {}, "order_id")
        brain = FakeBrain([Understood("track_order", waiting), TextDelta("Which?")], HELLO, HELLO)
        talk = conversation(brain)
        await _say(talk, "where is my order")
        assert _waiting(talk) == waiting
        assert talk.context.intent == "track_order"
        await _say(talk, "show me sarees")
        assert brain.requests[1].context.waiting == waiting
        assert _waiting(talk) is None
        await _say(talk, "1001")
        assert brain.requests[2].context.waiting is None

    async def test_every_round_of_a_turn_sees_what_waited(self, conversation: Begin) -> None:
        waiting = Waiting("track_order", {}, "order_id")
        brain = FakeBrain([Understood("t", waiting), *HELLO], [call("search_products", query="fan")], HELLO)
        talk = conversation(brain)
        await _say(talk, "where is my order")
        await _say(talk, "a fan")
        assert [request.context.waiting for request in brain.requests[1:]] == [waiting, waiting]

    async def test_a_brain_may_ask_for_the_next_thing(self, conversation: Begin) -> None:
        first, second = (
            Waiting("track_order", {}, "order_id"),
            Waiting("track_order", {"order_id": "1"}, "phone_number"),
        )
        talk = conversation(FakeBrain([Understood("t", first), *HELLO], [Understood("t", second), *HELLO]))
        await _say(talk, "my order")
        await _say(talk, "1")
        assert talk.context.waiting == second


CANCEL = [call("cancel_order", order_id="1001")]
SHALL_I = [TextDelta("Shall I?")]


class TestConfirmation:
    @pytest.fixture
    def brain(self) -> FakeBrain:
        return FakeBrain(CANCEL, SHALL_I, [TextDelta("As you wish.")])

    @pytest.fixture
    async def asked(self, conversation: Begin, brain: FakeBrain) -> Conversation:
        """A conversation in which the customer has been asked whether to cancel order 1001."""
        talk = conversation(brain)
        text, (run,) = await _say(talk, f"cancel order 1001, my phone is {ASHA}")
        assert (text, run.result.data["status"]) == ("Shall I?", "confirmation_needed")
        return talk

    @pytest.fixture
    def status(self, catalog: Catalog) -> Callable[[], str]:
        def now() -> str:
            order = catalog.orders.get("1001")
            assert order is not None
            return order.status

        return now

    async def test_the_write_waits_for_the_customer(self, asked: Conversation, status: Callable[[], str]) -> None:
        assert status() == "pending"
        assert asked.snapshot() == {
            "intent": "cancel_order",
            "last_product_id": None,
            "last_order_id": "1001",
            "awaiting_confirmation": True,
            "pending_action": {"tool": "cancel_order", "arguments": {"order_id": "1001", "reason": None}},
            "verified": True,
        }

    @pytest.mark.parametrize("yes", ["yes", "haan kar do", "हाँ", "হ্যাঁ", "हो, रद्द करा"])
    async def test_a_yes_does_it_before_the_brain_is_asked(
        self, asked: Conversation, brain: FakeBrain, status: Callable[[], str], yes: str
    ) -> None:
        text, (run,) = await _say(asked, yes)
        assert status() == "cancelled"
        assert run.result.data["status"] == "cancelled"
        assert text == "As you wish."
        assert brain.requests[-1].runs == (run,)
        assert asked.snapshot()["awaiting_confirmation"] is False
        assert asked.snapshot()["pending_action"] is None

    async def test_it_is_done_once(self, asked: Conversation, catalog: Catalog) -> None:
        await _say(asked, "yes")
        assert await _say(asked, "yes") == ("As you wish.", [])
        assert len(catalog.audit.entries("order", "1001")) == 1

    async def test_a_no_is_told_to_the_brain_and_nothing_is_done(
        self, asked: Conversation, brain: FakeBrain, status: Callable[[], str]
    ) -> None:
        assert await _say(asked, "no") == ("As you wish.", [])
        assert status() == "pending"
        await _say(asked, "yes")
        assert [request.declined for request in brain.requests[-2:]] == ["cancel_order", None]
        assert status() == "pending"

    async def test_another_subject_drops_it(
        self, asked: Conversation, brain: FakeBrain, status: Callable[[], str]
    ) -> None:
        await _say(asked, "what is the return policy?")
        assert brain.requests[-1].declined is None
        assert brain.requests[-1].runs == ()
        assert asked.snapshot()["awaiting_confirmation"] is False
        await _say(asked, "yes")
        assert status() == "pending"

    @pytest.mark.parametrize(("seconds", "after"), [(59, "cancelled"), (61, "pending")])
    async def test_a_yes_counts_for_a_minute(
        self, asked: Conversation, clock: FakeClock, status: Callable[[], str], seconds: float, after: str
    ) -> None:
        clock.now += seconds
        await _say(asked, "yes")
        assert status() == after

    async def test_a_no_after_a_minute_declines_nothing(
        self, asked: Conversation, brain: FakeBrain, clock: FakeClock
    ) -> None:
        clock.now += 61
        await _say(asked, "no")
        assert brain.requests[-1].declined is None

    async def test_a_brain_that_repeats_the_call_in_the_turn_of_the_yes_does_it_no_second_time(
        self, conversation: Begin, catalog: Catalog
    ) -> None:
        talk = conversation(FakeBrain(CANCEL, SHALL_I, CANCEL, HELLO))
        await _say(talk, f"cancel order 1001, {ASHA}")
        _, runs = await _say(talk, "yes")
        assert [run.result.data["status"] for run in runs] == ["cancelled", "not_possible"]
        assert len(catalog.audit.entries("order", "1001")) == 1

    async def test_a_brain_cannot_say_yes_for_the_customer(
        self, conversation: Begin, status: Callable[[], str]
    ) -> None:
        talk = conversation(FakeBrain(CANCEL, CANCEL, CANCEL, SHALL_I))
        _, runs = await _say(talk, f"yes yes, cancel order 1001, {ASHA}")
        assert {run.result.data["status"] for run in runs} == {"confirmation_needed"}
        assert status() == "pending"

    async def test_a_yes_outlives_the_failure_of_a_brain(self, conversation: Begin, status: Callable[[], str]) -> None:
        online = FakeBrain(CANCEL, SHALL_I, [NetworkDown("gone")])
        offline = FakeBrain(HELLO)
        talk = conversation(online, offline)
        await _say(talk, f"cancel order 1001, {ASHA}")
        text, (run,) = await _say(talk, "yes")
        assert (text, status()) == ("Hello!", "cancelled")
        assert offline.requests[0].runs == (run,)

    async def test_a_yes_whose_turn_was_discarded_before_the_write_is_void(
        self, asked: Conversation, brain: FakeBrain, status: Callable[[], str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = asked._run_tool

        async def hangs(*_: Any) -> ToolRun:
            await asyncio.Event().wait()
            raise AssertionError

        monkeypatch.setattr(asked, "_run_tool", hangs)
        turn = asyncio.create_task(_say(asked, "yes"))
        await asyncio.sleep(0)
        turn.cancel()
        await asyncio.gather(turn, return_exceptions=True)
        monkeypatch.setattr(asked, "_run_tool", real)
        brain.rounds = [*brain.rounds[:2], CANCEL, SHALL_I]
        _, (run,) = await _say(asked, "cancel order 1001")
        assert run.result.data["status"] == "confirmation_needed"
        assert status() == "pending"


class TestIdentity:
    async def test_the_phone_number_comes_from_the_customers_words_and_not_from_the_model(
        self, conversation: Begin
    ) -> None:
        track = [call("track_order", order_id="1001", phone_number=ASHA)]
        talk = conversation(FakeBrain(track, HELLO, track, HELLO))
        _, (run,) = await _say(talk, "where is order 1001")
        assert run.result == ToolResult({"status": "phone_needed", "order_id": "1001"})
        assert talk.snapshot()["verified"] is False
        _, (run,) = await _say(talk, "नौ आठ सात छह पाँच चार तीन दो एक शून्य")
        assert run.result.data["status"] == "ok"
        assert talk.snapshot()["verified"] is True


class TestLanguage:
    async def test_it_follows_the_customer(self, conversation: Begin) -> None:
        talk = conversation(FakeBrain(HELLO))
        assert talk.language is Language.ENGLISH
        for language in (Language.HINDI, Language.BENGALI, Language.HINDI):
            await _say(talk, "x", language)
            assert talk.language is language

    async def test_a_chosen_language_is_kept_whatever_is_spoken(self, conversation: Begin) -> None:
        brain = FakeBrain(HELLO)
        talk = conversation(brain, language=Language.MARATHI)
        assert talk.language is Language.MARATHI
        await _say(talk, "hello", Language.ENGLISH)
        assert talk.language is Language.MARATHI
        assert brain.requests[0].language is Language.MARATHI

    async def test_choosing_and_letting_go(self, conversation: Begin) -> None:
        talk = conversation(FakeBrain(HELLO))
        talk.choose_language(Language.BENGALI)
        assert (talk.language, talk.chosen_language) == (Language.BENGALI, Language.BENGALI)
        talk.choose_language(None)
        assert (talk.language, talk.chosen_language) == (Language.BENGALI, None)
        await _say(talk, "hello", Language.ENGLISH)
        assert talk.language is Language.ENGLISH

    async def test_a_customer_may_ask_for_a_language(self, conversation: Begin) -> None:
        talk = conversation(FakeBrain([Understood("language", language=Language.BENGALI), *HELLO]))
        await _say(talk, "speak bengali please", Language.ENGLISH)
        assert (talk.language, talk.chosen_language) == (Language.BENGALI, None)

    async def test_a_chosen_language_gives_way_to_what_the_customer_asks_for(self, conversation: Begin) -> None:
        talk = conversation(
            FakeBrain([Understood("language", language=Language.BENGALI), *HELLO]), language=Language.HINDI
        )
        await _say(talk, "বাংলায় বলুন", Language.BENGALI)
        assert (talk.language, talk.chosen_language) == (Language.BENGALI, Language.BENGALI)

    async def test_tools_answer_in_the_language_of_the_conversation(self, conversation: Begin) -> None:
        search = [call("search_products", query="fan")]
        talk = conversation(FakeBrain(search, HELLO), language=Language.HINDI)
        _, (run,) = await _say(talk, "fan", Language.ENGLISH)
        assert run.result.data["products"][0]["name"] == "छत का पंखा"


class TestContext:
    async def test_a_new_conversation_is_about_nothing(self, conversation: Begin) -> None:
        assert conversation(FakeBrain(HELLO)).snapshot() == {
            "intent": None,
            "last_product_id": None,
            "last_order_id": None,
            "awaiting_confirmation": False,
            "pending_action": None,
            "verified": False,
        }

    async def test_a_search_is_remembered_with_its_best_product_and_its_lowest_price(self, conversation: Begin) -> None:
        talk = conversation(FakeBrain([call("search_products", query="saree", max_results=2)], HELLO))
        await _say(talk, "saree")
        context = talk.context
        assert (context.intent, context.last_product_id, context.last_product_name) == (
            "search",
            "P01",
            "Red Cotton Saree",
        )
        assert context.last_search == {"query": "saree", "max_results": 2}
        assert context.last_price == 899.0

    async def test_a_near_miss_can_be_spoken_of(self, conversation: Begin) -> None:
        talk = conversation(FakeBrain([call("search_products", query="saree", price_range={"max": 100})], HELLO))
        await _say(talk, "saree under 100")
        assert (talk.context.last_product_id, talk.context.last_price) == ("P01", 899.0)

    async def test_a_search_without_result_forgets_the_price_and_keeps_the_product(self, conversation: Begin) -> None:
        search, nothing = call("search_products", query="fan"), call("search_products", query="helicopter")
        talk = conversation(FakeBrain([search], HELLO, [nothing], HELLO))
        await _say(talk, "fan")
        await _say(talk, "helicopter")
        assert (talk.context.last_product_id, talk.context.last_price) == ("P04", None)
        assert talk.context.last_search == {"query": "helicopter"}

    @pytest.mark.parametrize(
        ("tool", "arguments", "intent"),
        [
            ("search_products", {"query": "fan"}, "search"),
            ("get_product_faq", {"product_id": "P04"}, "faq"),
            ("get_policy", {"policy_type": "returns"}, "policy"),
            ("call_staff", {"summary": "help"}, "staff"),
            ("track_order", {"order_id": "1001"}, "track_order"),
            ("cancel_order", {"order_id": "1001"}, "cancel_order"),
            ("initiate_return", {"order_id": "1", "reason": "defective", "action": "refund"}, "initiate_return"),
        ],
    )
    async def test_each_tool_tells_an_intent(
        self, conversation: Begin, tool: str, arguments: dict[str, str], intent: str
    ) -> None:
        talk = conversation(FakeBrain([call(tool, arguments)], HELLO))
        await _say(talk, "please")
        assert talk.snapshot()["intent"] == intent

    async def test_the_product_of_a_question_is_remembered(self, conversation: Begin) -> None:
        talk = conversation(FakeBrain([call("get_product_faq", product_id="P04")], HELLO))
        await _say(talk, "warranty of the fan")
        assert talk.snapshot()["last_product_id"] == "P04"

    async def test_an_order_that_was_not_shown_is_not_remembered(self, conversation: Begin) -> None:
        talk = conversation(FakeBrain([call("track_order", order_id="1001")], HELLO))
        await _say(talk, "order 1001")
        assert talk.snapshot()["last_order_id"] is None

    async def test_speaking_keeps_the_conversation_alive(self, conversation: Begin, clock: FakeClock) -> None:
        talk = conversation(FakeBrain(HELLO))
        clock.now += 29 * 60
        await _say(talk, "hi")
        clock.now += 29 * 60
        assert not talk.memory.expired


class TestWhatIsExpected:
    @pytest.mark.parametrize(
        ("missing", "expected"),
        [
            ("phone_number", "phone"),
            ("order_id", "order"),
            ("reason", "reason"),
            ("action", "reason"),
            ("yes", "answer"),
            ("product", None),
        ],
    )
    async def test_the_recogniser_is_told_what_was_asked_for(
        self, conversation: Begin, missing: str, expected: str | None
    ) -> None:
        brain = FakeBrain([Understood("track_order", Waiting("track_order", {}, missing)), TextDelta("Which?")], HELLO)
        talk = conversation(brain)
        assert talk.expecting is None
        await _say(talk, "track my order")
        assert talk.expecting == expected
        await _say(talk, "forget it")
        assert talk.expecting is None

    async def test_a_write_waits_for_a_yes(self, conversation: Begin) -> None:
        talk = conversation(FakeBrain(HELLO))
        talk.guard.ask("cancel_order", {"order_id": "1030"}, {})
        assert talk.expecting == "answer"
