from __future__ import annotations

import pytest

from engine.dialogue.ambiguity import may_mean_two
from engine.dialogue.context import Context, Waiting
from engine.languages import Language
from engine.llm.base import TextDelta
from engine.llm.offline.brain import OfflineBrain
from tests.fakes.fake_brain import FakeBrain


@pytest.mark.parametrize("utterance", ["return", "Return please", "रिटर्न", "वापस", "wapas", "ফেরত", "परत"])
def test_a_bare_return_may_be_a_rule_or_an_order(utterance):
    assert may_mean_two(utterance, Context())


@pytest.mark.parametrize("utterance", ["return policy", "return gift", "return order 1003", "वापस कर दो", "order", ""])
def test_a_word_beside_it_tells(utterance):
    assert not may_mean_two(utterance, Context())


@pytest.mark.parametrize(
    "context", [Context(last_order_id="1003"), Context(waiting=Waiting("initiate_return", {}, "order_id"))]
)
def test_what_was_said_before_tells(context):
    assert not may_mean_two("return", context)


@pytest.mark.parametrize("model_first", [False, True])
@pytest.mark.parametrize(("language", "word"), [("en", "return"), ("hi", "वापसी"), ("bn", "ফেরত"), ("mr", "परत")])
async def test_either_brain_asks_the_same_with_two_answers(conversation, model_first, language, word):
    model = FakeBrain([TextDelta("Returns are possible.")], name="model", trusted=False)
    talk = conversation(*([model] if model_first else []), OfflineBrain())
    text = "".join([part.text async for part in talk.respond(word, Language(language)) if isinstance(part, TextDelta)])
    assert len(talk.choices) == 2
    assert all(choice.label in text for choice in talk.choices)
    assert model.requests == []
