"""Utterances for training: chosen, augmented and batched as they are needed, never twice the same."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from models.indic_mini.features import BANDS, log_mel
from models.indic_mini.symbols import LANGUAGES, letter_ids, phoneme_ids
from models.train.augment import augment
from models.train.loans import spelt
from models.train.speech import load
from phonetics.phonemes import classes


@dataclass(frozen=True, slots=True)
class Example:
    """An utterance with its labels, and the engine that spoke it."""

    engine: str
    samples: NDArray[np.int16]
    language: int
    text: str
    phonemes: list[int]
    letters: list[int]


@dataclass(frozen=True, slots=True)
class Batch:
    """`input` [n, 80, 2 × frames] or [n, frames, 512]; `mask` [n, frames]; labels, with the lengths of all."""

    input: Tensor
    mask: Tensor
    frames: Tensor
    language: Tensor
    phonemes: list[Tensor]
    letters: list[Tensor]


@dataclass(frozen=True, slots=True)
class Heard:
    """An augmented utterance after the frozen layers, bfloat16 [frames, 512], with its labels."""

    hidden: Tensor
    language: int
    phonemes: Tensor
    letters: Tensor


def heard(batch: Batch, hidden: Tensor) -> Iterator[Heard]:
    """The utterances of a batch, without its padding."""
    for row, frames in enumerate(batch.frames.tolist()):
        own = hidden[row, :frames].to(torch.bfloat16).clone()
        yield Heard(own, int(batch.language[row]), batch.phonemes[row], batch.letters[row])


def again(pool: list[Heard], seconds: float, chance: random.Random) -> Iterator[Batch]:
    """One pass over utterances that were heard before."""
    for chosen in _groups(
        sorted(pool, key=lambda each: len(each.hidden) * chance.uniform(0.85, 1.15)), seconds, chance
    ):
        longest = max(len(each.hidden) for each in chosen)
        padded = [functional.pad(each.hidden, (0, 0, 0, longest - len(each.hidden))) for each in chosen]
        frames = torch.tensor([len(each.hidden) for each in chosen])
        yield Batch(
            input=torch.stack(padded).float(),
            mask=torch.arange(longest)[None] < frames[:, None],
            frames=frames,
            language=torch.tensor([each.language for each in chosen]),
            phonemes=[each.phonemes for each in chosen],
            letters=[each.letters for each in chosen],
        )


def _groups(ordered: list[Heard], seconds: float, chance: random.Random) -> list[list[Heard]]:
    groups: list[list[Heard]] = [[]]
    for each in ordered:
        if groups[-1] and len(groups[-1]) * len(each.hidden) / 50 >= seconds:
            groups.append([])
        groups[-1].append(each)
    chance.shuffle(groups)
    return [group for group in groups if group]


def examples(folder: Path, known: dict[str, list[Example]]) -> list[Example]:
    """All utterances that CTC can align.

    Args:
        folder: of the shards.
        known: the shards that have been read before, by name; the new ones are added.
    """
    for path in sorted(folder.glob("*.jsonl")):
        if ".partial" in path.name or path.stem in known:
            continue
        found = known[path.stem] = []
        for utterance, samples in load(path.with_suffix("")):
            spoken = phoneme_ids("".join(classes(word) for word in utterance.phonemes))
            spelled = letter_ids(spelt(utterance.text))
            frames = len(samples) / 320
            if spoken and spelled and frames > 1.25 * max(len(spoken), len(spelled)) + 4:
                language = LANGUAGES.index(utterance.language)
                engine = path.stem.rpartition("-")[0]
                found.append(Example(engine, samples, language, utterance.text, spoken, spelled))
    return [example for shard in known.values() for example in shard]


def held_out(text: str, share: float) -> bool:
    """Whether a text belongs to the development examples: the same texts always do, however many there are."""
    return zlib.crc32(text.encode()) % 10_000 < share * 10_000


def draw(found: list[Example], shares: dict[str, float], count: int, chance: random.Random) -> list[Example]:
    """Some examples, the engines in these proportions, however much each has spoken."""
    by_engine: dict[str, list[Example]] = {}
    for example in found:
        by_engine.setdefault(example.engine, []).append(example)
    engines = sorted(engine for engine in by_engine if shares.get(engine))
    total = sum(shares[engine] for engine in engines)
    chosen: list[Example] = []
    for engine in engines:
        wanted = round(count * shares[engine] / total)
        spoken = by_engine[engine]
        whole, rest = divmod(wanted, len(spoken))
        chosen += spoken * whole + chance.sample(spoken, rest)
    return chosen


def batches(found: list[Example], seconds: float, seed: int, augmented: bool) -> Iterator[Batch]:
    """One pass over the examples, in batches of about equal length and `seconds` of audio."""
    chance, noise = random.Random(seed), np.random.default_rng(seed)
    order = sorted(found, key=lambda each: len(each.samples) * (chance.uniform(0.85, 1.15) if augmented else 1))
    groups: list[list[Example]] = []
    group: list[Example] = []
    for example in order:
        group.append(example)
        if len(group) * len(example.samples) / 16_000 >= seconds:
            groups.append(group)
            group = []
    groups += [group] if group else []
    if augmented:
        chance.shuffle(groups)
    for chosen in groups:
        yield _batch(chosen, found, noise if augmented else None)


def _batch(chosen: list[Example], crowd: list[Example], noise: np.random.Generator | None) -> Batch:
    mels = [_mel(example, crowd, noise) for example in chosen]
    longest = max(mel.shape[1] for mel in mels)
    mel = np.stack([np.pad(each, ((0, 0), (0, longest - each.shape[1])), constant_values=each.min()) for each in mels])
    frames = torch.tensor([each.shape[1] // 2 for each in mels])
    return Batch(
        input=torch.from_numpy(mel),
        mask=torch.arange(longest // 2)[None] < frames[:, None],
        frames=frames,
        language=torch.tensor([example.language for example in chosen]),
        phonemes=[torch.tensor(example.phonemes) for example in chosen],
        letters=[torch.tensor(example.letters) for example in chosen],
    )


def _mel(example: Example, crowd: list[Example], noise: np.random.Generator | None) -> NDArray[np.float32]:
    wave = _float(example)
    if noise is None:
        return log_mel(np.pad(wave, (3200, 6400)))
    babble = [_float(crowd[noise.integers(len(crowd))]) for _ in range(2)]
    mel = log_mel(augment(wave, babble, noise))
    if noise.random() < 0.6:
        mel = _stretch(mel, noise.uniform(0.88, 1.14))
    return _hide(mel, noise)


def _float(example: Example) -> NDArray[np.float32]:
    return np.asarray(example.samples / np.float32(32768), np.float32)


def _stretch(mel: NDArray[np.float32], ratio: float) -> NDArray[np.float32]:
    """Another length of the vocal tract (VTLP, Jaitly and Hinton 2013), on the bands themselves."""
    place = np.clip(np.arange(BANDS) * ratio, 0, BANDS - 1)
    low = np.floor(place).astype(int)
    high = np.minimum(low + 1, BANDS - 1)
    share = (place - low).astype(np.float32)[:, None]
    return np.asarray(mel[low] * (1 - share) + mel[high] * share, np.float32)


def _hide(mel: NDArray[np.float32], noise: np.random.Generator) -> NDArray[np.float32]:
    """Some bands and moments hidden (SpecAugment, Park et al. 2019)."""
    mel = mel.copy()
    floor = mel.mean()
    for _ in range(2):
        start, width = int(noise.integers(BANDS)), int(noise.integers(0, 10))
        mel[start : start + width] = floor
        start, width = int(noise.integers(mel.shape[1])), int(noise.integers(0, 22))
        mel[:, start : start + width] = floor
    return mel
