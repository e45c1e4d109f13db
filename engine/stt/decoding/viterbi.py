"""Token passing (Young et al. 1989): the likeliest ways through the network, frame by frame, within a beam.

A token stands on a node and has spoken its phoneme; in each frame it stays (on the phoneme or on CTC's blank) or goes
on to a child. Where a phrase ends it leaves a record and comes out at a junction, from which the next trees are
entered in the same frame. All tokens of a frame are numpy arrays.

Beside the network runs the *filler*: any phonemes at all, each with a penalty. A sentence may begin after filler and
end before it, so that "सुनिए भैया … दिखा दीजिए ज़रा" is understood; that filler alone is as likely is how speech is
known to be outside the grammar. Frames that are surely blank again are skipped (Chen et al. 2016).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.languages import Language
from engine.stt.decoding.lexicon import neighbours
from engine.stt.decoding.network import RETURN, Network

Scores = NDArray[np.float32]
Indices = NDArray[np.int64]

BEAM, WIDTH = 18.0, 2000
_FLOOR = -9.0  # of a phoneme's log-probability: one slip of the acoustic model must not rule a phrase out
_SURELY_BLANK = 0.97
_FILLER = 3.0  # a phoneme of filler, in log-probability
_RIVALS = 4  # records kept where phrases meet


@dataclass(frozen=True, slots=True)
class Speech:
    """An utterance prepared for the search; frames that say nothing new are left out.

    Attributes:
        emissions: log-probability of each language's phonemes in each frame, [frames, languages × SYMBOLS]; column
            0 is for roots, which speak nothing.
        blank: that of CTC's blank, [frames].
        greedy: the log-probability of the likeliest symbols up to each frame, [frames + 1].
        onsets: how many phonemes the likeliest symbols begin up to each frame, [frames + 1].
        frames: the frame of the acoustic model that each came from.
        length: how many the acoustic model gave.
    """

    emissions: Scores
    blank: Scores
    greedy: Scores
    onsets: Indices
    frames: Indices
    length: int

    @property
    def filler(self) -> Scores:
        """The score of filler up to each frame."""
        return np.asarray(self.greedy - np.float32(_FILLER) * self.onsets, np.float32)


@dataclass(frozen=True, slots=True)
class Records:
    """Where phrases ended.

    Attributes:
        before: the record that each follows; -1 - frame if a sentence began there.
        exit: of the network.
        score: the token's, with the exit's weight.
        frame: of the search.
        best: the best record of the same junction and frame; itself, if it is that.
    """

    before: Indices
    exit: Indices
    score: Scores
    frame: Indices
    best: Indices


@dataclass(frozen=True, slots=True)
class Found:
    """What the search leaves.

    Attributes:
        records: of all phrases that ended within the beam.
        ends: records after which a sentence may end.
        end_scores: of the whole utterance, if it ends there and filler follows.
        end_languages: places in the network's `order`.
        alive: score, last record, and node of the tokens in the last frame, the best first.
        work: how many tokens were extended, all in all.
    """

    records: Records
    ends: Indices
    end_scores: Scores
    end_languages: Indices
    alive: tuple[Scores, Indices, Indices]
    work: int


def prepare(posteriors: Scores, order: tuple[Language, ...]) -> Speech:
    """Prepare log-posteriors, float32 [frames, SYMBOLS] with the blank first, for a network's languages."""
    length = len(posteriors)
    likeliest = posteriors.argmax(axis=1)
    sure = posteriors[:, 0] > np.log(_SURELY_BLANK)
    keep = np.flatnonzero(~(sure & np.concatenate([[False], sure[:-1]])))
    posteriors, likeliest = posteriors[keep], likeliest[keep]
    begins = (likeliest != 0) & (likeliest != np.concatenate([[0], likeliest[:-1]]))
    shares = np.exp(posteriors)
    columns = []
    for language in order:
        likely = (shares[:, :, None] * neighbours(language)).max(axis=1)
        columns.append(np.log(np.maximum(likely, np.exp(_FLOOR))).astype(np.float32))
    emissions = np.concatenate(columns, axis=1)
    emissions[:, 0] = -np.inf
    return Speech(
        emissions,
        np.maximum(posteriors[:, 0], np.float32(_FLOOR)),
        np.concatenate([[0], np.cumsum(posteriors.max(axis=1))]).astype(np.float32),
        np.concatenate([[0], np.cumsum(begins)]).astype(np.int64),
        keep,
        length,
    )


def search(
    network: Network,
    speech: Speech,
    weights: Mapping[tuple[Language, str], float],
    beam: float = BEAM,
    width: int = WIDTH,
) -> Found:
    """Pass tokens through the network.

    Args:
        network: the grammars.
        speech: the utterance.
        weights: log-probability of each language's topics; one that is not named is not searched.
        beam: log-probability behind the best at which a token is dropped.
        width: the most tokens that go on from a frame.
    """
    return _Search(network, speech, weights, beam, width).run()


class _Search:
    def __init__(
        self,
        network: Network,
        speech: Speech,
        weights: Mapping[tuple[Language, str], float],
        beam: float,
        width: int,
    ) -> None:
        self._network = network
        self._speech = speech
        self._filler = speech.filler
        self._beam, self._width = beam, width
        self._nodes = max(1, len(network.emission))
        starts = [(junction, weights[key]) for key, junction in network.starts.items() if key in weights]
        self._start_calls, self._start_scores = self._calls(
            np.array([junction for junction, _ in starts], np.int64),
            np.array([weight for _, weight in starts], np.float32),
        )[:2]
        # Tokens that stand on a node: the call under which they came, the node, their score and last record.
        self._call = self._node = self._record = np.zeros(0, np.int64)
        self._score = np.zeros(0, np.float32)
        # Tokens at roots, which go on in the next frame: their calls, scores and last records.
        self._at_roots = (self._call, self._score, self._record)
        self._records: list[tuple[Indices, Indices, Scores, Indices, Indices]] = []
        self._ends: list[tuple[Indices, Scores, Indices]] = []
        self._count = 0
        self._work = 0

    def run(self) -> Found:
        for frame in range(len(self._speech.blank)):
            if frame == 0 or self._speech.onsets[frame + 1] > self._speech.onsets[frame]:
                self._begin(frame)
            self._advance(frame)
            self._leave(frame)
        ends, end_scores, end_languages = _columns(self._ends, (np.int64, np.float32, np.int64))
        order = np.argsort(-self._score)
        return Found(
            Records(*_columns(self._records, (np.int64, np.int64, np.float32, np.int64, np.int64))),
            ends,
            end_scores,
            end_languages,
            (self._score[order], self._record[order], self._node[order]),
            self._work,
        )

    def _begin(self, frame: int) -> None:
        """Sentences may begin here, after filler."""
        calls, scores, records = self._at_roots
        self._at_roots = (
            np.concatenate([calls, self._start_calls]),
            np.concatenate([scores, self._start_scores + self._filler[frame]]),
            np.concatenate([records, np.full(len(self._start_calls), -1 - frame, np.int64)]),
        )

    def _advance(self, frame: int) -> None:
        network, emission = self._network, self._speech.emissions[frame]
        root_calls, root_scores, root_records = self._at_roots
        near = root_scores > max(self._score.max(initial=-np.inf), root_scores.max(initial=-np.inf)) - self._beam
        call = np.concatenate([self._call, root_calls[near]])
        node = np.concatenate([self._node, network.call_roots[root_calls[near]].astype(np.int64)])
        score = np.concatenate([self._score, root_scores[near]])
        record = np.concatenate([self._record, root_records[near]])

        stayed = self._score + np.maximum(emission[network.emission[self._node]], self._speech.blank[frame])
        counts = network.children[node]
        parent = np.repeat(np.arange(len(node)), counts)
        place = np.arange(len(parent)) - np.repeat(np.cumsum(counts) - counts, counts)
        child = network.first_child[node][parent] + place
        moved = score[parent] + emission[network.emission[child]]
        self._work += len(stayed) + len(moved)

        least = max(stayed.max(initial=-np.inf), moved.max(initial=-np.inf)) - self._beam
        stays, moves = np.flatnonzero(stayed >= least), np.flatnonzero(moved >= least)
        origin = np.concatenate([stays, parent[moves]])
        node = np.concatenate([self._node[stays], child[moves]])
        score = np.concatenate([stayed[stays], moved[moves]])
        if len(score) > 2 * self._width:
            kept = np.argpartition(-score, 2 * self._width)[: 2 * self._width]
            origin, node, score = origin[kept], node[kept], score[kept]
        # Of tokens with the same call on the same node, the best goes on.
        key = call[origin] * self._nodes + node
        order = np.lexsort((-score, key))
        order = order[_firsts(key[order])]
        if len(order) > self._width:
            order = order[np.argpartition(-score[order], self._width)[: self._width]]
        origin = origin[order]
        self._call, self._node, self._score, self._record = call[origin], node[order], score[order], record[origin]

    def _leave(self, frame: int) -> None:
        """Phrases that end in this frame leave their records, and their tokens come out at junctions."""
        network = self._network
        leaving = np.flatnonzero(network.exit[self._node] >= 0)
        exits = network.exit[self._node[leaving]].astype(np.int64)
        score = self._score[leaving] + network.weights[exits]
        target = network.targets[exits].astype(np.int64)
        target = np.where(target == RETURN, network.call_returns[self._call[leaving]], target)
        order = np.lexsort((-score, target))
        first = _firsts(target[order])
        group = np.cumsum(first) - 1
        rank = np.arange(len(order)) - np.flatnonzero(first)[group]
        kept = rank < _RIVALS
        order, rank, group = order[kept], rank[kept], group[kept]
        numbers = self._count + np.arange(len(order))
        best = numbers[rank == 0][group] if len(order) else numbers
        self._count += len(order)
        before, score, target = self._record[leaving][order], score[order], target[order]
        self._records.append((before, exits[order], score, np.full(len(order), frame, np.int64), best))

        final = network.final[target]
        rest = self._filler[-1] - self._filler[frame + 1]
        self._ends.append((numbers[final], score[final] + rest, network.languages[target[final]].astype(np.int64)))
        winners = rank == 0
        calls, scores, origin = self._calls(target[winners], score[winners])
        self._at_roots = (calls, scores, numbers[winners][origin])

    def _calls(self, junctions: Indices, scores: Scores) -> tuple[Indices, Scores, Indices]:
        """The calls of junctions, their scores, and which junction each is of."""
        first = self._network.first_call[junctions].astype(np.int64)
        counts = self._network.first_call[junctions + 1] - first
        origin = np.repeat(np.arange(len(junctions)), counts)
        place = np.arange(len(origin)) - np.repeat(np.cumsum(counts) - counts, counts)
        return first[origin] + place, scores[origin], origin


def _firsts(ordered: Indices) -> NDArray[np.bool_]:
    """Where a new value begins in an ordered array."""
    return np.concatenate([np.ones(min(1, len(ordered)), bool), ordered[1:] != ordered[:-1]])


def _columns(rows: Sequence[tuple[NDArray[Any], ...]], dtypes: tuple[type, ...]) -> list[NDArray[Any]]:
    return [
        np.concatenate([np.zeros(0, dtype), *(row[place] for row in rows)]).astype(dtype)
        for place, dtype in enumerate(dtypes)
    ]
