"""Which language is asked for, in many wordings; the one that is not understood is not the one that is wanted."""

from __future__ import annotations

import pytest

from engine.dialogue.language_request import wanted_language
from engine.languages import Language

WANTED = {
    Language.ENGLISH: """
actually my husband doesn't follow Hindi, please tell us in English
please switch to English, my boss is the one buying
can you speak English? I don't understand Bengali
English please
could we change to English, my Marathi is weak
no Hindi please, only English
साथ में जो मैडम हैं उनको हिंदी नहीं आती, इंग्लिश में बोलिए
अब अंग्रेज़ी में बताओ
English me baat karo please, mere dost ko hindi nahi aati
mujhe bangla kam aati hai, english mein batao
ইংরেজিতে বলুন, আমার বন্ধু বাংলা জানে না
इंग्रजीत सांगा, पाहुण्यांना मराठी येत नाही
मराठी नको, इंग्रजीत बोला
""",
    Language.HINDI: """
can you speak in Hindi, my driver has to understand
driver ko samajhna hai, hindi me
मेरी बांग्ला कमज़ोर है, हिंदी में बताइए ना
सुनिए, हिंदी में बताइए ना, मराठी कम समझता हूँ
हिंदी में बोलिए, इनको बांग्ला नहीं आती
हिंदी में बताइए ना मराठी कम समझता हूँ
मम्मी को समझ नहीं आ रहा, हिंदी में बताओ
आमचा ड्रायव्हर बिहारचा आहे, हिंदीत सांगा त्याला
আপনি হিন্দিতে বলুন তো, সঙ্গের লোক বাংলা বোঝে না
আমার বর বাংলা বোঝে না হিন্দিতে বলুন
hindi bolo yaar, english nahi samajh aati
switch to Hindi, my English is poor
""",
    Language.BENGALI: """
my aunt would like to hear it in Bengali
amar ma hindi bojhe na, banglay bolun
ab aap Bengali mein bolo, meri wife ko samajhna hai
বাংলায় বলুন প্লিজ, মা বুঝতে পারছেন না
বাংলাতেই বলুন না
হিন্দি ভালো বুঝি না, বাংলায় কথা বলুন
आप बांग्ला में बताइए, बाबा साथ में हैं
could you speak in Bengali from here, my mother will ask you
Bengali please, we don't know English
बंगालीत बोला, त्यांना मराठी येत नाही
bangla
hindi na, banglay bolo
""",
    Language.MARATHI: """
मराठीतच बोला की
मराठीत बोला ना
मेरी सास को हिंदी कम आती है, मराठी में बोलिए
मेरी सास को हिंदी कम आती है मराठी में बोलिए
आप मराठी में बताइए, माँ साथ में हैं
please speak Marathi
aai la hindi kalat nahi, marathit sanga
could you tell my grandmother in Marathi, she doesn't know English
marathi bol na
हिंदी नको, मराठीतून सांगा
marathi mein batao, hindi mushkil hai
""",
}
NOT_WANTED = """
do you have books in Hindi for a child of five years at all
हिंदी की किताब दिखाइए
english grammar ki kitaab hai kya
show me a Bengali novel
मराठी पुस्तक दाखवा
my husband doesn't understand Hindi
इनको बांग्ला नहीं आती
মা হিন্দি বোঝে না
मला इंग्रजी येत नाही
tell me the price of the red saree
बोलिए
"""


@pytest.mark.parametrize(
    ("said", "language"),
    [(said, language) for language, table in WANTED.items() for said in table.strip().splitlines()],
)
def test_the_language_that_is_asked_for(said: str, language: Language) -> None:
    assert wanted_language(said) is language


@pytest.mark.parametrize("said", NOT_WANTED.strip().splitlines())
def test_a_language_that_is_only_named_is_not_asked_for(said: str) -> None:
    assert wanted_language(said) is None
