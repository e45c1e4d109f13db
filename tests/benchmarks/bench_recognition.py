"""Recognition of human speech: `sahayak bench recognition --data DIR`.

DIR holds `manifest.jsonl`, a JSON object a clip: `path` (relative to DIR), `lang`, `text`, and `subset` if there are
several kinds. Clips of Hindi, Marathi and Bengali with a text are dictated by `indic-mini` and by Whisper base; rates
are over all clips of a language and subset, a clip's errors capped at its length. Spelling is compared without
punctuation and joiners.
"""

from __future__ import annotations

import json
import resource
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import soundfile
import soxr

from engine.audio.format import SAMPLE_RATE, Samples
from engine.languages import Language
from engine.settings import home
from engine.stt.indic_mini import SPOKEN, IndicMini
from engine.stt.whisper import Whisper
from models.indic_mini.symbols import collapse, letters, phonemes, spelling
from models.store import PackStore
from phonetics.g2p import phonemes as sound

_PARTIAL_SECONDS = 0.5  # of speech, at the first partial result


@dataclass(slots=True)
class _Tally:
    """Errors and lengths of one kind."""

    errors: int = 0
    length: int = 0

    def add(self, wanted: Iterable[Any], got: Iterable[Any]) -> None:
        wanted = list(wanted)
        self.errors += min(len(wanted), distance(wanted, list(got)))
        self.length += len(wanted)

    @property
    def rate(self) -> float:
        return round(self.errors / max(1, self.length), 3)


@dataclass(slots=True)
class _Set:
    tallies: dict[str, _Tally] = field(default_factory=dict)
    clips: int = 0
    told: int = 0

    def add(self, name: str, wanted: Iterable[Any], got: Iterable[Any]) -> None:
        self.tallies.setdefault(name, _Tally()).add(wanted, got)


def measure(data: Path | None = None) -> dict[str, Any]:
    """Error rates by language, cost and latency.

    Raises:
        FileNotFoundError: there is no manifest in the folder.
    """
    if data is None:
        return {"skipped": "human speech is needed: --data DIR with a manifest.jsonl"}
    packs = PackStore(home() / "models")
    ears, whisper = IndicMini(packs.path("indic-mini")), Whisper(packs.path("whisper-base"), threads=1)
    sets: dict[str, _Set] = {}
    costs: list[float] = []
    partials: list[float] = []
    for language, subset, text, audio in _clips(data):
        tally = sets.setdefault(f"{language} {subset}".strip(), _Set())
        tally.clips += 1
        began = time.process_time()
        heard = ears.listen(audio)
        dictated = ears.dictate(heard, {language: 1.0})
        costs.append((time.process_time() - began) / (len(audio) / SAMPLE_RATE))
        tally.told += max(heard.languages, key=lambda each: heard.languages[each]) == language
        greedy = letters(collapse(heard.letters[language].argmax(-1).tolist()))
        tally.add("PER", sound(text, language), phonemes(collapse(heard.phonemes.argmax(-1).tolist())))
        for name, written in (("greedy", greedy), ("with language model", spelling(dictated.text))):
            tally.add(f"CER {name}", spelling(text), written)
            tally.add(f"WER {name}", spelling(text).split(), written.split())
        encoding = whisper.encode(audio)
        other = spelling(whisper.dictate(encoding, language)[0])
        tally.add("CER Whisper base", spelling(text), other)
        tally.add("WER Whisper base", spelling(text).split(), other.split())
        partials.append(_milliseconds(lambda audio=audio: _partial(ears, audio)))
    results: dict[str, Any] = {}
    for which, tally in sorted(sets.items()):
        results[f"{which} clips"] = tally.clips
        results |= {f"{which} {name}": each.rate for name, each in sorted(tally.tallies.items())}
        results[f"{which} language right"] = round(tally.told / max(1, tally.clips), 3)
    results["CPU seconds a second of speech"] = round(statistics.mean(costs), 3) if costs else None
    results["first partial, ms after 500 ms of speech"] = round(statistics.median(partials)) if partials else None
    results["memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return results


def distance(wanted: list[Any], got: list[Any]) -> int:
    """Levenshtein's."""
    row = list(range(len(got) + 1))
    for i, a in enumerate(wanted, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(got, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]


def _partial(ears: IndicMini, audio: Samples) -> None:
    ears.dictate(ears.listen(audio[: int(_PARTIAL_SECONDS * SAMPLE_RATE)]), dict.fromkeys(SPOKEN, 1.0))


def _milliseconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _clips(data: Path) -> Iterable[tuple[Language, str, str, Samples]]:
    for line in (data / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        clip = json.loads(line)
        if clip["lang"] in set(SPOKEN) and clip.get("text"):
            samples, rate = soundfile.read(data / clip["path"], dtype="float32", always_2d=True)
            audio = soxr.resample(samples.mean(1), rate, SAMPLE_RATE)
            yield Language(clip["lang"]), clip.get("subset", ""), clip["text"], audio
