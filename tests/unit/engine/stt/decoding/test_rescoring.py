"""The second look at the best sentences."""

from __future__ import annotations

import numpy as np

from engine.languages import Language
from engine.stt.decoding.nbest import Said, Sentence
from engine.stt.decoding.rescoring import rescored
from phonetics.g2p import phonemes
from tests.fakes.posteriors import posteriors

HI = Language.HINDI


def sentence(*words: str, span: tuple[int, int], rest: float = 0.0) -> Sentence:
    return Sentence(HI, tuple(Said(word, "") for word in words), -10.0, -0.1, 1.0, 20, -0.1, span, rest)


def test_what_was_said_is_likelier_than_its_neighbour():
    frames = posteriors(phonemes("सात सात दो", "hi"), seed=1)
    whole = (0, len(frames))
    once, twice = rescored([sentence("सात", "दो", span=whole), sentence("सात", "सात", "दो", span=whole)], frames)
    assert twice.score > once.score + 5


def test_another_way_of_saying_it_counts_as_well():
    frames = posteriors(phonemes("पाच", "hi"), seed=2)
    (nasal,) = rescored([sentence("पाँच", span=(0, len(frames)))], frames)
    (plain,) = rescored([sentence("पाच", span=(0, len(frames)))], frames)
    assert abs(nasal.score - plain.score) < 1


def test_filler_is_left_out_of_it():
    said, before = posteriors(phonemes("सात दो", "hi")), posteriors(phonemes("मौसम अच्छा है", "hi"))
    frames = np.concatenate([before, said])
    inside = rescored([sentence("सात", "दो", span=(len(before), len(frames)), rest=-5.0)], frames)[0]
    over_all = rescored([sentence("सात", "दो", span=(0, len(frames)))], frames)[0]
    assert inside.score > over_all.score + 20
