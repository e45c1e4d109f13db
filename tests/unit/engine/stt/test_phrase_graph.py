from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from engine.languages import Language
from engine.stt.grammar import Element, Grammar
from engine.stt.phrase_graph import Graph, compile_graph
from engine.stt.priors import Tokens
from tests.fakes.fake_decoder import FakePriors, LetterTokens

END = 99


def compiled(*phrases: tuple[Element, ...], tokenize: LetterTokens | None = None, priors: FakePriors | None = None):
    grammar = Grammar(Language.HINDI, phrases)
    return compile_graph([grammar], tokenize or LetterTokens(), END, priors or FakePriors())


def accepted(graph: Graph, language: Language = Language.HINDI) -> set[Tokens]:
    """All token sequences from a language's first node to a node where a phrase may end."""
    found: set[Tokens] = set()
    waiting: list[tuple[int, Tokens]] = [(graph.roots[language], ())]
    while waiting:
        node, tokens = waiting.pop()
        if node in graph.ends:
            found.add(tokens)
        waiting += [(arc.target, (*tokens, arc.token)) for arc in graph.arcs[node]]
    return found


def expanded(phrases: tuple[tuple[Element, ...], ...], tokenize: LetterTokens) -> set[Tokens]:
    """The same, written out from the grammar."""
    found = set()
    for phrase in phrases:
        choices = [((element,),) if isinstance(element, str) else element for element in phrase]
        for words in product(*choices):
            found.add(tuple(token for part in words for word in part for token in tokenize(word)))
    return found


WORDS = st.text("ab", min_size=1, max_size=3)
CHOICES = st.lists(st.lists(WORDS, min_size=1, max_size=3).map(tuple), min_size=1, max_size=4).map(tuple)
# Few words and a shared choice, so that beginnings, tails and whole elements meet again and again.
PHRASES = st.builds(
    lambda shared, phrases: tuple(tuple(shared if e is None else e for e in phrase) for phrase in phrases),
    CHOICES,
    st.lists(st.lists(WORDS | CHOICES | st.none(), min_size=1, max_size=4), min_size=1, max_size=6),
)


@given(PHRASES)
def test_the_graph_accepts_exactly_what_the_grammar_says(phrases):
    tokenize = LetterTokens()
    assert accepted(compiled(*phrases, tokenize=tokenize)) == expanded(phrases, tokenize)


@given(PHRASES, PHRASES)
def test_each_language_keeps_its_own_phrases(hindi, bengali):
    tokenize = LetterTokens()
    grammars = [Grammar(Language.HINDI, hindi), Grammar(Language.BENGALI, bengali)]
    graph = compile_graph(grammars, tokenize, END, FakePriors())
    assert graph.roots.keys() == {Language.HINDI, Language.BENGALI}
    assert accepted(graph, Language.HINDI) == expanded(hindi, tokenize)
    assert accepted(graph, Language.BENGALI) == expanded(bengali, tokenize)


def test_a_name_that_begins_another_does_not_lend_it_its_tail():
    names = (("साड़ी",), ("साड़ी", "सूती"))
    tokenize = LetterTokens(whole=True)
    graph = compiled((names, "दिखाओ"), (names,), tokenize=tokenize)
    said = {tokenize.sentence(s) for s in ("साड़ी", "साड़ी सूती", "साड़ी दिखाओ", "साड़ी सूती दिखाओ")}
    assert accepted(graph) == said


def test_a_word_of_a_phrase_that_begins_a_name_does_not_mix_with_it():
    names = (("एक", "साड़ी"), ("कुर्ता",))
    tokenize = LetterTokens(whole=True)
    graph = compiled(("एक", "बात"), ("एक",), (names, "है"), tokenize=tokenize)
    said = {tokenize.sentence(s) for s in ("एक बात", "एक", "एक साड़ी है", "कुर्ता है")}
    assert accepted(graph) == said


def test_what_follows_a_choice_is_built_once():
    names = tuple((f"{a}{b}{c}",) for a in "abcdefgh" for b in "abcdefgh" for c in "abcdefgh")
    tail = tuple(f"tail{i}word" for i in range(10))
    graph = compiled((names, *tail))
    assert len(accepted(graph)) == 512
    assert len(graph.arcs) < 8 + 8**2 + 8**3 + 2 * len("".join(tail)), "far from 512 tails"


def test_beginnings_are_shared():
    graph = compiled(("अब", "चलो"), ("अब", "रुको"), ("अबतक",))
    assert len(graph.arcs[graph.roots[Language.HINDI]]) == 1


class Numbered(FakePriors):
    """Every token of every pair has a prior that tells where it is from."""

    def scores(self, pairs):
        self.given = super().scores(pairs)
        for number, pair in enumerate(sorted(self.given)):
            self.given[pair] = [-(number + i / 100) for i in range(len(pair[1]))]
        return self.given


def test_every_arc_has_the_prior_of_its_segment_after_what_stands_before():
    tokenize, priors = LetterTokens(), Numbered()
    graph = compiled(("ab", (("cd",), ("ce",)), "f"), tokenize=tokenize, priors=priors)
    a, b, c, d, e, f = tokenize("abcdef")
    assert priors.calls == 1, "a book is asked once for everything"

    def walk(*tokens):
        node, found = graph.roots[Language.HINDI], []
        for token in tokens:
            (arc,) = [arc for arc in graph.arcs[node] if arc.token == token]
            node = arc.target
            found.append(arc.prior)
        return [*found, graph.ends[node]]

    given = priors.given
    shared = given[(a, b), (c, d)][0], given[(a, b), (c, e)][0]
    found = walk(a, b, c, d, f)
    assert found[:2] == given[(), (a, b)]
    assert found[2] in shared
    assert found[3] == given[(a, b), (c, d)][1]
    middle = (a, b, c, e)  # the one in the middle of the choice stands for all of them
    assert found[4:] == [*given[middle, (f,)], *given[(*middle, f), (END,)]]
    assert walk(a, b, c, e, f)[3] == given[(a, b), (c, e)][1]
    assert priors.asked == set(given)


def test_a_choice_after_words_is_scored_after_the_first_of_them_only():
    tokenize, priors = LetterTokens(whole=True), FakePriors()
    names = (("साड़ी",), ("कुर्ता",))
    compiled(("अब", names), ("तब", names), (names, "है"), tokenize=tokenize, priors=priors)
    (name,) = tokenize("साड़ी")
    contexts = {context for context, segment in priors.asked if segment == (name,)}
    assert contexts == {(), tokenize("अब")}


def test_an_empty_grammar_accepts_nothing():
    graph = compiled()
    assert accepted(graph) == set()
    assert graph.arcs[graph.roots[Language.HINDI]] == []
