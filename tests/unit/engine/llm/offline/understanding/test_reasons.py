"""Why a thing goes back: in words that no list holds, in every language; and what does not say why."""

from __future__ import annotations

import pytest

from engine.llm.offline.understanding import reasons, slots
from engine.llm.offline.understanding.sentence import sentence

TOLD = {
    "defective": """
मिक्सर वापस लो, चलाते ही धुआँ निकलता है, ऑर्डर 8104, पैसे लौटा दो
इसका बटन ही नहीं दबता, 8104 वापस करना है
8104 wapas le lo, apne aap off ho jaata hai
অর্ডার 8104 ফেরত নিন, নিজে নিজেই বন্ধ হয়ে যাচ্ছে
सायकलची चेन सारखी अडकते, 8104 परत घ्या
the heater from order 8104 gives sparks when I plug it in, I want a refund
the elastic tore on the first day. order 8104
খারাপ মাল, 8104, বদলে অন্য একটা দিন
""",
    "wrong_item": """
8104 में मैंने कुछ और मँगाया था, ये तो किसी और का पार्सल है
आम्ही निळा सांगितला होता आणि लाल आला, 8104
somebody else's parcel came to me, order 8104
""",
    "not_as_described": """
the watch looks nothing like the picture, order 8104, exchange it please
चमड़ा बताया था, ये तो रेक्सीन निकला, 8104
8104 ফেরত দেব, বলেছিলেন মোটা কাপড়, এ তো পাতলা
""",
    "changed_mind": """
ट्यूब जास्तीच्या घेतल्या, घरात आधीच आहेत, 8104
ghar me pehle se hai ye, 8104 wapas karna hai
গিন্নির মনে ধরেনি, 8104 ফেরত নিন
we already have one at home, so take 8104 back
अब काम की नहीं रही, 8104, पैसे लौटा दो
টেবিলটা আর কাজে লাগে না, 8104, টাকা ফেরত দিন
कपाट आता उपयोगाचं नाही, 8104, पैसे परत द्या
""",
    "size_issue": """
पाइप पर नहीं चढ़ता, नाप अलग है, 8104
নলটা পাইপের মাপে বসছে না, সাইজ আলাদা, বদলে দিন, 8104
it does not go over my head, order 8104
डोक्यात जातच नाही, 8104 बदलून द्या
""",
}
NOT_TOLD = """
order 8104 return karna hai, phone 9876543210, paise wapas chahiye
I want to return order 8104, my number is 9876543210
the chairs I bought on Monday have to go back, order 8104
8104 की दोनों कुर्तियाँ वापस करनी हैं, पैसे वापस चाहिए
অর্ডার 8104 ফেরত দেব, ফোন 9876543210
मी घेतलेली ऑर्डर 8104 परत द्यायची आहे
"""
OF_MIND = """
मन बदल गया | मेरा इरादा बदल गया है | mann badal gaya | मन बदललं माझं | विचार बदलला | মন বদলে গেছে | मत बदललं
I changed my mind
"""


@pytest.mark.parametrize(
    ("said", "why"), [(said, why) for why, table in TOLD.items() for said in table.split("\n") if said]
)
def test_what_is_wrong_is_told_in_any_words(said: str, why: str) -> None:
    assert reasons.told(sentence(said)) == why


@pytest.mark.parametrize("said", NOT_TOLD.strip().splitlines())
def test_a_return_alone_does_not_say_why(said: str) -> None:
    assert reasons.told(sentence(said)) is None


@pytest.mark.parametrize("said", [said.strip() for said in OF_MIND.replace("\n", "|").split("|") if said.strip()])
def test_a_mind_that_has_changed_asks_for_no_exchange(said: str) -> None:
    assert reasons.told(sentence(said)) == "changed_mind"
    assert slots.action_of(sentence(said)) is None
    assert slots.action_of(sentence(f"{said}, refund please")) == "refund"
