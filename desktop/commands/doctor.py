"""`sahayak doctor`: everything that the kiosk stands on, a line each, and what to do where it fails."""

from __future__ import annotations

import asyncio
import importlib.metadata
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

_LIBRARIES = (
    "PySide6-Essentials",
    "onnxruntime",
    "ctranslate2",
    "kokoro-onnx",
    "pysqlite3",
    "sounddevice",
    "livekit",
    "groq",
)
_LEAST_FREE_GB = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, how it is ("ok", "warn" or "fail"), and what to do about it."""

    subject: str
    state: str
    detail: str
    remedy: str = ""


def doctor(
    db: Annotated[Path | None, typer.Option(help="The store's database.")] = None,
) -> None:
    """Check Python, libraries, models, sound, the database and Groq. The exit code is 1 if something is broken."""
    from rich.console import Console
    from rich.markup import escape

    from engine.settings import logs
    from engine.telemetry.logs import configure

    configure(logs())
    console = Console(soft_wrap=True)
    marks = {"ok": "[green]ok  [/]", "warn": "[yellow]warn[/]", "fail": "[red]FAIL[/]"}
    broken = False
    for finding in examine(db):
        broken = broken or finding.state == "fail"
        line = f"{marks[finding.state]} {finding.subject:<14} {escape(finding.detail)}"
        console.print(line + (f"  → {escape(finding.remedy)}" if finding.remedy else ""), highlight=False)
    raise typer.Exit(1 if broken else 0)


def examine(db: Path | None) -> Iterator[Finding]:
    """Look at everything, one after the other."""
    yield _python()
    yield from _libraries()
    yield _settings()
    yield from _models()
    yield _device("microphone", "input")
    yield _device("speaker", "output")
    yield _graphics_processor()
    yield _guarded("database", lambda: _database(db))
    yield _disk()
    yield _guarded("Groq", _groq)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if (3, 11) <= sys.version_info[:2] <= (3, 13):
        return Finding("Python", "ok", version)
    return Finding("Python", "fail", version, "install Python 3.11, 3.12 or 3.13")


def _libraries() -> Iterator[Finding]:
    found = []
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            yield Finding("libraries", "fail", f"{name} is missing", "install Sahayak again")
    yield Finding("libraries", "ok", ", ".join(found))


def _settings() -> Finding:
    from engine.errors import BadSettings
    from engine.settings import home, load

    try:
        load()
    except BadSettings as bad:
        return Finding("settings", "fail", bad.message, bad.hint)
    return Finding("settings", "ok", f"home is {home()}")


def _models() -> Iterator[Finding]:
    from engine.settings import home
    from models.registry import load
    from models.verify import intact

    root = home() / "models"
    for pack in load():
        if intact(pack, root):
            yield Finding("model", "ok", f"{pack.name}: {pack.description}")
        else:
            yield Finding("model", "fail", f"{pack.name} is missing or damaged", f"sahayak models install {pack.name}")


def _device(subject: str, direction: str) -> Finding:
    from engine.audio.devices import find
    from engine.errors import DeviceFailed

    try:
        device = find("input" if direction == "input" else "output")
    except DeviceFailed as failed:
        return Finding(subject, "warn", failed.message, failed.hint)
    return Finding(subject, "ok", f"{device.name} at {device.rate} Hz")


def _graphics_processor() -> Finding:
    import onnxruntime

    providers = onnxruntime.get_available_providers()
    for name in ("CUDAExecutionProvider", "DmlExecutionProvider", "ROCMExecutionProvider"):
        if name in providers:
            return Finding("GPU", "ok", name)
    return Finding("GPU", "ok", "none, models run on the CPU")


def _database(db: Path | None) -> Finding:
    from catalog.statistics import counts
    from catalog.store import Catalog
    from desktop.store import database

    path = database(db)
    with Catalog(path, create=False) as catalog:
        rows = counts(catalog.database)
    if not rows["products"]:
        return Finding("database", "warn", f"{path} has no products", "sahayak catalog import DIR")
    return Finding("database", "ok", f"{path}: {rows['products']} products, {rows['orders']} orders")


def _disk() -> Finding:
    from engine.settings import home

    folder = next(parent for parent in (home(), *home().parents) if parent.exists())
    free = shutil.disk_usage(folder).free / 1e9
    if free < _LEAST_FREE_GB:
        return Finding(
            "disk", "warn", f"{free:.1f} GB free in {folder}", f"free {_LEAST_FREE_GB:.0f} GB for models and logs"
        )
    return Finding("disk", "ok", f"{free:.0f} GB free")


def _groq() -> Finding:
    from engine.errors import BrainFailed
    from engine.llm.credentials import groq_base_url, groq_key
    from engine.settings import load

    key, base_url = groq_key(), groq_base_url()
    if not (key or base_url):
        return Finding("Groq", "warn", "no key: the offline brain answers", "set GROQ_API_KEY to use Groq")
    settings = load()

    async def ask() -> list[str]:
        from engine.llm.groq import GroqBrain

        clock = asyncio.get_running_loop().time
        brain = GroqBrain(
            key, base_url, settings.groq_models, settings.first_token_seconds, settings.answer_seconds, clock
        )
        try:
            return await brain.models()
        finally:
            await brain.close()

    try:
        offered = asyncio.run(ask())
    except BrainFailed as failed:
        return Finding("Groq", "fail", failed.message, failed.hint or "check the network")
    if not offered:
        return Finding("Groq", "fail", "the server offers no model", "load a model on the server")
    chosen = next((model for model in settings.groq_models if model in offered), None)
    if chosen is None:
        return Finding("Groq", "warn", f"none of the preferred models; {offered[0]} is used", "set groq_models")
    return Finding("Groq", "ok", f"reachable, {chosen}")


def _guarded(subject: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Exception as failed:
        message = getattr(failed, "message", None) or f"{type(failed).__name__}: {failed}"
        return Finding(subject, "fail", message, getattr(failed, "hint", ""))
