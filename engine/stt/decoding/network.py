"""A grammar compiled for the search: prefix trees of phonemes, joined at junctions (a recursive transition network).

A *slot* is a list of phrases that stands in many places (the goods, the prices, the digits). Its tree is there once; a
token that enters it takes along the *call*, which says at which *junction* it comes out, so that goods × prices ×
politeness are never multiplied out. What is said between slots hangs as a tree of its own on its junction. Junctions
with the same continuations are one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.languages import Language
from engine.stt.decoding.lexicon import SYMBOLS, pronunciations
from engine.stt.decoding.trie import Trie, build

RETURN = -1  # the target of an exit from a slot: the junction that the call names
Rest = tuple[str, ...]
Ints = NDArray[np.int32]


class Phrase(NamedTuple):
    """An entry of a slot.

    Attributes:
        text: as it is written in the transcript.
        spoken: as it is said, if that is not as it is written ("nine" for "9").
        weight: log-probability beside other entries of the slot.
    """

    text: str
    spoken: str = ""
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Grammar:
    """What may be said in one language.

    Attributes:
        language: Hindi, Marathi or Bengali.
        topics: sentences by what they are about, so that the dialogue can expect one more than another. A sentence is
            a sequence of words; one in braces is a rule or a slot.
        rules: what a rule may stand for, sequences like sentences. Rules may name rules, but not themselves.
        slots: phrases by slot; a sentence with a slot that has none is left out.
    """

    language: Language
    topics: Mapping[str, Sequence[Rest]]
    rules: Mapping[str, Sequence[Rest]] = field(default_factory=dict)
    slots: Mapping[str, Sequence[Phrase]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Network:
    """The compiled grammars of all languages. Nodes, exits, calls and junctions are numbered through.

    Attributes:
        emission: of each node, the column of the emissions that it speaks (see `viterbi.emissions`); 0 for roots.
        first_child, children: the nodes that may follow each node in its tree.
        exit: of each node, the exit that it is; -1 if no phrase ends there.
        leads, depth: an exit below each node, and how many phonemes were spoken at it.
        texts, spoken, slots, lengths, targets, weights: of each exit: what was said as it is written and as it is
            spoken, in which slot ("" outside), in how many phonemes, the junction after it, and its log-probability.
        call_roots, call_returns: of each call, the root of the tree and the junction after it.
        first_call: of each junction, the first of its calls; those of junction j end where those of j + 1 begin.
        final: whether a sentence may end at each junction.
        languages: of each junction, a place in `order`.
        order: the languages.
        starts: by language and topic, the junction at which its sentences begin.
    """

    emission: NDArray[np.int16]
    first_child: Ints
    children: Ints
    exit: Ints
    leads: Ints
    depth: NDArray[np.uint8]
    texts: list[str]
    spoken: list[str]
    slots: list[str]
    lengths: Ints
    targets: Ints
    weights: NDArray[np.float32]
    call_roots: Ints
    call_returns: Ints
    first_call: Ints
    final: NDArray[np.bool_]
    languages: NDArray[np.int8]
    order: tuple[Language, ...]
    starts: dict[tuple[Language, str], int]


def compile_network(grammars: Sequence[Grammar]) -> Network:
    """Compile the grammars of the languages into one network.

    Raises:
        ValueError: a sentence names a slot or rule that there is not, or a rule names itself.
    """
    return _Compiler(grammars).network()


class _Compiler:
    def __init__(self, grammars: Sequence[Grammar]) -> None:
        self._grammars = grammars
        self._tries: list[tuple[Trie, int, int]] = []  # the tree, its language's place, and its first exit
        self._size = 0  # nodes of these
        self._texts: list[str] = []
        self._spoken: list[str] = []
        self._slots: list[str] = []
        self._lengths: list[int] = []
        self._targets: list[int] = []
        self._weights: list[float] = []
        self._calls: list[list[tuple[int, int]]] = []  # of each junction: roots and returns
        self._final: list[bool] = []
        self._languages: list[int] = []
        self._starts: dict[tuple[Language, str], int] = {}

    def network(self) -> Network:
        for place, grammar in enumerate(self._grammars):
            _LanguageCompiler(self, grammar, place).compile(self._starts)
        sizes = [len(trie.symbol) for trie, _, _ in self._tries]
        offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        tries = [trie for trie, _, _ in self._tries]
        emission = [np.where(t.symbol, t.symbol + place * SYMBOLS, 0).astype(np.int16) for t, place, _ in self._tries]
        calls = [call for calls in self._calls for call in calls]
        return Network(
            _joined(emission, np.int16),
            _joined([trie.first_child + offset for trie, offset in zip(tries, offsets, strict=False)], np.int32),
            _joined([trie.children for trie in tries], np.int32),
            _joined([np.where(t.entry >= 0, t.entry + first, -1) for t, _, first in self._tries], np.int32),
            _joined([trie.leads + first for trie, _, first in self._tries], np.int32),
            _joined([trie.depth for trie in tries], np.uint8),
            self._texts,
            self._spoken,
            self._slots,
            np.array(self._lengths, np.int32),
            np.array(self._targets, np.int32),
            np.array(self._weights, np.float32),
            np.array([root for root, _ in calls], np.int32),
            np.array([back for _, back in calls], np.int32),
            np.cumsum([0, *map(len, self._calls)]).astype(np.int32),
            np.array(self._final, bool),
            np.array(self._languages, np.int8),
            tuple(grammar.language for grammar in self._grammars),
            self._starts,
        )

    def tree(self, place: int, slot: str, entries: Sequence[tuple[Phrase, int]]) -> int:
        """Add a tree of phrases, each with its target; return the tree's root."""
        language = self._grammars[place].language
        first = len(self._texts)
        said = [
            (reading, phrase, target)
            for phrase, target in entries
            for reading in pronunciations(phrase.spoken or phrase.text, language)
        ]
        trie = build([reading for reading, _, _ in said])
        self._texts += [phrase.text for _, phrase, _ in said]
        self._spoken += [phrase.spoken or phrase.text for _, phrase, _ in said]
        self._slots += [slot] * len(said)
        self._lengths += [len(reading) for reading, _, _ in said]
        self._targets += [target for _, _, target in said]
        self._weights += [phrase.weight for _, phrase, _ in said]
        root, self._size = self._size, self._size + len(trie.symbol)
        self._tries.append((trie, place, first))
        return root

    def junction(self, place: int, final: bool) -> int:
        self._calls.append([])
        self._final.append(final)
        self._languages.append(place)
        return len(self._final) - 1

    def call(self, junction: int, root: int, back: int) -> None:
        self._calls[junction].append((root, back))


class _LanguageCompiler:
    def __init__(self, whole: _Compiler, grammar: Grammar, place: int) -> None:
        self._whole = whole
        self._grammar = grammar
        self._place = place
        self._junctions: dict[frozenset[Rest], int] = {}
        self._roots: dict[str, int] = {}

    def compile(self, starts: dict[tuple[Language, str], int]) -> None:
        for topic, sentences in self._grammar.topics.items():
            possible = frozenset(rest for sentence in sentences for rest in self._expanded(tuple(sentence)))
            starts[self._grammar.language, topic] = self._junction(possible)

    def _junction(self, rests: frozenset[Rest]) -> int:
        """The junction from which all of `rests`, whose first words are no rules, may follow."""
        if rests in self._junctions:
            return self._junctions[rests]
        junction = self._junctions[rests] = self._whole.junction(self._place, () in rests)
        following: defaultdict[str, set[Rest]] = defaultdict(set)  # by slot, or by the words up to the next one
        for rest in rests:
            if rest:
                count = 1 if _braced(rest[0]) else next((i for i, word in enumerate(rest) if _braced(word)), len(rest))
                following[" ".join(rest[:count])].add(rest[count:])
        spoken = []
        for head in sorted(following):
            after = frozenset(rest for tail in following[head] for rest in self._expanded(tail))
            if not after:
                continue
            target = self._junction(after)
            if _braced(head):
                self._whole.call(junction, self._root(head), target)
            else:
                spoken.append((Phrase(head), target))
        if spoken:
            self._whole.call(junction, self._whole.tree(self._place, "", spoken), RETURN)
        return junction

    def _root(self, slot: str) -> int:
        if slot not in self._roots:
            entries = [(phrase, RETURN) for phrase in self._grammar.slots[_name(slot)]]
            self._roots[slot] = self._whole.tree(self._place, _name(slot), entries)
        return self._roots[slot]

    def _expanded(self, rest: Rest, within: frozenset[str] = frozenset()) -> Iterable[Rest]:
        """What a rest may be once its first word is no rule; nothing where a slot has no phrases."""
        if not rest or not _braced(rest[0]):
            return (rest,)
        name = _name(rest[0])
        if name in within:
            raise ValueError(f"the rule {name!r} of the {self._grammar.language} grammar names itself")
        if name in self._grammar.rules:
            alternatives = self._grammar.rules[name]
            deeper = within | {name}
            return [
                found
                for alternative in alternatives
                for found in self._expanded((*alternative, *rest[1:]), deeper if alternative else within)
            ]
        if name not in self._grammar.slots:
            raise ValueError(f"the {self._grammar.language} grammar has no rule or slot {name!r}")
        return (rest,) if self._grammar.slots[name] else ()


def _braced(word: str) -> bool:
    return word.startswith("{")


def _name(word: str) -> str:
    return word[1:-1]


def _joined(parts: Sequence[NDArray[Any]], dtype: type) -> NDArray[Any]:
    return np.concatenate(parts).astype(dtype) if parts else np.zeros(0, dtype)
