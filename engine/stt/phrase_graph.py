"""The grammars as one graph over Whisper's tokens, each arc with its prior (see priors.py).

A node is a place in a phrase. Words of a choice share their beginnings (a trie), and what follows a choice is built
once and shared, so that hundreds of product names times dozens of patterns stay a few ten thousand nodes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.languages import Language
from engine.stt.grammar import Element, Grammar
from engine.stt.priors import Pair, PriorBook, Tokens

Phrases = frozenset[tuple[Element, ...]]
Tokenize = Callable[[str], Tokens]


@dataclass(frozen=True, slots=True)
class Arc:
    """A token that may come next, the node after it, and its log-probability on noise."""

    token: int
    target: int
    prior: float


@dataclass(slots=True)
class Graph:
    """Arcs by node; the nodes at which a phrase may end, with the prior of ending; and each language's first node."""

    arcs: list[list[Arc]] = field(default_factory=list)
    ends: dict[int, float] = field(default_factory=dict)
    roots: dict[Language, int] = field(default_factory=dict)


def compile_graph(grammars: list[Grammar], tokenize: Tokenize, end_token: int, priors: PriorBook) -> Graph:
    """Compile the grammars.

    Args:
        grammars: one a language.
        tokenize: a word with its leading space into tokens.
        end_token: Whisper's end-of-text.
        priors: asked once for all segments together.
    """
    # Two passes over the same construction: the first collects the segments whose priors are needed.
    needed: set[Pair] = set()

    def collect(context: Tokens, segment: Tokens) -> list[float]:
        needed.add((context, segment))
        return [0.0] * len(segment)

    for grammar in grammars:
        _Compiler(grammar, tokenize, end_token, collect).compile(Graph())
    known = priors.scores(needed)
    graph = Graph()
    for grammar in grammars:
        _Compiler(grammar, tokenize, end_token, lambda *pair: known[pair]).compile(graph)
    return graph


class _Compiler:
    def __init__(
        self,
        grammar: Grammar,
        tokenize: Tokenize,
        end_token: int,
        prior: Callable[[Tokens, Tokens], list[float]],
    ) -> None:
        self._grammar = grammar
        self._tokenize = tokenize
        self._end = end_token
        self._prior = prior
        self._built: dict[tuple[Phrases, Tokens], int] = {}
        self._heads: dict[Element, Tokens] = {}

    def compile(self, graph: Graph) -> None:
        self._graph = graph
        graph.roots[self._grammar.language] = self._node(frozenset(self._grammar.phrases), ())

    def _node(self, phrases: Phrases, context: Tokens) -> int:
        """The node from which all of `phrases` may follow, given the representative tokens before."""
        key = (phrases, context)
        if key in self._built:
            return self._built[key]
        node = self._built[key] = self._new()
        if () in phrases:
            self._graph.ends[node] = self._prior(context, (self._end,))[0]
        rests: defaultdict[Element, set[tuple[Element, ...]]] = defaultdict(set)
        for phrase in phrases:
            if phrase:
                rests[phrase[0]].add(phrase[1:])
        joints = []
        for element in sorted(rests, key=str):
            joints += self._add(node, element, frozenset(rests[element]), context)
        # Joined only when all chains stand, or a later chain would grow into what is shared.
        for last, rest in joints:
            self._graph.arcs[last] += self._graph.arcs[rest]
            if rest in self._graph.ends:
                self._graph.ends[last] = self._graph.ends[rest]
        return node

    def _add(self, node: int, element: Element, rests: Phrases, context: Tokens) -> list[tuple[int, int]]:
        """Add the chains of an element; return the last node of each with the node of what follows."""
        alternatives = ((element,),) if isinstance(element, str) else element
        segments = [tuple(token for word in words for token in self._tokenize(word)) for words in alternatives]
        before = self._context_for(element, context)
        rest = self._node(rests, before + segments[len(segments) // 2])
        return [(self._chain(node, segment, self._prior(before, segment)), rest) for segment in segments]

    def _context_for(self, element: Element, context: Tokens) -> Tokens:
        """For a choice, the first context stands for all: what matters is that something was said before."""
        if isinstance(element, str) or not context:
            return context
        return self._heads.setdefault(element, context)

    def _chain(self, node: int, segment: Tokens, priors: list[float]) -> int:
        for token, prior in zip(segment, priors, strict=True):
            arc = next((arc for arc in self._graph.arcs[node] if arc.token == token), None)
            if arc is None:
                arc = Arc(token, self._new(), prior)
                self._graph.arcs[node].append(arc)
            node = arc.target
        return node

    def _new(self) -> int:
        self._graph.arcs.append([])
        return len(self._graph.arcs) - 1
