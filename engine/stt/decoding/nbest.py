"""The sentences that the search has found, the best first, and what each might be instead.

Where phrases met at a junction, the search kept the ones that lost. Each gives a sentence that differs from a found one
in what was said before that junction: so "लाल साड़ी" and "नीली साड़ी" are both there, with how far apart they were.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.languages import Language
from engine.stt.decoding.network import Network
from engine.stt.decoding.viterbi import Found, Speech

_ENDS = 30  # of each language, looked at


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase in a sentence.

    Attributes:
        text: as it is written.
        slot: that it stands in; "" outside slots.
        spoken: as it is said.
        margin: by how much it was likelier than another phrase in its place, in log-probability; infinite if there
            was none within the beam.
        rival: that phrase.
    """

    text: str
    slot: str
    spoken: str = ""
    margin: float = float("inf")
    rival: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the grammar that the utterance may be.

    Attributes:
        language: of its grammar.
        said: its phrases.
        score: log-probability on the utterance, with what was filler before and after it.
        likeness: by how much less likely it is than the likeliest phonemes, a phoneme of the utterance; 0 is perfect.
        covered: the share of the utterance's phonemes that are no filler.
        onsets: how many phonemes that are.
        clarity: the mean log-probability of the likeliest phonemes; low where there is no speech.
        span: the acoustic model's frames that it explains, filler before and after left out: first, and one past last.
        rest: the score of the filler.
    """

    language: Language
    said: tuple[Said, ...]
    score: float
    likeness: float
    covered: float
    onsets: int
    clarity: float
    span: tuple[int, int]
    rest: float

    @property
    def spoken(self) -> str:
        """The words as they are said."""
        return " ".join(phrase.spoken or phrase.text for phrase in self.said)

    @property
    def text(self) -> str:
        """The words; digits that were said one after the other are one number."""
        written = ""
        for before, phrase in zip((None, *self.said), self.said, strict=False):
            joined = before is not None and before.text.isdecimal() and phrase.text.isdecimal() and phrase.slot
            written += phrase.text if joined or not written else f" {phrase.text}"
        return written


def sentences(network: Network, speech: Speech, found: Found, most: int = 10) -> list[Sentence]:
    """The best sentences, at most `most`, each text of a language once."""
    paths: dict[tuple[Language, str], Sentence] = {}
    finder = _Finder(network, speech, found)
    for place in range(len(network.order)):
        mine = np.flatnonzero(found.end_languages == place)
        for end in mine[np.argsort(-found.end_scores[mine], kind="stable")][:_ENDS]:
            for sentence in finder.through(int(found.ends[end]), float(found.end_scores[end]), network.order[place]):
                key = (sentence.language, sentence.text)
                if key not in paths or paths[key].score < sentence.score:
                    paths[key] = sentence
    return sorted(paths.values(), key=lambda sentence: -sentence.score)[:most]


class _Finder:
    def __init__(self, network: Network, speech: Speech, found: Found) -> None:
        self._network = network
        self._speech = speech
        self._records = found.records
        members: dict[int, list[int]] = {}
        for record, best in enumerate(found.records.best.tolist()):
            members.setdefault(best, []).append(record)
        self._members = members

    def through(self, end: int, score: float, language: Language) -> list[Sentence]:
        """The sentence that ends with a record, and those that differ from it in one place."""
        path = self._path(end)
        found = [self._sentence(path, score, language)]
        for place, record in enumerate(path):
            for rival in self._rivals(record):
                behind = float(self._records.score[record] - self._records.score[rival])
                found.append(self._sentence([*self._path(rival), *path[place + 1 :]], score - behind, language))
        return found

    def _path(self, record: int) -> list[int]:
        path = []
        while record >= 0:
            path.append(record)
            record = int(self._records.before[record])
        return path[::-1]

    def _rivals(self, record: int) -> list[int]:
        """Records that met with this one and say something else, the best first."""
        best = int(self._records.best[record])
        text = self._text(record)
        others = [other for other in self._members.get(best, ()) if other != record and self._text(other) != text]
        return sorted(others, key=lambda other: -float(self._records.score[other]))

    def _text(self, record: int) -> str:
        return self._network.texts[int(self._records.exit[record])]

    def _sentence(self, path: list[int], score: float, language: Language) -> Sentence:
        said = []
        for record in path:
            rivals = self._rivals(record)
            margin = float(self._records.score[record] - self._records.score[rivals[0]]) if rivals else float("inf")
            exit_ = int(self._records.exit[record])
            slot, spoken = self._network.slots[exit_], self._network.spoken[exit_]
            said.append(Said(self._text(record), slot, spoken, margin, self._text(rivals[0]) if rivals else ""))
        speech, onsets = self._speech, self._speech.onsets
        begin, end = -1 - int(self._records.before[path[0]]), int(self._records.frame[path[-1]]) + 1
        covered = int(onsets[end] - onsets[begin])
        count, greedy = max(1, int(onsets[-1])), float(speech.greedy[-1])
        # Where no phoneme begins outside, the silence belongs to the sentence.
        first = int(speech.frames[begin]) if onsets[begin] else 0
        last = int(speech.frames[end - 1]) + 1 if onsets[end] < onsets[-1] else speech.length
        rest = float((speech.filler[begin] if onsets[begin] else 0.0) + speech.filler[-1] - speech.filler[end])
        likeness = (score - greedy) / count
        return Sentence(
            language,
            tuple(said),
            score,
            likeness,
            covered / count,
            int(onsets[-1]),
            greedy / count,
            (first, last),
            rest,
        )
