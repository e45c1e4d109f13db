from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.stt.priors import PriorBook
from tests.fakes.fake_decoder import FakeDecoder

PROMPT = (90, 91)


def likely(said):
    """Each token's log-probability tells what stands before it."""
    return {token: -(sum(said) * 0.1 + len(said) + token * 0.01) for token in range(20)}


def expected(context, segment):
    before = [(*context, *segment[:n]) for n in range(len(segment))]
    return [pytest.approx(likely(said)[token], abs=0.001) for said, token in zip(before, segment, strict=True)]


class Countless(FakeDecoder):
    """Counts how many hypotheses were fed."""

    def __init__(self) -> None:
        super().__init__(PROMPT, likely)
        self.widest = 0

    def step(self, tokens, position, cache, cross):
        self.widest = max(self.widest, len(tokens))
        return super().step(tokens, position, cache, cross)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "cache" / "priors.json"


def book(path: Path) -> tuple[PriorBook, Countless]:
    decoder = Countless()
    return PriorBook(path, decoder, [], PROMPT), decoder


PAIRS = {((), (1, 2, 3)), ((), (1, 2, 4)), ((1, 2), (5,)), ((1, 2), (5, 6)), ((7,), (8, 9))}


def test_each_token_is_scored_after_its_context_and_what_stands_before_it_in_the_segment(path):
    found = book(path)[0].scores(PAIRS)
    assert found == {pair: expected(*pair) for pair in PAIRS}


TOKENS = st.lists(st.integers(0, 5), max_size=3).map(tuple)


@given(pairs=st.sets(st.tuples(TOKENS, TOKENS.filter(bool)), max_size=12))
def test_any_pairs_at_once(pairs, tmp_path_factory):
    books, _ = book(tmp_path_factory.mktemp("cache") / "priors.json")
    assert books.scores(pairs) == {pair: expected(*pair) for pair in pairs}


def test_common_beginnings_are_computed_once_and_a_leaf_not_at_all(path):
    books, decoder = book(path)
    books.scores(PAIRS)
    fed = decoder.said[len(PROMPT) :]
    assert sorted(fed) == [(1,), (1, 2), (1, 2, 5), (7,), (7, 8)]


def test_many_are_computed_in_batches(path):
    books, decoder = book(path)
    pairs = {((), (a, b, c)) for a in range(20) for b in range(10) for c in (1, 2)}
    assert books.scores(pairs) == {pair: expected(*pair) for pair in pairs}
    assert decoder.widest == 64


def test_what_is_known_is_not_computed_again(path):
    books, decoder = book(path)
    books.scores(PAIRS)
    steps = len(decoder.said)
    assert books.scores(PAIRS) == {pair: expected(*pair) for pair in PAIRS}
    assert len(decoder.said) == steps


def test_what_was_computed_is_kept_for_the_next_start(path):
    first = book(path)[0].scores(PAIRS)
    assert [p.name for p in path.parent.iterdir()] == ["priors.json"], "nothing half-written stays"
    books, decoder = book(path)
    assert books.scores(PAIRS) == first
    assert decoder.said == []


def test_a_store_that_grows_costs_only_what_is_new(path):
    book(path)[0].scores(PAIRS)
    books, decoder = book(path)
    new = ((3,), (4, 5))
    found = books.scores({*PAIRS, new})
    assert found == {pair: expected(*pair) for pair in (*PAIRS, new)}
    assert set(decoder.said[len(PROMPT) :]) == {(3,), (3, 4)}
    books, decoder = book(path)
    books.scores({*PAIRS, new})
    assert decoder.said == []


def test_only_what_was_asked_for_is_told(path):
    books, _ = book(path)
    books.scores(PAIRS)
    assert books.scores([((7,), (8, 9))]).keys() == {((7,), (8, 9))}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"|1 2 3": "x"}', b'{"|1 2 3": [1.0]}', b'{"|1 2 3": [1.0, null, 2.0]}'],
)
def test_a_broken_file_is_begun_anew(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    assert book(path)[0].scores(PAIRS) == {pair: expected(*pair) for pair in PAIRS}
    books, decoder = book(path)
    books.scores(PAIRS)
    assert decoder.said == []


def test_a_folder_that_cannot_be_made_costs_nothing_but_the_file(tmp_path):
    (tmp_path / "cache").write_text("a file stands where the folder should")
    books, _ = book(tmp_path / "cache" / "priors.json")
    assert books.scores(PAIRS) == {pair: expected(*pair) for pair in PAIRS}
    assert (tmp_path / "cache").read_text().startswith("a file")


def test_a_disk_that_is_read_only_costs_nothing_but_the_file(path, monkeypatch):
    def read_only(*_args, **_kwargs):
        raise OSError(30, "Read-only file system")

    for method in ("mkdir", "write_text", "unlink", "replace"):
        monkeypatch.setattr(Path, method, read_only)
    assert book(path)[0].scores(PAIRS) == {pair: expected(*pair) for pair in PAIRS}


def test_a_disk_that_is_full_leaves_the_old_file_and_nothing_half_written(path, monkeypatch):
    book(path)[0].scores([((), (1,))])
    before = path.read_bytes()
    whole = Path.write_text

    def full(self, text, *args, **kwargs):
        whole(self, text[: len(text) // 2], *args, **kwargs)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert book(path)[0].scores(PAIRS) == {pair: expected(*pair) for pair in PAIRS}
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_the_file_is_json_that_names_context_and_segment(path):
    book(path)[0].scores([((1, 2), (5, 6))])
    assert json.loads(path.read_text()) == {"1 2|5 6": expected((1, 2), (5, 6))}


def test_what_the_program_comes_with_is_not_computed_and_not_written(path, tmp_path):
    learnt, _ = book(path)
    known = learnt.scores(PAIRS)
    shipped = tmp_path / "shipped.json"
    path.rename(shipped)
    before = shipped.read_bytes()
    decoder = Countless()
    assert PriorBook(path, decoder, [], PROMPT, shipped).scores(PAIRS) == known
    assert decoder.widest == 0
    PriorBook(path, decoder, [], PROMPT, shipped).scores({((9,), (1,))})
    assert shipped.read_bytes() == before
