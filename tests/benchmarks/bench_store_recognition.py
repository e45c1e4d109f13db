"""Recognition of what customers of the demo store say: `sahayak bench store_recognition`.

Kiosk sentences and numbers (shop_phrases.py) are said by voices that training did not use, clean and in shop noise
(shop_speech.py), heard by the acoustic model and searched for in the store's grammars. Recordings are kept in the
home's cache; a run makes missing ones for at most five minutes of processor time and measures with what there is, so
that the first runs are of a part and later ones of the whole: a number of places of every language and kind.

A sentence is right if it sounds the same to the last particle. Whisper base dictates some of them in the same run.
"""

from __future__ import annotations

import random
import resource
import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import jiwer
import numpy as np

from engine.audio.format import SAMPLE_RATE
from engine.errors import KnownProblem
from engine.settings import home
from engine.stt.base import Hint
from engine.stt.decoding.confidence import is_number
from engine.stt.decoding.store_decoder import StoreDecoder
from engine.stt.grammar import SPOKEN
from engine.stt.indic import combined, is_unsure, judged
from engine.stt.indic_mini import IndicMini
from engine.stt.second_opinion import SecondOpinion
from engine.stt.utterance import Utterance
from engine.stt.whisper import Whisper
from models.store import PackStore
from phonetics.g2p import phonemes
from tests.benchmarks.shop_phrases import DIGITS, Said, held_out
from tests.benchmarks.shop_speech import ShopSpeech
from tests.benchmarks.store_trials import LEVELS, Costs, Trial, demo_words, seed, speech, trials

_NEW_SECONDS = 300.0  # of processor time, for new recordings in a run
_JUDGED = 50  # close trials of each level that Whisper gives its opinion on
_WHISPERED = 8  # sentences of each language that Whisper dictates
_FIRST_WORDS = 1.0  # seconds of an utterance after which its partial is timed
_BINS = 10


def measure() -> dict[str, Any]:
    """See the module."""
    packs = PackStore(home() / "models")
    voices = speech(packs)
    texts = voices.record(held_out(), _NEW_SECONDS)
    began = time.process_time()
    decoder = StoreDecoder(demo_words())
    cold = time.process_time() - began
    began = time.process_time()
    decoder = StoreDecoder(demo_words())
    results: dict[str, Any] = {"build: cold, when the catalogue has changed, CPU s": f"{cold:.2f}, {_since(began):.2f}"}
    model = IndicMini(packs.path("indic-mini"))
    costs = Costs()
    found = list(trials(decoder, model, voices, texts, costs))
    for level in LEVELS:
        results |= _level(level, [trial for trial in found if trial.level == level])
    heard = [trial for trial in found if trial.found.rivals]
    numbers = [trial for trial in heard if is_number(trial.found.rivals[0])]
    sentences = [trial for trial in heard if not is_number(trial.found.rivals[0])]
    results |= reliability("sentences", sentences) | reliability("numbers", numbers)
    results["CPU s a second of speech: hear, search"] = ", ".join(
        f"{statistics.mean(each):.3f}" for each in (costs.hearing, costs.searching)
    )
    results["partial after 1 s of speech, CPU ms: median, worst"] = _partials(decoder, model, voices, texts)
    results["memory at most, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    try:
        whisper = Whisper(packs.path("whisper-base"), 1)
    except KnownProblem as missing:
        return results | {"Whisper base": missing.message}
    return results | _second_opinions(whisper, decoder, voices, found) | _whisper(whisper, voices, texts)


def _level(level: str, found: Sequence[Trial]) -> dict[str, Any]:
    results: dict[str, Any] = {}
    sentences = [trial for trial in found if trial.said.kind == "sentence"]
    for language in SPOKEN:
        mine = [trial for trial in sentences if trial.said.language == language]
        results |= _rates(f"{level}, {language}: sentences", mine)
    results |= _rates(f"{level}: sentences", sentences)
    results[f"{level}: language right"] = _share(trial.found.language == trial.said.language for trial in sentences)
    outside = [trial for trial in found if trial.said.kind == "outside"]
    results[f"{level}: outside accepted"] = f"{sum(trial.accepted for trial in outside)} of {len(outside)}"
    for count in DIGITS:
        numbers = [trial for trial in found if trial.said.kind == f"{count} digits"]
        results |= _rates(f"{level}: {count} digits", numbers)
        read_back = [trial for trial in numbers if trial.right and not trial.accepted and trial.found.doubtful]
        results[f"{level}: {count} digits right, not accepted, doubtful"] = len(read_back)
    return results


def _rates(name: str, found: Sequence[Trial]) -> dict[str, str]:
    """Right; right and accepted; wrong and accepted; of how many."""
    counts = (
        sum(trial.right for trial in found),
        sum(trial.right and trial.accepted for trial in found),
        sum(not trial.right and trial.accepted for trial in found),
    )
    return {f"{name} right, accepted, accepted wrong": f"{', '.join(map(str, counts))} of {len(found)}"}


def reliability(name: str, found: Sequence[Trial]) -> dict[str, Any]:
    """The confidence against how often it was right, in ten bins, and the expected calibration error."""
    right = np.array([trial.right for trial in found])
    sure = np.array([trial.found.confidence for trial in found])
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    curve, error = [], 0.0
    for place in sorted(set(bins.tolist())):
        chosen = bins == place
        curve.append(f"{sure[chosen].mean():.2f}→{right[chosen].mean():.2f} ({chosen.sum()})")
        error += abs(float(sure[chosen].mean() - right[chosen].mean())) * float(chosen.mean())
    return {f"{name}: confidence → right (n)": ", ".join(curve), f"{name}: ECE": round(error, 3)}


def _partials(decoder: StoreDecoder, model: IndicMini, voices: ShopSpeech, texts: Sequence[Said]) -> str:
    costs = []
    for said in texts[:40]:
        recording = voices.say(said)
        audio = recording[: int(SAMPLE_RATE * (_FIRST_WORDS + 0.3))]
        began = time.process_time()
        heard = model.listen(audio)
        decoder.partial(np.asarray(heard.phonemes), combined(dict.fromkeys(SPOKEN, 1 / 3), heard), Hint())
        costs.append(1000 * _since(began))
    return f"{statistics.median(costs):.0f}, {max(costs):.0f}"


def _second_opinions(
    whisper: Whisper, decoder: StoreDecoder, voices: ShopSpeech, found: Sequence[Trial]
) -> dict[str, Any]:
    """What changes where Whisper is asked about what is close, of some of these trials at each level, and its cost."""
    judge, results, costs = SecondOpinion(whisper), {}, []
    for level, decibels in LEVELS.items():
        close = [trial for trial in found if trial.level == level and is_unsure(trial.found)]
        asked = random.Random(level).sample(close, min(_JUDGED, len(close)))
        after = []
        for trial in asked:
            audio = voices.in_noise(voices.say(trial.said), decibels, seed(trial.said, level))
            began = time.process_time()
            after.append(replace(trial, found=judged(trial.found, Utterance(audio, whisper), decoder, judge)))
            costs.append(1000 * _since(began))
        results |= _rates(f"{level}: close, before Whisper's opinion", asked)
        results |= _rates(f"{level}: close, after it", after)
        results[f"{level}: close"] = f"{len(close)} of {sum(trial.level == level for trial in found)}"
    if costs:
        results["Whisper's opinion, CPU ms: median, worst"] = f"{statistics.median(costs):.0f}, {max(costs):.0f}"
    return results


def _whisper(whisper: Whisper, voices: ShopSpeech, texts: Sequence[Said]) -> dict[str, Any]:
    """What Whisper base makes of the first sentences."""
    results = {}
    for level in ("clean", "10 dB"):
        right, errors, cost, seconds = 0, [], 0.0, 0.0
        chosen = [text for text in texts if text.kind == "sentence" and text.place < _WHISPERED]
        for said in chosen:
            audio = voices.in_noise(voices.say(said), LEVELS[level], said.place)
            began = time.process_time()
            text, _ = whisper.dictate(whisper.encode(audio), said.language)
            cost, seconds = cost + _since(began), seconds + len(audio) / SAMPLE_RATE
            wanted, heard = (_sound(words, said) for words in (said.wanted, text))
            right += wanted == heard
            errors.append(min(1.0, float(jiwer.cer(wanted, heard))))
        results[f"{level}: Whisper base, sentences right; phoneme errors; CPU s a second"] = (
            f"{right} of {len(chosen)}; {statistics.mean(errors or [0.0]):.2f}; {cost / max(1e-9, seconds):.2f}"
        )
    return results


def _sound(text: str, said: Said) -> str:
    return phonemes(text, str(said.language))


def _since(began: float) -> float:
    return time.process_time() - began


def _share(found: Iterable[bool]) -> float:
    values = list(found)
    return round(sum(values) / max(1, len(values)), 3)
