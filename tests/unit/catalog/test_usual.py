"""What every shop is asked, recognised in the words that customers have for it."""

from __future__ import annotations

import pytest

from catalog.search import usual


def _asked(text: str) -> list[str]:
    return [question.split(" | ")[0] for question in usual.questions(text)]


HOURS, INSTALMENTS, RENT = "When do you open and close?", "Can I pay in instalments (EMI)?", "Can I rent it?"
PAYMENT, DISCOUNT = "How can I pay?", "Is there a discount for buying many?"
ON_DELIVERY = "Can I pay when the goods are delivered (cash on delivery)?"
PARKING, BILL = "Where can I park?", "Can I get a GST bill?"


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("and what are your Sunday timings", HOURS),
        ("sham ko kitne baje band karte ho", HOURS),
        ("शाम को कितने बजे बंद करते हो", HOURS),
        ("সোমবার কি দোকান খোলা থাকে", HOURS),
        ("रविवारी किती वाजेपर्यंत असता", HOURS),
        ("sofa EMI pe mil jayega kya", INSTALMENTS),
        ("सोफ़ा किस्तों में दे दोगे", INSTALMENTS),
        ("ফ্রিজটা কিস্তিতে নেওয়া যাবে?", INSTALMENTS),
        ("फ्रीज हप्त्यांवर मिळेल का", INSTALMENTS),
        ("could I hire the tent for two days", RENT),
        ("tent kiraye par milta hai", RENT),
        ("তাঁবু ভাড়ায় পাওয়া যায়?", RENT),
        ("तंबू भाड्याने देता का", RENT),
        ("UPI chalega kya", PAYMENT),
        ("कार्ड से दे दूँ तो चलेगा", PAYMENT),
        ("কার্ডে টাকা দিলে হবে?", PAYMENT),
        ("कार्डने पैसे दिले तर चालतील का", PAYMENT),
        ("फोनपे से चलेगा", PAYMENT),
        ("গুগলপে চলবে?", PAYMENT),
        ("can I pay when it comes", ON_DELIVERY),
        ("सामान मिलने पर पैसे दूँगा, चलेगा?", ON_DELIVERY),
        ("maal milne par paise dunga", ON_DELIVERY),
        ("জিনিস হাতে পেয়ে টাকা দেব", ON_DELIVERY),
        ("घरी आल्यावर पैसे देईन", ON_DELIVERY),
        ("any discount if I take fifty", DISCOUNT),
        ("पचास ले लें तो छूट मिलेगी", DISCOUNT),
        ("পঞ্চাশটা নিলে ছাড় দেবেন?", DISCOUNT),
        ("thoda discount doge, chhoot milegi", DISCOUNT),
        ("पन्नास घेतले तर सूट मिळेल का", DISCOUNT),
        ("gaadi kahan khadi karun, parking hai?", PARKING),
        ("गाडी कुठे लावू", PARKING),
        ("company ke naam se GST wala bill banega", BILL),
        ("জিএসটি বিল পাব তো?", BILL),
    ],
)
def test_it_is_recognised_in_every_language(said: str, question: str) -> None:
    assert _asked(said) == [question]


@pytest.mark.parametrize(
    "said",
    [
        "show me a memory card reader",
        "a red suit for a wedding",
        "लाल सूट दिखाइए",
        "चार साल के बच्चे का लहंगा",
        "remote car dikhao",
        "बल्ब बंद हो गया, बदल दो",
        "order kitne baje tak aayega",
        "বাচ্চাদের খেলনা গাড়ি দেখান",
        "खेळण्यातली गाडी दाखवा",
        "हफ़्ते भर में मिल जाएगा",
        "",
    ],
)
def test_what_only_sounds_like_it_is_not(said: str) -> None:
    assert _asked(said) == []
