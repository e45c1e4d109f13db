from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtQuick import QQuickItem

from engine.dialogue.phrases import money, phrase, screen_texts
from engine.events import (
    CardsShown,
    ChoicesOffered,
    ClauseSpoken,
    ConversationEnded,
    InputWanted,
    KioskState,
    LanguageChosen,
    LevelMeasured,
    PartialTranscript,
    ProblemMet,
    QuestionHeard,
    StateChanged,
    TicketsWaiting,
    TurnCompleted,
    WaitingTicket,
)
from engine.languages import Language
from engine.record import TurnRecord
from engine.stt.base import Transcript
from resources import ROOT

from .conftest import Screen

HINDI, BENGALI, MARATHI, ENGLISH = Language
SIZES = ((1366, 768), (1920, 1080), (1080, 1920))
THINKING, SPEAKING, LISTENING = (
    StateChanged(state) for state in (KioskState.THINKING, KioskState.SPEAKING, KioskState.LISTENING)
)
_DEMO = ROOT / "demo"
_PRODUCTS = {product["id"]: product for product in json.loads((_DEMO / "products.json").read_text("utf-8"))}
_QUESTIONS = {
    HINDI: "मुझे घर के लिए अच्छा मिक्सर चाहिए, तीन हज़ार से कम का",
    BENGALI: "আমার বাড়ির জন্য একটা ভালো মিক্সার গ্রাইন্ডার দেখান তো, দাম যেন তিন হাজারের কম হয়",
    MARATHI: "मला घरासाठी चांगला मिक्सर हवा आहे, ज्याची किंमत तीन हजारांपेक्षा कमी असेल",
    ENGLISH: "Show me a good mixer for the house under three thousand",
}


def _in(record: dict[str, Any], field: str, language: Language) -> str:
    return record[field if language is ENGLISH else f"{field}_{language}"]


def _product(product_id: str, language: Language = HINDI, stock: int = 8) -> dict[str, Any]:
    product = _PRODUCTS[product_id]
    return {
        "kind": "product",
        "id": product_id,
        "name": _in(product, "name", language),
        "price": product["price"],
        "stock": stock,
        "picture": str(_DEMO / product["image_url"]),
    }


def _order(
    status: str = "shipped", language: Language = HINDI, ids: tuple[str, ...] = ("P037", "P001")
) -> dict[str, Any]:
    items = [
        {"name": card["name"], "quantity": 2, "unit_price": card["price"], "picture": card["picture"]}
        for card in (_product(product_id, language) for product_id in ids)
    ]
    return {
        "kind": "order",
        "id": "1019",
        "order_status": status,
        "total": 2 * sum(item["unit_price"] for item in items),
        "items": items,
        "updated_on": "2026-01-12",
        "estimated_delivery": "2026-01-18",
    }


def _confirm(language: Language, **more: Any) -> dict[str, Any]:
    order = _order("confirmed", language)
    return {**order, "kind": "confirm", "tool": "cancel_order", "refund": order["total"], **more}


def _policy(kind: str, language: Language) -> dict[str, Any]:
    policies = json.loads((_DEMO / "policies.json").read_text("utf-8"))
    policy = next(policy for policy in policies if policy["type"] == kind)
    return {
        "kind": "policy",
        "id": policy["id"],
        "title": _in(policy, "title", language),
        "content": _in(policy, "content", language),
    }


def _answer(screen: Screen, reply: str, *cards: dict[str, Any], language: Language = HINDI) -> None:
    screen.wake()
    screen.tell(QuestionHeard(_QUESTIONS[language], language, 0.9), THINKING)
    if cards:
        screen.tell(CardsShown(cards, language))
    screen.tell(SPEAKING, ClauseSpoken(reply, language))


def _record(language: Language, awaiting_confirmation: bool) -> TurnRecord:
    return TurnRecord(
        session="s",
        turn=1,
        started_at=datetime.now(UTC),
        transcript=Transcript("x", language, 0.9),
        reply="Done.",
        language=language,
        context={"awaiting_confirmation": awaiting_confirmation},
    )


def _card(screen: Screen, product_id: str) -> QQuickItem:
    return screen.get(f"card_{product_id}")


def test_the_qml_is_without_warnings() -> None:
    lint = "from PySide6.scripts.pyside_tool import qmllint; qmllint()"
    files = sorted((Path(__file__).parents[3] / "desktop" / "qml").glob("*.qml"))
    ran = subprocess.run([sys.executable, "-c", lint, *files], capture_output=True, text=True, timeout=120, check=False)
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")


# States


def test_while_starting_it_tells_what_it_waits_for_and_offers_nothing(screen: Screen) -> None:
    screen.model.starting("दुकान खुल रही है…")
    assert {"Apna Bazaar", "दुकान खुल रही है…"} <= set(screen.words())
    assert not screen.find("chip_hi")
    assert not screen.find("type_here")


def test_it_invites_in_one_language_after_the_other(screen: Screen) -> None:
    screen.tell(StateChanged(KioskState.ATTRACT))
    invitations = [phrase("talk.attract", language) for language in Language]
    assert screen.text("welcome") == invitations[0]
    for invitation in [*invitations[1:], invitations[0]]:
        screen.until(lambda invitation=invitation: screen.text("welcome") == invitation)


def test_a_touch_anywhere_wakes_it(screen: Screen) -> None:
    screen.tell(StateChanged(KioskState.ATTRACT))
    screen.touch("welcome")
    assert screen.commands == [("wake", "")]


@pytest.mark.parametrize("language", Language)
def test_a_customer_who_comes_is_greeted_and_told_what_to_ask(screen: Screen, language: Language) -> None:
    screen.wake(language)
    assert screen.text("greeting") == phrase("talk.greeting", language, store="Apna Bazaar")
    assert phrase("talk.help", language) in screen.words()
    assert screen.text("state_text") == screen_texts(language)["listening"]


@pytest.mark.parametrize("language", Language)
def test_what_is_being_said_is_written_firm_and_then_lighter(screen: Screen, language: Language) -> None:
    screen.wake()
    start, _, rest = _QUESTIONS[language].partition(" ")
    screen.tell(PartialTranscript(start, rest, language))
    firm, light = screen.get("stable"), screen.get("tentative")
    assert (firm.property("text"), light.property("text")) == (start, rest)
    assert firm.property("color").lightness() < light.property("color").lightness()
    # On the same line, as one sentence.
    screen.until(lambda: screen.area(light).top() == screen.area(firm).top())
    assert not screen.find("greeting")


def test_tentative_words_start_a_line_of_their_own_if_there_is_no_room(screen: Screen) -> None:
    screen.wake()
    screen.tell(PartialTranscript("a" * 30, "b" * 30, ENGLISH))
    screen.until(lambda: screen.area(screen.get("tentative")).top() >= screen.area(screen.get("stable")).bottom() - 1)


def test_while_it_thinks_the_question_stays(screen: Screen) -> None:
    screen.wake()
    screen.tell(QuestionHeard(_QUESTIONS[MARATHI], MARATHI, 0.9), THINKING)
    assert screen.text("stable") == _QUESTIONS[MARATHI]
    assert screen.text("state_text") == screen_texts(MARATHI)["thinking"]


def test_question_reply_and_cards_stay_until_the_next_question(screen: Screen) -> None:
    _answer(screen, "यह लीजिए।", _product("P037"))
    screen.tell(LISTENING)
    assert screen.text("stable") == _QUESTIONS[HINDI]
    assert screen.text("reply") == "यह लीजिए।"
    assert screen.find("card_P037")
    screen.tell(PartialTranscript("इसकी", "वारंटी", HINDI))
    assert not screen.text("reply")
    assert screen.find("card_P037")
    screen.tell(QuestionHeard("इसकी वारंटी कितनी है", HINDI, 0.9))
    assert not screen.find("card_P037")


def test_nothing_is_left_for_the_next_customer(screen: Screen) -> None:
    _answer(screen, "यह लीजिए।", _product("P037"))
    screen.tell(ConversationEnded("s"))
    screen.wake()
    assert screen.text("greeting")
    assert not any(screen.find(name) for name in ("reply", "stable", "card_P037"))


def test_a_problem_is_told_once(screen: Screen) -> None:
    words = phrase("problem.store", BENGALI)
    screen.wake()
    screen.tell(QuestionHeard("কিছু", BENGALI, 0.9), ProblemMet("store", "disk is full", words, BENGALI))
    screen.tell(SPEAKING, ClauseSpoken(words, BENGALI))
    assert screen.text("problem") == words
    assert screen.words().count(words) == 1
    assert "disk is full" not in screen.words()


def test_a_problem_beside_an_answer_hides_neither(screen: Screen) -> None:
    _answer(screen, "यह लीजिए।", _product("P037"))
    screen.tell(ProblemMet("tts", "no voice", phrase("problem.internal", HINDI), HINDI))
    assert screen.text("problem") == phrase("problem.internal", HINDI)
    assert screen.text("reply") == "यह लीजिए।"
    assert screen.area(screen.get("problem")).bottom() <= screen.area(screen.get("reply")).top()
    assert screen.find("card_P037")


def test_a_kiosk_that_cannot_serve_says_so(screen: Screen) -> None:
    screen.model.broken(phrase("problem.microphone", HINDI))
    assert screen.text("problem") == phrase("problem.microphone", HINDI)
    assert not screen.find("start_over")


def test_the_level_meter_follows_the_voice(screen: Screen) -> None:
    screen.wake()

    def highest() -> float:
        return max(bar.height() for bar in screen.items(screen.get("meter")) if bar.inherits("QQuickRectangle"))

    screen.tell(LevelMeasured(0.0))
    quiet = highest()
    screen.tell(LevelMeasured(0.9))
    screen.until(lambda: highest() > 3 * quiet)


def test_it_survives_thousands_of_levels(screen: Screen) -> None:
    screen.wake()
    for number in range(5000):
        screen.model.handle(LevelMeasured(number % 100 / 100))
    assert screen.model.property("level") == 0.99


# What is touched


def test_the_languages_are_in_their_own_scripts_and_the_chosen_one_stands_out(screen: Screen) -> None:
    screen.wake()
    for language in Language:
        assert screen.words(f"chip_{language}") == [language.native_name]
    screen.touch("chip_bn")
    assert screen.commands == [("language", "bn")]
    screen.tell(LanguageChosen(BENGALI))
    assert [language for language in Language if screen.get(f"chip_{language}").property("chosen")] == [BENGALI]


def test_choosing_a_language_wakes_it_as_any_touch_does(screen: Screen) -> None:
    screen.tell(StateChanged(KioskState.ATTRACT))
    screen.touch("chip_mr")
    assert screen.commands == [("language", "mr"), ("wake", "")]


def test_starting_over_is_offered_while_there_is_a_conversation(screen: Screen) -> None:
    screen.tell(StateChanged(KioskState.ATTRACT))
    assert not screen.find("start_over")
    screen.wake()
    screen.touch("start_over")
    assert screen.commands == [("start_over", "")]


@pytest.mark.parametrize("size", SIZES)
def test_all_that_is_touched_is_large_enough(open_screen: Callable[..., Screen], size: tuple[int, int]) -> None:
    screen = open_screen(*size)
    _answer(screen, "?", _confirm(HINDI))
    screen.touch("type_here")
    screen.until_keypad()
    buttons = [item for item in screen.items() if item.inherits("QQuickAbstractButton")]
    assert len(buttons) >= 4 + 1 + 2 + 12
    assert [button.objectName() for button in buttons if min(button.width(), button.height()) < 64] == []


@pytest.mark.parametrize(("size", "language"), [*zip(SIZES, (BENGALI, MARATHI, HINDI), strict=True)])
def test_a_phone_number_is_typed_where_it_is_asked_for(
    open_screen: Callable[..., Screen], size: tuple[int, int], language: Language
) -> None:
    screen = open_screen(*size)
    _answer(screen, phrase("order.ask_phone", language, id="1012"), language=language)
    screen.tell(InputWanted("phone_number"))
    screen.until_keypad()
    assert screen_texts(language)["phone"] in screen.words("keypad")
    assert not screen.area(screen.get("keypad")).intersects(screen.area(screen.get("reply")))
    for digit in "98765432100":  # one too many
        screen.touch(f"key_{digit}")
    assert screen.text("digits") == "98765 43210"
    screen.touch("key_delete")
    assert not screen.get("key_done").isEnabled()
    screen.touch("key_0")
    screen.touch("key_done")
    assert screen.commands == [("text", "9876543210")]
    screen.until_keypad(is_open=False)


@pytest.mark.parametrize("size", SIZES)
def test_the_keypad_does_not_cover_a_long_reply(open_screen: Callable[..., Screen], size: tuple[int, int]) -> None:
    screen = open_screen(*size)
    _answer(screen, " ".join([_policy("returns", BENGALI)["content"]] * 4), _product("P037"), language=BENGALI)
    screen.tell(InputWanted("phone_number"))
    screen.until_keypad()
    reply = screen.area(screen.get("reply"))
    assert reply.height() > 100
    assert not reply.intersects(screen.area(screen.get("keypad")))
    assert reply.bottom() <= size[1]


def test_an_orders_number_may_be_short(screen: Screen) -> None:
    _answer(screen, phrase("order.ask_number", HINDI))
    screen.tell(InputWanted("order_id"))
    screen.until_keypad()
    assert not screen.get("key_done").isEnabled()
    screen.touch("key_7")
    screen.touch("key_done")
    assert screen.commands == [("text", "7")]


def test_the_keypad_opens_by_hand_for_either_number_and_forgets_what_was_typed(screen: Screen) -> None:
    screen.wake()
    screen.touch("type_here")
    screen.until_keypad()
    screen.touch("kind_order")
    for digit in "1019":
        screen.touch(f"key_{digit}")
    screen.touch("keypad_close")
    screen.until_keypad(is_open=False)
    screen.touch("type_here")
    screen.until_keypad()
    assert screen.text("digits") == ""
    assert screen.commands == []


def test_the_keypad_goes_when_what_it_asks_for_has_been_spoken(screen: Screen) -> None:
    _answer(screen, phrase("order.ask_number", HINDI))
    screen.tell(InputWanted("order_id"))
    screen.until_keypad()
    screen.tell(QuestionHeard("एक शून्य एक नौ", HINDI, 0.9))
    screen.until_keypad(is_open=False)


def test_typing_wakes_a_waiting_kiosk(screen: Screen) -> None:
    screen.tell(StateChanged(KioskState.ATTRACT))
    screen.touch("type_here")
    assert screen.commands == [("wake", "")]
    screen.tell(LISTENING)
    screen.until_keypad()


# Cards


@pytest.mark.parametrize("language", Language)
def test_products_show_name_price_and_stock_in_the_customers_language(screen: Screen, language: Language) -> None:
    stocks = {"P037": 8, "P001": 2, "P002": 0}
    _answer(screen, "…", *(_product(key, language, stock) for key, stock in stocks.items()), language=language)
    texts = screen_texts(language)
    words = [texts["in_stock"], phrase("screen.only_left", language, count=2), texts["sold_out"]]
    for (key, _), stock in zip(stocks.items(), words, strict=True):
        expected = {_in(_PRODUCTS[key], "name", language), money(_PRODUCTS[key]["price"]), stock}
        assert set(screen.words(f"card_{key}")) == expected


def test_the_first_product_stands_out_and_a_sold_out_one_steps_back(screen: Screen) -> None:
    _answer(screen, "…", _product("P037"), _product("P001"), _product("P002", stock=0))
    first, second, gone = (_card(screen, key) for key in ("P037", "P001", "P002"))
    assert first.width() > second.width()

    def faintest(card: QQuickItem) -> float:
        return min(item.opacity() for item in screen.items(card) if item.inherits("QQuickText"))

    assert faintest(gone) < faintest(second) == 1


def test_a_single_product_is_larger(screen: Screen) -> None:
    _answer(screen, "…", _product("P037"), _product("P001"))
    width = _card(screen, "P037").width()
    _answer(screen, "…", _product("P037"))
    assert _card(screen, "P037").width() > 1.5 * width
    assert set(screen.words("card_P037")) == {_PRODUCTS["P037"]["name_hi"], "₹3,499", screen_texts(HINDI)["in_stock"]}


@pytest.mark.parametrize("size", SIZES)
def test_ten_products_scroll_and_the_next_answer_starts_at_its_first_card(
    open_screen: Callable[..., Screen], size: tuple[int, int]
) -> None:
    screen = open_screen(*size)
    ids = list(_PRODUCTS)[:10]
    _answer(screen, "…", *(_product(key) for key in ids))
    row = screen.get("cards")
    assert row.property("interactive")
    row.setProperty("contentX", row.property("contentWidth") - row.width() + row.property("rightMargin"))
    screen.tell()
    assert screen.area(_card(screen, ids[-1])).right() <= screen.window.width()
    _answer(screen, "…", *(_product(key) for key in reversed(ids)))
    first = screen.area(_card(screen, ids[-1]))
    assert first.left() == screen.area(screen.get("reply")).left()


def test_an_answer_without_cards_has_no_row(screen: Screen) -> None:
    _answer(screen, "कोई बात नहीं जी!")
    screen.tell(CardsShown((), HINDI))
    assert screen.text("reply") == "कोई बात नहीं जी!"
    assert not screen.find("cards")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("status", "done"), [("pending", 0), ("confirmed", 1), ("shipped", 2), ("delivered", 4)])
def test_an_order_shows_how_far_it_has_come(screen: Screen, language: Language, status: str, done: int) -> None:
    _answer(screen, "…", _order(status, language), language=language)
    texts = screen_texts(language)
    steps = [screen.get(f"step_{name}") for name in ("pending", "confirmed", "shipped", "delivered")]
    assert [step.property("done") for step in steps] == [True] * done + [False] * (4 - done)
    words = screen.words("card_1019")
    assert {
        f"{texts['order']} 1019",
        texts["total"],
        *(texts[f"status_{name}"] for name in ("pending", status)),
    } <= set(words)
    assert f"2 × {_in(_PRODUCTS['P037'], 'name', language)}" in words
    assert money(_order()["total"]) in words
    assert sum(word.startswith("12 " if status == "delivered" else "18 ") for word in words) == 1


def test_a_cancelled_order_has_left_the_line(screen: Screen) -> None:
    _answer(screen, "…", _order("cancelled", MARATHI), language=MARATHI)
    assert screen.words("order_cancelled") == [screen_texts(MARATHI)["status_cancelled"]]
    assert not screen.find("step_pending")


@pytest.mark.parametrize("language", Language)
def test_a_confirmation_says_what_will_be_done_and_takes_yes_or_no(screen: Screen, language: Language) -> None:
    card = _confirm(language)
    _answer(screen, "…", card, language=language)
    texts = screen_texts(language)
    asked, *_ = words = screen.words("card_1019")
    assert "1019" in asked
    assert asked.endswith("?")
    assert phrase("cancel.confirm", language, id="1019", items="|", total="|").startswith(asked[:-1])
    assert {f"{texts['total']}: {money(card['total'])}", f"{texts['refund']}: {money(card['refund'])}"} <= set(words)
    screen.touch("confirm_yes")
    screen.touch("confirm_no")
    assert screen.commands == [("text", texts["yes"]), ("text", texts["no"])]


@pytest.mark.parametrize("action", ["refund", "exchange", "store_credit"])
@pytest.mark.parametrize("language", Language)
def test_a_return_is_asked_for_by_what_the_customer_gets(screen: Screen, language: Language, action: str) -> None:
    _answer(screen, "…", _confirm(language, tool="initiate_return", action=action), language=language)
    said = phrase(
        f"return.confirm_{action}", language, id="1019", items="|", refund=money(_confirm(language)["refund"])
    )
    assert said.startswith(screen.words("card_1019")[0][:-1])


def test_what_has_been_answered_cannot_be_answered_again(screen: Screen) -> None:
    _answer(screen, "…", _confirm(HINDI))
    screen.tell(TurnCompleted(_record(HINDI, awaiting_confirmation=True)), LISTENING)
    assert screen.get("confirm_yes").isEnabled()
    screen.tell(TurnCompleted(_record(HINDI, awaiting_confirmation=False)))
    screen.touch("confirm_yes")
    assert screen.commands == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", Language)
def test_a_quoted_policy_is_shown_once_and_whole(
    open_screen: Callable[..., Screen], size: tuple[int, int], language: Language
) -> None:
    screen = open_screen(*size)
    for kind in ("returns", "refunds", "shipping"):
        card = _policy(kind, language)
        _answer(screen, card["content"], card, language=language)
        assert screen.words(f"card_{card['id']}") == [card["title"], card["content"]]
        assert screen.words().count(card["content"]) == 1
        sheet = screen.get(f"card_{card['id']}")
        for item in screen.items(sheet):
            if item.inherits("QQuickText"):
                assert not item.property("truncated")
                assert screen.area(item).bottom() < screen.area(sheet).bottom()


def test_an_answer_in_other_words_stands_above_the_policy(screen: Screen) -> None:
    card = _policy("returns", ENGLISH)
    _answer(screen, "Yes, within 7 days.", card, language=ENGLISH)
    assert screen.text("reply") == "Yes, within 7 days."
    assert card["content"] in screen.words()


def test_a_product_and_an_answer_about_it_share_the_width(screen: Screen) -> None:
    faq = {"kind": "faq", "id": "F010", "question": "वारंटी कितनी है?", "answer": "एक साल की।"}
    _answer(screen, "एक साल की वारंटी है।", _product("P037"), faq)
    product, text = (screen.area(screen.get(name)) for name in ("card_P037", "card_F010"))
    assert product.right() < text.left()
    assert text.right() <= screen.window.width()
    assert set(screen.words("card_F010")) == {"वारंटी कितनी है?", "एक साल की।"}


# Room


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", Language)
def test_a_very_long_reply_shrinks_and_stays_in_its_place(
    open_screen: Callable[..., Screen], size: tuple[int, int], language: Language
) -> None:
    screen = open_screen(*size)
    long = " ".join([_policy("returns", language)["content"]] * 10)[:1000]
    for count in (0, 1, 4):
        cards = [_product(key, language) for key in list(_PRODUCTS)[:count]]
        _answer(screen, _QUESTIONS[language], *cards, language=language)
        usual = screen.get("reply").property("pixelSize")
        screen.tell(ClauseSpoken(long, language))
        reply = screen.get("reply")
        assert reply.property("text") == long
        assert reply.property("pixelSize") < usual
        area = screen.area(reply)
        assert screen.area(screen.get("stable")).bottom() <= area.top() < area.bottom() <= size[1]
        if cards:
            card = _card(screen, cards[0]["id"])
            screen.until(lambda card=card: card.y() == 0)  # it slides up as it comes
            assert area.bottom() < screen.area(card).top() < screen.area(card).bottom() <= size[1]
        # What does not fit is scrolled to its end.
        hidden = reply.property("contentHeight") - reply.height()
        assert reply.property("contentY") == max(0, hidden)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", Language)
def test_nothing_is_cut_off_or_lies_on_something_else(
    open_screen: Callable[..., Screen], size: tuple[int, int], language: Language
) -> None:
    screen = open_screen(*size)
    longest = sorted(_PRODUCTS, key=lambda key: -len(_in(_PRODUCTS[key], "name", language)))[:4]
    products = [_product(key, language) for key in longest]
    name = products[0]["name"]
    answers = {
        phrase("search.many", language, count=4, name=name, price="₹3,499"): products,
        phrase("order.shipped_plain", language, id="1019", day="18"): [
            _order("shipped", language, ("P037", "P001", "P002"))
        ],
        phrase("cancel.confirm", language, id="1019", items=name, total="₹32,996"): [_confirm(language)],
    }
    for reply, cards in answers.items():
        _answer(screen, reply, *cards, language=language)
        first = _card(screen, cards[0]["id"])
        screen.until(lambda first=first: first.y() == 0)  # it slides up as it comes
        parts = [screen.area(screen.get(part)) for part in ("chip_en", "stable", "reply", "cards")]
        assert all(not a.intersects(b) for number, a in enumerate(parts) for b in parts[number + 1 :])
        for item in screen.items():
            area = screen.area(item)
            # What begins beyond the right edge is scrolled to.
            if not item.inherits("QQuickText") or not item.property("text") or area.left() >= size[0]:
                continue
            assert area.left() >= 0
            assert area.bottom() <= size[1]
            if cards[0]["kind"] != "order":  # the names of an order's items may be shortened
                assert not item.property("truncated"), item.property("text")


# The staff

_TICKETS = TicketsWaiting(
    (
        WaitingTicket("T3", "Asks for help: ऑर्डर 1003 का बिल चाहिए", datetime(2026, 1, 15, 6, 30, tzinfo=UTC)),
        WaitingTicket("T4", "Wants to return a kurta that is too small", datetime(2026, 1, 15, 6, 42, tzinfo=UTC)),
    )
)


def _type_pin(screen: Screen, pin: str) -> None:
    for key in (*pin, "done"):
        screen.touch(f"pin_{key}")


@pytest.mark.parametrize("size", SIZES)
def test_the_staff_sees_that_somebody_waits_and_behind_a_pin_what_for(
    open_screen: Callable[..., Screen], size: tuple[int, int]
) -> None:
    screen = open_screen(*size)
    screen.wake()
    assert not screen.find("staff_call")
    screen.tell(_TICKETS)
    assert screen.text("staff_waiting") == "2"
    screen.touch("staff_call")
    assert "Wants to return a kurta that is too small" not in screen.words()
    _type_pin(screen, "2468")
    assert {"T3", "T4", "Wants to return a kurta that is too small"} <= set(screen.words("staff_panel"))
    screen.touch("helped_0")
    assert screen.commands == [("close_ticket", "T3")]
    screen.tell(TicketsWaiting(_TICKETS.tickets[1:]))
    assert "T3" not in screen.words()
    screen.touch("staff_leave")
    assert not screen.find("staff_panel")


def test_a_wrong_pin_shows_nothing(screen: Screen) -> None:
    screen.wake()
    screen.tell(_TICKETS)
    screen.touch("staff_call")
    _type_pin(screen, "1111")
    assert screen.text("staff_pin") == screen_texts(HINDI)["staff_wrong"]
    assert "T3" not in screen.words()


# Which of two things


@pytest.mark.parametrize("language", Language)
def test_what_the_customer_may_have_meant_are_two_buttons(screen: Screen, language: Language) -> None:
    screen.wake(language)
    screen.tell(QuestionHeard("वापस", language, 0.9), THINKING, SPEAKING, ClauseSpoken("यह या वह?", language))
    screen.tell(ChoicesOffered((("पैसे वापस", "ऑर्डर वापस करना है"), ("नियम", "वापसी के नियम क्या हैं"))))
    assert {"पैसे वापस", "नियम"} <= set(screen.words())
    screen.touch("choice_1")
    assert screen.commands == [("text", "वापसी के नियम क्या हैं")]
    assert not screen.find("choice_0"), "it is answered"


def test_the_next_question_takes_the_buttons_away(screen: Screen) -> None:
    screen.wake()
    screen.tell(
        QuestionHeard("x", HINDI, 0.9), ClauseSpoken("यह या वह?", HINDI), ChoicesOffered((("a", "b"), ("c", "d")))
    )
    assert screen.find("choice_0")
    screen.tell(QuestionHeard("y", HINDI, 0.9))
    assert not screen.find("choice_0")
