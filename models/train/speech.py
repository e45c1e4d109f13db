"""Stage 2, speech: the texts read by synthetic speakers, in shards that are written whole.

A shard is `<engine>-<number>.npz` (`samples` int16 at 16 kHz, `lengths` in samples) and `.jsonl` beside it with the
language, the text, its narrow phonemes as they were when it was read, and the speaker. What a shard says depends on the
seed and its number only, so an interrupted run goes on where it stopped, and several may share the work.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from models.train.texts import LANGUAGES, Text
from phonetics.g2p import narrow, words

UTTERANCES = 40
_LANGUAGE_SHARES = {"hi": 0.33, "mr": 0.32, "bn": 0.35}
_KIND_SHARES = {"kiosk": 0.22, "general": 0.3, "words": 0.24, "mixed": 0.08, "store": 0.06, "numbers": 0.1}


class Engine(Protocol):
    """A crowd of speakers."""

    def choose(self, chance: random.Random) -> Any:
        """A speaker."""
        ...

    def speak(self, text: str, language: str, speaker: Any) -> NDArray[np.int16]:
        """Read a text at 16 kHz."""
        ...


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was read, by whom: `phonemes` are narrow, by word."""

    language: str
    kind: str
    text: str
    phonemes: tuple[tuple[str, ...], ...]
    speaker: str


def generate(
    engine: Engine,
    name: str,
    texts: list[Text],
    folder: Path,
    seed: int,
    shards: range,
    on_shard: Callable[[int, float], None],
) -> None:
    """Write the shards that are missing.

    Args:
        engine: who reads.
        name: of the engine; begins the shards' names.
        texts: what there is to read.
        folder: of the shards.
        seed: of every choice.
        shards: their numbers.
        on_shard: told each shard's number and its seconds of speech.
    """
    folder.mkdir(parents=True, exist_ok=True)
    by_kind: dict[tuple[str, str], list[str]] = {}
    for text in texts:
        by_kind.setdefault((text.language, text.kind), []).append(text.text)
    for number in shards:
        target = folder / f"{name}-{number:05d}"
        if target.with_suffix(".jsonl").exists():
            continue
        chance = random.Random(f"{seed} {name} {number}")
        read = list(_shard(engine, by_kind, chance))
        _write(target, read)
        on_shard(number, sum(len(samples) for _, samples in read) / 16_000)


def load(stem: Path) -> Iterator[tuple[Utterance, NDArray[np.int16]]]:
    """The utterances of a shard, named without its suffix."""
    with np.load(stem.with_suffix(".npz")) as archive:
        samples, ends = archive["samples"], np.cumsum(archive["lengths"])
    lines = stem.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()
    for line, end, start in zip(lines, ends, [0, *ends[:-1]], strict=True):
        record = json.loads(line)
        record["phonemes"] = tuple(tuple(word) for word in record["phonemes"])
        yield Utterance(**record), samples[start:end]


def _shard(
    engine: Engine, by_kind: dict[tuple[str, str], list[str]], chance: random.Random
) -> Iterator[tuple[Utterance, NDArray[np.int16]]]:
    for _ in range(UTTERANCES):
        languages = [language for language in LANGUAGES if any((language, kind) in by_kind for kind in _KIND_SHARES)]
        language = chance.choices(languages, [_LANGUAGE_SHARES[each] for each in languages])[0]
        kinds = [kind for kind in _KIND_SHARES if by_kind.get((language, kind))]
        kind = chance.choices(kinds, [_KIND_SHARES[each] for each in kinds])[0]
        text = chance.choice(by_kind[language, kind])
        speaker = engine.choose(chance)
        samples = engine.speak(text, language, speaker)
        if 0.3 < len(samples) / 16_000 < 12:
            sounds = tuple(narrow(word, language) for word in words(text))
            yield Utterance(language, kind, text, sounds, speaker.name), samples


def _write(target: Path, read: list[tuple[Utterance, NDArray[np.int16]]]) -> None:
    samples = np.concatenate([each for _, each in read]) if read else np.zeros(0, np.int16)
    partial = target.with_suffix(".partial.npz")
    np.savez(partial, samples=samples, lengths=np.array([len(each) for _, each in read]))
    partial.replace(target.with_suffix(".npz"))
    lines = "".join(json.dumps(asdict(utterance), ensure_ascii=False) + "\n" for utterance, _ in read)
    partial = target.with_suffix(".partial.jsonl")
    partial.write_text(lines, encoding="utf-8")
    partial.replace(target.with_suffix(".jsonl"))
