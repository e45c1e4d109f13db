"""`sahayak ask`: turns without a window, from a text, a recording, or one JSON object a line on standard input."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desktop.commands.choices import Brain, LanguageChoice

if TYPE_CHECKING:
    from engine.audio.speaker import SilentSpeaker
    from engine.engine import Engine
    from engine.errors import KnownProblem
    from engine.languages import Language
    from engine.record import TurnRecord

_UNANSWERED = {"no_speech": 2, "stt_timeout": 1, "internal": 1, "store_unavailable": 1, "tts_error": 1}


@dataclass(frozen=True, slots=True)
class Question:
    """One question: either words or a recording."""

    session: str
    text: str | None
    audio: Path | None
    language: Language | None


def ask(
    text: Annotated[str | None, typer.Option(help="What the customer says, typed.")] = None,
    audio: Annotated[Path | None, typer.Option(help="A WAV or FLAC file in which the customer speaks.")] = None,
    stdin: Annotated[bool, typer.Option("--stdin", help="Read one JSON object a line.")] = False,
    language: Annotated[LanguageChoice, typer.Option(help="The customer's language.")] = LanguageChoice.auto,
    brain: Annotated[Brain, typer.Option(help="Who answers.")] = Brain.auto,
    db: Annotated[Path | None, typer.Option(help="The store's database.")] = None,
    speak: Annotated[Path | None, typer.Option(help="Write the spoken answer to this WAV file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole turn as one line of JSON.")] = False,
) -> None:
    """Ask the engine without a window."""
    given = sum((text is not None, audio is not None, stdin))
    if given != 1:
        raise typer.BadParameter("give exactly one of --text, --audio and --stdin")
    from engine.languages import Language
    from engine.settings import load, logs
    from engine.telemetry.logs import configure

    configure(logs())
    settings = load(brain=str(brain.value), language=str(language.value))
    fixed = None if language is LanguageChoice.auto else Language(language.value)
    questions = _lines() if stdin else _single(Question("ask", text, audio, fixed))
    code = asyncio.run(_answer(settings, db, questions, speak, as_json or stdin))
    raise typer.Exit(0 if stdin else code)


async def _answer(
    settings: Any, db: Path | None, questions: AsyncIterator[Question | Failure], speak: Path | None, as_json: bool
) -> int:
    from desktop.store import database
    from engine.audio.speaker import SilentSpeaker
    from engine.engine import Engine
    from engine.errors import KnownProblem
    from engine.parts import installed
    from engine.settings import logs
    from engine.telemetry.agent_log import AgentLog

    engine = Engine(settings, database(db), installed(settings), log=AgentLog(logs()))
    speaker = SilentSpeaker(paced=False) if speak else None
    code = number = 0
    try:
        await engine.start()
        if speaker:
            await engine.open_voice(speaker)
        async for question in questions:
            number += 1
            try:
                if isinstance(question, Failure):
                    raise question.problem
                record = await _one(engine, question)
            except KnownProblem as known:
                code = known.exit_code
                _print_problem(engine, question, known, as_json)
                continue
            code = _UNANSWERED.get(record.problem.kind, 0) if record.problem else 0
            _print(record, as_json)
            if speak and speaker:
                _write_reply(speak, speaker, number)
    finally:
        if speaker:
            await speaker.close()
        await engine.close()
    return code


async def _one(engine: Engine, question: Question) -> TurnRecord:
    from engine.audio import wav

    if question.audio is not None:
        await engine.open_ears()
        return await engine.ask_audio(question.session, wav.read(question.audio), question.language)
    return await engine.ask_text(question.session, question.text or "", question.language)


@dataclass(frozen=True, slots=True)
class Failure:
    """A line that is no question, and why."""

    session: str
    problem: KnownProblem
    language: Language | None = None


async def _single(question: Question) -> AsyncIterator[Question | Failure]:
    yield question


async def _lines() -> AsyncIterator[Question | Failure]:
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.buffer.readline):
        if line.strip():
            yield parse_line(line)


def parse_line(line: bytes) -> Question | Failure:
    """A line of standard input as a question; what is wrong with it is said in the line's own answer."""
    from engine.errors import BadInput, UnknownLanguage
    from engine.languages import Language

    try:
        data = json.loads(line.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as invalid:
        return Failure("", BadInput(f"the line is not JSON: {invalid}", 'send {"session": "s1", "text": "…"}'))
    if not isinstance(data, dict):
        return Failure("", BadInput("the line is not a JSON object", 'send {"session": "s1", "text": "…"}'))
    session = str(data.get("session") or "default")
    text, audio, code = data.get("text"), data.get("audio"), data.get("language") or "auto"
    if code != "auto" and code not in list(Language):  # a list compares what a set cannot hash
        known = ", ".join(["auto", *Language])
        return Failure(session, UnknownLanguage(f"the kiosk does not speak {code!r}", f"choose one of: {known}"))
    if not isinstance(text if audio is None else audio, str) or (text is not None and audio is not None):
        return Failure(session, BadInput('the line needs either "text" or "audio", as a string'))
    language = None if code == "auto" else Language(code)
    return Question(session, text, Path(audio) if audio is not None else None, language)


def _print(record: TurnRecord, as_json: bool) -> None:
    if as_json:
        _line(record.to_json())
        return
    typer.echo(record.reply)
    for card in record.cards:
        typer.echo(f"  [{card.kind}] {card.id}  {card.details.get('name') or card.details.get('title') or ''}")
    if record.problem:
        typer.echo(f"({record.problem.kind}: {record.problem.message})", err=True)


def _print_problem(engine: Engine, question: Question | Failure, known: KnownProblem, as_json: bool) -> None:
    if as_json:
        _line(engine.refused(question.session, question.language, known).to_json())
    if not as_json or isinstance(question, Question):
        typer.echo(f"error: {known.message}" + (f"\n  {known.hint}" if known.hint else ""), err=True)


def _line(data: dict[str, Any]) -> None:
    text = json.dumps(data, ensure_ascii=False)
    sys.stdout.buffer.write(text.encode(errors="backslashreplace") + b"\n")  # half a character becomes JSON's \ud800
    sys.stdout.buffer.flush()


def _write_reply(speak: Path, speaker: SilentSpeaker, number: int) -> None:
    from engine.audio import wav

    path = speak if number == 1 else speak.with_stem(f"{speak.stem}-{number}")
    wav.write(path, speaker.take_played(), speaker.rate)
