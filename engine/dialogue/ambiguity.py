"""A word that may mean two things: "return" is a rule that is asked for, or an order that shall go back.

The question with its two answers is the kiosk's own, whichever brain answers.
"""

from __future__ import annotations

from engine.dialogue.context import Context
from engine.lexicon import folded, words_of
from engine.text import words

_MOST_WORDS = 2


def may_mean_two(utterance: str, context: Context) -> bool:
    """Whether somebody says "return" and nothing else, and nothing that was said before tells what is meant."""
    said = [folded(word) for word in words(utterance)]
    if len(said) > _MOST_WORDS or context.last_order_id is not None or context.waiting is not None:
        return False
    returning, beside = (
        {folded(word) for word in words_of(section, name)}
        for section, name in (("speech", "returning"), ("answers", "beside"))
    )
    return any(word in returning for word in said) and all(word in returning | beside for word in said)
