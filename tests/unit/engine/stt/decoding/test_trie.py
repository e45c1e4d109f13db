from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.stt.decoding.trie import Trie, build

STRINGS = st.lists(st.binary(min_size=1, max_size=6).filter(lambda text: 0 not in text), max_size=30)


def written_out(trie: Trie, node: int = 0, before: bytes = b"") -> dict[bytes, int]:
    """Every string of the tree with the number of its entry."""
    found = {before: int(trie.entry[node])} if trie.entry[node] >= 0 else {}
    for child in range(trie.first_child[node], trie.first_child[node] + trie.children[node]):
        found |= written_out(trie, child, before + bytes([trie.symbol[child]]))
    return found


@given(STRINGS)
def test_the_tree_holds_its_strings_and_no_others(strings):
    found = written_out(build(strings))
    assert set(found) == set(strings)
    assert all(strings.index(text) == entry for text, entry in found.items())  # the first of equal ones


@given(STRINGS)
def test_beginnings_are_shared(strings):
    trie = build(strings)
    assert len(trie.symbol) == len({text[:end] for text in strings for end in range(len(text) + 1)} | {b""})


@given(STRINGS)
def test_a_node_knows_how_deep_it_is_and_a_string_through_it(strings):
    trie = build(strings)
    for node in range(len(trie.symbol)):
        for child in range(trie.first_child[node], trie.first_child[node] + trie.children[node]):
            assert trie.depth[child] == trie.depth[node] + 1
            assert strings[trie.leads[child]][trie.depth[node]] == trie.symbol[child]


def test_no_strings_make_a_root_alone():
    trie = build([])
    assert (len(trie.symbol), trie.children[0], trie.entry[0]) == (1, 0, -1)
