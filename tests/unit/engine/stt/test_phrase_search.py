from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.languages import Language
from engine.stt.grammar import Grammar
from engine.stt.phrase_graph import Arc, compile_graph
from engine.stt.phrase_search import _Candidate, search, survivors
from tests.fakes.fake_decoder import FakeDecoder, FakePriors, LetterTokens, hears

HI, MR, BN = Language.HINDI, Language.MARATHI, Language.BENGALI
PROMPT, END = (90, 91, 92), 99
NAMES = (("साड़ी",), ("साड़ी", "सूती"), ("कुर्ता",))


class Shop:
    """Three grammars over one vocabulary of whole words."""

    def __init__(self, prior: float = 0.0, special=None) -> None:
        self.tokens = LetterTokens(whole=True)
        self.priors = FakePriors(prior, special(self.tokens) if special else None)
        grammars = [
            Grammar(HI, ((NAMES, "दिखाओ"), (NAMES,), ("नमस्ते",))),
            Grammar(MR, ((NAMES, "दाखवा"), ("नमस्ते", "सांगा"))),
            Grammar(BN, (("শাড়ি", "দেখান"),)),
        ]
        self.graph = compile_graph(grammars, self.tokens, END, self.priors)

    def hearing(self, *sentences: str, **weights: float):
        """The matches as (sentence, language, score), when these sentences are what the sound is like."""
        heard = [(*self.tokens.sentence(sentence), END) for sentence in sentences]
        return self.search(FakeDecoder(PROMPT, hears(*heard)), **weights)

    def search(self, decoder: FakeDecoder, unfinished: bool = False, widest: int = 36, **weights: float):
        languages = {Language(code): weight for code, weight in weights.items()} or {HI: 0.0, MR: 0.0, BN: 0.0}
        matches = search(decoder, [], self.graph, PROMPT, END, languages, widest, unfinished)
        names = {token: word for word, token in self.tokens._ids.items()}
        return [(" ".join(names[t] for t in m.tokens), m.language, pytest.approx(m.score)) for m in matches]


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("साड़ी", HI),
        ("साड़ी सूती", HI),
        ("साड़ी दिखाओ", HI),
        ("साड़ी सूती दिखाओ", HI),
        ("साड़ी सूती दाखवा", MR),
        ("नमस्ते", HI),
        ("नमस्ते सांगा", MR),
        ("শাড়ি দেখান", BN),
    ],
)
def test_the_phrase_that_was_said_is_found(said, language):
    shop = Shop()
    tokens = len(said.split())
    assert shop.hearing(said)[0] == (said, language, 0.2 * tokens)


def test_all_phrases_are_ranked_best_first():
    shop = Shop()
    heard = (*shop.tokens.sentence("साड़ी सूती दिखाओ"), END)
    matches = shop.search(FakeDecoder(PROMPT, hears(heard), surprise=-1.5))
    assert len(matches) == 3 + 3 + 1 + 3 + 1 + 1
    scores = [score.expected for *_, score in matches]
    assert scores == sorted(scores, reverse=True)


def test_the_score_is_the_likelihood_less_most_of_the_prior_plus_a_little_a_token():
    def special(tokens):
        saree, show = tokens.sentence("साड़ी दिखाओ")
        cotton = (*tokens("साड़ी"), *tokens("सूती"))
        return {
            ((), (saree,)): [-3.0],
            (cotton, (show,)): [-1.0],
            ((*cotton, show), (END,)): [-0.5],
        }

    shop = Shop(special=special)
    saree, show = shop.tokens.sentence("साड़ी दिखाओ")
    likely = {(): {saree: -1.0}, (saree,): {show: -2.0}, (saree, show): {END: -0.25}}
    found = shop.search(FakeDecoder(PROMPT, lambda said: likely.get(said, {})))
    score = (-1.0 - 2.0 - 0.25) - 0.8 * (-3.0 - 1.0 - 0.5) + 0.2 * 2
    assert ("साड़ी दिखाओ", HI, score) in found


def test_a_phrase_that_is_frequent_on_any_sound_does_not_win_by_that():
    def special(tokens):
        return {((), tokens("कुर्ता")): [0.0], ((), tokens("साड़ी")): [-5.0]}

    shop = Shop(prior=0.0, special=special)
    shirt, saree = *shop.tokens("कुर्ता"), *shop.tokens("साड़ी")
    decoder = FakeDecoder(PROMPT, lambda said: {shirt: -1.0, saree: -2.0} if not said else {END: 0.0})
    assert shop.search(decoder, hi=0.0)[0][0] == "साड़ी"


def test_only_the_languages_that_are_asked_for_are_searched():
    shop = Shop()
    assert {language for _, language, _ in shop.hearing("শাড়ি দেখান", hi=0.0, mr=0.0)} == {HI, MR}
    assert {language for _, language, _ in shop.hearing("साड़ी दिखाओ", bn=0.0)} == {BN}
    assert shop.hearing("साड़ी दिखाओ", en=0.0) == []
    assert search(FakeDecoder(PROMPT, hears()), [], shop.graph, PROMPT, END, {}) == []


def test_a_languages_weight_decides_between_phrases_that_sound_alike():
    shop = Shop()
    alike = ("साड़ी दिखाओ", "साड़ी दाखवा")
    assert shop.hearing(*alike, hi=0.0, mr=math.log(0.5))[0] == (alike[0], HI, 0.4)
    assert shop.hearing(*alike, hi=math.log(0.5), mr=0.5)[0] == (alike[1], MR, 0.9)


def test_an_unfinished_phrase_may_break_off_anywhere():
    shop = Shop()
    heard = FakeDecoder(PROMPT, hears((*shop.tokens.sentence("नमस्ते"), END)))
    assert "नमस्ते" not in [sentence for sentence, *_ in shop.search(heard, mr=0.0)]
    best = shop.search(heard, unfinished=True, mr=0.0)[0]
    assert best == ("नमस्ते", MR, 0.2 + 0.8 * 6.0)
    assert shop.search(heard, unfinished=True, hi=0.0)[0] == ("नमस्ते", HI, 0.2), "where it may end, it ends"


def test_nothing_is_no_unfinished_phrase():
    shop = Shop()
    silence = FakeDecoder(PROMPT, lambda _said: {END: 0.0})
    assert "" not in [sentence for sentence, *_ in shop.search(silence, unfinished=True)]


def test_each_hypothesis_keeps_its_own_past():
    shop = Shop()
    decoder = FakeDecoder(PROMPT, hears((*shop.tokens.sentence("साड़ी सूती दाखवा"), END)), surprise=-1.5)
    shop.search(decoder)
    asked = {said for said in decoder.said if len(said) > 1}
    sentences = [
        shop.tokens.sentence(s) for s in ("साड़ी सूती दिखाओ", "साड़ी सूती दाखवा", "कुर्ता दिखाओ", "শাড়ি দেখান", "नमस्ते सांगा")
    ]
    assert asked == {s[:n] for s in sentences for n in (2, 3)} | {
        shop.tokens.sentence(s) for s in ("साड़ी दिखाओ", "साड़ी दाखवा", "कुर्ता दाखवा")
    }


def test_a_narrow_beam_still_follows_the_likeliest():
    words = [f"{a}{b}" for a in "abcdefghij" for b in "abcdefghij"]
    tokens = LetterTokens()
    graph = compile_graph([Grammar(HI, tuple((word, "xyz") for word in words))], tokens, END, FakePriors())
    heard = tokens.sentence("gh xyz")
    decoder = FakeDecoder(PROMPT, hears((*heard, END)))
    (best, *_rest) = search(decoder, [], graph, PROMPT, END, {HI: 0.0}, widest=12)
    assert best.tokens == heard
    assert len(_rest) < 30


def test_a_phrase_longer_than_the_longest_is_given_up():
    tokens = LetterTokens()
    graph = compile_graph([Grammar(HI, (("ab" * 60,), ("ab" * 39,)))], tokens, END, FakePriors())
    decoder = FakeDecoder(PROMPT, lambda _said: {})
    matches = search(decoder, [], graph, PROMPT, END, {HI: 0.0})
    assert [len(match.tokens) for match in matches] == [78]


def candidates(*languages: Language, apart: float = 0.01) -> list[_Candidate]:
    """Candidates of these languages, best first."""
    return [_Candidate(-rank * apart, language, 0, Arc(1, 1, 0.0)) for rank, language in enumerate(languages)]


def test_the_beam_is_wide_while_beginnings_are_told_apart_and_then_narrows():
    many = candidates(*[HI] * 100)
    assert [len(survivors(many, step, 36)) for step in (0, 5, 6, 7, 8, 9, 10, 50)] == [36, 36, 30, 24, 18, 12, 12, 12]
    assert survivors(many, 50, 36) == many[:12]
    assert survivors(many[:5], 0, 36) == many[:5]


def test_what_is_far_behind_the_best_is_given_up():
    assert len(survivors(candidates(*[HI] * 30, apart=1.0), 0, 36)) == 6
    assert len(survivors(candidates(*[HI] * 30, apart=2.5), 50, 36)) == 3
    chosen = survivors(candidates(*[HI] * 30, *[BN] * 10, apart=1.0), 7, 36)
    assert [candidate.language for candidate in chosen] == [HI] * 6 + [BN] * 3


def test_at_first_each_language_keeps_some_of_its_own():
    mixed = candidates(*[HI] * 50, *[BN] * 10, *[MR] * 2)
    for step in (0, 7):
        chosen = [candidate.language for candidate in survivors(mixed, step, 36)]
        assert chosen.count(BN) == 3
        assert chosen.count(MR) == 2
    assert {candidate.language for candidate in survivors(mixed, 8, 36)} == {HI}


@given(st.lists(st.sampled_from([HI, MR, BN]), min_size=1, max_size=120), st.integers(0, 80), st.integers(3, 40))
def test_survivors_fit_into_the_cache_and_keep_their_order(languages, step, widest):
    ranked = candidates(*languages)
    chosen = survivors(ranked, step, widest)
    assert len(chosen) <= widest + 3 * max(2, widest // 12)
    assert chosen[:1] == ranked[:1]
    assert [c.score for c in chosen] == sorted((c.score for c in chosen), reverse=True)
