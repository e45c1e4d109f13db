"""A customer who types nothing: a search, an order with its phone number, and a policy, by voice, in each language."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.audio import wav
from engine.audio.format import SAMPLE_RATE, Pcm
from engine.languages import Language

pytestmark = pytest.mark.models

# The phone number is said twice, or agreed to: the kiosk may have read it back.
CONVERSATIONS = {
    Language.HINDI: [
        "मुझे लाल साड़ी दिखाइए",
        "ऑर्डर नंबर एक शून्य तीन शून्य कहाँ है",
        "नौ आठ सात छह पाँच चार तीन दो शून्य एक",
        "नौ आठ सात छह पाँच चार तीन दो शून्य एक",
        "रिटर्न पॉलिसी क्या है",
    ],
    Language.MARATHI: [
        "मला लाल साडी दाखवा",
        "ऑर्डर नंबर एक शून्य तीन शून्य कुठे आहे",
        "नऊ आठ सात सहा पाच चार तीन दोन शून्य एक",
        "नऊ आठ सात सहा पाच चार तीन दोन शून्य एक",
        "रिटर्न पॉलिसी काय आहे",
    ],
    Language.BENGALI: [
        "আমাকে প্রেশার কুকার দেখান",
        "অর্ডার নম্বর এক শূন্য তিন শূন্য কোথায়",
        "নাইন এইট সেভেন সিক্স ফাইভ ফোর থ্রি টু জিরো ওয়ান",
        "হ্যাঁ",
        "রিটার্ন পলিসি কী",
    ],
}

FOUND = {Language.HINDI: "लाल सूती साड़ी", Language.MARATHI: "लाल सुती साडी", Language.BENGALI: "প্রেশার কুকার"}


@pytest.mark.parametrize("language", list(CONVERSATIONS))
def test_a_conversation_by_voice_alone(
    sahayak: Any, say: Callable[..., Pcm], tmp_path: Path, language: Language
) -> None:
    questions = []
    for number, text in enumerate(CONVERSATIONS[language]):
        path = tmp_path / f"{number}.wav"
        wav.write(path, say(text, language, "hm_psi"), SAMPLE_RATE)
        questions.append({"session": "s", "audio": str(path)})
    done = sahayak("ask", "--stdin", "--brain", "offline", stdin="\n".join(map(json.dumps, questions)))
    assert done.code == 0, done.err
    turns = done.lines
    heard = [(turn["transcript"]["text"], round(turn["transcript"]["confidence"], 2)) for turn in turns]
    assert [turn["reply"]["language"] for turn in turns] == [language] * len(turns), heard
    assert {turn["problem"]["kind"] for turn in turns if turn["problem"]} <= {"stt_doubtful"}, heard
    assert turns[0]["tools"][0]["name"] == "search_products", heard
    assert FOUND[language] in turns[0]["reply"]["text"], heard
    assert turns[3]["context"]["verified"], heard
    orders = [card["id"] for turn in turns for card in turn["cards"] if card["kind"] == "order"]
    assert set(orders) == {"1030"}, heard
    assert turns[4]["tools"][0]["name"] == "get_policy", heard
