from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tts.clauses import ClauseSplitter
from tests.fakes.texts import any_text

LONGEST = 120


def cut(*chunks: str) -> list[str]:
    """The clauses of a text that arrives in chunks."""
    splitter = ClauseSplitter()
    clauses = [clause for chunk in chunks for clause in splitter.feed(chunk)]
    return clauses + splitter.finish()


def cut_whole(*chunks: str) -> list[str]:
    """The clauses, with the white space that a text may end in."""
    text = "".join(chunks)
    clauses = cut(*chunks)
    return clauses + ([text[len("".join(clauses)) :]] if len("".join(clauses)) < len(text) else [])


@st.composite
def chunked(draw: st.DrawFn) -> list[str]:
    """A text, cut anywhere."""
    text = draw(any_text() | st.text("aक ,।.\n-", max_size=400) | st.lists(any_text(), max_size=6).map(" ".join))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    return [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]


@given(chunked())
def test_joined_clauses_are_the_text(chunks: list[str]) -> None:
    text, joined = "".join(chunks), "".join(cut(*chunks))
    assert text.startswith(joined)
    assert text[len(joined) :].strip() == ""  # only silence is left out, and only at the end


@given(chunked())
def test_the_clauses_do_not_depend_on_how_the_text_arrives(chunks: list[str]) -> None:
    text = "".join(chunks)
    assert cut(*chunks) == cut(text) == cut(*text)


@given(chunked())
def test_no_clause_is_longer_than_a_breath_where_it_can_be_cut(chunks: list[str]) -> None:
    for clause in cut(*chunks):
        assert len(clause) <= LONGEST or " " not in clause[:LONGEST].rstrip()


@pytest.mark.parametrize("first", ["", "हो, "])
def test_a_text_without_any_pause_is_cut_between_words(first: str) -> None:
    clauses = cut(first + "शब्द " * 100)
    assert len(clauses) >= 5
    assert all(len(clause) <= LONGEST and clause.endswith("शब्द ") for clause in clauses[1 if first else 0 :])


def test_a_word_without_an_end_is_cut_all_the_same() -> None:
    assert [len(clause) for clause in cut("a" * 250)] == [120, 120, 10]


def test_a_long_sentence_is_cut_at_its_last_pause() -> None:
    head, tail = "Yes, ", "one more thing which has no pause in it at all until the very end of it is reached"
    assert cut(f"{head}a saree of cotton that is red, a cooker of three litres, {tail}.") == [
        head,
        "a saree of cotton that is red, a cooker of three litres, ",
        f"{tail}.",
    ]


def test_a_long_sentence_is_not_cut_after_a_few_words() -> None:
    first, *_ = cut("Yes. ", "well, " + "more of it " * 20)[1:]
    assert first.startswith("well, more of it")


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("हाँ, यह लाल साड़ी है। और कुछ?", ["हाँ, ", "यह लाल साड़ी है। ", "और कुछ?"]),
        ("আছে। দাম কত? বলুন", ["আছে। ", "দাম কত? ", "বলুন"]),
        ("हो! पांढरा कुर्ता आहे. अजून काही?", ["हो! ", "पांढरा कुर्ता आहे. ", "अजून काही?"]),
        ("Here it is: a saree. It is red", ["Here it is: ", "a saree. ", "It is red"]),
        ("Yes; look — there. Now", ["Yes; ", "look — there. ", "Now"]),
        ("Look – a saree, a cooker", ["Look – ", "a saree, a cooker"]),
        ("First line\nsecond line", ["First line\n", "second line"]),
        ('He said "no!" Then he went', ['He said "no!" ', "Then he went"]),
        ("Hello!", ["Hello!"]),
    ],
)
def test_where_clauses_end(text: str, clauses: list[str]) -> None:
    assert cut(text) == clauses


@pytest.mark.parametrize(
    "text",
    [
        "It costs Rs. 500 only",
        "it costs rs. 500 only",
        "It costs ₹2,999 only",
        "It costs ₹1,49,999.50 only",
        "It has 1.5 litres",
        "It opens at 12:30 every day",
        "Order No. 1019 is here",
        "It is approx. 5 kg of rice",
        "Ask Dr. Rao about it",
        "कीमत रु. 500 है",
        "डॉ. राव को पूछिए",
        "ডা. রায় আছেন",
        "A type-C cable",
        "See www.example.in for more",
    ],
)
def test_what_is_no_end(text: str) -> None:
    assert cut(text) == [text]
    assert cut("Yes. " + text) == ["Yes. ", text]


@pytest.mark.parametrize("text", ["best. Then more", "casino. Then more", "St. Then more"])
def test_only_a_whole_word_is_an_abbreviation(text: str) -> None:
    assert cut(text) == ([text] if text.startswith("St") else [text.split(". ")[0] + ". ", "Then more"])


def test_the_first_clause_comes_at_the_first_pause() -> None:
    splitter = ClauseSplitter()
    assert splitter.feed("जी हाँ") == []
    assert splitter.feed(", ") == []  # there may be more of the pause
    assert splitter.feed("यह") == ["जी हाँ, "]
    assert splitter.feed(" साड़ी, लाल रंग की, सूती, और सस्ती") == []  # the others are whole sentences
    assert splitter.feed("। और") == ["यह साड़ी, लाल रंग की, सूती, और सस्ती। "]
    assert splitter.finish() == ["और"]


def test_a_first_word_of_one_letter_is_not_spoken_alone() -> None:
    assert cut("A, b and c. Then") == ["A, b and c. ", "Then"]


def test_only_white_space_says_nothing() -> None:
    assert cut("Yes. ", "\n ") == ["Yes. \n "]
    assert cut(" ", "\n") == []
    assert cut() == []


def test_a_splitter_that_has_finished_holds_nothing_back() -> None:
    splitter = ClauseSplitter()
    splitter.feed("One, two")
    assert splitter.finish() == ["two"]
    assert splitter.finish() == []
