from __future__ import annotations

import pytest

from engine.dialogue.conversation import Conversation
from engine.dialogue.doubts import ReadBack, doubtful_answer, doubtful_number, named
from engine.languages import Language
from engine.llm.base import TextDelta
from engine.llm.offline.brain import OfflineBrain
from engine.tools.base import ToolRun
from tests.fakes.fake_brain import FakeBrain, call

EN, HI = Language.ENGLISH, Language.HINDI
ASKED = ReadBack("where is order 1005", EN, "1005", "1005")


@pytest.mark.parametrize(
    "answer",
    ["yes", "yes, that's right", "हाँ सही है", "haan ji", "হ্যাঁ ঠিক", "हो बरोबर", "yes 1005", "1005", "एक शून्य शून्य पाँच"],
)
def test_a_yes_makes_the_number_sure(answer):
    assert ASKED.settled_by(answer) == "where is order 1005"


@pytest.mark.parametrize(
    "answer", ["no, 1009", "नहीं, 1009", "1009", "1005 नहीं, 1009", "না, এক শূন্য শূন্য নয়", "नाही 1009 आहे"]
)
def test_a_correction_takes_the_numbers_place(answer):
    assert ASKED.settled_by(answer) == "where is order 1009"


@pytest.mark.parametrize("answer", ["no", "नहीं", "না", "नाही", "nahi ji"])
def test_a_no_waits_for_the_right_number(answer):
    waiting = ASKED.settled_by(answer)
    assert isinstance(waiting, ReadBack)
    assert waiting.denied
    assert waiting.settled_by("yes") is None  # to what?
    assert waiting.settled_by("1009") == "where is order 1009"


@pytest.mark.parametrize("answer", ["show me red sarees", "ok and what is the return policy", "साड़ी दिखाइए", "yes?"])
def test_something_else_is_no_answer(answer):
    assert ASKED.settled_by(answer) is None


def test_a_phone_number_is_corrected_by_a_whole_one_only():
    phone = ReadBack("my phone is 9876543210", EN, "9876543210", "9876543210")
    assert phone.settled_by("no, 9876543219") == "my phone is 9876543219"
    answer = phone.settled_by("no, 219")
    assert isinstance(answer, ReadBack)
    assert answer.denied


@pytest.mark.parametrize(
    ("utterance", "doubtful", "wanted", "number"),
    [
        ("order 1005 कहाँ है", [("1005", "1009")], False, "1005"),
        ("9876543109", [("9876543109", "9876543102")], True, "9876543109"),
        ("order 1005 कहाँ है", [("1005 कहाँ", "1009 कब")], False, "1005"),
        ("लाल साड़ी 500 से कम", [("500", "900")], False, None),  # a price
        ("लाल साड़ी दिखाइए", [("लाल", "नीली")], False, None),
        ("दो साड़ी दिखाइए", [("दो", "नौ")], False, None),
        ("order 1005 कहाँ है", [], False, None),
    ],
)
def test_numbers_of_orders_and_phones_are_read_back_and_prices_are_not(utterance, doubtful, wanted, number):
    found = doubtful_number(utterance, HI, doubtful, wanted)
    assert (found.number if found else None) == number


def test_what_is_named_is_what_was_heard_and_never_what_else_it_may_be():
    assert named([("लाल", "नीली"), ("लाल", "काली"), ("500", "900")]) == "लाल, 500"
    assert named([]) == ""


def test_a_yes_that_may_be_a_no_is_noticed():
    assert doubtful_answer([("हाँ", "नहीं")])
    assert doubtful_answer([("no", "now")])
    assert not doubtful_answer([("लाल", "नीली")])


async def _said(talk: Conversation, words: str, *doubtful: tuple[str, str]) -> tuple[str, list[ToolRun]]:
    parts = [part async for part in talk.respond(words, EN, doubtful)]
    text = "".join(part.text for part in parts if isinstance(part, TextDelta))
    return text, [part for part in parts if isinstance(part, ToolRun)]


def _brains(kind: str):
    """The offline brain; or a model that calls without waiting for anything, with the offline brain behind it."""
    calls = FakeBrain([call("cancel_order", order_id="1001")], name="model", trusted=False)
    return [OfflineBrain()] if kind == "offline" else [calls, OfflineBrain()]


@pytest.mark.parametrize("kind", ["offline", "model"])
async def test_no_tool_runs_and_no_phone_counts_before_a_doubtful_number_is_sure(conversation, kind):
    talk = conversation(*_brains(kind))
    text, runs = await _said(talk, "cancel order 1001, my phone is 9876543210", ("9876543210", "9876543216"))
    assert "9876543210" in text
    assert "9876543216" not in text
    assert runs == []
    assert talk.guard.identify("1001", "9876543210").value == "phone_needed"
    assert talk.to_type == "phone_number"
    assert talk.expecting == "answer"
    assert [choice.label for choice in talk.choices] == ["Yes", "No"]
    await _said(talk, "show me sarees")  # the number was never confirmed
    assert talk.guard.identify("1001", "9876543210").value == "phone_needed"


async def test_a_number_that_is_heard_twice_is_sure_and_another_one_is_read_back_again(conversation):
    talk = conversation(OfflineBrain())
    await _said(talk, "where is order 1001, my phone is 9876543216", ("9876543216", "9876543210"))
    text, runs = await _said(talk, "9876543210", ("9876543210", "9876543216"))
    assert "9876543210" in text
    assert runs == []
    assert not talk.guard.verified
    await _said(talk, "9876543210", ("9876543210", "9876543216"))
    assert talk.guard.verified


@pytest.mark.parametrize("kind", ["offline", "model"])
async def test_a_doubtful_yes_does_not_write(conversation, catalog, kind):
    talk = conversation(*_brains(kind))
    first, _ = await _said(talk, "cancel order 1001, my phone is 9876543210")
    assert talk.guard.pending is not None
    again, runs = await _said(talk, "yes", ("yes", "yesterday"))
    assert runs == []
    assert again == first
    assert catalog.orders.get("1001").status != "cancelled"
    await _said(talk, "yes")
    assert catalog.orders.get("1001").status == "cancelled"


async def test_a_write_that_waited_is_void_once_a_number_is_read_back(conversation, catalog):
    talk = conversation(OfflineBrain())
    await _said(talk, "cancel order 1001, my phone is 9876543210")
    await _said(talk, "where is order 1002", ("1002", "1009"))
    assert talk.guard.pending is None
    await _said(talk, "yes")  # to the number
    assert catalog.orders.get("1001").status != "cancelled"


async def test_whoever_is_verified_hears_the_number_in_the_read_back_of_the_write(conversation):
    talk = conversation(OfflineBrain())
    await _said(talk, "where is order 1001, my phone is 9876543210")
    assert talk.guard.verified
    text, runs = await _said(talk, "cancel order 1001", ("1001", "1007"))
    assert "1001" in text
    assert runs[-1].result.data["status"] == "confirmation_needed"


async def test_the_right_number_said_after_a_no_is_used_in_the_first_request(conversation):
    talk = conversation(OfflineBrain())
    await _said(talk, "where is order 1009", ("1009", "1001"))
    text, runs = await _said(talk, "no")
    assert "1001" not in text
    assert runs == []
    assert talk.expecting == "order"
    _, runs = await _said(talk, "1001", ("1001", "1007"))
    assert runs == []  # doubtful again
    _, runs = await _said(talk, "yes")
    assert [run.call.arguments["order_id"] for run in runs] == ["1001"]


@pytest.mark.parametrize("trusted", [True, False])
async def test_a_search_names_the_doubtful_word_and_asks_nothing(conversation, trusted):
    answer = [[call("search_products", query="red saree")], [TextDelta("Here you are.")]]
    talk = conversation(FakeBrain(*answer, trusted=trusted))
    text, _ = await _said(talk, "show me a red saree", ("red", "blue"))
    assert "red" in text
    assert "blue" not in text
    assert text.endswith("Here you are.")
    assert talk.problem is None


async def test_talk_without_a_search_names_no_doubtful_word(conversation):
    talk = conversation(FakeBrain([TextDelta("Welcome.")]))
    assert (await _said(talk, "hello there", ("hello", "yellow")))[0] == "Welcome."
