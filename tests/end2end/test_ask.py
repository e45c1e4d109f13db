"""`sahayak ask` with the real models: four languages, typed and spoken, and everything that can be wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from engine.audio import wav
from engine.audio.format import SAMPLE_RATE, Pcm, to_float
from engine.languages import Language
from models.store import PackStore

pytestmark = pytest.mark.models
Say = Callable[..., Pcm]
KEYS = {"session", "turn", "transcript", "tools", "reply", "cards", "context", "timings_ms", "problem"}


def ask_lines(sahayak: Any, *questions: dict[str, Any], **more: str) -> list[dict[str, Any]]:
    done = sahayak("ask", "--stdin", "--brain", "offline", stdin="\n".join(map(json.dumps, questions)), **more)
    assert done.code == 0, done.err
    assert len(done.lines) == len(questions)
    return list(done.lines)


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("लाल साड़ी दिखाओ", "hi", "लाल सूती साड़ी"),
        ("আমাকে লাল শাড়ি দেখান", "bn", "লাল সুতির শাড়ি"),
        ("मला लाल साडी दाखवा", "mr", "लाल सुती साडी"),
        ("show me a red saree", "en", "Red Cotton Saree"),
        ("mujhe laal saree dikhao", "hi", "लाल सूती साड़ी"),
    ],
)
def test_a_typed_question_is_answered_in_its_language(sahayak: Any, text: str, language: str, said: str) -> None:
    done = sahayak("ask", "--text", text, "--brain", "offline", "--json")
    assert done.code == 0, done.err
    (turn,) = done.lines
    assert set(turn) == KEYS
    assert turn["reply"]["language"] == language
    assert said in turn["reply"]["text"]
    assert "₹899" in turn["reply"]["text"]
    assert turn["tools"][0]["name"] == "search_products"
    assert turn["cards"][0] == {"kind": "product", "id": "P018"}


def test_without_json_the_answer_is_readable(sahayak: Any) -> None:
    done = sahayak("ask", "--text", "what is your return policy", "--brain", "offline")
    assert done.code == 0
    assert "within 7 days" in done.out
    assert "[policy] POL-RETURNS" in done.out


def test_an_order_is_shown_only_to_its_owner_and_cancelled_only_after_a_yes(sahayak: Any, tmp_path: Path) -> None:
    database = tmp_path / "shop.db"
    demo = Path(__file__).parents[2] / "resources" / "demo"
    assert sahayak("catalog", "import", demo, "--db", database).code == 0
    turns = [
        ("thief", "Where is order 1030?"),
        ("thief", "My number is 9000000000"),
        ("owner", "मेरा ऑर्डर 1030 कहाँ है"),
        ("owner", "9876543201"),
        ("owner", "इसे कैंसिल कर दो"),
        ("owner", "रिटर्न पॉलिसी क्या है"),
        ("owner", "हाँ"),
        ("owner", "ऑर्डर 1030 कैंसिल कर दो"),
        ("owner", "हाँ कर दो"),
        ("owner", "हाँ कर दो"),
    ]
    lines = "\n".join(json.dumps({"session": session, "text": text}) for session, text in turns)
    done = sahayak("ask", "--stdin", "--brain", "offline", "--db", database, stdin=lines)
    assert done.code == 0, done.err
    answers = done.lines
    assert answers[1]["tools"][0]["result"] == {"status": "not_verified", "order_id": "1030"}
    assert "2,697" not in json.dumps(answers[:3])
    assert answers[3]["context"]["verified"] is True
    assert answers[4]["context"]["awaiting_confirmation"] is True
    assert answers[5]["context"]["awaiting_confirmation"] is False  # another subject, so the question is void
    assert answers[6]["tools"] == []  # and a yes to nothing does nothing
    assert answers[8]["tools"][0]["result"]["status"] == "cancelled"
    assert answers[9]["tools"] == []
    again = sahayak("ask", "--text", "order 1030, phone 9876543201", "--db", database, "--brain", "offline", "--json")
    assert again.lines[0]["tools"][0]["result"]["order"]["order_status"] == "cancelled"


def test_a_spoken_conversation_in_four_languages(sahayak: Any, say: Say, tmp_path: Path) -> None:
    spoken = [
        (Language.ENGLISH, "am_michael", "Show me red sarees under three thousand rupees.", "search_products"),
        (Language.HINDI, "hm_omega", "सीलिंग पंखा कितने का है", "search_products"),
        (Language.MARATHI, "hm_psi", "मला एक सायकल दाखवा", "search_products"),
        (Language.BENGALI, "hf_beta", "প্রেশার কুকার দেখান", "search_products"),
        (Language.HINDI, "hm_omega", "रिटर्न पॉलिसी क्या है", "get_policy"),
    ]
    questions = []
    for number, (language, voice, text, _) in enumerate(spoken):
        path = tmp_path / f"{number}.wav"
        wav.write(path, say(text, language, voice), SAMPLE_RATE)
        questions.append({"session": "s", "audio": str(path)})
    for turn, (language, _, _, tool) in zip(ask_lines(sahayak, *questions), spoken, strict=True):
        assert turn["problem"] is None
        assert turn["reply"]["language"] == language
        assert turn["tools"][0]["name"] == tool
        assert turn["transcript"]["confidence"] > 0.6
        assert turn["timings_ms"]["stt"] > 0


def test_the_spoken_answer_can_be_understood(sahayak: Any, packs: PackStore, tmp_path: Path) -> None:
    from engine.stt.whisper import Whisper

    reply = tmp_path / "reply.wav"
    done = sahayak("ask", "--text", "when do you open", "--brain", "offline", "--speak", reply, "--json")
    assert done.code == 0, done.err
    assert done.lines[0]["timings_ms"]["tts_first_audio"] > 0
    whisper = Whisper(packs.path("whisper-base"))
    text, confidence = whisper.dictate(whisper.encode(to_float(wav.read(reply))), Language.ENGLISH)
    assert "open" in text.lower()
    assert "9.30" in text or "9:30" in text or "930" in text
    assert confidence > 0.6


def make_wav(path: Path, kind: str, speech: Pcm) -> Path:
    samples = to_float(speech)
    match kind:
        case "stereo":
            soundfile.write(path, np.stack([samples, samples], axis=1), SAMPLE_RATE)
        case "8 kHz":
            soundfile.write(path, samples[::2], SAMPLE_RATE // 2)
        case "48 kHz":
            soundfile.write(path, np.repeat(samples, 3), SAMPLE_RATE * 3)
        case "flac":
            path = path.with_suffix(".flac")
            soundfile.write(path, samples, SAMPLE_RATE)
        case "silent":
            soundfile.write(path, np.zeros(3 * SAMPLE_RATE, np.float32), SAMPLE_RATE)
        case "10 minutes":
            soundfile.write(path, np.zeros(600 * SAMPLE_RATE, np.int16), SAMPLE_RATE)
        case "no samples":
            soundfile.write(path, np.zeros(0, np.float32), SAMPLE_RATE)
        case "empty":
            path.write_bytes(b"")
        case "corrupt":
            path.write_bytes(b"RIFF\x00\x00\x00\x00WAVEjunk" + bytes(200))
    return path


@pytest.mark.parametrize("kind", ["stereo", "8 kHz", "48 kHz", "flac"])
def test_any_ordinary_recording_is_understood(sahayak: Any, say: Say, tmp_path: Path, kind: str) -> None:
    speech = say("Show me pressure cookers please.", Language.ENGLISH, "am_michael")
    path = make_wav(tmp_path / "question.wav", kind, speech)
    done = sahayak("ask", "--audio", path, "--brain", "offline", "--json")
    assert done.code == 0, done.err
    assert "cooker" in done.lines[0]["transcript"]["text"].lower()


@pytest.mark.parametrize(
    ("kind", "problem", "told"),
    [
        ("silent", "no_speech", None),
        ("10 minutes", "bad_audio", "600 s"),
        ("no samples", "bad_audio", "no samples"),
        ("empty", "bad_audio", "0 bytes"),
        ("corrupt", "bad_audio", "cannot be read"),
        ("missing", "bad_audio", "there is no recording"),
    ],
)
def test_a_useless_recording_is_named(
    sahayak: Any, say: Say, tmp_path: Path, kind: str, problem: str, told: str | None
) -> None:
    path = make_wav(tmp_path / "question.wav", kind, say("hello", Language.ENGLISH, "am_michael"))
    done = sahayak("ask", "--audio", path, "--language", "mr", "--brain", "offline", "--json")
    assert done.code == 2
    (turn,) = done.lines
    assert turn["problem"]["kind"] == problem
    assert turn["reply"]["language"] == "mr"
    assert turn["reply"]["text"]
    if told:
        assert told in done.err
        assert str(path) in done.err


@pytest.mark.parametrize(
    ("text", "code", "kind"),
    [
        ("x" * 10_000, 2, "bad_input"),
        ("", 2, "bad_input"),
        ("\x00\x01\x02\x1b", 2, "bad_input"),
        ("😀🎉🛒", 0, None),
        ("'; DROP TABLE products; --", 0, None),
        ("show\x07me\u200b a\u202e saree", 0, None),
    ],
)
def test_strange_texts_are_answered_or_refused(sahayak: Any, text: str, code: int, kind: str | None) -> None:
    if "\x00" in text:  # no command line carries it; standard input does
        (turn,) = ask_lines(sahayak, {"session": "s", "text": text})
    else:
        done = sahayak("ask", "--text", text, "--brain", "offline", "--json")
        assert done.code == code, done.err
        (turn,) = done.lines
    assert (turn["problem"] or {}).get("kind") == kind
    assert turn["reply"]["text"]


def test_a_bad_line_gets_its_problem_and_the_next_one_works(sahayak: Any) -> None:
    lines = [
        b"this is no json",
        b'{"session": "s", "text": "\xff"}',
        b"[1, 2]",
        b'{"session": "s"}',
        b'{"session": "s", "text": 5}',
        b'{"session": "s", "text": "hello", "audio": "x.wav"}',
        b'{"session": "s", "text": "hello", "language": "xx"}',
        b"",
        '{"session": "s", "text": "নমস্কার"}'.encode(),
        b"{" * 5000,
        b'{"session": "s", "text": "hello", "language": "mr"}',
    ]
    done = sahayak("ask", "--stdin", "--brain", "offline", stdin=b"\n".join(lines))
    assert done.code == 0
    kinds = [(turn["problem"] or {}).get("kind") for turn in done.lines]
    bad = "bad_input"
    assert kinds == [bad, bad, bad, bad, bad, bad, "unknown_language", None, bad, None]
    assert all(set(turn) == KEYS for turn in done.lines)
    assert done.lines[7]["reply"]["language"] == "bn"
    assert (done.lines[9]["turn"], done.lines[9]["reply"]["language"]) == (2, "mr")


def test_sessions_are_kept_apart(sahayak: Any) -> None:
    turns = ask_lines(
        sahayak,
        {"session": "a", "text": "show me a pressure cooker"},
        {"session": "b", "text": "how much is it"},
        {"session": "a", "text": "how much is it"},
    )
    assert [turn["turn"] for turn in turns] == [1, 1, 2]
    assert turns[1]["context"]["last_product_id"] is None
    assert "₹" not in turns[1]["reply"]["text"]
    assert turns[2]["context"]["last_product_id"] == turns[0]["cards"][0]["id"]
    assert "₹" in turns[2]["reply"]["text"]


def test_nothing_private_lies_in_the_logs(sahayak: Any, real_home: Path) -> None:
    ask_lines(
        sahayak,
        {"session": "p", "text": "track order 1019, my phone is 98765 43201"},
        {"session": "p", "text": "nine eight seven six five four three two zero one"},
        GROQ_API_KEY="gsk_secretsecretsecret",
    )
    for path in (real_home / "logs").iterdir():
        text = path.read_text(encoding="utf-8")
        assert "gsk_secret" not in text
        assert "9876543201" not in text.replace(" ", "")
        assert "nine eight seven six" not in text
    log = (real_home / "logs" / "agent_log.md").read_text(encoding="utf-8")
    assert log.startswith("---\ntitle: Voice Agent Execution Log\ngenerated: ")
    assert "## Session: p" in log
    assert "track_order" in log


def test_exactly_one_kind_of_question(sahayak: Any) -> None:
    assert sahayak("ask").code == 2
    assert sahayak("ask", "--text", "a", "--stdin").code == 2
    assert sahayak("ask", "--text", "a", "--language", "xx").code == 2
