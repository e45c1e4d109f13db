"""Texts for hypothesis: anything at all, and what customers and models really write, shaken up."""

from __future__ import annotations

from hypothesis import strategies as st

_PIECES = (
    "मुझे लाल साड़ी चाहिए আমার অর্ডার कुठे आहे saree dikhao Order ₹2,999 ₹ Rs. 500/- 1.5 kg 20% 12:30 2024-05-12 "
    "9876543210 "
    "+91-98765 43210 P001 नौ आठ सात double five १२३ ৪৫६ ... । ! ? 😀 \u200d \u200c \u094d \u0981 e\u0301 \x00 \ud800"
).split()


def any_text() -> st.SearchStrategy[str]:
    """Any characters, or pieces of a shop's texts in any order."""
    pieces = st.lists(st.sampled_from([*_PIECES, " ", "\n", ",", ", "]), max_size=25)
    return st.text() | pieces.map("".join) | pieces.map(" ".join)
