"""A conversation with a language model: what it says is checked, what it does bounded, and its turns are finished."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from catalog.store import Catalog
from engine.dialogue.calls import MOST_CALLS
from engine.dialogue.context import ReturningCustomer
from engine.dialogue.conversation import Conversation
from engine.dialogue.gate import LONGEST_SENTENCE, MOST_SENTENCES
from engine.dialogue.phrases import phrase
from engine.errors import BrainFailed
from engine.languages import Language
from engine.llm.base import Restarted, TextDelta, Usage
from engine.llm.offline.brain import OfflineBrain
from engine.tools.base import ToolRun
from tests.fakes.fake_brain import FakeBrain, Step, call
from tests.fakes.fake_store import ASHA, RAVI

Begin = Callable[..., Conversation]
HI, EN = Language.HINDI, Language.ENGLISH
SEARCH = [call("search_products", query="saree")]


def _model(*rounds: Sequence[Step]) -> FakeBrain:
    return FakeBrain(*rounds, name="groq", trusted=False)


def _says(*texts: str) -> list[Step]:
    return [TextDelta(text) for text in texts]


async def _say(talk: Conversation, text: str, language: Language = EN) -> tuple[str, list[ToolRun]]:
    """The text of the answer, and the tools that ran for it."""
    parts = [part async for part in talk.respond(text, language)]
    said = "".join(part.text for part in parts if isinstance(part, TextDelta))
    return said, [part for part in parts if isinstance(part, ToolRun)]


class TestWords:
    async def test_a_sentence_passes_when_it_has_ended_and_not_before(self, conversation: Begin) -> None:
        talk = conversation(_model(SEARCH, _says("The red saree is ", "₹899. See ", "the screen.")))
        parts = [part async for part in talk.respond("sarees", EN)]
        assert [part.text for part in parts if isinstance(part, TextDelta)] == [
            "The red saree is ₹899. ",
            "See the screen.",
        ]

    async def test_a_price_that_no_tool_told_is_not_spoken_and_the_rest_is(self, conversation: Begin) -> None:
        talk = conversation(_model(SEARCH, _says("The red saree is ₹499. ", "The others are on the screen.")))
        text, _ = await _say(talk, "sarees")
        assert text == "The others are on the screen."
        assert talk.problem is None

    async def test_when_nothing_is_left_the_offline_brain_words_what_the_tools_told(self, conversation: Begin) -> None:
        talk = conversation(_model(SEARCH, _says("The red saree is ₹499.")), OfflineBrain())
        text, runs = await _say(talk, "show me red sarees")
        assert "₹899" in text
        assert "₹499" not in text
        assert len(runs) == 1, "the tool does not run again"
        assert talk.problem is not None
        assert talk.problem.kind == "llm_error"
        assert talk.brain == "offline"

    @pytest.mark.parametrize(
        "rounds",
        [
            _says(""),
            _says("  \n "),
            _says("Ich habe leider keine roten Kleider gefunden heute."),
            _says("Here are the red sarees of our shop."),
            _says("या आमच्या दुकानातल्या लाल साड्या आहेत आणि खूप छान आहेत."),
            _says("word " * 5000),
            _says("🙂 **"),
        ],
    )
    async def test_a_reply_that_cannot_be_used_is_replaced(self, conversation: Begin, rounds: list[Step]) -> None:
        talk = conversation(_model(rounds), OfflineBrain())
        text, _ = await _say(talk, "लाल साड़ी दिखाओ", HI)
        assert "लाल सूती साड़ी" in text
        assert len(text) < 200

    @pytest.mark.parametrize(
        ("sentence", "language"),
        [
            ("Samsung Galaxy Smart TV अच्छा है।", HI),
            ("हाँ, Red Cotton Saree दिखा सकते हैं।", HI),
            ("Samsung Galaxy Smart TV ভালো আছে।", Language.BENGALI),
            ("Samsung Galaxy Smart TV छान आहे.", Language.MARATHI),
            ("The लाल साड़ी is very good.", EN),
        ],
    )
    async def test_names_in_another_script_are_borrowed_words(
        self, conversation: Begin, sentence: str, language: Language
    ) -> None:
        assert (await _say(conversation(_model(_says(sentence))), "?", language))[0] == sentence

    async def test_a_reply_of_5000_words_is_cut_after_some_sentences(self, conversation: Begin) -> None:
        endless = _model(_says(*["This is a fine shop. "] * 1000))
        text, _ = await _say(conversation(endless), "hello")
        assert text.count(".") == MOST_SENTENCES

    async def test_a_sentence_without_an_end_is_not_waited_for(self, conversation: Begin) -> None:
        read: list[int] = []

        class Endless(FakeBrain):
            async def respond(self, request):  # type: ignore[no-untyped-def]
                for number in range(5000):
                    read.append(number)
                    yield TextDelta("and so on ")

        talk = conversation(Endless([], name="groq", trusted=False), OfflineBrain())
        text, _ = await _say(talk, "hello")
        assert text == phrase("talk.greeting", EN, store="Apna Bazaar")
        assert len(read) * len("and so on ") < LONGEST_SENTENCE + 20

    async def test_markup_is_not_spoken(self, conversation: Begin) -> None:
        text, _ = await _say(conversation(_model(_says("**Hello!** 😀 Come in."))), "hello")
        assert text == "Hello! Come in."

    async def test_what_broke_off_is_forgotten_when_the_answer_begins_anew(self, conversation: Begin) -> None:
        talk = conversation(_model([TextDelta("I fou"), Restarted(), TextDelta("I found it.")]))
        assert await _say(talk, "hello") == ("I found it.", [])

    async def test_what_was_said_stands_when_the_answer_breaks_off(self, conversation: Begin) -> None:
        talk = conversation(
            _model([TextDelta("I found it. It i"), Restarted(), TextDelta("I found it.")]), OfflineBrain()
        )
        assert await _say(talk, "hello") == ("I found it. ", [])
        assert talk.problem is not None

    async def test_the_cost_of_all_rounds_is_added_up(self, conversation: Begin) -> None:
        talk = conversation(_model([*SEARCH, Usage(100, 5)], [*_says("Here they are."), Usage(200, 7)]))
        await _say(talk, "sarees")
        assert talk.usage == Usage(300, 12)
        await _say(conversation(_model(_says("Hello."))), "hello")


class TestCalls:
    async def test_200_calls_at_once_are_bounded_and_the_model_is_told(self, conversation: Begin) -> None:
        many: list[Step] = [
            call("search_products", call_id=f"c{number}", query=f"saree {number}") for number in range(200)
        ]
        model = _model(many, _says("Here they are."))
        text, runs = await _say(conversation(model), "sarees")
        assert text == "Here they are."
        assert len(runs) == MOST_CALLS + 1
        assert runs[-1].result.data["error"] == "too_many_calls"
        assert f"{200 - MOST_CALLS} were not made" in runs[-1].result.data["reasons"][0]

    async def test_the_same_call_twice_runs_once(self, conversation: Begin) -> None:
        _, runs = await _say(conversation(_model(SEARCH * 3, _says("Here they are."))), "sarees")
        assert len(runs) == 1

    async def test_a_wrong_call_is_repaired_once(self, conversation: Begin) -> None:
        wrong = [call("search_products", query="saree", max_results="many")]
        text, runs = await _say(conversation(_model(wrong, SEARCH, _says("The red one is ₹899."))), "sarees")
        assert text == "The red one is ₹899."
        assert [run.result.data["status"] for run in runs] == ["error", "ok"]

    async def test_the_second_wrong_call_is_the_last(self, conversation: Begin) -> None:
        model = _model([call("fly")], [call("get_policy", policy_type=3)], [call("fly")])
        talk = conversation(model, OfflineBrain())
        text, runs = await _say(talk, "show me red sarees")
        assert len(model.requests) == 2
        assert "₹899" in text, "the offline brain begins with the customer's words, not with the model's mistakes"
        assert [run.call.name for run in runs] == ["fly", "get_policy", "search_products"]

    async def test_a_model_that_only_calls_gives_way(self, conversation: Begin) -> None:
        talk = conversation(_model([call("get_policy", policy_type="returns")]), OfflineBrain())
        text, _ = await _say(talk, "may I return it")
        assert text
        assert text != phrase("talk.not_understood", EN)

    async def test_a_failure_in_the_middle_of_a_turn_is_finished(self, conversation: Begin) -> None:
        talk = conversation(_model(SEARCH, [BrainFailed("gone")]), OfflineBrain())
        text, runs = await _say(talk, "show me red sarees")
        assert "₹899" in text
        assert len(runs) == 1


class TestOrders:
    async def test_a_read_back_is_the_kiosks_own_whatever_the_model_would_say(self, conversation: Begin) -> None:
        model = _model([call("cancel_order", order_id="1001")], _says("Shall I show you sarees?"))
        talk = conversation(model, OfflineBrain())
        text, _ = await _say(talk, f"cancel order 1001, my number is {ASHA}")
        for fact in ("1001", "Red Cotton Saree", "Pressure Cooker", "₹3,297"):
            assert fact in text
        assert "Shall I show" not in text
        assert len(model.requests) == 1

    async def test_what_was_done_is_told_by_the_kiosk_at_once(self, conversation: Begin, catalog: Catalog) -> None:
        model = _model([call("cancel_order", order_id="1001")], _says("I have cancelled nothing."))
        talk = conversation(model, OfflineBrain())
        await _say(talk, f"cancel order 1001, my number is {ASHA}")
        text, (run,) = await _say(talk, "yes")
        assert run.result.data["status"] == "cancelled"
        assert text == phrase("cancel.done", EN, id="1001", refund="₹3,297")
        order = catalog.orders.get("1001")
        assert order is not None
        assert order.status == "cancelled"
        assert len(model.requests) == 1, "nothing is left for the model to say"

    async def test_a_plain_no_needs_no_model(self, conversation: Begin) -> None:
        model = _model([call("cancel_order", order_id="1001")], _says("Fine."))
        talk = conversation(model, OfflineBrain())
        await _say(talk, f"cancel order 1001, my number is {ASHA}")
        assert (await _say(talk, "no"))[0] == phrase("cancel.declined", EN)
        assert len(model.requests) == 1

    async def test_a_phone_number_that_is_needed_is_asked_for_so_that_the_screen_offers_its_keys(
        self, conversation: Begin
    ) -> None:
        talk = conversation(_model([call("track_order", order_id="1001")]), OfflineBrain())
        text, _ = await _say(talk, "where is order 1001")
        assert text == phrase("order.ask_phone", EN, id="1001")
        assert talk.context.waiting is not None
        assert talk.context.waiting.missing == "phone_number"

    @pytest.mark.parametrize("online", [False, True])
    async def test_a_phone_number_dictated_in_two_turns(self, conversation: Begin, online: bool) -> None:
        track: list[Step] = [call("track_order", order_id="1003")]
        model = _model(track, track, _says("It comes on 18 January."))
        talk = conversation(*([model] if online else []), OfflineBrain())
        await _say(talk, "where is order 1003")
        assert (await _say(talk, "nine eight seven six five"))[0] == phrase("order.phone_rest", EN)
        text, (run,) = await _say(talk, "four three two one zero")
        assert run.result.data["status"] == "ok"
        assert "18 January" in text

    @pytest.mark.parametrize("apart", [False, True])
    async def test_dictated_figures_do_not_change_the_language(self, conversation: Begin, apart: bool) -> None:
        talk = conversation(OfflineBrain())
        await _say(talk, "ऑर्डर 1003 कुठे आहे, अजून आला नाही", Language.MARATHI)
        talk.turns = 2
        # "चार तीन दोन एक शून्य" is Marathi, but half of its words are Hindi too and it may be heard as that.
        parts = ["नऊ आठ सात", "सहा पाच चार", "तीन दोन एक शून्य"] if apart else ["नऊ आठ सात सहा पाच", "चार तीन दोन एक शून्य"]
        for part in parts:
            text, _ = await _say(talk, part, HI)
            assert talk.language is Language.MARATHI
            assert not text.startswith(phrase("talk.switched", HI))
        assert talk.guard.verified

    async def test_a_number_of_the_models_opens_nothing(self, conversation: Begin) -> None:
        asked = [call("track_order", order_id="ORD-2001", phone_number=RAVI)]
        talk = conversation(_model(asked, _says("It is ₹1,49,999.")), OfflineBrain())
        text, (run,) = await _say(talk, "where is order ORD-2001")
        assert run.result.data["status"] == "phone_needed"
        assert "149" not in str(run.result.data)
        assert "1,49,999" not in text

    @pytest.mark.parametrize(
        "claim",
        [
            "I have cancelled order 1002.",
            "Order 1002 is cancelled.",
            "Your refund of ₹699 has been processed.",
            "Order 1002 has been delivered.",
            "It will arrive on 25 January.",
        ],
    )
    async def test_what_did_not_happen_is_not_told(self, conversation: Begin, catalog: Catalog, claim: str) -> None:
        talk = conversation(_model([call("track_order", order_id="1002")], _says(claim)), OfflineBrain())
        text, _ = await _say(talk, f"where is order 1002? my number is {ASHA}")
        assert claim not in text
        assert "1002" in text, "the offline brain tells its real state"

    async def test_who_is_verified_may_hear_of_the_order_in_the_models_words(self, conversation: Begin) -> None:
        says = _says("Order 1003 is on its way with Vayu and comes on 18 January.")
        talk = conversation(_model([call("track_order", order_id="1003")], says), OfflineBrain())
        text, _ = await _say(talk, f"where is order 1003? my number is {ASHA}")
        assert text == "Order 1003 is on its way with Vayu and comes on 18 January."


class TestLanguages:
    async def test_a_new_language_is_confirmed_once(self, conversation: Begin) -> None:
        talk = conversation(OfflineBrain())
        talk.turns = 1
        assert not (await _say(talk, "show me red sarees"))[0].startswith(phrase("talk.switched", EN))
        for turn, switched in ((2, True), (3, False)):
            talk.turns = turn
            text, _ = await _say(talk, "नीली साड़ी दिखाओ", HI)
            assert text.startswith(phrase("talk.switched", HI)) is switched

    async def test_who_asks_for_a_language_is_answered_about_it_only(self, conversation: Begin) -> None:
        talk = conversation(OfflineBrain())
        talk.turns = 1
        await _say(talk, "show me red sarees")
        talk.turns = 2
        assert (await _say(talk, "हिंदी में बात करो", HI))[0] == phrase("talk.language_changed", HI)

    @pytest.mark.parametrize("asked", ["please speak in Hindi", "हिंदी में बोलो"])
    async def test_a_language_that_is_asked_for_is_no_models_affair(self, conversation: Begin, asked: str) -> None:
        model = _model(_says("Sure!"))
        talk = conversation(model, OfflineBrain())
        assert (await _say(talk, asked))[0] == phrase("talk.language_changed", HI)
        assert model.requests == []
        assert talk.language is HI

    @pytest.mark.parametrize("words", ["1001", "ok", "हाँ", "saree"])
    async def test_a_borrowed_word_does_not_change_the_language(self, conversation: Begin, words: str) -> None:
        talk = conversation(OfflineBrain())
        for turn, said in enumerate(("मला लाल साडी दाखवा", words), 1):
            talk.turns = turn
            await _say(talk, said, Language.MARATHI if turn == 1 else EN)
        assert talk.language is Language.MARATHI


class TestReturningCustomers:
    async def test_a_customer_is_recalled_once_they_have_shown_who_they_are(self, conversation: Begin) -> None:
        asked: list[str] = []

        async def recall(phone: str) -> ReturningCustomer:
            asked.append(phone)
            return ReturningCustomer(HI, (("1003", "shipped"),), (("T4", "wants a bill"),))

        track: list[Step] = [call("track_order", order_id="1003")]
        model = _model(track, track, _says("It is on its way."))
        talk = conversation(model, OfflineBrain(), recall=recall)
        await _say(talk, "where is order 1003, my number is 9123456780")
        assert (asked, talk.context.customer) == ([], None), "a wrong number recalls nobody"
        await _say(talk, f"sorry, it is {ASHA}")
        assert asked == [ASHA]
        assert talk.context.customer is not None
        assert model.requests[-1].context.customer is talk.context.customer
