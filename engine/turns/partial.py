"""Was only a part of a sentence heard: less than half a second of it, or one that was cut off?"""

from __future__ import annotations

import numpy as np

from catalog.search.numbers import numbers, split
from engine.audio.format import SAMPLE_RATE, Pcm
from engine.lexicon import phrase_sets
from engine.stt.base import Transcript

LEAST_SECONDS = 0.5
JOINED_WITHIN_SECONDS = 10.0  # the next words belong to the part that was heard before
_SURE = 0.85  # a word that was understood so well is whole
_FRAME = SAMPLE_RATE // 50  # 20 ms
_VOICED = 0.12  # of the loudest frame's level
_CUT = 0.4  # of it, in the last frames: nobody ends a word as loud as that
_LAST_FRAMES = 2


def is_partial(audio: Pcm, transcript: Transcript, least_confidence: float) -> bool:
    """Whether the customer has to be asked for the rest.

    Short answers are whole: yes, no, and what ends in a number; and so is what was recognised without doubt.

    Args:
        audio: the utterance, mono int16 at 16 kHz.
        transcript: what was understood in it.
        least_confidence: below it, the words were not understood at all; whether they were cut off is no matter then.
    """
    if transcript.confidence >= _SURE or not len(audio) >= _FRAME:
        return False
    words = split(transcript.text)
    if any(phrase_sets("answers")[answer].score(words) for answer in ("yes", "no")) or _ends_whole(words):
        return False
    frames = audio[: len(audio) // _FRAME * _FRAME].reshape(-1, _FRAME).astype(np.float32)
    levels = np.sqrt((frames**2).mean(axis=1))
    loudest = levels.max()
    if loudest == 0.0:
        return False
    voiced = float((levels > _VOICED * loudest).sum()) * _FRAME / SAMPLE_RATE
    cut = float(levels[-_LAST_FRAMES:].min()) > _CUT * float(loudest)
    return voiced < LEAST_SECONDS or (cut and transcript.confidence >= least_confidence)


def _ends_whole(words: list[str]) -> bool:
    """Whether a sentence ends in a number; "मुझे एक" does not, for its एक is an article."""
    found = numbers(words)
    return bool(found) and found[-1].end == len(words) and (len(found[-1].digits) > 1 or found[-1].start == 0)
