"""The engine's parts, made from the settings and the installed model packs; each is loaded when it is first needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from catalog.search.embedding import E5, Embedder
from engine.audio.vad import SileroVad
from engine.errors import KnownProblem, VoiceFailed
from engine.languages import Language
from engine.llm.base import Brain
from engine.llm.credentials import groq_base_url, groq_key
from engine.llm.offline.brain import OfflineBrain
from engine.settings import Settings, home
from engine.stt.base import Recogniser
from engine.stt.grammar import StoreWords
from engine.tts.base import Voice
from engine.tts.voices import Voices
from models.errors import PackError
from models.store import PackStore
from resources import ROOT

if TYPE_CHECKING:  # these load models' runtimes
    from engine.stt.store import Indic
    from engine.stt.whisper import Whisper

_log = structlog.get_logger(__name__)


class NoGroqKey(KnownProblem):
    """Groq was asked for by name, and there is no key for it."""

    kind = "llm_error"


@dataclass(frozen=True, slots=True)
class Parts:
    """How to make each part; the loaders block and are called on worker threads.

    Attributes:
        vad: voice activity; one a stream.
        recogniser: from the store's words.
        voices: for a speaker's sample rate.
        brains: in order of preference, from a monotonic clock in seconds.
        embedder: for searching by meaning; None leaves it to the words.
    """

    vad: Callable[[], SileroVad]
    recogniser: Callable[[StoreWords], Recogniser]
    voices: Callable[[int], Voices]
    brains: Callable[[Callable[[], float]], list[Brain]]
    embedder: Callable[[], Embedder | None] = lambda: None


def installed(settings: Settings) -> Parts:
    """The real parts, from the packs in the kiosk's home."""
    packs = PackStore(home() / "models")

    def vad() -> SileroVad:
        return SileroVad(packs.path("silero-vad") / "model.onnx")

    def recogniser(store: StoreWords) -> Recogniser:
        from engine.stt.store import StoreRecogniser
        from engine.stt.whisper import Whisper

        folder = packs.path("whisper-base")
        whisper = Whisper(folder, settings.threads)
        return StoreRecogniser(whisper, _indic(packs, settings, store, whisper, folder / "model.bin"), vad())

    def voices(rate: int) -> Voices:
        found: list[Voice] = []
        for load in (_kokoro, _espeak):
            try:
                found.append(load(packs, settings))
            except (PackError, VoiceFailed) as missing:
                _log.warning("voice not available", voice=load.__name__.strip("_"), reason=missing.message)
        if not found:
            raise VoiceFailed("no voice is installed", "sahayak models install kokoro espeak-ng")
        return Voices(found, rate)

    search = cache(lambda: embedder(packs))
    return Parts(vad, recogniser, voices, lambda clock: brains(settings, clock, search), search)


def _indic(packs: PackStore, settings: Settings, store: StoreWords, whisper: Whisper, model_bin: Path) -> Indic:
    """What hears Hindi, Marathi and Bengali: the small acoustic model, or without its pack Whisper's phrase search."""
    from engine.stt.decoding.store_decoder import StoreDecoder
    from engine.stt.indic import IndicRecogniser
    from engine.stt.indic_mini import IndicMini
    from engine.stt.phrases import PhraseRecogniser
    from engine.stt.second_opinion import SecondOpinion

    try:
        model = IndicMini(packs.path("indic-mini"), settings.threads)
    except PackError as missing:
        _log.info("the small Indic recogniser is not available", reason=missing.message)
        learnt, shipped = home() / "cache" / "phrase-priors.json", ROOT / "demo" / "phrase-priors.json"
        return PhraseRecogniser(whisper, model_bin, store, learnt, shipped)
    return IndicRecogniser(model, StoreDecoder(store), SecondOpinion(whisper))


def embedder(packs: PackStore) -> Embedder | None:
    """The search's language model, if its pack is installed."""
    try:
        return E5(packs.path("e5-small"))
    except PackError as missing:
        _log.warning("search by meaning is not available", reason=missing.message)
        return None


def brains(
    settings: Settings, clock: Callable[[], float], embedder: Callable[[], Embedder | None] = lambda: None
) -> list[Brain]:
    """Groq where it is wanted and possible, and always the offline brain after it.

    Args:
        settings: the operator's.
        clock: seconds, monotonic.
        embedder: the search's language model, by which the offline brain understands meanings too.

    Raises:
        NoGroqKey: the settings insist on Groq.
    """
    offline = OfflineBrain(embedder)
    key, base_url = groq_key(), groq_base_url()
    if settings.brain == "offline" or (settings.brain == "auto" and not (key or base_url)):
        return [offline]
    if not (key or base_url):
        raise NoGroqKey("there is no Groq key", "set GROQ_API_KEY, or choose the offline brain")
    from engine.llm.groq import GroqBrain

    online = GroqBrain(
        key, base_url, settings.groq_models, settings.first_token_seconds, settings.answer_seconds, clock
    )
    return [online, offline]


def _kokoro(packs: PackStore, settings: Settings) -> Voice:
    from engine.tts.kokoro import Kokoro

    speakers = {language: str(getattr(settings, f"voice_{language}")) for language in Language}
    return Kokoro(packs.path("kokoro"), speakers, settings.speech_rate, settings.threads)


def _espeak(packs: PackStore, settings: Settings) -> Voice:
    from engine.tts.espeak import Espeak

    espeak = packs.espeak()
    return Espeak(espeak.library, espeak.data, settings.speech_rate)
