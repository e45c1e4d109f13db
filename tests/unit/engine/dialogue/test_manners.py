from __future__ import annotations

import pytest

from engine.dialogue.context import Waiting
from engine.dialogue.conversation import Conversation
from engine.dialogue.manners import Asked, Wish, asked, granted
from engine.languages import Language
from engine.llm.base import TextDelta, Understood
from engine.llm.offline.brain import OfflineBrain
from engine.tts.manner import FASTEST, LOUDEST, SLOWEST, SOFTEST, USUAL, Manner
from tests.fakes.fake_brain import FakeBrain

EN = Language.ENGLISH


@pytest.mark.parametrize(
    ("utterance", "wish"),
    [
        ("please speak a little slowly", Wish.SLOWER),
        ("slower", Wish.SLOWER),
        ("ज़रा धीरे बोलिए", Wish.SLOWER),
        ("इतना तेज़ मत बोलिए", Wish.SLOWER),
        ("thoda dheere bolo na", Wish.SLOWER),
        ("একটু আস্তে বলুন", Wish.SLOWER),
        ("তাড়াতাড়ি বলবেন না", Wish.SLOWER),
        ("जरा हळू बोला", Wish.SLOWER),
        ("भरभर बोलू नका", Wish.SLOWER),
        ("talk faster please", Wish.FASTER),
        ("जल्दी बोलिए", Wish.FASTER),
        ("তাড়াতাড়ি বলুন", Wish.FASTER),
        ("भरभर बोला", Wish.FASTER),
        ("can you speak up a bit", Wish.LOUDER),
        ("I can't hear you", Wish.LOUDER),
        ("ज़ोर से बोलो भैया", Wish.LOUDER),
        ("सुनाई नहीं दे रहा", Wish.LOUDER),
        ("awaaz badhao", Wish.LOUDER),
        ("জোরে বলুন দাদা", Wish.LOUDER),
        ("मोठ्याने बोला ना", Wish.LOUDER),
        ("too loud", Wish.SOFTER),
        ("इतना ज़ोर से मत बोलिए", Wish.SOFTER),
        ("এত জোরে বলবেন না", Wish.SOFTER),
        ("जोरात बोलू नका", Wish.SOFTER),
        ("sorry, can you say that again", Wish.REPEAT),
        ("एक बार फिर से बोलिए", Wish.REPEAT),
        ("phir se bolo", Wish.REPEAT),
        ("আবার বলুন তো", Wish.REPEAT),
        ("पुन्हा एकदा सांगा", Wish.REPEAT),
    ],
)
def test_what_a_customer_wants_of_the_voice_is_understood(utterance, wish):
    assert asked(utterance) == Asked(wish, alone=True)


@pytest.mark.parametrize(
    "utterance",
    [
        "show me a slow cooker",
        "do you have a louder speaker",
        "इस पंखे की आवाज़ कम है क्या",
        "is the mixer too loud",
        "ज़ोर से चलने वाला पंखा दिखाइए",
        "where is my order again",
        "वापस करना है",
        "हळू चालणारा पंखा",
        "yes",
        "",
    ],
)
def test_goods_and_orders_are_no_wish_of_the_voice(utterance):
    assert asked(utterance) is None


def test_a_wish_beside_another_request_leaves_the_request():
    assert asked("धीरे बोलिए, और लाल साड़ी दिखाइए") == Asked(Wish.SLOWER, alone=False)


@pytest.mark.parametrize(
    ("wish", "limit"),
    [
        (Wish.SLOWER, Manner(SLOWEST, 0.0)),
        (Wish.FASTER, Manner(FASTEST, 0.0)),
        (Wish.LOUDER, Manner(1.0, LOUDEST)),
        (Wish.SOFTER, Manner(1.0, SOFTEST)),
    ],
)
def test_a_wish_is_granted_step_by_step_and_within_limits(wish, limit):
    manner, keys = USUAL, []
    for _ in range(5):
        manner, key = granted(wish, manner)
        keys.append(key)
    assert manner == limit
    assert keys[0] == f"talk.{wish}"
    assert keys[-1] != keys[0]


async def _said(talk: Conversation, words: str, language: Language = EN) -> str:
    return "".join([part.text async for part in talk.respond(words, language) if isinstance(part, TextDelta)])


@pytest.fixture(params=["offline", "model"])
def talk(request, conversation) -> Conversation:
    model = FakeBrain([TextDelta("We have sarees for you.")], name="model", trusted=False)
    return conversation(*([model] if request.param == "model" else []), OfflineBrain())


async def test_slower_is_granted_and_the_last_answer_said_again(talk):
    answer = await _said(talk, "show me sarees")
    slow = await _said(talk, "slower please")
    assert talk.context.manner.rate < 1.0
    assert slow.endswith(answer.strip())
    assert talk.snapshot()["intent"] == "slower"
    assert await _said(talk, "say that again") == answer.strip()  # without the words about slowness


async def test_softer_needs_no_repetition(talk):
    answer = await _said(talk, "show me sarees")
    assert answer.strip() not in await _said(talk, "too loud")
    assert talk.context.manner.gain < 0.0


async def test_there_is_nothing_to_repeat_at_first(talk):
    assert "not said anything yet" in await _said(talk, "say that again")


async def test_a_wish_beside_a_request_is_granted_and_the_request_answered(talk):
    text = await _said(talk, "please speak slowly, and show me sarees")
    assert talk.context.manner.rate < 1.0
    assert text


async def test_a_request_that_waits_goes_on_waiting(talk):
    talk.context.waiting = waiting = Waiting("track_order", {"order_id": "1001"}, "phone_number")
    talk.guard.hear("98765", dictating=True)
    await _said(talk, "louder please")
    assert talk.context.waiting is waiting
    assert talk.guard.dictated == "98765"


async def test_a_read_back_is_said_again_and_waits_anew(conversation, catalog, clock):
    talk = conversation(OfflineBrain())
    question = await _said(talk, "cancel order 1001, my phone is 9876543210")
    clock.now += 50
    assert (await _said(talk, "speak slowly")).endswith(question.strip())
    clock.now += 50
    await _said(talk, "yes")
    assert catalog.orders.get("1001").status == "cancelled"


async def test_a_repetition_revives_no_expired_question(conversation, catalog, clock):
    talk = conversation(OfflineBrain())
    await _said(talk, "cancel order 1001, my phone is 9876543210")
    clock.now += 70
    await _said(talk, "say that again")
    await _said(talk, "yes")
    assert catalog.orders.get("1001").status != "cancelled"


async def test_a_brain_that_understands_the_wish_by_other_words_is_followed(conversation):
    talk = conversation(FakeBrain([Understood("louder"), TextDelta("All right.")]))
    await _said(talk, "my ears are old")
    assert talk.context.manner.gain > 0.0
