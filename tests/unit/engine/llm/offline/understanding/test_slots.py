"""What is wanted for a thing that goes back, and what is said not to be wanted."""

from __future__ import annotations

import pytest

from engine.llm.offline.understanding.sentence import sentence
from engine.llm.offline.understanding.slots import action_of

WANTED = {
    "refund": """
না থাক, বদল লাগবে না, টাকাটাই ফেরত দিন
বদল না, টাকা ফেরত চাই
টাকা ফেরত দিয়ে দিন না
नको, बदलून नको, पैसेच परत द्या
बदली नकोय पैसे परत द्या
नहीं, exchange नहीं, पैसे वापस चाहिए
बदलना नहीं है मुझे पैसे वापस दे दो
मुझे पैसे चाहिए एक्सचेंज नहीं
exchange nahi refund chahiye
paise wapas do, badalna nahi hai
paise de do na
I don't want an exchange, just give me my money back
not an exchange, a refund please
""",
    "exchange": """
नहीं, refund nahi exchange chahiye
पैसे नहीं चाहिए मुझे नया दे दो
haan lekin paise nahi, badal ke do
টাকা না, অন্যটা দিন
টাকা লাগবে না, বদলে দিন
पैसे नकोत, बदलून द्या
रिफंड नको मला बदलून हवंय
no no, I said exchange not refund
no refund, a replacement please
""",
    "store_credit": """
paise nahi, store credit de do
টাকা না, ভাউচার দিন
पैसे नको, क्रेडिट द्या
not money, store credit
""",
}
NONE = """
बदलना नहीं है
বদল লাগবে না
no refund
पैसे नको
it does not work
"""


@pytest.mark.parametrize(
    ("said", "action"), [(said, action) for action, table in WANTED.items() for said in table.strip().splitlines()]
)
def test_what_is_wanted_is_not_what_is_denied(said: str, action: str) -> None:
    assert action_of(sentence(said)) == action


@pytest.mark.parametrize("said", NONE.strip().splitlines())
def test_what_is_only_denied_is_not_wanted(said: str) -> None:
    assert action_of(sentence(said)) is None
